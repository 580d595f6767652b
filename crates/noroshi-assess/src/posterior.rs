//! Posterior probabilities: explicit priors, dependence between rows, ranges by extremes.
//!
//! Rows that depend on one another must not multiply. In a cluster with dependence d (0 to 1)
//! the strongest member counts whole and every other one with the factor 1 - d, so that d = 1
//! gives the strongest member alone and d = 0 the product. Members that speak for a hypothesis
//! and members that speak against it are treated apart: they are not netted before the
//! strongest is sought. "For" and "against" are counted from the mean of the row's log chances.
//!
//! All work is done in logarithms; the largest is subtracted before the exponential.

use crate::matrix::{Line, Matrix};
use crate::question::Chance;

/// How rows are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// Clusters by their dependence: the answer.
    Clustered,
    /// As if all rows were independent.
    Naive,
    /// Clusters by their dependence, and each row by how hard it is to forge.
    Unforged,
}

impl Weighing {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clustered => "clustered",
            Self::Naive => "naive",
            Self::Unforged => "unforged",
        }
    }

    fn weight(self, line: &Line) -> f64 {
        match self {
            Self::Clustered | Self::Naive => line.discount,
            Self::Unforged => line.discount * (1.0 - line.forgeability),
        }
    }
}

/// What the members of a cluster say about one hypothesis.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pull {
    strongest_for: f64,
    sum_for: f64,
    strongest_against: f64,
    sum_against: f64,
}

impl Pull {
    pub(crate) fn add(&mut self, log: f64) {
        if log > 0.0 {
            self.strongest_for = self.strongest_for.max(log);
            self.sum_for += log;
        } else {
            self.strongest_against = self.strongest_against.min(log);
            self.sum_against += log;
        }
    }

    pub(crate) fn total(self, dependence: f64) -> f64 {
        let others = 1.0 - dependence;
        self.strongest_for
            + others * (self.sum_for - self.strongest_for)
            + self.strongest_against
            + others * (self.sum_against - self.strongest_against)
    }
}

/// Mean of the log chances of a row: what "for" and "against" are counted from.
pub(crate) fn middle(line: &Line) -> f64 {
    let sum: f64 = line.cells.iter().map(|cell| cell.chance.point.ln()).sum();
    sum / crate::parse::number(line.cells.len().max(1))
}

/// Sums of the log evidence for each hypothesis: at the low end, the point, the high end.
#[derive(Debug, Clone)]
struct Totals {
    low: Vec<f64>,
    point: Vec<f64>,
    high: Vec<f64>,
}

/// The posterior of each hypothesis.
pub fn posterior(matrix: &Matrix, weighing: Weighing) -> Vec<Chance> {
    posterior_of(matrix, weighing, |_| true)
}

/// The posterior from some of the lines.
pub fn posterior_of(
    matrix: &Matrix,
    weighing: Weighing,
    keep: impl Fn(usize) -> bool,
) -> Vec<Chance> {
    let width = matrix.width();
    let clusters = matrix.dependence.len();
    let mut pulls = vec![[Pull::default(); 3]; width * clusters];
    for (_, line) in matrix.lines.iter().enumerate().filter(|(at, _)| keep(*at)) {
        let (weight, middle) = (weighing.weight(line), middle(line));
        for (at, cell) in line.cells.iter().enumerate() {
            let own = &mut pulls[line.cluster * width + at];
            let ends = [cell.chance.low, cell.chance.point, cell.chance.high];
            for (pull, end) in own.iter_mut().zip(ends) {
                pull.add(weight * (end.ln() - middle));
            }
        }
    }
    let total = |at: usize, end: usize| -> f64 {
        let of = |cluster: usize| {
            let dependence = match weighing {
                Weighing::Naive => 0.0,
                _ => matrix.dependence[cluster],
            };
            pulls[cluster * width + at][end].total(dependence)
        };
        (0..clusters).map(of).sum()
    };
    let all = |end: usize| (0..width).map(|at| total(at, end)).collect();
    Totals { low: all(0), point: all(1), high: all(2) }.posterior(&matrix.priors)
}

impl Totals {
    /// Posterior with its range: the low end of a hypothesis is reached when everything that
    /// is given as a range lies at its low end for it, and at the high end for all others.
    fn posterior(&self, priors: &[Chance]) -> Vec<Chance> {
        let logs = |totals: &[f64], end: fn(&Chance) -> f64| -> Vec<f64> {
            totals.iter().zip(priors).map(|(total, prior)| end(prior).ln() + total).collect()
        };
        let low = logs(&self.low, |it| it.low);
        let point = logs(&self.point, |it| it.point);
        let high = logs(&self.high, |it| it.high);
        let own = |at: usize| {
            let exact = share(point[at], point.iter().copied());
            Chance {
                low: share(low[at], instead(&high, at, low[at])).min(exact),
                point: exact,
                high: share(high[at], instead(&low, at, high[at])).max(exact),
            }
        };
        (0..priors.len()).map(own).collect()
    }
}

/// The list with one value in place of another.
fn instead(logs: &[f64], at: usize, own: f64) -> impl Iterator<Item = f64> + Clone + '_ {
    logs.iter().enumerate().map(move |(place, log)| if place == at { own } else { *log })
}

/// exp(own) as a share of the sum of all exp.
pub(crate) fn share(own: f64, all: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = all.clone().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = all.map(|log| (log - largest).exp()).sum();
    (own - largest).exp() / sum
}

/// The likelihood ratio that lifts a prior to a target, all as probabilities: for .30 and .80
/// it is 9.3. `None` where no ratio does.
pub fn needed_ratio(prior: f64, target: f64) -> Option<f64> {
    let inside = |share: f64| 0.0 < share && share < 1.0;
    (inside(prior) && inside(target)).then(|| (target / (1.0 - target)) / (prior / (1.0 - prior)))
}
