//! Watched names in files.

use std::path::PathBuf;

use noroshi_model::{DocumentId, Problem, Span};

use super::{Taken, Whose, take, watcher};
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// Bytes of the text around a name that are shown.
const AROUND: usize = 60;

/// A name where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameHit {
    /// Whose name it is.
    pub name: String,
    /// The words there.
    pub written: String,
    /// The spelling that matched.
    pub spelling: String,
    /// Which rule found it.
    pub rule: &'static str,
    /// How sure it is.
    pub sureness: &'static str,
    /// The file.
    pub path: String,
    /// The document.
    pub document: DocumentId,
    /// The place in its text.
    pub span: Span,
    /// The words around it, on one line.
    pub around: String,
}

/// The names in files.
#[derive(Debug, Clone, Default)]
pub struct NamesResult {
    /// By file, then by place.
    pub hits: Vec<NameHit>,
    /// How many names were looked for.
    pub watched: usize,
    /// How many files were read.
    pub files: usize,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Looks for the names of the profile, and those given, in files.
///
/// # Errors
/// [`FlowError::Unread`] when the list of look-alikes cannot be read.
pub fn names(
    workspace: &Workspace,
    paths: &[PathBuf],
    whose: &Whose,
    progress: &dyn Progress,
) -> Result<NamesResult, FlowError> {
    let mut problems = Vec::new();
    let own = watcher(workspace, whose, &mut problems)?;
    let mut result = NamesResult { watched: own.watcher.watched().len(), ..NamesResult::default() };
    take(workspace, paths, progress, &mut problems, |path, taken, problems| {
        result.files += 1;
        let (document, text) = match taken {
            Taken::Document(document) => (document.id, document.text),
            Taken::Json(bytes) => match super::document(workspace, "posting.txt", &bytes) {
                Ok((document, _)) => (document.id, document.text),
                Err(problem) => return problems.push(problem.at(path)),
            },
        };
        let found = own.watcher.sightings(&text).into_iter().filter_map(|one| {
            Some(NameHit {
                name: own.watcher.watched().get(one.watched)?.canonical.clone(),
                written: one.span.of(&text)?.to_owned(),
                spelling: one.spelling,
                rule: one.rule,
                sureness: one.sureness.word(),
                path: path.to_owned(),
                document,
                span: one.span,
                around: around(&text, one.span),
            })
        });
        result.hits.extend(found);
    });
    result.problems = problems;
    Ok(result)
}

fn around(text: &str, span: Span) -> String {
    let mut start = span.start().saturating_sub(AROUND);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (span.end() + AROUND).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let words = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    noroshi_watch::listing::masked(&words).0
}
