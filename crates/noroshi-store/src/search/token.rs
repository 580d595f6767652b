//! Tokens: what is put into the index, and what a query is made of.
//!
//! A word between spaces is one token. A run of `n` CJK letters gives `n` tokens: each letter
//! with the one after it, and the last letter alone. So any piece of a run is a phrase of
//! consecutive tokens, and one letter is the beginning of exactly one token per place.

use std::ops::Range;

use super::fold::{Class, Letter, fold};

/// Longest token, in letters; a longer word becomes several tokens one after the other, which a
/// phrase puts together again. PostgreSQL takes at most 2,046 bytes.
const LONGEST: usize = 100;

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word, or a piece of a very long one.
    Word,
    /// Two CJK letters.
    Pair,
    /// The last letter of a CJK run.
    Last,
}

/// A token and its place in the canonical text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) shape: Shape,
    from: usize,
    until: usize,
    /// First byte in the canonical text.
    pub(super) start: usize,
    /// End of the first letter of a pair, of the whole token otherwise.
    pub(super) first_end: usize,
    /// One past the last byte in the canonical text.
    pub(super) end: usize,
}

/// The tokens of a text, in order.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    line: String,
    pub(super) list: Vec<Token>,
}

impl Tokens {
    /// The tokens of a text.
    pub(crate) fn of(text: &str) -> Self {
        let letters = fold(text);
        let mut tokens = Self::default();
        tokens.list.reserve(letters.len());
        tokens.line.reserve(text.len() * 5 / 2);
        let mut at = 0;
        while let Some(letter) = letters.get(at) {
            at = match letter.class() {
                Class::Word => tokens.word(&letters, at),
                Class::Cjk => tokens.run(&letters, at),
                _ => at + 1,
            };
        }
        tokens
    }

    /// The letters of one token.
    pub(super) fn text(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |token| &self.line[token.from..token.until])
    }

    /// Some tokens with spaces between them: the column of the index.
    pub(crate) fn spaced(&self, range: &Range<usize>) -> &str {
        match (self.list.get(range.start), self.list[..range.end].last()) {
            (Some(first), Some(last)) => &self.line[first.from..last.until],
            _ => "",
        }
    }

    /// Adds the word that begins at a letter; where it ends.
    fn word(&mut self, letters: &[Letter], from: usize) -> usize {
        let rest = &letters[from..];
        let length = rest.iter().take_while(|letter| letter.class() == Class::Word).count();
        for piece in rest[..length].chunks(LONGEST) {
            self.add(Shape::Word, piece.iter());
        }
        from + length
    }

    /// Adds the CJK run that begins at a letter; where it ends.
    fn run(&mut self, letters: &[Letter], from: usize) -> usize {
        let mut at = from;
        while let Some(next) = following(letters, at) {
            self.add(Shape::Pair, [&letters[at], &letters[next]].into_iter());
            at = next;
        }
        self.add(Shape::Last, letters[at..=at].iter());
        at + 1
    }

    fn add<'a>(&mut self, shape: Shape, mut letters: impl Iterator<Item = &'a Letter>) {
        let Some(first) = letters.next() else { return };
        if !self.line.is_empty() {
            self.line.push(' ');
        }
        let from = self.line.len();
        self.line.push(first.char);
        let mut end = first.end;
        for letter in letters {
            self.line.push(letter.char);
            end = letter.end;
        }
        let until = self.line.len();
        let first_end = if shape == Shape::Pair { first.end } else { end };
        self.list.push(Token { shape, from, until, start: first.start, first_end, end });
    }
}

/// The letter that continues the run: the next one, or the first of the next line, because
/// Japanese and Chinese lines are broken inside words. A blank line ends a run.
fn following(letters: &[Letter], at: usize) -> Option<usize> {
    let mut line_ends = 0;
    for (next, letter) in letters.iter().enumerate().skip(at + 1) {
        match letter.class() {
            Class::Cjk => return (next == at + 1 || line_ends == 1).then_some(next),
            Class::LineEnd => line_ends += 1,
            Class::Space => {}
            Class::Word | Class::Mark => return None,
        }
        if line_ends > 1 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spaced(text: &str) -> String {
        let tokens = Tokens::of(text);
        tokens.spaced(&(0..tokens.list.len())).to_owned()
    }

    #[test]
    fn cjk_runs_become_pairs_and_words_stay_whole() {
        assert_eq!(spaced("標的型攻撃"), "標的 的型 型攻 攻撃 撃");
        assert_eq!(spaced("VSCodeトンネル"), "vscode トン ンネ ネル ル");
        assert_eq!(spaced("C2サーバの、10.0.0.1"), "c2 サー ーバ バの の 10 0 0 1");
        assert_eq!(spaced("「」！ - "), "");
    }

    #[test]
    fn a_run_goes_on_in_the_next_line_but_not_after_a_blank_one() {
        assert_eq!(spaced("攻\r\n　撃"), "攻撃 撃");
        assert_eq!(spaced("攻\n\n撃"), "攻 撃");
        assert_eq!(spaced("攻 撃"), "攻 撃");
        assert_eq!(spaced("攻。撃"), "攻 撃");
    }

    #[test]
    fn a_very_long_word_becomes_pieces() {
        let tokens = Tokens::of(&"x".repeat(250));
        assert_eq!(tokens.list.len(), 3);
        assert_eq!(tokens.text(2).len(), 50);
    }
}
