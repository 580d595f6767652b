//! A Japanese sentence with its quotations.

use std::ops::Range;

use crate::cue::Hit;
use crate::said::Said;

/// A sentence and where its outermost quotations stand, brackets included.
pub(super) struct Scene<'s, 'a, 'k> {
    pub(super) said: &'s Said<'a, 'k>,
    quotes: Vec<Range<usize>>,
}

impl<'s, 'a, 'k> Scene<'s, 'a, 'k> {
    pub(super) fn new(said: &'s Said<'a, 'k>) -> Self {
        let mut quotes: Vec<Range<usize>> = Vec::new();
        let (mut depth, mut start) = (0_usize, 0);
        for (at, sign) in said.shown().char_indices() {
            match sign {
                '「' | '『' => {
                    start = if depth == 0 { at } else { start };
                    depth += 1;
                }
                '」' | '』' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        let from = said.range.start;
                        quotes.push(from + start..from + at + sign.len_utf8());
                    }
                }
                _ => {}
            }
        }
        Self { said, quotes }
    }

    /// The text of a place.
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.said.text.get(range).unwrap_or("")
    }

    /// From a place to the end of the sentence.
    pub(super) fn rest(&self, at: usize) -> &'a str {
        self.text(at..self.said.range.end)
    }

    /// Whether a place stands outside quotations.
    pub(super) fn is_open(&self, at: usize) -> bool {
        let after = self.quotes.partition_point(|quote| quote.end <= at);
        self.quotes.get(after).is_none_or(|quote| at <= quote.start)
    }

    /// The outermost quotations, in order.
    pub(super) fn quotes(&self) -> &[Range<usize>] {
        &self.quotes
    }

    /// The quotation that ends at a place.
    pub(super) fn quote_before(&self, end: usize) -> Option<Range<usize>> {
        let at = self.quotes.partition_point(|quote| quote.end < end);
        self.quotes.get(at).filter(|quote| quote.end == end).cloned()
    }

    /// The first quotation that starts in a place.
    pub(super) fn quote_in(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let at = self.quotes.partition_point(|quote| quote.start < range.start);
        self.quotes.get(at).filter(|quote| quote.end <= range.end).cloned()
    }

    /// Cues that start in a place.
    pub(super) fn hits(&self, range: &Range<usize>) -> &'s [Hit<'k>] {
        let hits = &self.said.hits;
        let from = hits.partition_point(|hit| hit.range.start < range.start);
        let to = hits.partition_point(|hit| hit.range.start < range.end);
        &hits[from..to.max(from)]
    }
}
