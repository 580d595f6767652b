//! Which logs are read, and getting at their bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use noroshi_hunt::{Limits, Log};
use noroshi_model::Problem;
use walkdir::WalkDir;

use crate::workspace::CONFIG;
use crate::{Item, gather};

/// Folder of the logs inside a workspace.
pub(crate) const FOLDER: &str = "logs";

/// The input of a log, whatever it is.
pub(super) type Input = Counted<Box<dyn Read + Send>>;

/// Logs below the paths: files, folders with all that is in them, and patterns with `*`, `?`
/// and `**`, for shells that hand them on. For a workspace its folder `logs` is read.
pub(super) fn items(paths: &[PathBuf]) -> Vec<Item> {
    paths.iter().flat_map(|path| gather(&expanded(path))).filter(|item| !is_note(item)).collect()
}

/// Folders and patterns that hold no log at all.
pub(super) fn empty(paths: &[PathBuf], items: &[Item]) -> Option<Problem> {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    items.is_empty().then(|| Problem::new("NRS-FLOW-059").fact("paths", names.join(", ")))
}

/// A README beside logs is no log.
fn is_note(item: &Item) -> bool {
    let path = item.path().to_lowercase();
    matches!(item, Item::File(..)) && (path.ends_with("readme.md") || path.ends_with("readme.txt"))
}

fn expanded(path: &Path) -> Vec<PathBuf> {
    // A workspace holds reports too; its logs lie in a folder of their own.
    if path.join(CONFIG).is_file() && path.join(FOLDER).is_dir() {
        return vec![path.join(FOLDER)];
    }
    let text = path.to_string_lossy();
    if !text.contains(['*', '?']) || path.exists() {
        return vec![path.to_owned()];
    }
    let first = text.find(['*', '?']).unwrap_or_default();
    let root = text[..first].rfind(['/', std::path::MAIN_SEPARATOR]).map_or("", |at| &text[..=at]);
    let from = if root.is_empty() { "." } else { root };
    let parts: Vec<&str> = text[root.len()..].split(['/', std::path::MAIN_SEPARATOR]).collect();
    let deep = parts.contains(&"**");
    let walk = WalkDir::new(from).follow_links(true).sort_by_file_name();
    let walk = walk.max_depth(if deep { usize::MAX } else { parts.len() });
    let fits = |entry: &walkdir::DirEntry| {
        let below = entry.path().strip_prefix(from).unwrap_or(entry.path());
        let names: Vec<String> =
            below.components().map(|it| it.as_os_str().to_string_lossy().into_owned()).collect();
        entry.file_type().is_file() && matches(&parts, &names)
    };
    let found: Vec<PathBuf> =
        walk.into_iter().flatten().filter(fits).map(walkdir::DirEntry::into_path).collect();
    // Nothing fits: the pattern itself is named as what cannot be opened.
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

/// Whether the names of a path fit the parts of a pattern; `**` stands for any folders.
fn matches(parts: &[&str], names: &[String]) -> bool {
    let mut fits = vec![false; names.len() + 1];
    fits[0] = true;
    for part in parts {
        let mut next = vec![false; names.len() + 1];
        for at in 0..=names.len() {
            if *part == "**" {
                next[at] = fits[at] || at > 0 && next[at - 1];
            } else if at > 0 {
                next[at] = fits[at - 1] && name_fits(part, &names[at - 1]);
            }
        }
        fits = next;
    }
    fits[names.len()]
}

/// Whether a name fits a pattern with `*` and `?`, in time linear in their product.
fn name_fits(pattern: &str, name: &str) -> bool {
    let signs: Vec<char> = name.chars().collect();
    let mut fits = vec![false; signs.len() + 1];
    fits[0] = true;
    for wanted in pattern.chars() {
        let mut next = vec![false; signs.len() + 1];
        next[0] = wanted == '*' && fits[0];
        for at in 1..=signs.len() {
            next[at] = match wanted {
                '*' => fits[at] || next[at - 1],
                '?' => fits[at - 1],
                sign => fits[at - 1] && sign == signs[at - 1],
            };
        }
        fits = next;
    }
    fits[signs.len()]
}

/// Counts the bytes that are taken from a file, packed as they lie there.
pub(super) struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Opens a log. Its bytes are added to `taken` as they are read.
pub(super) fn open(
    item: &Item,
    taken: &Arc<AtomicU64>,
    limits: Limits,
) -> Result<Log<Input>, Problem> {
    let path = item.path();
    let inner: Box<dyn Read + Send> = match item {
        Item::Unreadable(problem) => return Err(problem.clone()),
        Item::StandardInput => Box::new(io::stdin()),
        Item::File(file, _) | Item::Stream(file) => Box::new(
            File::open(file)
                .map_err(|error| Problem::new("NRS-FLOW-010").at(&path).fact("reason", error))?,
        ),
    };
    let input = Counted { inner, taken: Arc::clone(taken) };
    Log::open(&path, input, limits).map_err(|problem| {
        let named = problem.place.path.is_some();
        if named { problem } else { problem.at(&path) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_names_and_folders() {
        let names = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        for (pattern, path, fits) in [
            ("*.evtx", "a.evtx", true),
            ("*.evtx", "b/a.evtx", false),
            ("**/*.evtx", "b/c/a.evtx", true),
            ("**/*.evtx", "a.evtx", true),
            ("log-?.json", "log-1.json", true),
            ("log-?.json", "log-12.json", false),
            ("*", "", true),
        ] {
            let parts: Vec<&str> = pattern.split('/').collect();
            assert_eq!(matches(&parts, &names(path)), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_is_a_list_of_files_and_one_without_any_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a.json", "b.json", "c.txt"] {
            std::fs::write(folder.path().join(name), "{}").expect("written");
        }
        let found = items(&[folder.path().join("*.json")]);
        assert_eq!(found.iter().filter(|item| matches!(item, Item::File(..))).count(), 2);
        let none = items(&[folder.path().join("*.evtx")]);
        assert!(matches!(&none[..], [Item::Unreadable(problem)] if problem.code == "NRS-FLOW-010"));
    }
}
