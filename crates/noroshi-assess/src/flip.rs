//! The smallest set of changes that takes the lead away: exact up to three, bounded beyond.
//!
//! A change leaves one row out, or softens one judgement from CC to C or from II to I. For each
//! challenger the changes are sorted by the most that each can take from the lead in any
//! company; a set is looked at only while the sum of these bounds reaches the lead. Because the
//! bound holds in any company, no set is missed.

use crate::ground::{Ground, Shift};
use crate::matrix::Matrix;
use crate::score::SAME;

/// Largest set that is searched exactly.
pub const EXACT: usize = 3;
/// Sets of each size that are looked at before the search gives up and says so. Pairs are
/// never given up: of the largest matrix that is measured there are fewer.
const MOST_LOOKED_AT: [usize; EXACT] = [usize::MAX, usize::MAX, 15_000_000];
/// Steps of the search beyond [`EXACT`].
const MOST_STEPS: usize = 24;

/// Something an analyst could see differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A row is left out.
    LeaveOut {
        /// Which line of the matrix.
        line: usize,
    },
    /// A judgement is one step less extreme.
    Soften {
        /// Which line of the matrix.
        line: usize,
        /// For which hypothesis.
        hypothesis: usize,
    },
}

impl Change {
    /// The line that it changes.
    pub fn line(self) -> usize {
        match self {
            Self::LeaveOut { line } | Self::Soften { line, .. } => line,
        }
    }
}

/// Changes that together take the lead away.
#[derive(Debug, Clone, PartialEq)]
pub struct FlipSet {
    /// In order of line.
    pub changes: Vec<Change>,
    /// Who leads then, or shares the lead.
    pub challenger: usize,
    /// Log odds of the former leader against the challenger afterwards; 0 or below.
    pub gap: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Flip {
    /// Size of the smallest sets: 0 when there is no single leader to begin with, `None` when
    /// no set of up to three does it.
    pub size: Option<usize>,
    /// The sets of that size that take away most; all of them when `complete`.
    pub sets: Vec<FlipSet>,
    /// Whether every set of that size is in the list.
    pub complete: bool,
    /// Whether the search up to three was exhaustive.
    pub exact: bool,
    /// Beyond three: a set that does it, not necessarily the smallest.
    pub beyond: Option<FlipSet>,
}

/// Looks for the smallest sets; `most` of them are kept.
pub fn flip(matrix: &Matrix, most: usize) -> Flip {
    search(matrix, most, EXACT)
}

/// The same with another largest size, for measurements.
pub fn search(matrix: &Matrix, most: usize, largest: usize) -> Flip {
    let ground = Ground::new(matrix);
    let Some(leader) = single_leader(&ground.totals) else {
        return Flip { size: Some(0), sets: Vec::new(), complete: true, exact: true, beyond: None };
    };
    let mut found = [0, 1, 2].map(|at| Found::new(most, MOST_LOOKED_AT[at]));
    let mut largest = largest.min(EXACT);
    let mut beyond: Option<FlipSet> = None;
    // One duel at a time: the moves of a large matrix are many.
    for challenger in (0..matrix.width()).filter(|at| *at != leader) {
        let duel = Duel::new(&ground, leader, challenger);
        let size = (1..=largest).find(|size| {
            let own = &mut found[size - 1];
            duel.look(*size, own);
            !own.sets.is_empty()
        });
        largest = size.unwrap_or(largest);
        let nothing = found.iter().all(|own| own.sets.is_empty());
        if let Some(set) = duel.greedy().filter(|_| nothing)
            && beyond.as_ref().is_none_or(|best| set.changes.len() < best.changes.len())
        {
            beyond = Some(set);
        }
    }
    let exact = found.iter().all(|own| own.left > 0);
    match found.into_iter().zip(1..).find(|(own, _)| !own.sets.is_empty()) {
        Some((own, size)) => own.finish(size),
        None => Flip { size: None, sets: Vec::new(), complete: true, exact, beyond },
    }
}

/// The one hypothesis that leads; `None` when several share the lead.
pub(crate) fn single_leader(totals: &[f64]) -> Option<usize> {
    let best = (0..totals.len()).max_by(|a, b| totals[*a].total_cmp(&totals[*b]))?;
    let close = |at: usize| at != best && totals[best] - totals[at] <= SAME;
    (!(0..totals.len()).any(close)).then_some(best)
}

/// Sets of one size that were found so far, the most harmful ones.
struct Found {
    sets: Vec<FlipSet>,
    most: usize,
    all: bool,
    left: usize,
}

impl Found {
    fn new(most: usize, left: usize) -> Self {
        Self { sets: Vec::new(), most, all: true, left }
    }

    fn add(&mut self, set: FlipSet) {
        self.sets.push(set);
        if self.sets.len() > self.most.saturating_mul(4).saturating_add(64) {
            self.trim();
        }
    }

    /// Keeps the most harmful sets; of two with the same changes the more harmful one.
    fn trim(&mut self) {
        self.sets.sort_by(|a, b| a.changes.cmp(&b.changes).then(a.gap.total_cmp(&b.gap)));
        self.sets.dedup_by(|a, b| a.changes == b.changes);
        self.sets.sort_by(|a, b| a.gap.total_cmp(&b.gap).then_with(|| a.changes.cmp(&b.changes)));
        self.all &= self.sets.len() <= self.most;
        self.sets.truncate(self.most);
    }

    fn finish(mut self, size: usize) -> Flip {
        self.trim();
        let exact = self.left > 0;
        Flip { size: Some(size), sets: self.sets, complete: self.all && exact, exact, beyond: None }
    }
}

/// A leader and one challenger.
struct Duel<'g, 'm> {
    ground: &'g Ground<'m>,
    leader: usize,
    challenger: usize,
    gap: f64,
    /// Changes that may help the challenger, the most helpful first.
    moves: Vec<Move>,
}

/// A change as one duel sees it.
#[derive(Debug, Clone, Copy)]
struct Move {
    change: Change,
    /// What is added to the log evidence of the line for leader and challenger.
    leader: f64,
    challenger: f64,
    /// The most that it can take from the lead, in any company.
    bound: f64,
    /// Whether the bound is what it takes, in any company without its own line.
    independent: bool,
}

impl<'g, 'm> Duel<'g, 'm> {
    fn new(ground: &'g Ground<'m>, leader: usize, challenger: usize) -> Self {
        let gap = ground.totals[leader] - ground.totals[challenger];
        let mut duel = Self { ground, leader, challenger, gap, moves: Vec::new() };
        let width = ground.matrix.width();
        for line in 0..ground.matrix.lines.len() {
            let leave = (-ground.log(line, leader), -ground.log(line, challenger));
            duel.add(Change::LeaveOut { line }, leave);
            for hypothesis in 0..width {
                let Some((own, other)) = ground.softening(line, hypothesis) else { continue };
                let by = |at: usize| if at == hypothesis { own } else { other };
                duel.add(Change::Soften { line, hypothesis }, (by(leader), by(challenger)));
            }
        }
        duel.moves.sort_by(|a, b| b.bound.total_cmp(&a.bound).then(a.change.cmp(&b.change)));
        duel
    }

    fn add(&mut self, change: Change, (leader, challenger): (f64, f64)) {
        let dependence = self.ground.dependence(change.line());
        let damped = 1.0 - dependence;
        // The total of a cluster moves with a member by a factor between `damped` and 1.
        let taken = if leader < 0.0 { -leader } else { -leader * damped };
        let given = if challenger > 0.0 { challenger } else { challenger * damped };
        let bound = taken + given;
        let independent = dependence == 0.0;
        self.moves.push(Move { change, leader, challenger, bound, independent });
    }

    fn look(&self, size: usize, found: &mut Found) {
        let mut chosen = Vec::with_capacity(size);
        self.extend(&mut chosen, 0, 0.0, size, found);
    }

    fn extend(
        &self,
        chosen: &mut Vec<usize>,
        from: usize,
        sum: f64,
        left: usize,
        found: &mut Found,
    ) {
        if left == 0 {
            return self.leaf(chosen, found);
        }
        for at in from..self.moves.len() {
            let reach: f64 = self.moves[at..].iter().take(left).map(|it| it.bound).sum();
            if sum + reach < self.gap - SAME || found.left == 0 {
                return;
            }
            if !self.fits(chosen, at) {
                continue;
            }
            chosen.push(at);
            self.extend(chosen, at + 1, sum + self.moves[at].bound, left - 1, found);
            chosen.pop();
        }
    }

    /// A row that is left out has no judgement to soften.
    fn fits(&self, chosen: &[usize], at: usize) -> bool {
        let new = self.moves[at].change;
        let clash = |one: Change| {
            let leaves = |it: Change| matches!(it, Change::LeaveOut { .. });
            one.line() == new.line() && (leaves(one) || leaves(new))
        };
        !chosen.iter().any(|one| clash(self.moves[*one].change))
    }

    fn leaf(&self, chosen: &[usize], found: &mut Found) {
        found.left = found.left.saturating_sub(1);
        let gap = self.gap_after(chosen);
        if gap <= SAME {
            found.add(self.set(chosen, gap));
        }
    }

    fn set(&self, chosen: &[usize], gap: f64) -> FlipSet {
        let mut changes: Vec<Change> = chosen.iter().map(|at| self.moves[*at].change).collect();
        changes.sort_unstable();
        FlipSet { changes, challenger: self.challenger, gap }
    }

    /// The lead over the challenger after some changes.
    fn gap_after(&self, chosen: &[usize]) -> f64 {
        if chosen.iter().all(|at| self.moves[*at].independent) {
            return self.gap - chosen.iter().map(|at| self.moves[*at].bound).sum::<f64>();
        }
        let mut left: Vec<Move> = chosen.iter().map(|at| self.moves[*at]).collect();
        let mut gap = self.gap;
        while let Some(first) = left.first().copied() {
            let cluster = |it: &Move| self.ground.matrix.lines[it.change.line()].cluster;
            let own = cluster(&first);
            let (same, others) = left.into_iter().partition(|it| cluster(it) == own);
            left = others;
            gap += self.ground.shifted(self.leader, &shifts(&same, |it| it.leader));
            gap -= self.ground.shifted(self.challenger, &shifts(&same, |it| it.challenger));
        }
        gap
    }

    /// The best change by its bound, again and again: not the smallest set, but a set.
    fn greedy(&self) -> Option<FlipSet> {
        let mut lines = Vec::new();
        let mut changes = Vec::new();
        let mut gone = Vec::new();
        for one in &self.moves {
            let line = one.change.line();
            if one.bound <= 0.0 || changes.len() == MOST_STEPS {
                break;
            }
            if lines.contains(&line) || !matches!(one.change, Change::LeaveOut { .. }) {
                continue;
            }
            lines.push(line);
            gone.push(line);
            let totals = self.ground.without(&gone);
            let gap = totals[self.leader] - totals[self.challenger];
            changes.push(one.change);
            if gap <= SAME {
                changes.sort_unstable();
                return Some(FlipSet { changes, challenger: self.challenger, gap });
            }
        }
        None
    }
}

/// Shifts by line; changes of one line are added up.
fn shifts(moves: &[Move], by: impl Fn(&Move) -> f64) -> Vec<Shift> {
    let mut shifts: Vec<Shift> = Vec::with_capacity(moves.len());
    for one in moves {
        let line = one.change.line();
        match shifts.iter_mut().find(|it| it.line == line) {
            Some(shift) => shift.by += by(one),
            None => shifts.push(Shift { line, by: by(one) }),
        }
    }
    shifts
}
