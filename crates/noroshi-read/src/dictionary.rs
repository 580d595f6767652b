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
use crate::word::{self, Table};

/// Spellings by how they start: those in Latin script by their whole first word, others by their
/// first bytes.
pub(crate) struct Dictionary<'k> {
    forms: &'k [Form],
    /// Sorted by the key of their first word; the longest of a word first.
    latin: Vec<Latin>,
    /// Where the keys of `latin` start that share their upper bits.
    words: Table,
    wide: HashMap<u64, Range<u32>, BuildHasherDefault<Multiply>>,
    /// By first character: how long the keys of `wide` are that start with it, a bit for each
    /// length. Most places of a text start none.
    lengths: Vec<u8>,
}

/// A spelling in Latin script, as far as it can be told without looking at it.
struct Latin {
    key: u64,
    /// The bytes behind the first word in lower case, filled up with zeros.
    then: [u8; 4],
    form: u32,
}

/// A spelling found in a text.
pub(crate) struct Hit<'k> {
    pub(crate) range: Range<usize>,
    pub(crate) form: &'k Form,
}

/// How many first bytes make the key of a spelling that is not Latin: two characters of Japanese.
const WIDE: usize = 6;

impl<'k> Dictionary<'k> {
    /// Indexes spellings that are sorted by their lower-case form.
    pub(crate) fn new(forms: &'k [Form]) -> Self {
        let mut latin = Vec::with_capacity(forms.len());
        let mut wide: HashMap<u64, Range<u32>, _> = HashMap::default();
        let mut lengths = vec![0; PLACES];
        for (at, form) in forms.iter().enumerate() {
            let Ok(number) = u32::try_from(at) else { break };
            let bytes = form.written.as_bytes();
            if bytes.first().is_some_and(u8::is_ascii) {
                let (length, key) = word::first(bytes);
                latin.push(Latin { key, then: then(&bytes[length..]), form: number });
            } else {
                let length = WIDE.min(bytes.len());
                lengths[place(&form.written)] |= 1 << length;
                wide.entry(key(bytes, length))
                    .and_modify(|range| range.end = number + 1)
                    .or_insert(number..number + 1);
            }
        }
        latin.sort_unstable_by_key(|one| {
            (one.key, std::cmp::Reverse(forms[one.form as usize].written.len()), one.form)
        });
        let words = Table::new(latin.iter().map(|one| one.key));
        Self { forms, latin, words, wide, lengths }
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
                let (hit, step) = self.at(text, at);
                at += step;
                if let Some(hit) = hit {
                    at = hit.range.end;
                    return Some(hit);
                }
            }
            None
        })
    }

    /// The longest spelling that starts at a place and stands alone there, and how far it is to
    /// the next place where one can start.
    fn at(&self, text: &str, at: usize) -> (Option<Hit<'k>>, usize) {
        let rest = &text.as_bytes()[at..];
        match rest[0] {
            0x80..=0xbf => (None, 1),
            0xc0.. => (self.wide(text, at), 1),
            byte if byte.is_ascii_alphanumeric() => {
                let word = word::first(rest);
                (self.latin(text, at, word), word.0)
            }
            b'.' | b'@' => (self.latin(text, at, word::first(rest)), 1),
            _ => (None, 1),
        }
    }

    fn latin(&self, text: &str, at: usize, word: (usize, u64)) -> Option<Hit<'k>> {
        let family = || {
            // `NetwireRAT` starts with the name of a family.
            let family = text.as_bytes()[at..at + word.0].strip_suffix(b"RAT")?;
            self.of_word(text, at, word::first(family)).filter(|_| !family.is_empty())
        };
        self.of_word(text, at, word).or_else(family)
    }

    /// The spelling whose first word, of this length and key, stands at a place.
    fn of_word(&self, text: &str, at: usize, (length, wanted): (usize, u64)) -> Option<Hit<'k>> {
        let near = &self.latin[self.words.range(wanted)];
        let start = near.iter().position(|one| one.key == wanted)?;
        let same = near[start..].iter().take_while(|one| one.key == wanted);
        let rest = &text.as_bytes()[at..];
        let goes_on = then(&rest[length..]);
        let may = |one: &&Latin| one.then.iter().zip(goes_on).all(|(a, b)| *a == 0 || *a == b);
        same.filter(may)
            .map(|one| &self.forms[one.form as usize])
            .find_map(|form| fits(text, at, rest, form))
    }

    fn wide(&self, text: &str, at: usize) -> Option<Hit<'k>> {
        let lengths = self.lengths[place(&text[at..])];
        if lengths == 0 {
            return None;
        }
        let rest = &text.as_bytes()[at..];
        let known = |length: &usize| lengths >> length & 1 == 1;
        (2..=WIDE.min(rest.len())).rev().filter(known).find_map(|length| {
            let bucket = self.wide.get(&key(rest, length))?;
            let forms = &self.forms[bucket.start as usize..bucket.end as usize];
            forms.iter().rev().find_map(|form| fits(text, at, rest, form))
        })
    }
}

/// Places for first characters: one for each of the basic plane, which the others share.
const PLACES: usize = 1 << 16;

/// The place of the first character.
fn place(text: &str) -> usize {
    text.chars().next().map_or(0, |sign| sign as usize % PLACES)
}

/// The next four bytes in lower case, filled up with zeros.
fn then(bytes: &[u8]) -> [u8; 4] {
    let mut next = [0; 4];
    next.iter_mut().zip(bytes).for_each(|(to, from)| *to = from.to_ascii_lowercase());
    next
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
        let mut forms: Vec<Form> = [
            "APT",
            "APT41",
            "Cobalt",
            "Cobalt Strike",
            ".NET",
            "SSU",
            "日本",
            "日本銀行",
            "ティック",
        ]
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
        check("a .NET loader, CobaltRAT", &[".NET", "Cobalt"]);
    }
}
