//! Learns to choose as [`crate::choice`] does, but from all questions at once: every weight is drawn to 0 alike (L2), so
//! that a feature that was met twice says little. Where questions are few and features many this reads other hands
//! better.
//!
//! The least of the loss is looked for with L-BFGS (Nocedal 1980): the steps of the last rounds stand for the curvature.

use std::collections::{HashMap, VecDeque};

use crate::choice::{self, Question};

/// How a model learns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lessons {
    /// How strongly every weight is drawn to 0.
    pub(crate) penalty: f64,
    /// Rounds at most.
    pub(crate) rounds: usize,
    /// How many candidates have a feature at least, to get a weight.
    pub(crate) least: u32,
}

/// Steps that are remembered.
const MEMORY: usize = 8;

/// Halvings of a step at most.
const HALVINGS: usize = 12;

/// A question, its features by their place among the weights.
struct Asked {
    candidates: Vec<Vec<usize>>,
    right: usize,
}

/// The weights of the features, in order of their numbers.
pub(crate) fn fit(questions: &[Question], lessons: Lessons) -> Vec<(u32, f32)> {
    let known = choice::known(questions, lessons.least);
    let place: HashMap<u32, usize> = known.iter().copied().zip(0..).collect();
    let dense = |features: &Vec<u32>| -> Vec<usize> {
        features.iter().filter_map(|feature| place.get(feature).copied()).collect()
    };
    let asked: Vec<Asked> = questions
        .iter()
        .map(|one| Asked {
            candidates: one.candidates.iter().map(dense).collect(),
            right: one.right,
        })
        .collect();
    let weights = least(&asked, known.len(), lessons);
    known.into_iter().zip(weights.into_iter().map(|weight| weight as f32)).collect()
}

/// The weights with the least loss.
fn least(asked: &[Asked], count: usize, lessons: Lessons) -> Vec<f64> {
    let mut weights = vec![0.0; count];
    let (mut worst, mut slope) = loss(asked, &weights, lessons.penalty);
    let mut steps: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    for _ in 0..lessons.rounds {
        let way = direction(&slope, &steps);
        let fall = dot(&way, &slope);
        let mut length = if steps.is_empty() { 1.0 / dot(&slope, &slope).sqrt() } else { 1.0 };
        let found = (0..HALVINGS).find_map(|_| {
            let next: Vec<f64> =
                weights.iter().zip(&way).map(|(at, by)| at + length * by).collect();
            let (loss, slope) = loss(asked, &next, lessons.penalty);
            let better = loss <= worst + 1e-4 * length * fall;
            length /= 2.0;
            better.then_some((next, loss, slope))
        });
        let Some((next, loss, next_slope)) = found else { break };
        let moved = difference(&next, &weights);
        let bent = difference(&next_slope, &slope);
        if dot(&moved, &bent) > 1e-10 {
            steps.push_back((moved, bent));
        }
        if steps.len() > MEMORY {
            steps.pop_front();
        }
        (weights, worst, slope) = (next, loss, next_slope);
    }
    weights
}

/// Down the slope, as far as the last steps say (the two loops of L-BFGS).
fn direction(slope: &[f64], steps: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|by| -by).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for (moved, bent) in steps.iter().rev() {
        let share = dot(moved, &way) / dot(moved, bent);
        add(&mut way, bent, -share);
        shares.push(share);
    }
    if let Some((moved, bent)) = steps.back() {
        let scale = dot(moved, bent) / dot(bent, bent);
        way.iter_mut().for_each(|by| *by *= scale);
    }
    for ((moved, bent), share) in steps.iter().zip(shares.into_iter().rev()) {
        let other = dot(bent, &way) / dot(moved, bent);
        add(&mut way, moved, share - other);
    }
    way
}

/// How badly the questions are answered, and how that changes with each weight.
fn loss(asked: &[Asked], weights: &[f64], penalty: f64) -> (f64, Vec<f64>) {
    let mut slope: Vec<f64> = weights.iter().map(|weight| penalty * weight).collect();
    let mut loss = penalty / 2.0 * dot(weights, weights);
    for one in asked {
        let worth = |features: &Vec<usize>| features.iter().map(|at| weights[*at]).sum::<f64>();
        let worths: Vec<f64> = one.candidates.iter().map(worth).collect();
        let most = worths.iter().copied().fold(f64::MIN, f64::max);
        let sum: f64 = worths.iter().map(|worth| (worth - most).exp()).sum();
        loss -= worths[one.right] - most - sum.ln();
        for (at, (features, worth)) in one.candidates.iter().zip(&worths).enumerate() {
            let wrong = (worth - most).exp() / sum - f64::from(u8::from(at == one.right));
            features.iter().for_each(|feature| slope[*feature] += wrong);
        }
    }
    (loss, slope)
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(one, two)| one * two).sum()
}

fn difference(one: &[f64], two: &[f64]) -> Vec<f64> {
    one.iter().zip(two).map(|(one, two)| one - two).collect()
}

/// Adds a multiple.
fn add(to: &mut [f64], other: &[f64], by: f64) {
    to.iter_mut().zip(other).for_each(|(to, other)| *to += by * other);
}
