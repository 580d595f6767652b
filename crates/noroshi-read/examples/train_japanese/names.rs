//! The model of names: an averaged perceptron over whole lines.
//!
//! Source: Collins, "Discriminative Training Methods for Hidden Markov Models", EMNLP 2002. Every passage is learned three times:
//! as it is, and twice with its names exchanged for others of their kind, so that the words around a name are learned
//! rather than the name.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::ops::Range;

use noroshi_model::MentionKind;

use crate::feature::folded;
use crate::letter::{self, LONGEST, Line};
use crate::sequence::{self, Steps};
use crate::tag::{self, KINDS, LABELS};
use crate::{Lesson, UNSEEN, write};

const EPOCHS: usize = 6;
const COPIES: usize = 2;
/// Features that fewer letters have are not learned.
const LEAST: u32 = 2;
/// Features that are kept.
const MOST: usize = 40_000;

/// A line with its labels.
#[derive(Clone)]
struct Sample {
    hand: char,
    letters: Vec<char>,
    known: Vec<u32>,
    labels: Vec<u8>,
}

/// How the passages of each unseen hand are read by a model that did not see them.
pub(crate) fn check(lessons: &[Lesson]) -> String {
    let samples: Vec<Sample> = lessons.iter().flat_map(samples).collect();
    let mut shown = String::new();
    let mut all = [Tally::default(), Tally::default()];
    for hand in UNSEEN.iter().filter(|hand| samples.iter().any(|one| one.hand == **hand)) {
        let (held, given): (Vec<Sample>, Vec<Sample>) =
            samples.iter().cloned().partition(|one| one.hand == *hand);
        let file = learn(&given);
        let model = Model::new(&file);
        let mut tallies = [Tally::default(), Tally::default()];
        for one in &held {
            let gold = tag::names(&one.labels);
            for tally in [&mut tallies[0], &mut all[0]] {
                tally.add(&gold, &tag::names(&model.labels(one)));
            }
        }
        for lesson in lessons.iter().filter(|lesson| lesson.hand == *hand) {
            for tally in [&mut tallies[1], &mut all[1]] {
                by_rules(lesson, tally);
            }
        }
        let _ = writeln!(shown, "{hand}: {} (rules alone {})", tallies[0], tallies[1]);
    }
    let _ = writeln!(shown, "all: {} (rules alone {})", all[0], all[1]);
    shown
}

/// The file of the model of all lessons.
pub(crate) fn train(lessons: &[Lesson]) -> Vec<u8> {
    learn(&lessons.iter().flat_map(samples).collect::<Vec<Sample>>())
}

/// The lines of a passage.
fn samples(lesson: &Lesson) -> Vec<Sample> {
    let text = lesson.passage.text.as_str();
    let mut samples = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let front = line.len() - line.trim_start().len();
        let range = start + front..start + front + line.trim().len();
        start += line.len() + 1;
        if !range.is_empty() {
            samples.push(sample(lesson, range));
        }
    }
    samples
}

fn sample(lesson: &Lesson, range: Range<usize>) -> Sample {
    let shown = &lesson.passage.text[range.clone()];
    let places: Vec<usize> = shown.char_indices().map(|(at, _)| range.start + at).collect();
    let letters: Vec<char> = shown.chars().map(folded).collect();
    let inside = |start: usize, end: usize| {
        let first = places.partition_point(|place| *place < start);
        first..first + places[first..].partition_point(|place| *place < end)
    };
    let mut known = vec![0; letters.len()];
    for mention in &lesson.reading.mentions {
        let place = inside(mention.span.start(), mention.span.end());
        letter::mark(&mut known[place], mention.kind.word(), mention.reason.rule);
    }
    let mut labels = vec![0; letters.len()];
    for mention in &lesson.passage.mentions {
        let kind = KINDS.iter().find(|kind| kind.word() == mention.kind);
        let Some(first) = kind.and_then(|kind| first(*kind)) else { continue };
        let place = inside(mention.span.0, mention.span.1);
        labels[place.clone()].fill(first + 1);
        if let Some(label) = labels.get_mut(place.start).filter(|_| !place.is_empty()) {
            *label = first;
        }
    }
    Sample { hand: lesson.hand, letters, known, labels }
}

/// The label of a name's first letter.
fn first(kind: MentionKind) -> Option<u8> {
    let at = KINDS.iter().position(|known| *known == kind)?;
    u8::try_from(1 + 2 * at).ok()
}

/// Copies of the samples with other names.
fn exchanged(samples: &[Sample]) -> Vec<Sample> {
    let mut names: BTreeMap<MentionKind, Vec<Vec<char>>> = BTreeMap::new();
    for one in samples {
        for (range, kind) in tag::names(&one.labels) {
            names.entry(kind).or_default().push(one.letters[range].to_vec());
        }
    }
    names.values_mut().for_each(|names| names.retain(|name| name.len() >= 3));
    let mut random = Random(0x0012_3456);
    let copies = samples.iter().flat_map(|one| std::iter::repeat_n(one, COPIES));
    copies.map(|one| exchange(one, &names, &mut random)).collect()
}

fn exchange(
    one: &Sample,
    names: &BTreeMap<MentionKind, Vec<Vec<char>>>,
    random: &mut Random,
) -> Sample {
    let mut copy =
        Sample { hand: one.hand, letters: Vec::new(), known: Vec::new(), labels: Vec::new() };
    let mut instead: HashMap<Vec<char>, Vec<char>> = HashMap::new();
    let mut at = 0;
    for (range, kind) in tag::names(&one.labels) {
        let own = one.letters[range.clone()].to_vec();
        let named = !matches!(
            kind,
            MentionKind::Sector
                | MentionKind::Country
                | MentionKind::Regulation
                | MentionKind::Technique
                | MentionKind::Vulnerability
        );
        let others =
            names.get(&kind).filter(|others| named && own.len() >= 3 && !others.is_empty());
        let Some(others) = others else { continue };
        copy.push(one, at..range.start);
        let other = instead
            .entry(own.clone())
            .or_insert_with(|| others[random.below(others.len())].clone());
        if *other == own {
            copy.push(one, range.clone());
        } else {
            let label = first(kind).unwrap_or(0);
            copy.letters.extend(other.iter());
            copy.known.extend(std::iter::repeat_n(0, other.len()));
            copy.labels.push(label);
            copy.labels.extend(std::iter::repeat_n(label + 1, other.len() - 1));
        }
        at = range.end;
    }
    copy.push(one, at..one.letters.len());
    copy
}

impl Sample {
    fn push(&mut self, other: &Self, range: Range<usize>) {
        self.letters.extend(&other.letters[range.clone()]);
        self.known.extend(&other.known[range.clone()]);
        self.labels.extend(&other.labels[range]);
    }

    /// Features of each letter.
    fn features(&self) -> Vec<Vec<u32>> {
        let mut all = Vec::with_capacity(self.letters.len());
        for (letters, known) in self.letters.chunks(LONGEST).zip(self.known.chunks(LONGEST)) {
            let line = Line::new(letters, known);
            for at in 0..letters.len() {
                let mut features = Vec::new();
                line.shared(at, |feature| features.push(feature));
                line.own(at, |feature| features.push(feature));
                all.push(features);
            }
        }
        all
    }
}

/// A linear congruential generator: the same order in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Learns, and gives the file of the weights.
fn learn(samples: &[Sample]) -> Vec<u8> {
    let mut all = samples.to_vec();
    all.extend(exchanged(samples));
    let mut numbers: HashMap<u32, (u32, u32)> = HashMap::new();
    let features: Vec<Vec<Vec<u32>>> = all.iter().map(Sample::features).collect();
    for feature in features.iter().flatten().flatten() {
        numbers.entry(*feature).or_default().1 += 1;
    }
    numbers.retain(|_, (_, count)| *count >= LEAST);
    let mut known: Vec<u32> = numbers.keys().copied().collect();
    known.sort_unstable();
    for (number, feature) in (0..).zip(&known) {
        numbers.insert(*feature, (number, 0));
    }
    let dense = |letter: Vec<u32>| -> Vec<u32> {
        letter.iter().filter_map(|feature| Some(numbers.get(feature)?.0)).collect()
    };
    let features: Vec<Vec<Vec<u32>>> =
        features.into_iter().map(|line| line.into_iter().map(dense).collect()).collect();
    let (weights, steps) = perceptron(&all, &features, known.len());
    let mut rows: Vec<write::Row> = known
        .iter()
        .zip(weights.chunks(LABELS))
        .map(|(feature, row)| (*feature, row.to_vec()))
        .collect();
    rows.extend((0..).zip(&steps).map(|(label, step)| (letter::behind(label), step.to_vec())));
    let ordinary = ordinary(samples);
    let most = MOST + ordinary.len();
    let strongest =
        rows.iter().flat_map(|row| &row.1).fold(0.0_f32, |most, weight| most.max(weight.abs()));
    rows.extend(ordinary.into_iter().map(|word| (word, vec![strongest])));
    write::file(rows, most)
}

/// How often a word is seen before it is taken for an ordinary one.
const OFTEN: u32 = 6;

/// Words that are seen often and never inside a name.
fn ordinary(samples: &[Sample]) -> Vec<u32> {
    let mut seen: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for one in samples {
        for (at, (letters, known)) in
            one.letters.chunks(LONGEST).zip(one.known.chunks(LONGEST)).enumerate()
        {
            let line = Line::new(letters, known);
            for (within, label) in one.labels[at * LONGEST..].iter().take(letters.len()).enumerate()
            {
                let first = within == 0 || line.run_of(within) != line.run_of(within - 1);
                let Some(word) = line.ordinary(within) else { continue };
                let count = seen.entry(word).or_insert(Some(0));
                *count = count.filter(|_| *label == 0).map(|count| count + u32::from(first));
            }
        }
    }
    seen.into_iter()
        .filter(|(_, count)| count.is_some_and(|count| count >= OFTEN))
        .map(|(word, _)| word)
        .collect()
}

/// Weights of the features and of the steps, each the mean over all moments of learning.
fn perceptron(all: &[Sample], features: &[Vec<Vec<u32>>], count: usize) -> (Vec<f32>, Steps) {
    let (mut now, mut later) = (vec![0.0_f32; count * LABELS], vec![0.0_f32; count * LABELS]);
    let (mut steps, mut later_steps) = ([[0.0_f32; LABELS]; LABELS], [[0.0_f32; LABELS]; LABELS]);
    let mut order: Vec<usize> = (0..all.len()).collect();
    let mut random = Random(0x9e37_79b9);
    let mut moment = 0.0_f32;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for one in &order {
            moment += 1.0;
            let (sample, features) = (&all[*one], &features[*one]);
            let found = sequence::best(features.len(), &steps, |at| sums(&now, &features[at]));
            let wanted = &sample.labels;
            for at in 0..found.len() {
                let (bad, good) = (usize::from(found[at]), usize::from(wanted[at]));
                if bad != good {
                    for feature in &features[at] {
                        let row = *feature as usize * LABELS;
                        now[row + good] += 1.0;
                        now[row + bad] -= 1.0;
                        later[row + good] += moment;
                        later[row + bad] -= moment;
                    }
                }
                let Some(before) = at.checked_sub(1) else { continue };
                let (bad_before, good_before) =
                    (usize::from(found[before]), usize::from(wanted[before]));
                if (bad_before, bad) != (good_before, good) {
                    steps[good_before][good] += 1.0;
                    steps[bad_before][bad] -= 1.0;
                    later_steps[good_before][good] += moment;
                    later_steps[bad_before][bad] -= moment;
                }
            }
        }
    }
    now.iter_mut().zip(&later).for_each(|(now, later)| *now -= later / moment);
    let pairs = steps.iter_mut().flatten().zip(later_steps.iter().flatten());
    pairs.for_each(|(now, later)| *now -= later / moment);
    (now, steps)
}

fn sums(weights: &[f32], features: &[u32]) -> sequence::Sums {
    let mut sums = [0.0; LABELS];
    for feature in features {
        let row = &weights[*feature as usize * LABELS..][..LABELS];
        sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
    }
    sums
}

/// The model as the reader has it.
struct Model<'f> {
    weights: crate::weights::Weights<'f>,
    steps: Steps,
}

impl<'f> Model<'f> {
    fn new(file: &'f [u8]) -> Self {
        let weights = crate::weights::Weights::new(file)
            .unwrap_or_else(|| unreachable!("it was just written"));
        let mut steps = [[0.0; LABELS]; LABELS];
        for (label, step) in (0..).zip(&mut steps) {
            weights.add(letter::behind(label), step);
        }
        Self { weights, steps }
    }

    fn labels(&self, one: &Sample) -> Vec<u8> {
        let parts = one.letters.chunks(LONGEST).zip(one.known.chunks(LONGEST));
        let labels = parts.map(|(letters, known)| {
            let line = Line::new(letters, known);
            sequence::of_line(&self.weights, &line, letters.len(), &self.steps)
        });
        labels.flatten().collect()
    }
}

/// What was expected, what was found, and what of it is right.
#[derive(Default)]
struct Tally {
    expected: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn add<T: PartialEq>(&mut self, expected: &[T], found: &[T]) {
        self.expected += expected.len();
        self.found += found.len();
        self.right += expected.iter().filter(|one| found.contains(one)).count();
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |whole: usize| self.right as f32 / whole.max(1) as f32;
        let (precision, recall) = (share(self.found), share(self.expected));
        let f1 = 2.0 * self.right as f32 / (self.expected + self.found).max(1) as f32;
        write!(out, "precision {precision:.3} recall {recall:.3} F1 {f1:.3} of {}", self.expected)
    }
}

/// The names of a passage by the rules alone.
fn by_rules(lesson: &Lesson, tally: &mut Tally) {
    let told = |word: &str| KINDS.iter().any(|kind| kind.word() == word);
    let gold = lesson.passage.mentions.iter().filter(|one| told(&one.kind));
    let gold: Vec<_> = gold.map(|one| (one.span, one.kind.clone())).collect();
    let found = lesson.reading.mentions.iter().filter(|one| told(one.kind.word()));
    let found: Vec<_> =
        found.map(|one| ((one.span.start(), one.span.end()), one.kind.word().to_owned())).collect();
    tally.add(&gold, &found);
}
