//! Questions from and to other tools.

use std::path::Path;

use noroshi_model::Tlp;

use super::{Asked, text, tongue, write};
use crate::clock::today;
use crate::{FlowError, MessageLanguage};

/// A form of another tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The table of classic tools.
    Csv,
    /// STIX 2.1: grouping, notes, opinions.
    Stix,
}

/// A question as text of another form. `tlp` is the label of the output.
///
/// # Errors
/// Those of [`Asked::open`].
pub fn export(
    path: &Path,
    form: Form,
    tlp: Tlp,
    language: MessageLanguage,
) -> Result<String, FlowError> {
    let question = Asked::open(path)?.question;
    Ok(match form {
        Form::Csv => {
            noroshi_assess::csv(&noroshi_assess::assess(&question, None), tongue(language))
        }
        Form::Stix => format!("{:#}\n", noroshi_assess::stix(&question, tlp, tongue(language))),
    })
}

/// Makes a question file from a table or a bundle.
///
/// # Errors
/// [`FlowError::Refused`] when it cannot be taken, [`FlowError::Exists`] when the file is there.
pub fn import(from: &Path, to: &Path) -> Result<(), FlowError> {
    if to.exists() {
        return Err(FlowError::Exists { path: to.display().to_string() });
    }
    let (given, shown) = (text(from)?, from.display().to_string());
    let stem = to.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let json = given.trim_start().starts_with('{');
    let made = match json {
        true => noroshi_assess::from_stix(&given, &shown, today()),
        false => noroshi_assess::from_csv(&given, &shown, &stem, today()),
    };
    let made = made.map_err(|problem| FlowError::Refused(vec![problem]))?;
    noroshi_assess::parse(&made, &shown).map_err(FlowError::Refused)?;
    write(to, &made)
}
