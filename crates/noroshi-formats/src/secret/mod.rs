//! Secrets in foreign text: found, and a mark put in their place before anybody sees them.
//!
//! Every document passes here, a report as well as a leaked configuration. How readily a
//! value is taken for a secret depends on where it stands: in settings and in what people
//! write to each other nearly anything behind `password:` is one, in running prose only what
//! looks like one. A text without a secret stays as it is, byte for byte.

mod column;
mod fixed;
mod mark;
mod named;
mod place;
mod scan;
mod shell;
mod value;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use noroshi_model::{Block, Link, Span};

pub(crate) use column::is_secret as is_secret_column;
pub use mark::MaskKey;

use crate::draft::Draft;
use crate::fault;
use crate::material::Material;
use mark::Marks;
use place::Page;

/// A secret, and what it is: `password`, `aws-key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) kind: &'static str,
}

/// Masks all secrets of a draft: in its text, title, publisher and link targets.
pub(crate) fn mask(draft: &mut Draft, key: Option<&MaskKey>) {
    let material = Material::of(draft.media, &draft.text, &draft.blocks);
    let found = secrets(&draft.text, &draft.blocks, material);
    let marks = Marks::new(&draft.text, &found, key);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    found.iter().for_each(|one| *counts.entry(one.kind).or_default() += 1);
    let first = found.first().map(|one| (one.range.start, line(&draft.text, one.range.start)));
    if let Some(text) = marks.put(&draft.text) {
        remap(draft, &marks);
        draft.text = text;
    }
    beside(draft, key, &mut counts);
    notice(draft, &counts, first.map(|(at, line)| (marks.moved(at), line)));
}

/// Masks what stands beside the text.
fn beside(draft: &mut Draft, key: Option<&MaskKey>, counts: &mut BTreeMap<&'static str, usize>) {
    let own = [&mut draft.title, &mut draft.publisher].into_iter().flatten();
    for words in own.chain(draft.links.iter_mut().map(|link| &mut link.target)) {
        if let Cow::Owned(masked) = masked(words, key, counts) {
            *words = masked;
        }
    }
}

fn masked<'a>(
    words: &'a str,
    key: Option<&MaskKey>,
    counts: &mut BTreeMap<&'static str, usize>,
) -> Cow<'a, str> {
    let found = secrets(words, &[], Material::Document);
    found.iter().for_each(|one| *counts.entry(one.kind).or_default() += 1);
    let marked = Marks::new(words, &found, key).put(words);
    marked.map_or(Cow::Borrowed(words), Cow::Owned)
}

/// All secrets of a text, in order of place, not overlapping.
fn secrets(text: &str, blocks: &[Block], material: Material) -> Vec<Found> {
    let page = Page { text, blocks, material, line: Cell::new((1, 0)) };
    let mut found = scan::scan(&page);
    found.extend(column::scan(&page));
    found.extend(repeated(text, &found));
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut end = 0;
    found.retain(|one| {
        let apart = one.range.start >= end && !one.range.is_empty();
        end = if apart { one.range.end } else { end };
        apart
    });
    found
}

/// Further places of values that were found once: whoever quotes a password once often does
/// so again, without saying that it is one.
fn repeated(text: &str, found: &[Found]) -> Vec<Found> {
    let values: HashSet<(&str, &'static str)> = found
        .iter()
        .filter_map(|one| Some((text.get(one.range.clone())?, one.kind)))
        .filter(|(value, _)| value.len() <= 256 && value::is_telling(value))
        .collect();
    if values.is_empty() {
        return Vec::new();
    }
    let kinds: std::collections::HashMap<&str, &'static str> = values.into_iter().collect();
    let again = value::runs(text).filter_map(|run| {
        let inner = value::bare(text, run.clone());
        let known = |range: &Range<usize>| kinds.get(&text[range.clone()]).copied();
        [run, inner].into_iter().find_map(|range| Some(Found { kind: known(&range)?, range }))
    });
    again.collect()
}

/// Moves blocks and links to where their words stand now.
fn remap(draft: &mut Draft, marks: &Marks) {
    let moved = |span: Span| Span::new(marks.moved(span.start()), marks.moved(span.end()));
    let blocks = draft
        .blocks
        .drain(..)
        .filter_map(|block| Some(Block { span: moved(block.span)?, kind: block.kind }));
    let mut end = 0;
    let blocks = blocks.filter_map(|block| {
        let span = Span::new(block.span.start().max(end), block.span.end())?;
        end = span.end();
        Some(Block { span, ..block })
    });
    draft.blocks = blocks.collect();
    let links = draft.links.drain(..);
    let links = links.filter_map(|link| Some(Link { span: moved(link.span)?, ..link }));
    draft.links = links.collect();
}

/// Tells that and where something was masked.
fn notice(
    draft: &mut Draft,
    counts: &BTreeMap<&'static str, usize>,
    first: Option<(usize, usize)>,
) {
    if counts.is_empty() {
        return;
    }
    let kinds: Vec<String> = counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let count = counts.values().sum();
    let line = first.map_or_else(|| "-".to_owned(), |(_, line)| line.to_string());
    let mut problem = fault::masked(count, &kinds.join(", "), &line);
    if let Some(span) = first.and_then(|(at, _)| mark::mark_at(&draft.text, at)) {
        problem = problem.within(span);
    }
    draft.problems.push(problem);
}

/// Number of the line of a byte, from 1.
fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}
