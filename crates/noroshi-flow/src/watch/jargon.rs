//! The own words of a workspace for listings, held over those of the program.

use noroshi_model::Problem;
use noroshi_watch::listing::{Jargon, JargonFile};

use crate::{Workspace, lexicon};

/// Name of their folder in the workspace.
pub(crate) const FOLDER: &str = "jargon";

/// The words of listings, by the TOML files of the workspace's folder `jargon`. It is looked for only where there are
/// settings, as the lexicon is.
pub(super) fn jargon(workspace: &Workspace, problems: &mut Vec<Problem>) -> Jargon {
    let folder = workspace.folder().join(FOLDER);
    let ours = workspace.folder().join(crate::workspace::CONFIG).is_file() && folder.is_dir();
    let files = if ours { lexicon::tables(&folder, problems) } else { Vec::new() };
    let (jargon, further) =
        Jargon::with(files.iter().map(|(path, text)| JargonFile { path, text }));
    problems.extend(further);
    jargon
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn codes(settings: bool, text: &str) -> Vec<&'static str> {
        let folder = tempfile::tempdir().expect("a folder");
        if settings {
            fs::write(folder.path().join("noroshi.toml"), "").expect("written");
        }
        fs::create_dir(folder.path().join(FOLDER)).expect("made");
        fs::write(folder.path().join(FOLDER).join("own.toml"), text).expect("written");
        let workspace = Workspace::open(folder.path(), |_| None).expect("opens");
        let mut problems = Vec::new();
        jargon(&workspace, &mut problems);
        problems.iter().map(|problem| problem.code).collect()
    }

    #[test]
    fn own_words_are_read_where_there_are_settings() {
        assert!(codes(true, "remove = ['垢']").is_empty());
        assert_eq!(codes(true, "[[terms"), ["NRS-WATCH-011"]);
        assert!(codes(false, "[[terms").is_empty());
    }
}
