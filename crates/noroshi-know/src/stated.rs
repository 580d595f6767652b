//! What documents say of entities: other names and links, each with its document as source.

use std::collections::HashMap;

use noroshi_model::{
    Document, Entity, EntityId, EntityKind, EntityLink, Knowledge, Language, LinkKind, Name,
    NameRule, Predicate, Reading, Relation, Source,
};

use crate::lookup::Lookup;
use crate::pack::absorb;

/// Knowledge with the names and links that read documents state beside it. Two entities that
/// a text calls the same stay two: each shows the other, and which document says so. A name
/// that nobody knows is added to what is known, but never searched for in texts.
///
/// A name that several entities share is left alone: nobody knows which is meant. What a model
/// alone read in a document has a source of its own ([`Source::LEARNED`]) and nobody who uses the
/// name: the document may not say it.
pub fn with_stated<'d>(
    mut knowledge: Knowledge,
    documents: impl IntoIterator<Item = (&'d Document, &'d Reading)>,
) -> Knowledge {
    let (mut said, mut sources) = (HashMap::<EntityId, Entity>::new(), Vec::new());
    let lookup = Lookup::new(&knowledge);
    for (document, reading) in documents {
        for grounds in [Source::DOCUMENT, Source::LEARNED] {
            let source = source(grounds, document, reading);
            let told = Told { lookup: &lookup, source, seen: seen(reading) };
            let learned = grounds == Source::LEARNED;
            let own = reading.relations.iter();
            let own = own.filter(|it| it.grounds.is_learned_alone() == learned);
            let telling = own.filter(|relation| told.take(relation, &mut said)).count();
            if telling > 0 {
                sources.push(told.source);
            }
        }
    }
    for (id, mut statement) in said {
        let at = knowledge.entities.binary_search_by(|entity| entity.id.cmp(&id));
        if let Some(entity) = at.ok().and_then(|at| knowledge.entities.get_mut(at)) {
            absorb(entity, &mut statement);
        }
    }
    sources.retain(|source| knowledge.source(&source.id).is_none());
    knowledge.sources.extend(sources);
    knowledge.sources.sort_by(|a, b| a.id.cmp(&b.id));
    knowledge.sources.dedup_by(|a, b| a.id == b.id);
    knowledge
}

/// One document that tells something.
struct Told<'k> {
    lookup: &'k Lookup<'k>,
    source: Source,
    seen: String,
}

impl Told<'_> {
    /// Takes a relation; says whether it told something of a known entity.
    fn take(&self, relation: &Relation, said: &mut HashMap<EntityId, Entity>) -> bool {
        let Some(kind) = link(relation.predicate) else { return false };
        let (subject, object) = (self.known(&relation.subject), self.known(&relation.object));
        let both_ways = matches!(kind, LinkKind::SameAs | LinkKind::RelatedTo);
        match (subject, object) {
            (Known::One(one), Known::One(two)) if one != two => {
                self.link(said, one, kind, two);
                if both_ways {
                    self.link(said, two, kind, one);
                }
                true
            }
            (Known::One(one), Known::Nobody) if kind == LinkKind::SameAs => {
                self.name(said, one, &relation.object);
                true
            }
            (Known::Nobody, Known::One(two)) if kind == LinkKind::SameAs => {
                self.name(said, two, &relation.subject);
                true
            }
            _ => false,
        }
    }

    fn known(&self, name: &str) -> Known<'_> {
        let found = self.lookup.named(name);
        let named: Vec<&EntityId> =
            found.iter().map(|entity| &entity.id).filter(|id| is_linked(id.kind)).collect();
        match named.as_slice() {
            [one] => Known::One(one),
            [] if found.is_empty() => Known::Nobody,
            _ => Known::Several,
        }
    }

    fn link(
        &self,
        said: &mut HashMap<EntityId, Entity>,
        of: &EntityId,
        kind: LinkKind,
        to: &EntityId,
    ) {
        let (source, seen) = (self.source.id.clone(), self.seen.clone());
        entity(said, of).links.push(EntityLink { kind, to: to.clone(), source, seen });
    }

    fn name(&self, said: &mut HashMap<EntityId, Entity>, of: &EntityId, text: &str) {
        let publisher = &self.source.publisher;
        let stated = !publisher.is_empty() && !Source::is_learned(&self.source.id);
        entity(said, of).names.push(Name {
            text: text.to_owned(),
            language: Language::Unknown,
            by: stated.then(|| publisher.clone()),
            rule: NameRule::Never,
            source: self.source.id.clone(),
            seen: self.seen.clone(),
        });
    }
}

/// Who carries a name.
enum Known<'a> {
    One(&'a EntityId),
    Several,
    Nobody,
}

fn entity<'s>(said: &'s mut HashMap<EntityId, Entity>, id: &EntityId) -> &'s mut Entity {
    said.entry(id.clone()).or_insert_with(|| Entity {
        id: id.clone(),
        names: Vec::new(),
        links: Vec::new(),
        facts: Vec::new(),
    })
}

/// Which relations of a text are links of an entity.
fn link(predicate: Predicate) -> Option<LinkKind> {
    Some(match predicate {
        Predicate::SameAs => LinkKind::SameAs,
        Predicate::RelatedTo => LinkKind::RelatedTo,
        Predicate::PartOf => LinkKind::PartOf,
        Predicate::SponsoredBy => LinkKind::SponsoredBy,
        Predicate::OperatedBy => LinkKind::OperatedBy,
        _ => return None,
    })
}

/// Kinds that a text links: a country or a sector has no other name that matters.
fn is_linked(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Sector | EntityKind::Technique | EntityKind::Tactic)
}

/// A document as a source: its id begins with how its statements were read.
fn source(grounds: &str, document: &Document, reading: &Reading) -> Source {
    let id: String = document.id.to_string().chars().take(12).collect();
    let title = reading.title.clone().or_else(|| document.title.clone());
    Source {
        id: format!("{grounds}{id}"),
        title: title.unwrap_or_else(|| document.path.clone()),
        publisher: document.publisher.clone().unwrap_or_default(),
        url: String::new(),
        licence: String::new(),
    }
}

/// The day of publication, or nothing.
fn seen(reading: &Reading) -> String {
    reading.dates.published.as_ref().map(|dated| dated.moment.edtf()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use noroshi_model::{Chance, DocumentId, Grounds, Media, Reason, Span};

    use super::*;

    fn entity(slug: &str, names: &[&str]) -> Entity {
        let name = |text: &&str| Name {
            text: (*text).to_owned(),
            language: Language::Unknown,
            by: None,
            rule: NameRule::Word,
            source: "own".to_owned(),
            seen: "2026-01-01".to_owned(),
        };
        let id = EntityId::new(EntityKind::ThreatActor, slug).expect("a slug");
        Entity { id, names: names.iter().map(name).collect(), links: Vec::new(), facts: Vec::new() }
    }

    fn document() -> Document {
        Document {
            id: DocumentId::of(b"a report"),
            path: "report.txt".to_owned(),
            media: Media::Text,
            title: Some("A report".to_owned()),
            publisher: Some("Lab".to_owned()),
            text: "a report".to_owned(),
            blocks: Vec::new(),
            links: Vec::new(),
            published: None,
            fetched: None,
            declared_language: None,
            tlp: None,
        }
    }

    fn after(subject: &str, object: &str) -> Knowledge {
        told(subject, object, Grounds::Rule(Reason::rule("cue")))
    }

    fn told(subject: &str, object: &str, grounds: Grounds) -> Knowledge {
        let entities = vec![
            entity("glow", &["Glow", "Shared"]),
            entity("lantern", &["Lantern"]),
            entity("other", &["Other", "Shared"]),
        ];
        let mut reading = Reading::nothing(Language::En);
        reading.relations.push(Relation {
            subject: subject.to_owned(),
            predicate: Predicate::SameAs,
            object: object.to_owned(),
            span: Span::new(0, 8).expect("not empty"),
            grounds,
        });
        let document = document();
        with_stated(Knowledge { entities, ..Knowledge::default() }, [(&document, &reading)])
    }

    #[test]
    fn an_alias_links_two_entities_and_merges_none() {
        let knowledge = after("Lantern", "Glow");
        assert_eq!(knowledge.entities.len(), 3);
        let [glow, lantern] = [&knowledge.entities[0], &knowledge.entities[1]];
        assert_eq!((&glow.links[0].to, &lantern.links[0].to), (&lantern.id, &glow.id));
        let source = knowledge.source(&glow.links[0].source).expect("the document is a source");
        assert_eq!((source.title.as_str(), source.publisher.as_str()), ("A report", "Lab"));
    }

    #[test]
    fn a_new_name_is_a_statement_that_is_never_searched() {
        let knowledge = after("Lantern", "Umbra-9");
        let name = knowledge.entities[1].names.last().expect("has names");
        assert_eq!((name.text.as_str(), name.rule), ("Umbra-9", NameRule::Never));
        assert!(name.source.starts_with("document:"));
        assert!(knowledge.forms.iter().all(|form| form.written != "Umbra-9"));
    }

    #[test]
    fn an_alias_that_a_model_alone_read_is_marked_and_nobody_is_said_to_use_it() {
        let knowledge = told("Lantern", "Umbra-9", Grounds::Learned(Chance::of(0.6)));
        let name = knowledge.entities[1].names.last().expect("has names");
        assert!(Source::is_learned(&name.source), "{}", name.source);
        assert_eq!((name.text.as_str(), name.by.as_deref()), ("Umbra-9", None));
        assert_eq!(knowledge.sources.len(), 1);
        let stated = after("Lantern", "Umbra-9");
        let name = stated.entities[1].names.last().expect("has names");
        assert!(!Source::is_learned(&name.source));
        assert_eq!(name.by.as_deref(), Some("Lab"));
    }

    #[test]
    fn a_shared_name_tells_nothing() {
        let knowledge = after("Lantern", "Shared");
        assert!(knowledge.entities.iter().all(|entity| entity.links.is_empty()));
        assert_eq!(knowledge.entities[1].names.len(), 1);
        assert_eq!(knowledge.sources, []);
    }
}
