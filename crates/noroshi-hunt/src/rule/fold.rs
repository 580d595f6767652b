//! One fold for rules and events: lower case, and for `windash` one dash for all.

use std::borrow::Cow;

/// What is made equal before comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Fold {
    /// Nothing (`cased`).
    Exact,
    /// Upper and lower case.
    Case,
    /// Upper and lower case, and the dashes of `windash`.
    Dash,
    /// The dashes of `windash` only (`cased|windash`).
    DashExact,
}

impl Fold {
    /// The fold of the modifiers.
    pub(crate) fn of(ignore_case: bool, windash: bool) -> Self {
        match (ignore_case, windash) {
            (true, false) => Self::Case,
            (true, true) => Self::Dash,
            (false, false) => Self::Exact,
            (false, true) => Self::DashExact,
        }
    }

    /// Folds a text of a rule.
    pub(crate) fn rule(self, text: &str) -> String {
        match self {
            Self::Exact => text.to_owned(),
            Self::Case => lower(text).into_owned(),
            Self::Dash => dashed(&lower(text)),
            Self::DashExact => dashed(text),
        }
    }

    /// Folds a value of an event; `lower` is the value in lower case.
    pub(crate) fn event<'a>(self, raw: &'a str, lower: &'a str) -> Cow<'a, str> {
        match self {
            Self::Exact => Cow::Borrowed(raw),
            Self::Case => Cow::Borrowed(lower),
            Self::Dash => dash_cow(lower),
            Self::DashExact => dash_cow(raw),
        }
    }
}

/// The text in lower case, character by character: the place of a character never matters.
pub(crate) fn lower(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte.is_ascii_uppercase() || byte >= 0x80) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    lower_into(text, &mut folded);
    Cow::Owned(folded)
}

/// Appends the text in lower case; runs of ASCII, which are most of every log, at once.
pub(crate) fn lower_into(text: &str, folded: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = if rest.is_ascii() {
            rest.len()
        } else {
            rest.bytes().position(|byte| byte >= 0x80).unwrap_or(rest.len())
        };
        let (run, tail) = rest.split_at(ascii);
        let start = folded.len();
        folded.push_str(run);
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        let mut characters = tail.chars();
        while let Some(character) = characters.as_str().chars().next().filter(|one| !one.is_ascii())
        {
            folded.extend(character.to_lowercase());
            characters.next();
        }
        rest = characters.as_str();
    }
}

/// The characters that `windash` makes interchangeable: Sigma specification 2.1, appendix
/// modifiers.
fn is_dash(character: char) -> bool {
    matches!(character, '-' | '/' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

fn dashed(text: &str) -> String {
    text.chars().map(|character| if is_dash(character) { '-' } else { character }).collect()
}

fn dash_cow(text: &str) -> Cow<'_, str> {
    let plain = !text.chars().any(|character| character != '-' && is_dash(character));
    if plain { Cow::Borrowed(text) } else { Cow::Owned(dashed(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_folded_beyond_ascii_and_place_does_not_matter() {
        assert_eq!(lower("ÄÖ Ａ ΣΑΣ"), "äö ａ σασ");
        assert_eq!(lower("plain"), "plain");
    }

    #[test]
    fn all_dashes_are_one() {
        assert_eq!(Fold::Dash.rule("/C –x —y ―z"), "-c -x -y -z");
        assert_eq!(Fold::Dash.event("/C", "/c"), "-c");
        assert_eq!(Fold::DashExact.event("/C", "/c"), "-C");
    }
}
