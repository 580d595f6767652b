//! The scores, side by side, and how far they agree.
//!
//! No rule is the right one: a count of inconsistencies prefers the hypothesis that nobody
//! examined, and a square prefers many small faults to one large one. So all are worked out
//! and shown, and a disagreement on the winner is said.

use crate::matrix::{Line, Matrix};
use crate::posterior::{self, Weighing};
use crate::question::Chance;

/// Two values that differ by less are the same.
pub const SAME: f64 = 1e-9;

/// A rule of scoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// How many ratings are inconsistent.
    Count,
    /// Inconsistencies weighted by credibility and relevance (PARC ACH).
    Parc,
    /// Squares of the inconsistencies (open-synthesis).
    Squares,
    /// Posterior probability.
    Bayes,
}

impl Rule {
    /// The four that are ranked.
    pub const ALL: [Self; 4] = [Self::Count, Self::Parc, Self::Squares, Self::Bayes];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Parc => "parc",
            Self::Squares => "squares",
            Self::Bayes => "bayes",
        }
    }
}

/// The scores of one hypothesis. The first three: lower is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// Number of inconsistent ratings.
    pub count: usize,
    /// Weighted inconsistency.
    pub parc: f64,
    /// Sum of squares of the inconsistencies.
    pub squares: f64,
    /// Weighted sum of all ratings; for comparison only.
    pub net: f64,
    /// Posterior probability and its range.
    pub bayes: Chance,
}

impl Scores {
    /// The value of a rule, turned so that higher is better.
    pub fn goodness(&self, rule: Rule) -> f64 {
        match rule {
            Rule::Count => -crate::parse::number(self.count),
            Rule::Parc => -self.parc,
            Rule::Squares => -self.squares,
            Rule::Bayes => self.bayes.point,
        }
    }
}

/// The scores of all hypotheses.
pub fn scores(matrix: &Matrix) -> Vec<Scores> {
    let bayes = posterior::posterior(matrix, Weighing::Clustered);
    let sums = Sums::of(matrix);
    (0..matrix.width()).map(|at| sums.scores(at, bayes[at])).collect()
}

/// The additive scores, by hypothesis; rows can be taken out again.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    count: Vec<usize>,
    parc: Vec<f64>,
    squares: Vec<f64>,
    net: Vec<f64>,
}

impl Sums {
    pub(crate) fn of(matrix: &Matrix) -> Self {
        Self::some(matrix, |_| true)
    }

    /// The sums over some of the lines.
    pub(crate) fn some(matrix: &Matrix, keep: impl Fn(usize) -> bool) -> Self {
        let width = matrix.width();
        let mut sums = Self {
            count: vec![0; width],
            parc: vec![0.0; width],
            squares: vec![0.0; width],
            net: vec![0.0; width],
        };
        let kept = matrix.lines.iter().enumerate().filter(|(at, _)| keep(*at));
        kept.for_each(|(_, line)| sums.add(line));
        sums
    }

    fn add(&mut self, line: &Line) {
        for (at, cell) in line.cells.iter().enumerate() {
            let value = f64::from(cell.value);
            self.net[at] += line.weight * value;
            if cell.value < 0 {
                self.count[at] += 1;
                self.parc[at] -= line.weight * value;
                self.squares[at] += value * value;
            }
        }
    }

    /// Takes a line out again.
    pub(crate) fn remove(&mut self, line: &Line) {
        for (at, cell) in line.cells.iter().enumerate() {
            let value = f64::from(cell.value);
            self.net[at] -= line.weight * value;
            if cell.value < 0 {
                self.count[at] -= 1;
                self.parc[at] += line.weight * value;
                self.squares[at] -= value * value;
            }
        }
    }

    pub(crate) fn scores(&self, at: usize, bayes: Chance) -> Scores {
        Scores {
            count: self.count[at],
            parc: self.parc[at],
            squares: self.squares[at],
            net: self.net[at],
            bayes,
        }
    }
}

/// Places of the hypotheses under a rule, 1 for the best; equal ones share a place.
pub fn ranks(scores: &[Scores], rule: Rule) -> Vec<usize> {
    let goodness: Vec<f64> = scores.iter().map(|one| one.goodness(rule)).collect();
    let better = |own: f64| goodness.iter().filter(|other| **other > own + SAME).count();
    goodness.iter().map(|own| 1 + better(*own)).collect()
}

/// The hypotheses that are first under a rule.
pub fn leaders(scores: &[Scores], rule: Rule) -> Vec<usize> {
    let ranks = ranks(scores, rule);
    (0..scores.len()).filter(|at| ranks[*at] == 1).collect()
}

/// How much a row can tell hypotheses apart: the largest log ratio of its chances.
pub fn diagnosticity(line: &Line) -> f64 {
    let logs = line.cells.iter().map(|cell| cell.chance.point.ln());
    let (low, high) = logs
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), log| (low.min(log), high.max(log)));
    if low.is_finite() && high.is_finite() { (high - low) * line.discount } else { 0.0 }
}

/// How far the ratings of a row spread: population standard deviation of their values.
pub fn spread(line: &Line) -> f64 {
    let size = crate::parse::number(line.cells.len().max(1));
    let values = || line.cells.iter().map(|cell| f64::from(cell.value));
    let mean = values().sum::<f64>() / size;
    (values().map(|value| (value - mean).powi(2)).sum::<f64>() / size).sqrt()
}
