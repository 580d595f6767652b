//! Measures a large matrix: 20 hypotheses, 500 rows, in three shapes of dependence.
//!
//! `cargo bench -p noroshi-assess` prints, for each, the best of several runs of: all scores
//! with their ranks, leave-one-out over all rows, the exact search for flip sets of size two,
//! and of size three.
#![expect(clippy::disallowed_methods, reason = "a measuring program uses the clock")]

use std::error::Error;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use noroshi_assess::{
    Cell, Chance, Line, Matrix, Probe, Rating, Rule, Scale, ranks, scores, search,
};

const HYPOTHESES: usize = 20;
const ROWS: usize = 500;
const RUNS: usize = 5;

/// A shape: its name, rows per cluster, and how close the race is.
struct Shape {
    name: &'static str,
    per_cluster: usize,
    close: bool,
}

const SHAPES: [Shape; 5] = [
    Shape { name: "every row alone, clear lead", per_cluster: 1, close: false },
    Shape { name: "every row alone, close race", per_cluster: 1, close: true },
    Shape { name: "ten rows a root, clear lead", per_cluster: 10, close: false },
    Shape { name: "ten rows a root, close race", per_cluster: 10, close: true },
    Shape { name: "one root, close race", per_cluster: ROWS, close: true },
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{HYPOTHESES} hypotheses x {ROWS} rows, best of {RUNS}")?;
    for shape in SHAPES {
        let matrix = matrix(&shape);
        let all = scores(&matrix);
        let names = vec!["row"; ROWS];
        let ranked = best(|| {
            let scores = scores(&matrix);
            Rule::ALL.map(|rule| ranks(&scores, rule))
        });
        let leaving = best(|| Probe::new(&matrix, &all).without_each(&names));
        let pairs = best(|| search(&matrix, 20, 2));
        let start = Instant::now();
        let found = search(&matrix, 20, 3);
        let threes = start.elapsed();
        writeln!(
            out,
            "{:30} scores {ranked:>9.1?}  leave-one-out {leaving:>9.1?}  flip 2 {pairs:>9.1?}  flip 3 {threes:>9.1?} (size {:?}, exact {})",
            shape.name, found.size, found.exact
        )?;
    }
    Ok(())
}

fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    let one = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    };
    (0..RUNS).map(one).min().unwrap_or_default()
}

/// Ratings from a fixed sequence. In a close race the two first hypotheses are rated alike,
/// except that the first is ahead by as much as two or three changes can take away.
fn matrix(shape: &Shape) -> Matrix {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |sides: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % sides
    };
    let scale = Scale::default();
    let mut lines = Vec::with_capacity(ROWS);
    for row in 0..ROWS {
        let mut ratings: Vec<Rating> = (0..HYPOTHESES)
            .map(|_| Rating::ALL[usize::try_from(roll(6)).unwrap_or_default()])
            .collect();
        if shape.close {
            ratings[0] = Rating::Consistent;
            ratings[1] = if row % 100 == 0 { Rating::Neutral } else { Rating::Consistent };
        } else if row % 3 == 0 {
            ratings[0] = Rating::VeryConsistent;
        }
        lines.push(Line {
            cells: ratings.into_iter().map(|it| Cell::rated(it, &scale)).collect(),
            weight: 1.0,
            discount: 1.0,
            forgeability: 0.3,
            cluster: row / shape.per_cluster,
        });
    }
    let clusters = ROWS.div_ceil(shape.per_cluster);
    let prior = Chance::exactly(0.05);
    Matrix { priors: vec![prior; HYPOTHESES], lines, dependence: vec![0.9; clusters] }
}
