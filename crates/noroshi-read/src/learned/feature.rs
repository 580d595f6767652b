//! What the models look at, as numbers. Shared with the command that trains them.

/// Number of a feature: its template and its parts, hashed (FNV-1a, folded to 32 bits).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key(u64);

impl Key {
    pub(crate) fn new(template: u32) -> Self {
        Self(0xcbf2_9ce4_8422_2325 ^ u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Ends one part and begins the next.
    pub(crate) fn part(self, letters: &[char]) -> Self {
        let whole =
            letters.iter().fold(self, |key, letter| key.step(u64::from(u32::from(*letter))));
        whole.step(0xffff_ffff)
    }

    pub(crate) fn letter(self, letter: char) -> Self {
        self.part(&[letter])
    }

    pub(crate) fn word(self, word: &str) -> Self {
        let whole = word.chars().fold(self, |key, letter| key.step(u64::from(u32::from(letter))));
        whole.step(0xffff_ffff)
    }

    pub(crate) fn count(self, count: u32) -> Self {
        self.step(u64::from(count))
    }

    fn step(self, value: u64) -> Self {
        Self((self.0 ^ value).wrapping_mul(0x100_0000_01b3))
    }

    /// The number, never 0.
    pub(crate) fn number(self) -> u32 {
        let folded = self.0 ^ (self.0 >> 32) ^ (self.0 >> 17);
        u32::try_from(folded & 0xffff_ffff).unwrap_or(u32::MAX).max(1)
    }
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
