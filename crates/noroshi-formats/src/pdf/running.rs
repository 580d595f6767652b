//! Running headers, footers and page numbers: lines at the edge of pages that come again.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use noroshi_model::BlockKind;

use crate::draft::Draft;

/// Lines at the top and at the bottom of a page that may be furniture.
const EDGE: usize = 3;

/// An edge of a page, how far from it a line stands, and the line without its digits.
type Key = (Edge, usize, String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Edge {
    Top,
    Bottom,
}

/// Marks the lines that come again at the same edge of pages, whatever number they carry.
pub(super) fn mark(draft: &mut Draft, starts: &[usize]) {
    let pages: Vec<Page> = pages(&draft.text, starts);
    let again = again(&draft.text, &pages);
    let mut found: Vec<Range<usize>> = Vec::new();
    for page in &pages {
        for edge in [Edge::Top, Edge::Bottom] {
            let lines = page.keys(&draft.text, edge);
            let running = lines.into_iter().take_while(|(key, _)| again.contains(key));
            found.extend(running.map(|(_, line)| line));
        }
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

impl Page {
    /// The lines at an edge, from the edge inwards, with their keys.
    fn keys(&self, text: &str, edge: Edge) -> Vec<(Key, Range<usize>)> {
        let line = |rank: usize| match edge {
            Edge::Top => self.lines.get(rank),
            Edge::Bottom => self.lines.iter().rev().nth(rank),
        };
        let lines = (0..EDGE).filter_map(|rank| Some((rank, line(rank)?.clone())));
        lines.map(|(rank, line)| ((edge, rank, shape(&text[line.clone()])), line)).collect()
    }
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

/// The lines that stand at the same place of at least two pages in five, and of two.
/// A sentence that comes again is no furniture.
fn again(text: &str, pages: &[Page]) -> BTreeSet<Key> {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for page in pages {
        let lines = [Edge::Top, Edge::Bottom].map(|edge| page.keys(text, edge));
        for (key, _) in lines.into_iter().flatten().filter(|(key, _)| !key.2.ends_with('。')) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let enough = |count: usize| count >= 2 && count * 5 >= pages.len() * 2;
    counts.into_iter().filter(|(_, count)| enough(*count)).map(|(key, _)| key).collect()
}

/// A line without white space, each number as one `0`.
fn shape(line: &str) -> String {
    let mut shape = String::new();
    for letter in line.chars().filter(|letter| !letter.is_whitespace()) {
        match letter.is_numeric() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.push(letter),
        }
    }
    shape
}
