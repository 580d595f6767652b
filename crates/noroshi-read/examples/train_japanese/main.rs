//! Trains the models that go over what the rules found in Japanese text, and measures how well they do.
//!
//! ```console
//! $ cargo run --release -p noroshi-read --example train_japanese -- names --check \
//!     devset/ja/{tune,more,third,learn}.jsonl crates/noroshi-read/cases/ja/*.toml
//! $ cargo run --release -p noroshi-read --example train_japanese -- names \
//!     --write crates/noroshi-read/src/learned/names.bin \
//!     devset/ja/{tune,more,third,learn}.jsonl crates/noroshi-read/cases/ja/*.toml
//! ```
//!
//! The same with `speakers` and `speakers.bin` for who tells what, `events` and `events.bin` for what happened, `relations`
//! and `relations.bin` for which of two sides does what to the other; all three are learned behind the names.
//!
//! `--check` leaves out one author of `learn` after the other, trains on all else and prints how the left-out passages
//! are read, beside the rules alone. Same passages, same file.
#![expect(clippy::disallowed_methods, reason = "a command for development reads and writes files")]

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;

use noroshi_model::{Document, Event, Language, Mention, Reading};
use noroshi_read::case::{Case, CaseMedia};
use noroshi_testkit::score::Passage;
use serde_json::json;

#[path = "../../src/learned/alike.rs"]
mod alike;
mod choice;
mod cutting;
mod descent;
#[expect(dead_code, reason = "shared with the reader, which uses all of it")]
#[path = "../../src/learned/event/mod.rs"]
mod event;
mod events;
#[path = "../../src/learned/feature.rs"]
mod feature;
#[path = "../../src/learned/letter.rs"]
mod letter;
mod names;
#[path = "../../src/learned/relation/mod.rs"]
mod relation;
mod relations;
#[path = "../../src/learned/sequence.rs"]
mod sequence;
#[expect(dead_code, reason = "the reader asks where a name stands")]
#[path = "../../src/learned/speaker/mod.rs"]
mod speaker;
mod speakers;
#[path = "../../src/learned/tag.rs"]
mod tag;
#[path = "../../src/learned/weights.rs"]
mod weights;
mod write;

/// A passage, its reading by the rules, and the hand that wrote it: the first letter of its number.
pub(crate) struct Lesson {
    pub(crate) passage: Passage,
    /// By the rules alone.
    pub(crate) reading: Reading,
    /// By a model of names that did not see this hand: only of what [`unseen`] gives.
    pub(crate) crossed: Option<Reading>,
    pub(crate) hand: char,
}

/// The hand of the cases.
pub(crate) const CASE: char = '-';

/// Hands whose first sight by the rules is honest: no rule was written for them.
pub(crate) const UNSEEN: &[char] = &['A', 'B', 'C', 'D', 'E', 'G', 'K', 'N'];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let model = arguments.first().map_or("", String::as_str);
    let check = arguments.iter().any(|argument| argument == "--check");
    let target = arguments.iter().position(|argument| argument == "--write");
    let target = target.and_then(|at| arguments.get(at + 1));
    let lessons =
        lessons(arguments.iter().filter(|it| it.ends_with(".jsonl") || it.ends_with(".toml")))?;
    let files = |promised: fn(&str) -> bool| {
        self::lessons(arguments.iter().filter(move |it| promised(it.as_str())))
    };
    let mut out = std::io::stdout().lock();
    match (model, target) {
        ("names", _) if check => write!(out, "{}", names::check(&lessons)?)?,
        ("names", Some(target)) => std::fs::write(target, names::train(&lessons))?,
        ("speakers", _) if check => {
            write!(out, "{}", speakers::check(lessons, files(promises_claims)?)?)?;
        }
        ("speakers", Some(target)) => {
            std::fs::write(target, speakers::train(lessons, files(promises_claims)?)?)?;
        }
        ("events", _) if check => {
            write!(out, "{}", events::check(&unseen(lessons)?, &files(is_case)?)?)?;
        }
        ("events", Some(target)) => {
            std::fs::write(target, events::train(&unseen(lessons)?, &files(is_case)?))?;
        }
        ("relations", _) if check => write!(out, "{}", relations::check(&unseen(lessons)?)?)?,
        ("relations", Some(target)) => {
            std::fs::write(target, relations::train(&unseen(lessons)?))?;
        }
        _ => {
            return Err(
                "say names, speakers, events or relations, then --check or --write FILE, and give the passages"
                    .into(),
            );
        }
    }
    Ok(())
}

fn lessons<'a>(files: impl Iterator<Item = &'a String>) -> Result<Vec<Lesson>, Box<dyn Error>> {
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::by_rules(&knowledge);
    let mut lessons = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        if file.ends_with(".toml") {
            lessons.extend(case(&reader, &text)?);
            continue;
        }
        for line in text.lines() {
            let passage = Passage::parse(line)?;
            let reading = reader.read(&passage.document()?);
            let hand = passage.id.chars().next().unwrap_or('?');
            lessons.push(Lesson { passage, reading, crossed: None, hand });
        }
    }
    Ok(lessons)
}

/// Whether a file is a case.
fn is_case(file: &str) -> bool {
    file.ends_with(".toml")
}

/// Whether a file is a case of what somebody says by the rules. Those of the model itself are no proof of the rules.
fn promises_claims(file: &str) -> bool {
    is_case(file)
        && !file.contains("told-learned")
        && std::fs::read_to_string(file).is_ok_and(|text| text.contains("\nclaims = "))
}

/// How many models of names are made for [`unseen`].
const FOLDS: usize = 4;

/// The passages as the whole program reads what it never saw: each hand by a model of names that was trained on other
/// hands. What goes over names must be trained on these, for the names of its own passages are known by heart.
pub(crate) fn unseen(lessons: Vec<Lesson>) -> Result<Vec<Lesson>, Box<dyn Error>> {
    let (knowledge, _) = noroshi_know::pack();
    let hands: BTreeSet<char> =
        lessons.iter().map(|one| one.hand).filter(|hand| *hand != CASE).collect();
    let hands: Vec<char> = hands.into_iter().collect();
    let mut lessons = lessons;
    for fold in 0..FOLDS {
        let held: Vec<char> = hands.iter().copied().skip(fold).step_by(FOLDS).collect();
        let names = names::train(lessons.iter().filter(|one| !held.contains(&one.hand)));
        let reader = noroshi_read::Reader::with_names(&knowledge, &names)
            .ok_or("the file that was just made holds no model")?;
        for one in lessons.iter_mut().filter(|one| held.contains(&one.hand)) {
            one.crossed = Some(reader.read(&one.passage.document()?));
        }
    }
    lessons.retain(|one| one.crossed.is_some());
    Ok(lessons)
}

/// A case of the rules, with the names that the rules find in it: what a case proves, the model learns.
fn case(reader: &noroshi_read::Reader<'_>, file: &str) -> Result<Option<Lesson>, Box<dyn Error>> {
    let case = Case::parse(file).map_err(|(line, why)| format!("line {line}: {why}"))?;
    let document =
        Document { published: case.published(), ..noroshi_testkit::document(&case.text) };
    let reading = reader.read(&document);
    // A case of the model itself is no proof of the rules.
    let learned = file.contains("new-learned");
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
    Ok(Some(Lesson { passage, reading, crossed: None, hand: CASE }))
}

/// An event of a case, as a passage has it.
fn event_line(event: &Event) -> serde_json::Value {
    let date = event.when.map(|(moment, _)| {
        let value = moment.edtf().split('+').next().unwrap_or_default().to_owned();
        json!({"value": value, "precision": moment.precision().word()})
    });
    json!({"what": event.what, "date": date, "victims": event.victims})
}

/// A linear congruential generator: the same order in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}
