//! Many patterns at once in a script without spaces: each is found by its first two characters.
//!
//! An automaton over the same patterns searches as fast and costs milliseconds to build, which
//! a short text does not earn back.

use std::ops::{ControlFlow, Range};

use crate::word::Table;

/// Patterns by their first two characters; upper and lower case of ASCII are the same.
pub(crate) struct Heads {
    patterns: Vec<String>,
    /// Key of the head and the number of the pattern, sorted.
    heads: Vec<(u64, u32)>,
    table: Table,
    /// Whether a pattern has only one character.
    singles: bool,
}

impl Heads {
    /// Patterns in the order by which they are numbered. An empty one is never found.
    pub(crate) fn new(patterns: Vec<String>) -> Self {
        let named = patterns.iter().zip(0_u32..).filter(|(pattern, _)| !pattern.is_empty());
        let mut heads: Vec<(u64, u32)> = named
            .map(|(pattern, number)| (key(pattern.as_bytes(), 0, head(pattern)), number))
            .collect();
        heads.sort_unstable();
        let table = Table::new(heads.iter().map(|(key, _)| *key));
        let singles = patterns.iter().any(|pattern| pattern.chars().count() == 1);
        Self { patterns, heads, table, singles }
    }

    /// Every pattern in a range of the text, with its place, in order of its start, until told
    /// to stop.
    pub(crate) fn find(
        &self,
        text: &str,
        range: &Range<usize>,
        mut put: impl FnMut(u32, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let bytes = &text.as_bytes()[..range.end];
        let mut at = range.start;
        while at < range.end {
            let first = width(bytes[at]);
            let second = bytes.get(at + first).map_or(0, |byte| width(*byte));
            if self.singles {
                self.of_key(key(bytes, at, first), bytes, at, &mut put)?;
            }
            self.of_key(key(bytes, at, first + second), bytes, at, &mut put)?;
            at += first;
        }
        ControlFlow::Continue(())
    }

    fn of_key(
        &self,
        wanted: u64,
        bytes: &[u8],
        at: usize,
        put: &mut impl FnMut(u32, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let near = self.heads[self.table.range(wanted)].iter().filter(|(key, _)| *key == wanted);
        for (_, number) in near {
            let pattern = self.patterns[*number as usize].as_bytes();
            let place = at..at + pattern.len();
            let shown = bytes.get(place.clone());
            if shown.is_some_and(|shown| shown.eq_ignore_ascii_case(pattern)) {
                put(*number, place)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Bytes of the first two characters.
fn head(pattern: &str) -> usize {
    pattern.chars().take(2).map(char::len_utf8).sum()
}

/// Bytes of the character that starts with this byte.
fn width(byte: u8) -> usize {
    match byte {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

/// The key of at most eight bytes, the same for upper and lower case of ASCII. Different bytes
/// have different keys: the multiplier is odd. Source of the multiplier: the golden ratio, as
/// in Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4).
fn key(bytes: &[u8], at: usize, long: usize) -> u64 {
    let end = bytes.len().min(at + long);
    let mut eight = [0_u8; 8];
    eight[..end - at].copy_from_slice(&bytes[at..end]);
    lower(u64::from_le_bytes(eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Eight bytes at once: those that are A to Z become a to z.
fn lower(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = eight & (0x7f * ONES);
    let beyond_z = low + u64::from(0x7f - b'Z') * ONES;
    let from_a = low + u64::from(0x80 - b'A') * ONES;
    let capital = (from_a ^ beyond_z) & !eight & (0x80 * ONES);
    eight | capital >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[&str], text: &str) -> Vec<(u32, Range<usize>)> {
        let heads = Heads::new(patterns.iter().map(|it| (*it).to_owned()).collect());
        let mut found = Vec::new();
        let done = heads.find(text, &(0..text.len()), |number, place| {
            found.push((number, place));
            ControlFlow::Continue(())
        });
        assert!(done.is_continue());
        found
    }

    #[test]
    fn patterns_inside_each_other_are_all_found() {
        assert_eq!(
            found(&["侵入", "侵入を許した", "を", ""], "侵入を許した"),
            [(0, 0..6), (1, 0..18), (2, 6..9)]
        );
    }

    #[test]
    fn ascii_is_found_in_either_case_and_nothing_else_is_folded() {
        assert_eq!(found(&["ddos攻撃"], "DDoS攻撃"), [(0, 0..10)]);
        assert_eq!(found(&["é["], "É["), []);
        for byte in 0..=u8::MAX {
            let eight = u64::from_le_bytes([byte; 8]);
            assert_eq!(lower(eight), u64::from_le_bytes([byte.to_ascii_lowercase(); 8]));
        }
    }

    #[test]
    fn a_pattern_that_goes_beyond_the_range_is_not_found() {
        let heads = Heads::new(vec!["侵入".to_owned()]);
        let stopped = heads.find("侵入", &(0..3), |_, _| ControlFlow::Break(()));
        assert!(stopped.is_continue());
    }
}
