//! Columns of a table that hold secrets: every value in them is one.

use std::ops::Range;

use noroshi_model::BlockKind;

use super::place::Page;
use super::{Found, value};
use crate::leaked::words;

/// The values of all columns that are named as secrets.
pub(super) fn scan(page: &Page<'_>) -> Vec<Found> {
    let mut secret: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for block in page.blocks {
        let Some(line) = block.span.of(page.text) else { continue };
        match block.kind {
            BlockKind::HeaderRow => secret = named(line),
            BlockKind::Row if !secret.is_empty() => {
                found.extend(cells(line, block.span.start(), &secret));
            }
            BlockKind::Heading(_) => secret.clear(),
            _ => {}
        }
    }
    found
}

/// Which columns are named as secrets.
fn named(header: &str) -> Vec<usize> {
    let names = header.split('\t').enumerate();
    names.filter(|(_, name)| is_secret(name)).map(|(nth, _)| nth).collect()
}

/// Whether a column of this name holds secrets.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let name = name.split(['(', '（']).next().unwrap_or(&name).trim();
    let secrets = &words().secrets;
    let mut known = secrets.strong.iter().chain(&secrets.weak);
    known.any(|word| {
        let apart = |before: &str| !before.ends_with(|sign: char| sign.is_ascii_alphabetic());
        name.strip_suffix(word.as_str()).is_some_and(|before| apart(before) || word.len() > 6)
    })
}

fn cells(line: &str, start: usize, secret: &[usize]) -> Vec<Found> {
    let mut at = start;
    let mut found = Vec::new();
    for (nth, cell) in line.split('\t').enumerate() {
        if secret.contains(&nth) && !value::is_placeholder(cell) {
            found.extend(trimmed(cell, at).map(|range| Found { range, kind: "password" }));
        }
        at += cell.len() + 1;
    }
    found
}

fn trimmed(cell: &str, at: usize) -> Option<Range<usize>> {
    let front = cell.len() - cell.trim_start().len();
    let range = at + front..at + cell.trim_end().len();
    (range.start < range.end).then_some(range)
}
