//! The protected names with what is counted over them: spelling, words, places in the list.

use std::collections::HashMap;

use super::form;
use super::trigram::Trigrams;

/// Why a name is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// A word of our own: a product, the organisation, a prefix. It need not be a package.
    Brand,
    /// A package that we use ourselves.
    Own,
    /// Much used; it stands in a list, most used first.
    Popular,
}

impl Why {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Own => "own",
            Self::Popular => "popular",
        }
    }
}

/// One protected name.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) plain: Vec<u8>,
    pub(super) why: Why,
    /// Natural logarithm of its place in the list, from 1.
    pub(super) rank: f64,
    pub(super) surprise: f64,
    pub(super) covered: f64,
}

/// Words from this length on cover a name; shorter ones are found in anything.
const WORD_FROM: usize = 3;
const WORD_UP_TO: usize = 14;

/// All protected names, and counts over them.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) entries: Vec<Entry>,
    pub(super) trigrams: Trigrams,
    words: HashMap<Vec<u8>, u32>,
}

impl Book {
    /// Counts a name; only names of lists say what is usual.
    pub(super) fn count(&mut self, name: &[u8]) {
        self.trigrams.count(name);
        for word in form::words(name) {
            *self.words.entry(word.to_vec()).or_default() += 1;
        }
    }

    /// Adds a name, after all were counted.
    pub(super) fn add(&mut self, name: Vec<u8>, why: Why, rank: f64) {
        let surprise = self.trigrams.surprises(&name).iter().sum();
        let covered = self.covered(&name);
        let plain = form::plain(&name);
        self.entries.push(Entry { name, plain, why, rank, surprise, covered });
    }

    /// How often a word stands in protected names: the natural logarithm of one more.
    pub(super) fn often(&self, word: &[u8]) -> f64 {
        f64::from(self.words.get(word).copied().unwrap_or_default() + 1).ln()
    }

    /// The largest share of the name that can be laid out with known words, 0 to 1.
    pub(super) fn covered(&self, name: &[u8]) -> f64 {
        let (mut signs, mut covered) = (0.0, 0.0);
        for word in form::words(name) {
            let length = f64::from(u32::try_from(word.len()).unwrap_or(u32::MAX));
            signs += length;
            covered += f64::from(self.laid_out(word));
        }
        if signs > 0.0 { covered / signs } else { 0.0 }
    }

    /// How many signs of one word can be covered: the best of all ways to lay it out.
    fn laid_out(&self, word: &[u8]) -> u32 {
        let mut best = vec![0u32; word.len() + 1];
        for end in 1..=word.len() {
            best[end] = best[end - 1];
            for length in WORD_FROM..=WORD_UP_TO.min(end) {
                let part = &word[end - length..end];
                // A word that stands in one name alone may be that name's own invention.
                let known = self.words.get(part).is_some_and(|count| *count > 1);
                let gain = best[end - length] + u32::try_from(length).unwrap_or_default();
                if known && gain > best[end] {
                    best[end] = gain;
                }
            }
        }
        best[word.len()]
    }
}
