//! The best sequence of labels for a line. Shared with the command that trains the models.

use std::ops::Range;

use super::letter::{self, Line};
use super::tag::{self, LABELS};
use super::weights::{Answers, Gathered, Weights};

/// Room for the labels in a row: the processor adds up four at a time.
pub(crate) const WIDTH: usize = 28;

/// What each label is worth at a letter.
pub(crate) type Sums = [f32; WIDTH];

/// What a label is worth behind another, and behind none.
pub(crate) type Steps = [Sums; LABELS];

/// The model of a file, ready to be asked.
pub(crate) struct Model {
    weights: Weights<WIDTH>,
    steps: Steps,
}

impl Model {
    /// `None` when the file holds no weights.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        let weights = Weights::new(file)?;
        let steps = std::array::from_fn(|label| {
            let mut sums = [0.0; WIDTH];
            weights.add(letter::behind(label as u32), &mut sums);
            sums
        });
        Some(Self { weights, steps })
    }

    /// The labels of letters.
    pub(crate) fn labels(&self, letters: &[char], known: &[u32]) -> Vec<u8> {
        letter::parts(letters, known).flat_map(|line| self.of_line(&line)).collect()
    }

    fn of_line(&self, line: &Line<'_>) -> Vec<u8> {
        let (letters, answers) = self.ask(line);
        let mut shared = [0.0; WIDTH];
        best(line.count(), &self.steps, |at| {
            let letter = letters[at].as_ref()?;
            if let Some(question) = &letter.shared {
                shared = [0.0; WIDTH];
                answers.add(question, &mut shared);
            }
            let mut sums = shared;
            answers.add(&letter.own, &mut sums);
            Some(sums)
        })
    }

    /// The questions of each letter, and their answers; none for a letter of a word that was never a part of a name: it
    /// is in none here either.
    fn ask(&self, line: &Line<'_>) -> (Vec<Option<Letter>>, Answers<'_, WIDTH>) {
        let mut gathered = Gathered::new(&self.weights, line.count());
        let (mut run, mut ordinary) = (None, false);
        let of_letter = |at| {
            let starts = run != Some(line.run_of(at));
            if starts {
                run = Some(line.run_of(at));
                ordinary = line.ordinary(at).is_some_and(|word| self.weights.holds(word));
            }
            let mut shared = || gathered.question(|all| line.shared(at, |one| all.see(one)));
            let shared = (starts && !ordinary).then(&mut shared);
            let mut own = || gathered.question(|all| line.own(at, |one| all.see(one)));
            (!ordinary).then(&mut own).map(|own| Letter { shared, own })
        };
        let letters = (0..line.count()).map(of_letter).collect();
        (letters, gathered.answered())
    }
}

/// What is asked for a letter.
struct Letter {
    /// What is asked for the run that starts with it.
    shared: Option<Range<usize>>,
    own: Range<usize>,
}

/// Less than any sequence is worth, and far enough from the least number to be added to.
const NEVER: f32 = -1e30;

/// The labels of `count` letters, best together (Viterbi). `score` gives what the labels are worth at a letter; nothing
/// for a letter that is in no name.
pub(crate) fn best(
    count: usize,
    steps: &Steps,
    mut score: impl FnMut(usize) -> Option<Sums>,
) -> Vec<u8> {
    let moves = Moves::new(steps);
    let mut sums: Vec<Sums> = Vec::with_capacity(count);
    for at in 0..count {
        let here = score(at);
        let next = match (sums.last(), here) {
            (None, here) => first(here),
            (Some(before), None) => outside(moves.to_none(before)),
            (Some(before), Some(here)) => moves.next(before, &here),
        };
        sums.push(next);
    }
    moves.back(&sums)
}

/// What the labels of the first letter are worth.
fn first(here: Option<Sums>) -> Sums {
    let Some(here) = here else { return outside(0.0) };
    std::array::from_fn(
        |label| {
            if label >= LABELS || tag::goes_on(label) { NEVER } else { here[label] }
        },
    )
}

/// A letter that is in no name.
fn outside(worth: f32) -> Sums {
    let mut sums = [NEVER; WIDTH];
    sums[0] = worth;
    sums
}

/// The steps from label to label. A name goes on only behind itself.
struct Moves {
    /// To no name or the first letter of one, by the label before.
    opens: Steps,
    /// To the second letter of a name, and to those behind it.
    enters: Sums,
    stays: Sums,
    /// How much more the best step is worth than the worst.
    widest: f32,
}

impl Moves {
    fn new(steps: &Steps) -> Self {
        let only =
            |wanted: fn(usize) -> bool, worth: &dyn Fn(usize) -> f32| {
                std::array::from_fn(|label| {
                    if label < LABELS && wanted(label) { worth(label) } else { NEVER }
                })
            };
        let all = || steps.iter().flat_map(|step| &step[..LABELS]).copied();
        Self {
            opens: std::array::from_fn(|before| {
                only(|label| !tag::goes_on(label), &|label| steps[before][label])
            }),
            enters: only(tag::goes_on, &|label| steps[label - 1][label]),
            stays: only(tag::goes_on, &|label| steps[label][label]),
            widest: all().fold(f32::MIN, more) - all().fold(f32::MAX, f32::min),
        }
    }

    /// What it is worth at most that the next letter is in no name.
    fn to_none(&self, sums: &Sums) -> f32 {
        let worths = sums.iter().zip(&self.opens).map(|(sum, opens)| sum + opens[0]);
        worths.fold(NEVER, more)
    }

    /// What the labels of the next letter are worth.
    fn next(&self, sums: &Sums, here: &Sums) -> Sums {
        let least = self.least(sums);
        let mut next: Sums = std::array::from_fn(|label| {
            let enters = sums[label.saturating_sub(1)] + self.enters[label];
            more(enters, sums[label] + self.stays[label])
        });
        for (before, opens) in self.opens.iter().enumerate() {
            if sums[before] >= least {
                let better = |(next, opens): (&mut f32, &f32)| {
                    *next = more(*next, sums[before] + opens);
                };
                next.iter_mut().zip(opens).for_each(better);
            }
        }
        next.iter_mut().zip(here).for_each(|(next, here)| *next = more(NEVER, *next + here));
        next
    }

    /// A label that is worth less is so far behind that no step makes up for it: it leads to nothing.
    fn least(&self, sums: &Sums) -> f32 {
        sums.iter().copied().fold(NEVER, more) - self.widest
    }

    /// The labels that led to the best one at the end.
    fn back(&self, sums: &[Sums]) -> Vec<u8> {
        let mut labels = vec![0; sums.len()];
        let Some((last, before)) = sums.split_last() else { return labels };
        let mut label = last_highest(&last[..LABELS]);
        for (at, sums) in before.iter().enumerate().rev() {
            labels[at + 1] = label as u8;
            label = self.before(sums, label);
        }
        labels[0] = label as u8;
        labels
    }

    /// The label that leads to one with most worth: of several the first.
    fn before(&self, sums: &Sums, label: usize) -> usize {
        if tag::goes_on(label) {
            let enters = sums[label - 1] + self.enters[label];
            return if sums[label] + self.stays[label] > enters { label } else { label - 1 };
        }
        let least = self.least(sums);
        let mut best = (0, f32::MIN);
        for (before, opens) in self.opens.iter().enumerate() {
            let worth = sums[before] + opens[label];
            if sums[before] >= least && worth > best.1 {
                best = (before, worth);
            }
        }
        best.0
    }
}

/// The place of the highest worth: of several the last.
fn last_highest(worths: &[f32]) -> usize {
    (0..worths.len()).max_by(|one, two| worths[*one].total_cmp(&worths[*two])).unwrap_or(0)
}

/// The greater of two numbers, by one instruction: neither is ever none (`f32::max` asks).
fn more(one: f32, two: f32) -> f32 {
    if two > one { two } else { one }
}
