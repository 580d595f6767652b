//! Measures reading against AnnoCTR: strict spans of groups, malware, tools, organisations,
//! sectors and places (as countries), each and together.
//!
//! `cargo run --release -p noroshi-read --example annoctr -- ../shared/data/read/annoctr/dev.jsonl [--errors]`
//!
//! The data set (CC-BY-SA 4.0) is not part of this project; its folder's README says where it
//! comes from. Offsets of the data set are Unicode scalar values, those of Noroshi are bytes.
#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program reads files, arguments and the clock"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufRead, BufReader, Write};

use noroshi_model::{Document, DocumentId, Media, MentionKind};
use serde::Deserialize;

#[derive(Deserialize)]
struct Report {
    id: String,
    text: String,
    entities: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

type Spans = BTreeSet<(String, usize, usize)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("give the path of a .jsonl file of AnnoCTR")?;
    let show_errors = arguments.iter().any(|argument| argument == "--errors");
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::new(&knowledge);
    let mut table: BTreeMap<&str, (Spans, Spans)> = BTreeMap::new();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let report: Report = serde_json::from_str(&line?)?;
        let reading = reader.read(&document(&report));
        for (label, kind) in LABELS {
            let (expected, got) = table.entry(label).or_default();
            let offsets = byte_offsets(&report.text);
            for entity in report.entities.iter().filter(|entity| entity.kind == *label) {
                let (start, end) =
                    trimmed(&report.text, offsets[entity.start], offsets[entity.end]);
                expected.insert((report.id.clone(), start, end));
            }
            let mentions = reading.mentions.iter().filter(|mention| mention.kind == *kind);
            got.extend(
                mentions
                    .map(|mention| (report.id.clone(), mention.span.start(), mention.span.end())),
            );
            if show_errors {
                errors(&mut out, &report, label, expected, got)?;
            }
        }
    }
    let (mut all, mut found, mut right) = (0, 0, 0);
    for (label, (expected, got)) in &table {
        let common = expected.intersection(got).count();
        writeln!(out, "{}", row(label, common, expected.len(), got.len()))?;
        (all, found, right) = (all + expected.len(), found + got.len(), right + common);
    }
    writeln!(out, "{}", row("micro", right, all, found))?;
    Ok(())
}

fn row(label: &str, right: usize, expected: usize, found: usize) -> String {
    let share = |of: usize| right as f64 / of.max(1) as f64;
    let f1 = 2.0 * right as f64 / (expected + found).max(1) as f64;
    format!(
        "{label:8} precision {:.3} recall {:.3} F1 {f1:.3} ({expected} expected, {found} found)",
        share(found),
        share(expected)
    )
}

const LABELS: &[(&str, MentionKind)] = &[
    ("GROUP", MentionKind::ThreatActor),
    ("MALWARE", MentionKind::Malware),
    ("TOOL", MentionKind::Tool),
    ("ORG", MentionKind::Organization),
    ("SECTOR", MentionKind::Sector),
    ("LOC", MentionKind::Country),
];

fn document(report: &Report) -> Document {
    Document {
        id: DocumentId::of(report.text.as_bytes()),
        path: report.id.clone(),
        media: Media::Text,
        title: None,
        publisher: None,
        text: report.text.clone(),
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    }
}

/// Byte offset of each scalar value, and of the end.
fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect()
}

/// Some labelled spans begin or end with white space; the README of the data says so.
fn trimmed(text: &str, start: usize, end: usize) -> (usize, usize) {
    let shown = &text[start..end];
    let front = shown.len() - shown.trim_start().len();
    (start + front, start + front + shown.trim().len())
}

fn errors(
    out: &mut impl Write,
    report: &Report,
    label: &str,
    expected: &Spans,
    got: &Spans,
) -> std::io::Result<()> {
    let own = |spans: &Spans| {
        spans.iter().filter(|(id, _, _)| *id == report.id).cloned().collect::<Spans>()
    };
    let (expected, got) = (own(expected), own(got));
    for (word, spans) in
        [("missed", expected.difference(&got)), ("spurious", got.difference(&expected))]
    {
        for (_, start, end) in spans {
            writeln!(
                out,
                "{word}\t{label}\t{}\t{}",
                &report.text[*start..*end],
                around(&report.text, *start, *end)
            )?;
        }
    }
    Ok(())
}

fn around(text: &str, start: usize, end: usize) -> String {
    let from =
        (start.saturating_sub(40)..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    let to = (end..=(end + 40).min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(end);
    text[from..to].replace('\n', " ")
}
