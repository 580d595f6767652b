//! The files of the repository, read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Folders of texts that the project reads rather than says: rules about words skip them.
const GIVEN: &[&str] = &["cases", "fixtures", "reports", "damaged", "snapshots"];

/// Hidden folders that belong to the repository; others are some program's own.
const HIDDEN: &[&str] = &[".ci", ".github"];

/// Every file that is not ignored, by its path with `/`; no text when it is not UTF-8.
pub struct Repository {
    root: PathBuf,
    files: BTreeMap<String, Option<String>>,
}

impl Repository {
    /// The repository that `cargo run` or `cargo test` was called in; without cargo, the one
    /// that this program was built from.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn open() -> io::Result<Self> {
        let built = || PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let own = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(built, PathBuf::from);
        Self::at(&own.join(".."))
    }

    /// The repository below a folder.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn at(root: &Path) -> io::Result<Self> {
        let root = root.canonicalize()?;
        let mut repository = Self { files: BTreeMap::new(), root };
        let ignored = repository.ignored()?;
        let mut folders = vec![repository.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                repository.take(&entry?, &ignored, &mut folders)?;
            }
        }
        Ok(repository)
    }

    /// A repository of given texts, to try a rule on.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())));
        Self { root: PathBuf::new(), files: files.collect() }
    }

    /// Paths from the root that `.gitignore` names; only lines that start with `/` count.
    fn ignored(&self) -> io::Result<Vec<String>> {
        let text = fs::read_to_string(self.root.join(".gitignore"))?;
        let paths = text.lines().filter_map(|line| line.trim().strip_prefix('/'));
        Ok(paths.map(|path| path.trim_end_matches('/').to_owned()).collect())
    }

    fn take(
        &mut self,
        entry: &fs::DirEntry,
        ignored: &[String],
        folders: &mut Vec<PathBuf>,
    ) -> io::Result<()> {
        let path = entry.path();
        let inside = path.strip_prefix(&self.root).unwrap_or(&path);
        let name = inside.to_string_lossy().replace('\\', "/");
        let folder = entry.file_type()?.is_dir();
        let private = folder && name.starts_with('.') && !HIDDEN.contains(&name.as_str());
        if private || name == ".git" || ignored.contains(&name) {
            return Ok(());
        }
        if folder {
            folders.push(path);
        } else {
            let text = String::from_utf8(fs::read(&path)?).ok();
            self.files.insert(name, text);
        }
        Ok(())
    }

    /// The folder it lies in.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether a file or folder is there.
    pub fn has(&self, path: &str) -> bool {
        let below = format!("{path}/");
        path.is_empty()
            || self.files.contains_key(path)
            || self.paths().any(|one| one.starts_with(&below))
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Texts whose path has an ending such as `.rs`.
    pub fn texts(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        let texts =
            self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)));
        texts.filter(move |(path, _)| path.ends_with(ending))
    }

    /// Texts of a folder whose path has an ending.
    pub fn texts_in(&self, folder: &str, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        let below = format!("{folder}/");
        self.texts(ending).filter(move |(path, _)| path.starts_with(&below))
    }
}

/// Whether a path holds a text that was given to the project: a sample, a case, a fixture.
pub fn is_given(path: &str) -> bool {
    path.split('/').any(|part| GIVEN.contains(&part))
}
