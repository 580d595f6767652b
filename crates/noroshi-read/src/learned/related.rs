//! Relations of Japanese passages that only the model of relations sees.

use noroshi_model::{Claim, ClaimKind, Predicate, Reading, Relation, Stance};

use super::relation::{LEAST, Model, term, told};
use crate::relation::{is_attribution, leaves_open};

/// Made by `train_japanese relations`.
pub(super) const FILE: &[u8] = include_bytes!("relations.bin");

/// The relations that the model sees and that the reading does not tell yet.
pub(super) fn relations(model: &Model, text: &str, reading: &Reading) -> Vec<Relation> {
    let blocks = term::blocks(text, reading);
    let found = blocks.iter().flat_map(|block| told(model, block, &LEAST));
    let found = found.map(|(_, relation)| relation);
    found.filter(|one| is_stated(text, &reading.claims, one) && !is_seat(one)).collect()
}

/// Whether the sentence states it: a model may see what a sentence denies, asks or only thinks possible.
fn is_stated(text: &str, claims: &[Claim], relation: &Relation) -> bool {
    let sentence = relation.span.of(text).unwrap_or_default();
    let end = |side: &str| sentence.rfind(side).map_or(0, |at| at + side.len());
    let behind = end(&relation.subject).max(end(&relation.object));
    let first = claims.partition_point(|claim| claim.sentence.end() <= relation.span.start());
    let near = claims[first..].iter().take_while(|claim| claim.span.start() < relation.span.end());
    let holds = |claim: &&Claim| {
        claim.span.of(text).is_some_and(|shown| shown.contains(relation.object.as_str()))
    };
    !leaves_open(&sentence[behind..])
        && !near.filter(holds).any(|claim| is_doubt(claim, relation.predicate))
}

/// Whether a claim states nothing of what it holds. A strong wording states what happened, not who is behind it.
fn is_doubt(claim: &Claim, predicate: Predicate) -> bool {
    let weak = || claim.likelihood.as_ref().is_none_or(|(wording, _)| wording.low() < 0.5);
    match claim.stance {
        Stance::Denies | Stance::Declines => true,
        Stance::Speculates => is_attribution(predicate) || weak(),
        _ => claim.kind == ClaimKind::AbsenceOfEvidence,
    }
}

/// 霞台銀行（大阪市）: the seat of a company is no other name of it.
fn is_seat(relation: &Relation) -> bool {
    let place = |name: &str| name.ends_with(['市', '県', '都', '府', '区', '町', '村', '郡']);
    relation.predicate == Predicate::SameAs && place(&relation.object) != place(&relation.subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_a_model() {
        assert!(Model::new(FILE).is_some(), "train it: examples/train_japanese");
    }
}
