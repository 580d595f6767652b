//! Words of Latin script and their keys, so that whole lists of phrases are looked up by one word.

use std::ops::Range;

/// The length and the key of the first word: a run of ASCII letters and digits, with the sign
/// before it if there is one. Upper and lower case have the same key. Source: FNV-1a.
#[inline]
pub(crate) fn first(bytes: &[u8]) -> (usize, u64) {
    let step = |key: u64, byte: u8| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let (mut length, mut key) = (0, 0xcbf2_9ce4_8422_2325);
    if let Some(sign) = bytes.first().filter(|byte| FOLDED[usize::from(**byte)] == 0) {
        (length, key) = (1, step(key, *sign));
    }
    for byte in &bytes[length..] {
        let folded = FOLDED[usize::from(*byte)];
        if folded == 0 {
            break;
        }
        key = step(key, folded);
        length += 1;
    }
    (length, (key ^ key >> 29).wrapping_mul(GOLDEN))
}

/// A place where a phrase of Latin script can start: at a word, or at a sign with the word behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) start: usize,
    /// Where the word ends; nothing stands between start and end at a sign.
    pub(crate) end: usize,
    pub(crate) key: u64,
}

impl Place {
    /// Where the word stands; empty at a sign.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Adds those of a range to `places`.
pub(crate) fn places(text: &str, range: &Range<usize>, places: &mut Vec<Place>) {
    let bytes = &text.as_bytes()[..range.end];
    let mut start = range.start;
    while start < range.end {
        let word = FOLDED[usize::from(bytes[start])] != 0;
        if !word && !bytes[start].is_ascii_punctuation() {
            start += 1;
            continue;
        }
        let (length, key) = first(&bytes[start..]);
        let end = if word { start + length } else { start };
        places.push(Place { start, end, key });
        start = end.max(start + 1);
    }
}

/// ASCII letters in lower case and digits; nothing for other bytes.
static FOLDED: [u8; 256] = folded();

const fn folded() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
}

/// Spreads bits. Source: the golden ratio, as in Fibonacci hashing (Knuth, The Art of Computer
/// Programming 3, 6.4).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A key of any words, the same for upper and lower case: eight bytes are mixed in at a time.
#[inline]
pub(crate) fn key(word: &[u8]) -> u64 {
    let mix = |key: u64, eight: u64| (key ^ lower(eight)).wrapping_mul(GOLDEN).rotate_left(29);
    let (chunks, rest) = word.as_chunks::<8>();
    let whole =
        chunks.iter().fold(word.len() as u64, |key, chunk| mix(key, u64::from_le_bytes(*chunk)));
    let last = rest.iter().fold(0, |eight, byte| eight << 8 | u64::from(*byte));
    let mixed = mix(whole, last);
    (mixed ^ mixed >> 32).wrapping_mul(GOLDEN)
}

/// Eight bytes at once: those that are A to Z become a to z.
pub(crate) fn lower(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = eight & (0x7f * ONES);
    let beyond_z = low + u64::from(0x7f - b'Z') * ONES;
    let from_a = low + u64::from(0x80 - b'A') * ONES;
    let capital = (from_a ^ beyond_z) & !eight & (0x80 * ONES);
    eight | capital >> 2
}

/// Whether a text starts with a word, which is not empty. The last byte of the first character tells most words
/// apart, sooner than a comparison is called.
#[inline]
pub(crate) fn starts(text: &str, word: &str) -> bool {
    let at = word.len().clamp(1, 3) - 1;
    text.as_bytes().get(at) == word.as_bytes().get(at) && text.starts_with(word)
}

/// Whether a text ends with a word, which is not empty, by its last byte first.
#[inline]
pub(crate) fn ends(text: &str, word: &str) -> bool {
    text.as_bytes().last() == word.as_bytes().last() && text.ends_with(word)
}

/// Where sorted keys start, by their upper bits.
pub(crate) struct Table {
    starts: Vec<u32>,
    /// A bit for each place of the upper bits [`FINE`]: most words of a text are no key, and
    /// these bits stay in the nearest cache.
    known: Vec<u64>,
    /// Upper bits that choose one of them.
    fine: u32,
}

/// Upper bits that choose a place in a [`Table`]; 64 kB of places.
const BITS: u32 = 14;

/// Upper bits that say whether a key is there at all, by the number of keys: one bit in sixteen to thirty-two is set,
/// or more where they would leave the nearest cache. From 1 kB to 16 kB.
const FINE: std::ops::RangeInclusive<u32> = 13..=17;

impl Table {
    /// A table over sorted keys.
    pub(crate) fn new(keys: impl ExactSizeIterator<Item = u64>) -> Self {
        let fine = (keys.len().max(1).ilog2() + 5).clamp(*FINE.start(), *FINE.end());
        let mut starts = vec![0_u32; (1 << BITS) + 1];
        let mut known = vec![0_u64; 1 << (fine - 6)];
        for key in keys {
            starts[place(key, BITS) + 1] += 1;
            let bit = place(key, fine);
            known[bit >> 6] |= 1 << (bit & 63);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, known, fine }
    }

    /// Whether a key can be there: one look that most keys do not pass.
    #[inline]
    pub(crate) fn may_hold(&self, key: u64) -> bool {
        let bit = place(key, self.fine);
        self.known[bit >> 6] >> (bit & 63) & 1 == 1
    }

    /// Where the keys stand that share the upper bits with `key`.
    #[inline]
    pub(crate) fn range(&self, key: u64) -> Range<usize> {
        if !self.may_hold(key) {
            return 0..0;
        }
        let at = place(key, BITS);
        self.starts[at] as usize..self.starts[at + 1] as usize
    }
}

/// The upper bits of a key.
fn place(key: u64, bits: u32) -> usize {
    usize::try_from(key >> (64 - bits)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_ends_at_a_sign_or_another_script() {
        assert_eq!(first(b"APT41-X").0, 5);
        assert_eq!(first("APT41は".as_bytes()).0, 5);
        assert_eq!(first(b".NET loader").0, 4);
        assert_eq!(first(b".Net"), first(b".NET loader"));
        assert_ne!(first(b"Net").1, first(b".Net").1);
        assert_eq!(key(b"Emotet"), key(b"EMOTET"));
        assert_ne!(key(b"Emotet"), key(b"Emotes"));
    }

    #[test]
    fn starts_and_ends_are_those_of_the_standard_library() {
        for text in ["", "a", "ab", "が、", "侵入が", "漢a"] {
            for word in ["a", "b", "ab", "が", "侵入が、", "、", "漢"] {
                assert_eq!(starts(text, word), text.starts_with(word), "{text} {word}");
                assert_eq!(ends(text, word), text.ends_with(word), "{text} {word}");
            }
        }
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
