//! Where a name that a document introduced stands again.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::boundary;

/// More names than this are not looked for again: a document that introduces so many is a
/// list, and each line of it names its own.
const MOST: usize = 400;

/// Every further place of each name, with its number in `names`. Leftmost, longest.
pub(super) fn find(text: &str, names: &[&str]) -> Vec<(Range<usize>, usize)> {
    let names = &names[..names.len().min(MOST)];
    if names.is_empty() {
        return Vec::new();
    }
    let Ok(search) = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(names)
    else {
        return Vec::new();
    };
    search
        .find_iter(text)
        .map(|found| (found.start()..found.end(), found.pattern().as_usize()))
        .filter(|(range, _)| stands_alone(text, range))
        .collect()
}

/// Not inside a word, a longer kanji name, or an address.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let shown = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let han = |sign: Option<char>| sign.is_some_and(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}'));
    let joined = han(shown.chars().next()) && han(before)
        || han(shown.chars().next_back())
            && after.is_some_and(|sign| "市県都府村町区".contains(sign));
    boundary::stands_alone(text, range) && !boundary::inside_slug(text, range) && !joined
}
