//! Lines of JSON on standard output.

use std::io::Write;

use serde::Serialize;

use crate::failure::CliError;

/// One JSON object as a line.
pub(crate) fn line(value: &impl Serialize, out: &mut impl Write) -> Result<(), CliError> {
    serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}
