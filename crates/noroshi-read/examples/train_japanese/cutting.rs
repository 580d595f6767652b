//! Learns which pieces of a sentence are statements: a semi-Markov model over pieces that lie side by side.
//!
//! The chance of a way to lay pieces is its share of the exponentials of all ways' sums; the chance of a piece is the sum
//! over the ways that hold it (forward and backward over the letters). Weights move by the steps of [`choice`].

use std::collections::HashMap;
use std::ops::Range;

use crate::choice::{self, Lessons, Slope};
use crate::{Random, speaker_cut::Pieces};

/// A sentence: pieces in order of their ends, what speaks for each, and which are right.
pub(crate) struct Cutting {
    ranges: Vec<Range<usize>>,
    features: Vec<Vec<u32>>,
    right: Vec<bool>,
    length: usize,
}

/// Sums beyond which exponentials are not told apart.
const STRONGEST: f32 = 25.0;

impl Cutting {
    pub(crate) fn new(pieces: &Pieces, right: Vec<bool>, length: usize) -> Self {
        let features = pieces.pieces.iter().map(|piece| {
            let parts = [
                &pieces.starts[piece.start],
                &pieces.ends[piece.end],
                &pieces.edges[piece.edges],
                &piece.own,
            ];
            parts.into_iter().flatten().copied().collect()
        });
        let features = features.collect();
        let ranges = pieces.pieces.iter().map(|piece| piece.range.clone()).collect();
        Self { ranges, features, right, length }
    }

    /// The chance of each piece.
    fn chances(&self, worths: &[f32]) -> Vec<f32> {
        let exp: Vec<f64> = worths
            .iter()
            .map(|worth| f64::from(worth.clamp(-STRONGEST, STRONGEST)).exp())
            .collect();
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
                let chance = before[self.ranges[last].start] * way / before[self.length];
                chances[last] = chance as f32;
                next = last;
            }
            behind[at - 1] += behind[at];
        }
        chances
    }
}

/// The weights of the features.
pub(crate) fn fit(sentences: &[&Cutting], lessons: Lessons) -> Vec<(u32, f32)> {
    let known = choice::often(sentences.iter().flat_map(|one| &one.features), lessons.least);
    let place: HashMap<u32, usize> = known.iter().copied().zip(0..).collect();
    let dense = |features: &Vec<u32>| -> Vec<usize> {
        features.iter().filter_map(|feature| place.get(feature).copied()).collect()
    };
    let features: Vec<Vec<Vec<usize>>> =
        sentences.iter().map(|one| one.features.iter().map(dense).collect()).collect();
    let mut slope = Slope::new(known.len());
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random(0x5eed);
    for _ in 0..lessons.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for at in &order {
            let (one, features) = (sentences[*at], &features[*at]);
            let worths: Vec<f32> = features.iter().map(|piece| slope.worth(piece)).collect();
            for (piece, chance) in one.chances(&worths).into_iter().enumerate() {
                let wrong = chance - f32::from(u8::from(one.right[piece]));
                if wrong.abs() > 1e-4 {
                    slope.step(&features[piece], wrong, lessons.penalty);
                }
            }
        }
    }
    known.into_iter().zip(slope.weights).filter(|(_, weight)| *weight != 0.0).collect()
}
