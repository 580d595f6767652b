//! Where in a text a query is met. The engine proposes documents; this decides.

use noroshi_model::Span;

use super::fold::is_katakana;
use super::query::{End, Phrase, Query, Spelling};
use super::token::Tokens;

/// How near the words of a query count as one place, in tokens.
const WINDOW: usize = 120;

/// A phrase that stands somewhere.
struct Found {
    phrase: usize,
    token: usize,
    span: Span,
}

/// The best place: where most of the words stand near each other, the first of equals. `None`
/// when a word is not there at all.
pub(super) fn locate(text: &str, query: &Query) -> Option<Span> {
    let tokens = Tokens::of(text);
    let mut found = Vec::new();
    for (at, phrase) in query.phrases.iter().enumerate() {
        let before = found.len();
        found.extend(places(text, &tokens, at, phrase));
        if found.len() == before {
            return None;
        }
    }
    found.sort_by_key(|one| (one.token, one.phrase));
    best(&found, query.phrases.len())
}

fn places(text: &str, tokens: &Tokens, phrase: usize, words: &Phrase) -> Vec<Found> {
    let span_at = |token| {
        let spans = words.spellings.iter().filter_map(|one| one.stands_at(text, tokens, token));
        spans.max_by_key(|span| span.end())
    };
    let found = |token| span_at(token).map(|span| Found { phrase, token, span });
    (0..tokens.list.len()).filter_map(found).collect()
}

impl Spelling {
    /// What stands at a token, if it is this.
    fn stands_at(&self, text: &str, tokens: &Tokens, at: usize) -> Option<Span> {
        let (last, rest) = self.tokens.split_last()?;
        let same = rest.iter().enumerate().all(|(nth, word)| tokens.text(at + nth) == word);
        let end = at + rest.len();
        if !same || !self.ends_with(last, tokens.text(end)) {
            return None;
        }
        let (first, last) = (tokens.list.get(at)?, tokens.list.get(end)?);
        let end = if self.end == End::Beginning { last.first_end } else { last.end };
        let goes_on = self.end == End::KatakanaWord && text[end..].starts_with(is_katakana);
        if goes_on { None } else { Span::new(first.start, end) }
    }

    fn ends_with(&self, last: &str, token: &str) -> bool {
        if self.end == End::Beginning { token.starts_with(last) } else { token == last }
    }
}

/// The place from which most phrases stand within the window.
fn best(found: &[Found], phrases: usize) -> Option<Span> {
    let mut best: Option<(usize, Span)> = None;
    for (at, first) in found.iter().enumerate() {
        let near = found[at..].iter().take_while(|one| one.token < first.token + WINDOW);
        let met = distinct(near, phrases);
        if best.is_none_or(|(most, _)| met > most) {
            best = Some((met, first.span));
        }
        if met == phrases {
            break;
        }
    }
    best.map(|(_, span)| span)
}

fn distinct<'a>(near: impl Iterator<Item = &'a Found>, phrases: usize) -> usize {
    let mut met = vec![false; phrases];
    near.for_each(|one| met[one.phrase] = true);
    met.into_iter().filter(|met| *met).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'a>(text: &'a str, typed: &str) -> Option<&'a str> {
        locate(text, &Query::read(typed)).and_then(|span| span.of(text))
    }

    #[test]
    fn the_span_shows_what_is_written() {
        assert_eq!(shown("国家がＡＰＴ４１と呼ぶ", "apt41"), Some("ＡＰＴ４１"));
        assert_eq!(shown("新しいﾗﾝｻﾑｳｪｱです", "ランサム"), Some("ﾗﾝｻﾑ"));
        assert_eq!(shown("狼煙を上げる", "狼"), Some("狼"));
        assert_eq!(shown("標的型攻\n撃が続く", "攻撃"), Some("攻\n撃"));
    }

    #[test]
    fn letters_that_only_stand_near_each_other_are_no_hit() {
        assert_eq!(shown("攻守と打撃、標的と的型", "標的型攻撃"), None);
        assert_eq!(shown("東京と京都", "東京都"), None);
        assert_eq!(shown("codename", "code"), None);
    }

    #[test]
    fn a_word_without_its_long_vowel_must_end_there() {
        assert_eq!(shown("サーバに", "サーバー"), Some("サーバ"));
        assert_eq!(shown("サーバーに", "サーバー"), Some("サーバー"));
        assert_eq!(shown("サーバント", "サーバー"), None);
        assert_eq!(shown("サーバー群", "サーバ群"), Some("サーバー群"));
    }

    #[test]
    fn words_that_stand_together_beat_an_earlier_one_alone() {
        let text = format!("攻撃。{}攻撃は港で起きた", "あ。".repeat(200));
        let span = locate(&text, &Query::read("攻撃 港")).expect("both are there");
        assert!(span.start() > 100);
    }
}
