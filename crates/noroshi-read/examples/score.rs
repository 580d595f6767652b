//! Scores reading against annotated passages.
//!
//! `cargo run --release -p noroshi-read --example score -- devset/ja/tune.jsonl [--errors WHAT]`
//!
//! Prints a table, or with `--figures` one `name = figure` per line. `--errors claim` (or `mention`, `event`,
//! `relation`, `source`, `drift`, `attribution`, `denial`) lists what differs: `-` is missed, `+` is not annotated. Never ask for the errors of the
//! held passages: they are there to tell whether a rule is general.
#![expect(clippy::disallowed_methods, reason = "a measuring program reads files and arguments")]

use std::error::Error;
use std::io::Write;

use jiff::civil::Date;
use noroshi_model::{Basis, Dated, Document, Moment};
use noroshi_testkit::score::{Passage, Score};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("give the path of a file of annotated passages")?;
    let asked = arguments.iter().position(|argument| argument == "--errors");
    let errors = asked.and_then(|at| arguments.get(at + 1)).map(String::as_str);
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::new(&knowledge);
    let mut score = Score::default();
    for line in std::fs::read_to_string(path)?.lines() {
        let passage = Passage::parse(line)?;
        score.add(&passage, &reader.read(&document(&passage)?));
    }
    let mut out = std::io::stdout().lock();
    for one in score.differences.iter().filter(|one| Some(one.what) == errors) {
        writeln!(out, "{} {} {}", one.passage, if one.missed { '-' } else { '+' }, one.shown)?;
    }
    if arguments.iter().any(|argument| argument == "--figures") {
        for (name, figure) in score.figures() {
            writeln!(out, "{name} = {figure:.3}")?;
        }
        return Ok(());
    }
    write!(out, "{score}")?;
    Ok(())
}

/// The passage as a document that knows the day of its publication.
fn document(passage: &Passage) -> Result<Document, Box<dyn Error>> {
    let published = passage.published.as_deref().map(str::parse::<Date>).transpose()?;
    let published = published.and_then(Moment::day);
    let published = published.map(|moment| Dated { moment, basis: Basis::Given });
    Ok(Document { published, ..noroshi_testkit::document(&passage.text) })
}
