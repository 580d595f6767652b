//! Who published a bundle, and in which version.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::Source;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Reference;
use crate::knowledge::{parse, slug};

/// Characters of a version, of a statement on the licence.
const VERSION: usize = 20;
const STATEMENT: usize = 600;

/// What the objects of a bundle tell of the bundle itself.
#[derive(Default)]
pub(super) struct Origin {
    collection: Option<(String, String)>,
    matrices: BTreeSet<String>,
    publishers: BTreeMap<String, String>,
    statements: BTreeSet<String>,
    latest: String,
}

#[derive(Deserialize)]
struct About {
    id: Option<String>,
    name: Option<String>,
    x_mitre_version: Option<String>,
    external_references: Option<Vec<Reference>>,
    definition: Option<Definition>,
}

#[derive(Deserialize)]
struct Definition {
    statement: Option<String>,
}

impl Origin {
    /// Takes what an object that is no entity says of the bundle.
    pub(super) fn take(&mut self, kind: &str, object: &RawValue) -> Result<(), String> {
        let tells = ["x-mitre-collection", "x-mitre-matrix", "identity", "marking-definition"];
        if !tells.contains(&kind) {
            return Ok(());
        }
        let about: About = parse(object)?;
        match kind {
            "x-mitre-collection" => self.collection = about.collection(),
            "x-mitre-matrix" => self.matrices.extend(about.matrix()),
            "identity" => self.publishers.extend(about.id.zip(about.name)),
            _ => self.statements.extend(about.definition.and_then(|it| it.statement)),
        }
        Ok(())
    }

    /// A date at which something in the bundle was changed.
    pub(super) fn saw(&mut self, day: &str) {
        if self.latest.as_str() < day {
            day.clone_into(&mut self.latest);
        }
    }

    /// The source that all statements of the bundle have.
    pub(super) fn source(&self, bundle: Option<&str>) -> Source {
        let (name, version) = self.collection.clone().unzip();
        let attack = name.as_deref().and_then(domain).or_else(|| self.matrices.first().cloned());
        let publisher = self.publishers.values().next().cloned().unwrap_or_default();
        let subject = match (&attack, &name) {
            (Some(domain), _) => format!("attack-{domain}"),
            (None, Some(name)) => format!("stix-{}", slug(name).unwrap_or_default()),
            (None, None) => format!("stix-{}", self.unnamed(&publisher, bundle)),
        };
        let (mark, when) = self.edition(version.filter(|text| !text.is_empty()));
        let title = match (&attack, name) {
            (Some(domain), _) => format!("MITRE ATT&CK {}{when}", titled(domain)),
            (None, Some(name)) => format!("{name}{when}"),
            (None, None) => format!("STIX bundle{when}"),
        };
        let url = attack.map(|_| "https://attack.mitre.org/".to_owned()).unwrap_or_default();
        let licence: String = self.licence().chars().take(STATEMENT).collect();
        Source { id: format!("import-{subject}{mark}"), title, publisher, url, licence }
    }

    fn unnamed(&self, publisher: &str, bundle: Option<&str>) -> String {
        let uuid = bundle.and_then(|id| id.rsplit("--").next()).and_then(slug);
        slug(publisher).or(uuid).unwrap_or_else(|| "unnamed".to_owned())
    }

    /// The version for the id and for people: its number, or else the latest date.
    fn edition(&self, version: Option<String>) -> (String, String) {
        match (version, self.latest.as_str()) {
            (Some(version), _) => (format!("-{version}"), format!(", version {version}")),
            (None, "") => (String::new(), String::new()),
            (None, day) => (format!("-{day}"), format!(", as of {day}")),
        }
    }

    fn licence(&self) -> String {
        self.statements.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl About {
    /// Name and version; the version is empty when it is none.
    fn collection(self) -> Option<(String, String)> {
        let plain = |version: &String| {
            version.len() <= VERSION
                && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        };
        let version = self.x_mitre_version.filter(plain).unwrap_or_default();
        self.name.map(|name| (name, version))
    }

    fn matrix(self) -> Option<String> {
        let mut references = self.external_references.into_iter().flatten();
        let id = references.find_map(|reference| reference.external_id)?;
        id.strip_suffix("-attack").and_then(slug)
    }
}

/// `enterprise` of `Enterprise ATT&CK`.
fn domain(collection: &str) -> Option<String> {
    let mut words = collection.split_whitespace();
    words.any(|word| word == "ATT&CK").then_some(())?;
    collection
        .split_whitespace()
        .find(|word| !matches!(*word, "ATT&CK" | "MITRE" | "for"))
        .and_then(slug)
}

fn titled(domain: &str) -> String {
    if domain == "ics" {
        return "ICS".to_owned();
    }
    let mut letters = domain.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
