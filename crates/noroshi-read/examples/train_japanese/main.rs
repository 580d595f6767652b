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
//! and `relations.bin` for which of two sides does what to the other; all three are learned behind the names. `blame` and
//! `blame.bin`, for who is held responsible, are learned behind who tells what, too.
//!
//! `--check` leaves out the authors of `learn`, four together, trains on all else and prints how the left-out passages
//! are read, beside the rules alone. Same passages, same file.
#![expect(clippy::disallowed_methods, reason = "a command for development reads and writes files")]

use std::error::Error;
use std::io::Write;

use crate::lesson::{Lesson, retold, unseen};

#[path = "../../src/learned/alike.rs"]
mod alike;
#[expect(dead_code, reason = "shared with the reader, which uses all of it")]
#[path = "../../src/learned/blame/mod.rs"]
mod blame;
mod blames;
mod boost;
#[path = "../../src/learned/chance.rs"]
mod chance;
mod choice;
mod curve;
mod cutting;
mod descent;
#[expect(dead_code, reason = "shared with the reader, which uses all of it")]
#[path = "../../src/learned/event/mod.rs"]
mod event;
mod events;
#[path = "../../src/learned/feature.rs"]
mod feature;
#[path = "../../src/learned/forest.rs"]
mod forest;
mod lesson;
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

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let files = arguments.iter().filter(|it| it.ends_with(".jsonl") || it.ends_with(".toml"));
    let lessons = lesson::lessons(files)?;
    let model = arguments.first().map_or("", String::as_str);
    if arguments.iter().any(|argument| argument == "--check") {
        let shown = check(model, lessons)?;
        std::io::stdout().lock().write_all(shown.as_bytes())?;
        return Ok(());
    }
    let target = arguments.iter().position(|argument| argument == "--write");
    let target = target.and_then(|at| arguments.get(at + 1)).ok_or(USE)?;
    Ok(std::fs::write(target, train(model, lessons)?)?)
}

const USE: &str = "say names, speakers, blame, events or relations, then --check or --write FILE, and give the passages";

fn check(model: &str, lessons: Vec<Lesson>) -> Result<String, Box<dyn Error>> {
    if model == "names" {
        return Ok(names::check(&lessons)?);
    }
    let (passages, cases) = unseen(lessons)?;
    match model {
        "speakers" => Ok(speakers::check(&passages, &cases)?),
        "blame" => Ok(blames::check(&retold(passages, &cases)?, &cases)?),
        "events" => Ok(events::check(&passages, &cases)?),
        "relations" => Ok(relations::check(&passages)?),
        _ => Err(USE.into()),
    }
}

fn train(model: &str, lessons: Vec<Lesson>) -> Result<Vec<u8>, Box<dyn Error>> {
    if model == "names" {
        return Ok(names::train(&lessons));
    }
    let (passages, cases) = unseen(lessons)?;
    match model {
        "speakers" => Ok(speakers::train(passages.iter().chain(&cases))),
        "blame" => Ok(blames::train(&retold(passages, &cases)?, &cases)),
        "events" => Ok(events::train(&passages, &cases)?),
        "relations" => Ok(relations::train(&passages)),
        _ => Err(USE.into()),
    }
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
