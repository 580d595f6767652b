//! The own lexicon of a workspace, held over that of the pack.

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_know::{LexiconFile, with_lexicon};
use noroshi_model::Problem;
use walkdir::WalkDir;

use crate::know::Known;

/// Name of its folder in the workspace.
pub(crate) const FOLDER: &str = "lexicon";

/// The folder of a workspace's lexicon, if there is one.
pub(crate) fn of_folder(workspace: &Path) -> Option<PathBuf> {
    let folder = workspace.join(FOLDER);
    folder.is_dir().then_some(folder)
}

/// What is known, by the TOML files of a folder; they are read in order of their names. What
/// cannot be used is named.
pub(crate) fn over(known: Known, folder: &Path) -> Known {
    let mut problems = known.problems;
    let files = tables(folder, &mut problems);
    let given = files.iter().map(|(path, text)| LexiconFile { path, text });
    let (knowledge, further) = with_lexicon(known.knowledge, given);
    problems.extend(further);
    Known { knowledge, problems }
}

/// Path and content of the TOML files of a folder, in order of their names.
pub(crate) fn tables(folder: &Path, problems: &mut Vec<Problem>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
        match entry.map_err(|error| unread(folder, &error)).and_then(|entry| file(entry.path())) {
            Ok(file) => files.extend(file),
            Err(problem) => problems.push(problem),
        }
    }
    files
}

/// Path and content; `None` for anything that is no TOML file.
fn file(path: &Path) -> Result<Option<(String, String)>, Problem> {
    if path.extension().is_none_or(|end| end != "toml") || !path.is_file() {
        return Ok(None);
    }
    let text = fs::read_to_string(path).map_err(|error| unread(path, &error))?;
    Ok(Some((path.display().to_string(), text)))
}

fn unread(path: &Path, reason: &impl ToString) -> Problem {
    Problem::new("NRS-FLOW-010").at(path.display().to_string()).fact("reason", reason.to_string())
}

#[cfg(test)]
mod tests {
    use noroshi_model::CueKind;

    use super::*;
    use crate::{Workspace, knowledge};

    const OWN: &str =
        "[[group]]\nkind = \"speech\"\nvalue = \"asserts\"\ntexts = [\"とつぶやき申した\"]\n";

    fn known(files: &[(&str, &str)]) -> Known {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("has one")).expect("made");
            fs::write(path, text).expect("written");
        }
        let workspace = Workspace::open(folder.path(), |_| None).expect("opens");
        knowledge(&workspace.config)
    }

    fn knows(known: &Known, words: &str) -> bool {
        let cues = known.knowledge.lexicon.cues.iter();
        cues.filter(|cue| cue.kind == CueKind::Speech).any(|cue| cue.text == words)
    }

    #[test]
    fn the_words_of_a_workspace_stand_beside_those_of_the_pack() {
        let known = known(&[("noroshi.toml", ""), ("lexicon/ja-own.toml", OWN)]);
        assert_eq!(known.problems, []);
        assert!(knows(&known, "とつぶやき申した") && knows(&known, "と発表した"));
    }

    #[test]
    fn a_folder_without_settings_has_no_lexicon_of_its_own() {
        assert!(!knows(&known(&[("lexicon/ja-own.toml", OWN)]), "とつぶやき申した"));
    }

    #[test]
    fn a_wrong_file_is_named_and_the_others_are_used() {
        let known = known(&[
            ("noroshi.toml", ""),
            ("lexicon/en.toml", "[[group"),
            ("lexicon/ja-own.toml", OWN),
            ("lexicon/notes.txt", "no lexicon"),
        ]);
        let codes: Vec<&str> = known.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["NRS-KNOW-004"]);
        assert!(knows(&known, "とつぶやき申した"));
    }
}
