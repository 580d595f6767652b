//! What was made, in JSON.

use noroshi_model::Language;
use serde::Serialize;

use super::ProblemLine;
use crate::{BriefOrder, Demo, ImportCount, Made};

/// A brief that was written.
#[derive(Debug, Serialize)]
pub struct BriefLine {
    path: String,
    month: String,
    kind: &'static str,
    language: &'static str,
    tlp: &'static str,
    documents: usize,
    concerns: usize,
    unread: usize,
}

impl BriefLine {
    /// A brief and where it was written.
    pub fn new(path: &std::path::Path, order: &BriefOrder, made: &Made) -> Self {
        let (documents, concerns, unread) = made.counts();
        Self {
            path: path.display().to_string(),
            month: order.month.to_string(),
            kind: order.kind.word(),
            language: order.language.code(),
            tlp: made.tlp().label(),
            documents,
            concerns,
            unread,
        }
    }
}

/// A demo that was made.
#[derive(Debug, Serialize)]
pub struct DemoLine {
    workspace: String,
    new: usize,
    known: usize,
    unread: usize,
    found: FoundLine,
    briefs: Vec<String>,
}

/// What the demo found in its estate.
#[derive(Debug, Serialize)]
struct FoundLine {
    logs: u64,
    settings: usize,
    packages: usize,
    listings: usize,
    assets: usize,
}

impl DemoLine {
    /// A demo as one line.
    pub fn new(demo: &Demo) -> Self {
        Self {
            workspace: demo.workspace.folder().display().to_string(),
            new: demo.taken.new,
            known: demo.taken.known,
            unread: demo.taken.unread,
            found: FoundLine {
                logs: demo.seen.logs,
                settings: demo.seen.settings,
                packages: demo.seen.packages,
                listings: demo.seen.listings,
                assets: demo.seen.assets,
            },
            briefs: demo.briefs.iter().map(|path| path.display().to_string()).collect(),
        }
    }
}

/// An import that was done.
#[derive(Debug, Serialize)]
pub struct ImportLine {
    added: usize,
    updated: usize,
    unchanged: usize,
    problems: Vec<ProblemLine>,
}

impl ImportLine {
    /// An import as one line; `language` is that of the problems' words.
    pub fn new(count: &ImportCount, language: Language) -> Self {
        let problems = count.problems.iter();
        Self {
            added: count.added,
            updated: count.updated,
            unchanged: count.unchanged,
            problems: problems.map(|problem| ProblemLine::new(problem, language)).collect(),
        }
    }
}
