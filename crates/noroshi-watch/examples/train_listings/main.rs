//! Learns the weights of the model of listings, and measures them: `cargo run --release -p noroshi-watch --example
//! train_listings -- FILE...` prints five-fold cross-validation over the files. With `--check HELD` first, what is learned
//! from the files is tried on another; with `--write TABLE` first, it is written. `--lean NUMBER` in front of these
//! takes so much from what speaks for `none` whatever the posting says.
//!
//! ```console
//! $ cd devset/watch
//! $ cargo run --release -p noroshi-watch --example train_listings -- \
//!     --lean 1 --write ../../rules/watch/listing-weights.tsv \
//!     listings-tune.jsonl listings-train.jsonl second-tune-listings.jsonl second-check-listings.jsonl listings-more.jsonl \
//!     listings-two-hands.jsonl
//! ```
//!
//! Logistic regression over the classes, all examples at once in their order, steps by AdaGrad, squares of weights
//! held down. No chance is involved: the same files give the same weights.

#![expect(clippy::disallowed_methods, reason = "a command for development reads and writes files")]
#![expect(clippy::print_stdout, reason = "a command for development prints what it measured")]
#![expect(clippy::expect_used, reason = "a program for developers: a missing file ends it")]

use std::collections::{BTreeMap, HashMap};

use noroshi_model::DocumentId;
use noroshi_watch::listing::{GoodsClass, Model, Origin, Posting, features, features_if};
use serde_json::Value;

const CLASSES: usize = GoodsClass::ALL.len();
/// Steps over all examples.
const ROUNDS: usize = 250;
const RATE: f64 = 0.3;
/// How strongly squares of weights are held down, by example.
const HELD: f64 = 0.0003;
/// Weights below are not kept.
const LEAST: f64 = 0.03;
/// Examples that must have a piece of text before it counts.
const COMMON: usize = 2;
const FOLDS: usize = 5;

struct Example {
    class: usize,
    features: BTreeMap<String, f64>,
    /// The same as if the table lacked one part of its words, for each part.
    partly: [BTreeMap<String, f64>; PARTS],
}

/// Into so many parts the words of the table are divided. Many of them were gathered from these listings; learned as they
/// are, a posting without any would always be `none`.
const PARTS: usize = 2;

/// The part of a word.
fn part(word: &str) -> usize {
    let sum =
        word.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum >> 3) % PARTS
}

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let mut option = |name: &str| {
        (paths.len() > 1 && paths[0] == name).then(|| paths.drain(..2).nth(1)).flatten()
    };
    let lean: f64 = option("--lean").map_or(0.0, |lean| lean.parse().expect("a number"));
    let (target, held) = (option("--write"), option("--check"));
    let examples: Vec<Example> = paths.iter().flat_map(|path| read(path)).collect();
    if let Some(held) = held {
        return check(&examples, &read(&held), lean);
    }
    if let Some(target) = target {
        let table = learn(&examples.iter().collect::<Vec<_>>(), lean).print(LEAST);
        let head = "# Written by `cargo run --release -p noroshi-watch --example train_listings`; what a line says stands in src/listing/model.rs.\n";
        std::fs::write(&target, format!("{head}{table}")).expect("the file can be written");
        return println!(
            "{target}: {} features of {} examples",
            table.lines().count(),
            examples.len()
        );
    }
    cross_validate(&examples, lean);
}

/// Tries what is learned from examples on others.
fn check(examples: &[Example], held: &[Example], lean: f64) {
    let learned = learned(&examples.iter().collect::<Vec<_>>(), lean);
    let (mut counts, mut lost) = (Counts::default(), Counts::default());
    count(&mut counts, &learned, &whole(held));
    count(&mut lost, &learned, &parts(held));
    print(&counts, &lost);
}

fn cross_validate(examples: &[Example], lean: f64) {
    let (mut counts, mut lost) = (Counts::default(), Counts::default());
    let folds: Vec<(Model, Vec<&Example>)> = (0..FOLDS)
        .map(|fold| {
            let (held, others): (Vec<_>, Vec<_>) =
                examples.iter().enumerate().partition(|(nth, _)| nth % FOLDS == fold);
            let [held, others] = [held, others]
                .map(|all| all.into_iter().map(|(_, one)| one).collect::<Vec<&Example>>());
            (learned(&others, lean), held)
        })
        .collect();
    for (model, held) in &folds {
        count(&mut counts, model, &whole(held.iter().copied()));
        count(&mut lost, model, &parts(held.iter().copied()));
    }
    println!(
        "macro F1 by how much further it leans to an offer, each class as frequent as any other:"
    );
    for more in [0.0, 0.5, 1.0, 1.5, 2.0] {
        let (mut all, mut part) = (Counts::default(), Counts::default());
        for (model, held) in &folds {
            count_leaning(&mut all, model, &whole(held.iter().copied()), more);
            count_leaning(&mut part, model, &parts(held.iter().copied()), more);
        }
        println!(
            "  {more}: {:.3}; with a part of the table lost {:.3}",
            balanced(&all),
            balanced(&part)
        );
    }
    print(&counts, &lost);
}

/// A class, and the features of a posting of it.
type Posted<'e> = (usize, &'e BTreeMap<String, f64>);

fn whole<'e>(examples: impl IntoIterator<Item = &'e Example>) -> Vec<Posted<'e>> {
    examples.into_iter().map(|one| (one.class, &one.features)).collect()
}

fn parts<'e>(examples: impl IntoIterator<Item = &'e Example>) -> Vec<Posted<'e>> {
    let each = |one: &'e Example| one.partly.iter().map(move |features| (one.class, features));
    examples.into_iter().flat_map(each).collect()
}

/// By true class, then by told class.
type Counts = [[u32; CLASSES]; CLASSES];

fn count(counts: &mut Counts, model: &Model, posted: &[Posted<'_>]) {
    count_leaning(counts, model, posted, 0.0);
}

/// Counts when an offer is told as soon as it is at most `more` behind `none`.
fn count_leaning(counts: &mut Counts, model: &Model, posted: &[Posted<'_>], more: f64) {
    for (class, features) in posted {
        let mut scores = model.scores(features);
        scores[place(GoodsClass::None)] -= more;
        let best = (0..CLASSES).max_by(|one, other| scores[*one].total_cmp(&scores[*other]));
        counts[*class][best.unwrap_or_default()] += 1;
    }
}

/// Macro F1 over the ten classes as if each class were as frequent as any other.
fn balanced(counts: &Counts) -> f64 {
    let share = |class: usize, told: usize| {
        f64::from(counts[class][told]) / f64::from(counts[class].iter().sum::<u32>().max(1))
    };
    let f1 = |at: usize| {
        2.0 * share(at, at) / (1.0 + (0..CLASSES).map(|class| share(class, at)).sum::<f64>())
    };
    (0..CLASSES).filter(|at| *at != place(GoodsClass::None)).map(f1).sum::<f64>() / 10.0
}

/// The model in the form that the file holds: rounded, small weights left out.
fn learned(examples: &[&Example], lean: f64) -> Model {
    Model::parse(&learn(examples, lean).print(LEAST))
}

fn place(class: GoodsClass) -> usize {
    GoodsClass::ALL.iter().position(|one| *one == class).unwrap_or_default()
}

fn read(path: &str) -> Vec<Example> {
    let text = std::fs::read_to_string(path)
        .expect("give a file of devset/watch, such as devset/watch/listings-train.jsonl");
    let example = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("one JSON object per line");
        let class = GoodsClass::from_word(row["class"].as_str().unwrap_or_default());
        let posting = posting(row["text"].as_str().unwrap_or_default());
        let partly = std::array::from_fn(|lost| features_if(&posting, &|word| part(word) != lost));
        Example { class: place(class.expect("a class")), features: features(&posting), partly }
    };
    text.lines().map(example).collect()
}

fn posting(text: &str) -> Posting {
    Posting {
        document: DocumentId::of(text.as_bytes()),
        path: "devset".to_owned(),
        at: "line 1".to_owned(),
        span: None,
        text: text.to_owned(),
        fields: Vec::new(),
        origin: Origin::Posting,
        listed: false,
        anchor: None,
    }
}

/// A weight for each class, with what AdaGrad remembers of its slopes.
#[derive(Clone, Default)]
struct Row {
    weights: [f64; CLASSES],
    slopes: [f64; CLASSES],
}

fn learn(examples: &[&Example], lean: f64) -> Model {
    let known = examples.iter().flat_map(|one| {
        std::iter::once(&one.features).chain(&one.partly).map(|features| (one.class, features))
    });
    let (names, numbered) = numbered(&known.collect::<Vec<_>>());
    let mut rows = vec![Row::default(); names.len()];
    let shares = shares(examples);
    for _ in 0..ROUNDS {
        let mut slopes = vec![[0.0; CLASSES]; names.len()];
        for (class, features) in &numbered {
            let (off, share) = (off(&rows, features, *class), shares[*class]);
            for (feature, value) in features {
                slopes[*feature]
                    .iter_mut()
                    .zip(off)
                    .for_each(|(slope, off)| *slope += off * value * share);
            }
        }
        for (row, slopes) in rows.iter_mut().zip(slopes) {
            step(row, &slopes);
        }
    }
    // What every posting has decides when nothing else does: how little it takes to be an offer.
    if let Some(always) = names.iter().position(|name| name == "always") {
        rows[always].weights[place(GoodsClass::None)] -= lean;
    }
    Model::new(names.into_iter().zip(rows.into_iter().map(|row| row.weights)).collect())
}

/// How much an example of each class counts: each class as much as any other, so that the mixture of the files is not
/// learned, and a posting with unknown words is not taken for `none` because that is the most frequent.
fn shares(examples: &[&Example]) -> [f64; CLASSES] {
    let mut counts = [0.0; CLASSES];
    examples.iter().for_each(|one| counts[one.class] += 1.0);
    let raw = counts.map(|count: f64| count.max(1.0).recip());
    let sum: f64 = raw.iter().zip(counts).map(|(one, count)| one * count).sum();
    raw.map(|one| one / sum)
}

fn step(row: &mut Row, slopes: &[f64; CLASSES]) {
    for (nth, slope) in slopes.iter().enumerate() {
        let slope = slope + HELD * row.weights[nth];
        row.slopes[nth] += slope * slope;
        if row.slopes[nth] > 0.0 {
            row.weights[nth] -= RATE * slope / row.slopes[nth].sqrt();
        }
    }
}

/// How far the chances of the classes are from what is true.
fn off(rows: &[Row], features: &[(usize, f64)], class: usize) -> [f64; CLASSES] {
    let mut scores = [0.0; CLASSES];
    for (feature, value) in features {
        scores
            .iter_mut()
            .zip(rows[*feature].weights)
            .for_each(|(score, weight)| *score += weight * value);
    }
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let mut chances = scores.map(|score| (score - most).exp());
    let sum: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= sum);
    chances[class] -= 1.0;
    chances
}

type Numbered = Vec<(usize, Vec<(usize, f64)>)>;

/// Features that enough examples have, by number, and the examples in them.
fn numbered(examples: &[(usize, &BTreeMap<String, f64>)]) -> (Vec<String>, Numbered) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for feature in examples.iter().flat_map(|(_, features)| features.keys()) {
        *counts.entry(feature).or_default() += 1;
    }
    counts
        .retain(|feature, count| *count >= COMMON * (PARTS + 1) || !feature.starts_with("piece "));
    let numbers: HashMap<&str, usize> = counts.keys().copied().zip(0..).collect();
    let number = |(class, features): &(usize, &BTreeMap<String, f64>)| {
        let known = features
            .iter()
            .filter_map(|(name, value)| Some((*numbers.get(name.as_str())?, *value)));
        (*class, known.collect())
    };
    let numbered = examples.iter().map(number).collect();
    (counts.into_keys().map(str::to_owned).collect(), numbered)
}

fn print(counts: &Counts, lost: &Counts) {
    println!("with a part of the table lost, each in turn: macro F1 {:.3}", macro_f1(lost));
    for (at, class) in GoodsClass::ALL.into_iter().enumerate() {
        let (held, told) = sums(counts, at);
        let f1 = f1(counts, at);
        println!("{:<34} {}/{held}, of {told} told; F1 {f1:.3}", class.word(), counts[at][at]);
    }
    let all: u32 = counts.iter().flatten().sum();
    println!("macro F1 {:.3} over ten classes; {all} listings", macro_f1(counts));
}

/// How many are of a class, and how many are told as it.
fn sums(counts: &Counts, at: usize) -> (u32, u32) {
    (counts[at].iter().sum(), counts.iter().map(|row| row[at]).sum())
}

fn f1(counts: &Counts, at: usize) -> f64 {
    let (held, told) = sums(counts, at);
    2.0 * f64::from(counts[at][at]) / f64::from((held + told).max(1))
}

fn macro_f1(counts: &Counts) -> f64 {
    let offers = (0..CLASSES).filter(|at| *at != place(GoodsClass::None));
    offers.map(|at| f1(counts, at)).sum::<f64>() / 10.0
}
