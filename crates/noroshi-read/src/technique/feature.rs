//! Features of an English sentence, hashed: words and their neighbours, pieces of words, and
//! stems with their neighbours.
//!
//! The training command (`examples/train_techniques`) takes this very file in, so that what
//! was learned is what is looked up. Nothing is allocated: features go to a closure.

/// Number of buckets that features are hashed to.
pub(crate) const BUCKETS: usize = 1 << 18;
/// Number of blocks; each is scaled to length one by itself.
pub(crate) const BLOCKS: usize = 3;

/// Words, and pairs of neighbours.
pub(crate) const WORDS: usize = 0;
/// Pieces of three to five signs, the edges of the word included.
pub(crate) const PIECES: usize = 1;
/// Stems, and pairs of neighbours.
pub(crate) const STEMS: usize = 2;

/// Longer words are cut: they are values, not words.
const LONGEST: usize = 40;

/// Features of two neighbours, each with the numbers of its word and stem.
pub(crate) fn pair(before: (u32, u32), own: (u32, u32)) -> [(usize, usize); 2] {
    let words = mix(before.0.rotate_left(7) ^ own.0);
    let stems = mix(before.1.rotate_left(9) ^ own.1);
    [(WORDS, bucket(words)), (STEMS, bucket(stems))]
}

fn bucket(number: u32) -> usize {
    number as usize % BUCKETS
}

/// Words that say nothing by themselves, only beside others.
const COMMON: &[&str] = &[
    "a", "also", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "for", "from",
    "had", "has", "have", "in", "into", "is", "it", "its", "may", "more", "not", "of", "on", "or",
    "other", "such", "that", "the", "their", "these", "they", "this", "to", "was", "we", "were",
    "when", "which", "will", "with",
];

/// A word in lower case with a space at both ends; a longer number is only its length.
pub(crate) struct Word {
    bytes: [u8; LONGEST + 2],
    end: usize,
}

impl Word {
    pub(crate) fn new(word: &[u8]) -> Self {
        let mut bytes = [b' '; LONGEST + 2];
        let word = &word[..word.len().min(LONGEST)];
        if word.len() > 2 && word.iter().all(u8::is_ascii_digit) {
            bytes[1..3].copy_from_slice(b"00");
            bytes[3] = b'0' + word.len().min(9) as u8;
            return Self { bytes, end: 4 };
        }
        for (to, from) in bytes[1..].iter_mut().zip(word) {
            *to = from.to_ascii_lowercase();
        }
        Self { bytes, end: word.len() + 1 }
    }

    /// The number of the word.
    pub(crate) fn number(&self) -> u32 {
        hash(1, self.bare())
    }

    /// The number of its stem.
    pub(crate) fn stem(&self) -> u32 {
        hash(2, stem(self.bare()))
    }

    /// Features that need no neighbour, given the numbers of the word and its stem.
    /// Words that every text is full of have none.
    pub(crate) fn each(&self, own: (u32, u32), mut sink: impl FnMut(usize, usize)) {
        if self.bare().len() <= 5 && COMMON.iter().any(|word| word.as_bytes() == self.bare()) {
            return;
        }
        sink(WORDS, bucket(own.0));
        sink(STEMS, bucket(own.1));
        pieces(self.padded(), |number| sink(PIECES, bucket(number)));
    }

    fn bare(&self) -> &[u8] {
        &self.bytes[1..self.end]
    }

    fn padded(&self) -> &[u8] {
        &self.bytes[..=self.end]
    }
}

/// Runs of three, four and five signs at each place.
fn pieces(padded: &[u8], mut put: impl FnMut(u32)) {
    for at in 0..padded.len() {
        let mut number = start(3);
        for (length, byte) in padded[at..].iter().take(5).enumerate() {
            number = step(number, *byte);
            if length >= 2 {
                put(mix(number));
            }
        }
    }
}

/// A word without the endings of English inflection: not a linguist's stem, but the same one
/// for "inject", "injects", "injected", "injecting" and "injection".
fn stem(word: &[u8]) -> &[u8] {
    const ENDINGS: &[(&str, usize)] = &[
        ("ations", 7),
        ("ation", 7),
        ("ators", 7),
        ("ator", 6),
        ("tions", 6),
        ("tion", 6),
        ("ings", 6),
        ("ing", 6),
        ("ies", 5),
        ("ied", 5),
        ("ers", 6),
        ("ed", 5),
        ("es", 5),
        ("er", 5),
        ("s", 4),
        ("e", 4),
        ("y", 4),
    ];
    let fits = |ending: &&(&str, usize)| {
        word.len() >= ending.1 && word.ends_with(ending.0.as_bytes()) && !word.ends_with(b"ss")
    };
    let Some((ending, _)) = ENDINGS.iter().find(fits) else { return word };
    // "injection" and "injected" share the `t`.
    let kept = if ending.starts_with("tion") { 1 } else { 0 };
    let base = &word[..word.len() - ending.len() + kept];
    match base {
        [.., a, b] if a == b && base.len() > 3 && !matches!(b, b's' | b'l') => {
            &base[..base.len() - 1]
        }
        _ => base,
    }
}

fn start(seed: u32) -> u32 {
    0x811c_9dc5 ^ seed.wrapping_mul(0x9e37_79b1)
}

/// One step of FNV-1a.
fn step(number: u32, byte: u8) -> u32 {
    (number ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

fn hash(seed: u32, bytes: &[u8]) -> u32 {
    mix(bytes.iter().fold(start(seed), |number, byte| step(number, *byte)))
}

/// Spreads the bits, so that the low ones can name a bucket.
fn mix(number: u32) -> u32 {
    let number = number.wrapping_mul(0x9e37_79b1);
    let number = (number ^ number >> 15).wrapping_mul(0x85eb_ca6b);
    number ^ number >> 13
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: &str) {
        for word in words {
            assert_eq!(stem(word.as_bytes()), expected.as_bytes(), "{word}");
        }
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        check(&["inject", "injects", "injected", "injecting", "injection", "injections"], "inject");
        check(&["dump", "dumps", "dumped", "dumping", "dumper"], "dump");
        check(&["run", "runs", "running", "runner"], "run");
        check(&["process"], "process");
    }

    #[test]
    fn letter_case_does_not_matter_and_words_do() {
        let buckets = |text: &str| {
            let mut found = Vec::new();
            for word in text.split(|sign: char| !sign.is_ascii_alphanumeric()) {
                let word = Word::new(word.as_bytes());
                word.each((word.number(), word.stem()), |_, bucket| found.push(bucket));
            }
            found
        };
        assert_eq!(buckets("Dumps LSASS"), buckets("dumps lsass"));
        assert_ne!(buckets("dumps lsass"), buckets("dumps files"));
        assert_eq!(buckets("port 4444"), buckets("port 8080"));
    }
}
