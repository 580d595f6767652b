//! A place in a line of text from which words and numbers are eaten one after another.

use std::ops::Range;

use super::kanji;
use crate::word;

/// A position in a line. Copying it is how a reader backs out of a wrong guess.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    floor: usize,
}

impl<'t> Cursor<'t> {
    /// A cursor over `range`, whose look-back stops at the range's start.
    pub(crate) fn new(text: &'t str, range: Range<usize>) -> Self {
        Self { text, at: range.start, end: range.end, floor: range.start }
    }

    /// The same line, standing at `at`.
    pub(crate) fn moved(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// The same line, standing before `word`, which ends here.
    pub(crate) fn back(self, word: &str) -> Self {
        Self { at: self.at.saturating_sub(word.len()), ..self }
    }

    pub(crate) fn at(self) -> usize {
        self.at
    }

    /// What is left of the line.
    pub(crate) fn rest(self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    /// What the line says before this place.
    pub(crate) fn before(self) -> &'t str {
        self.text.get(self.floor..self.at).unwrap_or("")
    }

    /// At most `bytes` of what is left, cut at a character.
    pub(crate) fn ahead(self, bytes: usize) -> &'t str {
        let rest = self.rest();
        rest.get(..rest.floor_char_boundary(bytes)).unwrap_or("")
    }

    /// At most `bytes` of what stands before, cut at a character.
    pub(crate) fn behind(self, bytes: usize) -> &'t str {
        let before = self.before();
        let from = before.ceil_char_boundary(before.len().saturating_sub(bytes));
        before.get(from..).unwrap_or("")
    }

    pub(crate) fn next_char(self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn last_char(self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// Whether `word` stands here.
    pub(crate) fn sees(self, word: &str) -> bool {
        word::starts(self.rest(), word)
    }

    /// Whether one of `words` stands here.
    pub(crate) fn sees_any(self, words: &[&str]) -> bool {
        let rest = self.rest();
        words.iter().any(|word| word::starts(rest, word))
    }

    /// Steps over `word` if it stands here.
    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let seen = self.sees(word);
        if seen {
            self.at += word.len();
        }
        seen
    }

    /// Steps over the first of `words` that stands here.
    pub(crate) fn eat_any(&mut self, words: &[&str]) -> bool {
        let rest = self.rest();
        let seen = words.iter().find(|word| word::starts(rest, word));
        self.at += seen.map_or(0, |word| word.len());
        seen.is_some()
    }

    /// Steps over the first key of `table` that stands here, and gives its value.
    pub(crate) fn eat_from<T: Copy>(&mut self, table: &[(&str, T)]) -> Option<T> {
        let rest = self.rest();
        let (word, value) = table.iter().find(|(word, _)| word::starts(rest, word))?;
        self.at += word.len();
        Some(*value)
    }

    /// Steps over a number of at most `most` digits; `None` when it is longer or absent.
    pub(crate) fn number(&mut self, most: usize) -> Option<Number> {
        let bytes = self.rest().as_bytes();
        let digits = bytes.iter().take(most + 1).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > most {
            return None;
        }
        let value = self.rest().get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(Number { value, digits })
    }

    /// The same, or a number in kanji.
    pub(crate) fn figure(&mut self, most: usize) -> Option<Number> {
        match self.next_char() {
            Some(sign) if !sign.is_ascii() => {
                let mut ahead = *self;
                let number = kanji::number(&mut ahead).filter(|number| number.digits <= most)?;
                *self = ahead;
                Some(number)
            }
            _ => self.number(most),
        }
    }

    /// Steps over a number of exactly `digits` digits.
    pub(crate) fn exactly(&mut self, digits: usize) -> Option<u32> {
        let mut ahead = *self;
        let number = ahead.number(digits).filter(|number| number.digits == digits)?;
        *self = ahead;
        Some(number.value)
    }

    /// Steps over two digits, whatever follows them.
    pub(crate) fn two_digits(&mut self) -> Option<u32> {
        let two =
            self.rest().get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.at += 2;
        two.parse().ok()
    }

    /// Whether no ASCII letter, digit or underscore follows.
    pub(crate) fn ends_word(self) -> bool {
        !self.rest().bytes().next().is_some_and(is_word)
    }

    /// Whether a number that ends here is complete: `26`, not `26.5`, `26%` or `26th`.
    pub(crate) fn ends_number(self) -> bool {
        let mut bytes = self.rest().bytes();
        match bytes.next() {
            Some(b'.' | b',' | b'-' | b'/' | b':') => {
                !bytes.next().is_some_and(|byte| byte.is_ascii_digit())
            }
            Some(b'%' | b'$' | b'@' | b'\\') => false,
            Some(byte) => !is_word(byte),
            None => true,
        }
    }

    /// Whether what stands before ends with `word`, whatever the case of its letters, and
    /// `word` starts where a word may start.
    pub(crate) fn follows(self, word: &str) -> bool {
        let before = self.before().as_bytes();
        let Some(from) = before.len().checked_sub(word.len()) else { return false };
        before[from..].eq_ignore_ascii_case(word.as_bytes())
            && !(from > 0 && is_word(before[from - 1]) && word.bytes().next().is_some_and(is_word))
    }

    /// The first of `words` that stands right before.
    pub(crate) fn follows_any(self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|word| self.follows(word))
    }
}

/// A number and how many digits it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u32,
    pub(crate) digits: usize,
}

impl Number {
    /// The value as a month or a day, when it lies in `range`.
    pub(crate) fn within(self, range: std::ops::RangeInclusive<i8>) -> Option<i8> {
        i8::try_from(self.value).ok().filter(|value| self.digits <= 2 && range.contains(value))
    }
}

/// Letters, digits and underscore of ASCII: kana and kanji end a word.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
