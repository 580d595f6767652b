//! Sigma rules: what they say about themselves, and how a folder of them is loaded.

mod anchor;
mod cidr;
mod encode;
mod fold;
mod load;
mod node;
mod pattern;
mod set;
mod source;
mod test;

pub(crate) use anchor::Anchor;
pub(crate) use fold::{lower, lower_into};
pub(crate) use node::Node;
pub(crate) use pattern::LiteralPlace;
pub use set::RuleSet;
pub(crate) use set::{Correlated, Fields, Program};
pub(crate) use source::{Origin, admits};
pub(crate) use test::Test;

/// How much a rule's author thinks a match presses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuleLevel {
    /// Context, no sign of anything.
    #[default]
    Informational,
    /// Rarely worth a look alone.
    Low,
    /// Worth a look.
    Medium,
    /// Should be looked at soon.
    High,
    /// Should be looked at at once.
    Critical,
}

impl RuleLevel {
    /// All levels, least first.
    pub const ALL: [Self; 5] =
        [Self::Informational, Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word of the Sigma specification.
    pub fn word(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level of a word of the Sigma specification.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// Whether a rule looks at one event or at several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// One event.
    Detection,
    /// Several events of other rules in a window of time.
    Correlation,
}

/// The log source of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LogSource {
    /// Product, such as `windows`.
    pub product: Option<String>,
    /// Category, such as `process_creation`.
    pub category: Option<String>,
    /// Service, such as `security`.
    pub service: Option<String>,
}

/// What a rule says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id; the title when it has none.
    pub id: String,
    /// The short name by which correlations call it, or empty.
    pub name: String,
    /// Title.
    pub title: String,
    /// Author; `unknown` when the rule names none.
    pub author: String,
    /// Level.
    pub level: RuleLevel,
    /// Status of the Sigma specification, or empty.
    pub status: String,
    /// Description.
    pub description: String,
    /// Tags, such as `attack.t1059.001`.
    pub tags: Vec<String>,
    /// Where the author points to.
    pub references: Vec<String>,
    /// What its author expects to match without harm.
    pub falsepositives: Vec<String>,
    /// Licence, or empty.
    pub license: String,
    /// The file it comes from, as it was given.
    pub path: String,
    /// One event or several.
    pub kind: RuleKind,
    /// The log source; empty for a correlation.
    pub source: LogSource,
    /// All fields that the rule names.
    pub fields: Vec<String>,
}
