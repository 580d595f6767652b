//! The model of relations: which of two sides does what to the other (multinomial logistic regression).

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use noroshi_model::{Predicate, Relation};
use noroshi_testkit::score::Relation as Expected;

use crate::alike::{bare, same};
use crate::lesson::{Lesson, strangers};
use crate::names::Tally;
use crate::relation::pair::{CLASSES, PREDICATES, Pair, is_mutual};
use crate::relation::term::{Block, Side, Term};
use crate::relation::{self, LEAST, Model, Sums, pair, term};
use crate::write;
use crate::{curve, descent};

/// How strongly weights are drawn to 0.
const PENALTY: f64 = 1.0;
/// Steps at most.
const STEPS: usize = 50;
/// Features that fewer pairs have are not learned.
const OFTEN: u32 = 8;
/// Features that are kept.
const MOST: usize = 40_000;
/// Weights below this share of the strongest one are left out of the file.
const FAINT: f32 = 0.02;

/// A feature, and whether it is one of the object alone.
type Feature = (u32, bool);

/// A pair with the class it is.
struct Sample {
    features: Vec<Feature>,
    class: usize,
}

/// The samples of a hand's passage.
struct Taught<'l> {
    lesson: &'l Lesson,
    samples: Vec<Sample>,
}

/// The file of the model of all lessons.
pub(crate) fn train(lessons: &[Lesson]) -> Vec<u8> {
    let taught: Vec<Taught<'_>> = lessons.iter().map(taught).collect();
    learn(&taught.iter().flat_map(|one| &one.samples).collect::<Vec<&Sample>>())
}

/// Chances at which relations could be told; above 1 the rules stand alone.
const CHANCES: [f32; 14] =
    [0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, RULES];

/// What a rule tells has this chance: more than any model gives.
const RULES: f32 = 1.1;

/// What is told of the passages of strangers, the rules and the model together, by a model that did not see
/// them: for each predicate the least chance with the best F1.
pub(crate) fn check(lessons: &[Lesson]) -> Result<String, &'static str> {
    let taught: Vec<Taught<'_>> = lessons.iter().map(taught).collect();
    let mut read = Vec::new();
    for (fold, hands) in strangers(lessons).into_iter().enumerate() {
        let held = |one: &&Taught<'_>| hands.contains(&one.lesson.hand);
        let given = taught.iter().filter(|one| !held(one)).flat_map(|one| &one.samples);
        let file = learn(&given.collect::<Vec<&Sample>>());
        let model = Model::new(&file).ok_or("the file that was just made holds no model")?;
        let held = taught.iter().filter(held).map(|one| one.lesson);
        read.extend(held.map(|lesson| Heard { lesson, fold, told: told(&model, lesson) }));
    }
    let mut shown = by_predicate(&read);
    for least in CHANCES {
        let all = together(&read, &[least; PREDICATES.len()]);
        let _ = writeln!(shown, "all from {least}: {all}");
    }
    let _ = writeln!(shown, "all as the program tells: {}", together(&read, &LEAST));
    let _ = writeln!(shown, "what the model alone tells so, by the chance that is shown:");
    let is_told = |one: &curve::Told| one.given >= LEAST[one.kind];
    shown.push_str(&curve::table(&alone(&read), PREDICATES.len(), is_told));
    Ok(shown)
}

/// What the rules and the model tell of a passage, with the chance of each.
struct Heard<'l> {
    lesson: &'l Lesson,
    /// The hands that were left out together.
    fold: usize,
    told: Vec<(f32, Relation)>,
}

/// Two ways to choose the least chance of each predicate, and what the model alone tells from it: by the best F1, and
/// the lowest at which half of it is right.
fn by_predicate(read: &[Heard<'_>]) -> String {
    let mut shown = String::new();
    let mut chosen = [[RULES; PREDICATES.len()]; 2];
    for (at, predicate) in PREDICATES.into_iter().enumerate() {
        let f1 = |least: f32| tally(read, predicate, least).f1();
        let half = |least: f32| {
            let (told, right) = share(read, predicate, least);
            2 * right >= told
        };
        let best = CHANCES.into_iter().max_by(|one, two| f1(*one).total_cmp(&f1(*two)));
        let precise = CHANCES.into_iter().find(|least| half(*least));
        for (chosen, least) in chosen.iter_mut().zip([best, precise]) {
            chosen[at] = least.unwrap_or(RULES);
        }
        for (name, least) in
            ["F1", "half", "now"].iter().zip([chosen[0][at], chosen[1][at], LEAST[at]])
        {
            let (told, right) = share(read, predicate, least);
            let all = tally(read, predicate, least);
            let name = format!("{} by {name}", predicate.word());
            let _ = writeln!(shown, "{name:<24} from {least}: model {right} of {told}, all {all}");
        }
    }
    for (name, chosen) in ["F1", "half"].iter().zip(chosen) {
        let _ = writeln!(shown, "all, each by {name}: {}", together(read, &chosen));
    }
    shown
}

/// What the model alone tells of one kind from a chance, and how much of it is right.
fn share(read: &[Heard<'_>], predicate: Predicate, least: f32) -> (usize, usize) {
    let told =
        model_alone(read).filter(|(_, given, it)| *given >= least && it.predicate == predicate);
    told.fold((0, 0), |(told, right), (heard, _, it)| {
        (told + 1, right + usize::from(heard.is_right(it)))
    })
}

/// What the model alone tells from a tenth of a chance.
fn alone(read: &[Heard<'_>]) -> Vec<curve::Told> {
    let told = model_alone(read).filter(|(_, given, _)| *given >= 0.1);
    told.filter_map(|(heard, given, it)| {
        let kind = PREDICATES.iter().position(|one| *one == it.predicate)?;
        Some(curve::Told { fold: heard.fold, kind, given, right: heard.is_right(it) })
    })
    .collect()
}

fn model_alone<'r>(
    read: &'r [Heard<'_>],
) -> impl Iterator<Item = (&'r Heard<'r>, f32, &'r Relation)> {
    let of = |heard: &'r Heard<'_>| {
        let told = heard.told.iter().filter(|(given, _)| *given < RULES);
        told.map(move |(given, it)| (heard, *given, it))
    };
    read.iter().flat_map(of)
}

impl Heard<'_> {
    fn is_right(&self, told: &Relation) -> bool {
        self.lesson.passage.relations.iter().any(|expected| is(expected, told))
    }
}

/// The relations of all kinds, each from its own least chance.
fn together(read: &[Heard<'_>], least: &[f32; PREDICATES.len()]) -> Tally {
    let mut all = Tally::default();
    for (predicate, least) in PREDICATES.into_iter().zip(least) {
        all.join(&tally(read, predicate, *least));
    }
    all
}

/// The relations of one kind that have at least a chance.
fn tally(read: &[Heard<'_>], predicate: Predicate, least: f32) -> Tally {
    let mut tally = Tally::default();
    for Heard { lesson, told, .. } in read {
        let gold = lesson.passage.relations.iter();
        let gold: Vec<&Expected> = gold.filter(|it| it.predicate == predicate.word()).collect();
        let found =
            told.iter().filter(|(chance, it)| *chance >= least && it.predicate == predicate);
        let found: Vec<&Relation> = found.map(|(_, it)| it).collect();
        tally.add_by(&gold, &found, |one, two| is(one, two));
    }
    tally
}

/// What the rules found, at the chance [`RULES`], and what the model sees, with its chance.
fn told(model: &Model, lesson: &Lesson) -> Vec<(f32, Relation)> {
    let Some(reading) = &lesson.crossed else { return Vec::new() };
    let mut told: Vec<(f32, Relation)> =
        reading.relations.iter().map(|relation| (RULES, relation.clone())).collect();
    for block in term::blocks(&lesson.passage.text, reading) {
        told.extend(relation::told(model, &block, &[CHANCES[0]; PREDICATES.len()]));
    }
    told
}

/// Whether a relation is the expected one.
fn is(expected: &Expected, relation: &Relation) -> bool {
    let sides = |one: &str, two: &str| {
        same(&bare(&expected.subject), &bare(one)) && same(&bare(&expected.object), &bare(two))
    };
    let turned = is_mutual(relation.predicate) && sides(&relation.object, &relation.subject);
    expected.predicate == relation.predicate.word()
        && (turned || sides(&relation.subject, &relation.object))
}

fn taught(lesson: &Lesson) -> Taught<'_> {
    let mut samples = Vec::new();
    let blocks = lesson.crossed.as_ref().map(|reading| term::blocks(&lesson.passage.text, reading));
    for block in blocks.into_iter().flatten() {
        let pairs = pair::pairs(&block);
        let classes = classes(lesson, &block, &pairs);
        let known = pairs.iter().zip(classes).filter_map(|(pair, class)| Some((pair, class?)));
        samples
            .extend(known.map(|(pair, class)| Sample { features: features(&block, *pair), class }));
    }
    Taught { lesson, samples }
}

fn features(block: &Block<'_>, pair: Pair) -> Vec<Feature> {
    let mut features = Vec::new();
    let (subject, object) = (&block.terms[pair.subject], &block.terms[pair.object]);
    pair::alone(block, object, &mut |feature| features.push((feature, true)));
    let mut sink = |feature| features.push((feature, false));
    pair::alone(block, subject, &mut sink);
    pair.first(block, &mut sink);
    pair.rest(block, &mut sink);
    features
}

/// The class of each pair; `None` for a pair that names the same as one that suits the annotation better.
fn classes(lesson: &Lesson, block: &Block<'_>, pairs: &[Pair]) -> Vec<Option<usize>> {
    let mut classes = vec![Some(0); pairs.len()];
    for expected in &lesson.passage.relations {
        let known = PREDICATES.iter().position(|it| it.word() == expected.predicate);
        let Some(at) = known else { continue };
        let far: Vec<Option<usize>> = pairs
            .iter()
            .map(|pair| {
                let (subject, object) = (&block.terms[pair.subject], &block.terms[pair.object]);
                let straight = far(expected, subject, object);
                let turned =
                    is_mutual(PREDICATES[at]).then(|| far(expected, object, subject)).flatten();
                straight.or(turned.map(|far| far + 7))
            })
            .collect();
        let Some(best) = far.iter().flatten().min().copied().filter(|far| *far < TOO_FAR) else {
            continue;
        };
        for (class, far) in classes.iter_mut().zip(far) {
            match far {
                Some(far) if far == best => *class = Some(at + 1),
                Some(_) if *class == Some(0) => *class = None,
                _ => {}
            }
        }
    }
    classes
}

/// Sides that are so far from the annotated ones are others.
const TOO_FAR: usize = 60;

/// How far two sides are from the annotated ones; `None` when they name something else.
fn far(expected: &Expected, subject: &Term, object: &Term) -> Option<usize> {
    let one = unlike(&subject.bare, &bare(&expected.subject))?;
    let two = unlike(&object.bare, &bare(&expected.object))?;
    let noun = |term: &Term| usize::from(term.side == Side::Noun);
    let nouns = noun(subject) + noun(object);
    let apart = subject.place.start.abs_diff(object.place.start) / 30;
    Some(one + two + 2 * nouns + nouns.min(1) * apart.min(20))
}

/// How unlike two names are, of which one holds the other.
fn unlike(one: &str, two: &str) -> Option<usize> {
    let short = if one.chars().count() < 2 { 100 } else { 0 };
    let ends = one.ends_with(two) || two.ends_with(one);
    let unlike = if one == two {
        0
    } else if ends {
        5
    } else {
        15
    };
    same(one, two).then_some(short + unlike)
}

/// Learns, and gives the file of the weights.
fn learn(samples: &[&Sample]) -> Vec<u8> {
    let known = often(samples);
    let numbers: HashMap<Feature, u32> = known.iter().copied().zip(0..).collect();
    let dense: Vec<(Vec<u32>, usize)> = samples
        .iter()
        .map(|one| {
            (one.features.iter().filter_map(|it| numbers.get(it).copied()).collect(), one.class)
        })
        .collect();
    let weights = regression(&dense, known.len());
    let strongest = weights.iter().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let heard = |weight: f32| if weight.abs() < FAINT * strongest { 0.0 } else { weight };
    let mut rows: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for ((feature, of_object), weights) in known.into_iter().zip(weights) {
        let row = rows.entry(feature).or_insert_with(|| vec![0.0; 2 * CLASSES]);
        let first = if of_object { CLASSES } else { 0 };
        row[first..first + CLASSES].copy_from_slice(&weights.map(heard));
    }
    write::file(rows.into_iter().collect(), MOST)
}

/// The features that enough pairs have, in order.
fn often(samples: &[&Sample]) -> Vec<Feature> {
    let mut counts: HashMap<Feature, u32> = HashMap::new();
    for feature in samples.iter().flat_map(|one| &one.features) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut known: Vec<Feature> = counts
        .into_iter()
        .filter(|(_, count)| *count >= OFTEN)
        .map(|(feature, _)| feature)
        .collect();
    known.sort_unstable();
    known
}

/// Weights of the features: those at which all lessons together are likeliest, drawn to 0.
fn regression(samples: &[(Vec<u32>, usize)], count: usize) -> Vec<Sums> {
    let lessons = descent::Lessons { penalty: PENALTY, steps: STEPS };
    let weights = descent::fit(count * CLASSES, lessons, |weights, slope| {
        samples.iter().map(|one| loss(weights, slope, one)).sum()
    });
    let row = |row: &[f64]| std::array::from_fn(|class| row[class] as f32);
    weights.chunks(CLASSES).map(row).collect()
}

/// How unlikely the class of a sample is; adds its slope.
fn loss(weights: &[f64], slope: &mut [f64], (features, class): &(Vec<u32>, usize)) -> f64 {
    let mut sums = [0.0_f64; CLASSES];
    for feature in features {
        let row = &weights[*feature as usize * CLASSES..][..CLASSES];
        sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
    }
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let mut chances = sums.map(|sum| (sum - most).exp());
    let all: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= all);
    let unlikely = -chances[*class].max(1e-300).ln();
    chances[*class] -= 1.0;
    for feature in features {
        let row = &mut slope[*feature as usize * CLASSES..][..CLASSES];
        row.iter_mut().zip(chances).for_each(|(slope, chance)| *slope += chance);
    }
    unlikely
}
