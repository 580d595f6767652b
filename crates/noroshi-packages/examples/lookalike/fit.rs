//! Logistic regression by Newton's method, over the best pair of each name.

use noroshi_packages::similar::{Described, MARK_COUNT};

use super::data::Example;

/// How often the best pair of each name is chosen again.
const ROUNDS: usize = 4;
const STEPS: usize = 12;
/// Penalty on weights, in units of standardised marks: keeps rare marks small.
const RIDGE: f64 = 3.0;
/// A labelled pair is known to be one, while most reported names resemble nothing: it counts so often.
const LABELLED: f64 = 3.0;

/// One weight for each mark.
pub(crate) type Weights = Vec<f64>;

/// Folds of the protected names: in how many, and which of several ways of dividing them.
pub(crate) const FOLDS: u64 = 5;

/// The fold of a protected name in one way of dividing them (FNV-1a).
pub(crate) fn fold(name: &str, division: u64) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    (hash ^ (hash >> 32)).wrapping_mul(2 * division + 1).rotate_right(20) % FOLDS
}

/// Weights times values.
pub(crate) fn sum(weights: &[f64], pair: &Described) -> f64 {
    weights.iter().zip(&pair.values).map(|(weight, value)| weight * value).sum()
}

/// A sum as a chance.
pub(crate) fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

/// One pair that stands for its name.
struct Row<'a> {
    pair: &'a Described,
    label: f64,
    weight: f64,
}

/// Fits weights on the pairs that `keep` lets through.
///
/// Which protected name a reported name was meant to look like is not known: after the first
/// round each name is represented by the pair that the weights of the round before like best.
pub(crate) fn fit(examples: &[&Example], keep: impl Fn(&Described) -> bool) -> Weights {
    let mut weights: Option<Weights> = None;
    for _ in 0..ROUNDS {
        let row = |example: &&'_ Example| -> Option<(usize, f64, f64)> {
            let at = best(example, &keep, weights.as_deref())?;
            let weight = if example.labelled { LABELLED } else { 1.0 };
            Some((at, f64::from(example.reported), weight))
        };
        let rows = examples.iter().filter_map(|example| {
            let (at, label, weight) = row(example)?;
            Some(Row { pair: &example.pairs[at], label, weight })
        });
        let rows: Vec<Row<'_>> = rows.collect();
        weights = Some(newton(&rows));
    }
    weights.unwrap_or_default()
}

fn best(
    example: &Example,
    keep: impl Fn(&Described) -> bool,
    weights: Option<&[f64]>,
) -> Option<usize> {
    let mut kept = (0..example.pairs.len()).filter(|at| keep(&example.pairs[*at]));
    match weights {
        // At first the pair with the most used protected name stands for the name.
        None => kept.next(),
        Some(weights) => {
            let value = |at: &usize| sum(weights, &example.pairs[*at]);
            kept.max_by(|one, other| value(one).total_cmp(&value(other)))
        }
    }
}

fn newton(rows: &[Row<'_>]) -> Weights {
    let scale = scales(rows);
    let mut weights = vec![0.0; MARK_COUNT];
    for _ in 0..STEPS {
        let (slope, bend) = slopes(rows, &scale, &weights);
        for (weight, step) in weights.iter_mut().zip(solve(bend, slope)) {
            *weight += step;
        }
    }
    weights.iter().zip(&scale).map(|(weight, scale)| weight / scale).collect()
}

/// First and second derivatives of the penalised likelihood.
fn slopes(rows: &[Row<'_>], scale: &[f64], weights: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut slope = vec![0.0; MARK_COUNT];
    let mut bend = vec![vec![0.0; MARK_COUNT]; MARK_COUNT];
    for row in rows {
        let values: Vec<f64> =
            row.pair.values.iter().zip(scale).map(|(value, scale)| value / scale).collect();
        let chance =
            logistic(values.iter().zip(weights).map(|(value, weight)| value * weight).sum());
        for (mark, value) in values.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            slope[mark] += row.weight * value * (row.label - chance);
            for (column, other) in values.iter().enumerate() {
                bend[mark][column] += row.weight * value * other * chance * (1.0 - chance);
            }
        }
    }
    for mark in 0..MARK_COUNT {
        let ridge = if mark == 0 { 0.001 } else { RIDGE };
        slope[mark] -= ridge * weights[mark];
        bend[mark][mark] += ridge;
    }
    (slope, bend)
}

/// Root mean square of each mark.
fn scales(rows: &[Row<'_>]) -> Vec<f64> {
    let scale = |mark: usize| {
        let sum: f64 = rows.iter().map(|row| row.pair.values[mark].powi(2)).sum();
        let mean = sum / rows.len().max(1) as f64;
        if mean > 0.0 { mean.sqrt() } else { 1.0 }
    };
    (0..MARK_COUNT).map(scale).collect()
}

/// Gaussian elimination with partial pivots.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let largest = |one: &usize, other: &usize| {
            matrix[*one][column].abs().total_cmp(&matrix[*other][column].abs())
        };
        let pivot = (column..size).max_by(largest).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..size {
            let factor = matrix[row][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(row);
            for (cell, other) in below[0].iter_mut().zip(&above[column]).skip(column) {
                *cell -= factor * other;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}
