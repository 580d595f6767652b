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
