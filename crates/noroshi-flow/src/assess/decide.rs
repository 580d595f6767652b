//! Accepting and refusing suggestions.

use std::path::Path;

use noroshi_assess::Status;

use super::{Asked, record, write};
use crate::FlowError;

/// What an analyst says to a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts from now on.
    Accept,
    /// It stays in the file and never counts.
    Refuse,
}

/// Decides on suggested rows of a file, and records it.
///
/// # Errors
/// [`FlowError::Refused`] when a row is no suggestion, or the file would not hold together.
pub fn decide(path: &Path, ids: &[String], verdict: Verdict, by: &str) -> Result<usize, FlowError> {
    let asked = Asked::open(path)?;
    let status = match verdict {
        Verdict::Accept => Status::Accepted,
        Verdict::Refuse => Status::Refused,
    };
    let shown = path.display().to_string();
    let text = noroshi_assess::decide(&asked.text, &shown, ids, status);
    let text = text.map_err(|problem| FlowError::Refused(vec![problem]))?;
    noroshi_assess::parse(&text, &shown).map_err(FlowError::Refused)?;
    write(path, &text)?;
    record(&mut Asked::open(path)?, by, status.word())?;
    Ok(ids.len())
}
