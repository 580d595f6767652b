//! Finds the weights of a log-linear model at once over all lessons, drawn to 0 (L2): limited-memory BFGS.
//!
//! Source: Nocedal and Wright, "Numerical Optimization", 2nd ed., algorithms 7.4 (the direction) and 3.1 (the step). Steps
//! of one lesson after the other learn rare features by heart when a candidate has a hundred of them; here a rare
//! feature is drawn to 0 as strongly as a frequent one.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// Steps that are remembered.
const KEPT: usize = 8;

/// How a model learns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lessons {
    /// How strongly every weight is drawn to 0.
    pub(crate) penalty: f64,
    /// Steps at most.
    pub(crate) steps: usize,
}

impl Default for Lessons {
    fn default() -> Self {
        Self { penalty: 3.0, steps: 40 }
    }
}

/// How many candidates have a feature at least, to get a weight.
const LEAST: u32 = 2;

/// Features by dense numbers.
pub(crate) struct Known {
    numbers: Vec<u32>,
    places: HashMap<u32, usize>,
}

impl Known {
    /// The features that enough candidates have.
    pub(crate) fn new<'a>(candidates: impl Iterator<Item = &'a Vec<u32>>) -> Self {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for feature in candidates.flatten() {
            *counts.entry(*feature).or_default() += 1;
        }
        let often = counts.into_iter().filter(|(_, count)| *count >= LEAST);
        let numbers: Vec<u32> = often.map(|(feature, _)| feature).collect();
        let places = numbers.iter().copied().zip(0..).collect();
        Self { numbers, places }
    }

    pub(crate) fn dense(&self, features: &[u32]) -> Vec<usize> {
        features.iter().filter_map(|feature| self.places.get(feature).copied()).collect()
    }

    /// The weights with the numbers of their features. `loss` gives the loss at some weights and adds its slope.
    pub(crate) fn fit(
        self,
        lessons: Lessons,
        loss: impl Fn(&[f64], &mut [f64]) -> f64,
    ) -> Vec<(u32, f32)> {
        let weights = fit(self.numbers.len(), lessons, loss);
        self.numbers.into_iter().zip(weights.into_iter().map(|weight| weight as f32)).collect()
    }
}

/// So many weights, drawn to 0, at which a loss is lowest; `loss` adds its slope.
pub(crate) fn fit(
    count: usize,
    lessons: Lessons,
    loss: impl Fn(&[f64], &mut [f64]) -> f64,
) -> Vec<f64> {
    let drawn = |weights: &[f64], slope: &mut [f64]| {
        slope.fill(0.0);
        let sum = loss(weights, slope);
        slope
            .iter_mut()
            .zip(weights)
            .for_each(|(slope, weight)| *slope += lessons.penalty * weight);
        sum + lessons.penalty / 2.0 * product(weights, weights)
    };
    lowest(count, lessons.steps, drawn)
}

/// What features are worth together.
pub(crate) fn worth(weights: &[f64], features: &[usize]) -> f64 {
    features.iter().map(|at| weights[*at]).sum()
}

fn product(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(one, two)| one * two).sum()
}

/// A step and the change of the slope along it.
struct Step {
    way: Vec<f64>,
    change: Vec<f64>,
    scale: f64,
}

/// Where a loss is lowest.
fn lowest(count: usize, steps: usize, loss: impl Fn(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let (mut weights, mut slope) = (vec![0.0; count], vec![0.0; count]);
    let mut now = loss(&weights, &mut slope);
    let mut past: VecDeque<Step> = VecDeque::new();
    for _ in 0..steps {
        let direction = direction(&slope, &past);
        let down = product(&direction, &slope);
        let mut length =
            if past.is_empty() { 1.0 / product(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let mut there = vec![0.0; count];
        let (found, new) = loop {
            let tried: Vec<f64> =
                weights.iter().zip(&direction).map(|(at, way)| at + length * way).collect();
            let found = loss(&tried, &mut there);
            if found <= now + 1e-4 * length * down || length < 1e-6 {
                break (found, tried);
            }
            length /= 2.0;
        };
        let way: Vec<f64> = new.iter().zip(&weights).map(|(new, old)| new - old).collect();
        let change: Vec<f64> = there.iter().zip(&slope).map(|(new, old)| new - old).collect();
        let curve = product(&way, &change);
        if curve <= 1e-10 {
            break;
        }
        past.push_back(Step { way, change, scale: 1.0 / curve });
        if past.len() > KEPT {
            past.pop_front();
        }
        (weights, slope, now) = (new, there, found);
    }
    weights
}

/// The direction of the next step.
fn direction(slope: &[f64], past: &VecDeque<Step>) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut shares = Vec::with_capacity(past.len());
    for step in past.iter().rev() {
        let share = step.scale * product(&step.way, &direction);
        direction.iter_mut().zip(&step.change).for_each(|(it, change)| *it -= share * change);
        shares.push(share);
    }
    if let Some(last) = past.back() {
        let size = 1.0 / (last.scale * product(&last.change, &last.change));
        direction.iter_mut().for_each(|it| *it *= size);
    }
    for (step, share) in past.iter().zip(shares.into_iter().rev()) {
        let back = share - step.scale * product(&step.change, &direction);
        direction.iter_mut().zip(&step.way).for_each(|(it, way)| *it += back * way);
    }
    direction
}
