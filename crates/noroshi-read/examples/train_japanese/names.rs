//! The model of names: an averaged perceptron over whole lines.
//!
//! Sources: Collins, "Discriminative Training Methods for Hidden Markov Models", EMNLP 2002; the margin after Tsochantaridis et
//! al., "Large Margin Methods for Structured and Interdependent Output Variables", JMLR 6 (2005). Every passage is learned five times:
//! as it is, and four times with its names exchanged for others of their kind, so that the words around a name are learned
//! rather than the name.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::ops::Range;

use noroshi_model::MentionKind;

use crate::lesson::{Lesson, strangers};
use crate::letter::{self, Letters};
use crate::sequence::{self, Model, Steps, WIDTH};
use crate::tag::{self, KINDS, LABELS};
use crate::{Random, write};

const EPOCHS: usize = 6;
const COPIES: usize = 4;
/// So much better the right label must be than another: while learning, it is held back by this. A letter has about 35
/// features, and one lesson moves each by 1.
const MARGIN: f32 = 20.0;
/// Features that fewer letters have are not learned.
const LEAST: u32 = 2;
/// Features that are kept.
const MOST: usize = 80_000;

/// A line with its labels.
#[derive(Clone)]
struct Sample {
    hand: char,
    letters: Vec<char>,
    known: Vec<u32>,
    labels: Vec<u8>,
}

/// How the passages of strangers are read by a model that did not see them.
pub(crate) fn check(lessons: &[Lesson]) -> Result<String, &'static str> {
    let samples: Vec<Sample> = lessons.iter().flat_map(samples).collect();
    let mut shown = String::new();
    let mut all = [Tally::default(), Tally::default()];
    for hands in strangers(lessons) {
        let (held, given): (Vec<Sample>, Vec<Sample>) =
            samples.iter().cloned().partition(|one| hands.contains(&one.hand));
        let file = learn(&given);
        let model = Model::new(&file).ok_or("the file that was just made holds no model")?;
        let mut tallies = [Tally::default(), Tally::default()];
        for one in &held {
            let gold = tag::names(&one.labels);
            for tally in [&mut tallies[0], &mut all[0]] {
                tally.add(&gold, &tag::names(&model.labels(&one.letters, &one.known)));
            }
        }
        for lesson in lessons.iter().filter(|lesson| hands.contains(&lesson.hand)) {
            for tally in [&mut tallies[1], &mut all[1]] {
                by_rules(lesson, tally);
            }
        }
        let hands = String::from_iter(hands);
        let _ = writeln!(shown, "{hands}: {} (rules alone {})", tallies[0], tallies[1]);
    }
    let _ = writeln!(shown, "all: {} (rules alone {})", all[0], all[1]);
    Ok(shown)
}

/// The file of the model of all lessons.
pub(crate) fn train<'l>(lessons: impl IntoIterator<Item = &'l Lesson>) -> Vec<u8> {
    learn(&lessons.into_iter().flat_map(samples).collect::<Vec<Sample>>())
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
    let mut line = Letters::new(&lesson.passage.text, &range);
    for mention in &lesson.reading.mentions {
        let bytes = mention.span.start()..mention.span.end();
        line.mark(&bytes, mention.kind.word(), mention.reason.rule);
    }
    let mut labels = vec![0; line.letters.len()];
    for mention in &lesson.passage.mentions {
        let kind = KINDS.iter().find(|kind| kind.word() == mention.kind);
        let Some(first) = kind.and_then(|kind| first(*kind)) else { continue };
        let place = line.within(&(mention.span.0..mention.span.1));
        labels[place.clone()].fill(first + 1);
        if let Some(label) = labels.get_mut(place.start).filter(|_| !place.is_empty()) {
            *label = first;
        }
    }
    Sample { hand: lesson.hand, letters: line.letters, known: line.known, labels }
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
        for line in letter::parts(&self.letters, &self.known) {
            all.extend((0..line.count()).map(|at| {
                let mut features = Vec::new();
                line.shared(at, |feature| features.push(feature));
                line.own(at, |feature| features.push(feature));
                features
            }));
        }
        all
    }
}

/// Learns, and gives the file of the weights.
fn learn(samples: &[Sample]) -> Vec<u8> {
    let mut all = samples.to_vec();
    all.extend(exchanged(samples));
    let features: Vec<Vec<Vec<u32>>> = all.iter().map(Sample::features).collect();
    let known = often(&features);
    let dense = |letter: Vec<u32>| -> Vec<u32> {
        let numbers = letter.iter().filter_map(|feature| known.binary_search(feature).ok());
        numbers.map(|number| number as u32).collect()
    };
    let features: Vec<Vec<Vec<u32>>> =
        features.into_iter().map(|line| line.into_iter().map(dense).collect()).collect();
    let (weights, steps) = perceptron(&all, &features, known.len());
    let mut rows: Vec<write::Row> = known
        .iter()
        .zip(weights.chunks(LABELS))
        .map(|(feature, row)| (*feature, row.to_vec()))
        .collect();
    rows.extend((0..).zip(&steps).map(|(label, step)| (letter::behind(label), step.clone())));
    let ordinary = ordinary(samples);
    let most = MOST + ordinary.len();
    let strongest =
        rows.iter().flat_map(|row| &row.1).fold(0.0_f32, |most, weight| most.max(weight.abs()));
    rows.extend(ordinary.into_iter().map(|word| (word, vec![strongest])));
    write::file(rows, most)
}

/// The features that enough letters have, in order.
fn often(features: &[Vec<Vec<u32>>]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for feature in features.iter().flatten().flatten() {
        *counts.entry(*feature).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= LEAST).map(|(feature, _)| feature).collect()
}

/// How often a word is seen before it is taken for an ordinary one.
const OFTEN: u32 = 6;

/// Words that are seen often and never inside a name.
fn ordinary(samples: &[Sample]) -> Vec<u32> {
    let mut seen: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    for one in samples {
        let mut labels = one.labels.iter();
        for line in letter::parts(&one.letters, &one.known) {
            for (at, label) in (0..line.count()).zip(&mut labels) {
                let first = at == 0 || line.run_of(at) != line.run_of(at - 1);
                let Some(word) = line.ordinary(at) else { continue };
                let count = seen.entry(word).or_insert(Some(0));
                *count = count.filter(|_| *label == 0).map(|count| count + u32::from(first));
            }
        }
    }
    let often = |(word, count): (u32, Option<u32>)| count.filter(|it| *it >= OFTEN).map(|_| word);
    seen.into_iter().filter_map(often).collect()
}

/// Numbers that are learned, and their sums over all moments of learning.
struct Averaged {
    now: Vec<f32>,
    later: Vec<f32>,
}

impl Averaged {
    fn new(count: usize) -> Self {
        Self { now: vec![0.0; count], later: vec![0.0; count] }
    }

    /// More for the right one, less for the wrong one.
    fn learn(&mut self, right: usize, wrong: usize, moment: f32) {
        self.now[right] += 1.0;
        self.now[wrong] -= 1.0;
        self.later[right] += moment;
        self.later[wrong] -= moment;
    }

    /// The mean over all moments.
    fn mean(mut self, moments: f32) -> Vec<f32> {
        self.now.iter_mut().zip(&self.later).for_each(|(now, later)| *now -= later / moments);
        self.now
    }
}

/// Weights of the features and of the steps, each the mean over all moments of learning.
fn perceptron(
    all: &[Sample],
    features: &[Vec<Vec<u32>>],
    count: usize,
) -> (Vec<f32>, Vec<Vec<f32>>) {
    let (mut weights, mut steps) = (Averaged::new(count * LABELS), Averaged::new(LABELS * LABELS));
    let mut order: Vec<usize> = (0..all.len()).collect();
    let mut random = Random(0x9e37_79b9);
    let mut moment = 0.0_f32;
    for _ in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for one in &order {
            moment += 1.0;
            let (wanted, features) = (&all[*one].labels, &features[*one]);
            let found = sequence::best(features.len(), &table(&steps.now), |at| {
                let mut sums = sums(&weights.now, &features[at]);
                sums[usize::from(wanted[at])] -= MARGIN;
                Some(sums)
            });
            mend(&mut weights, &mut steps, features, (&found, wanted), moment);
        }
    }
    let steps = steps.mean(moment).chunks(LABELS).map(<[f32]>::to_vec).collect();
    (weights.mean(moment), steps)
}

/// Moves the weights from the labels that were found towards those that were wanted.
fn mend(
    weights: &mut Averaged,
    steps: &mut Averaged,
    features: &[Vec<u32>],
    (found, wanted): (&[u8], &[u8]),
    moment: f32,
) {
    let label = |labels: &[u8], at: usize| usize::from(labels[at]);
    for (at, features) in features.iter().enumerate() {
        let (wrong, right) = (label(found, at), label(wanted, at));
        if wrong != right {
            for feature in features {
                let row = *feature as usize * LABELS;
                weights.learn(row + right, row + wrong, moment);
            }
        }
        let Some(before) = at.checked_sub(1) else { continue };
        let wrong = label(found, before) * LABELS + wrong;
        let right = label(wanted, before) * LABELS + right;
        if wrong != right {
            steps.learn(right, wrong, moment);
        }
    }
}

/// Steps as they are asked.
fn table(steps: &[f32]) -> Steps {
    let mut table = [[0.0; WIDTH]; LABELS];
    for (row, steps) in table.iter_mut().zip(steps.chunks(LABELS)) {
        row[..LABELS].copy_from_slice(steps);
    }
    table
}

fn sums(weights: &[f32], features: &[u32]) -> sequence::Sums {
    let mut sums = [0.0; WIDTH];
    for feature in features {
        let row = &weights[*feature as usize * LABELS..][..LABELS];
        sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
    }
    sums
}

/// What was expected, what was found, and what of it is right.
#[derive(Default)]
pub(crate) struct Tally {
    expected: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn add<T: PartialEq>(&mut self, expected: &[T], found: &[T]) {
        self.add_by(expected, found, T::eq);
    }

    /// Each found one is right for one expected one at most.
    pub(crate) fn add_by<A, B>(
        &mut self,
        expected: &[A],
        found: &[B],
        same: impl Fn(&A, &B) -> bool,
    ) {
        let mut free: Vec<&B> = found.iter().collect();
        for one in expected {
            if let Some(at) = free.iter().position(|other| same(one, other)) {
                free.remove(at);
                self.right += 1;
            }
        }
        self.expected += expected.len();
        self.found += found.len();
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.expected += other.expected;
        self.found += other.found;
        self.right += other.right;
    }

    pub(crate) fn f1(&self) -> f32 {
        2.0 * self.right as f32 / (self.expected + self.found).max(1) as f32
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |whole: usize| self.right as f32 / whole.max(1) as f32;
        let (precision, recall) = (share(self.found), share(self.expected));
        let f1 = self.f1();
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
