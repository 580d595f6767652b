//! Learns to choose: among candidates, each a set of features, which is the right one.
//!
//! Yes or no is a choice between a candidate and one without features; a choice among classes has a candidate for each
//! class, whose features are mixed with its number. The chance of a candidate is the softmax of the sums of its weights
//! (logistic regression); the weights are found by steps along the gradient, smaller for features that were often met
//! (AdaGrad, Duchi and others 2011), in an order that is the same in every run.

use std::collections::{BTreeMap, HashMap};

use crate::Random;

/// Candidates, and the place of the right one.
pub(crate) struct Question {
    pub(crate) candidates: Vec<Vec<u32>>,
    pub(crate) right: usize,
}

impl Question {
    /// Whether something with these features is so.
    pub(crate) fn yes_or_no(features: Vec<u32>, yes: bool) -> Self {
        Self { candidates: vec![Vec::new(), features], right: usize::from(yes) }
    }
}

/// How a model learns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lessons {
    /// How often every question is asked.
    pub(crate) epochs: usize,
    /// How strongly weights are drawn to 0 (L2), for each time a feature is met.
    pub(crate) penalty: f32,
    /// How many candidates have a feature at least, to get a weight.
    pub(crate) least: u32,
}

impl Default for Lessons {
    fn default() -> Self {
        Self { epochs: 15, penalty: 1e-4, least: 2 }
    }
}

/// Length of the first step.
const STEP: f32 = 0.3;

/// The weights of the features, in order of their numbers.
pub(crate) fn fit(questions: &[Question], lessons: Lessons) -> Vec<(u32, f32)> {
    let known = known(questions, lessons.least);
    let place: HashMap<u32, usize> = known.iter().copied().zip(0..).collect();
    let dense = |features: &Vec<u32>| -> Vec<usize> {
        features.iter().filter_map(|feature| place.get(feature).copied()).collect()
    };
    let asked: Vec<(Vec<Vec<usize>>, usize)> = questions
        .iter()
        .map(|one| (one.candidates.iter().map(dense).collect(), one.right))
        .collect();
    let mut slope = Slope { weights: vec![0.0; known.len()], met: vec![1e-3; known.len()] };
    let mut order: Vec<usize> = (0..asked.len()).collect();
    let mut random = Random(0x5eed);
    for _ in 0..lessons.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for at in &order {
            let (candidates, right) = &asked[*at];
            slope.learn(candidates, *right, lessons.penalty);
        }
    }
    known.into_iter().zip(slope.weights).filter(|(_, weight)| *weight != 0.0).collect()
}

/// The features that enough candidates have, in order.
pub(crate) fn known(questions: &[Question], least: u32) -> Vec<u32> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for feature in questions.iter().flat_map(|one| one.candidates.iter().flatten()) {
        *counts.entry(*feature).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= least).map(|(feature, _)| feature).collect()
}

/// Weights, and the squares of all steps so far.
struct Slope {
    weights: Vec<f32>,
    met: Vec<f32>,
}

impl Slope {
    fn learn(&mut self, candidates: &[Vec<usize>], right: usize, penalty: f32) {
        let worth = |features: &Vec<usize>| features.iter().map(|at| self.weights[*at]).sum();
        let chances = softmax(candidates.iter().map(worth).collect());
        for (at, (features, chance)) in candidates.iter().zip(chances).enumerate() {
            let wrong = chance - f32::from(u8::from(at == right));
            for feature in features {
                let step = wrong + penalty * self.weights[*feature];
                self.met[*feature] += step * step;
                self.weights[*feature] -= STEP * step / self.met[*feature].sqrt();
            }
        }
    }
}

fn softmax(mut worths: Vec<f32>) -> Vec<f32> {
    let most = worths.iter().copied().fold(f32::MIN, f32::max);
    worths.iter_mut().for_each(|worth| *worth = (*worth - most).exp());
    let sum: f32 = worths.iter().sum();
    worths.iter_mut().for_each(|worth| *worth /= sum);
    worths
}

/// Several models as rows of one file: the first is class 0.
pub(crate) fn heads(models: Vec<Vec<(u32, f32)>>) -> Vec<crate::write::Row> {
    let count = models.len();
    let mut rows: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for (head, model) in models.into_iter().enumerate() {
        for (feature, weight) in model {
            rows.entry(feature).or_insert_with(|| vec![0.0; count])[head] = weight;
        }
    }
    rows.into_iter().collect()
}
