//! Why a use case could not be done.

use std::fmt;
use std::io;

use noroshi_brief::BriefError;
use noroshi_collect::CollectError;
use noroshi_model::{Diagnosis, Language, Problem, words};
use noroshi_store::StoreError;

/// Why a use case could not be done at all. What went wrong with one file of many is a
/// [`Problem`] instead.
#[derive(Debug)]
pub enum FlowError {
    /// `noroshi.toml` is there and cannot be read.
    ConfigUnreadable {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// `noroshi.toml` holds something that is not understood.
    ConfigWrong {
        /// The file.
        path: String,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What the parser says.
        why: String,
    },
    /// An environment variable holds something that is not understood.
    Setting {
        /// Its name.
        name: String,
        /// What it holds.
        value: String,
        /// What it may hold.
        expected: &'static str,
    },
    /// The workspace folder is not there.
    NoWorkspace {
        /// The folder.
        path: String,
    },
    /// The workspace has no store yet.
    NoStore {
        /// Where it would be.
        path: String,
    },
    /// The workspace has no cases beside a lexicon.
    NoCases {
        /// Where they would be.
        path: String,
    },
    /// The folder for the demo holds something else.
    NotADemo {
        /// The folder.
        path: String,
    },
    /// A file could not be written.
    Unwritable {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The file of the key for masks is there and cannot be read.
    KeyUnreadable {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The key for masks is too short.
    KeyShort {
        /// The file or variable that holds it. The key itself is not shown.
        place: String,
    },
    /// Nothing is known by this name.
    UnknownName {
        /// The name asked for.
        name: String,
        /// Known names that look like it.
        near: Vec<String>,
    },
    /// A file that must be new is there already.
    Exists {
        /// The file.
        path: String,
    },
    /// What is wrong with a question or what belongs to it; never empty.
    Refused(Vec<Problem>),
    /// A single file that the use case cannot do without.
    Unread(Problem),
    /// The store failed.
    Store(StoreError),
    /// The brief cannot be made.
    Brief(BriefError),
    /// Nothing could be collected.
    Collect(CollectError),
}

impl Diagnosis for FlowError {
    fn code(&self) -> &'static str {
        match self {
            Self::ConfigUnreadable { .. } => "NRS-FLOW-001",
            Self::ConfigWrong { .. } => "NRS-FLOW-002",
            Self::Setting { .. } => "NRS-FLOW-003",
            Self::NoWorkspace { .. } => "NRS-FLOW-004",
            Self::NoStore { .. } => "NRS-FLOW-005",
            Self::NotADemo { .. } => "NRS-FLOW-006",
            Self::Unwritable { .. } => "NRS-FLOW-007",
            Self::UnknownName { near, .. } if near.is_empty() => "NRS-FLOW-008",
            Self::UnknownName { .. } => "NRS-FLOW-009",
            Self::KeyShort { .. } => "NRS-FLOW-017",
            Self::KeyUnreadable { .. } => "NRS-FLOW-018",
            Self::Exists { .. } => "NRS-FLOW-041",
            Self::Refused(problems) => problems.first().map_or("", |problem| problem.code),
            Self::NoCases { .. } => "NRS-FLOW-020",
            Self::Unread(problem) => problem.code,
            Self::Store(error) => error.code(),
            Self::Brief(error) => error.code(),
            Self::Collect(error) => error.code(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ConfigWrong { path, line, column, why } => vec![
                ("path", path.clone()),
                ("line", line.to_string()),
                ("column", column.to_string()),
                ("reason", why.clone()),
            ],
            Self::Setting { name, value, expected } => vec![
                ("name", name.clone()),
                ("value", value.clone()),
                ("expected", (*expected).to_owned()),
            ],
            Self::ConfigUnreadable { path, .. }
            | Self::NoWorkspace { path }
            | Self::NoStore { path }
            | Self::NoCases { path }
            | Self::NotADemo { path }
            | Self::KeyUnreadable { path, .. }
            | Self::Exists { path }
            | Self::Unwritable { path, .. } => vec![("path", path.clone())],
            Self::KeyShort { place } => vec![("place", place.clone())],
            Self::UnknownName { name, near } => {
                vec![("name", name.clone()), ("near", quoted(near))]
            }
            Self::Refused(problems) => problems.first().map(problem_facts).unwrap_or_default(),
            Self::Unread(problem) => problem_facts(problem),
            Self::Store(error) => error.facts(),
            Self::Brief(error) => error.facts(),
            Self::Collect(error) => error.facts(),
        }
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn problem_facts(problem: &Problem) -> Vec<(&'static str, String)> {
    let path = problem.place.path.clone().map(|path| ("path", path));
    path.into_iter().chain(problem.facts.iter().cloned()).collect()
}

impl fmt::Display for FlowError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&words(self.code(), Language::En).what(&self.facts()))
    }
}

impl std::error::Error for FlowError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ConfigUnreadable { source, .. }
            | Self::KeyUnreadable { source, .. }
            | Self::Unwritable { source, .. } => Some(source),
            Self::Store(error) => error.source(),
            Self::Brief(error) => error.source(),
            Self::Collect(error) => error.source(),
            _ => None,
        }
    }
}

impl From<StoreError> for FlowError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<BriefError> for FlowError {
    fn from(error: BriefError) -> Self {
        Self::Brief(error)
    }
}

impl From<CollectError> for FlowError {
    fn from(error: CollectError) -> Self {
        Self::Collect(error)
    }
}
