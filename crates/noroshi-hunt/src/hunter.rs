//! The hunter: asks the rules about events and remembers what it saw.

use noroshi_model::Problem;

use crate::{Chunk, Event, Hit, Limits, Outcome, RuleSet, Tuning};

/// Asks the rules of a set about events. Two hunters over the same rules can be merged.
pub struct Hunter<'r> {
    _rules: &'r RuleSet,
}

impl<'r> Hunter<'r> {
    /// A hunter that has seen nothing yet.
    pub fn new(rules: &'r RuleSet, _limits: Limits) -> Self {
        Self { _rules: rules }
    }

    /// The same with levels and exclusions of the organisation.
    #[must_use]
    pub fn tuned(self, _tuning: &Tuning) -> Self {
        self
    }

    /// The rules that match one event, in the order of the rule set.
    pub fn feed(&mut self, _event: &Event) -> Vec<Hit> {
        Vec::new()
    }

    /// All events of a chunk: the hits in the order of events, and what could not be read.
    pub fn chunk(&mut self, _chunk: &Chunk) -> (Vec<Hit>, Vec<Problem>) {
        (Vec::new(), Vec::new())
    }

    /// Takes over what another hunter over the same rules saw.
    pub fn merge(&mut self, _other: Self) {}

    /// What is left to say when all logs are read.
    pub fn finish(self) -> Outcome {
        Outcome::default()
    }
}
