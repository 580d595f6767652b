//! The posterior taken apart, so that a row or a judgement can be changed cheaply.

use crate::matrix::Matrix;
use crate::posterior::{Pull, middle, share};

/// Strongest members that are remembered: one more than rows are changed at once.
const KEPT: usize = 4;

/// Log evidence of each line for each hypothesis, and what the clusters make of it.
#[derive(Debug)]
pub(crate) struct Ground<'m> {
    pub(crate) matrix: &'m Matrix,
    /// By line and hypothesis: counted from the middle of the line.
    logs: Vec<f64>,
    members: Vec<Vec<usize>>,
    /// By cluster and hypothesis.
    extremes: Vec<Extremes>,
    /// By cluster and hypothesis: what the cluster says.
    parts: Vec<f64>,
    /// By hypothesis: log prior and all clusters.
    pub(crate) totals: Vec<f64>,
}

/// Sums and strongest members of a cluster for one hypothesis.
#[derive(Debug, Clone, Copy)]
struct Extremes {
    sum_for: f64,
    sum_against: f64,
    strongest_for: [(usize, f64); KEPT],
    strongest_against: [(usize, f64); KEPT],
}

/// A change of one line: what is added to its log evidence for two hypotheses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shift {
    pub(crate) line: usize,
    pub(crate) by: f64,
}

impl<'m> Ground<'m> {
    pub(crate) fn new(matrix: &'m Matrix) -> Self {
        let width = matrix.width();
        let mut logs = Vec::with_capacity(width * matrix.lines.len());
        let mut members = vec![Vec::new(); matrix.dependence.len()];
        for (at, line) in matrix.lines.iter().enumerate() {
            let middle = middle(line);
            members[line.cluster].push(at);
            logs.extend(
                line.cells.iter().map(|it| line.discount * (it.chance.point.ln() - middle)),
            );
        }
        let mut ground = Self {
            matrix,
            logs,
            members,
            extremes: Vec::new(),
            parts: Vec::new(),
            totals: Vec::new(),
        };
        ground.fill();
        ground
    }

    fn fill(&mut self) {
        let width = self.matrix.width();
        for cluster in 0..self.members.len() {
            for at in 0..width {
                let extremes = self.extremes_of(cluster, at);
                self.parts.push(extremes.total(self.matrix.dependence[cluster]));
                self.extremes.push(extremes);
            }
        }
        let total = |at: usize| -> f64 {
            let parts = (0..self.members.len()).map(|cluster| self.parts[cluster * width + at]);
            self.matrix.priors[at].point.ln() + parts.sum::<f64>()
        };
        self.totals = (0..width).map(total).collect();
    }

    fn extremes_of(&self, cluster: usize, at: usize) -> Extremes {
        let mut found = Extremes::NONE;
        self.members[cluster].iter().for_each(|line| found.add(*line, self.log(*line, at)));
        found
    }

    /// Log evidence of a line for a hypothesis.
    pub(crate) fn log(&self, line: usize, at: usize) -> f64 {
        self.logs[line * self.matrix.width() + at]
    }

    /// Dependence that a line feels: none when it is alone in its cluster.
    pub(crate) fn dependence(&self, line: usize) -> f64 {
        let cluster = self.matrix.lines[line].cluster;
        if self.members[cluster].len() < 2 { 0.0 } else { self.matrix.dependence[cluster] }
    }

    /// By how much the total of a hypothesis changes when lines of one cluster are shifted;
    /// at most three of them, each once.
    pub(crate) fn shifted(&self, at: usize, shifts: &[Shift]) -> f64 {
        let Some(first) = shifts.first() else { return 0.0 };
        let cluster = self.matrix.lines[first.line].cluster;
        let place = cluster * self.matrix.width() + at;
        let after = self.extremes[place].shifted(shifts, |line| self.log(line, at));
        after.total(self.matrix.dependence[cluster]) - self.parts[place]
    }

    /// Totals without some lines.
    pub(crate) fn without(&self, out: &[usize]) -> Vec<f64> {
        let width = self.matrix.width();
        let mut gone = vec![false; self.matrix.lines.len()];
        out.iter().for_each(|line| gone[*line] = true);
        let mut clusters: Vec<usize> =
            out.iter().map(|line| self.matrix.lines[*line].cluster).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let mut totals = self.totals.clone();
        for cluster in clusters {
            let dependence = self.matrix.dependence[cluster];
            for (at, total) in totals.iter_mut().enumerate() {
                let mut pull = Pull::default();
                let left = self.members[cluster].iter().filter(|line| !gone[**line]);
                left.for_each(|line| pull.add(self.log(*line, at)));
                *total += pull.total(dependence) - self.parts[cluster * width + at];
            }
        }
        totals
    }

    /// What a softer judgement of a cell adds to the log evidence of its line, by hypothesis:
    /// first for the cell's own hypothesis, then for every other one.
    pub(crate) fn softening(&self, line: usize, at: usize) -> Option<(f64, f64)> {
        let own = &self.matrix.lines[line];
        let (_, softer) = own.cells[at].softened?;
        let change = own.discount * (softer.point.ln() - own.cells[at].chance.point.ln());
        let middle = change / crate::parse::number(own.cells.len());
        Some((change - middle, -middle))
    }
}

impl Extremes {
    const NONE: Self = Self {
        sum_for: 0.0,
        sum_against: 0.0,
        strongest_for: [(usize::MAX, 0.0); KEPT],
        strongest_against: [(usize::MAX, 0.0); KEPT],
    };

    fn add(&mut self, line: usize, log: f64) {
        if log > 0.0 {
            self.sum_for += log;
            insert(&mut self.strongest_for, (line, log));
        } else {
            self.sum_against += log;
            insert(&mut self.strongest_against, (line, log));
        }
    }

    fn total(&self, dependence: f64) -> f64 {
        let others = 1.0 - dependence;
        let (for_it, against) = (self.strongest_for[0].1, self.strongest_against[0].1);
        for_it + others * (self.sum_for - for_it) + against + others * (self.sum_against - against)
    }

    fn shifted(&self, shifts: &[Shift], log: impl Fn(usize) -> f64) -> Self {
        let left = |kept: &[(usize, f64); KEPT]| {
            let mut left = [(usize::MAX, 0.0); KEPT];
            let stays = |one: &&(usize, f64)| !shifts.iter().any(|it| it.line == one.0);
            kept.iter().filter(stays).zip(&mut left).for_each(|(one, place)| *place = *one);
            left
        };
        let mut after = Self {
            strongest_for: left(&self.strongest_for),
            strongest_against: left(&self.strongest_against),
            ..*self
        };
        for shift in shifts {
            let old = log(shift.line);
            if old > 0.0 {
                after.sum_for -= old;
            } else {
                after.sum_against -= old;
            }
            after.add(shift.line, old + shift.by);
        }
        after
    }
}

/// Puts a value in its place by size, away from zero first.
fn insert(kept: &mut [(usize, f64); KEPT], new: (usize, f64)) {
    let place = kept.iter().position(|one| new.1.abs() > one.1.abs());
    if let Some(place) = place {
        kept[place..].rotate_right(1);
        kept[place] = new;
    }
}

/// Posterior probabilities of totals.
pub(crate) fn probabilities(totals: &[f64]) -> Vec<f64> {
    totals.iter().map(|own| share(*own, totals.iter().copied())).collect()
}
