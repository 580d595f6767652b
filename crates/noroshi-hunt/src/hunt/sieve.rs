//! Whether a text holds any of many words, mostly without looking at every byte.
//!
//! After S. Wu and U. Manber, "A fast algorithm for multi-pattern searching" (1994): how far one may go on
//! depends on the last two bytes of a window as long as the shortest word.

use std::collections::HashMap;

/// Places in the table of pairs; a power of two.
const PLACES: usize = 1 << 12;

/// Words, upper and lower case being one.
#[derive(Debug)]
pub(crate) struct Sieve {
    least: usize,
    /// How far one may go, by the last pair of the window.
    shifts: Box<[u8; PLACES]>,
    /// The words whose first `least` bytes end in a pair.
    ends: HashMap<usize, Vec<Box<str>>>,
}

impl Sieve {
    /// A sieve for words in lower case; none when a word is not ASCII or too short to gain by it.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Option<Self> {
        let least = words.clone().map(str::len).min()?.min(usize::from(u8::MAX));
        if least < 3 || !words.clone().all(str::is_ascii) {
            return None;
        }
        let far = u8::try_from(least - 1).ok()?;
        let mut shifts = Box::new([far; PLACES]);
        let mut ends: HashMap<usize, Vec<Box<str>>> = HashMap::new();
        for word in words {
            let head = word.as_bytes().get(..least)?;
            let pairs =
                head.iter().zip(head.iter().skip(1)).map(|(one, other)| number(*one, *other));
            for (place, pair) in pairs.enumerate() {
                let shift = u8::try_from(least - 2 - place).ok()?;
                shifts[pair] = shift.min(shifts[pair]);
                if shift == 0 {
                    ends.entry(pair).or_default().push(word.into());
                }
            }
        }
        Some(Self { least, shifts, ends })
    }

    /// Whether a word may stand in the text when that is folded to lower case. Yes without
    /// looking closely for the two characters outside ASCII whose lower case is inside.
    pub(crate) fn passes(&self, text: &str) -> bool {
        let folded_in = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes());
        if !text.is_ascii()
            && ["\u{130}", "\u{212a}"].into_iter().any(|one| folded_in(one).is_some())
        {
            return true;
        }
        let bytes = text.as_bytes();
        let mut last = self.least - 1;
        while let (Some(before), Some(byte)) = (bytes.get(last - 1), bytes.get(last)) {
            let pair = number(*before, *byte);
            let shift = self.shifts[pair];
            if shift > 0 {
                last += usize::from(shift);
                continue;
            }
            let window = bytes.get(last + 1 - self.least..).unwrap_or_default();
            let ends = self.ends.get(&pair).into_iter().flatten();
            if ends.map(|word| word.as_bytes()).any(|word| begins(window, word)) {
                return true;
            }
            last += 1;
        }
        false
    }
}

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// The place of a pair in the table; the same for upper and lower case.
fn number(before: u8, last: u8) -> usize {
    let folded = |byte: u8| usize::from(byte | 0x20);
    ((folded(before) << 5) ^ folded(last)) & (PLACES - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_characters_beyond_ascii_are_not_passed_over() {
        let sieve = Sieve::new(["kiwi"].into_iter()).expect("it is long enough");
        assert!(sieve.passes("\u{212a}iwi"));
        assert!(sieve.passes("a KIWI"));
        assert!(!sieve.passes("キウイ"));
        assert!(Sieve::new(["ab", "abcd"].into_iter()).is_none());
        assert!(Sieve::new(["狼煙台"].into_iter()).is_none());
    }

    proptest::proptest! {
        #[test]
        fn it_answers_as_a_search_for_each_word_does(
            words in proptest::collection::vec("[ab:]{3,6}", 1..6), text in "[abAB:c]{0,40}",
        ) {
            let sieve = Sieve::new(words.iter().map(String::as_str)).expect("long enough");
            let lower = text.to_lowercase();
            let expect = words.iter().any(|word| lower.contains(word.as_str()));
            proptest::prop_assert_eq!(sieve.passes(&text), expect);
        }
    }
}
