//! The knowledge pack as its files have it, with the place of each row.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::fault::Fault;
use crate::repository::Repository;

/// A source of facts.
#[derive(Debug, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: String,
}

/// An entity with its names, relations and facts.
#[derive(Debug, Deserialize)]
pub struct Entity {
    /// Its id inside the kind.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Who says that it exists.
    #[serde(default)]
    pub source: String,
    /// When.
    #[serde(default)]
    pub seen: String,
    /// How the main name may be found.
    #[serde(default, rename = "match")]
    pub rule: String,
    /// Further names.
    #[serde(default)]
    pub names: Vec<Name>,
    /// Links to other entities.
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// Further facts.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// A further name.
#[derive(Debug, Deserialize)]
pub struct Name {
    /// The name.
    pub text: String,
    /// How it may be found.
    #[serde(default, rename = "match")]
    pub rule: String,
    /// Who says so.
    #[serde(default)]
    pub source: String,
    /// When.
    #[serde(default)]
    pub seen: String,
}

/// A link to another entity.
#[derive(Debug, Deserialize)]
pub struct Relation {
    /// How.
    pub kind: String,
    /// To what, `kind/id`.
    pub to: String,
    /// Who says so.
    #[serde(default)]
    pub source: String,
    /// When.
    #[serde(default)]
    pub seen: String,
}

/// A further fact.
#[derive(Debug, Deserialize)]
pub struct Fact {
    /// What it is about.
    pub key: String,
    /// The value.
    pub value: String,
    /// Who says so.
    #[serde(default)]
    pub source: String,
    /// When.
    #[serde(default)]
    pub seen: String,
}

#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    entity: Vec<Entity>,
    #[serde(default)]
    source: Vec<Source>,
}

/// An entity, its kind, and the file it stands in.
#[derive(Debug)]
pub struct Row {
    /// The file.
    pub path: String,
    /// The folder of the file.
    pub kind: String,
    /// The entity.
    pub entity: Entity,
}

impl Row {
    /// `kind/id`.
    pub fn id(&self) -> String {
        format!("{}/{}", self.kind, self.entity.id)
    }

    /// All names with the way they may be found, the main one first.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let main = (self.entity.name.as_str(), self.entity.rule.as_str());
        let further = self.entity.names.iter().map(|name| (name.text.as_str(), name.rule.as_str()));
        std::iter::once(main).chain(further)
    }
}

/// All rows and sources.
#[derive(Debug, Default)]
pub struct Pack {
    /// Entities, in the order of the files.
    pub rows: Vec<Row>,
    /// Sources, with the file each stands in.
    pub sources: Vec<(String, Source)>,
}

impl Pack {
    /// Reads `knowledge/`.
    ///
    /// # Errors
    /// When a file does not parse.
    pub fn read(repository: &Repository) -> Result<Self, Fault> {
        let mut pack = Self::default();
        for (path, text) in repository.texts_in("knowledge", ".toml") {
            let kind = path.split('/').nth(1).unwrap_or_default();
            if kind != "lexicon" {
                pack.take(path, kind, text)?;
            }
        }
        Ok(pack)
    }

    fn take(&mut self, path: &str, kind: &str, text: &str) -> Result<(), Fault> {
        let file: File = toml::from_str(text)
            .map_err(|error| Fault::new(path, error.message(), "correct the TOML"))?;
        let row = |entity| Row { path: path.to_owned(), kind: kind.to_owned(), entity };
        self.rows.extend(file.entity.into_iter().map(row));
        self.sources.extend(file.source.into_iter().map(|source| (path.to_owned(), source)));
        Ok(())
    }

    /// Entities by kind.
    pub fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(row.kind.as_str()).or_default() += 1;
        }
        counts
    }

    /// Names that may be searched and that several entities carry, with those entities.
    pub fn shared_names(&self) -> Vec<(String, BTreeSet<String>)> {
        let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in &self.rows {
            for (name, _) in row.names().filter(|(_, rule)| *rule != "never") {
                owners.entry(folded(name)).or_default().insert(row.id());
            }
        }
        owners.into_iter().filter(|(_, ids)| ids.len() > 1).collect()
    }
}

/// A name without case, spaces and hyphens.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|sign| !sign.is_whitespace() && !"-_・".contains(*sign));
    kept.flat_map(char::to_lowercase).collect()
}
