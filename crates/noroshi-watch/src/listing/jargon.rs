//! The words of listings: data, read once, searched by one automaton over folded text.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use noroshi_model::{Problem, Span};
use serde::Deserialize;

use super::GoodsClass;
use crate::fold::{Folded, fold, is_cjk};

/// The table of the program.
const OWN: &str = include_str!("../../../../rules/watch/jargon.toml");

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

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    terms: Vec<Term>,
    brands: Vec<Brands>,
    account: Vec<Group>,
    offer: Vec<Group>,
    other: Vec<Other>,
    /// Words of an earlier table that tell nothing any more.
    remove: Vec<String>,
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

/// A table of an organisation's own words, over that of the program.
#[derive(Debug, Clone, Copy)]
pub struct JargonFile<'a> {
    /// Its path, for people.
    pub path: &'a str,
    /// Its content: TOML, as in `rules/watch/jargon.toml`.
    pub text: &'a str,
}

/// The words of listings, ready to search.
#[derive(Default)]
pub struct Jargon {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    words: Vec<(String, Vec<Told>)>,
}

impl std::fmt::Debug for Jargon {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Jargon").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

impl Jargon {
    /// The table that is compiled in. An unreadable one is empty, which the tests would show.
    pub fn own() -> &'static Self {
        static OWN: OnceLock<Jargon> = OnceLock::new();
        OWN.get_or_init(|| Self::with([]).0)
    }

    /// The table that is compiled in, changed by these files in their order. A word of theirs takes the place of the same
    /// word before; a file that cannot be used is named and left out.
    pub fn with<'a>(files: impl IntoIterator<Item = JargonFile<'a>>) -> (Self, Vec<Problem>) {
        let mut table = BTreeMap::new();
        if let Ok(own) = toml::from_str::<Raw>(OWN) {
            take(&mut table, &own);
        }
        let mut problems = Vec::new();
        for file in files {
            match toml::from_str::<Raw>(file.text).map_err(|error| error.message().to_owned()) {
                Ok(raw) if fault(&raw).is_none() => take(&mut table, &raw),
                read => {
                    let why = read.map_or_else(|why| why, |raw| fault(&raw).unwrap_or_default());
                    problems.push(Problem::new("NRS-WATCH-011").at(file.path).fact("why", why));
                }
            }
        }
        (Self::of(table), problems)
    }

    fn of(table: Table) -> Self {
        let numbered = table.keys().cloned().zip(0_u32..);
        let automaton =
            CharwiseDoubleArrayAhoCorasick::with_values(numbered.collect::<Vec<_>>()).ok();
        Self { automaton, words: table.into_values().collect() }
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

/// By folded word: the word as written, and what it tells.
type Table = BTreeMap<String, (String, Vec<Told>)>;

fn take(table: &mut Table, raw: &Raw) {
    for word in &raw.remove {
        table.remove(&fold(word));
    }
    let mut new = Table::new();
    for (told, word) in entries(raw) {
        let (_, tolds) = new.entry(fold(word)).or_insert_with(|| (word.to_owned(), Vec::new()));
        if !tolds.contains(&told) {
            tolds.push(told);
        }
    }
    table.extend(new);
}

/// What is wrong with a table: a class that there is not, a word of nothing, a group without a source.
fn fault(raw: &Raw) -> Option<String> {
    let unknown = raw.terms.iter().find(|term| GoodsClass::from_word(&term.class).is_none());
    let kind = raw.brands.iter().find(|one| !KINDS.iter().any(|(kind, _)| *kind == one.kind));
    let empty = entries(raw).find(|(_, word)| fold(word).is_empty());
    let sources = (raw.terms.iter().map(|one| &one.source))
        .chain(raw.brands.iter().map(|one| &one.source))
        .chain(raw.other.iter().map(|one| &one.source))
        .chain(raw.account.iter().chain(&raw.offer).map(|one| &one.source));
    let unsourced = sources.into_iter().any(String::is_empty);
    unknown
        .map(|term| format!("class `{}`", term.class))
        .or_else(|| kind.map(|one| format!("kind `{}`", one.kind)))
        .or_else(|| empty.map(|(_, word)| format!("word `{word}`")))
        .or_else(|| unsourced.then(|| "source".to_owned()))
}

fn entries(raw: &Raw) -> impl Iterator<Item = (Told, &str)> {
    let class = |word: &str| GoodsClass::from_word(word).unwrap_or(GoodsClass::None);
    let terms = raw.terms.iter();
    let terms = terms.map(move |one| (Told::Class(class(&one.class), one.weight), &one.words));
    let brands = raw.brands.iter().map(|one| (Told::Brand(brand_class(&one.kind)), &one.words));
    let account = raw.account.iter().map(|one| (Told::Account, &one.words));
    let offer = raw.offer.iter().map(|one| (Told::Offer, &one.words));
    let other = raw.other.iter().map(|one| (Told::Other(one.weight), &one.words));
    let all = terms.chain(brands).chain(account).chain(offer).chain(other);
    all.flat_map(|(told, words)| words.iter().map(move |word| (told, word.as_str())))
}

/// Kinds of brands, and the class of their accounts.
const KINDS: &[(&str, GoodsClass)] = &[
    ("payment", GoodsClass::PaymentAccount),
    ("bank", GoodsClass::BankAccount),
    ("service", GoodsClass::ServiceAccount),
];

fn brand_class(kind: &str) -> GoodsClass {
    let found = KINDS.iter().find(|(one, _)| *one == kind);
    found.map_or(GoodsClass::ServiceAccount, |(_, class)| *class)
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
    let inner = latin(first) && letter(before);
    let last = word.chars().next_back();
    let plural = next == Some('s') && !latin(next_but_one);
    let number = digit(last) && digit(next) || digit(first) && digit(before);
    !inner && !number && (!letter(last) || !letter(next) || plural)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_every_group_has_a_source() {
        let raw: Raw = toml::from_str(OWN).expect("the table parses");
        assert_eq!(fault(&raw), None);
        assert!(Jargon::own().automaton.is_some());
    }

    #[test]
    fn own_words_take_the_place_of_those_of_the_program() {
        let own = "remove = ['スティーラー']\n[[terms]]\nclass = 'bank-account'\nweight = 9\nsource = 'own'\nwords = ['まめつぶ', 'crypter']";
        let wrong = "[[terms]]\nclass = 'sweets'\nweight = 1\nsource = 'own'\nwords = ['あめ']";
        let files = [("own.toml", own), ("wrong.toml", wrong), ("broken.toml", "[[")];
        let (jargon, problems) = Jargon::with(files.map(|(path, text)| JargonFile { path, text }));
        assert_eq!(problems.len(), 2);
        let told = |text: &str| {
            let hits = jargon.hits(text, &Folded::of(text));
            hits.into_iter().map(|hit| hit.told).collect::<Vec<_>>()
        };
        let bank = Told::Class(GoodsClass::BankAccount, 9);
        assert_eq!((told("まめつぶ"), told("crypter")), (vec![bank], vec![bank]));
        assert!(told("スティーラー").is_empty() && !told("ランサムウェア").is_empty());
    }

    #[test]
    fn a_word_is_not_found_inside_another() {
        let words = |text: &str| {
            let hits = Jargon::own().hits(text, &Folded::of(text));
            hits.into_iter().map(|hit| hit.word).collect::<Vec<_>>()
        };
        assert!(!words("a generation of radar").iter().any(|word| word == "rat"));
        assert!(words("new RAT, FUD").iter().any(|word| word == "rat"));
        assert!(!words("銀行口座あります").iter().any(|word| word == "口座"));
    }
}
