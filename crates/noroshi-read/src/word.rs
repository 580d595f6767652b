//! Words of Latin script and their keys, so that whole lists of phrases are looked up by one word.

use std::ops::Range;

/// The first word: a run of ASCII letters and digits, with the sign before it if there is one.
pub(crate) fn first(bytes: &[u8]) -> &[u8] {
    let from = usize::from(bytes.first().is_some_and(|byte| !byte.is_ascii_alphanumeric()));
    let run = bytes[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    &bytes[..from + run]
}

/// The key of a word, the same for upper and lower case. Source: FNV-1a of eight bytes at a
/// time would do as well; this multiplies and turns once per byte.
pub(crate) fn key(word: &[u8]) -> u64 {
    let mixed = word.iter().fold(0xcbf2_9ce4_8422_2325_u64, |key, byte| {
        (key ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    });
    mixed ^ mixed >> 29
}

/// Where the last one of several words ends in a text; of two that end apart the later end.
pub(crate) fn last_end(text: &str, words: &[&str]) -> Option<usize> {
    let longest = words.iter().map(|word| word.len()).max()?;
    let firsts = First::of(words);
    let bytes = text.as_bytes();
    let mut best: Option<usize> = None;
    for at in (0..bytes.len()).rev() {
        if best.is_some_and(|best| at + longest <= best) {
            break;
        }
        if firsts.has(bytes[at]) {
            let here = words.iter().filter(|word| bytes[at..].starts_with(word.as_bytes()));
            best = best.max(here.map(|word| at + word.len()).max());
        }
    }
    best
}

/// Where the first one of several words starts in a text.
pub(crate) fn first_start(text: &str, words: &[&str]) -> Option<usize> {
    starts(text, words).next()
}

/// Where the last one of several words starts in a text.
pub(crate) fn last_start(text: &str, words: &[&str]) -> Option<usize> {
    starts(text, words).next_back()
}

/// Every place where one of several words starts. One pass for all of them: a search for each
/// costs more to set up than a sentence is long.
fn starts(text: &str, words: &[&str]) -> impl DoubleEndedIterator<Item = usize> {
    let firsts = First::of(words);
    let bytes = text.as_bytes();
    let starts =
        move |at: &usize| words.iter().any(|word| bytes[*at..].starts_with(word.as_bytes()));
    (0..bytes.len()).filter(move |at| firsts.has(bytes[*at])).filter(starts)
}

/// The first bytes of words.
struct First([u64; 4]);

impl First {
    fn of(words: &[&str]) -> Self {
        let mut bits = [0; 4];
        for byte in words.iter().filter_map(|word| word.bytes().next()) {
            bits[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        Self(bits)
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }
}

/// Where sorted keys start, by their upper bits: most words of a text share them with no key.
pub(crate) struct Table {
    starts: Vec<u32>,
}

/// Upper bits that choose a place in a [`Table`]; 16 kB of places.
const BITS: u32 = 14;

impl Table {
    /// A table over sorted keys.
    pub(crate) fn new(keys: impl Iterator<Item = u64>) -> Self {
        let mut starts = vec![0_u32; (1 << BITS) + 1];
        for key in keys {
            starts[place(key) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts }
    }

    /// Where the keys stand that share the upper bits with `key`.
    pub(crate) fn range(&self, key: u64) -> Range<usize> {
        let at = place(key);
        self.starts[at] as usize..self.starts[at + 1] as usize
    }
}

fn place(key: u64) -> usize {
    usize::try_from(key >> (64 - BITS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_ends_at_a_sign_or_another_script() {
        assert_eq!(first(b"APT41-X"), b"APT41");
        assert_eq!(first("APT41は".as_bytes()), b"APT41");
        assert_eq!(first(b".NET loader"), b".NET");
        assert_eq!(key(b"Emotet"), key(b"EMOTET"));
        assert_ne!(key(b"Emotet"), key(b"Emotes"));
    }

    #[test]
    fn the_last_end_and_the_first_start_of_several_words() {
        let words = [" but ", "; ", " but not that "];
        assert_eq!(last_end("a; b but c", &words), Some(9));
        assert_eq!(last_end("a but not that; b", &words), Some(16));
        assert_eq!(last_end("a but not that b", &words), Some(15));
        assert_eq!(first_start("a; b but c", &words), Some(1));
        assert_eq!(last_end("漢字", &["字"]), Some(6));
        assert_eq!(last_start("a; b but not that c", &words), Some(4));
        assert_eq!((last_end("a", &words), first_start("", &words)), (None, None));
    }

    #[test]
    fn a_table_leads_to_every_key() {
        let mut keys: Vec<u64> =
            (0..5000_u64).map(|number| key(number.to_string().as_bytes())).collect();
        keys.sort_unstable();
        let table = Table::new(keys.iter().copied());
        for key in &keys {
            assert!(keys[table.range(*key)].contains(key));
        }
    }
}
