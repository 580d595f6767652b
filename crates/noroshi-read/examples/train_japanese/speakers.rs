//! The model of who tells what: where statements begin and end, who speaks, and with which stance.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use noroshi_model::{
    Claim, ClaimKind, Mention, Reading, Sentence, Span, Speaker, SpeakerChain, Stance,
};
use noroshi_testkit::score::{Passage, Score};

use crate::choice::{self, Question};
use crate::cutting::{self, Cutting};
use crate::descent::Lessons;
use crate::feature::Key;
use crate::lesson::{Lesson, strangers};
use crate::speaker::cut::Pieces;
use crate::speaker::scene::{Ruled, Scene, Trail, is_same, shared};
use crate::speaker::stance::{self, STANCES};
use crate::speaker::who::{self, Asked};
use crate::speaker::{HEADS, Model, STANCE};
use crate::write;

/// Features that are kept.
const MOST: usize = 43_000;

/// How often a case is learned: it is a promise.
const PROMISED: usize = 8;

/// How much of the longer one an annotated statement and a piece share at least, to be the same.
const SAME: f32 = 0.5;

/// What is learned from a passage.
struct Given {
    hand: char,
    case: bool,
    cuttings: Vec<Cutting>,
    who: Vec<Question>,
    stances: Vec<(Vec<u32>, usize)>,
}

/// An annotated statement.
struct Wanted {
    range: Range<usize>,
    speaker: Speaker,
    stance: usize,
}

/// How the passages of strangers are read by a model that did not see them.
pub(crate) fn check(passages: &[Lesson], cases: &[Lesson]) -> Result<String, &'static str> {
    let lessons = passages.iter().chain(cases).filter(|one| teaches(one));
    let given: Vec<Given> = lessons.map(given).collect();
    let mut shown = String::new();
    let mut all = [Score::default(), Score::default()];
    for hands in strangers(passages) {
        let file = learn(given.iter().filter(|one| !hands.contains(&one.hand)));
        let model = Model::new(&file).ok_or("the file that was just made holds no model")?;
        let mut scores = [Score::default(), Score::default()];
        for lesson in passages.iter().filter(|lesson| hands.contains(&lesson.hand)) {
            let told = told(&model, lesson);
            for score in [&mut scores[0], &mut all[0]] {
                score.add(&lesson.passage, &told);
            }
            for score in [&mut scores[1], &mut all[1]] {
                score.add(&lesson.passage, reading(lesson));
            }
        }
        let [model, rules] = scores.map(|score| figures(&score));
        let hands = String::from_iter(hands);
        let _ = writeln!(shown, "{hands}: {model} (rules {rules})");
    }
    let [model, rules] = all.map(|score| figures(&score));
    let _ = writeln!(shown, "all: {model} (rules {rules})");
    Ok(shown)
}

/// The file of the model of all lessons.
pub(crate) fn train<'l>(lessons: impl Iterator<Item = &'l Lesson>) -> Vec<u8> {
    let given: Vec<Given> = lessons.filter(|one| teaches(one)).map(given).collect();
    learn(given.iter())
}

/// Of the cases those of what somebody says: they are promises of the rules.
fn teaches(lesson: &Lesson) -> bool {
    !lesson.is_case() || lesson.claims
}

fn figures(score: &Score) -> String {
    let figures = score.figures();
    let figure = |name: &str| figures.get(name).copied().unwrap_or(0.0);
    format!(
        "F1 {:.3} speaker {:.3} stance {:.3} lost denials {}",
        figure("claims F1"),
        figure("speaker accuracy"),
        figure("stance accuracy"),
        figure("denials read as assertions")
    )
}

fn reading(lesson: &Lesson) -> &Reading {
    lesson.crossed.as_ref().unwrap_or(&lesson.reading)
}

/// Each sentence of a passage with its place.
fn scenes<'l>(
    text: &'l str,
    reading: &'l Reading,
) -> impl Iterator<Item = (&'l Sentence, Option<Scene>)> {
    let read = reading.sentences.iter().filter(|sentence| !sentence.boilerplate);
    read.map(move |sentence| {
        let range = bytes(sentence.span);
        let mut scene = Scene::new(text, &range);
        if let Some(scene) = &mut scene {
            let inside = |mention: &&Mention| range.contains(&mention.span.start());
            for mention in reading.mentions.iter().filter(inside) {
                scene.name(&bytes(mention.span), mention.kind);
            }
            let inside = |claim: &&Claim| range.contains(&claim.span.start());
            let ruled = reading.claims.iter().filter(inside);
            scene.rules = ruled.map(|claim| ruled_by(scene, claim)).collect();
        }
        (sentence, scene)
    })
}

fn ruled_by(scene: &Scene, claim: &Claim) -> Ruled {
    Ruled {
        range: scene.line.within(&bytes(claim.span)),
        speaker: claim.speakers.innermost().clone(),
        stance: claim.stance,
        kind: claim.kind,
        likelihood: claim.likelihood.is_some(),
    }
}

fn bytes(span: Span) -> Range<usize> {
    span.start()..span.end()
}

/// What a passage teaches.
fn given(lesson: &Lesson) -> Given {
    let text = lesson.passage.text.as_str();
    let mut given = Given {
        hand: lesson.hand,
        case: lesson.is_case(),
        cuttings: Vec::new(),
        who: Vec::new(),
        stances: Vec::new(),
    };
    let mut trail = Trail::default();
    for (sentence, scene) in scenes(text, reading(lesson)) {
        let Some(mut scene) = scene else {
            trail.sentence += 1;
            continue;
        };
        scene.quoted = trail.quoted;
        let pieces = Pieces::new(&scene);
        let wanted = if lesson.is_case() {
            scene.rules.iter().filter_map(promised).collect()
        } else {
            wanted(&lesson.passage, sentence, &scene)
        };
        let mapped = mapped(&pieces, wanted);
        let mut right = vec![false; pieces.pieces.len()];
        for (piece, wanted) in mapped {
            right[piece] = true;
            let range = pieces.pieces[piece].range.clone();
            asks(&mut given, &scene, &trail, range, &wanted);
            trail.speaks(&wanted.speaker);
        }
        given.cuttings.push(Cutting::new(&pieces, right, scene.letters().len()));
        trail.pass(&scene);
    }
    given
}

/// Who speaks in a statement, and how it is meant.
fn asks(given: &mut Given, scene: &Scene, trail: &Trail, range: Range<usize>, wanted: &Wanted) {
    let stance = stance::features(scene, &range, &wanted.speaker);
    given.stances.push((stance, wanted.stance));
    let asked = Asked { scene, trail, range };
    let all = who::candidates(&asked);
    if let Some(right) = all.iter().position(|one| is_same(&one.speaker, &wanted.speaker)) {
        let candidates = who::features(&asked, &all);
        given.who.push(Question { candidates, right });
    }
}

/// The annotated statements that begin in a sentence.
fn wanted(passage: &Passage, sentence: &Sentence, scene: &Scene) -> Vec<Wanted> {
    let place = bytes(sentence.span);
    let inside = passage.claims.iter().filter(|claim| place.contains(&claim.span.0));
    let wanted = inside.filter_map(|claim| {
        Some(Wanted {
            range: scene.line.within(&(claim.span.0..claim.span.1)),
            speaker: speaker(claim.speaker.last()?),
            stance: STANCES.iter().position(|stance| stance.word() == claim.stance)?,
        })
    });
    wanted.collect()
}

/// What the rules find in a case is what they promise.
fn promised(rule: &Ruled) -> Option<Wanted> {
    let stance = STANCES.iter().position(|stance| *stance == rule.stance)?;
    Some(Wanted { range: rule.range.clone(), speaker: rule.speaker.clone(), stance })
}

fn speaker(word: &str) -> Speaker {
    match word.strip_prefix("unnamed:") {
        Some(words) => Speaker::Unnamed { as_written: words.to_owned(), span: None },
        None if word == "author" => Speaker::Author,
        None => Speaker::Named { name: word.to_owned(), span: None },
    }
}

/// The pieces that stand for annotated statements, side by side, in order of place.
fn mapped(pieces: &Pieces, wanted: Vec<Wanted>) -> Vec<(usize, Wanted)> {
    let near = |one: &Wanted| {
        let shares = pieces.pieces.iter().map(|piece| shared(&piece.range, &one.range));
        shares.enumerate().max_by(|one, two| one.1.total_cmp(&two.1).then(two.0.cmp(&one.0)))
    };
    let mut found: Vec<(f32, usize, Wanted)> = wanted
        .into_iter()
        .filter_map(|one| near(&one).map(|(piece, share)| (share, piece, one)))
        .filter(|(share, ..)| *share >= SAME)
        .collect();
    found.sort_by(|one, two| two.0.total_cmp(&one.0));
    let mut mapped: Vec<(usize, Wanted)> = Vec::new();
    for (_, piece, one) in found {
        let range = &pieces.pieces[piece].range;
        let apart = mapped.iter().all(|(other, _)| {
            let other = &pieces.pieces[*other].range;
            other.end <= range.start || range.end <= other.start
        });
        if apart {
            mapped.push((piece, one));
        }
    }
    mapped.sort_by_key(|(piece, _)| pieces.pieces[*piece].range.start);
    mapped
}

/// Learns, and gives the file of the weights.
fn learn<'g>(given: impl Iterator<Item = &'g Given>) -> Vec<u8> {
    let often = |one: &Given| if one.case { PROMISED } else { 1 };
    let given: Vec<&Given> = given.flat_map(|one| std::iter::repeat_n(one, often(one))).collect();
    let cuttings: Vec<&Cutting> = given.iter().flat_map(|one| &one.cuttings).collect();
    let cut = cutting::fit(&cuttings, Lessons::default());
    let who = choice::fit(given.iter().flat_map(|one| &one.who), Lessons::default());
    let stances: Vec<&(Vec<u32>, usize)> = given.iter().flat_map(|one| &one.stances).collect();
    let mut models = vec![cut, who];
    models.extend(stance(&stances));
    write::file(choice::heads(models), MOST)
}

/// The weights of each stance.
fn stance(given: &[&(Vec<u32>, usize)]) -> Vec<Vec<(u32, f32)>> {
    let mixed = |feature: u32, stance: usize| {
        Key::new(390).with(u64::from(feature)).with(stance as u64).number()
    };
    let mut whose: HashMap<u32, (u32, usize)> = HashMap::new();
    let mut questions = Vec::new();
    for (features, right) in given {
        let candidate = |stance: usize| -> Vec<u32> {
            features.iter().map(|feature| mixed(*feature, stance)).collect()
        };
        for stance in 0..STANCES.len() {
            whose.extend(features.iter().map(|it| (mixed(*it, stance), (*it, stance))));
        }
        let candidates = (0..STANCES.len()).map(candidate).collect();
        questions.push(Question { candidates, right: *right });
    }
    let mut heads = vec![Vec::new(); HEADS - STANCE];
    for (number, weight) in choice::fit(&questions, Lessons::default()) {
        if let Some((feature, stance)) = whose.get(&number) {
            heads[*stance].push((*feature, weight));
        }
    }
    heads
}

/// A passage as the model tells it.
fn told(model: &Model, lesson: &Lesson) -> Reading {
    let text = lesson.passage.text.as_str();
    let reading = reading(lesson);
    let mut claims = Vec::new();
    let mut trail = Trail::default();
    for (sentence, scene) in scenes(text, reading) {
        let Some(mut scene) = scene else {
            trail.sentence += 1;
            continue;
        };
        scene.quoted = trail.quoted;
        for told in model.told(&scene, &mut trail) {
            let place = scene.line.bytes(&told.range);
            let Some(span) = Span::new(place.start, place.end) else { continue };
            claims.push(claim((span, sentence.span), told.speaker, told.stance));
        }
        trail.pass(&scene);
    }
    Reading { claims, ..reading.clone() }
}

fn claim((span, sentence): (Span, Span), speaker: Speaker, stance: Stance) -> Claim {
    Claim {
        span,
        sentence,
        speakers: SpeakerChain::new(speaker, Vec::new()),
        stance,
        kind: ClaimKind::Statement,
        likelihood: None,
        hearsay_marks: 0,
        attribution: None,
        about: String::new(),
        roots: Vec::new(),
    }
}
