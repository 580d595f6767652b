//! Many patterns at once in a script without spaces: each is found by its first two characters.
//!
//! An automaton over the same patterns searches as fast and costs milliseconds to build, which
//! a short text does not earn back.

use std::ops::{ControlFlow, Range};

use crate::word::{Table, lower};

/// Patterns by their first two characters; upper and lower case of ASCII are the same.
pub(crate) struct Heads {
    patterns: Vec<String>,
    /// Sorted.
    heads: Vec<Head>,
    table: Table,
    /// Whether a pattern has only one character.
    singles: bool,
    starts: Starts,
}

/// Pairs of bytes that a pattern can start with: most places of a text start none, and a bit
/// says so sooner than a key.
struct Starts(Vec<u64>);

impl Starts {
    fn of(patterns: &[String]) -> Self {
        let mut bits = vec![0; 1 << 10];
        for pattern in patterns.iter().filter(|pattern| !pattern.is_empty()) {
            let bytes = pattern.as_bytes();
            let place = Self::place(bytes, 0);
            // Of a single character the second byte of the pair may be any.
            let open = bytes.len() <= Self::second(bytes[0]);
            let places = if open { place..place + 0x100 } else { place..place + 1 };
            places.for_each(|at| bits[at >> 6] |= 1_u64 << (at & 63));
        }
        Self(bits)
    }

    fn may(&self, bytes: &[u8], at: usize) -> bool {
        let place = Self::place(bytes, at);
        self.0[place >> 6] >> (place & 63) & 1 == 1
    }

    /// Where the second byte of the pair stands: ideographs share their first byte.
    fn second(first: u8) -> usize {
        if first.is_ascii() { 1 } else { 2 }
    }

    fn place(bytes: &[u8], at: usize) -> usize {
        let second = at + Self::second(bytes[at]);
        let byte = |at: usize| bytes.get(at).map_or(0, u8::to_ascii_lowercase);
        usize::from(byte(second - 1)) << 8 | usize::from(byte(second))
    }
}

/// Where a pattern starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    /// The key of its first two characters.
    key: u64,
    /// That of the third: many patterns share two, few share three. [`NONE`] without a third.
    third: u64,
    /// Its number.
    number: u32,
}

/// The key of no character.
const NONE: u64 = 0;

impl Heads {
    /// Patterns in the order by which they are numbered. An empty one is never found.
    pub(crate) fn new(patterns: Vec<String>) -> Self {
        let named = patterns.iter().zip(0_u32..).filter(|(pattern, _)| !pattern.is_empty());
        let mut heads: Vec<Head> = named
            .map(|(pattern, number)| {
                let (bytes, long) = (pattern.as_bytes(), head(pattern));
                let third = bytes.get(long).map_or(0, |byte| width(*byte));
                Head { key: key(bytes, 0, long), third: key(bytes, long, third), number }
            })
            .collect();
        heads.sort_unstable();
        let table = Table::new(heads.iter().map(|head| head.key));
        let singles = patterns.iter().any(|pattern| pattern.chars().count() == 1);
        let starts = Starts::of(&patterns);
        Self { patterns, heads, table, singles, starts }
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
            if !self.starts.may(bytes, at) {
                at += first;
                continue;
            }
            let second = at + first + bytes.get(at + first).map_or(0, |byte| width(*byte));
            if self.singles {
                let near = self.table.range(key(bytes, at, first));
                if !near.is_empty() {
                    self.near(near, key(bytes, at, first), bytes, at..at + first, &mut put)?;
                }
            }
            let wanted = key(bytes, at, second - at);
            let near = self.table.range(wanted);
            if !near.is_empty() {
                self.near(near, wanted, bytes, at..second, &mut put)?;
            }
            at += first;
        }
        ControlFlow::Continue(())
    }

    /// The patterns among some heads that stand where the head of the text stands.
    fn near(
        &self,
        heads: Range<usize>,
        wanted: u64,
        bytes: &[u8],
        head: Range<usize>,
        put: &mut impl FnMut(u32, Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let third = bytes.get(head.end).map_or(0, |byte| width(*byte));
        let third = key(bytes, head.end, third);
        let fits = |one: &&Head| one.key == wanted && (one.third == NONE || one.third == third);
        for one in self.heads[heads].iter().filter(fits) {
            let pattern = self.patterns[one.number as usize].as_bytes();
            let place = head.start..head.start + pattern.len();
            // The last byte tells most of them apart, sooner than a comparison is called.
            let last = |shown: &[u8]| shown.last().map(u8::to_ascii_lowercase);
            let same =
                |shown: &&[u8]| last(shown) == last(pattern) && shown.eq_ignore_ascii_case(pattern);
            if bytes.get(place.clone()).filter(same).is_some() {
                put(one.number, place)?;
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
    let all = bytes.get(at..).unwrap_or_default();
    let eight = match all.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight) & u64::MAX >> (64 - 8 * long.clamp(1, 8)),
        None => {
            let mut eight = [0_u8; 8];
            eight.iter_mut().zip(&all[..long.min(all.len())]).for_each(|(to, from)| *to = *from);
            u64::from_le_bytes(eight)
        }
    };
    lower(eight).wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
        assert_eq!(
            found(&["攻撃DDoS", "攻撃d", "攻撃"], "攻撃ddos"),
            [(2, 0..6), (0, 0..10), (1, 0..7)]
        );
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
