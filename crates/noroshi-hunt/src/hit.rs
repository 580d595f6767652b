//! A rule that matched an event.

use std::sync::Arc;

use crate::rule::{Rule, RuleLevel};

/// One field that made a rule match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matched {
    /// The field, as the rule names it; empty for a keyword over the whole event.
    pub field: String,
    /// What stood there, secrets masked and cut to a length that people read.
    pub value: String,
}

/// A rule matched an event, or a correlation its events.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The rule, with its author: every message made from a match names them (DRL 1.1).
    pub rule: Arc<Rule>,
    /// The level after tuning; the rule's own without.
    pub level: RuleLevel,
    /// The log, as it was given.
    pub log: Arc<str>,
    /// The number of the record: the record id of Windows, else the line or the number of the
    /// object in the file, from 1.
    pub record: u64,
    /// Whether `record` counts lines.
    pub line: bool,
    /// When it happened, by the event.
    pub time: Option<jiff::Timestamp>,
    /// The host, as the event names it; empty when it names none.
    pub host: String,
    /// The user, as the event names it; empty when it names none.
    pub user: String,
    /// What matched, in the order of the rule's condition.
    pub matched: Vec<Matched>,
    /// What makes this event this event, wherever its copy lies.
    pub identity: String,
    /// For a correlation: the log and record of the events that made it, oldest first.
    pub events: Vec<(Arc<str>, u64)>,
    /// The reason of the exclusion that silences this hit; it is still counted.
    pub excluded: Option<String>,
}

impl Hit {
    /// The place inside the log, for people.
    pub fn at(&self) -> String {
        let word = if self.line { "line" } else { "record" };
        format!("{word} {}", self.record)
    }
}
