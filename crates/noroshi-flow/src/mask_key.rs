//! The key of a workspace, by which marks of equal secrets are equal.
//!
//! It comes from `NOROSHI_MASK_KEY`, or from a file that is made once, when documents are first
//! kept. Reading alone makes no file: without a key marks say what was masked, and no more.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use noroshi_formats::MaskKey;

use crate::{Config, FlowError, Workspace};

/// Name of the file in the workspace.
pub(crate) const FILE: &str = "noroshi.key";
/// The variable that holds a key instead.
pub(crate) const VARIABLE: &str = "NOROSHI_MASK_KEY";
/// Bytes of a new key.
const BYTES: usize = 32;

/// The key that a variable holds.
///
/// # Errors
/// [`FlowError::KeyShort`] when it is too short to keep anybody from trying it out.
pub(crate) fn given(value: &str) -> Result<MaskKey, FlowError> {
    let short = || FlowError::KeyShort { place: VARIABLE.to_owned() };
    MaskKey::new(value.trim().as_bytes()).ok_or_else(short)
}

/// The key of a workspace folder, if one has been made.
///
/// # Errors
/// [`FlowError::KeyUnreadable`] when the file cannot be read, [`FlowError::KeyShort`] when it
/// was cut off.
pub(crate) fn of_folder(folder: &Path) -> Result<Option<MaskKey>, FlowError> {
    let path = folder.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let short = || FlowError::KeyShort { place: path.display().to_string() };
            MaskKey::new(text.trim().as_bytes()).ok_or_else(short).map(Some)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FlowError::KeyUnreadable { path: path.display().to_string(), source }),
    }
}

impl Workspace {
    /// The settings with a key: the one there is, or a new one, which only the owner of the
    /// folder may read.
    ///
    /// # Errors
    /// [`FlowError::Unwritable`] when the file cannot be made.
    pub(crate) fn keyed_config(&self) -> Result<Config, FlowError> {
        let mut config = self.config.clone();
        if config.mask_key.is_none() {
            config.mask_key = Some(made(self.folder())?);
        }
        Ok(config)
    }
}

/// Makes the file, unless somebody else was faster.
fn made(folder: &Path) -> Result<MaskKey, FlowError> {
    let path = folder.join(FILE);
    let unwritable = |source| FlowError::Unwritable { path: path.display().to_string(), source };
    let text = random().map_err(unwritable)?;
    let draft = folder.join(format!("{FILE}.{}", std::process::id()));
    let written = write(&draft, &text).and_then(|()| fs::hard_link(&draft, &path));
    fs::remove_file(&draft).or_else(absent).map_err(unwritable)?;
    match written {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(unwritable(error)),
        _ => of_folder(folder)?.ok_or_else(|| unwritable(io::ErrorKind::NotFound.into())),
    }
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Writes a file that only its owner may read.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

fn random() -> io::Result<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use noroshi_model::Diagnosis as _;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Workspace::open(folder.path(), |_| None).expect("opens");
        assert_eq!(open().config.mask_key, None);
        let made = open().keyed_config().expect("made").mask_key;
        assert!(made.is_some());
        assert_eq!(open().config.mask_key, made);
        assert_eq!(open().keyed_config().expect("there").mask_key, made);
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folder.path().join(FILE)).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_short_key_is_refused_without_being_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        let variable = |name: &str| (name == VARIABLE).then(|| "tooshort".to_owned());
        let refused = Workspace::open(folder.path(), variable).expect_err("refused");
        assert_eq!(refused.code(), "NRS-FLOW-017");
        assert!(!format!("{refused:?} {refused}").contains("tooshort"));
        fs::write(folder.path().join(FILE), "cut").expect("written");
        let refused = Workspace::open(folder.path(), |_| None).expect_err("refused");
        assert_eq!(refused.code(), "NRS-FLOW-017");
    }
}
