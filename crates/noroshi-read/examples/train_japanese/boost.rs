//! Learns sums of small trees: each tree is fitted to what the ones before it leave wrong.
//!
//! Source: Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001; the worth
//! of a leaf and the gain of a fork as in Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD 2016
//! (equations 5 and 7). Signs are asked for by up to 63 limits.

use crate::Random;
use crate::forest::DEPTH;

/// A tree.
pub(crate) enum Tree {
    Leaf(f32),
    /// What is not above the limit goes to the first side.
    Fork {
        sign: usize,
        limit: f32,
        sides: Box<[Tree; 2]>,
    },
}

/// How many trees, and how much of each is taken.
const TREES: usize = 100;
const RATE: f64 = 0.08;

/// How strongly leaves are drawn to 0; rows of a leaf, and their curvature, at least.
const PENALTY: f64 = 5.0;
const ROWS: usize = 30;
const CURVE: f64 = 3.0;

/// Limits of a sign.
const LIMITS: usize = 63;

/// Tenths of the rows and of the signs that a tree sees.
const ROWS_SEEN: usize = 8;
const SIGNS_SEEN: usize = 5;

impl Tree {
    fn worth(&self, row: &[f32]) -> f32 {
        match self {
            Self::Leaf(worth) => *worth,
            Self::Fork { sign, limit, sides } => sides[usize::from(row[*sign] > *limit)].worth(row),
        }
    }
}

/// What a row is asked: the slope of the loss at its worth, and the curvature.
pub(crate) type Slope = [f64; 2];

/// The trees that are added to the worths which the rows start with. `slopes` gives the slope of the loss at some worths.
pub(crate) fn fit<const WIDTH: usize>(
    rows: &[[f32; WIDTH]],
    mut worths: Vec<f64>,
    slopes: impl Fn(&[f64]) -> Vec<Slope>,
) -> Vec<Tree> {
    let mut random = Random(1);
    let limits: Vec<Vec<f32>> = (0..WIDTH).map(|sign| limits(rows, sign)).collect();
    let steps: Vec<Vec<u8>> = limits
        .iter()
        .enumerate()
        .map(|(sign, limits)| rows.iter().map(|row| step(limits, row[sign])).collect())
        .collect();
    let mut trees = Vec::with_capacity(TREES);
    for _ in 0..TREES {
        let seen: Vec<usize> = (0..rows.len()).filter(|_| random.below(10) < ROWS_SEEN).collect();
        let signs: Vec<usize> = (0..WIDTH).filter(|_| random.below(10) < SIGNS_SEEN).collect();
        let grown = Growing { limits: &limits, steps: &steps, slopes: slopes(&worths), signs };
        let tree = grown.tree(&seen, DEPTH);
        worths.iter_mut().zip(rows).for_each(|(worth, row)| *worth += f64::from(tree.worth(row)));
        trees.push(tree);
    }
    trees
}

/// Values that part the rows evenly by a sign.
fn limits<const WIDTH: usize>(rows: &[[f32; WIDTH]], sign: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[sign]).collect();
    values.sort_by(f32::total_cmp);
    let mut own = values.clone();
    own.dedup();
    if own.len() > LIMITS {
        own = (1..=LIMITS).map(|at| values[at * (values.len() - 1) / (LIMITS + 1)]).collect();
        own.dedup();
    }
    own
}

/// How many limits a value is above.
fn step(limits: &[f32], value: f32) -> u8 {
    limits.partition_point(|limit| *limit < value) as u8
}

struct Growing<'g> {
    limits: &'g [Vec<f32>],
    /// Of each sign, how many limits each row is above.
    steps: &'g [Vec<u8>],
    slopes: Vec<Slope>,
    signs: Vec<usize>,
}

impl Growing<'_> {
    fn tree(&self, rows: &[usize], depth: usize) -> Tree {
        let sum = sum(rows.iter().map(|row| self.slopes[*row]));
        let leaf = || Tree::Leaf((-RATE * sum[0] / (sum[1] + PENALTY)) as f32);
        if depth == 0 {
            return leaf();
        }
        let found = self.signs.iter().filter_map(|sign| self.fork(rows, sum, *sign));
        let best = found.fold(None, |best: Option<Found>, one| match best {
            Some(best) if best.gain >= one.gain => Some(best),
            _ => Some(one),
        });
        let Some(Found { sign, at, .. }) = best else { return leaf() };
        let below = |row: &usize| usize::from(self.steps[sign][*row]) <= at;
        let (low, high): (Vec<usize>, Vec<usize>) = rows.iter().partition(|row| below(row));
        let sides = Box::new([self.tree(&low, depth - 1), self.tree(&high, depth - 1)]);
        Tree::Fork { sign, limit: self.limits[sign][at], sides }
    }

    /// The best fork by a sign.
    fn fork(&self, rows: &[usize], all: Slope, sign: usize) -> Option<Found> {
        let mut sums = [([0.0, 0.0], 0_usize); LIMITS + 1];
        for row in rows {
            let (sum, count) = &mut sums[usize::from(self.steps[sign][*row])];
            let [slope, curve] = self.slopes[*row];
            *sum = [sum[0] + slope, sum[1] + curve];
            *count += 1;
        }
        let mut best = None;
        let (mut low, mut count) = ([0.0, 0.0], 0);
        for (at, (sum, rows_there)) in sums.iter().enumerate().take(self.limits[sign].len()) {
            low = [low[0] + sum[0], low[1] + sum[1]];
            count += rows_there;
            let high = [all[0] - low[0], all[1] - low[1]];
            let few = count.min(rows.len() - count) < ROWS || low[1].min(high[1]) < CURVE;
            let gain = gain(low) + gain(high) - gain(all);
            if !few && gain > best.as_ref().map_or(LEAST_GAIN, |best: &Found| best.gain) {
                best = Some(Found { sign, at, gain });
            }
        }
        best
    }
}

/// A fork that gains less is none.
const LEAST_GAIN: f64 = 1e-6;

struct Found {
    sign: usize,
    /// The place of its limit.
    at: usize,
    gain: f64,
}

fn gain([slope, curve]: Slope) -> f64 {
    slope * slope / (curve + PENALTY)
}

fn sum(slopes: impl Iterator<Item = Slope>) -> Slope {
    slopes.fold([0.0, 0.0], |sum, one| [sum[0] + one[0], sum[1] + one[1]])
}
