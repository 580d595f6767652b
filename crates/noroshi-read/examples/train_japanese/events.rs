//! Learns which clauses tell of an event, when it happened, and to whom.
//!
//! What it is trained on is read as the whole program reads a text that it never saw (`unseen`): the names by a model
//! that did not see the hand, the events by the rules. The trees of the second look learn from first choices by linear
//! models that did not see the hand either (`Seen`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use noroshi_model::{Event, Reading};
use noroshi_testkit::score::{Event as Expected, Score};

use crate::alike::{bare, same};
use crate::boost::{self, Slope};
use crate::choice::{self, Question};
use crate::curve;
use crate::descent::Lessons;
use crate::event::page::{Clause, Page};
use crate::event::second::{Around, First, OF_CLAUSE, OF_PARTY};
use crate::event::{self, Model, clause, date, party};
use crate::lesson::{Lesson, strangers};
use crate::write;

/// Features in the file at most.
const MOST: usize = 43_000;

/// How whether, when and to whom are learned.
const HOW: [Lessons; 3] = [
    Lessons { penalty: 3.0, steps: 60 },
    Lessons { penalty: 1.0, steps: 60 },
    Lessons { penalty: 1.0, steps: 60 },
];

/// How often a case is asked: it is short.
const CASES: usize = 10;

/// Questions of the three models.
#[derive(Default)]
struct Asked([Vec<Question>; 3]);

/// Groups of hands that are left out of the linear models for the trees.
const CROSSED: usize = 4;

/// The file of the model of all lessons; the cases are promises of the rules, and are learned as they keep them.
///
/// # Errors
///
/// When a file that was just made holds no model.
pub(crate) fn train<'l>(
    lessons: impl IntoIterator<Item = &'l Lesson>,
    cases: &[Lesson],
) -> Result<Vec<u8>, &'static str> {
    let lessons: Vec<&Lesson> = lessons.into_iter().collect();
    let hands: BTreeSet<char> = lessons.iter().map(|one| one.hand).collect();
    let hands: Vec<char> = hands.into_iter().collect();
    let mut seen = Seen::default();
    for group in 0..CROSSED {
        let held: Vec<char> = hands.iter().copied().skip(group).step_by(CROSSED).collect();
        let (out, others): (Vec<&Lesson>, Vec<&Lesson>) =
            lessons.iter().partition(|one| held.contains(&one.hand));
        let model = first_look(linear(&others, cases))?;
        for lesson in out {
            if let Some(reading) = &lesson.crossed {
                seen.lesson(&model, lesson, reading);
            }
        }
    }
    let weights = linear(&lessons, cases);
    let model = first_look(weights.clone())?;
    for case in cases {
        seen.lesson(&model, case, &case.reading);
    }
    let trees = [seen.tells(), seen.whom()].map(|trees| write::forest(&trees));
    let [tells, whom] = trees;
    Ok(write::parts(&[weights, tells, whom]))
}

/// The weights of all lessons.
fn linear(lessons: &[&Lesson], cases: &[Lesson]) -> Vec<u8> {
    let mut asked = Asked::default();
    for lesson in lessons {
        if let Some(reading) = &lesson.crossed {
            asked.lesson(lesson, reading);
        }
    }
    for case in std::iter::repeat_n(cases, CASES).flatten() {
        asked.lesson(case, &case.reading);
    }
    let models = asked.0.iter().zip(HOW).map(|(asked, how)| choice::fit(asked, how));
    write::file(choice::heads(models.collect()), MOST)
}

/// A model of weights without trees.
fn first_look(weights: Vec<u8>) -> Result<Model, &'static str> {
    let file = write::parts(&[weights, write::forest(&[]), write::forest(&[])]);
    Model::new(&file).ok_or("the file that was just made holds no model")
}

/// What the trees learn from.
#[derive(Default)]
struct Seen {
    /// Likely clauses, and whether they tell an event.
    clauses: Vec<([f32; OF_CLAUSE], bool)>,
    /// Those it may have happened to, at clauses that tell an event.
    parties: Vec<[f32; OF_PARTY]>,
    worths: Vec<f64>,
    right: Vec<bool>,
    /// Where the parties of each clause end.
    ends: Vec<usize>,
}

impl Seen {
    fn lesson(&mut self, model: &Model, lesson: &Lesson, reading: &Reading) {
        let passage = &lesson.passage;
        let pages =
            Page::all(&passage.text, &reading.sentences, &reading.mentions, &reading.events);
        for page in pages {
            let mut told: BTreeMap<usize, &Expected> = BTreeMap::new();
            for event in passage.events.iter().rev() {
                told.extend(clause_of(&page, &event.what).map(|at| (at, event)));
            }
            let (names, worths) = (party::names(&page), model.worths(&page));
            let firsts = model.firsts(&page, &names, &worths);
            let around = Around::new(&page, &names, &worths, &firsts);
            let clause = |one: &First<'_>| (around.of_clause(one), told.contains_key(&one.at));
            self.clauses.extend(firsts.iter().map(clause));
            for (at, event) in &told {
                if let Some(first) = firsts.iter().find(|one| one.at == *at) {
                    self.whom_of(&around, first, event);
                } else {
                    let when = model.when(&page, &page.clauses[*at]);
                    let first = model.first(&page, &names, (*at, worths[*at]), when);
                    self.whom_of(&around, &first, event);
                }
            }
        }
    }

    fn whom_of(&mut self, around: &Around<'_, '_>, first: &First<'_>, event: &Expected) {
        let victims: Vec<String> = event.victims.iter().map(|one| bare(one)).collect();
        let is_right = |at: &usize| match first.parties.get(*at) {
            None => victims.is_empty(),
            Some(party) => victims.iter().any(|one| same(one, &bare(&party.name))),
        };
        let kept = first.kept();
        if kept.iter().any(is_right) {
            self.right.extend(kept.iter().map(is_right));
            let worth = |at: &usize| f64::from(event::KEPT_WHOM * first.worth_of(*at));
            self.worths.extend(kept.iter().map(worth));
            self.parties.extend(kept.iter().map(|at| around.of_party(first, *at)));
            self.ends.push(self.parties.len());
        }
    }

    /// The trees for whether a clause tells an event: a yes-or-no question for each.
    fn tells(&self) -> Vec<boost::Tree> {
        let (rows, yes): (Vec<[f32; OF_CLAUSE]>, Vec<bool>) = self.clauses.iter().copied().unzip();
        let worths = rows.iter().map(|row| f64::from(event::KEPT_TELLS * row[0])).collect();
        boost::fit(&rows, worths, |worths| {
            let slope = |(worth, yes): (&f64, &bool)| -> Slope {
                let chance = 1.0 / (1.0 + (-worth).exp());
                [chance - f64::from(u8::from(*yes)), chance * (1.0 - chance)]
            };
            worths.iter().zip(&yes).map(slope).collect()
        })
    }

    /// The trees for whom it happened to: a choice among the parties of each clause, of whom several may be right.
    fn whom(&self) -> Vec<boost::Tree> {
        boost::fit(&self.parties, self.worths.clone(), |worths| {
            let mut slopes = Vec::with_capacity(worths.len());
            let mut from = 0;
            for end in &self.ends {
                slopes.extend(choice_slopes(&worths[from..*end], &self.right[from..*end]));
                from = *end;
            }
            slopes
        })
    }
}

/// Curvature of a choice at least: what is nearly sure still moves.
const CURVE: f64 = 1e-3;

/// How the chance that a right one is chosen changes with the worth of each.
fn choice_slopes(worths: &[f64], right: &[bool]) -> Vec<Slope> {
    let most = worths.iter().copied().fold(f64::MIN, f64::max);
    let shares: Vec<f64> = worths.iter().map(|worth| (worth - most).exp()).collect();
    let all: f64 = shares.iter().sum();
    let wanted: f64 = shares.iter().zip(right).filter(|(_, right)| **right).map(|it| it.0).sum();
    let slope = |(share, right): (&f64, &bool)| {
        let chance = share / all;
        let due = if *right { share / wanted } else { 0.0 };
        [chance - due, (chance * (1.0 - chance)).max(CURVE)]
    };
    shares.iter().zip(right).map(slope).collect()
}

/// Leaves hands out, and says how well their events are read.
///
/// # Errors
///
/// When a file that was just made holds no model.
pub(crate) fn check(lessons: &[Lesson], cases: &[Lesson]) -> Result<String, String> {
    let mut shown = String::new();
    let mut all: BTreeMap<usize, Score> = BTreeMap::new();
    let mut rules = Score::default();
    let mut nothing = (0, 0);
    let mut told = [Vec::new(), Vec::new()];
    for (fold, held) in strangers(lessons).into_iter().enumerate() {
        let file = train(lessons.iter().filter(|one| !held.contains(&one.hand)), cases)?;
        let model = Model::new(&file).ok_or("the file that was just made holds no model")?;
        for one in lessons.iter().filter(|one| held.contains(&one.hand)) {
            let Some(reading) = &one.crossed else { continue };
            rules.add(&one.passage, reading);
            if one.passage.events.is_empty() {
                nothing.0 += 1;
                nothing.1 += read(&model, one, reading, event::LEAST).events.len();
            }
            for (agreed, one) in told_of(&model, one, reading, fold) {
                told[usize::from(agreed)].push(one);
            }
            for step in STEPS {
                let read = read(&model, one, reading, step as f32 / 100.0);
                all.entry(step).or_default().add(&one.passage, &read);
            }
        }
    }
    let _ = writeln!(shown, "rules: {}", figures(&rules));
    for (step, score) in &all {
        let _ = writeln!(shown, "from 0.{step:02}: {}", figures(score));
    }
    let _ = writeln!(shown, "{} passages without an event: {} events", nothing.0, nothing.1);
    for (who, told) in ["the model alone", "a rule and the model"].iter().zip(&told) {
        let _ = writeln!(shown, "what {who} told, by the chance that is shown:");
        shown.push_str(&curve::table(told, 1, |one| one.given >= event::LEAST));
    }
    for step in STEPS {
        let (alone, agreed) = (shares(&told[0], step), shares(&told[1], step));
        let _ = writeln!(
            shown,
            "from 0.{step:02}: the model alone {alone}, a rule and the model {agreed}"
        );
    }
    Ok(shown)
}

/// How many of what was told from some hundredths of chance are right.
fn shares(told: &[curve::Told], step: usize) -> String {
    let from = told.iter().filter(|one| one.given >= step as f32 / 100.0);
    let (all, right) =
        from.fold((0, 0), |(all, right), one| (all + 1, right + usize::from(one.right)));
    format!("{right} of {all}")
}

/// The events of a passage from the least of all chances, and whether a rule told them too; what is told twice is right once.
fn told_of(
    model: &Model,
    lesson: &Lesson,
    reading: &Reading,
    fold: usize,
) -> Vec<(bool, curve::Told)> {
    let mut free: Vec<&Expected> = lesson.passage.events.iter().collect();
    let mut told = Vec::new();
    let text = lesson.passage.text.as_str();
    for page in Page::all(text, &reading.sentences, &reading.mentions, &reading.events) {
        for (given, event) in model.of_page(&page, STEPS[0] as f32 / 100.0) {
            let found = free.iter().position(|expected| is(expected, &event));
            if let Some(at) = found {
                free.remove(at);
            }
            let one = curve::Told { fold, kind: 0, given, right: found.is_some() };
            told.push((!event.grounds.is_learned_alone(), one));
        }
    }
    told
}

/// Whether it is the expected event: at its date, and to one of its victims.
fn is(expected: &Expected, event: &Event) -> bool {
    let victims = || {
        expected
            .victims
            .iter()
            .any(|one| event.victims.iter().any(|victim| same(&bare(one), &bare(victim))))
    };
    let nobody = expected.victims.is_empty() && event.victims.is_empty();
    expected.is_dated(event.when.map(|(moment, _)| moment)) && (nobody || victims())
}

/// Hundredths of chance from which an event is told.
const STEPS: [usize; 10] = [10, 12, 14, 16, 18, 20, 22, 28, 40, 60];

fn read(model: &Model, lesson: &Lesson, reading: &Reading, least: f32) -> Reading {
    let (text, rules) = (lesson.passage.text.as_str(), &reading.events);
    let events = model.events(text, &reading.sentences, &reading.mentions, rules, least);
    Reading { events, ..reading.clone() }
}

/// The row of the events in the table of a score.
fn figures(score: &Score) -> String {
    let table = score.to_string();
    table.lines().find(|line| line.starts_with("events")).unwrap_or_default().to_owned()
}

impl Asked {
    fn lesson(&mut self, lesson: &Lesson, reading: &Reading) {
        let passage = &lesson.passage;
        let pages =
            Page::all(&passage.text, &reading.sentences, &reading.mentions, &reading.events);
        for page in pages {
            let told: Vec<(usize, usize)> = (0..passage.events.len())
                .filter_map(|event| Some((clause_of(&page, &passage.events[event].what)?, event)))
                .collect();
            let names = party::names(&page);
            for (at, clause) in page.clauses.iter().enumerate() {
                let event = told.iter().find(|(clause, _)| *clause == at);
                let features = clause::features(&page, clause);
                self.0[event::TELLS].push(Question::yes_or_no(features, event.is_some()));
                if let Some((_, event)) = event {
                    let event = &passage.events[*event];
                    self.when(&page, clause, |it| event.is_dated(it));
                    self.whom(&page, clause, &names, &event.victims);
                }
            }
        }
    }

    fn when(
        &mut self,
        page: &Page<'_>,
        clause: &Clause,
        right: impl Fn(Option<noroshi_model::Moment>) -> bool,
    ) {
        let dates = date::candidates(page, clause);
        let mut rights: Vec<bool> = dates.iter().map(|one| right(Some(one.when.0))).collect();
        let mut candidates: Vec<Vec<u32>> =
            dates.iter().map(|one| date::features(page, clause, one)).collect();
        rights.push(right(None));
        candidates.push(date::none(page, clause));
        self.0[event::WHEN].extend(questions(&candidates, &rights));
    }

    fn whom(
        &mut self,
        page: &Page<'_>,
        clause: &Clause,
        names: &[party::Party],
        victims: &[String],
    ) {
        let victims: Vec<String> = victims.iter().map(|one| bare(one)).collect();
        let parties = party::candidates(page, names, clause);
        let right = |party: &party::Party| {
            let name = bare(&party.name);
            victims.iter().any(|one| same(one, &name))
        };
        let mut rights: Vec<bool> = parties.iter().map(|one| right(one)).collect();
        let mut candidates: Vec<Vec<u32>> =
            parties.iter().map(|one| party::features(page, clause, names, one)).collect();
        rights.push(victims.is_empty());
        candidates.push(party::none(page, clause, names));
        self.0[event::WHOM].extend(questions(&candidates, &rights));
    }
}

/// One question for the first right candidate, without the other right ones; none when nobody is right.
fn questions(candidates: &[Vec<u32>], rights: &[bool]) -> Option<Question> {
    let first = rights.iter().position(|right| *right)?;
    let kept: Vec<usize> =
        (0..candidates.len()).filter(|at| *at == first || !rights[*at]).collect();
    let right = kept.iter().position(|at| *at == first)?;
    Some(Question {
        candidates: kept.into_iter().map(|at| candidates[at].clone()).collect(),
        right,
    })
}

/// The clause that the words of an event end in, else the nearest one of the sentence.
fn clause_of(page: &Page<'_>, what: &str) -> Option<usize> {
    let end = page.text.find(what)? + what.len();
    let sentence =
        page.sentences.iter().find(|one| one.range.start < end && end <= one.range.end)?;
    let far = |clause: &Clause| {
        if clause.range.start < end && end <= clause.range.end {
            return 0;
        }
        let gap = clause.range.end.abs_diff(end).min(clause.range.start.abs_diff(end));
        if clause.range.end >= end { gap } else { 2 * gap }
    };
    sentence.clauses.clone().min_by_key(|at| far(&page.clauses[*at]))
}
