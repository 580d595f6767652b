//! `requirements.txt` of pip, with what it includes.
//!
//! Source: pip's "Requirements File Format".

use std::collections::{BTreeMap, HashSet};

use noroshi_model::Problem;

use super::collect::{Collector, Found};
use super::place::shown;
use super::requirement;
use super::{Include, Origin, Relation, text};
use crate::Ecosystem;

/// How deep files may include one another.
const DEEPEST: usize = 16;

/// How many files one may include in all.
const MOST_FILES: usize = 64;

/// One logical line: joined at `\`, without comment.
struct Logical {
    /// The line on which it begins, from 1.
    line: usize,
    text: String,
    /// What stands on its first line.
    shown: String,
    /// What the comments after it say of who asks for it (`# via`).
    via: Vec<String>,
}

/// Reads a file and all that it includes.
pub(super) fn read(text: &str, into: &mut Collector, include: &mut Include<'_>) {
    let path = into.path.clone();
    let mut reader =
        Reader { into, include, seen: HashSet::new(), pins: BTreeMap::new(), found: Vec::new() };
    reader.seen.insert(path.clone());
    reader.file(&path, text, Standing::Asked, 0);
    reader.done();
}

/// Whether the lines of a file ask for packages, or only say which version is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Asked,
    Constraint,
}

struct Reader<'a, 'b> {
    into: &'a mut Collector,
    include: &'a mut Include<'b>,
    seen: HashSet<String>,
    /// Versions that constraints pin, by normal name.
    pins: BTreeMap<String, String>,
    found: Vec<(String, Found, usize, String)>,
}

impl Reader<'_, '_> {
    fn file(&mut self, path: &str, text: &str, standing: Standing, depth: usize) {
        let mut index = None;
        for line in logical(text) {
            match option(&line.text) {
                Some(("-r" | "--requirement", other)) => {
                    self.include(path, &line, other, standing, depth);
                }
                Some(("-c" | "--constraint", other)) => {
                    self.include(path, &line, other, Standing::Constraint, depth);
                }
                Some(("-i" | "--index-url", address)) => index = Some(requirement::index(address)),
                Some(("-e" | "--editable", rest)) => {
                    self.requirement(path, &line, rest, standing, None)
                }
                Some(_) => {}
                None => self.requirement(path, &line, &line.text, standing, index.as_ref()),
            }
        }
    }

    fn include(
        &mut self,
        path: &str,
        line: &Logical,
        other: &str,
        standing: Standing,
        depth: usize,
    ) {
        let missing = |reason: &str| {
            let problem = Problem::new("NRS-PACKAGE-006").at(path).fact("line", line.line);
            problem.fact("name", shown(other)).fact("reason", reason)
        };
        if depth >= DEEPEST || self.seen.len() > MOST_FILES {
            return self.into.problem(missing("too many files include one another"));
        }
        match (self.include)(path, other) {
            None => self.into.problem(missing("it is not there, or may not be read")),
            Some((path, bytes)) => {
                if self.seen.insert(path.clone()) && bytes.len() <= super::MOST_BYTES {
                    self.file(&path, &text::decode(&bytes), standing, depth + 1);
                }
            }
        }
    }

    fn requirement(
        &mut self,
        path: &str,
        line: &Logical,
        text: &str,
        standing: Standing,
        index: Option<&Origin>,
    ) {
        let Some(mut found) = requirement::read(without_options(text)) else {
            return self.into.skip(path, line.line, "it is no requirement that pip understands");
        };
        if standing == Standing::Constraint {
            if let Some(version) = found.version {
                self.pins.insert(Ecosystem::PyPi.normal(&found.name).into_owned(), version);
            }
            return;
        }
        if let (Some(index), Origin::Registry(None)) = (index, &found.origin) {
            found.origin = index.clone();
        }
        found.relation = relation(&line.via);
        self.found.push((path.to_owned(), found, line.line, line.shown.clone()));
    }

    fn done(self) {
        for (path, mut found, line, text) in self.found {
            if found.version.is_none() {
                let pinned = self.pins.get(Ecosystem::PyPi.normal(&found.name).as_ref());
                found.version = pinned.cloned();
            }
            self.into.add_in(&path, found, line, text);
        }
    }
}

/// What `# via` of pip-compile and uv says: asked for by a file of ours, or by another package.
fn relation(via: &[String]) -> Relation {
    if via.is_empty() {
        return Relation::Unknown;
    }
    let own = |who: &String| {
        who.starts_with("-r ") || who.contains("pyproject.toml") || who.contains("setup.")
    };
    if via.iter().any(own) { Relation::Direct } else { Relation::Transitive }
}

/// Splits a text into logical lines.
fn logical(text: &str) -> Vec<Logical> {
    let mut all: Vec<Logical> = Vec::new();
    let mut open: Option<Logical> = None;
    let mut in_via = false;
    for (at, raw) in text.lines().enumerate() {
        let trimmed = raw.trim();
        if open.is_none() && trimmed.starts_with('#') {
            comment(trimmed, all.last_mut(), &mut in_via);
            continue;
        }
        let (part, goes_on) = match raw.trim_end().strip_suffix('\\') {
            Some(part) => (part, true),
            None => (raw, false),
        };
        let line = open.get_or_insert_with(|| {
            let shown = shown(trimmed.trim_end_matches('\\'));
            Logical { line: at + 1, text: String::new(), shown, via: Vec::new() }
        });
        let (words, said) = without_comment(part);
        line.text.push_str(words);
        line.text.push(' ');
        if !goes_on {
            in_via = false;
            all.extend(open.take().filter(|line| !line.text.trim().is_empty()));
            if let Some(said) = said {
                comment(said, all.last_mut(), &mut in_via);
            }
        }
    }
    all.extend(open.filter(|line| !line.text.trim().is_empty()));
    all
}

/// Takes up what a comment says of who asks for the requirement before it.
fn comment(comment: &str, line: Option<&mut Logical>, in_via: &mut bool) {
    let said = comment.trim_start_matches('#').trim();
    let Some(line) = line else { return };
    let who = match said.strip_prefix("via") {
        Some(rest) => {
            *in_via = true;
            rest
        }
        None if *in_via => said,
        None => return,
    };
    let who = who.split(',').map(str::trim).filter(|who| !who.is_empty());
    line.via.extend(who.map(str::to_owned));
}

/// A comment begins at a `#` at the start or after a space.
fn without_comment(line: &str) -> (&str, Option<&str>) {
    let starts = line.match_indices('#').map(|(at, _)| at);
    let mut starts =
        starts.filter(|at| line[..*at].chars().next_back().is_none_or(char::is_whitespace));
    starts.next().map_or((line, None), |at| (&line[..at], Some(&line[at..])))
}

/// An option at the start of a line and what follows it.
fn option(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if !text.starts_with('-') {
        return None;
    }
    let end = text.find(|sign: char| sign == '=' || sign.is_whitespace()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    // `-rother.txt` is allowed for options of one letter.
    if !name.starts_with("--") && name.len() > 2 && name.is_char_boundary(2) {
        return Some((&text[..2], text[2..].trim()));
    }
    Some((name, rest.trim_start_matches('=').trim().trim_matches(['"', '\''])))
}

/// A requirement without `--hash=…` and other options after it.
fn without_options(text: &str) -> &str {
    text.find(" --").map_or(text, |at| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::super::FileKind;
    use super::*;

    const FILES: &[(&str, &str)] = &[
        ("a/base.txt", "six==1.16.0\n-r deep/more.txt\n-r ../requirements.txt\n"),
        ("a/deep/more.txt", "idna==3.4"),
        ("a/pins.txt", "flask==3.0.0\nunused==9\n"),
    ];

    /// As a resolver on disk would, but over a table.
    fn include(from: &str, to: &str) -> Option<(String, Vec<u8>)> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = format!("{folder}/{to}").replace("a/../", "");
        let (path, text) = FILES.iter().find(|(name, _)| *name == path)?;
        Some(((*path).to_owned(), text.as_bytes().to_vec()))
    }

    fn rows(text: &str) -> (Vec<String>, Vec<Problem>) {
        let mut into = Collector::new("a/requirements.txt", FileKind::Requirements);
        read(text, &mut into, &mut include);
        let (inventory, problems) = into.done();
        let row = |one: &super::super::Dependency| {
            let version = one.version.as_deref().or(one.demand.as_deref()).unwrap_or("-");
            format!("{}:{} {} {} {}", one.path, one.line, one.name, version, one.relation.word())
        };
        (inventory.dependencies.iter().map(row).collect(), problems)
    }

    #[test]
    fn hashes_comments_and_continued_lines_keep_their_first_line() {
        let text = "# head\n\nrequests==2.31.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via -r requirements.in\nurllib3==2.0.7 ; python_version >= \"3.8\"  # via requests\nflask  # a web frame\n";
        let (rows, problems) = rows(text);
        assert_eq!(
            rows,
            [
                "a/requirements.txt:3 requests 2.31.0 direct",
                "a/requirements.txt:7 urllib3 2.0.7 transitive",
                "a/requirements.txt:8 flask - unknown",
            ]
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn included_files_are_read_once_and_constraints_only_pin() {
        let (rows, problems) = rows("-r base.txt\n-c pins.txt\nflask\n--requirement=gone.txt\n");
        assert_eq!(
            rows,
            [
                "a/base.txt:1 six 1.16.0 unknown",
                "a/deep/more.txt:1 idna 3.4 unknown",
                "a/requirements.txt:3 flask 3.0.0 unknown",
            ]
        );
        // The file that includes itself is not there under that path; the missing one is told.
        assert!(problems.iter().all(|problem| problem.code == "NRS-PACKAGE-006"));
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn another_index_is_another_registry() {
        let mut into = Collector::new("requirements.txt", FileKind::Requirements);
        read("-i https://ci:x@pypi.kazemori.example/simple\nfare==1.0\n", &mut into, &mut include);
        let (inventory, _) = into.done();
        let origin = &inventory.dependencies[0].origin;
        assert_eq!(origin, &Origin::Registry(Some("pypi.kazemori.example".to_owned())));
    }

    #[test]
    fn a_line_that_is_none_is_told_and_the_rest_is_read() {
        let (rows, problems) = rows("flask==1\n???\nsix==2\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(problems[0].code, "NRS-PACKAGE-004");
    }
}
