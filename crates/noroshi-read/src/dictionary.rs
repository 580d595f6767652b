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

/// A search of a text. The places where a spelling can start are gathered some at a time, before any is looked up:
/// they are few, and to guess which costs more than to cut off the others again.
pub(crate) struct Search<'d, 'k, 't> {
    dictionary: &'d Dictionary<'k>,
    text: &'t str,
    /// Where to gather further ones.
    next: usize,
    /// The end of the last spelling found.
    free: usize,
    starts: Vec<Start>,
    /// How many of them have been looked up.
    taken: usize,
    /// The rest of a word that a spelling ended in: it is looked up next, as a word of its own.
    rest: Option<Start>,
}

/// Where a spelling can start.
#[derive(Clone, Copy)]
struct Start {
    at: usize,
    /// Length and key of the word, in Latin script.
    word: Option<(usize, u64)>,
}

/// From so many bytes at once places are gathered.
const GATHERED: usize = 1024;

impl<'k> Iterator for Search<'_, 'k, '_> {
    type Item = Hit<'k>;

    fn next(&mut self) -> Option<Hit<'k>> {
        loop {
            while let Some(start) = self.upcoming() {
                if start.at >= self.free
                    && let Some(hit) = self.dictionary.at(self.text, &start)
                {
                    self.go_on(hit.range.end);
                    return Some(hit);
                }
            }
            if self.next >= self.text.len() {
                return None;
            }
            self.gather();
        }
    }
}

impl Search<'_, '_, '_> {
    /// The next of the gathered places.
    fn upcoming(&mut self) -> Option<Start> {
        if let Some(rest) = self.rest.take() {
            return Some(rest);
        }
        let start = self.starts.get(self.taken).copied()?;
        self.taken += 1;
        Some(start)
    }

    /// Goes on behind a spelling.
    fn go_on(&mut self, end: usize) {
        let bytes = self.text.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        self.free = end;
        self.rest = (letter(end) && letter(end - 1))
            .then(|| Start { at: end, word: Some(word::first(&bytes[end..])) });
    }

    fn gather(&mut self) {
        let bytes = self.text.as_bytes();
        self.starts.clear();
        self.taken = 0;
        let until = bytes.len().min(self.next + GATHERED);
        while self.next < until {
            let at = self.next;
            let rest = &bytes[at..];
            let latin = rest[0].is_ascii_alphanumeric();
            if latin || matches!(rest[0], b'.' | b'@') {
                let (length, key) = word::first(rest);
                let may = self.dictionary.may_start(&rest[..length], key);
                let kept = self.starts.len() + usize::from(may);
                self.starts.push(Start { at, word: Some((length, key)) });
                self.starts.truncate(kept);
                self.next += if latin { length } else { 1 };
                continue;
            }
            if rest[0] >= 0xc0 && self.dictionary.lengths[place(&self.text[at..])] > 0 {
                self.starts.push(Start { at, word: None });
            }
            self.next += 1;
        }
    }
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
    pub(crate) fn find<'t>(&self, text: &'t str) -> Search<'_, 'k, 't> {
        Search {
            dictionary: self,
            text,
            next: 0,
            free: 0,
            starts: Vec::new(),
            taken: 0,
            rest: None,
        }
    }

    /// The longest spelling that starts at a place and stands alone there.
    fn at(&self, text: &str, start: &Start) -> Option<Hit<'k>> {
        match start.word {
            Some(word) => self.latin(text, start.at, word),
            None => self.wide(text, start.at),
        }
    }

    /// Whether a spelling in Latin script can start with a word.
    fn may_start(&self, word: &[u8], key: u64) -> bool {
        self.words.may_hold(key) | word.ends_with(b"RAT")
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
