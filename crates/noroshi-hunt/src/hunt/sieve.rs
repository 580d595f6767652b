//! Whether a text holds any of many words, mostly without looking at every byte.
//!
//! After S. Wu and U. Manber, "A fast algorithm for multi-pattern searching" (1994): how far one may go on
//! depends on the last two bytes of a window as long as the shortest word.

/// Bits of a pair of bytes in the table.
const BITS: u32 = 12;

/// Words, upper and lower case being one.
#[derive(Debug)]
pub(crate) struct Sieve {
    least: usize,
    /// How far one may go, by the last pair of the window.
    shifts: Vec<u8>,
    /// The words whose first `least` bytes end in a pair.
    ends: Vec<Vec<Box<str>>>,
}

impl Sieve {
    /// A sieve for words in lower case; none when a word is not ASCII or too short to gain by it.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Option<Self> {
        let least = words.clone().map(str::len).min()?.min(usize::from(u8::MAX));
        if least < 3 || !words.clone().all(str::is_ascii) {
            return None;
        }
        let far = u8::try_from(least - 1).ok()?;
        let mut shifts = vec![far; 1 << BITS];
        let mut ends = vec![Vec::new(); 1 << BITS];
        for word in words {
            let head = word.as_bytes().get(..least)?;
            for (place, pair) in head.windows(2).enumerate() {
                let shift = u8::try_from(least - 2 - place).ok()?;
                let own = shifts.get_mut(number(pair))?;
                *own = shift.min(*own);
            }
            ends.get_mut(number(head.get(least - 2..)?))?.push(word.into());
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
        let mut end = self.least;
        while let Some(pair) = bytes.get(end - 2..end) {
            let known = number(pair);
            match self.shifts.get(known).copied().unwrap_or(0) {
                0 => {
                    let window = bytes.get(end - self.least..).unwrap_or_default();
                    let ends = self.ends.get(known).into_iter().flatten();
                    if ends.map(|word| word.as_bytes()).any(|word| begins(window, word)) {
                        return true;
                    }
                    end += 1;
                }
                shift => end += usize::from(shift),
            }
        }
        false
    }
}

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// The place of a pair in the table; the same for upper and lower case.
fn number(pair: &[u8]) -> usize {
    let folded = |byte: &u8| usize::from(byte.to_ascii_lowercase());
    pair.iter().map(folded).fold(0, |number, byte| (number << 5) ^ byte) & ((1 << BITS) - 1)
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
