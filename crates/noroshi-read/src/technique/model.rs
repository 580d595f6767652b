//! The linear model: which techniques an English sentence tells of, and by which words.

use std::ops::Range;

use super::feature::{self, BLOCKS};
use super::weights::{Class, Weights};

/// A technique that the model tells, by its place among the classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Told {
    pub(crate) class: usize,
    pub(crate) score: f32,
}

/// The weights, ready to score.
pub(crate) struct Model {
    weights: Weights<'static>,
    /// For each class the place of its technique, when it is a sub-technique.
    parents: Vec<Option<usize>>,
}

/// Shorter sentences (bytes) say too little to the model.
const SHORTEST: usize = 20;
/// So many techniques a sentence is told to be about at most.
const MOST_TOLD: usize = 2;
/// So many words are shown for a technique at most.
const MOST_SHOWN: usize = 3;

impl Model {
    /// The weights that the training command wrote; `None` only when the file is damaged.
    pub(crate) fn new() -> Option<Self> {
        let weights = Weights::read(include_bytes!("weights.bin"))?;
        let place = |id: &str| weights.classes.iter().position(|class| class.id == id);
        let parent = |class: &Class| class.id.split_once('.').and_then(|(id, _)| place(id));
        let parents = weights.classes.iter().map(parent).collect();
        Some(Self { weights, parents })
    }

    /// The id of a class.
    pub(crate) fn id(&self, class: usize) -> &str {
        &self.weights.classes[class].id
    }

    /// What a sentence tells of, best first. A technique whose sub-technique is told as well
    /// is left out.
    pub(crate) fn told(&self, sentence: &str) -> Vec<Told> {
        let classes = &self.weights.classes;
        let Some(scores) = self.scores(sentence) else { return Vec::new() };
        let above = |class: &usize| scores[*class] >= classes[*class].floor;
        let mut told: Vec<usize> = (0..classes.len()).filter(above).collect();
        let covered: Vec<usize> = told.iter().filter_map(|class| self.parents[*class]).collect();
        told.retain(|class| !covered.contains(class));
        told.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        told.truncate(MOST_TOLD);
        told.into_iter().map(|class| Told { class, score: scores[class] }).collect()
    }

    /// The score of each class; `None` for a sentence that is too short.
    fn scores(&self, sentence: &str) -> Option<Vec<f32>> {
        if sentence.len() < SHORTEST {
            return None;
        }
        let classes = self.weights.classes.len();
        let mut sums = vec![0_i32; classes * BLOCKS];
        let mut squares = [0_u32; BLOCKS];
        feature::each(sentence, |feature| {
            let (rarity, weights) = self.weights.bucket(feature.bucket);
            squares[feature.block] += u32::from(rarity).pow(2);
            let sums = &mut sums[feature.block * classes..][..classes];
            for [class, value] in weights {
                sums[usize::from(*class)] += i32::from(i8::from_le_bytes([*value]));
            }
        });
        let scale = |square: u32| self.weights.step / (square.max(1) as f32).sqrt();
        let scales = squares.map(scale);
        let score = |class: usize| {
            let parts = scales.iter().enumerate();
            let sum = parts.map(|(block, scale)| scale * sums[block * classes + class] as f32);
            self.weights.classes[class].bias + sum.sum::<f32>()
        };
        Some((0..classes).map(score).collect())
    }

    /// The words of a sentence that speak most for a class, in order of place.
    pub(crate) fn words(&self, sentence: &str, class: usize) -> Vec<Range<usize>> {
        let mut words: Vec<(Range<usize>, i32)> = Vec::new();
        feature::each(sentence, |feature| {
            let (_, weights) = self.weights.bucket(feature.bucket);
            let own = weights.iter().find(|[own, _]| usize::from(*own) == class);
            let value = own.map_or(0, |[_, value]| i32::from(i8::from_le_bytes([*value])));
            match words.last_mut() {
                Some((word, sum)) if *word == feature.word => *sum += value,
                _ => words.push((feature.word, value)),
            }
        });
        words.retain(|(_, sum)| *sum > 0);
        words.sort_by_key(|(word, sum)| (std::cmp::Reverse(*sum), word.start));
        words.truncate(MOST_SHOWN);
        words.sort_by_key(|(word, _)| word.start);
        words.into_iter().map(|(word, _)| word).collect()
    }
}
