//! Stated relations: who targets whom, what is the same as what.

use noroshi_model::{Claim, Relation};

use crate::said::Said;

/// The relations that a sentence states, in order of place; `claims` are those of the sentence.
pub(crate) fn relations(_said: &Said<'_, '_>, _claims: &[Claim]) -> Vec<Relation> {
    Vec::new()
}
