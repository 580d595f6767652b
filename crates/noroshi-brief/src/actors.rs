//! Actors that the sources name, with aliases as sourced statements.

use std::collections::BTreeMap;

use noroshi_model::{Entity, EntityId, Knowledge, LinkKind, MentionKind, Name, Span};

use crate::desk::Desk;
use crate::show;
use crate::similarity::{fold, key_of};
use crate::view::{Actor, Alias};

/// Places of one actor: the candidates of its name, and its first place in each document.
#[derive(Debug, Default)]
struct Places {
    surface: String,
    candidates: Vec<EntityId>,
    first: Vec<(usize, Span)>,
}

/// All actors, most documents first.
pub(crate) fn actors(desk: &mut Desk<'_>, knowledge: &Knowledge) -> Vec<Actor> {
    let mut found: Vec<Places> = places(desk).into_values().collect();
    found.sort_by(|one, other| {
        other
            .first
            .len()
            .cmp(&one.first.len())
            .then_with(|| fold(&one.surface).cmp(&fold(&other.surface)))
    });
    found.iter().map(|places| actor(desk, knowledge, places)).collect()
}

fn places(desk: &Desk<'_>) -> BTreeMap<String, Places> {
    let mut found: BTreeMap<String, Places> = BTreeMap::new();
    for (document, source) in desk.sources.iter().enumerate() {
        let named = source.reading.mentions.iter().filter(|it| it.kind == MentionKind::ThreatActor);
        for mention in named {
            let places = found.entry(key_of(mention)).or_default();
            if places.first.is_empty() {
                let surface = mention.span.of(&source.document.text).unwrap_or_default();
                places.surface = show::flow(surface);
                places.candidates.clone_from(&mention.candidates);
            }
            if places.first.last().is_none_or(|(last, _)| *last != document) {
                places.first.push((document, mention.span));
            }
        }
    }
    found
}

fn actor(desk: &mut Desk<'_>, knowledge: &Knowledge, places: &Places) -> Actor {
    let citations = desk.cite_all(&places.first);
    let blank = Actor {
        name: places.surface.clone(),
        entity: None,
        aliases: Vec::new(),
        related: Vec::new(),
        candidates: Vec::new(),
        citations,
    };
    match places.candidates.as_slice() {
        [] => blank,
        [only] => match knowledge.entity(only) {
            Some(entity) => known(knowledge, entity, blank),
            None => blank,
        },
        several => {
            Actor { candidates: several.iter().map(|id| shown(knowledge, id)).collect(), ..blank }
        }
    }
}

fn shown(knowledge: &Knowledge, id: &EntityId) -> String {
    knowledge.entity(id).map_or_else(|| id.slug().to_owned(), |entity| entity.name().to_owned())
}

fn known(knowledge: &Knowledge, entity: &Entity, blank: Actor) -> Actor {
    let own = fold(entity.name());
    let others = entity.names.iter().filter(|name| fold(&name.text) != own);
    let mut aliases: Vec<Alias> = others.map(|name| alias(knowledge, name)).collect();
    aliases.sort_by_key(|it| fold(&it.name));
    aliases.dedup();
    let links = entity
        .links
        .iter()
        .map(|link| (link.kind, shown(knowledge, &link.to), publisher(knowledge, &link.source)));
    let (same, related): (Vec<_>, Vec<_>) =
        links.partition(|(kind, _, _)| *kind == LinkKind::SameAs);
    aliases.extend(same.into_iter().map(|(_, name, by)| Alias { name, by }));
    let (name, entity) = (entity.name().to_owned(), Some(entity.id.clone()));
    Actor { name, entity, aliases, related, ..blank }
}

fn alias(knowledge: &Knowledge, name: &Name) -> Alias {
    let by = name.by.clone().unwrap_or_else(|| publisher(knowledge, &name.source));
    Alias { name: name.text.clone(), by }
}

fn publisher(knowledge: &Knowledge, source: &str) -> String {
    knowledge.source(source).map_or_else(|| source.to_owned(), |it| it.publisher.clone())
}
