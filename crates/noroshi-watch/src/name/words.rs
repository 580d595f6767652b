//! The words that decide whether a spelling is a name: data, read once.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::fold::fold;

/// The table of `names.toml`, folded.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) legal: Vec<String>,
    pub(super) translated: Vec<(String, Vec<String>)>,
    pub(super) common: HashSet<String>,
    pub(super) shared: HashSet<String>,
    pub(super) ordinary: HashSet<String>,
    pub(super) branch: Vec<String>,
    pub(super) other_thing: Vec<String>,
    pub(super) firm: HashSet<String>,
    pub(super) near: Vec<String>,
    pub(super) other_firm: Vec<String>,
    pub(super) behind: Vec<String>,
    pub(super) front: Vec<String>,
    pub(super) person: Vec<String>,
    pub(super) offices: HashSet<String>,
    pub(super) foreign: Vec<String>,
    pub(super) surnames: HashSet<String>,
    pub(super) particles: String,
    pub(super) not_before: Vec<(Vec<String>, Vec<String>)>,
    pub(super) not_after: Vec<NotAfter>,
    pub(super) mask: String,
}

/// What must not stand in front of some names.
#[derive(Debug)]
pub(super) struct NotAfter {
    pub(super) signs: String,
    pub(super) of: Vec<String>,
    pub(super) unless: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    legal: Vec<String>,
    translated: Vec<RawTranslated>,
    common: Vec<String>,
    shared: Vec<String>,
    ordinary: Vec<String>,
    branch: Vec<String>,
    other_thing: Vec<String>,
    firm: Vec<String>,
    near: Vec<String>,
    other_firm: Vec<String>,
    behind: Vec<String>,
    front: Vec<String>,
    person: Vec<String>,
    offices: Vec<String>,
    foreign: Vec<String>,
    surnames: Vec<String>,
    particles: String,
    not_before: Vec<RawBefore>,
    not_after: Vec<RawAfter>,
    mask: RawMask,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTranslated {
    from: String,
    to: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBefore {
    of: Vec<String>,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAfter {
    signs: String,
    of: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMask {
    signs: String,
}

/// The words; an unreadable table gives none, which the tests of this file would show.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str::<Raw>(include_str!("../../../../rules/watch/names.toml"))
            .map(Words::from)
            .unwrap_or_default()
    })
}

fn folded(words: Vec<String>) -> Vec<String> {
    words.iter().map(|word| fold(word)).collect()
}

impl From<Raw> for Words {
    fn from(raw: Raw) -> Self {
        Self {
            legal: raw.legal,
            translated: raw.translated.into_iter().map(|one| (one.from, one.to)).collect(),
            common: folded(raw.common).into_iter().collect(),
            shared: folded(raw.shared).into_iter().collect(),
            ordinary: folded(raw.ordinary).into_iter().collect(),
            branch: raw.branch.iter().map(|word| fold(&format!("{word}の"))).collect(),
            other_thing: folded(raw.other_thing),
            firm: folded(raw.firm).into_iter().collect(),
            near: folded(raw.near),
            other_firm: folded(raw.other_firm),
            behind: folded(raw.behind),
            front: folded(raw.front),
            person: folded(raw.person),
            offices: folded(raw.offices).into_iter().collect(),
            foreign: folded(raw.foreign),
            surnames: folded(raw.surnames).into_iter().collect(),
            particles: raw.particles,
            not_before: raw
                .not_before
                .into_iter()
                .map(|one| (folded(one.of), folded(one.words)))
                .collect(),
            not_after: raw.not_after.into_iter().map(after).collect(),
            mask: raw.mask.signs,
        }
    }
}

fn after(raw: RawAfter) -> NotAfter {
    NotAfter { signs: fold(&raw.signs), of: folded(raw.of), unless: folded(raw.unless) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let read =
            toml::from_str::<Raw>(include_str!("../../../../rules/watch/names.toml")).map(|_| ());
        assert_eq!(read.map_err(|error| error.message().to_owned()), Ok(()));
        assert!(words().shared.contains(&fold("本田")));
    }
}
