//! Several words looked for in one pass over a text.
//!
//! A search for each word costs more to set up than a sentence is long. Here the first bytes of
//! every place choose one bit, and only where that bit is set are the words compared.

/// Words that are looked for together.
pub(crate) struct Several<'w> {
    words: &'w [&'w str],
    /// Bits of the first bytes of the words.
    bits: [u64; 16],
    /// Covers as many first bytes as every word has, four at most.
    mask: u32,
}

impl<'w> Several<'w> {
    /// Of words in UTF-8; none of them is empty.
    pub(crate) const fn of(words: &'w [&'w str]) -> Self {
        let (mut shortest, mut at) = (4, 0);
        while at < words.len() {
            if words[at].len() < shortest {
                shortest = words[at].len();
            }
            at += 1;
        }
        let mask = if shortest == 4 { u32::MAX } else { (1 << (8 * shortest)) - 1 };
        let (mut bits, mut at) = ([0; 16], 0);
        while at < words.len() {
            let place = place(first_four(words[at].as_bytes(), 0), mask);
            bits[place >> 6] |= 1 << (place & 63);
            at += 1;
        }
        Self { words, bits, mask }
    }

    /// Whether one of the words stands in a text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.places(text).next().is_some()
    }

    /// Where the first one starts.
    pub(crate) fn first_start(&self, text: &str) -> Option<usize> {
        self.places(text).next()
    }

    /// Where the last one starts.
    pub(crate) fn last_start(&self, text: &str) -> Option<usize> {
        self.places(text).next_back()
    }

    /// Where the last one ends; of two that end apart the later end.
    pub(crate) fn last_end(&self, text: &str) -> Option<usize> {
        let longest = self.words.iter().map(|word| word.len()).max()?;
        let mut best: Option<usize> = None;
        for at in self.places(text).rev() {
            if best.is_some_and(|best| at + longest <= best) {
                break;
            }
            best = best.max(self.at(text, at).map(|word| at + word.len()).max());
        }
        best
    }

    /// The words that a text starts with, in their order.
    pub(crate) fn at_start<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'w str> + 's {
        let may = self.may_start(text.as_bytes(), 0).then_some(());
        may.into_iter().flat_map(|()| self.at(text, 0))
    }

    /// How many of the words stand in a text; there are 64 words at most.
    pub(crate) fn count(&self, text: &str) -> u32 {
        let mut found = 0_u64;
        for at in self.places(text) {
            for (number, word) in self.words.iter().enumerate() {
                let here = text.as_bytes()[at..].starts_with(word.as_bytes());
                found |= u64::from(here) << (number & 63);
            }
        }
        found.count_ones()
    }

    /// The words that start at a place.
    fn at<'s>(&'s self, text: &'s str, at: usize) -> impl Iterator<Item = &'w str> + 's {
        let rest = &text.as_bytes()[at..];
        self.words.iter().copied().filter(move |word| rest.starts_with(word.as_bytes()))
    }

    /// Every place where a word starts.
    fn places<'s>(&'s self, text: &'s str) -> impl DoubleEndedIterator<Item = usize> + 's {
        let may = |at: &usize| self.may_start(text.as_bytes(), *at);
        let starts = |at: &usize| self.at(text, *at).next().is_some();
        (0..text.len()).filter(may).filter(starts)
    }

    /// Whether the bytes at a place are those that a word starts with.
    fn may_start(&self, bytes: &[u8], at: usize) -> bool {
        let place = place(first_four(bytes, at), self.mask);
        self.bits[place >> 6] >> (place & 63) & 1 == 1
    }
}

/// Four bytes from a place, zeros behind the end.
const fn first_four(bytes: &[u8], at: usize) -> u32 {
    if at + 4 <= bytes.len() {
        return u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    }
    let (mut four, mut next) = (0, 0);
    while at + next < bytes.len() {
        four |= (bytes[at + next] as u32) << (8 * next);
        next += 1;
    }
    four
}

/// Which of 1,024 bits stands for the first bytes. Source of the multiplier: the golden ratio, as
/// in Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4).
const fn place(four: u32, mask: u32) -> usize {
    ((four & mask).wrapping_mul(0x9e37_79b1) >> 22) as usize
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
    fn short_and_long_words_are_found_at_the_very_end() {
        let words = Several::of(&["a", "犯行声明", "xyz"]);
        assert!(words.is_in("犯行声明") && words.is_in("za") && !words.is_in("xy犯行"));
        assert_eq!(words.count("xyz xyz a"), 2);
        assert!(!Several::of(&[]).is_in("a"));
    }
}
