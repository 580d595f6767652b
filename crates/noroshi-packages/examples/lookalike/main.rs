//! Trains and measures the score of look-alike names.
//!
//! ```console
//! $ cargo run --release -p noroshi-packages --example lookalike             # measure
//! $ cargo run --release -p noroshi-packages --example lookalike -- table    # the rows of src/similar/weights.rs
//! $ cargo run --release -p noroshi-packages --example lookalike -- errors   # what is flagged, for the eye
//! $ cargo run --release -p noroshi-packages --example lookalike -- speed    # time for each name
//! ```
//!
//! Measuring is cross-validation grouped by protected name: no pair is weighed by weights that
//! were fitted with a pair of the same protected name.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool: it reads files, takes the time and prints"
)]

mod data;
mod fit;

use std::process::ExitCode;
use std::time::Instant;

use data::{Data, Example, PROTECTED};
use fit::{FOLDS, Weights, fit, fold, logistic, sum};
use noroshi_packages::similar::{Described, FLAGGED, MARKS, STRICT, WEIGHTS};

/// Ways of dividing the protected names into folds: figures of one alone depend on luck.
const DIVISIONS: u64 = 4;
/// Shares of honest names flagged for which figures are given.
const SHARES: [f64; 4] = [0.0025, 0.005, 0.01, 0.02];

fn main() -> ExitCode {
    match Data::load() {
        Err(why) => {
            println!("{why}");
            ExitCode::from(2)
        }
        Ok(data) => {
            match std::env::args().nth(1).unwrap_or_default().as_str() {
                "table" => table(&data),
                "errors" => errors(&data),
                "speed" => speed(&data),
                _ => measure(&data),
            }
            ExitCode::SUCCESS
        }
    }
}

/// The weights of each fold, none of which saw that fold.
fn folds(data: &Data, division: u64) -> Vec<Weights> {
    let all = data.all();
    (0..FOLDS).map(|held| fit(&all, |pair| fold(&pair.of, division) != held)).collect()
}

/// The score of a name where each pair is weighed by the weights that never saw its fold.
fn score(example: &Example, folds: &[Weights], division: u64) -> f64 {
    let fold = |pair: &str| usize::try_from(fold(pair, division)).unwrap_or_default();
    let one = |pair: &Described| logistic(sum(&folds[fold(&pair.of)], pair));
    example.pairs.iter().map(one).fold(0.0, f64::max)
}

struct Scores {
    honest: Vec<f64>,
    reported: Vec<f64>,
    pairs: Vec<f64>,
    names: usize,
}

impl Scores {
    fn of(data: &Data, score: impl Fn(&Example) -> f64) -> Self {
        let mut honest: Vec<f64> = data.legitimate.iter().map(&score).collect();
        honest.sort_by(|one, other| other.total_cmp(one));
        let reported = data.reported.iter().map(&score).collect();
        let pairs = data.labelled.iter().map(&score).collect();
        Self { honest, reported, pairs, names: data.names }
    }

    /// The lowest threshold that flags at most this share of the honest names.
    fn threshold(&self, share: f64) -> f64 {
        self.honest[(self.honest.len() as f64 * share).floor() as usize] + 1e-9
    }

    /// Shares flagged from a threshold on, in per cent: honest, reported, labelled pairs.
    fn shares(&self, threshold: f64) -> [f64; 3] {
        let share = |scores: &[f64], of: usize| {
            let flagged = scores.iter().filter(|score| **score >= threshold).count();
            100.0 * flagged as f64 / of as f64
        };
        let honest = share(&self.honest, self.honest.len());
        [honest, share(&self.reported, self.names), share(&self.pairs, self.pairs.len())]
    }
}

fn measure(data: &Data) {
    let (honest, pairs) = (data.legitimate.len(), data.labelled.len());
    println!("protected {PROTECTED}, reported {}, honest {honest}, pairs {pairs}", data.names);
    println!(
        "{:>34} {:>9} {:>9} {:>10} {:>8}",
        "", "threshold", "honest %", "reported %", "pairs %"
    );
    let mut means = [[0.0; 4]; SHARES.len()];
    for division in 0..DIVISIONS {
        let folds = folds(data, division);
        let scores = Scores::of(data, |example| score(example, &folds, division));
        for (mean, share) in means.iter_mut().zip(SHARES) {
            let threshold = scores.threshold(share);
            let [honest, reported, pairs] = scores.shares(threshold);
            line(
                &format!("cross-validated, division {division}"),
                [threshold, honest, reported, pairs],
            );
            for (sum, value) in mean.iter_mut().zip([threshold, honest, reported, pairs]) {
                *sum += value / DIVISIONS as f64;
            }
        }
        for threshold in [FLAGGED, STRICT] {
            let [honest, reported, pairs] = scores.shares(threshold);
            line("  at the thresholds of the program", [threshold, honest, reported, pairs]);
        }
    }
    means.iter().for_each(|mean| line("mean of all divisions", *mean));
    let scores = Scores::of(data, |example| {
        example.pairs.iter().map(|pair| logistic(sum(&WEIGHTS, pair))).fold(0.0, f64::max)
    });
    for threshold in [FLAGGED, STRICT] {
        let [honest, reported, pairs] = scores.shares(threshold);
        line("as shipped (fitted on all of it)", [threshold, honest, reported, pairs]);
    }
}

fn line(title: &str, [threshold, honest, reported, pairs]: [f64; 4]) {
    println!("{title:>34} {threshold:>9.3} {honest:>9.2} {reported:>10.2} {pairs:>8.1}");
}

/// The weights fitted on everything, as they stand in `weights.rs`.
fn table(data: &Data) {
    for (mark, weight) in MARKS.iter().zip(fit(&data.all(), |_| true)) {
        println!("    (\"{}\", {weight:.3}),", mark.word);
    }
}

/// What is flagged, highest score first.
fn errors(data: &Data) {
    let folds = folds(data, 0);
    for (title, examples) in
        [("honest", &data.legitimate), ("reported", &data.reported), ("pair", &data.labelled)]
    {
        let scored = examples.iter().map(|one| (score(one, &folds, 0), one));
        let mut scored: Vec<(f64, &Example)> = scored.collect();
        scored.sort_by(|one, other| other.0.total_cmp(&one.0));
        for (score, example) in scored.iter().take(700) {
            let best = example
                .pairs
                .iter()
                .max_by(|one, other| sum(&WEIGHTS, one).total_cmp(&sum(&WEIGHTS, other)));
            if let Some(pair) = best {
                println!(
                    "{title} {score:.3} {} ~ {} ({})",
                    example.name,
                    pair.of,
                    pair.operation.word()
                );
            }
        }
    }
}

fn speed(data: &Data) {
    let names = data.legitimate.iter().chain(&data.reported).map(|example| example.name.as_str());
    let names: Vec<&str> = names.collect();
    let start = Instant::now();
    let flagged =
        names.iter().filter(|name| data.lookalikes.check(name).is_some_and(|one| one.flagged));
    let flagged = flagged.count();
    let each = start.elapsed().as_secs_f64() * 1e6 / names.len() as f64;
    println!("{} names, {flagged} flagged, {each:.1} microseconds each (wall clock)", names.len());
}
