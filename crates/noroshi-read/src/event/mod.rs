//! What happened to whom, by whom, when; one event for all the places that tell it.

use noroshi_model::{Claim, Event, Relation};

use crate::said::Said;

/// Collects events sentence by sentence.
#[derive(Debug, Default)]
pub(crate) struct Events {
    events: Vec<Event>,
}

impl Events {
    /// Takes in what a sentence tells; `claims` and `relations` are those of the sentence.
    pub(crate) fn tell(
        &mut self,
        _said: &Said<'_, '_>,
        _claims: &[Claim],
        _relations: &[Relation],
    ) {
    }

    /// All events, in order of place.
    pub(crate) fn finish(self) -> Vec<Event> {
        self.events
    }
}
