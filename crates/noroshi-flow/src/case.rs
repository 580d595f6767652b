//! The cases beside the lexicon of a workspace: does reading still find what they say?

use std::fs;
use std::path::Path;

use noroshi_model::{Document, Problem};
use noroshi_read::case::Case;
use walkdir::WalkDir;

use crate::reading::Desk;
use crate::{FlowError, Workspace, knowledge, lexicon};

/// Name of their folder in that of the lexicon.
const FOLDER: &str = "cases";

/// A case and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedCase {
    /// Its file, for people.
    pub path: String,
    /// What was read otherwise than the case says; or why it could not be checked.
    pub outcome: Result<Vec<String>, Problem>,
}

/// Reads every case of a workspace by its lexicon, in order of their names. Beside them what
/// is wrong with the knowledge or the lexicon.
///
/// # Errors
/// [`FlowError::NoCases`] when the workspace has none.
pub fn check_cases(workspace: &Workspace) -> Result<(Vec<CheckedCase>, Vec<Problem>), FlowError> {
    let folder = workspace.folder().join(lexicon::FOLDER).join(FOLDER);
    let files = WalkDir::new(&folder).min_depth(1).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|it| it == "toml")).collect();
    if files.is_empty() {
        return Err(FlowError::NoCases { path: folder.display().to_string() });
    }
    let known = knowledge(&workspace.config);
    let desk = Desk::new(&known.knowledge, &workspace.config, None);
    let checked = files.iter().map(|path| CheckedCase {
        path: path.display().to_string(),
        outcome: case(path).and_then(|case| desk.check(&case, &path.display().to_string())),
    });
    Ok((checked.collect(), known.problems))
}

fn case(path: &Path) -> Result<Case, Problem> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path)
        .map_err(|error| Problem::new("NRS-FLOW-010").at(&shown).fact("reason", error))?;
    Case::parse(&text).map_err(|(line, why)| {
        Problem::new("NRS-FLOW-019").at(&shown).fact("line", line).fact("why", why)
    })
}

/// A document with the date that the case gives.
pub(crate) fn dated(document: Document, case: &Case) -> Document {
    Document { published: case.published().or(document.published.clone()), ..document }
}
