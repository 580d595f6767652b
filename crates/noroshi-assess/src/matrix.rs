//! The numbers of a question: what is scored, and nothing else.

use jiff::civil::Date;

use crate::question::{Chance, Question, Row, Scale};
use crate::word::Rating;

/// A cell: how a row fits a hypothesis, in numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// 2 to -2; 0 for neutral and not applicable.
    pub value: i8,
    /// Chance of seeing the row if the hypothesis holds.
    pub chance: Chance,
    /// The same cell judged one step less extreme, if it can be.
    pub softened: Option<(i8, Chance)>,
}

impl Cell {
    /// A cell that says nothing.
    pub const NEUTRAL: Self = Self { value: 0, chance: Chance::exactly(0.5), softened: None };

    /// The cell of a rating.
    pub fn rated(rating: Rating, scale: &Scale) -> Self {
        let softened = rating.softened().map(|one| (one.value(), scale.of(one)));
        Self { value: rating.value(), chance: scale.of(rating), softened }
    }

    /// The cell of a rating whose chance the analyst gave apart: it has no softer judgement.
    pub fn given(rating: Option<Rating>, chance: Chance) -> Self {
        Self { value: rating.map_or(0, Rating::value), chance, softened: None }
    }
}

/// A row in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// One cell for each hypothesis.
    pub cells: Vec<Cell>,
    /// Credibility times relevance, for the weighted count.
    pub weight: f64,
    /// How much of its likelihoods counts, 0.0 to 1.0.
    pub discount: f64,
    /// How easily it could have been planted, 0.0 to 1.0.
    pub forgeability: f64,
    /// Its cluster: a place in [`Matrix::dependence`].
    pub cluster: usize,
}

/// Everything that scores are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Priors, one for each hypothesis.
    pub priors: Vec<Chance>,
    /// Rows that count.
    pub lines: Vec<Line>,
    /// Dependence within each cluster, 0.0 to 1.0.
    pub dependence: Vec<f64>,
}

impl Matrix {
    /// The matrix of what counts on a day, and the row of the question behind each line.
    pub fn of(question: &Question, as_of: Option<Date>) -> (Self, Vec<usize>) {
        let rows = question.counted(as_of);
        let mut names: Vec<&str> = rows.iter().map(|at| &*question.rows[*at].cluster).collect();
        names.sort_unstable();
        names.dedup();
        let dependence =
            |name: &&str| question.clusters.get(*name).copied().unwrap_or(question.dependence);
        let line = |at: &usize| {
            let row = &question.rows[*at];
            let cluster = names.binary_search(&&*row.cluster).unwrap_or_default();
            line(row, &question.scale, cluster)
        };
        let matrix = Self {
            priors: question.hypotheses.iter().map(|one| one.prior).collect(),
            lines: rows.iter().map(line).collect(),
            dependence: names.iter().map(dependence).collect(),
        };
        (matrix, rows)
    }

    /// How many hypotheses there are.
    pub fn width(&self) -> usize {
        self.priors.len()
    }
}

fn line(row: &Row, scale: &Scale, cluster: usize) -> Line {
    let silent = row.silent().is_some();
    let cell = |at: usize| match (row.ratings[at], row.likelihood[at]) {
        _ if silent => Cell { chance: Chance::exactly(0.5), ..Cell::NEUTRAL },
        (rating, Some(chance)) => Cell::given(rating, chance),
        (Some(rating), None) => Cell::rated(rating, scale),
        (None, None) => Cell { chance: scale.neutral, ..Cell::NEUTRAL },
    };
    Line {
        cells: (0..row.ratings.len()).map(cell).collect(),
        weight: row.credibility.factor() * row.relevance.factor(),
        discount: row.weight,
        forgeability: row.forgeability,
        cluster,
    }
}
