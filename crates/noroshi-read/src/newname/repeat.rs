//! Where a name that a document introduced stands again.

use std::cmp::Reverse;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use memchr::memmem;

use crate::boundary;

/// More names than this are not looked for again: a document that introduces so many is a
/// list, and each line of it names its own.
const MOST: usize = 400;

/// Up to this many names one search for each is faster than an automaton for all.
const FEW: usize = 48;

/// Every place of each name that stands alone, with its number in `names`, in order. Of places that
/// overlap, the leftmost and longest.
pub(super) fn find(text: &str, names: &[&str]) -> Vec<(Range<usize>, usize)> {
    let mut found = places(text, &names[..names.len().min(MOST)]);
    found.retain(|(range, _)| stands_alone(text, range));
    found
}

/// Every place of each name, with its number in `names`, in order. Of places that overlap, the
/// leftmost and longest.
pub(crate) fn places(text: &str, names: &[&str]) -> Vec<(Range<usize>, usize)> {
    if names.len() <= FEW { one_by_one(text, names) } else { together(text, names) }
}

fn one_by_one(text: &str, names: &[&str]) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let places = memmem::find_iter(text.as_bytes(), name);
        found.extend(places.map(|start| (start..start + name.len(), at)));
    }
    found.sort_by_key(|(range, at)| (range.start, Reverse(range.end), *at));
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    found
}

fn together(text: &str, names: &[&str]) -> Vec<(Range<usize>, usize)> {
    let search = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(names);
    let Ok(search) = search else { return Vec::new() };
    let places = search.find_iter(text);
    places.map(|found| (found.start()..found.end(), found.pattern().as_usize())).collect()
}

/// Not inside a word, a longer kanji name, or an address.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let shown = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let han = |sign: Option<char>| sign.is_some_and(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}'));
    let town = |sign: char| "市県都府村町区".contains(sign);
    let joined = han(shown.chars().next()) && han(before)
        || han(shown.chars().next_back()) && after.is_some_and(town);
    boundary::stands_alone(text, range) && !boundary::inside_slug(text, range) && !joined
}
