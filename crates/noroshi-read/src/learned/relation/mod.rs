//! The model of relations and what it tells of a block. Shared with the command that trains it.

pub(crate) mod around;
pub(crate) mod pair;
pub(crate) mod term;

use std::ops::Range;

use noroshi_model::{Grounds, Predicate, Relation, Span};

use super::alike::{bare, same};
use super::chance::Curve;
use super::weights::{Gathered, Weights, softmax};
use around::starts;
use pair::{CLASSES, PREDICATES, Pair, is_mutual};
use term::{Block, Term};

/// The least chance at which a relation is told, in the order of [`PREDICATES`]: as high as it can be while F1 of all
/// on passages of hands that the model had not seen falls by less than .02 from its best
/// (`train_japanese relations --check`).
pub(crate) const LEAST: [f32; PREDICATES.len()] =
    [0.3, 0.25, 0.25, 0.12, 0.25, 0.35, 0.35, 0.35, 0.3, 0.3, 0.4, 0.4, 0.15];

/// How often relations were right on passages of hands that the model had not seen, by the chance that it gave
/// (`train_japanese relations --check`): the slope of all, and the shift of each of [`PREDICATES`].
const SLOPE: f32 = 0.46;
const SHIFTS: [f32; PREDICATES.len()] =
    [-0.60, -0.05, -0.38, 0.10, 0.0, -0.52, -0.50, -0.43, -0.18, -0.50, -0.65, -0.61, -0.11];

/// What each class is worth.
pub(crate) type Sums = [f32; CLASSES];

/// Room for the classes of a side: those of a subject, and those of an object.
const WIDTH: usize = 2 * CLASSES;

/// A pair whose classes are all so far behind none, by its sides, kinds and order, is not looked at further.
const HOPE: f32 = 5.0;

/// The model of a file.
pub(crate) struct Model {
    weights: Weights<WIDTH>,
}

impl Model {
    /// `None` when the file holds no weights.
    pub(crate) fn new(file: &[u8]) -> Option<Self> {
        Some(Self { weights: Weights::new(file)? })
    }

    /// The chance of each class for each pair of a block that may be related.
    pub(crate) fn chances(&self, block: &Block<'_>) -> Vec<(Pair, Sums)> {
        let sides = self.sides(block);
        let pairs = pair::pairs(block);
        let mut first = Gathered::new(&self.weights, pairs.len());
        let of_pair =
            |pair: &Pair| first.question(|all| pair.first(block, &mut |one| all.see(one)));
        let questions: Vec<Range<usize>> = pairs.iter().map(of_pair).collect();
        let first = first.answered();
        let mut features = Vec::with_capacity(64);
        let of_pair = |(pair, question): (Pair, Range<usize>)| {
            let (one, two) = (&sides[pair.subject], &sides[pair.object]);
            let mut sums: Sums = std::array::from_fn(|class| one[class] + two[CLASSES + class]);
            first.add(&question, &mut sums);
            if sums[1..].iter().all(|sum| sum + HOPE < sums[0]) {
                return None;
            }
            features.clear();
            pair.rest(block, &mut |feature| features.push(feature));
            self.weights.add_all(&features, &mut sums);
            softmax(&mut sums);
            Some((pair, sums))
        };
        pairs.into_iter().zip(questions).filter_map(of_pair).collect()
    }

    /// What each side says of itself, as a subject and as an object.
    fn sides(&self, block: &Block<'_>) -> Vec<[f32; WIDTH]> {
        let mut gathered = Gathered::new(&self.weights, 2 * block.terms.len());
        let of_term =
            |term| gathered.question(|all| pair::alone(block, term, &mut |one| all.see(one)));
        let questions: Vec<Range<usize>> = block.terms.iter().map(of_term).collect();
        let answers = gathered.answered();
        let of_question = |question| {
            let mut sums = [0.0; WIDTH];
            answers.add(question, &mut sums);
            sums
        };
        questions.iter().map(of_question).collect()
    }
}

/// The relations of a block with at least these chances that no rule found, each once, the likeliest first.
pub(crate) fn told(
    model: &Model,
    block: &Block<'_>,
    least: &[f32; PREDICATES.len()],
) -> Vec<(f32, Relation)> {
    let mut seen: Vec<(f32, usize, Pair)> = Vec::new();
    for (pair, chances) in model.chances(block) {
        let likely = (0..PREDICATES.len()).filter(|at| chances[at + 1] >= least[*at]);
        seen.extend(likely.map(|at| (chances[at + 1], at, pair)));
    }
    seen.sort_by(|one, two| two.0.total_cmp(&one.0));
    let mut known: Vec<Known> = block.rules.iter().map(|rule| Known::rule(rule)).collect();
    let mut told = Vec::new();
    for (chance, at, pair) in seen {
        let (subject, object) = (&block.terms[pair.subject], &block.terms[pair.object]);
        let one = Known {
            predicate: PREDICATES[at],
            subject: subject.bare.clone(),
            object: object.bare.clone(),
        };
        if !known.iter().any(|other| other.is(&one))
            && !is_open(block, subject, object)
            && let Some(span) = place(block, subject, object)
        {
            known.push(one);
            let (subject, object) = (subject.text.clone(), object.text.clone());
            let curve = Curve { slope: SLOPE, shift: SHIFTS[at] };
            let (predicate, grounds) = (PREDICATES[at], Grounds::Learned(curve.chance(chance)));
            told.push((chance, Relation { subject, predicate, object, span, grounds }));
        }
    }
    told
}

/// A relation that is told, with its sides as they are compared.
struct Known {
    predicate: Predicate,
    subject: String,
    object: String,
}

impl Known {
    fn rule(rule: &Relation) -> Self {
        let (subject, object) = (bare(&rule.subject), bare(&rule.object));
        Self { predicate: rule.predicate, subject, object }
    }

    /// Whether both say the same.
    fn is(&self, other: &Self) -> bool {
        let straight = same(&self.subject, &other.subject) && same(&self.object, &other.object);
        let turned = same(&self.subject, &other.object) && same(&self.object, &other.subject);
        self.predicate == other.predicate && (straight || (turned && is_mutual(self.predicate)))
    }
}

/// Words for a group that was named before.
const SAME: &[&str] = &["同グループ", "同集団", "同組織", "同アクター"];

/// Whether the subject is one of several that 同グループ in a later sentence may mean.
fn is_open(block: &Block<'_>, subject: &Term, object: &Term) -> bool {
    let sentence = &block.letters[block.sentences[object.sentence].clone()];
    let pointed = |word: &&str| (0..sentence.len()).any(|at| starts(&sentence[at..], word));
    let rival = |it: &Term| {
        it.side == subject.side && it.entity != subject.entity && it.sentence < object.sentence
    };
    subject.sentence < object.sentence && SAME.iter().any(pointed) && block.terms.iter().any(rival)
}

/// The sentence of the side that stands behind the other: it tells what the other does.
fn place(block: &Block<'_>, one: &Term, two: &Term) -> Option<Span> {
    let last = &block.places[one.sentence.max(two.sentence)];
    Span::new(last.start, last.end)
}
