//! No file names a folder of the machine it was written on.

use crate::fault::Fault;
use crate::repository::{Repository, is_given};

/// Folders of machines, in pieces so that this file does not name them itself.
const FOLDERS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/")];

/// Places that name a folder of a machine; samples, cases and fixtures may.
pub fn faults(repository: &Repository) -> Vec<Fault> {
    let texts = repository.texts("").filter(|(path, _)| !is_given(path));
    texts.flat_map(|(path, text)| in_text(path, text)).collect()
}

fn in_text(path: &str, text: &str) -> Vec<Fault> {
    if !FOLDERS.iter().any(|folder| text.contains(folder)) {
        return Vec::new();
    }
    let lines = text.lines().zip(1..).filter(|(line, _)| names_machine(line));
    let fix = "name a path of the repository, or an invented one";
    lines.map(|(_, at)| Fault::at_line(path, at, "a path of a machine", fix)).collect()
}

/// Whether one of the folders starts a path to something in it. Inside a URL it may stand,
/// and alone it names no machine.
fn names_machine(line: &str) -> bool {
    let whole = |at: usize, folder: &str| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        before.is_none_or(|sign| !(sign.is_alphanumeric() || "-_./~}".contains(sign)))
            && after.is_some_and(|sign| sign.is_alphanumeric() || sign == '.')
    };
    FOLDERS.iter().any(|folder| line.match_indices(folder).any(|(at, _)| whole(at, folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_told_from_an_address() {
        assert!(names_machine(&format!("see `{}main`", FOLDERS[0])));
        assert!(names_machine(&format!("{}.cargo", FOLDERS[1])));
        assert!(!names_machine(&format!("https://example.org{}a", FOLDERS[0])));
        assert!(!names_machine(&format!("[\"{}\"]", FOLDERS[1])));
    }
}
