//! What could not be read, counted and told with the first place of each kind.

use std::collections::BTreeMap;

use noroshi_model::Problem;

/// What could not be read of a chunk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Records that are lost.
    pub records: u64,
    /// Why: one problem for each kind, with a count and the first place.
    pub problems: Vec<Problem>,
}

/// Counts while reading.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<(&'static str, String), (u64, String)>,
    whole: Vec<Problem>,
}

impl Tally {
    /// Whether something went wrong.
    pub(crate) fn some(&self) -> bool {
        !self.kinds.is_empty() || !self.whole.is_empty()
    }

    /// Adds a problem of the log as a whole.
    pub(crate) fn extend(&mut self, problem: Option<Problem>) {
        self.whole.extend(problem);
    }

    /// A record is broken.
    pub(crate) fn broken(&mut self, place: impl FnOnce() -> String, reason: &str) {
        self.add("NRS-HUNT-014", reason, 1, place);
    }

    /// A part of an event log file is damaged.
    pub(crate) fn damaged(&mut self, records: u64, offset: u64, reason: &str) {
        self.add("NRS-HUNT-015", reason, records, || format!("byte {offset}"));
    }

    /// A record is longer than the limit.
    pub(crate) fn long(&mut self, line: u64, limit: usize) {
        self.add("NRS-HUNT-013", &limit.to_string(), 1, || format!("line {line}"));
    }

    /// Bytes that are no text were replaced. No record is lost by it.
    pub(crate) fn garbled(&mut self, place: impl FnOnce() -> String) {
        self.add("NRS-HUNT-017", "", 1, place);
    }

    fn add(&mut self, code: &'static str, why: &str, count: u64, place: impl FnOnce() -> String) {
        let known = self.kinds.entry((code, why.to_owned())).or_insert_with(|| (0, place()));
        known.0 += count;
    }

    /// The counts as problems.
    pub(crate) fn told(self, path: &str) -> Unread {
        let mut unread = Unread { records: 0, problems: self.whole };
        for ((code, reason), (count, first)) in self.kinds {
            if code != "NRS-HUNT-017" {
                unread.records += count;
            }
            let problem = Problem::new(code).at(path).fact("count", count).fact("first", first);
            unread.problems.push(problem.fact("reason", reason));
        }
        unread
    }
}
