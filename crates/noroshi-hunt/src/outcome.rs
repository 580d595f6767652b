//! What a hunt saw and did not see, for every rule and host.

use std::sync::Arc;

use noroshi_model::Problem;

use crate::{Hit, Rule};

/// The answer of one rule on one host. Never just yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The rule matched so many events.
    Hit(u64),
    /// Events of the rule's source were read, and none matched. `absent` are fields that the
    /// rule can do without and that no event had.
    NoHit {
        /// Fields that the rule names and that no event had.
        absent: Vec<String>,
    },
    /// No event of the rule's log source was read.
    SourceAbsent,
    /// Events of the source were read, but never a field without which the rule cannot match.
    FieldAbsent(Vec<String>),
    /// The rule needs something that Noroshi does not do; in words.
    Unsupported(String),
}

impl Verdict {
    /// The word used in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Hit(_) => "hit",
            Self::NoHit { .. } => "no-hit",
            Self::SourceAbsent => "source-absent",
            Self::FieldAbsent(_) => "field-absent",
            Self::Unsupported(_) => "unsupported",
        }
    }

    /// Whether the rule could be answered at all.
    pub fn evaluable(&self) -> bool {
        matches!(self, Self::Hit(_) | Self::NoHit { .. })
    }
}

/// One answer of one rule, with the hosts that gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The answer.
    pub verdict: Verdict,
    /// The hosts, in order; an empty name stands for events that name none, `…` for the hosts
    /// beyond the limit. No host for a correlation, which is answered once over all logs.
    pub hosts: Vec<Arc<str>>,
}

/// One source of one host: what the logs hold, whatever the rules ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The host; empty for events that name none.
    pub host: String,
    /// The shape of the records, such as `winlogbeat`.
    pub shape: String,
    /// The log source in Sigma's words, such as `windows/process_creation`; the channel or name when
    /// no rule's source is known.
    pub source: String,
    /// How many events.
    pub events: u64,
}

/// All that a hunt has to say besides the hits of single events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Hits of correlation rules, in the order of time.
    pub correlations: Vec<Hit>,
    /// One row for each rule and answer, in the order of rules.
    pub coverage: Vec<Coverage>,
    /// Which sources were seen.
    pub seen: Vec<Seen>,
    /// Events that were read.
    pub events: u64,
    /// Records that could not be read.
    pub skipped: u64,
    /// What went wrong while correlating.
    pub problems: Vec<Problem>,
}
