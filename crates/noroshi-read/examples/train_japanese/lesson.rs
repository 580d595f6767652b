//! What the models learn from: passages and cases, as the rules and as the program of a stranger read them.

use std::collections::BTreeSet;
use std::error::Error;
use std::rc::Rc;

use noroshi_model::{Document, Event, Language, Mention, Reading};
use noroshi_read::Reader;
use noroshi_read::case::{Case, CaseMedia};
use noroshi_testkit::score::Passage;
use serde_json::json;

use crate::{names, speakers};

/// A passage, its reading by the rules, and the hand that wrote it: the first letter of its number.
pub(crate) struct Lesson {
    pub(crate) passage: Passage,
    /// By the rules alone.
    pub(crate) reading: Reading,
    /// By a model of names that did not see this hand: only of what [`unseen`] gives.
    pub(crate) crossed: Option<Reading>,
    /// That model.
    names: Rc<Vec<u8>>,
    pub(crate) hand: char,
    /// Whether it is a case of what somebody says by the rules.
    pub(crate) claims: bool,
}

/// The hand of the cases.
const CASE: char = '-';

/// Hands that the rules were written with, and the cases.
const SEEN: [char; 4] = ['T', 'M', 'R', CASE];

/// Hands that are left out together.
const TOGETHER: usize = 4;

impl Lesson {
    fn new(passage: Passage, reading: Reading, hand: char) -> Self {
        Self { passage, reading, crossed: None, names: Rc::default(), hand, claims: false }
    }

    pub(crate) fn is_case(&self) -> bool {
        self.hand == CASE
    }
}

/// The hands whose first sight by the rules is honest, in the groups in which a check leaves them out.
pub(crate) fn strangers(lessons: &[Lesson]) -> Vec<Vec<char>> {
    let hands: BTreeSet<char> = lessons.iter().map(|one| one.hand).collect();
    let hands: Vec<char> = hands.into_iter().filter(|hand| !SEEN.contains(hand)).collect();
    hands.chunks(TOGETHER).map(<[char]>::to_vec).collect()
}

/// The passages (JSON lines) and cases (TOML) of files.
pub(crate) fn lessons<'a>(
    files: impl Iterator<Item = &'a String>,
) -> Result<Vec<Lesson>, Box<dyn Error>> {
    let (knowledge, _) = noroshi_know::pack();
    let reader = Reader::by_rules(&knowledge);
    let mut lessons = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        if file.ends_with(".toml") {
            lessons.extend(case(&reader, file, &text)?);
            continue;
        }
        for line in text.lines() {
            let passage = Passage::parse(line)?;
            let reading = reader.read(&passage.document()?);
            let hand = passage.id.chars().next().unwrap_or('?');
            lessons.push(Lesson::new(passage, reading, hand));
        }
    }
    Ok(lessons)
}

/// How many models of names are made for [`unseen`].
const FOLDS: usize = 4;

/// The passages as the whole program reads what it never saw, and the cases as they are. Each hand is read by a model of
/// names that was trained on other hands: what goes over names must be trained on these, for the names of its own passages
/// are known by heart.
pub(crate) fn unseen(
    mut lessons: Vec<Lesson>,
) -> Result<(Vec<Lesson>, Vec<Lesson>), Box<dyn Error>> {
    let (knowledge, _) = noroshi_know::pack();
    let hands: BTreeSet<char> =
        lessons.iter().map(|one| one.hand).filter(|hand| *hand != CASE).collect();
    let hands: Vec<char> = hands.into_iter().collect();
    for fold in 0..FOLDS {
        let held: Vec<char> = hands.iter().copied().skip(fold).step_by(FOLDS).collect();
        let names = names::train(lessons.iter().filter(|one| !held.contains(&one.hand)));
        let names = Rc::new(names);
        let reader = Reader::with_names(&knowledge, &names)
            .ok_or("the file that was just made holds no model")?;
        for one in lessons.iter_mut().filter(|one| held.contains(&one.hand)) {
            one.crossed = Some(reader.read(&one.passage.document()?));
            one.names = Rc::clone(&names);
        }
    }
    Ok(lessons.into_iter().partition(|one| one.crossed.is_some()))
}

/// What [`unseen`] gives, with the claims of a model of who tells what that did not see the hand either.
pub(crate) fn retold(
    passages: Vec<Lesson>,
    cases: &[Lesson],
) -> Result<Vec<Lesson>, Box<dyn Error>> {
    let (knowledge, _) = noroshi_know::pack();
    let mut told: Vec<Option<Reading>> = passages.iter().map(|_| None).collect();
    while let Some(next) = told.iter().position(Option::is_none) {
        let names = &passages[next].names;
        let held = |one: &Lesson| Rc::ptr_eq(&one.names, names);
        let telling = speakers::train(passages.iter().filter(|one| !held(one)).chain(cases));
        let reader = Reader::with_telling(&knowledge, [names, &telling])
            .ok_or("a file that was just made holds no model")?;
        for (one, told) in passages.iter().zip(&mut told).filter(|(one, _)| held(one)) {
            *told = Some(reader.read(&one.passage.document()?));
        }
    }
    let both = passages.into_iter().zip(told);
    Ok(both.map(|(one, crossed)| Lesson { crossed, ..one }).collect())
}

/// A case of the rules, with the names that the rules find in it: what a case proves, the model learns.
fn case(reader: &Reader<'_>, file: &str, text: &str) -> Result<Option<Lesson>, Box<dyn Error>> {
    let case = Case::parse(text).map_err(|(line, why)| format!("line {line}: {why}"))?;
    let document =
        Document { published: case.published(), ..noroshi_testkit::document(&case.text) };
    let reading = reader.read(&document);
    // A case of the model itself is no proof of the rules.
    let learned = text.contains("new-learned") || text.contains("reason = \"learned\"");
    let claims = text.contains("\nclaims = ") && !file.contains("told-learned");
    if learned || case.media != CaseMedia::Text || reading.language != Language::Ja {
        return Ok(None);
    }
    let mention = |mention: &Mention| {
        let (start, end) = (mention.span.start(), mention.span.end());
        json!({"kind": mention.kind.word(), "text": &case.text[start..end], "span": [start, end]})
    };
    let mentions: Vec<serde_json::Value> = reading.mentions.iter().map(mention).collect();
    let events: Vec<serde_json::Value> = reading.events.iter().map(event_line).collect();
    let passage = json!({
        "id": "-", "phenomena": [], "published": null, "text": case.text, "mentions": mentions,
        "claims": [], "events": events, "relations": [], "sources": [], "drift": [],
    });
    let passage = Passage::parse(&passage.to_string())?;
    Ok(Some(Lesson { claims, ..Lesson::new(passage, reading, CASE) }))
}

/// An event of a case, as a passage has it.
fn event_line(event: &Event) -> serde_json::Value {
    let date = event.when.map(|(moment, _)| {
        let value = moment.edtf().split('+').next().unwrap_or_default().to_owned();
        json!({"value": value, "precision": moment.precision().word()})
    });
    json!({"what": event.what, "date": date, "victims": event.victims})
}
