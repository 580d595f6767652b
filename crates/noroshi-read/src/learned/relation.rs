//! Relations of Japanese passages that only the model of relations sees.

use noroshi_model::Reading;

use super::relation_model::{Model, told};
use super::relation_pair::PREDICATES;
use super::relation_term;

/// Made by `train_japanese relations`.
pub(super) const FILE: &[u8] = include_bytes!("relations.bin");

/// The least chance at which a relation is told, in the order of [`PREDICATES`]: what gave the best F1 for passages of
/// hands that the model had not seen (`train_japanese relations --check`), where several came near the highest.
const LEAST: [f32; PREDICATES.len()] =
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];

/// Adds the relations that the model sees and no rule found.
pub(super) fn relations(model: &Model<'_>, text: &str, reading: &mut Reading) {
    let mut found = Vec::new();
    for block in relation_term::blocks(text, reading) {
        found.extend(told(model, &block, &LEAST).into_iter().map(|(_, relation)| relation));
    }
    if !found.is_empty() {
        reading.relations.extend(found);
        reading.relations.sort_by_key(|one| (one.span.start(), one.span.end()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_a_model() {
        assert!(Model::new(FILE).is_some(), "train it: examples/train_japanese");
    }
}
