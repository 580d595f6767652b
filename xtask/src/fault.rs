//! What breaks a house rule, where, and how to mend it.

use std::fmt;

/// One breach of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// A path of the repository, with a line where there is one.
    pub place: String,
    /// What is wrong there.
    pub what: String,
    /// What to do about it, an imperative line.
    pub fix: String,
}

impl Fault {
    /// A fault of a place.
    pub fn new(place: impl Into<String>, what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), fix: fix.into() }
    }

    /// A fault at a line, counted from 1.
    pub fn at_line(path: &str, line: usize, what: impl Into<String>, fix: &str) -> Self {
        Self::new(format!("{path}:{line}"), what, fix)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}\n  fix: {}", self.place, self.what, self.fix)
    }
}

/// All faults as one text, for the message of a failing test.
pub fn listed(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    format!("{} fault(s)\n{}", faults.len(), lines.join("\n"))
}
