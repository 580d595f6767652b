//! The question file as it is written: TOML with the place of each value that can be wrong.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;
use toml::value::Datetime;

use crate::question::{Chance, Text};

/// A word of a closed set, with its place.
pub(crate) type Word = Option<Spanned<String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct File {
    pub(crate) id: Spanned<String>,
    pub(crate) question: Text,
    pub(crate) asked: Spanned<Datetime>,
    pub(crate) event: Option<Spanned<Datetime>>,
    #[serde(default)]
    pub(crate) subject: Vec<String>,
    pub(crate) tlp: Word,
    pub(crate) without_other: Word,
    pub(crate) without_deception: Word,
    pub(crate) confidence: Word,
    pub(crate) conclusion: Option<Text>,
    #[serde(default)]
    pub(crate) open: Vec<Text>,
    pub(crate) dependence: Option<Spanned<f64>>,
    #[serde(default)]
    pub(crate) scale: BTreeMap<Spanned<String>, Spanned<Chance>>,
    #[serde(default, rename = "hypothesis")]
    pub(crate) hypotheses: Vec<Hypothesis>,
    #[serde(default, rename = "cluster")]
    pub(crate) clusters: Vec<Cluster>,
    #[serde(default, rename = "row")]
    pub(crate) rows: Vec<Spanned<Row>>,
    pub(crate) resolution: Option<Resolution>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Hypothesis {
    pub(crate) id: Spanned<String>,
    pub(crate) title: Text,
    pub(crate) role: Word,
    pub(crate) level: Word,
    pub(crate) prior: Option<Spanned<Chance>>,
    #[serde(default)]
    pub(crate) excludes: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) includes: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) compatible: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) expects: Vec<Expectation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Expectation {
    pub(crate) id: Spanned<String>,
    pub(crate) text: Text,
    pub(crate) all: Spanned<Vec<String>>,
    #[serde(default)]
    pub(crate) any: Vec<String>,
    pub(crate) until: Option<Spanned<Datetime>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Cluster {
    pub(crate) id: Spanned<String>,
    pub(crate) dependence: Spanned<f64>,
    #[serde(default, rename = "note")]
    pub(crate) _note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Row {
    pub(crate) id: Spanned<String>,
    pub(crate) text: Text,
    #[serde(default)]
    pub(crate) sources: Vec<Source>,
    pub(crate) known: Spanned<Datetime>,
    pub(crate) event: Option<Spanned<Datetime>>,
    pub(crate) facet: Spanned<String>,
    pub(crate) vertex: Word,
    pub(crate) source_grade: Word,
    pub(crate) information_grade: Option<Spanned<i64>>,
    pub(crate) credibility: Word,
    pub(crate) relevance: Word,
    pub(crate) forgeability: Option<Spanned<f64>>,
    pub(crate) weight: Option<Spanned<f64>>,
    pub(crate) cluster: Option<String>,
    #[serde(default)]
    pub(crate) tags: Vec<Spanned<String>>,
    pub(crate) coverage: Word,
    pub(crate) costly: Word,
    #[serde(default)]
    pub(crate) replaces: Vec<Spanned<String>>,
    pub(crate) suspended: Word,
    pub(crate) level: Word,
    pub(crate) status: Word,
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) ratings: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub(crate) likelihood: BTreeMap<Spanned<String>, Spanned<Chance>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Source {
    pub(crate) document: Spanned<String>,
    pub(crate) span: Spanned<[usize; 2]>,
    pub(crate) quote: Option<String>,
    pub(crate) root: Word,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) published: Option<Spanned<Datetime>>,
    pub(crate) url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Resolution {
    pub(crate) answer: Spanned<String>,
    pub(crate) on: Spanned<Datetime>,
    pub(crate) text: Option<Text>,
}

/// Words in one language, or `{ ja = "...", en = "..." }`.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("words, or `{ ja = \"...\", en = \"...\" }`")
    }

    fn visit_str<E: de::Error>(self, words: &str) -> Result<Text, E> {
        Ok(Text::same(words))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Text, M::Error> {
        let (mut ja, mut en) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "ja" => ja = Some(map.next_value::<String>()?),
                "en" => en = Some(map.next_value::<String>()?),
                other => return Err(de::Error::unknown_field(other, &["ja", "en"])),
            }
        }
        let first =
            ja.clone().or_else(|| en.clone()).ok_or_else(|| de::Error::missing_field("ja"))?;
        Ok(Text { ja: ja.unwrap_or_else(|| first.clone()), en: en.unwrap_or(first) })
    }
}

/// A number, `[low, high]`, or `[low, point, high]`.
impl<'de> Deserialize<'de> for Chance {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ChanceVisitor)
    }
}

struct ChanceVisitor;

impl<'de> Visitor<'de> for ChanceVisitor {
    type Value = Chance;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number, `[low, high]` or `[low, point, high]`")
    }

    fn visit_f64<E: de::Error>(self, point: f64) -> Result<Chance, E> {
        Ok(Chance::exactly(point))
    }

    #[expect(clippy::cast_precision_loss, reason = "0 and 1 are the only whole chances")]
    fn visit_i64<E: de::Error>(self, point: i64) -> Result<Chance, E> {
        Ok(Chance::exactly(point as f64))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Chance, S::Error> {
        let mut ends = Vec::new();
        while let Some(end) = list.next_element::<f64>()? {
            ends.push(end);
        }
        match ends[..] {
            [low, high] => Ok(Chance { low, point: f64::midpoint(low, high), high }),
            [low, point, high] => Ok(Chance { low, point, high }),
            _ => Err(de::Error::invalid_length(ends.len(), &self)),
        }
    }
}
