//! A dictionary of spellings, searched at every place where a word can start.
//!
//! The spellings come sorted with the knowledge pack, so that nothing but a small index is
//! built at start; an Aho-Corasick automaton over the same spellings costs more time to build
//! than reading a report takes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use noroshi_model::Form;

use crate::boundary;

/// Spellings by their first bytes.
pub(crate) struct Dictionary<'k> {
    forms: &'k [Form],
    heads: HashMap<u64, Range<u32>, BuildHasherDefault<Multiply>>,
}

/// A spelling found in a text.
pub(crate) struct Hit<'k> {
    pub(crate) range: Range<usize>,
    pub(crate) form: &'k Form,
}

/// How many first bytes make the key: four of a Latin spelling, two characters of Japanese.
const LATIN: usize = 4;
const WIDE: usize = 6;

impl<'k> Dictionary<'k> {
    /// Indexes spellings that are sorted by their lower-case form.
    pub(crate) fn new(forms: &'k [Form]) -> Self {
        let mut heads: HashMap<u64, Range<u32>, _> = HashMap::default();
        for (at, form) in forms.iter().enumerate() {
            let Ok(number) = u32::try_from(at) else { break };
            let bytes = form.written.as_bytes();
            heads
                .entry(key(bytes, reach(bytes)))
                .and_modify(|range| range.end = number + 1)
                .or_insert(number..number + 1);
        }
        Self { forms, heads }
    }

    /// Every spelling in a text: leftmost, then longest, each standing alone.
    pub(crate) fn find<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = Hit<'k>> + use<'_, 't, 'k> {
        let bytes = text.as_bytes();
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < bytes.len() {
                if !may_start(bytes, at) {
                    at += 1;
                    continue;
                }
                if let Some(hit) = self.at(text, at) {
                    at = hit.range.end;
                    return Some(hit);
                }
                at += 1;
            }
            None
        })
    }

    /// The longest spelling that starts at a place and stands alone there.
    fn at(&self, text: &str, at: usize) -> Option<Hit<'k>> {
        let rest = &text.as_bytes()[at..];
        let longest = reach(rest);
        (2..=longest).rev().find_map(|length| {
            if length < longest && goes_on(rest, length) {
                return None;
            }
            let bucket = self.heads.get(&key(rest, length))?;
            let forms = &self.forms[bucket.start as usize..bucket.end as usize];
            forms.iter().rev().find_map(|form| fits(text, at, rest, form))
        })
    }
}

/// Whether a Latin word goes on behind a head that is shorter than the key: then no spelling
/// of that length stands alone there, unless `RAT` is written with it.
fn goes_on(rest: &[u8], length: usize) -> bool {
    rest[..length].is_ascii()
        && rest[length - 1].is_ascii_alphanumeric()
        && rest[length].is_ascii_alphanumeric()
        && !rest[length..].starts_with(b"RAT")
}

fn fits<'k>(text: &str, at: usize, rest: &[u8], form: &'k Form) -> Option<Hit<'k>> {
    let written = form.written.as_bytes();
    let last = written.len().saturating_sub(1);
    let ends = |byte: &u8| written.last().is_some_and(|last| last.eq_ignore_ascii_case(byte));
    if !rest.get(last).is_some_and(ends) {
        return None;
    }
    let starts = rest.get(..written.len()).is_some_and(|head| head.eq_ignore_ascii_case(written));
    let range = at..at + written.len();
    (starts && boundary::stands_alone(text, &range)).then_some(Hit { range, form })
}

/// A word can start at the first byte of a wide character, and at a Latin letter or digit
/// that has none before it.
fn may_start(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        0x80..=0xbf => false,
        0xc0.. => true,
        byte => {
            byte.is_ascii_alphanumeric() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
                || matches!(byte, b'.' | b'@')
        }
    }
}

fn reach(bytes: &[u8]) -> usize {
    let most = if bytes.first().is_some_and(u8::is_ascii) { LATIN } else { WIDE };
    most.min(bytes.len())
}

/// The first `length` bytes in lower case, with their number.
fn key(bytes: &[u8], length: usize) -> u64 {
    let head =
        bytes[..length].iter().fold(0, |key, byte| key << 8 | u64::from(byte.to_ascii_lowercase()));
    head | (length as u64) << 56
}

/// A hasher for keys that are already well spread.
#[derive(Default)]
struct Multiply(u64);

impl Hasher for Multiply {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(written: &str) -> Form {
        Form { written: written.to_owned(), holders: Vec::new() }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut forms: Vec<Form> =
            ["APT", "APT41", "Cobalt", "Cobalt Strike", "SSU", "日本", "日本銀行", "ティック"]
                .map(form)
                .into();
        forms.sort_by_key(|form| form.written.to_ascii_lowercase());
        let dictionary = Dictionary::new(&forms);
        let got: Vec<&str> = dictionary.find(text).map(|hit| &text[hit.range]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn the_longest_spelling_that_stands_alone_wins() {
        check(
            "apt41とAPT、Cobalt Strikes, cobalt strike",
            &["apt41", "APT", "Cobalt", "cobalt strike"],
        );
        check("日本銀行は日本の銀行。プラスティック", &["日本銀行", "日本"]);
        check("SSUのSSUX", &["SSU"]);
    }
}
