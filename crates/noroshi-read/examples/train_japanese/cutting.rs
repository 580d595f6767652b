//! Learns which pieces of a sentence are statements: a semi-Markov model over pieces that lie side by side.
//!
//! The chance of a way to lay pieces is its share of the exponentials of all ways' sums; the chance of a piece is the sum
//! over the ways that hold it (forward and backward over the letters).

use std::ops::Range;

use crate::descent::{self, Known, Lessons};
use crate::speaker::cut::Pieces;

/// A sentence: pieces in order of their ends, what speaks for each, and which are right.
pub(crate) struct Cutting {
    ranges: Vec<Range<usize>>,
    features: Vec<Vec<u32>>,
    right: Vec<bool>,
    length: usize,
}

/// Sums beyond which exponentials are not told apart.
const STRONGEST: f64 = 25.0;

impl Cutting {
    pub(crate) fn new(pieces: &Pieces, right: Vec<bool>, length: usize) -> Self {
        let features = pieces.pieces.iter().map(|piece| {
            let parts = [
                &pieces.starts[piece.start],
                &pieces.ends[piece.end],
                &pieces.edges[piece.edges],
                pieces.own(piece),
            ];
            parts.into_iter().flatten().copied().collect()
        });
        let features = features.collect();
        let ranges = pieces.pieces.iter().map(|piece| piece.range.clone()).collect();
        Self { ranges, features, right, length }
    }

    /// The chance of each piece, and the sum over all ways.
    fn chances(&self, worths: &[f64]) -> (Vec<f64>, f64) {
        let exp: Vec<f64> =
            worths.iter().map(|worth| worth.clamp(-STRONGEST, STRONGEST).exp()).collect();
        let mut before = vec![1.0_f64; self.length + 1];
        let mut next = 0;
        for at in 1..=self.length {
            let mut sum = before[at - 1];
            while let Some(range) = self.ranges.get(next).filter(|range| range.end <= at) {
                sum += before[range.start] * exp[next];
                next += 1;
            }
            before[at] = sum;
        }
        let mut behind = vec![0.0_f64; self.length + 1];
        behind[self.length] = 1.0;
        let mut chances = vec![0.0; self.ranges.len()];
        let mut next = self.ranges.len();
        for at in (1..=self.length).rev() {
            while let Some(last) = next.checked_sub(1).filter(|last| self.ranges[*last].end >= at) {
                let way = behind[at] * exp[last];
                behind[self.ranges[last].start] += way;
                chances[last] = before[self.ranges[last].start] * way / before[self.length];
                next = last;
            }
            behind[at - 1] += behind[at];
        }
        (chances, before[self.length])
    }
}

/// The weights of the features.
pub(crate) fn fit(sentences: &[&Cutting]) -> Vec<(u32, f32)> {
    let known = Known::new(sentences.iter().flat_map(|one| &one.features));
    let features: Vec<Vec<Vec<usize>>> = sentences
        .iter()
        .map(|one| one.features.iter().map(|piece| known.dense(piece)).collect())
        .collect();
    known.fit(Lessons::default(), |weights, slope| {
        let mut loss = 0.0;
        for (one, features) in sentences.iter().zip(&features) {
            let worths: Vec<f64> = features.iter().map(|it| descent::worth(weights, it)).collect();
            let (chances, all) = one.chances(&worths);
            loss += all.ln();
            for (piece, chance) in chances.into_iter().enumerate() {
                let right = f64::from(u8::from(one.right[piece]));
                loss -= right * worths[piece];
                features[piece].iter().for_each(|feature| slope[*feature] += chance - right);
            }
        }
        loss
    })
}
