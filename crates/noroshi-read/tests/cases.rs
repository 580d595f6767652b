//! Reading as case files: each file under `cases/` is a text and what a careful reader finds
//! in it. `docs/reference/reading.md` explains the words.
#![expect(clippy::disallowed_methods, reason = "a test reads its own data")]

use std::path::Path;
use std::sync::OnceLock;

use noroshi_model::{Document, Knowledge, Reading, Span};
use noroshi_read::Reader;
use noroshi_read::case::{Case, CaseMedia, shown};

/// The pack, read once for all cases.
fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| noroshi_know::pack().0)
}

/// The reader, made once for all cases.
fn reader() -> &'static Reader<'static> {
    static READER: OnceLock<Reader<'static>> = OnceLock::new();
    READER.get_or_init(|| Reader::new(knowledge()))
}

/// The only place that touches the API under test.
fn check(path: &Path) -> datatest_stable::Result<()> {
    let case = Case::parse(&std::fs::read_to_string(path)?);
    let case = case.map_err(|(line, why)| format!("line {line}: {why}"))?;
    let document = document(&case)?;
    let reading = reader().read(&document);
    invariants(&document, &reading)?;
    let faults = case.faults(&reading, &document.text);
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("\n{}\n{}", faults.join("\n"), shown(&reading, &document.text)).into())
}

fn document(case: &Case) -> Result<Document, Box<dyn std::error::Error>> {
    let published = case.published();
    if case.media == CaseMedia::Text {
        return Ok(Document { published, ..noroshi_testkit::document(&case.text) });
    }
    let path = format!("case.{}", case.media.ending());
    let received =
        noroshi_formats::Received { path: &path, bytes: case.text.as_bytes(), fetched: None };
    let (document, _) = noroshi_formats::document(&received, &noroshi_formats::Limits::default())
        .map_err(|problem| format!("{problem:?}"))?;
    Ok(Document { published: published.or(document.published.clone()), ..document })
}

/// What holds for every text.
fn invariants(document: &Document, reading: &Reading) -> Result<(), String> {
    let text = document.text.as_str();
    let shows = |span: Span| span.of(text).is_some_and(|shown| !shown.trim().is_empty());
    let outside = |span: Span| !reading.boilerplate.iter().any(|part| part.overlaps(span));
    for mention in &reading.mentions {
        if !shows(mention.span) || !outside(mention.span) {
            return Err(format!("a mention without text or in boilerplate: {mention:?}"));
        }
    }
    for pair in reading.mentions.windows(2) {
        if pair[0].span.end() > pair[1].span.start() {
            return Err(format!("mentions overlap or are not in order: {pair:?}"));
        }
    }
    for claim in &reading.claims {
        if !shows(claim.span) || !shows(claim.sentence) || !outside(claim.sentence) {
            return Err(format!("a claim without text or in boilerplate: {claim:?}"));
        }
    }
    for one in &reading.relations {
        if !shows(one.span) || !outside(one.span) || one.subject == one.object {
            return Err(format!("a relation without text, or with itself: {one:?}"));
        }
    }
    if reader().read(document) != *reading {
        return Err("reading twice gives two readings".to_owned());
    }
    Ok(())
}

datatest_stable::harness! { { test = check, root = "cases", pattern = r".*\.toml$" } }
