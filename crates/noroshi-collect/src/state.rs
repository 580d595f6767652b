//! What is finished already, kept in a file so that a long collection can go on after a break.
//!
//! The file holds settings of the tenant, never a secret. Only its owner may read it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::CollectError;

/// Sections older than a day would mix two states of a tenant.
const FRESH_SECONDS: i64 = 86_400;
/// The state of one collection is at most so large.
const MOST_BYTES: u64 = 1 << 30;
const VERSION: u32 = 1;

/// Finished sections of one collection.
#[derive(Debug)]
pub struct State {
    path: Option<PathBuf>,
    kept: Kept,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    version: u32,
    /// Which service and tenant.
    of: String,
    /// When it was begun, RFC 3339.
    begun: String,
    sections: BTreeMap<String, Value>,
}

impl State {
    /// A state that lives in memory only.
    pub fn forgetful() -> Self {
        Self { path: None, kept: Kept::default() }
    }

    /// The state in a file, or a new one. `of` names service and tenant. A state of yesterday
    /// is begun anew.
    ///
    /// # Errors
    /// When the file cannot be read, or belongs to another tenant or service.
    pub fn open(path: &Path, of: &str, now: Timestamp) -> Result<Self, CollectError> {
        let shown = path.display().to_string();
        let fresh =
            Kept { version: VERSION, of: of.to_owned(), begun: now.to_string(), ..Kept::default() };
        let broken = |source| CollectError::State { path: shown.clone(), source };
        let other = |reason: &str| CollectError::OtherState {
            path: shown.clone(),
            reason: reason.to_owned(),
        };
        let kept = match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => fresh,
            Err(error) => return Err(broken(error)),
            Ok(found) if found.len() > MOST_BYTES => return Err(other("it is too large")),
            Ok(_) => {
                let text = fs::read(path).map_err(broken)?;
                let kept: Kept = serde_json::from_slice(&text)
                    .map_err(|_| other("it is no state of a collection"))?;
                if kept.of != of || kept.version != VERSION {
                    return Err(other(&format!("it is about `{}`", crate::error::plain(&kept.of))));
                }
                let begun = kept.begun.parse::<Timestamp>().unwrap_or(Timestamp::MIN);
                let age = now.as_second() - begun.as_second();
                if (0..=FRESH_SECONDS).contains(&age) { kept } else { fresh }
            }
        };
        Ok(Self { path: Some(path.to_owned()), kept })
    }

    /// A finished section.
    pub(crate) fn get(&self, section: &str) -> Option<&Value> {
        self.kept.sections.get(section)
    }

    /// How many sections are finished.
    pub fn len(&self) -> usize {
        self.kept.sections.len()
    }

    /// Whether nothing is finished.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps a section. The file is whole at every moment.
    pub(crate) fn keep(&mut self, section: &str, value: &Value) -> Result<(), CollectError> {
        self.kept.sections.insert(section.to_owned(), value.clone());
        let Some(path) = &self.path else { return Ok(()) };
        write(path, &self.kept)
            .map_err(|source| CollectError::State { path: path.display().to_string(), source })
    }

    /// Takes the file away, when everything is finished.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn finish(self) -> Result<(), CollectError> {
        let Some(path) = self.path else { return Ok(()) };
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(CollectError::State { path: path.display().to_string(), source: error })
            }
            _ => Ok(()),
        }
    }
}

/// Beside the file first, then in its place.
fn write(path: &Path, kept: &Kept) -> std::io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match fs::remove_file(&part) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = options.open(&part)?;
    serde_json::to_writer(&mut file, kept)?;
    file.flush()?;
    file.sync_all()?;
    fs::rename(&part, path)
}
