//! Learns whom a claim holds responsible, and how far it goes.
//!
//! What it is trained on is read as the whole program reads a text that it never saw (`retold`): the names and the claims
//! by models that did not see the hand, whom they hold responsible by the rules.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use noroshi_model::{Reading, Span};
use noroshi_testkit::score::{Attribution, ExpectedClaim, Score};

use crate::alike::{bare, same};
use crate::blame::look::{self, Claimed};
use crate::blame::suspect::{Asked, Suspect};
use crate::blame::{self, HEADS, LEAST, LEVEL, LEVELS, Model, Read};
use crate::choice::{self, Question};
use crate::descent::Lessons;
use crate::feature::Key;
use crate::lesson::{Lesson, strangers};
use crate::write;

/// Features in the file at most.
const MOST: usize = 21_000;

/// How who and the level are learned.
const WHO: Lessons = Lessons { penalty: 3.0, steps: 60 };
const HOW_FAR: Lessons = Lessons { penalty: 3.0, steps: 60 };

/// How often a case is learned: it is a promise.
const PROMISED: usize = 3;

/// What is learned from a passage.
#[derive(Default)]
struct Given {
    hand: char,
    who: Vec<Question>,
    levels: Vec<(Vec<u32>, usize)>,
    /// Blames whose candidate is among the suspects, and all.
    reached: (usize, usize),
}

/// The file of the model of all passages, and of the cases, which are promises of the rules.
pub(crate) fn train(passages: &[Lesson], cases: &[Lesson]) -> Vec<u8> {
    learn(&given(passages, cases).iter().collect::<Vec<&Given>>())
}

/// Hundredths of chance from which somebody is held responsible.
const STEPS: [usize; 10] = [10, 15, 20, 25, 30, 35, 40, 50, 60, 70];

/// Leaves hands out, and says how well it is read whom their claims hold responsible.
///
/// # Errors
///
/// When a file that was just made holds no model.
pub(crate) fn check(passages: &[Lesson], cases: &[Lesson]) -> Result<String, &'static str> {
    let given = given(passages, cases);
    let mut all: BTreeMap<usize, Score> = BTreeMap::new();
    let mut rules = Score::default();
    for held in strangers(passages) {
        let taught: Vec<&Given> = given.iter().filter(|one| !held.contains(&one.hand)).collect();
        let file = learn(&taught);
        let model = Model::new(&file).ok_or("the file that was just made holds no model")?;
        for one in passages.iter().filter(|one| held.contains(&one.hand)) {
            let Some(reading) = &one.crossed else { continue };
            rules.add(&one.passage, reading);
            let judged = model.judged(&read(&one.passage.text, reading));
            for step in STEPS {
                let told = told(reading, &judged, step as f32 / 100.0);
                all.entry(step).or_default().add(&one.passage, &told);
            }
        }
    }
    let mut shown = String::new();
    let reached =
        given.iter().fold((0, 0), |all, one| (all.0 + one.reached.0, all.1 + one.reached.1));
    let _ = writeln!(shown, "among the suspects: {} of {}", reached.0, reached.1);
    let _ = writeln!(shown, "rules: {}", figures(&rules));
    for (step, score) in &all {
        let chosen = if *step as f32 / 100.0 == LEAST { " (chosen)" } else { "" };
        let _ = writeln!(shown, "from 0.{step:02}: {}{chosen}", figures(score));
    }
    Ok(shown)
}

fn figures(score: &Score) -> String {
    let figures = score.figures();
    let figure = |name: &str| figures.get(name).copied().unwrap_or(0.0);
    let (recall, precision) = (figure("attribution recall"), figure("attribution precision"));
    let f1 = 2.0 * recall * precision / (recall + precision).max(f64::MIN_POSITIVE);
    format!("recall {recall:.3} precision {precision:.3} F1 {f1:.3}")
}

/// A reading with the blames of at least a chance.
fn told(reading: &Reading, judged: &[blame::Judged], least: f32) -> Reading {
    let mut claims = reading.claims.clone();
    for (at, held) in judged {
        let sure = held.as_ref().filter(|(_, chance)| *chance >= least);
        claims[*at].attribution = sure.map(|(held, _)| held.clone());
    }
    Reading { claims, ..reading.clone() }
}

fn read<'r>(text: &'r str, reading: &'r Reading) -> Read<'r> {
    let mentions = reading.mentions.iter().collect();
    Read { text, sentences: &reading.sentences, mentions, claims: &reading.claims }
}

fn given(passages: &[Lesson], cases: &[Lesson]) -> Vec<Given> {
    let cases = cases.iter().filter(|one| one.claims);
    passages.iter().chain(cases).map(of_lesson).collect()
}

/// What a passage or a case teaches.
fn of_lesson(lesson: &Lesson) -> Given {
    let mut given = Given { hand: lesson.hand, ..Given::default() };
    let reading = lesson.crossed.as_ref().unwrap_or(&lesson.reading);
    let times = if lesson.is_case() { PROMISED } else { 1 };
    blame::each(&read(&lesson.passage.text, reading), |_, asked| {
        let right = if lesson.is_case() {
            Some(asked.claim.attribution.as_ref().map(promised))
        } else {
            right(&lesson.passage.claims, asked.claim.span)
        };
        let Some(right) = right else { return };
        for _ in 0..times {
            given.asks(asked, right.as_ref());
        }
    });
    given
}

fn promised(held: &noroshi_model::Attribution) -> Attribution {
    Attribution { level: held.level.word().to_owned(), candidate: held.candidate.clone() }
}

/// Whom the annotated claim at a place holds responsible, if anybody; `None` where only a smaller part of a claim
/// stands that does.
fn right(claims: &[ExpectedClaim], span: Span) -> Option<Option<Attribution>> {
    let shared = |claim: &ExpectedClaim| {
        claim.span.1.min(span.end()).saturating_sub(claim.span.0.max(span.start()))
    };
    let near = |claim: &&ExpectedClaim| {
        let longer = (claim.span.1 - claim.span.0).max(span.end() - span.start());
        2 * shared(claim) >= longer
    };
    let blaming = || claims.iter().filter(|claim| claim.attribution.is_some());
    if let Some(best) = blaming().filter(near).max_by_key(|claim| shared(claim)) {
        let held = best.attribution.as_ref()?;
        let (level, candidate) = (held.level.clone(), held.candidate.clone());
        return Some(Some(Attribution { level, candidate }));
    }
    let part = blaming().any(|claim| shared(claim) > 0);
    (!part).then_some(None)
}

impl Given {
    fn asks(&mut self, asked: &Asked<'_>, right: Option<&Attribution>) {
        let best = right.and_then(|held| best(&asked.suspects, &bare(&held.candidate)));
        self.reached.1 += usize::from(right.is_some());
        self.reached.0 += usize::from(best.is_some());
        if asked.suspects.is_empty() || (right.is_some() && best.is_none()) {
            return;
        }
        let claimed = Claimed::new(asked);
        let mut candidates = vec![claimed.features.clone()];
        let name = right.map(|held| bare(&held.candidate)).unwrap_or_default();
        let mut place = 0;
        for (at, one) in asked.suspects.iter().enumerate() {
            let features = look::features(asked, &claimed, one);
            if best == Some(at) {
                place = candidates.len();
                let level = LEVELS
                    .iter()
                    .position(|level| right.is_some_and(|it| it.level == level.word()));
                let all = features.iter().chain(&claimed.features).copied().collect();
                self.levels.extend(level.map(|level| (all, level)));
            } else if same(&one.bare, &name) {
                continue;
            }
            candidates.push(features);
        }
        self.who.push(Question { candidates, right: place });
    }
}

/// The suspect who is named most alike; of equals one of the statement.
fn best(suspects: &[Suspect], name: &str) -> Option<usize> {
    let far = |one: &Suspect| {
        let longer = one.bare.chars().count().abs_diff(name.chars().count());
        same(&one.bare, name).then_some((longer, one.here.is_none()))
    };
    let all = suspects.iter().enumerate().filter_map(|(at, one)| Some((far(one)?, at)));
    all.min().map(|(_, at)| at)
}

/// Learns, and gives the file of the weights.
fn learn(given: &[&Given]) -> Vec<u8> {
    let who = choice::fit(given.iter().flat_map(|one| &one.who), WHO);
    let levels: Vec<&(Vec<u32>, usize)> = given.iter().flat_map(|one| &one.levels).collect();
    let mut models = vec![who];
    models.extend(level(&levels));
    write::file(choice::heads(models), MOST)
}

/// The weights of each level.
fn level(given: &[&(Vec<u32>, usize)]) -> Vec<Vec<(u32, f32)>> {
    let mixed = |feature: u32, level: usize| {
        Key::new(590).with(u64::from(feature)).with(level as u64).number()
    };
    let mut whose: HashMap<u32, (u32, usize)> = HashMap::new();
    let mut questions = Vec::new();
    for (features, right) in given {
        let candidate = |level: usize| -> Vec<u32> {
            features.iter().map(|feature| mixed(*feature, level)).collect()
        };
        for level in 0..LEVELS.len() {
            whose.extend(features.iter().map(|it| (mixed(*it, level), (*it, level))));
        }
        let candidates = (0..LEVELS.len()).map(candidate).collect();
        questions.push(Question { candidates, right: *right });
    }
    let mut heads = vec![Vec::new(); HEADS - LEVEL];
    for (number, weight) in choice::fit(&questions, HOW_FAR) {
        if let Some((feature, level)) = whose.get(&number) {
            heads[*level].push((*feature, weight));
        }
    }
    heads
}
