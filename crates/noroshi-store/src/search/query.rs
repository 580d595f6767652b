//! A query: words that must all be there, each in one of its spellings.

use super::fold::{fold, is_katakana};
use super::passage::OVERLAP;
use super::token::{Shape, Tokens};

/// Words that the engine is asked for; further ones are only looked for in what it finds.
const MOST_WORDS: usize = 16;

/// Katakana words of one phrase whose long vowel may be there or not.
const MOST_VOWELS: usize = 3;

/// What a person types into the search box. Several words: all of them, anywhere. Quotes: the
/// words inside stand side by side.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) phrases: Vec<Phrase>,
}

/// A phrase, in one of several spellings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) spellings: Vec<Spelling>,
}

/// Tokens that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) tokens: Vec<String>,
    /// How the last token is meant.
    pub(super) end: End,
}

/// What may follow the phrase in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Anything: the tokens say it all.
    Whole,
    /// The last token is only the beginning of one: a single CJK letter.
    Beginning,
    /// No katakana: the word was written without its long vowel, so it must end here.
    KatakanaWord,
}

impl Query {
    /// Reads what was typed. Nothing to look for gives a query without phrases.
    pub(super) fn read(typed: &str) -> Self {
        let phrases = pieces(typed).into_iter().map(|piece| Phrase::read(&piece));
        Self { phrases: phrases.filter(|phrase| !phrase.spellings.is_empty()).collect() }
    }

    /// One expression of FTS5 per phrase.
    pub(super) fn for_sqlite(&self) -> Vec<String> {
        self.asked(Spelling::for_sqlite, " OR ")
    }

    /// One `tsquery` per phrase.
    pub(super) fn for_postgres(&self) -> Vec<String> {
        self.asked(Spelling::for_postgres, " | ")
    }

    fn asked(&self, write: impl Fn(&Spelling) -> String, or: &str) -> Vec<String> {
        let one =
            |phrase: &Phrase| phrase.spellings.iter().map(&write).collect::<Vec<_>>().join(or);
        self.phrases.iter().take(MOST_WORDS).map(one).collect()
    }
}

impl Phrase {
    fn read(piece: &str) -> Self {
        let letters: Vec<char> = fold(piece).iter().map(|letter| letter.char).collect();
        let written = Spelling::read(&letters.iter().collect::<String>(), End::Whole);
        let others = other_vowels(&letters);
        let others = others.iter().filter_map(|(text, end)| Spelling::read(text, *end));
        Self { spellings: written.into_iter().chain(others).collect() }
    }
}

impl Spelling {
    fn read(text: &str, end: End) -> Option<Self> {
        let tokens = Tokens::of(text);
        let mut words: Vec<String> =
            (0..tokens.list.len()).map(|at| tokens.text(at).to_owned()).collect();
        let shapes: Vec<Shape> = tokens.list.iter().map(|token| token.shape).collect();
        let end = match shapes.as_slice() {
            [] => return None,
            [.., Shape::Pair, Shape::Last] => {
                words.pop();
                end
            }
            [.., Shape::Last] => End::Beginning,
            _ => end,
        };
        Some(Self { tokens: words, end })
    }

    /// The part that the engine is asked for: a longer phrase could fall between two passages.
    fn asked(&self) -> (&[String], bool) {
        let asked = &self.tokens[..self.tokens.len().min(OVERLAP)];
        (asked, self.end == End::Beginning && asked.len() == self.tokens.len())
    }

    fn for_sqlite(&self) -> String {
        let (tokens, beginning) = self.asked();
        format!("\"{}\"{}", tokens.join(" "), if beginning { " *" } else { "" })
    }

    fn for_postgres(&self) -> String {
        let (tokens, beginning) = self.asked();
        let quoted: Vec<String> = tokens.iter().map(|token| format!("'{token}'")).collect();
        format!("({}{})", quoted.join(" <-> "), if beginning { ":*" } else { "" })
    }
}

/// What was typed, cut at white space outside quotes.
fn pieces(typed: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for char in typed.chars() {
        let is_quote = matches!(char, '"' | '“' | '”' | '„' | '＂');
        quoted ^= is_quote;
        if is_quote || (char.is_whitespace() && !quoted) {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(char);
        }
    }
    pieces
}

/// The same phrase with and without the long vowel at the end of its katakana words:
/// サーバー is サーバ, and サーバ攻撃 is サーバー攻撃. Words of three letters without the mark
/// count, as in JIS Z 8301, annex G.
fn other_vowels(letters: &[char]) -> Vec<(String, End)> {
    let mut spellings: Vec<(String, End)> = vec![(String::new(), End::Whole)];
    let mut vowels = 0;
    for word in letters.chunk_by(|a, b| is_katakana(*a) == is_katakana(*b)) {
        let last = word.as_ptr_range().end == letters.as_ptr_range().end;
        let other = other_vowel(word, last).filter(|_| vowels < MOST_VOWELS);
        let written: String = word.iter().collect();
        let longer = spellings.clone();
        spellings.iter_mut().for_each(|(text, _)| text.push_str(&written));
        if let Some((other, end)) = other {
            vowels += 1;
            spellings.extend(longer.into_iter().map(|(text, _)| (text + &other, end)));
        }
    }
    spellings.remove(0);
    spellings
}

/// The other spelling of a katakana word. At the end of a phrase the one without the mark finds
/// the longer one by itself.
fn other_vowel(word: &[char], last: bool) -> Option<(String, End)> {
    let (stem, mark) = match word {
        [stem @ .., 'ー'] => (stem, true),
        stem => (stem, false),
    };
    if stem.len() < 3 || !stem.iter().all(|char| is_katakana(*char)) || (last && !mark) {
        return None;
    }
    let end = if last { End::KatakanaWord } else { End::Whole };
    let vowel = if mark { "" } else { "ー" };
    Some((stem.iter().collect::<String>() + vowel, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(typed: &str) -> Vec<String> {
        Query::read(typed).for_sqlite()
    }

    #[test]
    fn a_piece_of_a_run_is_a_phrase_of_pairs() {
        assert_eq!(sqlite("攻撃"), ["\"攻撃\""]);
        assert_eq!(sqlite("標的型"), ["\"標的 的型\""]);
        assert_eq!(sqlite("VSCodeトンネル"), ["\"vscode トン ンネ ネル\""]);
        assert_eq!(sqlite("狼"), ["\"狼\" *"]);
        assert_eq!(sqlite("C2の"), ["\"c2 の\" *"]);
    }

    #[test]
    fn words_are_asked_one_by_one_and_quotes_hold_them_together() {
        assert_eq!(sqlite("ＡＰＴ４１　攻撃"), ["\"apt41\"", "\"攻撃\""]);
        assert_eq!(sqlite("“remote tunnel” x"), ["\"remote tunnel\"", "\"x\""]);
        assert_eq!(sqlite(" \"…\" 。"), Vec::<String>::new());
    }

    #[test]
    fn a_long_vowel_may_be_there_or_not() {
        assert_eq!(sqlite("サーバー"), ["\"サー ーバ バー\" OR \"サー ーバ\""]);
        assert_eq!(sqlite("サーバ"), ["\"サー ーバ\""]);
        assert_eq!(sqlite("キー"), ["\"キー\""]);
        let query = Query::read("サーバ群");
        assert_eq!(query.phrases[0].spellings.len(), 2);
    }

    #[test]
    fn postgresql_is_asked_the_same() {
        let query = Query::read("C2サーバ 狼");
        assert_eq!(query.for_postgres(), ["('c2' <-> 'サー' <-> 'ーバ')", "('狼':*)"]);
    }
}
