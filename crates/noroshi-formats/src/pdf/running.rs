//! Running headers, footers and page numbers: lines at the edge of pages that come again.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use noroshi_model::BlockKind;

use crate::draft::Draft;

/// Lines at the top and at the bottom of a page that may be furniture.
const EDGE: usize = 3;

/// An edge of a page and a line of it without its digits.
type Key = (bool, String);

/// Marks the lines that come again at the same edge of pages, whatever number they carry.
pub(super) fn mark(draft: &mut Draft, starts: &[usize]) {
    let pages: Vec<Page> = pages(&draft.text, starts);
    let again = again(&draft.text, &pages);
    let mut found = Vec::new();
    for page in &pages {
        let top = page.lines.iter().take(EDGE);
        found.extend(top.take_while(|line| again.contains(&key(&draft.text, line, true))).cloned());
        let bottom = page.lines.iter().rev().take(EDGE);
        found.extend(
            bottom.take_while(|line| again.contains(&key(&draft.text, line, false))).cloned(),
        );
    }
    found.sort_by_key(|line| line.start);
    for line in found {
        draft.block(line.start, line.end, BlockKind::PageFurniture);
    }
}

/// The lines of one page that are not empty.
struct Page {
    lines: Vec<Range<usize>>,
}

fn pages(text: &str, starts: &[usize]) -> Vec<Page> {
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| Page { lines: lines(text, *start, end) }).collect()
}

fn lines(text: &str, start: usize, end: usize) -> Vec<Range<usize>> {
    let mut at = start;
    let mut lines = Vec::new();
    for line in text[start..end].split_inclusive('\n') {
        let first = at + line.len() - line.trim_start().len();
        let last = at + line.trim_end().len();
        lines.extend((first < last).then_some(first..last));
        at += line.len();
    }
    lines
}

/// The lines that stand at the same edge of at least two pages in five, and of two.
fn again(text: &str, pages: &[Page]) -> BTreeSet<Key> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for page in pages {
        let top = page.lines.iter().take(EDGE).map(|line| key(text, line, true));
        let bottom = page.lines.iter().rev().take(EDGE).map(|line| key(text, line, false));
        for key in top.chain(bottom).collect::<BTreeSet<Key>>() {
            *counts.entry(key).or_default() += 1;
        }
    }
    let enough = |count: usize| count >= 2 && count * 5 >= pages.len() * 2;
    counts.into_iter().filter(|(_, count)| enough(*count)).map(|(key, _)| key).collect()
}

/// A line without white space, each number as one `0`.
fn key(text: &str, line: &Range<usize>, top: bool) -> Key {
    let mut shape = String::new();
    for letter in text[line.clone()].chars().filter(|letter| !letter.is_whitespace()) {
        match letter.is_numeric() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.push(letter),
        }
    }
    (top, shape)
}
