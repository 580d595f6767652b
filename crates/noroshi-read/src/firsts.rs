//! Phrases of Latin script, looked up by their first word.

use std::ops::Range;

use crate::word::{self, Table};

/// Phrases by their first word; upper and lower case are the same.
pub(crate) struct Firsts {
    /// Key of the first word and number of the phrase, sorted.
    firsts: Vec<(u64, u32)>,
    table: Table,
    /// ASCII signs that a phrase starts with, a bit for each.
    signs: u128,
}

impl Firsts {
    /// Phrases with their numbers. An empty one is never found.
    pub(crate) fn new<'p>(phrases: impl Iterator<Item = (&'p str, u32)>) -> Self {
        let mut signs = 0;
        let mut firsts = Vec::new();
        for (phrase, number) in phrases {
            let bytes = phrase.as_bytes();
            if let Some(first) = bytes.first() {
                signs |= bit(*first);
                firsts.push((word::first(bytes).1, number));
            }
        }
        firsts.sort_unstable();
        let table = Table::new(firsts.iter().map(|(key, _)| *key));
        Self { firsts, table, signs }
    }

    /// Gives the number of each phrase whose first word stands in a range, and where.
    pub(crate) fn find(&self, text: &str, range: &Range<usize>, mut put: impl FnMut(u32, usize)) {
        let bytes = &text.as_bytes()[..range.end];
        let mut at = range.start;
        while at < range.end {
            let letter = bytes[at].is_ascii_alphanumeric();
            if !letter && self.signs & bit(bytes[at]) == 0 {
                at += 1;
                continue;
            }
            let (length, wanted) = word::first(&bytes[at..]);
            for (key, number) in &self.firsts[self.table.range(wanted)] {
                if *key == wanted {
                    put(*number, at);
                }
            }
            at += if letter { length } else { 1 };
        }
    }
}

/// The bit of an ASCII byte; others have none.
fn bit(byte: u8) -> u128 {
    if byte.is_ascii() { 1 << byte } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_by_its_first_word_or_sign() {
        let phrases = ["according to", "(also", "", "ACCORDING"];
        let firsts = Firsts::new(phrases.into_iter().zip(0..));
        let mut found = Vec::new();
        let text = "漢字According (also)";
        firsts.find(text, &(0..text.len()), |number, at| found.push((number, at)));
        found.sort_unstable();
        assert_eq!(found, [(0, 6), (1, 16), (3, 6)]);
    }
}
