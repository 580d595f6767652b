//! A workspace: a folder with `noroshi.toml` and the store.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Config, FlowError, lexicon, mask_key};

/// Name of the settings file.
pub(crate) const CONFIG: &str = "noroshi.toml";
/// Name of the store's file, unless the settings name another store.
const STORE: &str = "noroshi.db";

/// A folder with its settings. Opening one makes nothing.
#[derive(Debug, Clone)]
pub struct Workspace {
    folder: PathBuf,
    /// The settings, environment included.
    pub config: Config,
    store: Option<String>,
}

impl Workspace {
    /// The workspace in a folder. A folder without `noroshi.toml` has the default settings.
    ///
    /// # Errors
    /// [`FlowError::NoWorkspace`] when there is no such folder, [`FlowError::ConfigUnreadable`]
    /// and [`FlowError::ConfigWrong`] for a bad file, [`FlowError::Setting`] for a bad variable,
    /// [`FlowError::KeyUnreadable`] and [`FlowError::KeyShort`] for a bad key.
    pub fn open(
        folder: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, FlowError> {
        if !folder.is_dir() {
            return Err(FlowError::NoWorkspace { path: folder.display().to_string() });
        }
        let mut config = read_config(&folder.join(CONFIG))?;
        // A folder called `lexicon` beside foreign reports is none of ours.
        let ours = folder.join(CONFIG).is_file();
        config.lexicon = ours.then(|| lexicon::of_folder(folder)).flatten();
        let own = config.store.take().map(|url| below(folder, &url));
        config.knowledge = config.knowledge.map(|path| folder.join(path));
        let mut config = config.with_environment(variable)?;
        if config.mask_key.is_none() {
            config.mask_key = mask_key::of_folder(folder)?;
        }
        let store = config.store.clone().or(own);
        Ok(Self { folder: folder.to_owned(), config, store })
    }

    /// The same workspace with another store.
    #[must_use]
    pub fn with_store(self, url: Option<String>) -> Self {
        Self { store: url.or(self.store), ..self }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Address of the store.
    pub fn store_url(&self) -> String {
        let default = || format!("sqlite:{}", self.folder.join(STORE).display());
        self.store.clone().unwrap_or_else(default)
    }

    /// Path of the store when it is a file; `None` for a server or memory.
    pub(crate) fn store_file(&self) -> Option<PathBuf> {
        let url = self.store_url();
        let path = match url.strip_prefix("sqlite:") {
            Some(rest) => rest.strip_prefix("//").unwrap_or(rest),
            None if url.contains("://") => return None,
            None => &url,
        };
        (path != ":memory:").then(|| PathBuf::from(path))
    }
}

/// A path from the settings file counts from the workspace folder; a URL stays.
fn below(folder: &Path, url: &str) -> String {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    if path.contains("://") || path.starts_with("//") || path == ":memory:" {
        return url.to_owned();
    }
    format!("sqlite:{}", folder.join(path).display())
}

fn read_config(path: &Path) -> Result<Config, FlowError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Config::parse(&text, path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Config::default()),
        Err(source) => {
            Err(FlowError::ConfigUnreadable { path: path.display().to_string(), source })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(config: &str) -> Workspace {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(CONFIG), config).expect("written");
        Workspace::open(folder.path(), |_| None).expect("opens")
    }

    #[test]
    fn the_store_is_a_file_in_the_folder_unless_named() {
        let here = open("");
        assert_eq!(here.store_file(), Some(here.folder().join("noroshi.db")));
        let named = open("[store]\nurl = \"intel.db\"");
        assert_eq!(named.store_file(), Some(named.folder().join("intel.db")));
        let server = open("[store]\nurl = \"postgres://db.example/intel\"");
        assert_eq!(server.store_file(), None);
    }

    #[test]
    fn a_store_on_the_command_line_wins() {
        let workspace = open("[store]\nurl = \"intel.db\"").with_store(Some("other.db".to_owned()));
        assert_eq!(workspace.store_file(), Some(PathBuf::from("other.db")));
    }

    #[test]
    fn a_missing_folder_is_no_workspace() {
        let missing = Workspace::open(Path::new("/does/not/exist"), |_| None);
        assert!(matches!(missing, Err(FlowError::NoWorkspace { .. })));
    }
}
