//! A second implementation, slow and simple, must agree on random matrices: scores,
//! leave-one-out, the smallest flip sets.

use noroshi_assess::{
    Cell, Chance, Change, Line, Matrix, Probe, Rating, Rule, Scale, Weighing, flip, leaders,
    posterior, scores,
};

/// Random matrices that are compared.
const MATRICES: usize = 10_000;

/// A small generator, so that every run sees the same matrices. Source: Marsaglia, "Xorshift
/// RNGs" (2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).expect("fits")).expect("fits")
    }

    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.roll(101)).expect("fits")) / 100.0
    }

    fn matrix(&mut self) -> Matrix {
        let (width, height) = (2 + self.roll(3), 1 + self.roll(5));
        let clusters = 1 + self.roll(height);
        let weights = [0.5, std::f64::consts::FRAC_1_SQRT_2, 1.0, std::f64::consts::SQRT_2, 2.0];
        let lines = (0..height).map(|_| Line {
            cells: (0..width).map(|_| self.cell()).collect(),
            weight: weights[self.roll(5)],
            discount: [1.0, 1.0, self.share()][self.roll(3)],
            forgeability: self.share(),
            cluster: self.roll(clusters),
        });
        let lines = lines.collect();
        // Equal priors make ties, which are an answer too.
        let equal = self.roll(2) == 0;
        let raw: Vec<f64> =
            (0..width).map(|_| if equal { 1.0 } else { 0.05 + self.share() }).collect();
        let sum: f64 = raw.iter().sum();
        let prior = |it: &f64| Chance { low: it / sum * 0.8, point: it / sum, high: it / sum };
        let dependence = (0..clusters).map(|_| [0.0, 0.5, 0.9, 1.0][self.roll(4)]).collect();
        Matrix { priors: raw.iter().map(prior).collect(), lines, dependence }
    }

    fn cell(&mut self) -> Cell {
        if self.roll(8) == 0 {
            let low = 0.05 + 0.4 * self.share();
            let high = low + 0.4 * self.share();
            return Cell::given(None, Chance { low, point: f64::midpoint(low, high), high });
        }
        Cell::rated(Rating::ALL[self.roll(6)], &Scale::default())
    }
}

/// A softened copy of a line: the slow way to change a judgement.
fn soften(line: &mut Line, hypothesis: usize) {
    let (value, chance) = line.cells[hypothesis].softened.expect("can be softened");
    line.cells[hypothesis] = Cell { value, chance, softened: None };
}

/// Posterior by the definition, in plain probabilities, from one end of each chance.
fn slow(matrix: &Matrix, pick: impl Fn(usize, Chance) -> f64, naive: bool) -> Vec<f64> {
    let width = matrix.priors.len();
    let mut weights = Vec::new();
    for own in 0..width {
        let mut product = pick(own, matrix.priors[own]);
        for cluster in 0..matrix.dependence.len() {
            let dependence = if naive { 0.0 } else { matrix.dependence[cluster] };
            // Every member's factor, counted from the geometric mean of its row.
            let mut factors: Vec<f64> = Vec::new();
            for line in matrix.lines.iter().filter(|line| line.cluster == cluster) {
                let all: f64 = line.cells.iter().map(|cell| cell.chance.point).product();
                let mean = all.powf(1.0 / f64::from(u32::try_from(width).expect("few")));
                factors.push((pick(own, line.cells[own].chance) / mean).powf(line.discount));
            }
            for side in [true, false] {
                let on_side = |factor: &&f64| (**factor > 1.0) == side;
                let members: Vec<f64> = factors.iter().filter(on_side).copied().collect();
                let distance = |factor: &f64| (factor.ln()).abs();
                let strongest =
                    members.iter().copied().max_by(|a, b| distance(a).total_cmp(&distance(b)));
                let Some(strongest) = strongest else { continue };
                let rest: f64 = members.iter().product::<f64>() / strongest;
                product *= strongest * rest.powf(1.0 - dependence);
            }
        }
        weights.push(product);
    }
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

fn points(matrix: &Matrix, naive: bool) -> Vec<f64> {
    slow(matrix, |_, chance| chance.point, naive)
}

fn best(shares: &[f64]) -> Vec<usize> {
    let top = shares.iter().copied().fold(0.0, f64::max);
    (0..shares.len()).filter(|at| shares[*at] > top - 1e-9).collect()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

fn compare_scores(matrix: &Matrix, at: usize) {
    let got = scores(matrix);
    let (clustered, naive) = (points(matrix, false), points(matrix, true));
    let got_naive = posterior(matrix, Weighing::Naive);
    for own in 0..matrix.priors.len() {
        let bad = matrix.lines.iter().filter(|line| line.cells[own].value < 0);
        assert_eq!(got[own].count, bad.clone().count(), "count, matrix {at}");
        let weighted: f64 =
            bad.clone().map(|line| line.weight * -f64::from(line.cells[own].value)).sum();
        assert!(close(got[own].parc, weighted), "weighted, matrix {at}");
        let squares: f64 = bad.map(|line| f64::from(line.cells[own].value).powi(2)).sum();
        assert!(close(got[own].squares, squares), "squares, matrix {at}");
        assert!(close(got[own].bayes.point, clustered[own]), "Bayes, matrix {at}");
        assert!(close(got_naive[own].point, naive[own]), "naive, matrix {at}");
        let low =
            slow(matrix, |it, chance| if it == own { chance.low } else { chance.high }, false);
        let high =
            slow(matrix, |it, chance| if it == own { chance.high } else { chance.low }, false);
        assert!(close(got[own].bayes.low, low[own].min(clustered[own])), "low, matrix {at}");
        assert!(close(got[own].bayes.high, high[own].max(clustered[own])), "high, matrix {at}");
    }
    assert_eq!(leaders(&got, Rule::Bayes), best(&clustered), "leader, matrix {at}");
}

fn compare_leaving_out(matrix: &Matrix, at: usize) {
    let names = vec!["row"; matrix.lines.len()];
    let got = Probe::new(matrix, &scores(matrix)).without_each(&names);
    for (out, got) in got.iter().enumerate() {
        let mut left = matrix.clone();
        left.lines.remove(out);
        let shares = points(&left, false);
        assert_eq!(got.leaders, best(&shares), "without row {out}, matrix {at}");
        let before = best(&points(matrix, false))[0];
        assert!(close(got.former, shares[before]), "without row {out}, matrix {at}");
        let now = scores(&left);
        for rule in [Rule::Count, Rule::Parc, Rule::Squares] {
            let other = leaders(&now, rule) != leaders(&scores(matrix), rule);
            assert_eq!(got.flips.contains(&rule), other, "{rule:?} without {out}, matrix {at}");
        }
    }
}

/// All sets of the smallest size that take the lead away, by trying everything.
fn slow_flip(matrix: &Matrix) -> (Option<usize>, Vec<Vec<Change>>) {
    let before = best(&points(matrix, false));
    if before.len() > 1 {
        return (Some(0), Vec::new());
    }
    let mut moves = Vec::new();
    for (line, row) in matrix.lines.iter().enumerate() {
        moves.push(Change::LeaveOut { line });
        for (hypothesis, cell) in row.cells.iter().enumerate() {
            if cell.softened.is_some() {
                moves.push(Change::Soften { line, hypothesis });
            }
        }
    }
    for size in 1..=3 {
        let mut sets: Vec<Vec<Change>> = Vec::new();
        subsets(&moves, size, &mut Vec::new(), &mut |set| {
            if flips(matrix, set, before[0]) {
                sets.push(set.to_vec());
            }
        });
        if !sets.is_empty() {
            sets.iter_mut().for_each(|set| set.sort_unstable());
            sets.sort();
            return (Some(size), sets);
        }
    }
    (None, Vec::new())
}

fn subsets(all: &[Change], size: usize, set: &mut Vec<Change>, sink: &mut impl FnMut(&[Change])) {
    if size == 0 {
        return sink(set);
    }
    for (at, one) in all.iter().enumerate() {
        set.push(*one);
        subsets(&all[at + 1..], size - 1, set, sink);
        set.pop();
    }
}

fn flips(matrix: &Matrix, set: &[Change], leader: usize) -> bool {
    let mut changed = matrix.clone();
    let gone: Vec<usize> = set
        .iter()
        .filter_map(|one| match one {
            Change::LeaveOut { line } => Some(*line),
            Change::Soften { .. } => None,
        })
        .collect();
    for one in set {
        if let Change::Soften { line, hypothesis } = one {
            if gone.contains(line) {
                return false;
            }
            soften(&mut changed.lines[*line], *hypothesis);
        }
    }
    let mut at = 0;
    changed.lines.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    best(&points(&changed, false)) != [leader]
}

fn compare_flips(matrix: &Matrix, at: usize) -> Option<usize> {
    let got = flip(matrix, usize::MAX / 8);
    let (size, sets) = slow_flip(matrix);
    assert_eq!(got.size, size, "size, matrix {at}");
    assert!(got.exact && got.complete);
    let mut found: Vec<Vec<Change>> = got.sets.into_iter().map(|set| set.changes).collect();
    found.sort();
    assert_eq!(found, sets, "sets, matrix {at}");
    size
}

#[test]
fn two_implementations_agree_on_random_matrices() {
    let mut dice = Dice(0x1234_5678_9abc_def1);
    let mut sizes = [0; 5];
    for at in 0..MATRICES {
        let matrix = dice.matrix();
        compare_scores(&matrix, at);
        compare_leaving_out(&matrix, at);
        sizes[compare_flips(&matrix, at).unwrap_or(4)] += 1;
    }
    // Every size was met often enough to mean something.
    assert!(sizes.iter().all(|met| *met >= 20), "{sizes:?}");
}
