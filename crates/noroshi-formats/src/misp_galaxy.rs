//! Clusters of MISP galaxy.
//!
//! Source: MISP project, "MISP galaxy format" (draft-dulaunoy-misp-galaxy-format), sections
//! 2.1 to 2.3. A cluster has a version and no date, so its statements have no date either.

use noroshi_model::{EntityKind, LinkKind, Problem, Source};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::fault;
use crate::knowledge::{Found, Gathered, Imported, Meter, Tie, parse, slug};

/// Words for what a `tool` of the galaxy is, when it is malware.
const MALWARE: [&str; 16] = [
    "backdoor",
    "banking",
    "bot",
    "botnet",
    "dropper",
    "downloader",
    "keylogger",
    "loader",
    "malware",
    "ransomware",
    "rat",
    "rootkit",
    "spyware",
    "stealer",
    "trojan",
    "worm",
];
/// Longest part of a source's id.
const PART: usize = 60;

/// What stands at the start of a cluster.
pub(crate) struct Head {
    pub(crate) kind: String,
    pub(crate) version: String,
    pub(crate) source: String,
}

#[derive(Deserialize)]
struct Entry {
    value: String,
    uuid: Option<String>,
    description: Option<String>,
    meta: Option<Meta>,
    related: Option<Vec<Related>>,
    revoked: Option<bool>,
}

/// Authors write one text or a list of texts, so each part is looked at by itself.
#[derive(Default, Deserialize)]
struct Meta {
    synonyms: Option<Value>,
    country: Option<Value>,
    external_id: Option<Value>,
    kill_chain: Option<Value>,
    #[serde(rename = "type")]
    types: Option<Value>,
    #[serde(rename = "ISO")]
    iso: Option<Value>,
    #[serde(rename = "ISO3")]
    iso3: Option<Value>,
}

#[derive(Deserialize)]
struct Related {
    #[serde(rename = "dest-uuid")]
    to: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// The entities of a cluster.
///
/// # Errors
/// A problem when the cluster is of a type that is not taken.
pub(crate) fn read(
    values: &[&RawValue],
    head: &Head,
    meter: &mut Meter<'_>,
) -> Result<(Imported, Gathered), Problem> {
    let kind = entity_kind(&head.kind)
        .ok_or_else(|| fault::foreign_cluster(&head.kind.chars().take(PART).collect::<String>()))?;
    let mut gathered = Gathered::default();
    let mut links = Vec::new();
    for (place, value) in values.iter().enumerate() {
        match parse(value).and_then(|entry| take(entry, kind, head, &mut gathered)) {
            Ok(entry_links) => links.extend(entry_links),
            Err(reason) => gathered.refuse(place, &reason),
        }
        meter.done(value);
    }
    for (from, related) in links {
        link(&from, &related, &mut gathered);
    }
    let source = source(head);
    let entities = gathered.entities(&source.id);
    Ok((Imported { entities, sources: vec![source] }, gathered))
}

/// What a type of cluster is about; `None` for types that are not taken.
fn entity_kind(word: &str) -> Option<EntityKind> {
    let attack = word.strip_prefix("mitre-").map(|rest| {
        ["enterprise-attack-", "mobile-attack-", "ics-", "pre-attack-"]
            .into_iter()
            .find_map(|domain| rest.strip_prefix(domain))
            .unwrap_or(rest)
    });
    Some(match (word, attack) {
        (_, Some("intrusion-set" | "groups"))
        | ("threat-actor" | "microsoft-activity-group" | "360net-threat-actor", _) => {
            EntityKind::ThreatActor
        }
        (_, Some("malware" | "software"))
        | ("malpedia" | "ransomware" | "rat" | "botnet" | "backdoor" | "banker" | "stealer", _) => {
            EntityKind::Malware
        }
        (_, Some("tool")) | ("tool", _) => EntityKind::Tool,
        (_, Some("attack-pattern" | "techniques")) => EntityKind::Technique,
        ("sector", _) => EntityKind::Sector,
        ("country", _) => EntityKind::Country,
        _ => return None,
    })
}

type Link = (String, Related);

fn take(
    entry: Entry,
    kind: EntityKind,
    head: &Head,
    gathered: &mut Gathered,
) -> Result<Vec<Link>, String> {
    let uuid = entry.uuid.as_deref().map(str::to_ascii_lowercase);
    let key = uuid.unwrap_or_else(|| entry.value.clone());
    if entry.revoked == Some(true) {
        gathered.retire(key);
        return Ok(Vec::new());
    }
    let (found, related) = found(key.clone(), entry, kind, head);
    gathered.keep(found)?;
    Ok(related.into_iter().map(|related| (key.clone(), related)).collect())
}

fn found(key: String, entry: Entry, kind: EntityKind, head: &Head) -> (Found, Vec<Related>) {
    let meta = entry.meta.unwrap_or_default();
    let attack = texts(meta.external_id.as_ref()).into_iter().find(|id| is_attack_id(id));
    let iso = texts(meta.iso.as_ref()).into_iter().next();
    let main = match kind {
        EntityKind::Country => written(entry.value, entry.description),
        _ => bare(&entry.value, attack.as_deref()).to_owned(),
    };
    let slug = match kind {
        EntityKind::Technique => attack.clone(),
        EntityKind::Country => iso.as_deref().and_then(slug),
        _ => None,
    };
    let found = Found {
        key,
        kind: if kind == EntityKind::Tool { tool(meta.types.as_ref()) } else { kind },
        names: std::iter::once(main).chain(texts(meta.synonyms.as_ref())).collect(),
        by: (head.kind == "microsoft-activity-group").then_some("Microsoft"),
        slug,
        facts: facts(attack, iso, &meta),
        seen: String::new(),
    };
    (found, entry.related.unwrap_or_default())
}

fn facts(attack: Option<String>, iso: Option<String>, meta: &Meta) -> Vec<(&'static str, String)> {
    let tactic = |phase: String| phase.rsplit_once(':').map(|(_, tactic)| tactic.to_owned());
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    facts.extend(attack.map(|id| ("attack-id", id)));
    facts.extend(texts(meta.country.as_ref()).into_iter().map(|code| ("country", code)));
    let tactics = texts(meta.kill_chain.as_ref()).into_iter().filter_map(tactic);
    facts.extend(tactics.map(|tactic| ("tactic", tactic)));
    facts.extend(iso.map(|code| ("iso2", code)));
    facts.extend(texts(meta.iso3.as_ref()).into_iter().map(|code| ("iso3", code)));
    facts
}

/// All texts of a part that is one text or a list of them.
fn texts(part: Option<&Value>) -> Vec<String> {
    match part {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => {
            list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// Tools of the galaxy are mostly malware, and say so.
fn tool(types: Option<&Value>) -> EntityKind {
    let types = texts(types);
    let malware = types.iter().any(|word| MALWARE.contains(&word.to_lowercase().as_str()));
    if malware { EntityKind::Malware } else { EntityKind::Tool }
}

fn is_attack_id(id: &str) -> bool {
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    (1..=20).contains(&id.len()) && plain
}

/// `APT1` of `APT1 - G0006`.
fn bare<'a>(value: &'a str, attack: Option<&str>) -> &'a str {
    let own = attack.and_then(|id| value.strip_suffix(id)?.strip_suffix(" - "));
    own.unwrap_or(value)
}

/// Countries have small letters in their value and their own in the description.
fn written(value: String, description: Option<String>) -> String {
    let same = |text: &String| text.to_lowercase() == value.to_lowercase();
    description.filter(same).unwrap_or(value)
}

/// A link within the cluster. Most lead to other clusters, which is not worth a word.
fn link(from: &str, related: &Related, gathered: &mut Gathered) {
    let to = related.to.to_ascii_lowercase();
    let (Some(from), Some(to)) = (gathered.find(from), gathered.find(&to)) else { return };
    if let Some(tie) = tie(related.kind.as_deref().unwrap_or_default(), from, to) {
        gathered.tie(tie, "");
    }
}

fn tie(word: &str, from: (usize, EntityKind), to: (usize, EntityKind)) -> Option<Tie> {
    let ((from, user), (to, _)) = (from, to);
    let kind = match word {
        "revoked-by" | "" => return None,
        "uses" if user == EntityKind::ThreatActor => {
            return Some(Tie { from: to, kind: LinkKind::UsedBy, to: from });
        }
        "used-by" => LinkKind::UsedBy,
        "subtechnique-of" | "part-of" => LinkKind::PartOf,
        "successor-of" => LinkKind::SuccessorOf,
        _ => LinkKind::RelatedTo,
    };
    Some(Tie { from, kind, to })
}

fn source(head: &Head) -> Source {
    let part = |text: &str| {
        let plain = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.');
        text.chars().filter(plain).take(PART).collect::<String>()
    };
    let (kind, version) = (part(&head.kind), part(&head.version));
    let from: String = head.source.chars().take(PART).collect();
    let own = matches!(from.as_str(), "" | "MISP Project");
    Source {
        id: format!("import-misp-{kind}-{version}"),
        title: format!("MISP galaxy: {kind}, version {version}"),
        publisher: if own { "MISP project".to_owned() } else { format!("MISP project; {from}") },
        url: "https://github.com/MISP/misp-galaxy".to_owned(),
        licence: "CC0-1.0 OR BSD-2-Clause".to_owned(),
    }
}
