//! Relations of Japanese passages that only the model of relations sees.

use noroshi_model::{Reading, Relation};

use super::relation_model::{Model, told};
use super::relation_pair::PREDICATES;
use super::relation_term;

/// Made by `train_japanese relations`.
pub(super) const FILE: &[u8] = include_bytes!("relations.bin");

/// The least chance at which a relation is told, in the order of [`PREDICATES`]: near what gave the best F1 for passages
/// of hands that the model had not seen (`train_japanese relations --check`), and higher where few were right there.
/// Above 1 the rules stand alone: the model found nothing there that they did not find better.
const LEAST: [f32; PREDICATES.len()] =
    [0.85, 0.7, 0.7, 0.8, 1.1, 0.8, 0.7, 0.6, 0.7, 0.8, 0.9, 1.1, 0.6];

/// The relations that the model sees and that the reading does not tell yet.
pub(super) fn relations(model: &Model<'_>, text: &str, reading: &Reading) -> Vec<Relation> {
    let blocks = relation_term::blocks(text, reading);
    let found = blocks.iter().flat_map(|block| told(model, block, &LEAST));
    found.map(|(_, relation)| relation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_a_model() {
        assert!(Model::new(FILE).is_some(), "train it: examples/train_japanese");
    }
}
