//! Passages: the pieces in which a long document is indexed.
//!
//! A `tsvector` holds positions up to 16383 and 256 positions of one lexeme; what is beyond is
//! dropped without a word. Passages stay below both, and overlap, so that no phrase of up to
//! [`OVERLAP`] tokens falls between two of them.

use std::fmt::Write as _;
use std::ops::Range;

use super::token::Tokens;

/// Most tokens of a passage.
const TOKENS: usize = 8192;

/// Most occurrences of one token in a passage.
const OCCURRENCES: u8 = 255;

/// Tokens that a passage shares with the one before it.
pub(super) const OVERLAP: usize = 64;

/// Buckets in which occurrences are counted. Tokens that share one only end a passage early.
const BUCKETS: usize = 1 << 14;

impl Tokens {
    /// The passages of a text, as ranges of its tokens; none for a text without tokens.
    pub(crate) fn passages(&self) -> Vec<Range<usize>> {
        let mut passages: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        while start < self.list.len() {
            let end = self.passage_end(start);
            passages.push(start..end);
            if end == self.list.len() {
                break;
            }
            start = end - OVERLAP;
        }
        passages
    }

    /// The passage as PostgreSQL writes a `tsvector`: `'token':position`, from 1. Tokens hold
    /// letters and digits only, so there is nothing to escape.
    pub(crate) fn vector(&self, passage: &Range<usize>) -> String {
        let mut vector = String::with_capacity(passage.len() * 16);
        for (position, at) in (1..).zip(passage.clone()) {
            write!(vector, "'{}':{position} ", self.text(at)).unwrap_or_default();
        }
        vector
    }

    /// Where a passage ends. One that does not reach the end of the text has at least
    /// [`OCCURRENCES`] tokens, which is more than [`OVERLAP`].
    fn passage_end(&self, start: usize) -> usize {
        let last = self.list.len().min(start + TOKENS);
        let mut seen = vec![0_u8; BUCKETS];
        for at in start..last {
            let count = &mut seen[bucket(self.text(at))];
            if *count == OCCURRENCES {
                return at;
            }
            *count += 1;
        }
        last
    }
}

/// FNV-1a. Source: Fowler, Noll, Vo, RFC 9923.
fn bucket(token: &str) -> usize {
    let hash = token
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize % BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_report_is_one_passage() {
        assert_eq!(Tokens::of("標的型攻撃").passages(), std::iter::once(0..5).collect::<Vec<_>>());
        assert!(Tokens::of("。").passages().is_empty());
    }

    #[test]
    fn no_passage_repeats_a_token_too_often_and_all_overlap() {
        let tokens = Tokens::of(&"same ".repeat(1000));
        let passages = tokens.passages();
        assert!(passages.iter().all(|passage| passage.len() <= usize::from(OCCURRENCES)));
        assert!(passages.windows(2).all(|pair| pair[1].start + OVERLAP == pair[0].end));
        assert_eq!(passages.last().map(|passage| passage.end), Some(1000));
    }
}
