//! How often what a model tells is right at the chance that it gives, and the line that says so.

use std::fmt::Write;

use crate::chance::{Curve, log_odds};

/// Something that a model told of a passage that it had not seen.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    /// The hands that were left out together.
    pub(crate) fold: usize,
    /// The chance that the model gave.
    pub(crate) given: f32,
    /// Whether it is annotated.
    pub(crate) right: bool,
}

/// Steps towards the line; a few are enough.
const STEPS: usize = 25;

/// How strongly the line is drawn to that which changes nothing.
const PENALTY: f64 = 1.0;

/// The line under which what was told is likeliest (logistic regression by Newton's method).
pub(crate) fn fit<'t>(told: impl Iterator<Item = &'t Told> + Clone) -> Curve {
    let (mut slope, mut shift) = (1.0, 0.0);
    for _ in 0..STEPS {
        let mut sums = [PENALTY * (slope - 1.0), PENALTY * shift];
        let (mut slopes, mut mixed, mut shifts) = (PENALTY, 0.0, PENALTY);
        for one in told.clone() {
            let at = f64::from(log_odds(one.given));
            let share = 1.0 / (1.0 + (-(slope * at + shift)).exp());
            let (wrong, weight) = (share - f64::from(u8::from(one.right)), share * (1.0 - share));
            sums = [sums[0] + wrong * at, sums[1] + wrong];
            slopes += weight * at * at;
            mixed += weight * at;
            shifts += weight;
        }
        let area = slopes * shifts - mixed * mixed;
        slope -= (shifts * sums[0] - mixed * sums[1]) / area;
        shift -= (slopes * sums[1] - mixed * sums[0]) / area;
    }
    Curve { slope: slope as f32, shift: shift as f32 }
}

/// What was told, by the chance that is shown beside it, each by a line that was fitted to the other hands; then the
/// line of all.
pub(crate) fn table(told: &[Told]) -> String {
    let mut bins = [(0_usize, 0_usize, 0.0_f32); 10];
    for fold in 0..=told.iter().map(|one| one.fold).max().unwrap_or(0) {
        let line = fit(told.iter().filter(|one| one.fold != fold));
        for one in told.iter().filter(|one| one.fold == fold) {
            let shown = line.chance(one.given).share();
            let bin = &mut bins[((shown * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1, bin.1 + usize::from(one.right), bin.2 + shown);
        }
    }
    let mut shown = String::new();
    for (tenth, (count, right, sum)) in bins.into_iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
        let mean = |whole: f32| whole / count as f32;
        let (said, share) = (mean(sum), mean(right as f32));
        let _ = writeln!(shown, "  from .{tenth}: {count} told, mean chance {said:.2}, right {share:.2}");
    }
    let Curve { slope, shift } = fit(told.iter());
    let _ = writeln!(shown, "  Curve {{ slope: {slope:.2}, shift: {shift:.2} }}");
    shown
}
