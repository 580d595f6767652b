//! The words of listings: data, read once, searched by one automaton over folded text.

use std::collections::HashMap;
use std::sync::OnceLock;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use noroshi_model::Span;
use serde::Deserialize;

use super::GoodsClass;
use crate::fold::{Folded, fold, is_cjk};

/// What a word of the table tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Told {
    /// The class, by so much.
    Class(GoodsClass, u32),
    /// The name of a service, whose accounts are of this class.
    Brand(GoodsClass),
    /// An account, when beside a brand.
    Account,
    /// That it is an offer.
    Offer,
    /// That it is something else, by so much.
    Other(u32),
}

/// A word of the table in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) told: Told,
    pub(super) word: String,
    pub(super) span: Span,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    terms: Vec<Term>,
    brands: Vec<Brands>,
    account: Group,
    offer: Group,
    other: Vec<Other>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    class: String,
    weight: u32,
    source: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Brands {
    kind: String,
    source: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    source: String,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    weight: u32,
    source: String,
    words: Vec<String>,
}

/// The table, ready to search.
#[derive(Default)]
pub(super) struct Jargon {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    words: Vec<(String, Vec<Told>)>,
}

/// The table that is compiled in. An unreadable one is empty, which the tests would show.
pub(super) fn jargon() -> &'static Jargon {
    static JARGON: OnceLock<Jargon> = OnceLock::new();
    JARGON.get_or_init(|| {
        toml::from_str::<Raw>(include_str!("../../../../rules/watch/jargon.toml"))
            .map(|raw| Jargon::new(&raw))
            .unwrap_or_default()
    })
}

impl Jargon {
    fn new(raw: &Raw) -> Self {
        let mut table = Self::default();
        let mut places = HashMap::new();
        for (told, word) in entries(raw) {
            let folded = fold(word);
            let at = *places.entry(folded).or_insert_with(|| {
                table.words.push((word.to_owned(), Vec::new()));
                table.words.len() - 1
            });
            if !table.words[at].1.contains(&told) {
                table.words[at].1.push(told);
            }
        }
        let numbered = table.words.iter().zip(0_u32..).map(|((word, _), nth)| (fold(word), nth));
        table.automaton =
            CharwiseDoubleArrayAhoCorasick::with_values(numbered.collect::<Vec<_>>()).ok();
        table
    }

    /// The words in a text, by place. A word inside a longer one is not told.
    pub(super) fn hits(&self, text: &str, folded: &Folded) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut found: Vec<(Span, u32)> = automaton
            .find_overlapping_iter(folded.text())
            .filter_map(|hit| Some((folded.original(hit.start(), hit.end())?, hit.value())))
            .filter(|(span, _)| stands_free(text, *span))
            .collect();
        found.sort_by_key(|(span, word)| (span.start(), usize::MAX - span.end(), *word));
        let mut end = 0;
        found.retain(|(span, _)| {
            let outer = span.end() > end;
            end = end.max(span.end());
            outer
        });
        let hit = |(span, word): (Span, u32)| {
            let (word, tolds) = &self.words[word as usize];
            tolds.iter().map(move |told| Hit { told: *told, word: word.clone(), span })
        };
        found.into_iter().flat_map(hit).collect()
    }
}

fn entries(raw: &Raw) -> impl Iterator<Item = (Told, &str)> {
    let sourced = |source: &str| !source.is_empty();
    let terms = raw.terms.iter().filter(move |term| sourced(&term.source)).flat_map(|term| {
        let told = Told::Class(
            GoodsClass::from_word(&term.class).unwrap_or(GoodsClass::None),
            term.weight,
        );
        term.words.iter().map(move |word| (told, word.as_str()))
    });
    let brands = raw.brands.iter().filter(move |group| sourced(&group.source)).flat_map(|group| {
        let told = Told::Brand(brand_class(&group.kind));
        group.words.iter().map(move |word| (told, word.as_str()))
    });
    let account = raw
        .account
        .words
        .iter()
        .filter(move |_| sourced(&raw.account.source))
        .map(|word| (Told::Account, word.as_str()));
    let offer = raw
        .offer
        .words
        .iter()
        .filter(move |_| sourced(&raw.offer.source))
        .map(|word| (Told::Offer, word.as_str()));
    let other = raw.other.iter().filter(move |group| sourced(&group.source)).flat_map(|group| {
        group.words.iter().map(move |word| (Told::Other(group.weight), word.as_str()))
    });
    terms.chain(brands).chain(account).chain(offer).chain(other)
}

fn brand_class(kind: &str) -> GoodsClass {
    match kind {
        "payment" => GoodsClass::PaymentAccount,
        "bank" => GoodsClass::BankAccount,
        _ => GoodsClass::ServiceAccount,
    }
}

/// Whether a Latin word is whole there; one more `s` is the plural.
fn stands_free(text: &str, span: Span) -> bool {
    let word = span.of(text).unwrap_or_default();
    let latin =
        |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() && !is_cjk(sign));
    let letter =
        |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphabetic() && !is_cjk(sign));
    let mut after = text[span.end()..].chars();
    let (next, next_but_one) = (after.next(), after.next());
    let before = text[..span.start()].chars().next_back();
    let first = word.chars().next();
    let digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
    let head = (!latin(first) || !letter(before)) && !(digit(first) && digit(before));
    let last = word.chars().next_back();
    let plural = next == Some('s') && !latin(next_but_one);
    let number = digit(last) && digit(next);
    head && !number && (!letter(last) || !letter(next) || plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_every_group_has_a_source() {
        let raw: Raw =
            toml::from_str(include_str!("../../../../rules/watch/jargon.toml")).expect("the table parses");
        let sources = raw
            .terms
            .iter()
            .map(|term| &term.source)
            .chain(raw.brands.iter().map(|group| &group.source));
        assert!(
            sources
                .chain(raw.other.iter().map(|group| &group.source))
                .all(|source| !source.is_empty())
        );
        assert!(raw.terms.iter().all(|term| GoodsClass::from_word(&term.class).is_some()));
        assert!(jargon().automaton.is_some());
    }

    #[test]
    fn a_word_is_not_found_inside_another() {
        let words = |text: &str| {
            let hits = jargon().hits(text, &Folded::of(text));
            hits.into_iter().map(|hit| hit.word).collect::<Vec<_>>()
        };
        assert!(!words("a generation of radar").iter().any(|word| word == "rat"));
        assert!(words("new RAT, FUD").iter().any(|word| word == "rat"));
        assert!(!words("銀行口座あります").iter().any(|word| word == "口座"));
    }
}
