//! Runs `cases/<format>/<name>.toml`: a file as it is received, and what becomes of it.
#![expect(clippy::disallowed_methods, reason = "a test reads its own cases")]

use std::fs;
use std::path::Path;

use noroshi_formats::{Limits, Received, document};
use noroshi_model::{BlockKind, Document};
use serde::Deserialize;

/// A file, and what is expected of it. What is left out is not checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the case shows, and that nothing in it is real.
    note: String,
    /// Name of the file.
    #[serde(default)]
    path: String,
    /// The file.
    bytes: String,
    media: Option<String>,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    basis: Option<String>,
    language: Option<String>,
    tlp: Option<String>,
    text: Option<String>,
    /// Kind and words of each block.
    blocks: Option<Vec<[String; 2]>>,
    /// Words and target of each link.
    links: Option<Vec<[String; 2]>>,
    /// Codes of what was left out.
    #[serde(default)]
    problems: Vec<String>,
    /// Code of the refusal, if the file cannot be read.
    error: Option<String>,
}

/// The only place that touches the API under test.
fn check(path: &Path) -> datatest_stable::Result<()> {
    let case: Case = toml::from_str(&fs::read_to_string(path)?)?;
    assert!(!case.note.is_empty(), "a case says what it shows");
    let received = Received { path: &case.path, bytes: case.bytes.as_bytes(), fetched: None };
    match document(&received, &Limits::default()) {
        Ok((document, problems)) => {
            let codes: Vec<String> = problems.iter().map(|problem| problem.code.into()).collect();
            assert_eq!(codes, case.problems, "problems");
            assert_eq!(case.error, None, "read, although it should be refused");
            compare(&case, &document);
        }
        Err(problem) => assert_eq!(Some(problem.code), case.error.as_deref(), "{problem}"),
    }
    Ok(())
}

fn compare(case: &Case, got: &Document) {
    let published = got.published.as_ref();
    same("media", &case.media, Some(got.media.iana().to_owned()));
    same("title", &case.title, got.title.clone());
    same("publisher", &case.publisher, got.publisher.clone());
    same("published", &case.published, published.map(|date| date.moment.edtf()));
    same("basis", &case.basis, published.map(|date| date.basis.shown()));
    same("language", &case.language, got.declared_language.map(|known| known.code().to_owned()));
    same("tlp", &case.tlp, got.tlp.map(|tlp| tlp.to_string()));
    same("text", &case.text, Some(got.text.clone()));
    if let Some(blocks) = &case.blocks {
        assert_eq!(&shown_blocks(got), blocks, "blocks");
    }
    if let Some(links) = &case.links {
        assert_eq!(&shown_links(got), links, "links");
    }
}

/// An expectation of `-` means that nothing is expected.
fn same(what: &str, expected: &Option<String>, got: Option<String>) {
    let Some(expected) = expected else { return };
    assert_eq!(got.as_deref().unwrap_or("-"), expected, "{what}");
}

fn shown_blocks(got: &Document) -> Vec<[String; 2]> {
    let words =
        |span: noroshi_model::Span| span.of(&got.text).expect("a span of the text").to_owned();
    got.blocks.iter().map(|block| [word(block.kind), words(block.span)]).collect()
}

fn shown_links(got: &Document) -> Vec<[String; 2]> {
    let words =
        |span: noroshi_model::Span| span.of(&got.text).expect("a span of the text").to_owned();
    got.links.iter().map(|link| [words(link.span), link.target.clone()]).collect()
}

fn word(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::PageFurniture => "furniture".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

datatest_stable::harness! { { test = check, root = "cases", pattern = r".*\.toml$" } }
