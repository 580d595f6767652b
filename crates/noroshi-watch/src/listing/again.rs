//! The words of reposts: data, read once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use crate::fold::fold;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    patterns: Vec<String>,
    stock: String,
    without: String,
    just: String,
    just_talk: Vec<String>,
    phrases: Vec<String>,
    adverbs: Vec<String>,
    calls: Vec<String>,
    parts: String,
    countries: BTreeMap<String, Vec<String>>,
}

/// What changes from posting to posting of one offer, and what never does.
#[derive(Debug, Default)]
pub(super) struct Again {
    /// What is taken out of a text before it is compared, in this order.
    pub(super) changes: Vec<Regex>,
    /// How many are left.
    pub(super) stock: Option<Regex>,
    /// What is left out of the goods.
    pub(super) without: Option<Regex>,
    /// What the goods are cut down to, and what is no part of them.
    pub(super) just: Option<Regex>,
    pub(super) just_talk: Vec<String>,
    /// Hiragana that begin no name.
    pub(super) adverbs: Vec<String>,
    /// Latin words that are said anew.
    pub(super) calls: Vec<String>,
    /// Which part of the goods it is: `第2弾`.
    pub(super) parts: Option<Regex>,
    /// Countries with their words, folded.
    pub(super) countries: Vec<(String, Vec<String>)>,
}

/// The table that is compiled in. An unreadable one is empty, which the tests would show.
pub(super) fn again() -> &'static Again {
    static AGAIN: OnceLock<Again> = OnceLock::new();
    AGAIN.get_or_init(|| {
        toml::from_str::<Raw>(include_str!("../../../../rules/watch/reposts.toml"))
            .map(Again::from)
            .unwrap_or_default()
    })
}

impl From<Raw> for Again {
    fn from(mut raw: Raw) -> Self {
        raw.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let phrases: Vec<String> = raw.phrases.iter().map(|phrase| regex::escape(phrase)).collect();
        let patterns = raw.patterns.into_iter().chain([raw.stock.clone(), phrases.join("|")]);
        let one = |pattern: &str| Regex::new(&format!("(?i){pattern}")).ok();
        let countries = raw.countries.into_iter();
        Self {
            changes: patterns.filter_map(|pattern| one(&pattern)).collect(),
            stock: one(&raw.stock),
            without: one(&raw.without),
            just: one(&raw.just),
            just_talk: raw.just_talk,
            adverbs: raw.adverbs,
            calls: raw.calls,
            parts: one(&raw.parts),
            countries: countries
                .map(|(code, words)| (code, words.iter().map(|word| fold(word)).collect()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_table_is_one() {
        let raw: Raw = toml::from_str(include_str!("../../../../rules/watch/reposts.toml"))
            .expect("the table parses");
        assert_eq!(again().changes.len(), raw.patterns.len() + 2);
        let again = again();
        let each = [&again.stock, &again.without, &again.just, &again.parts];
        assert!(each.into_iter().all(Option::is_some));
    }
}
