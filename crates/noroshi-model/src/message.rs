//! The words a person sees, by code and language.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::Language;

/// The words of one code: what happened, why, and how to fix it, with `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    what: String,
    #[serde(default)]
    why: String,
    fix: Vec<String>,
}

impl Words {
    /// What happened.
    pub fn what(&self, facts: &[(&str, String)]) -> String {
        fill(&self.what, facts)
    }

    /// Why; empty when the message has no fixed reason.
    pub fn why(&self, facts: &[(&str, String)]) -> String {
        fill(&self.why, facts)
    }

    /// What the person can do now, each an imperative line.
    pub fn fix(&self, facts: &[(&str, String)]) -> Vec<String> {
        self.fix.iter().map(|line| fill(line, facts)).collect()
    }
}

type Table = BTreeMap<String, Words>;

/// The words of a code. English stands in for a language that has no table; an unknown
/// code, which a test forbids, shows itself.
pub fn words(code: &str, language: Language) -> Words {
    let known = table(language).get(code).cloned();
    known.unwrap_or_else(|| Words { what: code.to_owned(), why: String::new(), fix: Vec::new() })
}

fn table(language: Language) -> &'static Table {
    static JAPANESE: OnceLock<Table> = OnceLock::new();
    static ENGLISH: OnceLock<Table> = OnceLock::new();
    match language {
        Language::Ja => JAPANESE.get_or_init(|| parse(include_str!("../messages/ja.toml"))),
        _ => ENGLISH.get_or_init(|| parse(include_str!("../messages/en.toml"))),
    }
}

/// A table that does not parse is empty here; `xtask` refuses it before it can land.
fn parse(text: &str) -> Table {
    toml::from_str(text).unwrap_or_default()
}

/// Puts facts in place of `{name}`; a placeholder without a fact stays visible.
fn fill(template: &str, facts: &[(&str, String)]) -> String {
    facts.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_parse_and_know_the_same_codes() {
        let codes =
            |text| toml::from_str::<Table>(text).map(|table| table.into_keys().collect::<Vec<_>>());
        let english = codes(include_str!("../messages/en.toml")).expect("English parses");
        let japanese = codes(include_str!("../messages/ja.toml")).expect("Japanese parses");
        assert_eq!(english, japanese);
        assert!(!english.is_empty());
    }

    #[test]
    fn placeholders_are_filled() {
        assert_eq!(
            fill("cannot open `{path}`", &[("path", "a.txt".to_owned())]),
            "cannot open `a.txt`"
        );
    }
}
