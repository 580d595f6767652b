//! The fact files as they are written, and the step from them to [`Facts`].

use std::collections::BTreeMap;

use noroshi_model::Bilingual;
use serde::Deserialize;

use super::migration::Migrations;
use super::{Badge, FactSource, Facts, Group, PolicyFact};
use crate::{Criticality, PolicyId};

/// The files that are part of the program.
pub(super) const COMPILED_IN: &[&str] = &[
    include_str!("../../facts/m365.toml"),
    include_str!("../../facts/google-workspace.toml"),
    include_str!("../../facts/noroshi.toml"),
    include_str!("../../facts/migrations.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactFile {
    source: SourceRow,
    #[serde(default)]
    group: Vec<GroupRow>,
    #[serde(default)]
    policy: Vec<PolicyRow>,
    #[serde(default)]
    moved: Vec<MovedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    id: String,
    title: String,
    publisher: String,
    url: String,
    #[serde(rename = "commit")]
    _commit: String,
    licence: String,
    seen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    id: String,
    product: String,
    en: String,
    ja: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyRow {
    id: String,
    version: u32,
    criticality: DutyWord,
    flags: Vec<BadgeWord>,
    #[serde(default)]
    exclusion: String,
    techniques: Vec<String>,
    en: String,
    ja: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MovedRow {
    pub(super) from: String,
    pub(super) to: Vec<String>,
    #[serde(rename = "criticality")]
    _criticality: DutyWord,
}

#[derive(Deserialize)]
enum DutyWord {
    #[serde(rename = "SHALL")]
    Shall,
    #[serde(rename = "SHOULD")]
    Should,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum BadgeWord {
    #[serde(rename = "bod-25-01")]
    Bod2501,
    Automated,
    Manual,
    LogBased,
    Configurable,
}

impl From<DutyWord> for Criticality {
    fn from(word: DutyWord) -> Self {
        match word {
            DutyWord::Shall => Self::Shall,
            DutyWord::Should => Self::Should,
        }
    }
}

impl From<BadgeWord> for Badge {
    fn from(word: BadgeWord) -> Self {
        match word {
            BadgeWord::Bod2501 => Self::Bod2501,
            BadgeWord::Automated => Self::Automated,
            BadgeWord::Manual => Self::Manual,
            BadgeWord::LogBased => Self::LogBased,
            BadgeWord::Configurable => Self::Configurable,
        }
    }
}

/// Reads fact files; the first fault of any of them as words for the one who edits them.
pub(super) fn read(files: &[&str]) -> Result<Facts, String> {
    let mut facts = Facts::default();
    let mut moved = Vec::new();
    for text in files {
        let file: FactFile = toml::from_str(text).map_err(|fault| fault.to_string())?;
        facts.sources.push(source(file.source));
        facts.groups.extend(file.group.into_iter().map(group));
        let places: BTreeMap<String, usize> =
            facts.groups.iter().enumerate().map(|(at, group)| (group.id.clone(), at)).collect();
        for row in file.policy {
            let fact = policy(row, &places, &facts.groups)?;
            let stem = fact.policy.stem().to_owned();
            if facts.policies.insert(stem.clone(), fact).is_some() {
                return Err(format!("policy `{stem}` stands twice"));
            }
        }
        moved.extend(file.moved);
    }
    facts.migrations = Migrations::new(moved)?;
    Ok(facts)
}

fn source(row: SourceRow) -> FactSource {
    let SourceRow { id, title, publisher, url, licence, seen, .. } = row;
    FactSource { id, title, publisher, url, licence, seen }
}

fn group(row: GroupRow) -> Group {
    Group { id: row.id, product: row.product, title: Bilingual::new(row.en, row.ja) }
}

fn policy(
    row: PolicyRow,
    places: &BTreeMap<String, usize>,
    groups: &[Group],
) -> Result<PolicyFact, String> {
    let id = &row.id;
    let policy = PolicyId::read(&format!("{id}v{}", row.version));
    let policy = policy.filter(|policy| policy.stem() == id);
    let policy = policy.ok_or_else(|| format!("`{id}` is no id without version"))?;
    let place = id.rsplit_once('.').and_then(|(group, _)| places.get(group));
    let found = place.and_then(|at| groups.get(*at).map(|group| (*at, group)));
    let (group, of) = found.ok_or_else(|| format!("`{id}` has no group"))?;
    let techniques = row.techniques.iter().map(|id| id.parse().map_err(|_| id.clone()));
    let techniques = techniques.collect::<Result<_, _>>();
    let techniques = techniques.map_err(|wrong| format!("`{id}`: `{wrong}` is no technique"))?;
    let mut badges: Vec<Badge> = row.flags.into_iter().map(Badge::from).collect();
    badges.sort_unstable();
    Ok(PolicyFact {
        policy,
        product: of.product.clone(),
        title: Bilingual::new(row.en, row.ja),
        criticality: row.criticality.into(),
        bod: badges.contains(&Badge::Bod2501),
        badges,
        exclusion: row.exclusion,
        techniques,
        group,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[source]\nid = \"s\"\ntitle = \"t\"\npublisher = \"p\"\nurl = \"u\"\n\
        commit = \"c\"\nlicence = \"l\"\nseen = \"2026-01-01\"\n\
        [[group]]\nid = \"NRS.A.1\"\nproduct = \"a\"\nen = \"g\"\nja = \"群\"\n";

    fn fault(rows: &str) -> String {
        read(&[&format!("{HEAD}{rows}")]).expect_err("a fault")
    }

    fn row(id: &str, technique: &str) -> String {
        format!(
            "[[policy]]\nid = \"{id}\"\nversion = 1\ncriticality = \"SHALL\"\nflags = []\n\
             techniques = [\"{technique}\"]\nen = \"e\"\nja = \"日\"\n"
        )
    }

    #[test]
    fn what_is_compiled_in_can_be_read() {
        assert_eq!(read(COMPILED_IN).map(|facts| facts.sources.len()), Ok(4));
    }

    #[test]
    fn a_slip_in_a_fact_file_is_told() {
        assert!(read(&[&format!("{HEAD}{}", row("NRS.A.1.1", "T1078"))]).is_ok());
        assert!(fault(&row("NRS.A.1.1", "T098:002")).contains("no technique"));
        assert!(fault(&row("NRS.A.2.1", "T1078")).contains("no group"));
        assert!(fault(&row("NRS.A.1.1v1", "T1078")).contains("without version"));
        assert!(fault(&row("NRS.A.1.1", "T1078").repeat(2)).contains("twice"));
        let round = "[[moved]]\nfrom = \"X.1.1v1\"\nto = [\"X.1.2v1\"]\ncriticality = \"SHALL\"\n\
            [[moved]]\nfrom = \"X.1.2v1\"\nto = [\"X.1.1v1\"]\ncriticality = \"SHALL\"\n";
        assert!(fault(round).contains("circle"));
    }
}
