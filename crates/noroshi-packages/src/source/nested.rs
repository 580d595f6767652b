//! Source inside source: `python -c "..."`, `node -e "..."`, code that was encoded and is written out.

use super::flow::{Met, Names, worth};
use super::token::{Kind, Token};
use super::{Language, follow as follow_source};

/// How deep source inside source is followed.
pub(super) const DEEP: usize = 2;
/// How many texts of one file are followed, and how long they are, in bytes.
const MOST: usize = 40;
const LENGTH: std::ops::RangeInclusive<usize> = 24..=8_192;

/// What the texts among these tokens do as source, told at the line of the text.
pub(super) fn follow(tokens: &[Token<'_>], deep: usize) -> Vec<Met> {
    let mut met: Vec<Met> = Vec::new();
    let texts = tokens.iter().enumerate().filter(|(at, token)| {
        token.kind == Kind::Text
            && LENGTH.contains(&token.text.len())
            && !stands_alone(tokens, *at)
            && looks_like_source(token.text)
    });
    for (_, token) in texts.take(MOST) {
        for language in [Language::Python, Language::Script] {
            let (inner, _) = follow_source(token.text, language, Names::Chosen, deep);
            met.extend(inner.into_iter().map(|one| Met { line: token.line, source: 0, ..one }));
        }
    }
    met
}

/// Whether a text is a statement by itself: documentation.
fn stands_alone(tokens: &[Token<'_>], at: usize) -> bool {
    let ends = |token: Option<&Token<'_>>| token.is_none_or(|token| token.kind == Kind::End);
    ends(at.checked_sub(1).and_then(|at| tokens.get(at))) && ends(tokens.get(at + 1))
}

/// Whether a text calls something and has words of a source and of where it could go.
fn looks_like_source(text: &str) -> bool {
    text.contains('(')
        && ["import", "require(", "process.", "os.", "exec", "eval"]
            .iter()
            .any(|word| text.contains(word))
        && worth(text)
}
