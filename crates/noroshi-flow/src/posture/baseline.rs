//! Getting a baseline: from a folder as published, or the sample that is part of the program.

use std::path::Path;

use noroshi_model::Problem;
use noroshi_posture::Baseline;
use walkdir::WalkDir;

use crate::FlowError;
use crate::file::{Item, load};

/// One file of a baseline is at most so large.
const MOST_BYTES: usize = 4 << 20;

/// A folder that holds more files than this is no baseline.
const MOST_FILES: usize = 200_000;

/// The sample baseline.
const SAMPLE: &[(&str, &str)] = &[
    ("rules/rego/aad.rego", include_str!("../../../../rules/rego/aad.rego")),
    ("rules/rego/baseline.toml", include_str!("../../../../rules/rego/baseline.toml")),
    ("rules/rego/defender.rego", include_str!("../../../../rules/rego/defender.rego")),
    ("rules/rego/exo.rego", include_str!("../../../../rules/rego/exo.rego")),
    ("rules/rego/lib.rego", include_str!("../../../../rules/rego/lib.rego")),
    ("rules/rego/sharepoint.rego", include_str!("../../../../rules/rego/sharepoint.rego")),
    ("rules/rego/teams.rego", include_str!("../../../../rules/rego/teams.rego")),
];

/// The baseline in a folder, or the sample.
///
/// # Errors
/// NRS-FLOW-060 when the folder cannot be read; the problems of the loader when nothing can be
/// judged by what is in it.
pub(super) fn baseline(folder: Option<&Path>) -> Result<(Baseline, Vec<Problem>), FlowError> {
    let (baseline, problems) = match folder {
        None => Baseline::load(SAMPLE.iter().copied()),
        Some(folder) => {
            let (files, unread) = files(folder)?;
            let pairs = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            let (baseline, mut problems) = Baseline::load(pairs);
            problems.splice(0..0, unread);
            (baseline, problems)
        }
    };
    if baseline.products().next().is_none() {
        let at = folder.map_or_else(String::new, |folder| folder.display().to_string());
        let placed = |it: Problem| if it.place.path.is_none() { it.at(&at) } else { it };
        return Err(FlowError::Refused(problems.into_iter().map(placed).collect()));
    }
    Ok((baseline, problems))
}

type Texts = Vec<(String, String)>;

fn files(folder: &Path) -> Result<(Texts, Vec<Problem>), FlowError> {
    let refused = |reason: String| {
        let problem = Problem::new("NRS-FLOW-060").at(folder.display().to_string());
        FlowError::Refused(vec![problem.fact("reason", reason)])
    };
    if !folder.is_dir() {
        let there = if folder.exists() { "it is no folder" } else { "there is no such folder" };
        return Err(refused(there.to_owned()));
    }
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    // Links are not followed: a release has none, and a loop has no end.
    for (count, entry) in WalkDir::new(folder).sort_by_file_name().into_iter().enumerate() {
        if count > MOST_FILES {
            return Err(refused(format!("it holds more than {MOST_FILES} files")));
        }
        let entry = entry.map_err(|error| refused(error.to_string()))?;
        let name = entry.path().to_string_lossy().replace('\\', "/");
        if !entry.file_type().is_file() || !Baseline::wants(&name) {
            continue;
        }
        let bytes = entry.metadata().map(|found| found.len()).unwrap_or_default();
        let item = Item::File(entry.into_path(), bytes);
        match load(&item, MOST_BYTES) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => texts.push((name, text)),
                Err(error) => {
                    let reason = error.utf8_error().to_string();
                    unread.push(Problem::new("NRS-FLOW-010").at(name).fact("reason", reason));
                }
            },
            Err(problem) => unread.push(problem),
        }
    }
    Ok((texts, unread))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_the_whole_folder_and_loads_without_a_word() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/rego");
        let (files, _) = files(&folder).expect("reads");
        let names = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let there: Vec<_> = files.iter().map(|(path, _)| names(path)).collect();
        let ours: Vec<_> = SAMPLE.iter().map(|(path, _)| names(path)).collect();
        assert_eq!(there, ours);
        let (baseline, problems) = baseline(None).expect("loads");
        assert_eq!(problems, []);
        assert_eq!(baseline.products().count(), 5);
    }

    #[test]
    fn a_folder_that_is_none_is_refused() {
        for wrong in ["/does/not/exist", file!()] {
            assert!(matches!(baseline(Some(Path::new(wrong))), Err(FlowError::Refused(_))));
        }
    }
}
