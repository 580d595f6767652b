//! An entity in JSON.

use noroshi_model::{Entity, Knowledge, Source};
use serde::Serialize;

/// An entity with everything that is said of it, and who says so.
#[derive(Debug, Serialize)]
pub struct EntityLine<'a> {
    id: String,
    kind: &'static str,
    name: &'a str,
    names: Vec<NamePart<'a>>,
    relations: Vec<LinkPart<'a>>,
    facts: Vec<FactPart<'a>>,
    sources: Vec<SourcePart<'a>>,
}

#[derive(Debug, Serialize)]
struct NamePart<'a> {
    text: &'a str,
    language: &'static str,
    by: Option<&'a str>,
    source: &'a str,
    seen: &'a str,
}

#[derive(Debug, Serialize)]
struct LinkPart<'a> {
    kind: &'static str,
    to: String,
    source: &'a str,
    seen: &'a str,
}

#[derive(Debug, Serialize)]
struct FactPart<'a> {
    key: &'a str,
    value: &'a str,
    source: &'a str,
    seen: &'a str,
}

#[derive(Debug, Serialize)]
struct SourcePart<'a> {
    id: &'a str,
    title: &'a str,
    publisher: &'a str,
    url: &'a str,
    licence: &'a str,
}

impl<'a> EntityLine<'a> {
    /// An entity with the sources that its parts refer to.
    pub fn new(entity: &'a Entity, knowledge: &'a Knowledge) -> Self {
        let sources = sources(entity, knowledge).into_iter().map(SourcePart::new).collect();
        Self {
            id: entity.id.to_string(),
            kind: entity.id.kind.word(),
            name: entity.name(),
            names: entity.names.iter().map(NamePart::new).collect(),
            relations: entity.links.iter().map(LinkPart::new).collect(),
            facts: entity.facts.iter().map(FactPart::new).collect(),
            sources,
        }
    }
}

/// The sources of an entity, in the order in which it names them, each once.
pub fn sources<'k>(entity: &Entity, knowledge: &'k Knowledge) -> Vec<&'k Source> {
    let names = entity.names.iter().map(|name| &name.source);
    let links = entity.links.iter().map(|link| &link.source);
    let facts = entity.facts.iter().map(|fact| &fact.source);
    let mut sources: Vec<&Source> = Vec::new();
    for source in names.chain(links).chain(facts).filter_map(|id| knowledge.source(id)) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

impl<'a> NamePart<'a> {
    fn new(name: &'a noroshi_model::Name) -> Self {
        Self {
            text: &name.text,
            language: name.language.code(),
            by: name.by.as_deref(),
            source: &name.source,
            seen: &name.seen,
        }
    }
}

impl<'a> LinkPart<'a> {
    fn new(link: &'a noroshi_model::EntityLink) -> Self {
        let (source, seen) = (link.source.as_str(), link.seen.as_str());
        Self { kind: link.kind.word(), to: link.to.to_string(), source, seen }
    }
}

impl<'a> FactPart<'a> {
    fn new(fact: &'a noroshi_model::Fact) -> Self {
        Self { key: &fact.key, value: &fact.value, source: &fact.source, seen: &fact.seen }
    }
}

impl<'a> SourcePart<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            id: &source.id,
            title: &source.title,
            publisher: &source.publisher,
            url: &source.url,
            licence: &source.licence,
        }
    }
}
