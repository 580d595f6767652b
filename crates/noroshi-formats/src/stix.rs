//! STIX 2.0 and 2.1 bundles, foremost those of MITRE ATT&CK.
//!
//! Source: OASIS, STIX Version 2.1 (2021), sections 4, 5 and 8; MITRE, "ATT&CK data model"
//! (`x_mitre_*`).

mod origin;

use std::borrow::Cow;

use noroshi_model::{EntityKind, LinkKind};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::knowledge::{Found, Gathered, Imported, Meter, Tie, date, parse};
use origin::Origin;

/// Names under which ATT&CK refers to its own pages.
const ATTACK: [&str; 4] =
    ["mitre-attack", "mitre-mobile-attack", "mitre-ics-attack", "mitre-pre-attack"];

/// The entities of a bundle's objects.
pub(crate) fn read(
    objects: &[&RawValue],
    bundle: Option<&str>,
    meter: &mut Meter<'_>,
) -> (Imported, Gathered) {
    let mut reading = Reading::default();
    for (place, object) in objects.iter().enumerate() {
        if let Err(reason) = reading.take(object) {
            reading.gathered.refuse(place, &reason);
        }
        meter.done(object);
    }
    reading.link();
    let source = reading.origin.source(bundle);
    let entities = reading.gathered.entities(&source.id);
    (Imported { entities, sources: vec![source] }, reading.gathered)
}

/// What every object has.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    modified: Option<String>,
}

/// An object that becomes an entity, in the versions and dialects that there are.
#[derive(Deserialize)]
struct Thing {
    id: String,
    name: String,
    aliases: Option<Vec<String>>,
    #[serde(rename = "x_mitre_aliases")]
    attack_aliases: Option<Vec<String>>,
    external_references: Option<Vec<Reference>>,
    kill_chain_phases: Option<Vec<Phase>>,
    modified: Option<String>,
    created: Option<String>,
    revoked: Option<bool>,
    x_mitre_deprecated: Option<bool>,
    x_mitre_shortname: Option<String>,
    x_mitre_domains: Option<Vec<String>>,
    first_seen: Option<String>,
    last_seen: Option<String>,
}

#[derive(Deserialize)]
struct Reference {
    source_name: Option<String>,
    external_id: Option<String>,
}

#[derive(Deserialize)]
struct Phase {
    kill_chain_name: String,
    phase_name: String,
}

#[derive(Deserialize)]
struct Relation<'a> {
    #[serde(borrow, rename = "relationship_type")]
    kind: Cow<'a, str>,
    #[serde(borrow, rename = "source_ref")]
    from: Cow<'a, str>,
    #[serde(borrow, rename = "target_ref")]
    to: Cow<'a, str>,
    modified: Option<String>,
    revoked: Option<bool>,
    x_mitre_deprecated: Option<bool>,
}

#[derive(Default)]
struct Reading<'a> {
    gathered: Gathered,
    relations: Vec<Relation<'a>>,
    origin: Origin,
}

impl<'a> Reading<'a> {
    fn take(&mut self, object: &'a RawValue) -> Result<(), String> {
        let head: Head<'_> = parse(object)?;
        self.origin.saw(&head.modified.as_deref().map(date).unwrap_or_default());
        match (entity_kind(&head.kind), &*head.kind) {
            (Some(kind), _) => self.thing(kind, parse(object)?),
            (None, "relationship") => {
                self.relation(parse(object)?);
                Ok(())
            }
            (None, other) => self.origin.take(other, object),
        }
    }

    fn thing(&mut self, kind: EntityKind, thing: Thing) -> Result<(), String> {
        if thing.revoked == Some(true) || thing.x_mitre_deprecated == Some(true) {
            self.gathered.retire(thing.id);
            return Ok(());
        }
        let found = found(kind, thing);
        self.gathered.keep(found)
    }

    fn relation(&mut self, relation: Relation<'a>) {
        let withdrawn = relation.revoked == Some(true) || relation.x_mitre_deprecated == Some(true);
        if !withdrawn && link_kind(&relation.kind).is_some() {
            self.relations.push(Relation { modified: relation.day(), ..relation });
        }
    }

    /// Relations may stand before what they link, so they are resolved at the end.
    fn link(&mut self) {
        for relation in std::mem::take(&mut self.relations) {
            let seen = relation.modified.clone().unwrap_or_default();
            let ends = [&*relation.from, &*relation.to];
            let [from, to] = ends.map(|end| self.gathered.find(end));
            match (from, to) {
                (Some(from), Some(to)) => self.gathered.tie(tie(&relation.kind, from, to), &seen),
                _ if ends.iter().all(|end| is_entity(end)) => self.gathered.miss(ends),
                _ => {}
            }
        }
    }
}

impl Relation<'_> {
    fn day(&self) -> Option<String> {
        self.modified.as_deref().map(date)
    }
}

fn entity_kind(word: &str) -> Option<EntityKind> {
    Some(match word {
        "intrusion-set" | "threat-actor" => EntityKind::ThreatActor,
        "malware" => EntityKind::Malware,
        "tool" => EntityKind::Tool,
        "campaign" => EntityKind::Campaign,
        "attack-pattern" => EntityKind::Technique,
        "x-mitre-tactic" => EntityKind::Tactic,
        _ => return None,
    })
}

fn is_entity(reference: &str) -> bool {
    reference.split_once("--").is_some_and(|(word, _)| entity_kind(word).is_some())
}

/// The link that a relation becomes, read from its source to its target; `None` for
/// relations of which nothing is kept. `uses` is decided by who uses.
fn link_kind(word: &str) -> Option<LinkKind> {
    Some(match word {
        "uses" => LinkKind::UsedBy,
        "subtechnique-of" => LinkKind::PartOf,
        "duplicate-of" => LinkKind::SameAs,
        "attributed-to" | "related-to" | "derived-from" | "variant-of" => LinkKind::RelatedTo,
        _ => return None,
    })
}

fn tie(word: &str, from: (usize, EntityKind), to: (usize, EntityKind)) -> Tie {
    let ((from, user), (to, _)) = (from, to);
    let person = matches!(user, EntityKind::ThreatActor | EntityKind::Campaign);
    match link_kind(word) {
        Some(LinkKind::UsedBy) if person => Tie { from: to, kind: LinkKind::UsedBy, to: from },
        Some(LinkKind::UsedBy) | None => Tie { from, kind: LinkKind::RelatedTo, to },
        Some(kind) => Tie { from, kind, to },
    }
}

fn found(kind: EntityKind, thing: Thing) -> Found {
    let attack = thing.external_references.iter().flatten().find_map(Reference::attack_id);
    let numbered = matches!(kind, EntityKind::Technique | EntityKind::Tactic);
    let slug = attack.clone().filter(|_| numbered);
    let facts = facts(attack, &thing);
    let seen = thing.modified.or(thing.created);
    let aliases = [thing.aliases, thing.attack_aliases].into_iter().flatten().flatten();
    Found {
        key: thing.id,
        kind,
        names: std::iter::once(thing.name).chain(aliases).collect(),
        by: None,
        slug,
        facts,
        seen: seen.as_deref().map(date).unwrap_or_default(),
    }
}

fn facts(attack: Option<String>, thing: &Thing) -> Vec<(&'static str, String)> {
    let domain =
        |domain: &String| domain.strip_suffix("-attack").map(|it| ("matrix", it.to_owned()));
    let own = |phase: &&Phase| ATTACK.contains(&&*phase.kill_chain_name);
    let day = |moment: &Option<String>| moment.as_deref().map(date);
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    facts.extend(attack.map(|id| ("attack-id", id)));
    facts.extend(thing.x_mitre_shortname.clone().map(|name| ("shortname", name)));
    facts.extend(thing.x_mitre_domains.iter().flatten().filter_map(domain));
    let phases = thing.kill_chain_phases.iter().flatten().filter(own);
    facts.extend(phases.map(|phase| ("tactic", phase.phase_name.clone())));
    facts.extend(day(&thing.first_seen).map(|day| ("first_seen", day)));
    facts.extend(day(&thing.last_seen).map(|day| ("last_seen", day)));
    facts
}

impl Reference {
    /// The id within ATT&CK: letters, digits and dots, so that it can be a slug.
    fn attack_id(&self) -> Option<String> {
        let id = self.external_id.as_deref()?;
        let own = ATTACK.contains(&self.source_name.as_deref()?);
        let fits = !id.is_empty() && id.len() <= 20;
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        (own && fits && plain).then(|| id.to_owned())
    }
}
