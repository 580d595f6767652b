//! What the models look at, as numbers. Shared with the command that trains them.

/// Number of a feature: its template and its parts, mixed by one multiplication each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key(u64);

impl Key {
    pub(crate) fn new(template: u64) -> Self {
        Self(0xcbf2_9ce4_8422_2325).with(template)
    }

    /// Mixes in one part: a number, a letter, or [`packed`] letters.
    pub(crate) fn with(self, part: u64) -> Self {
        let mixed = (self.0 ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(mixed ^ (mixed >> 32))
    }

    pub(crate) fn letter(self, letter: char) -> Self {
        self.with(u64::from(letter))
    }

    /// The whole as a part of another.
    pub(crate) fn part(self) -> u64 {
        self.0
    }

    /// The number, never 0.
    pub(crate) fn number(self) -> u32 {
        u32::try_from(self.0 & 0xffff_ffff).unwrap_or(u32::MAX).max(1)
    }
}

/// Letters as one part. Up to three have a number of their own; more are mixed.
pub(crate) fn packed(letters: &[char]) -> u64 {
    match letters {
        [] => 0x1f_ffff,
        [one] => u64::from(*one),
        [one, two] => u64::from(*one) | u64::from(*two) << 21,
        [one, two, three] => u64::from(*one) | u64::from(*two) << 21 | u64::from(*three) << 42,
        more => more.iter().fold(Key::new(80), |key, letter| key.letter(*letter)).0,
    }
}

/// A word as one part.
pub(crate) fn word(word: &str) -> u64 {
    word.chars().fold(Key::new(81), Key::letter).0
}

/// The script or the part a letter plays.
pub(crate) fn class(letter: char) -> char {
    match letter {
        '\u{3041}'..='\u{309f}' => 'H',
        '\u{30a0}'..='\u{30ff}' => 'T',
        '々' | '〆' | '〇' | '\u{4e00}'..='\u{9fff}' => 'K',
        '0'..='9' => 'N',
        '「' | '『' => '(',
        '」' | '』' => ')',
        '、' | '。' | ',' => ',',
        _ if letter.is_alphanumeric() => 'A',
        _ => 'P',
    }
}

/// A letter as the models see it: full width and half width are the same.
pub(crate) fn folded(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    }
}
