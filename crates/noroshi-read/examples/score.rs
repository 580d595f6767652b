//! Scores reading against annotated passages.
//!
//! `cargo run --release -p noroshi-read --example score -- devset/ja/tune.jsonl [--errors WHAT] [--second FILE]`
//!
//! Prints a table, or with `--figures` one `name = figure` per line. `--errors claim` (or `mention`, `event`,
//! `relation`, `source`, `drift`, `attribution`, `denial`) lists what differs: `-` is missed, `+` is not annotated. Never ask for the errors of the
//! held passages: they are there to tell whether a rule is general.
//!
//! With `--second`, another annotation of the same passages is scored in the place of the program's reading:
//! what two annotators reach.
#![expect(clippy::disallowed_methods, reason = "a measuring program reads files and arguments")]

use std::error::Error;
use std::io::Write;

use noroshi_testkit::score::{Passage, Score};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("give the path of a file of annotated passages")?;
    let errors = option(&arguments, "--errors")?;
    let passages = passages(path)?;
    let score = match option(&arguments, "--second")? {
        Some(second) => agreement(&passages, &self::passages(second)?)?,
        None => reading(&passages)?,
    };
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

/// The value behind an option; `None` when the option is not given.
fn option<'a>(arguments: &'a [String], name: &str) -> Result<Option<&'a str>, String> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    let value = arguments.get(at + 1).ok_or_else(|| format!("give a value behind {name}"))?;
    Ok(Some(value))
}

fn passages(path: &str) -> Result<Vec<Passage>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    text.lines().map(Passage::parse).collect()
}

/// The program's reading against the annotation.
fn reading(passages: &[Passage]) -> Result<Score, Box<dyn Error>> {
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::new(&knowledge);
    let mut score = Score::default();
    for passage in passages {
        score.add(passage, &reader.read(&passage.document()?));
    }
    Ok(score)
}

/// A second annotation against the first.
fn agreement(first: &[Passage], second: &[Passage]) -> Result<Score, String> {
    if first.len() != second.len() {
        return Err(format!("{} passages and {} in the second", first.len(), second.len()));
    }
    let mut score = Score::default();
    for (first, second) in first.iter().zip(second) {
        if (&first.id, &first.text) != (&second.id, &second.text) {
            let (one, two) = (&first.id, &second.id);
            return Err(format!("{one} and {two}: both files hold the same passages in one order"));
        }
        score.add(first, &second.reading()?);
    }
    Ok(score)
}
