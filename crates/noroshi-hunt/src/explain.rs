//! Why a rule matched an event, or did not.

use crate::{Event, RuleSet, Verdict};

/// One step of a rule's condition, with what was compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The step in the rule's own words: `selection`, `1 of filter_*`, `CommandLine contains 'x'`.
    pub what: String,
    /// Whether it held.
    pub held: bool,
    /// The value that the event has for the field, if it is a field and the event has one.
    pub found: Option<String>,
    /// The steps below.
    pub below: Vec<Step>,
}

/// Why a rule matched an event, or did not.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The answer for this event alone.
    pub verdict: Verdict,
    /// Whether the rule's log source takes this event, and the words of both sides.
    pub source: Step,
    /// The conditions.
    pub steps: Vec<Step>,
}

/// Why the rule with this id or title matched the event or did not; `None` for an unknown rule.
pub fn explain(_rules: &RuleSet, _rule: &str, _event: &Event) -> Option<Explanation> {
    None
}
