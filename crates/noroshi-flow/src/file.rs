//! Which files are read, in which order, and getting their bytes within the limits.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use noroshi_model::Problem;
use walkdir::{DirEntry, WalkDir};

use crate::workspace::CONFIG;
use crate::{hunt, lexicon, mask_key, watch};

/// The argument that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A regular file and its size in bytes.
    File(PathBuf, u64),
    /// A pipe, device or other stream with a path: its size is not known beforehand.
    Stream(PathBuf),
    /// Standard input.
    StandardInput,
    /// Something that was named or found and cannot be read.
    Unreadable(Problem),
}

impl Item {
    /// Where it is, for people.
    pub fn path(&self) -> String {
        match self {
            Self::File(path, _) | Self::Stream(path) => path.display().to_string(),
            Self::StandardInput => STANDARD_INPUT.to_owned(),
            Self::Unreadable(problem) => problem.place.path.clone().unwrap_or_default(),
        }
    }

    /// Size in bytes; 0 when it is not known beforehand.
    pub(crate) fn bytes(&self) -> u64 {
        if let Self::File(_, bytes) = self { *bytes } else { 0 }
    }

    /// Whether reading it may wait for somebody else.
    pub(crate) fn may_block(&self) -> bool {
        matches!(self, Self::Stream(_) | Self::StandardInput)
    }
}

/// Everything below the paths: files as given, folders with all that is in them, sorted by
/// name. Names that start with a dot are left out of folders, and so are the settings, store,
/// key, lexicon, jargon, questions, logs and briefs of a workspace. `-` is standard input.
pub fn gather(paths: &[PathBuf]) -> Vec<Item> {
    paths.iter().flat_map(|path| below(path)).collect()
}

fn below(path: &Path) -> Vec<Item> {
    if path.as_os_str() == STANDARD_INPUT {
        return vec![Item::StandardInput];
    }
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => walk(path),
        Ok(found) => vec![named(path, &found)],
        Err(error) => vec![Item::Unreadable(cannot_open(path, &error))],
    }
}

/// A path that was asked for by name may be a pipe.
fn named(path: &Path, found: &Metadata) -> Item {
    if found.is_file() {
        Item::File(path.to_owned(), found.len())
    } else {
        Item::Stream(path.to_owned())
    }
}

fn walk(folder: &Path) -> Vec<Item> {
    let shown = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry) && !is_own(entry);
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    entries.into_iter().filter_entry(shown).filter_map(|entry| found(entry, folder)).collect()
}

fn found(entry: walkdir::Result<DirEntry>, folder: &Path) -> Option<Item> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Some(Item::Unreadable(cannot_walk(&error, folder))),
    };
    match entry.metadata() {
        Ok(found) if found.is_dir() => None,
        Ok(found) if found.is_file() => Some(Item::File(entry.into_path(), found.len())),
        Ok(_) => Some(Item::Unreadable(no_file(entry.path()))),
        Err(error) => Some(Item::Unreadable(cannot_walk(&error, folder))),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// What Noroshi itself wrote into a workspace is no report.
fn is_own(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let own = name == CONFIG
        || name == lexicon::FOLDER && entry.file_type().is_dir()
        || name == watch::JARGON && entry.file_type().is_dir()
        || name.starts_with("noroshi.db")
        || name.starts_with("brief-") && name.ends_with(".html")
        || name == "questions" && entry.file_type().is_dir()
        || name == hunt::LOGS && entry.file_type().is_dir();
    if name.starts_with(mask_key::FILE) {
        return true;
    }
    own && entry.path().parent().is_some_and(|folder| folder.join(CONFIG).is_file())
}

fn cannot_open(path: &Path, error: &io::Error) -> Problem {
    Problem::new("NRS-FLOW-010").at(path.display().to_string()).fact("reason", error)
}

fn cannot_walk(error: &walkdir::Error, folder: &Path) -> Problem {
    let path = error.path().unwrap_or(folder);
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Problem::new("NRS-FLOW-010").at(path.display().to_string()).fact("reason", reason)
}

fn no_file(path: &Path) -> Problem {
    Problem::new("NRS-FLOW-011").at(path.display().to_string())
}

fn too_large(path: &str, size: &str, limit: usize) -> Problem {
    let limit = shown(limit as u64);
    Problem::new("NRS-FLOW-015").at(path).fact("size", size).fact("limit", limit)
}

/// A size for people: `64 MiB`, `900 bytes`.
fn shown(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}

/// The bytes of an item. A file beyond `limit` bytes is refused before it is opened; a
/// stream is given up as soon as it goes beyond.
pub(crate) fn load(item: &Item, limit: usize) -> Result<Vec<u8>, Problem> {
    let path = item.path();
    match item {
        Item::Unreadable(problem) => Err(problem.clone()),
        Item::File(_, bytes) if *bytes > limit as u64 => {
            Err(too_large(&path, &shown(*bytes), limit))
        }
        Item::File(file, _) | Item::Stream(file) => {
            let opened = File::open(file).map_err(|error| cannot_open(file, &error))?;
            drain(opened, item.bytes(), &path, limit)
        }
        Item::StandardInput => drain(io::stdin().lock(), 0, &path, limit),
    }
}

fn drain(from: impl Read, expected: u64, path: &str, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    let most = (limit as u64).saturating_add(1);
    let read = from.take(most).read_to_end(&mut bytes);
    read.map_err(|error| cannot_open(Path::new(path), &error))?;
    if bytes.len() > limit {
        return Err(too_large(path, &format!("> {}", shown(limit as u64)), limit));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("has one")).expect("made");
            fs::write(path, name).expect("written");
        }
        folder
    }

    fn names(items: &[Item]) -> Vec<String> {
        let name = |path: String| path.rsplit('/').next().map(str::to_owned);
        items.iter().filter_map(|item| name(item.path())).collect()
    }

    #[test]
    fn folders_come_sorted_and_without_hidden_and_own_files() {
        let own = ["noroshi.toml", "noroshi.db", "noroshi.key", "lexicon/ja.toml"];
        let folder = folder(&[&["b.txt", "a/z.txt", ".git/x"], &own[..]].concat());
        let items = gather(&[folder.path().to_owned()]);
        assert_eq!(names(&items), ["z.txt", "b.txt"]);
    }

    #[test]
    fn a_missing_file_is_one_item_among_others() {
        let folder = folder(&["a.txt"]);
        let items = gather(&[folder.path().join("nope.txt"), folder.path().join("a.txt")]);
        assert!(matches!(&items[0], Item::Unreadable(problem) if problem.code == "NRS-FLOW-010"));
        assert!(matches!(&items[1], Item::File(_, 5)));
    }

    #[test]
    fn a_large_file_is_refused_by_its_size_alone() {
        let item = Item::File(PathBuf::from("/does/not/exist"), 6);
        let refused = load(&item, 5).expect_err("too large");
        assert_eq!(refused.code, "NRS-FLOW-015");
    }

    #[test]
    fn a_stream_without_end_is_given_up() {
        let refused = load(&Item::Stream(PathBuf::from("/dev/zero")), 1 << 16);
        assert_eq!(refused.map_err(|problem| problem.code), Err("NRS-FLOW-015"));
    }
}
