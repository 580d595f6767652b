//! The pack as its TOML files have it, and as it lies in the binary.
//!
//! Shared with the build script, so this file names nothing of the crate.

use serde::{Deserialize, Serialize};

/// A file of entities of one kind; the folder names the kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EntityFile {
    #[serde(default)]
    pub(crate) entity: Vec<RawEntity>,
}

/// A file of sources.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceFile {
    #[serde(default)]
    pub(crate) source: Vec<RawSource>,
}

/// A file of cues; the file's name is the language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LexiconFile {
    #[serde(default)]
    pub(crate) group: Vec<RawGroup>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEntity {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) lang: String,
    #[serde(default)]
    pub(crate) by: String,
    #[serde(default, rename = "match")]
    pub(crate) rule: String,
    pub(crate) source: String,
    pub(crate) seen: String,
    #[serde(default)]
    pub(crate) names: Vec<RawName>,
    #[serde(default)]
    pub(crate) relations: Vec<RawRelation>,
    #[serde(default)]
    pub(crate) facts: Vec<RawFact>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawName {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) lang: String,
    #[serde(default)]
    pub(crate) by: String,
    #[serde(default, rename = "match")]
    pub(crate) rule: String,
    pub(crate) source: String,
    pub(crate) seen: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRelation {
    pub(crate) kind: String,
    pub(crate) to: String,
    pub(crate) source: String,
    pub(crate) seen: String,
    #[serde(default)]
    pub(crate) note: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawFact {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) source: String,
    pub(crate) seen: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSource {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    #[serde(default)]
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) licence: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawGroup {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) low: Option<f32>,
    #[serde(default)]
    pub(crate) high: Option<f32>,
    /// Why these words mean this, or where the interval comes from.
    #[serde(default)]
    pub(crate) note: String,
    pub(crate) texts: Vec<String>,
}

/// Everything, as it lies in the binary: kinds and languages beside their content.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct RawPack {
    pub(crate) entities: Vec<(String, RawEntity)>,
    pub(crate) sources: Vec<RawSource>,
    pub(crate) cues: Vec<(String, RawGroup)>,
    /// Every spelling, sorted; places in `entities` with their rules. Made by the build.
    pub(crate) forms: Vec<RawForm>,
}

/// A spelling as it is written, with the place and rule of each holder.
pub(crate) type RawForm = (String, Vec<(u32, RawRule)>);

/// A rule of finding, as the pack's words have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RawRule {
    Word,
    Case,
    Context,
}

impl RawRule {
    /// `None` for names that are never searched, and for words that are no rule.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "" | "word" => Some(Self::Word),
            "case" => Some(Self::Case),
            "context" => Some(Self::Context),
            _ => None,
        }
    }
}

impl RawPack {
    /// Takes one TOML file into the pack. `folder` is its folder below the pack's root,
    /// `stem` its name without the ending.
    pub(crate) fn take(
        &mut self,
        folder: &str,
        stem: &str,
        text: &str,
    ) -> Result<(), toml::de::Error> {
        match folder {
            "sources" => self.sources.extend(toml::from_str::<SourceFile>(text)?.source),
            "lexicon" => {
                let groups = toml::from_str::<LexiconFile>(text)?.group;
                self.cues.extend(groups.into_iter().map(|group| (stem.to_owned(), group)));
            }
            kind => {
                let entities = toml::from_str::<EntityFile>(text)?.entity;
                self.entities.extend(entities.into_iter().map(|entity| (kind.to_owned(), entity)));
            }
        }
        Ok(())
    }
}
