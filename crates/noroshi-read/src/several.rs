//! Several words looked for in one pass over a text.
//!
//! A search for each word costs more to set up than a sentence is long; here the packed search of
//! `aho-corasick` looks for all of them at sixteen and more places at once.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::packed::{self, Config, Searcher};
use aho_corasick::{AhoCorasick, Input, MatchKind};

/// Words of the program that are looked for together; made ready when first needed.
pub(crate) struct Several {
    words: &'static [&'static str],
    search: OnceLock<Search>,
}

impl Several {
    /// Of words none of which is empty.
    pub(crate) const fn of(words: &'static [&'static str]) -> Self {
        Self { words, search: OnceLock::new() }
    }
}

impl std::ops::Deref for Several {
    type Target = Search;

    #[inline]
    fn deref(&self) -> &Search {
        self.search.get_or_init(|| Search::new(self.words))
    }
}

/// Words ready to be looked for.
pub(crate) enum Search {
    Packed(Searcher),
    /// Where the processor has no such instructions, or the words are too many for them.
    Automaton(Box<AhoCorasick>),
    /// No words.
    Nothing,
}

impl Search {
    /// For words none of which is empty.
    pub(crate) fn new(words: &[&str]) -> Self {
        let packed = Config::new()
            .match_kind(packed::MatchKind::LeftmostLongest)
            .builder()
            .extend(words)
            .build();
        packed.map_or_else(|| Self::automaton(words), Self::Packed)
    }

    fn automaton(words: &[&str]) -> Self {
        let mut builder = AhoCorasick::builder();
        let automaton = builder.match_kind(MatchKind::LeftmostLongest).build(words);
        automaton.map_or(Self::Nothing, |automaton| Self::Automaton(Box::new(automaton)))
    }

    /// Whether one of the words stands in a text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.next(text, 0).is_some()
    }

    /// Where the first one starts.
    pub(crate) fn first_start(&self, text: &str) -> Option<usize> {
        self.next(text, 0).map(|(place, _)| place.start)
    }

    /// Where the last one starts.
    pub(crate) fn last_start(&self, text: &str) -> Option<usize> {
        self.places(text).map(|(place, _)| place.start).last()
    }

    /// Where the last one ends; of two that end apart the later end.
    pub(crate) fn last_end(&self, text: &str) -> Option<usize> {
        self.places(text).map(|(place, _)| place.end).max()
    }

    /// How many of the words stand in a text. There are 64 at most, and none starts another.
    pub(crate) fn count(&self, text: &str) -> u32 {
        self.places(text).fold(0_u64, |found, (_, word)| found | 1 << (word & 63)).count_ones()
    }

    /// The longest word at each place where one starts, with its number.
    fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (place, word) = self.next(text, from)?;
            from = place.start + 1;
            Some((place, word))
        })
    }

    /// The first of them from a place on.
    fn next(&self, text: &str, from: usize) -> Option<(Range<usize>, usize)> {
        let found = match self {
            Self::Packed(packed) => packed.find_in(text.as_bytes(), (from..text.len()).into()),
            Self::Automaton(automaton) => automaton.find(Input::new(text).range(from..)),
            Self::Nothing => None,
        }?;
        Some((found.start()..found.end(), found.pattern().as_usize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_end_and_the_first_start_of_several_words() {
        let words = Several::of(&[" but ", "; ", " but not that "]);
        assert_eq!(words.last_end("a; b but c"), Some(9));
        assert_eq!(words.last_end("a but not that; b"), Some(16));
        assert_eq!(words.last_end("a but not that b"), Some(15));
        assert_eq!(words.first_start("a; b but c"), Some(1));
        assert_eq!(Several::of(&["字"]).last_end("漢字"), Some(6));
        assert_eq!(words.last_start("a; b but not that c"), Some(4));
        assert_eq!((words.last_end("a"), words.first_start("")), (None, None));
    }

    #[test]
    fn an_automaton_finds_the_same() {
        let words = ["犯行声明", "声明", "a", "xyz", "犯行"];
        let (packed, plain) = (Search::new(&words), Search::automaton(&words));
        for text in
            ["犯行声明xyz", "", "za", "xy犯行", "声明の犯行声明がaとxyzに及び、犯行だけの文も続く"]
        {
            assert_eq!(packed.places(text).count(), plain.places(text).count(), "{text}");
            assert!(packed.places(text).eq(plain.places(text)), "{text}");
        }
        assert_eq!(packed.count("xyz xyz a"), 2);
        assert!(!Several::of(&[]).is_in("a"));
    }
}
