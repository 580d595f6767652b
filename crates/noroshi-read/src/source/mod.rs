//! What a document cites, the roots of its claims, and what became stronger on the way.

mod drift;

use noroshi_model::{CitedSource, Claim, Document};

pub(crate) use drift::drift;

use crate::said::Said;

/// Collects cited sources sentence by sentence.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    sources: Vec<CitedSource>,
}

impl Sources {
    /// Takes in what a sentence cites; `claims` are those of the sentence.
    pub(crate) fn cite(&mut self, _said: &Said<'_, '_>, _claims: &[Claim]) {}

    /// All sources in order of place; gives each claim its roots.
    pub(crate) fn finish(self, _document: &Document, _claims: &mut [Claim]) -> Vec<CitedSource> {
        self.sources
    }
}
