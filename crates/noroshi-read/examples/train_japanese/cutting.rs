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
    /// What speaks for a start, an end, the edges and the whole; pieces share starts, ends and edges.
    sets: Vec<Vec<u32>>,
    /// The places of the four sets of each piece.
    pieces: Vec<[usize; 4]>,
    right: Vec<bool>,
    length: usize,
}

/// Sums beyond which exponentials are not told apart.
const STRONGEST: f64 = 25.0;

impl Cutting {
    pub(crate) fn new(pieces: &Pieces, right: Vec<bool>, length: usize) -> Self {
        let (starts, ends, edges) = (&pieces.starts, &pieces.ends, &pieces.edges);
        let own = pieces.pieces.iter().map(|piece| pieces.own(piece).to_vec());
        let sets = starts.iter().chain(ends).chain(edges).cloned().chain(own).collect();
        let behind = starts.len() + ends.len();
        let first = behind + edges.len();
        let places = pieces.pieces.iter().enumerate().map(|(at, piece)| {
            [piece.start, starts.len() + piece.end, behind + piece.edges, first + at]
        });
        let ranges = pieces.pieces.iter().map(|piece| piece.range.clone()).collect();
        Self { ranges, sets, pieces: places.collect(), right, length }
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
pub(crate) fn fit(sentences: &[&Cutting], lessons: Lessons) -> Vec<(u32, f32)> {
    let known = Known::new(sentences.iter().flat_map(|one| &one.sets));
    let sets: Vec<Vec<Vec<usize>>> =
        sentences.iter().map(|one| one.sets.iter().map(|set| known.dense(set)).collect()).collect();
    known.fit(lessons, |weights, slope| {
        let mut loss = 0.0;
        for (one, sets) in sentences.iter().zip(&sets) {
            let of_sets: Vec<f64> = sets.iter().map(|it| descent::worth(weights, it)).collect();
            let worth = |four: &[usize; 4]| four.iter().map(|set| of_sets[*set]).sum();
            let worths: Vec<f64> = one.pieces.iter().map(worth).collect();
            let (chances, all) = one.chances(&worths);
            loss += all.ln();
            let mut wrong = vec![0.0; sets.len()];
            for (piece, chance) in chances.into_iter().enumerate() {
                let right = f64::from(u8::from(one.right[piece]));
                loss -= right * worths[piece];
                one.pieces[piece].iter().for_each(|set| wrong[*set] += chance - right);
            }
            for (set, wrong) in sets.iter().zip(wrong) {
                set.iter().for_each(|feature| slope[*feature] += wrong);
            }
        }
        loss
    })
}
