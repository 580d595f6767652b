//! The best sequence of labels for a line. Shared with the command that trains the models.

use super::tag::{self, LABELS};

/// What each label is worth at a letter.
pub(crate) type Sums = [f32; LABELS];

/// What a label is worth behind another.
pub(crate) type Steps = [Sums; LABELS];

/// The labels of `count` letters, best together (Viterbi). `score` gives what the labels are worth at a letter.
pub(crate) fn best(count: usize, steps: &Steps, score: impl Fn(usize) -> Sums) -> Vec<u8> {
    let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(count);
    let mut sums = [f32::MIN; LABELS];
    for at in 0..count {
        let here = score(at);
        let mut next = [f32::MIN; LABELS];
        let mut way = [0; LABELS];
        for label in 0..LABELS {
            let (before, sum) = if at == 0 { start(label) } else { step(&sums, steps, label) };
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

/// The best label before this one. A name goes on only behind itself.
fn step(sums: &Sums, steps: &Steps, label: usize) -> (u8, f32) {
    let before = if tag::goes_on(label) { label - 1..label + 1 } else { 0..LABELS };
    let known = before.filter(|before| sums[*before] > f32::MIN);
    let scored = known.map(|before| (before as u8, sums[before] + steps[before][label]));
    scored.fold((0, f32::MIN), |best, one| if one.1 > best.1 { one } else { best })
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
