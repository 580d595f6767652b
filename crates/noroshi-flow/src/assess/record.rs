//! The log of a question.

use std::fs::OpenOptions;
use std::io::Write as _;

use jiff::Timestamp;
use noroshi_assess::Entry;

use super::{Asked, log_path};
use crate::FlowError;
use crate::clock::now;

/// Writes what differs from the log into it; returns the number of changes.
///
/// # Errors
/// [`FlowError::Unwritable`] when the log cannot be written.
pub fn record(asked: &mut Asked, by: &str, note: &str) -> Result<usize, FlowError> {
    let at = Timestamp::from_second(now()).unwrap_or_default().to_string();
    let Some(line) = asked.log.record(&asked.question, &at, by, note) else { return Ok(0) };
    let path = log_path(&asked.path);
    let opened = OpenOptions::new().create(true).append(true).open(&path);
    let written = opened.and_then(|mut file| {
        file.write_all(line.as_bytes())?;
        file.sync_data()
    });
    written.map_err(|source| FlowError::Unwritable { path: path.display().to_string(), source })?;
    Ok(asked.log.entries.last().map_or(0, |entry| entry.changes.len()))
}

/// The entries of a log, oldest first.
pub fn shown_log(asked: &Asked) -> &[Entry] {
    &asked.log.entries
}
