//! What happens to the answer when something is left out, softened, or believed otherwise.

use crate::flip::{Change, single_leader};
use crate::ground::{Ground, probabilities};
use crate::matrix::Matrix;
use crate::question::Chance;
use crate::score::{Rule, SAME, Scores, Sums, leaders};

/// Priors that are tried for each hypothesis.
const PRIORS: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/// The answer without some lines.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// What was left out: a row, a root, a facet, a cluster.
    pub name: String,
    /// The lines that are gone.
    pub lines: Vec<usize>,
    /// Who leads now; several when they share the lead.
    pub leaders: Vec<usize>,
    /// Posterior of the one who led before.
    pub former: f64,
    /// Posterior of the former leader less that of the best other.
    pub lead: f64,
    /// Rules under which somebody else leads now.
    pub flips: Vec<Rule>,
}

/// One judgement a step less extreme.
#[derive(Debug, Clone, PartialEq)]
pub struct Softened {
    /// Which.
    pub change: Change,
    /// Posterior of the former leader less that of the best other.
    pub lead: f64,
    /// Who leads now.
    pub leaders: Vec<usize>,
}

/// Priors against posteriors of one hypothesis; the others keep their proportions.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// Which hypothesis.
    pub hypothesis: usize,
    /// Prior and posterior.
    pub points: Vec<(f64, f64)>,
    /// From this prior on it leads, alone or with others.
    pub tipping: f64,
}

/// Works out what is left of an answer.
pub struct Probe<'m> {
    ground: Ground<'m>,
    matrix: &'m Matrix,
    before: [Vec<usize>; 4],
    leader: usize,
}

impl<'m> Probe<'m> {
    /// For a matrix and its scores.
    pub fn new(matrix: &'m Matrix, scores: &[Scores]) -> Self {
        let ground = Ground::new(matrix);
        let before = Rule::ALL.map(|rule| leaders(scores, rule));
        let leader = before[3].first().copied().unwrap_or_default();
        Self { ground, matrix, before, leader }
    }

    /// The lead as it is.
    pub fn lead(&self) -> f64 {
        lead(&probabilities(&self.ground.totals), self.leader)
    }

    /// Without some lines.
    pub fn without(&self, name: &str, lines: Vec<usize>) -> LeftOut {
        let bayes = probabilities(&self.ground.without(&lines));
        let sums = Sums::some(self.matrix, |at| !lines.contains(&at));
        self.left_out(name, lines, &bayes, &sums)
    }

    /// Without each line in turn.
    pub fn without_each(&self, names: &[&str]) -> Vec<LeftOut> {
        let all = Sums::of(self.matrix);
        let one = |at: usize| {
            let bayes = probabilities(&self.ground.without(&[at]));
            let mut sums = all.clone();
            sums.remove(&self.matrix.lines[at]);
            self.left_out(names[at], vec![at], &bayes, &sums)
        };
        (0..self.matrix.lines.len()).map(one).collect()
    }

    fn left_out(&self, name: &str, lines: Vec<usize>, bayes: &[f64], sums: &Sums) -> LeftOut {
        let scores: Vec<Scores> =
            (0..bayes.len()).map(|at| sums.scores(at, Chance::exactly(bayes[at]))).collect();
        let now = Rule::ALL.map(|rule| leaders(&scores, rule));
        let flips = Rule::ALL.into_iter().zip(now.iter().zip(&self.before));
        LeftOut {
            name: name.to_owned(),
            lines,
            former: bayes.get(self.leader).copied().unwrap_or_default(),
            lead: lead(bayes, self.leader),
            flips: flips.filter(|(_, (now, before))| now != before).map(|(rule, _)| rule).collect(),
            leaders: now[3].clone(),
        }
    }

    /// Each extreme judgement softened in turn, the most harmful first.
    pub fn softened(&self) -> Vec<Softened> {
        let width = self.matrix.width();
        let mut all = Vec::new();
        for line in 0..self.matrix.lines.len() {
            for hypothesis in 0..width {
                let Some(totals) = self.soften(line, hypothesis) else { continue };
                let bayes = probabilities(&totals);
                let change = Change::Soften { line, hypothesis };
                let lead = lead(&bayes, self.leader);
                all.push(Softened { change, lead, leaders: first(&bayes) });
            }
        }
        all.sort_by(|a, b| a.lead.total_cmp(&b.lead).then(a.change.cmp(&b.change)));
        all
    }

    fn soften(&self, line: usize, hypothesis: usize) -> Option<Vec<f64>> {
        let (own, other) = self.ground.softening(line, hypothesis)?;
        let shift = |at: usize| {
            let by = if at == hypothesis { own } else { other };
            let shift = crate::ground::Shift { line, by };
            self.ground.totals[at] + self.ground.shifted(at, &[shift])
        };
        Some((0..self.matrix.width()).map(shift).collect())
    }

    /// The answer under other priors, for each hypothesis.
    pub fn sweeps(&self) -> Vec<Sweep> {
        (0..self.matrix.width()).map(|at| self.sweep(at)).collect()
    }

    fn sweep(&self, at: usize) -> Sweep {
        let totals = &self.ground.totals;
        let own = self.matrix.priors[at].point;
        // Prior odds and what the evidence adds to them, against all others together.
        let others: Vec<f64> =
            (0..totals.len()).filter(|it| *it != at).map(|it| totals[it]).collect();
        let evidence = (totals[at] - own.ln()) - (log_sum(&others) - (1.0 - own).ln());
        let posterior = |prior: f64| {
            let odds = (prior.ln() - (1.0 - prior).ln() + evidence).exp();
            if odds.is_finite() { odds / (1.0 + odds) } else { 1.0 }
        };
        let best = others.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let against_best = (totals[at] - own.ln()) - (best - (1.0 - own).ln());
        let tipping = 1.0 / (1.0 + against_best.exp());
        Sweep { hypothesis: at, points: PRIORS.map(|it| (it, posterior(it))).to_vec(), tipping }
    }

    /// The single leader, if there is one.
    pub fn single_leader(&self) -> Option<usize> {
        single_leader(&self.ground.totals)
    }
}

fn log_sum(logs: &[f64]) -> f64 {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + logs.iter().map(|log| (log - largest).exp()).sum::<f64>().ln()
}

fn lead(bayes: &[f64], leader: usize) -> f64 {
    let others = bayes.iter().enumerate().filter(|(at, _)| *at != leader).map(|(_, it)| *it);
    bayes.get(leader).copied().unwrap_or_default() - others.fold(0.0, f64::max)
}

fn first(bayes: &[f64]) -> Vec<usize> {
    let best = bayes.iter().copied().fold(0.0, f64::max);
    (0..bayes.len()).filter(|at| bayes[*at] >= best - SAME).collect()
}
