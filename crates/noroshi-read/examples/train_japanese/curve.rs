//! How often what a model tells is right at the chance that it gives, and the line that says so.

use std::fmt::Write;

use crate::chance::{Curve, log_odds};

/// Something that a model told of a passage that it had not seen.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    /// The hands that were left out together.
    pub(crate) fold: usize,
    /// Which of the kinds that each have a shift of their own.
    pub(crate) kind: usize,
    /// The chance that the model gave.
    pub(crate) given: f32,
    /// Whether it is annotated.
    pub(crate) right: bool,
}

/// Steps towards the line; a few are enough.
const STEPS: usize = 50;

/// How strongly the line is drawn to that which changes nothing.
const PENALTY: f64 = 1.0;

/// The farthest that one step moves the line: whole steps of Newton's method leave it where all is flat.
const FAR: f64 = 0.5;

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
        slope -= ((shifts * sums[0] - mixed * sums[1]) / area).clamp(-FAR, FAR);
        shift -= ((slopes * sums[1] - mixed * sums[0]) / area).clamp(-FAR, FAR);
    }
    Curve { slope: slope as f32, shift: shift as f32 }
}

/// The line of all with its shift moved to where what was told of one kind is likeliest.
fn moved<'t>(line: Curve, told: impl Iterator<Item = &'t Told> + Clone) -> Curve {
    let mut moved = 0.0;
    for _ in 0..STEPS {
        let (mut sum, mut weight) = (ALIKE * moved, ALIKE);
        for one in told.clone() {
            let at = f64::from(line.slope * log_odds(one.given) + line.shift);
            let share = 1.0 / (1.0 + (-(at + moved)).exp());
            sum += share - f64::from(u8::from(one.right));
            weight += share * (1.0 - share);
        }
        moved -= (sum / weight).clamp(-FAR, FAR);
    }
    Curve { shift: line.shift + moved as f32, ..line }
}

/// How strongly the kinds are held to be alike: some were told only a few times.
const ALIKE: f64 = 4.0;

/// The lines of the kinds, of which there are so many; a single one needs no shift of its own.
fn lines<'t>(told: impl Iterator<Item = &'t Told> + Clone, kinds: usize) -> Vec<Curve> {
    let all = fit(told.clone());
    if kinds == 1 {
        return vec![all];
    }
    let of = |kind: usize| moved(all, told.clone().filter(move |one| one.kind == kind));
    (0..kinds).map(of).collect()
}

/// What the program tells, by the chance that is shown beside it, each by lines that were fitted to the other hands; then
/// the lines of all. What is told from a lower chance only helps to fit them.
pub(crate) fn table(told: &[Told], kinds: usize, is_shown: impl Fn(&Told) -> bool) -> String {
    let mut bins = [(0_usize, 0_usize, 0.0_f32); 10];
    for fold in 0..=told.iter().map(|one| one.fold).max().unwrap_or(0) {
        let lines = lines(told.iter().filter(|one| one.fold != fold), kinds);
        for one in told.iter().filter(|one| one.fold == fold && is_shown(one)) {
            let chance = lines[one.kind].chance(one.given);
            let bin = &mut bins[usize::from(chance.in_hundredths() / 10).min(9)];
            *bin = (bin.0 + 1, bin.1 + usize::from(one.right), bin.2 + chance.share());
        }
    }
    let mut shown = String::new();
    for (tenth, (count, right, sum)) in bins.into_iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
        let mean = |whole: f32| whole / count as f32;
        let (said, share) = (mean(sum), mean(right as f32));
        let _ = writeln!(
            shown,
            "  from .{tenth}: {count} told, mean chance {said:.2}, right {share:.2}"
        );
    }
    let lines = lines(told.iter(), kinds);
    let slope = lines.first().map_or(0.0, |line| line.slope);
    let shifts: Vec<String> = lines.iter().map(|line| format!("{:.2}", line.shift)).collect();
    let _ = writeln!(shown, "  slope {slope:.2}, shifts {}", shifts.join(", "));
    shown
}
