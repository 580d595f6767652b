//! Files that are made from others: written by `generate`, compared by `generate --check`.

pub mod command_page;
pub mod error_page;

use std::collections::BTreeMap;
use std::{fs, io};

use crate::fault::Fault;
use crate::repository::Repository;
use crate::rule::lint;

/// Content by path.
pub type Pages = BTreeMap<String, String>;

/// Pages that need no program to be built: error reference, bans of pure crates.
///
/// # Errors
/// When what they are made from does not parse.
pub fn plain_pages(repository: &Repository) -> Result<Pages, Fault> {
    let mut pages = error_page::pages(repository)?;
    pages.extend(lint::copies(repository));
    Ok(pages)
}

/// All pages; builds the program and asks it for its help.
///
/// # Errors
/// When what they are made from does not parse, or the program does not build.
pub fn all_pages(repository: &Repository) -> Result<Pages, Fault> {
    let mut pages = plain_pages(repository)?;
    pages.extend(command_page::pages(repository)?);
    Ok(pages)
}

/// Pages that differ from what would be made, and pages of codes that are gone.
pub fn stale_pages(repository: &Repository) -> Vec<Fault> {
    plain_pages(repository).map_or_else(|fault| vec![fault], |pages| stale(repository, &pages))
}

/// As [`stale_pages`], for given pages.
pub fn stale(repository: &Repository, pages: &Pages) -> Vec<Fault> {
    let old = pages.iter().filter(|(path, made)| repository.text(path) != Some(made));
    let fix = "run `cargo run -p xtask -- generate`";
    let fault =
        |(path, _): (&String, &String)| Fault::new(path, "it is not what would be made", fix);
    let gone = |path: &str| Fault::new(path, "nothing makes this page any more", fix);
    old.map(fault).chain(orphans(repository, pages).map(gone)).collect()
}

fn orphans<'a>(repository: &'a Repository, pages: &'a Pages) -> impl Iterator<Item = &'a str> {
    let made = repository.paths().filter(|path| error_page::is_page(path));
    made.filter(|path| !pages.contains_key(*path))
}

/// Writes the pages that differ and takes away those that nothing makes; says which.
///
/// # Errors
/// When a file cannot be written or removed.
pub fn write(repository: &Repository, pages: &Pages) -> io::Result<Vec<String>> {
    let mut changed = Vec::new();
    for (path, made) in pages.iter().filter(|(path, made)| repository.text(path) != Some(made)) {
        let target = repository.root().join(path);
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(target, made)?;
        changed.push(format!("written: {path}"));
    }
    for path in orphans(repository, pages) {
        fs::remove_file(repository.root().join(path))?;
        changed.push(format!("removed: {path}"));
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_orphaned_pages_are_found() {
        let folder = error_page::FOLDER;
        let (old, orphan) =
            (format!("{folder}/NRS-A-001.en.md"), format!("{folder}/NRS-A-009.en.md"));
        let repository = Repository::of(&[(&old, "yesterday"), (&orphan, "gone")]);
        let pages = Pages::from([(old.clone(), "today".to_owned())]);
        assert_eq!(stale(&repository, &pages).len(), 2);
    }
}
