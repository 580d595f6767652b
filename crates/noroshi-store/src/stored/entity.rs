//! Stored knowledge: sources, and what each of them says of an entity.

use std::collections::BTreeMap;

use noroshi_model::{Entity, EntityId, EntityLink, Fact, LinkKind, Name, NameRule, Source};
use serde::{Deserialize, Serialize};

use super::Damage;
use super::word::{Word, language, unknown};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredSource<'a> {
    title: Word<'a>,
    publisher: Word<'a>,
    url: Word<'a>,
    licence: Word<'a>,
}

impl<'a> From<&'a Source> for StoredSource<'a> {
    fn from(source: &'a Source) -> Self {
        Self {
            title: source.title.as_str().into(),
            publisher: source.publisher.as_str().into(),
            url: source.url.as_str().into(),
            licence: source.licence.as_str().into(),
        }
    }
}

impl StoredSource<'_> {
    /// The source of this record, with its id.
    pub(crate) fn with(self, id: String) -> Source {
        Source {
            id,
            title: self.title.into_owned(),
            publisher: self.publisher.into_owned(),
            url: self.url.into_owned(),
            licence: self.licence.into_owned(),
        }
    }
}

/// What one source says of one entity. Each statement has its place in the entity's list, so
/// that the lists of several sources can be laid together in a fixed order.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Statements {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<(usize, StoredName)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<(usize, StoredLink)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<(usize, StoredFact)>,
}

#[derive(Serialize, Deserialize)]
struct StoredName {
    text: String,
    language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    rule: String,
    seen: String,
}

#[derive(Serialize, Deserialize)]
struct StoredLink {
    kind: String,
    to: String,
    seen: String,
}

#[derive(Serialize, Deserialize)]
struct StoredFact {
    key: String,
    value: String,
    seen: String,
}

impl Statements {
    /// What each source says of an entity, by id of the source.
    pub(crate) fn by_source(entity: &Entity) -> BTreeMap<&str, Self> {
        let mut said: BTreeMap<&str, Self> = BTreeMap::new();
        for (at, name) in entity.names.iter().enumerate() {
            said.entry(&name.source).or_default().names.push((at, name.into()));
        }
        for (at, link) in entity.links.iter().enumerate() {
            said.entry(&link.source).or_default().links.push((at, link.into()));
        }
        for (at, fact) in entity.facts.iter().enumerate() {
            said.entry(&fact.source).or_default().facts.push((at, fact.into()));
        }
        said
    }

    /// The entity of which several sources say these things: ordered by place, then by source.
    pub(crate) fn together(id: EntityId, said: Vec<(String, Self)>) -> Result<Entity, Damage> {
        let (mut names, mut links, mut facts) = (Vec::new(), Vec::new(), Vec::new());
        for (source, statements) in said {
            names.extend(placed(statements.names, &source));
            links.extend(placed(statements.links, &source));
            facts.extend(placed(statements.facts, &source));
        }
        Ok(Entity {
            id,
            names: in_order(names, StoredName::by)?,
            links: in_order(links, StoredLink::by)?,
            facts: in_order(facts, StoredFact::by)?,
        })
    }
}

/// A statement with its place and source.
type Placed<T> = (usize, String, T);

fn placed<T>(list: Vec<(usize, T)>, source: &str) -> impl Iterator<Item = Placed<T>> {
    list.into_iter().map(move |(at, one)| (at, source.to_owned(), one))
}

fn in_order<T, M>(
    mut list: Vec<Placed<T>>,
    turn: impl Fn(T, String) -> Result<M, Damage>,
) -> Result<Vec<M>, Damage> {
    list.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    list.into_iter().map(|(_, source, one)| turn(one, source)).collect()
}

impl From<&Name> for StoredName {
    fn from(name: &Name) -> Self {
        Self {
            text: name.text.clone(),
            language: name.language.code().to_owned(),
            by: name.by.clone(),
            rule: name.rule.word().to_owned(),
            seen: name.seen.clone(),
        }
    }
}

impl StoredName {
    fn by(self, source: String) -> Result<Name, Damage> {
        Ok(Name {
            text: self.text,
            language: language(&self.language)?,
            by: self.by,
            rule: NameRule::from_word(&self.rule).ok_or_else(|| unknown(&self.rule))?,
            source,
            seen: self.seen,
        })
    }
}

impl From<&EntityLink> for StoredLink {
    fn from(link: &EntityLink) -> Self {
        let (kind, to) = (link.kind.word().to_owned(), link.to.to_string());
        Self { kind, to, seen: link.seen.clone() }
    }
}

impl StoredLink {
    fn by(self, source: String) -> Result<EntityLink, Damage> {
        let kind = LinkKind::from_word(&self.kind).ok_or_else(|| unknown(&self.kind))?;
        let to = self.to.parse().map_err(|_| unknown(&self.to))?;
        Ok(EntityLink { kind, to, source, seen: self.seen })
    }
}

impl From<&Fact> for StoredFact {
    fn from(fact: &Fact) -> Self {
        Self { key: fact.key.clone(), value: fact.value.clone(), seen: fact.seen.clone() }
    }
}

impl StoredFact {
    fn by(self, source: String) -> Result<Fact, Damage> {
        Ok(Fact { key: self.key, value: self.value, source, seen: self.seen })
    }
}
