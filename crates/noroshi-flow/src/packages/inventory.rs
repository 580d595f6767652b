//! Walking folders for files that list packages.

use std::fs;
use std::path::{Path, PathBuf};

use noroshi_model::Problem;
use noroshi_packages::inventory::{
    Dependency, FileKind, MOST_BYTES, Promise, kind_of, promise, read, unknown,
};
use walkdir::{DirEntry, WalkDir};

use crate::guard::guarded;
use crate::progress::{Progress, Step};

/// Folders of installed packages: what lies in them is not what the project asks for, and a
/// lockfile in one of them belongs to somebody else.
const FOREIGN: &[&str] = &["node_modules", "site-packages", "dist-packages", "bower_components"];

/// The most bytes of a file that only may list packages and is opened to see.
const MOST_UNSURE: u64 = 16 << 20;

/// What folders and files list.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// Packages, in order of file and line.
    pub dependencies: Vec<Dependency>,
    /// The files that list them, and what they are.
    pub files: Vec<(String, FileKind)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Reads every file that lists packages, in folders and as given. Names that start with a dot
/// and folders of installed packages are left out; a file that was named is always read.
pub fn inventory(paths: &[PathBuf], progress: &dyn Progress) -> Listed {
    let mut listed = Listed::default();
    let files: Vec<Candidate> = paths.iter().flat_map(|path| candidates(path)).collect();
    progress.start(Step::Reading, files.len());
    for file in files {
        let shown = match &file {
            Candidate::Named(path) | Candidate::Found(path, _) => path.display().to_string(),
            Candidate::Unreadable(problem) => problem.place.path.clone().unwrap_or_default(),
        };
        listed.take(file);
        progress.advance(&shown);
    }
    progress.finish();
    if listed.files.is_empty() && listed.problems.is_empty() {
        listed.problems.push(Problem::new("NRS-FLOW-075").at(shown(paths)));
    }
    listed.without_repeats()
}

/// The paths that were given, as one text.
pub(super) fn shown(paths: &[PathBuf]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    paths.join(", ")
}

enum Candidate {
    Named(PathBuf),
    Found(PathBuf, Promise),
    Unreadable(Problem),
}

fn candidates(path: &Path) -> Vec<Candidate> {
    if !path.is_dir() {
        return vec![Candidate::Named(path.to_owned())];
    }
    let keep = |entry: &DirEntry| entry.depth() == 0 || !is_left_out(entry);
    let walk =
        WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_entry(keep);
    walk.filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_file() => found(entry),
        Ok(_) => None,
        Err(error) => {
            let place = error.path().unwrap_or(path).display().to_string();
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            let problem = Problem::new("NRS-FLOW-010").at(place).fact("reason", reason);
            Some(Candidate::Unreadable(problem))
        }
    })
    .collect()
}

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || entry.file_type().is_dir() && FOREIGN.contains(&name.as_ref())
}

fn found(entry: DirEntry) -> Option<Candidate> {
    let promise = promise(&entry.path().to_string_lossy());
    let unsure = promise == Promise::Perhaps;
    let large = || entry.metadata().is_ok_and(|found| found.len() > MOST_UNSURE);
    if promise == Promise::No || unsure && large() {
        return None;
    }
    Some(Candidate::Found(entry.into_path(), promise))
}

impl Listed {
    fn take(&mut self, file: Candidate) {
        let (path, must) = match file {
            Candidate::Unreadable(problem) => return self.problems.push(problem),
            Candidate::Named(path) => (path, true),
            Candidate::Found(path, promise) => (path, promise == Promise::Surely),
        };
        let shown = path.display().to_string();
        let bytes = match load(&path) {
            Ok(bytes) => bytes,
            Err(problem) => return self.problems.push(problem),
        };
        if kind_of(&shown, &bytes).is_none() {
            if must {
                self.problems.push(unknown(&shown));
            }
            return;
        }
        let mut include = |from: &str, to: &str| included(from, to);
        match guarded(|| read(&shown, &bytes, &mut include)) {
            Ok(Some((inventory, problems))) => {
                self.files.push((shown, inventory.kind));
                self.dependencies.extend(inventory.dependencies);
                self.problems.extend(problems);
            }
            Ok(None) => {}
            Err(place) => {
                self.problems.push(Problem::new("NRS-FLOW-012").at(shown).fact("reason", place));
            }
        }
    }

    /// A file that another one includes is found in the folder too: its lines count once.
    fn without_repeats(mut self) -> Self {
        let mut seen = std::collections::HashSet::new();
        self.dependencies.retain(|one| seen.insert((one.path.clone(), one.line, one.name.clone())));
        self
    }
}

fn load(path: &Path) -> Result<Vec<u8>, Problem> {
    let length = fs::metadata(path).map(|found| found.len()).unwrap_or_default();
    crate::file::load(&crate::Item::File(path.to_owned(), length), MOST_BYTES)
}

/// A file that a requirements file includes: beside it, and a regular file.
fn included(from: &str, to: &str) -> Option<(String, Vec<u8>)> {
    if to.contains("://") {
        return None;
    }
    let path = Path::new(from).parent().unwrap_or(Path::new("")).join(to);
    let path = plain(&path);
    if !path.is_file() {
        return None;
    }
    let bytes = load(&path).ok()?;
    Some((path.display().to_string(), bytes))
}

/// The path without `.` and without `a/..`, so that one file has one path.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir
                if plain.file_name().is_some() && !plain.ends_with("..") =>
            {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use crate::progress::Silent;

    use super::*;

    #[test]
    fn folders_are_walked_and_foreign_packages_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("has one")).expect("made");
            fs::write(path, text).expect("written");
        };
        write("app/requirements.txt", "a==1\n-r base/more.txt\n-r gone.txt\n");
        write("app/base/more.txt", "b==2\n");
        write("app/node_modules/x/yarn.lock", "y@1:\n  version \"1\"\n");
        write("app/.venv/requirements.txt", "z==1\n");
        write("app/config.json", "{}");
        write("app/broken.cdx.json", "{\"bomFormat\": \"CycloneDX\", ");
        let listed = inventory(&[folder.path().to_owned()], &Silent);
        let names: Vec<&str> = listed.dependencies.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(listed.dependencies[1].path.ends_with("app/base/more.txt"));
        let codes: Vec<&str> = listed.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes.len(), 2, "{codes:?}");
    }

    #[test]
    fn a_named_file_that_lists_nothing_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notes.txt");
        fs::write(&path, "some words").expect("written");
        let listed = inventory(&[path, folder.path().join("nope.lock")], &Silent);
        let codes: Vec<&str> = listed.problems.iter().map(|problem| problem.code).collect();
        assert_eq!((codes.len(), codes[1]), (2, "NRS-FLOW-010"));
    }
}
