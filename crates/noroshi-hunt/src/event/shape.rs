//! Shapes of records: which fields tell them, and what their fields are called in Sigma.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::EventKind;

/// What a field is for, besides being a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The channel, table or program.
    Channel,
    /// The provider.
    Provider,
    /// The number of the kind of event.
    Id,
    /// The host.
    Host,
    /// The user.
    User,
    /// The moment.
    Time,
    /// What tells the record from all others.
    Record,
}

impl Role {
    /// All roles.
    pub(crate) const ALL: [Self; 7] =
        [Self::Channel, Self::Provider, Self::Id, Self::Host, Self::User, Self::Time, Self::Record];
}

/// One shape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    /// Its name.
    pub(crate) name: String,
    /// The product in Sigma's words.
    pub(crate) product: String,
    kind: Option<String>,
    #[serde(default)]
    when: Vec<Vec<String>>,
    #[serde(default)]
    strip: Vec<Strip>,
    #[serde(default)]
    rename: BTreeMap<String, Vec<String>>,
    /// The channel when the records name none.
    pub(crate) fixed_channel: Option<String>,
    #[serde(default)]
    channel: Vec<String>,
    #[serde(default)]
    provider: Vec<String>,
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    host: Vec<String>,
    #[serde(default)]
    user: Vec<String>,
    #[serde(default)]
    time: Vec<String>,
    #[serde(default)]
    record: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strip {
    prefix: String,
    #[serde(default)]
    skip: usize,
    join: Option<String>,
}

/// Field names that a source has of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    shape: Option<String>,
    channel: Vec<String>,
    #[serde(default)]
    id: Vec<i64>,
    /// From the log's name to the taxonomy's.
    pub(crate) rename: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    shape: Vec<Shape>,
    variant: Vec<Variant>,
}

/// The shapes, and the paths that tell them.
#[derive(Debug)]
pub(crate) struct Shapes {
    shapes: Vec<Shape>,
    variants: Vec<Variant>,
    telling: Vec<String>,
    /// The bits of the paths that must all be there, and the shape.
    masks: Vec<(u128, usize)>,
}

/// All shapes of the data file.
pub(crate) fn shapes() -> &'static Shapes {
    static SHAPES: OnceLock<Shapes> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let table = toml::from_str(include_str!("../../data/shapes.toml"));
        Shapes::new(table.unwrap_or(Table { shape: Vec::new(), variant: Vec::new() }))
    })
}

impl Shapes {
    fn new(table: Table) -> Self {
        let mut telling: Vec<String> = Vec::new();
        let mut masks = Vec::new();
        for (number, shape) in table.shape.iter().enumerate() {
            for list in &shape.when {
                let mut mask = 0_u128;
                for path in list {
                    let known = telling.iter().position(|other| other == path);
                    let bit = known.unwrap_or(telling.len());
                    if known.is_none() {
                        telling.push(path.clone());
                    }
                    mask |= 1 << (bit % 128);
                }
                masks.push((mask, number));
            }
        }
        Self { shapes: table.shape, variants: table.variant, telling, masks }
    }

    /// The bit of a path that helps to tell a shape.
    pub(crate) fn bit(&self, path: &str) -> u128 {
        self.telling.iter().position(|other| other == path).map_or(0, |bit| 1 << (bit % 128))
    }

    /// The shape of a record: by its kind, or by which paths are there.
    pub(crate) fn tell(&self, kind: EventKind, bits: u128) -> usize {
        if matches!(kind, EventKind::Json | EventKind::Csv) {
            let found = self.masks.iter().find(|(mask, _)| bits & mask == *mask);
            if let Some((_, number)) = found {
                return *number;
            }
        }
        let word = kind.word();
        self.shapes.iter().position(|shape| shape.kind.as_deref() == Some(word)).unwrap_or(0)
    }

    /// A shape by its number.
    pub(crate) fn get(&self, number: usize) -> Option<&Shape> {
        self.shapes.get(number)
    }

    /// The further names of the fields of a source.
    pub(crate) fn variants(
        &self,
        shape: &str,
        channel: &str,
        id: Option<i64>,
    ) -> impl Iterator<Item = &Variant> {
        self.variants.iter().filter(move |variant| {
            variant.shape.as_deref().is_none_or(|own| own == shape)
                && (variant.channel.iter().any(|own| own == channel)
                    || (variant.shape.is_some() && variant.channel.is_empty()))
                && (variant.id.is_empty() || id.is_some_and(|id| variant.id.contains(&id)))
        })
    }

    /// Every name that a variant starts from.
    pub(crate) fn variant_names(&self) -> impl Iterator<Item = &str> {
        self.variants.iter().flat_map(|variant| variant.rename.keys()).map(String::as_str)
    }
}

/// A path as the tables have it: without the marks that XML leaves in JSON.
pub(crate) fn plain_path(path: &str) -> String {
    let path = path.strip_prefix("_source.").unwrap_or(path);
    path.replace("#attributes.", "").replace(".#text", "").replace(".@", ".")
}

impl Shape {
    /// The names under which a rule may ask for the field.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let plain = plain_path(path);
        let mut names = vec![plain.clone()];
        for strip in &self.strip {
            let Some(rest) = plain.strip_prefix(&strip.prefix) else { continue };
            let mut parts: Vec<&str> = rest.split('.').collect();
            parts.drain(..strip.skip.min(parts.len().saturating_sub(1)));
            names.push(parts.join(strip.join.as_deref().unwrap_or(".")));
            if parts.len() > 1 && strip.skip > 0 {
                names.extend(parts.last().map(|last| (*last).to_owned()));
            }
            break;
        }
        // Defender's "Threat Name" is `ThreatName` in rules.
        let spaced: Vec<String> = names.iter().filter(|name| name.contains(' ')).cloned().collect();
        names.extend(spaced.iter().map(|name| name.replace(' ', "")));
        let known = names.clone();
        for name in known {
            names.extend(self.rename.get(&name).cloned().unwrap_or_default());
        }
        names
    }

    /// What the field is for, and how much it is preferred over others of the same role (less is
    /// more).
    pub(crate) fn role(&self, path: &str) -> Option<(Role, usize)> {
        let plain = plain_path(path);
        Role::ALL.into_iter().find_map(|role| {
            let rank = self.paths(role).iter().position(|other| *other == plain)?;
            Some((role, rank))
        })
    }

    fn paths(&self, role: Role) -> &[String] {
        match role {
            Role::Channel => &self.channel,
            Role::Provider => &self.provider,
            Role::Id => &self.id,
            Role::Host => &self.host,
            Role::User => &self.user,
            Role::Time => &self.time,
            Role::Record => &self.record,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let table: Table = toml::from_str(include_str!("../../data/shapes.toml")).expect("a table");
        let shapes = Shapes::new(table);
        assert!(shapes.telling.len() <= 128, "a bit for each path");
        for (mask, number) in &shapes.masks {
            assert!(*mask != 0 && shapes.get(*number).is_some());
        }
    }

    fn check(paths: &[&str], expect: &str) {
        let bits = paths.iter().fold(0, |bits, path| bits | shapes().bit(path));
        let shape = shapes().tell(EventKind::Json, bits);
        assert_eq!(shapes().get(shape).map(|shape| shape.name.as_str()), Some(expect));
    }

    #[test]
    fn shapes_are_told_by_their_fields() {
        check(&["winlog.event_id", "winlog.channel"], "winlogbeat");
        check(&["EventID", "Channel", "SourceName"], "windows-flat");
        check(&["Event.System.EventID"], "windows-dump");
        check(&["eventSource", "eventName", "awsRegion"], "cloudtrail");
        check(&["Operation", "Workload"], "m365-audit");
        check(&["event_type", "src_ip"], "suricata");
        check(&["id.orig_h", "uid", "ts"], "zeek");
        check(&["something"], "json");
    }

    #[test]
    fn names_follow_the_taxonomy() {
        let evtx = shapes().get(shapes().tell(EventKind::Evtx, 0)).expect("a shape");
        let check =
            |path, expect| assert!(evtx.names(path).iter().any(|name| name == expect), "{path}");
        check("Event.EventData.CommandLine", "CommandLine");
        check("Event.System.Provider.#attributes.Name", "Provider_Name");
        check("Event.System.EventID.#text", "EventID");
        check("Event.UserData.EventXML.Address", "Address");
        check("Event.EventData.Data.#text", "Data");
        assert_eq!(evtx.role("Event.System.EventID.#text"), Some((Role::Id, 0)));
    }
}
