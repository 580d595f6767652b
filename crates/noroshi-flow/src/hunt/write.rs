//! What reports say, as Sigma files for any tool that reads them.

use std::fs;
use std::path::{Path, PathBuf};

use super::reports::{Source, reports};
use super::said::Why;
use super::sigma::{WrittenRule, rules};
use crate::{FlowError, Workspace};

/// Rules written from reports.
#[derive(Debug, Default)]
pub struct WrittenRules {
    /// The rules, in order of the sentences.
    pub rules: Vec<WrittenRule>,
    /// Where they were written; empty when nowhere.
    pub files: Vec<PathBuf>,
    /// Observables that no rule was written for, because they are not the attacker's.
    pub left: usize,
    /// Values that logs do not hold, such as a bitcoin address.
    pub unsearchable: usize,
}

/// Writes rules from what reports say: one file for each value. Without a folder they are
/// only returned. A file that is there already is written anew: its content follows from the
/// report alone.
///
/// # Errors
/// Those of reading reports, and [`FlowError::Unwritable`].
pub async fn write_rules(
    workspace: &Workspace,
    source: &Source,
    folder: Option<&Path>,
) -> Result<WrittenRules, FlowError> {
    let reports = reports(workspace, source).await?;
    let mut written = WrittenRules { left: reports.left, ..WrittenRules::default() };
    for said in reports.said.iter().filter(|said| said.is_stated()) {
        match rules(said) {
            Some(rule) => written.rules.push(rule),
            None => written.unsearchable += usize::from(!matches!(said.why, Why::Technique(_))),
        }
    }
    if let Some(folder) = folder {
        for rule in &written.rules {
            written.files.push(write(folder, rule)?);
        }
    }
    Ok(written)
}

fn write(folder: &Path, rule: &WrittenRule) -> Result<PathBuf, FlowError> {
    let path = folder.join(&rule.file);
    let done = fs::create_dir_all(folder).and_then(|()| fs::write(&path, &rule.text));
    done.map_err(|source| FlowError::Unwritable { path: path.display().to_string(), source })?;
    Ok(path)
}
