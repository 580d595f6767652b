//! The best sequence of labels for a line. Shared with the command that trains the models.

use super::letter::{self, Line};
use super::tag::{self, LABELS};
use super::weights::Weights;

/// What each label is worth at a letter.
pub(crate) type Sums = [f32; LABELS];

/// What a label is worth behind another.
pub(crate) type Steps = [Sums; LABELS];

/// The model of a file, ready to be asked.
pub(crate) struct Model<'f> {
    weights: Weights<'f>,
    steps: Steps,
}

impl<'f> Model<'f> {
    /// `None` when the file holds no weights.
    pub(crate) fn new(file: &'f [u8]) -> Option<Self> {
        let weights = Weights::new(file)?;
        let mut steps = [[0.0; LABELS]; LABELS];
        for (label, step) in (0..).zip(&mut steps) {
            weights.add(letter::behind(label), step);
        }
        Some(Self { weights, steps })
    }

    /// The labels of letters.
    pub(crate) fn labels(&self, letters: &[char], known: &[u32]) -> Vec<u8> {
        letter::parts(letters, known).flat_map(|line| self.of_line(&line)).collect()
    }

    /// Words that were never a part of a name are none here either, and cost no further question.
    fn of_line(&self, line: &Line<'_>) -> Vec<u8> {
        let mut run: (Option<u32>, bool, Sums) = (None, false, [0.0; LABELS]);
        best(line.count(), &self.steps, |at| {
            let here = Some(line.run_of(at));
            if run.0 != here {
                let ordinary = line.ordinary(at).is_some_and(|word| self.weights.holds(word));
                run = (here, ordinary, if ordinary { NO_NAME } else { [0.0; LABELS] });
                if !ordinary {
                    line.shared(at, |feature| self.weights.add(feature, &mut run.2));
                }
            }
            let mut sums = run.2;
            if !run.1 {
                line.own(at, |feature| self.weights.add(feature, &mut sums));
            }
            sums
        })
    }
}

/// What the labels are worth in an ordinary word: all but the first far too little.
const NO_NAME: Sums = {
    let mut sums = [-1e4; LABELS];
    sums[0] = 0.0;
    sums
};

/// The labels of `count` letters, best together (Viterbi). `score` gives what the labels are worth at a letter.
pub(crate) fn best(count: usize, steps: &Steps, mut score: impl FnMut(usize) -> Sums) -> Vec<u8> {
    let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(count);
    let mut sums = [f32::MIN; LABELS];
    let widest = widest(steps);
    let mut near = Vec::with_capacity(LABELS);
    for at in 0..count {
        let here = score(at);
        let best = sums.iter().copied().fold(f32::MIN, f32::max);
        // A label so far behind that no step makes up for it leads to nothing.
        near.clear();
        near.extend((0..LABELS).filter(|label| sums[*label] >= best - widest));
        let mut next = [f32::MIN; LABELS];
        let mut way = [0; LABELS];
        for label in 0..LABELS {
            let (before, sum) =
                if at == 0 { start(label) } else { step(&sums, steps, &near, label) };
            if sum > f32::MIN {
                next[label] = sum + here[label];
                way[label] = before;
            }
        }
        from.push(way);
        sums = next;
    }
    back(&from, &sums)
}

fn start(label: usize) -> (u8, f32) {
    if tag::goes_on(label) { (0, f32::MIN) } else { (0, 0.0) }
}

/// How much more the best step is worth than the worst.
fn widest(steps: &Steps) -> f32 {
    let all = || steps.iter().flatten().copied();
    all().fold(f32::MIN, f32::max) - all().fold(f32::MAX, f32::min)
}

/// The best label before this one, of those that are near the best. A name goes on only behind itself.
fn step(sums: &Sums, steps: &Steps, near: &[usize], label: usize) -> (u8, f32) {
    let scored = |before: usize| (before as u8, sums[before] + steps[before][label]);
    let better = |best: (u8, f32), one: (u8, f32)| if one.1 > best.1 { one } else { best };
    if tag::goes_on(label) {
        let known = [label - 1, label].into_iter().filter(|before| sums[*before] > f32::MIN);
        return known.map(scored).fold((0, f32::MIN), better);
    }
    near.iter().map(|before| scored(*before)).fold((0, f32::MIN), better)
}

fn back(from: &[[u8; LABELS]], sums: &Sums) -> Vec<u8> {
    let better = |one: &usize, two: &usize| sums[*one].total_cmp(&sums[*two]);
    let mut label = (0..LABELS).max_by(better).unwrap_or(0) as u8;
    let mut labels = vec![0; from.len()];
    for (at, way) in from.iter().enumerate().rev() {
        labels[at] = label;
        label = way[usize::from(label)];
    }
    labels
}
