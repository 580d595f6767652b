//! Takes the packages of a file together, with their lines and within the limits.

use std::collections::HashSet;

use noroshi_model::Problem;

use super::kind::FileKind;
use super::place::{Lines, shown};
use super::{Dependency, Inventory, MOST_BYTES, MOST_PACKAGES, Origin, Relation, Scope};
use crate::Ecosystem;

/// Problems of one kind that are told one by one; further ones are counted.
const TOLD: usize = 20;

/// A package as one reader found it.
pub(super) struct Found {
    pub(super) ecosystem: Ecosystem,
    pub(super) name: String,
    pub(super) version: Option<String>,
    pub(super) demand: Option<String>,
    pub(super) origin: Origin,
    pub(super) relation: Relation,
    pub(super) scope: Scope,
}

impl Found {
    /// A package of a registry of which the rest is not known yet.
    pub(super) fn new(ecosystem: Ecosystem, name: impl Into<String>) -> Self {
        Self {
            ecosystem,
            name: name.into(),
            version: None,
            demand: None,
            origin: Origin::default(),
            relation: Relation::default(),
            scope: Scope::default(),
        }
    }

    pub(super) fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into()).filter(|version| !version.is_empty());
        self
    }
}

/// What has been found in one file so far.
pub(super) struct Collector {
    pub(super) path: String,
    kind: FileKind,
    dependencies: Vec<Dependency>,
    problems: Vec<Problem>,
    beyond: usize,
    left_out: usize,
    known: HashSet<(String, usize, String)>,
}

impl Collector {
    pub(super) fn new(path: &str, kind: FileKind) -> Self {
        Self {
            path: path.to_owned(),
            kind,
            dependencies: Vec::new(),
            problems: Vec::new(),
            beyond: 0,
            left_out: 0,
            known: HashSet::new(),
        }
    }

    /// A package on a line of this file.
    pub(super) fn add(&mut self, found: Found, line: usize, lines: &Lines<'_>) {
        let text = shown(lines.text(line));
        let path = self.path.clone();
        self.add_in(&path, found, line, text);
    }

    /// A package on a line of a file that may be an included one.
    pub(super) fn add_in(&mut self, path: &str, found: Found, line: usize, text: String) {
        if found.name.trim().is_empty() {
            return self.skip(path, line, "no name");
        }
        if self.dependencies.len() >= MOST_PACKAGES {
            self.beyond += 1;
            return;
        }
        if !self.known.insert((path.to_owned(), line, found.name.clone())) {
            return;
        }
        self.dependencies.push(Dependency {
            ecosystem: found.ecosystem,
            name: found.name,
            version: found.version,
            demand: found.demand,
            origin: found.origin,
            relation: found.relation,
            scope: found.scope,
            path: path.to_owned(),
            line,
            text,
        });
    }

    /// An entry that cannot be understood; the others are read on.
    pub(super) fn skip(&mut self, path: &str, line: usize, reason: &str) {
        self.left_out += 1;
        if self.left_out <= TOLD {
            let problem = Problem::new("NRS-PACKAGE-004").at(path);
            self.problems.push(problem.fact("line", line).fact("reason", reason));
        }
    }

    /// Why the file could not be read to its end.
    pub(super) fn damaged(&mut self, line: usize, reason: impl std::fmt::Display) {
        let reason = reason.to_string();
        let reason = shown(reason.lines().next().unwrap_or_default());
        let problem = Problem::new("NRS-PACKAGE-002").at(&self.path);
        let problem = problem.fact("format", self.kind.name()).fact("line", line);
        self.problems.push(problem.fact("reason", reason));
    }

    pub(super) fn too_large(&mut self, bytes: usize) {
        let limit = format!("{} MiB", MOST_BYTES >> 20);
        let size = format!("{} MiB", bytes >> 20);
        let problem = Problem::new("NRS-PACKAGE-003").at(&self.path);
        self.problems.push(problem.fact("size", size).fact("limit", limit));
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn done(mut self) -> (Inventory, Vec<Problem>) {
        if self.beyond > 0 {
            let problem = Problem::new("NRS-PACKAGE-003").at(&self.path);
            let size = format!("{} packages", MOST_PACKAGES + self.beyond);
            let limit = format!("{MOST_PACKAGES} packages");
            self.problems.push(problem.fact("size", size).fact("limit", limit));
        }
        if self.left_out > TOLD {
            let problem = Problem::new("NRS-PACKAGE-005").at(&self.path);
            self.problems.push(problem.fact("count", self.left_out - TOLD));
        }
        (Inventory { kind: self.kind, dependencies: self.dependencies }, self.problems)
    }
}
