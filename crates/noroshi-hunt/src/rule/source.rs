//! From the log source of a rule to the events it may be asked about.
//!
//! An event is known by its shape, channel, provider and number. Events of other providers
//! that happen to use the same number are never asked about.

use std::sync::OnceLock;

use serde::Deserialize;

use super::LogSource;

/// One kind of events.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gate {
    /// The shapes of the records; any of the product when empty.
    #[serde(default)]
    shape: Vec<String>,
    /// The channel, in lower case.
    channel: Option<String>,
    /// The provider, in lower case; asked when the event names one.
    provider: Option<String>,
    /// Numbers; any when empty.
    #[serde(default)]
    id: Vec<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    product: Option<String>,
    category: Option<String>,
    service: Option<String>,
    gates: Vec<Gate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    source: Vec<Row>,
}

/// What an event says about where it comes from, all in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    /// The shape of the record.
    pub(crate) shape: &'static str,
    /// The product of the shape, or what the caller declared.
    pub(crate) product: String,
    /// The channel, empty when unknown.
    pub(crate) channel: String,
    /// The provider, empty when unknown.
    pub(crate) provider: String,
    /// The number of the kind of event.
    pub(crate) id: Option<i64>,
    /// What the caller says that the log is.
    pub(crate) declared: Option<LogSource>,
}

fn table() -> &'static [Row] {
    static TABLE: OnceLock<Vec<Row>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let parsed = toml::from_str::<Table>(include_str!("../../data/sources.toml"));
        parsed.map(|table| table.source).unwrap_or_default()
    })
}

/// The gates of a rule's log source: those of the row that says most about it.
pub(crate) fn gates(source: &LogSource) -> Vec<&'static Gate> {
    let fits = |row: &&Row| {
        let same = |own: &Option<String>, asked: &Option<String>| own.is_none() || own == asked;
        same(&row.product, &source.product)
            && same(&row.category, &source.category)
            && same(&row.service, &source.service)
    };
    let weight = |row: &&Row| {
        usize::from(row.product.is_some())
            + 2 * usize::from(row.category.is_some())
            + 2 * usize::from(row.service.is_some())
    };
    let rows: Vec<&Row> = table().iter().filter(fits).collect();
    let most = rows.iter().map(weight).max().unwrap_or(0);
    let narrow = source.category.is_some() || source.service.is_some();
    let enough = |row: &&Row| row.category.is_some() || row.service.is_some() || !narrow;
    let rows = rows.into_iter().filter(|row| weight(row) == most).filter(enough);
    let gates: Vec<&'static Gate> = rows.flat_map(|row| &row.gates).collect();
    // A rule that names no product is about every product that has such events.
    if gates.is_empty() && source.product.is_none() && narrow {
        let same = |row: &&Row| row.category == source.category && row.service == source.service;
        return table().iter().filter(same).flat_map(|row| &row.gates).collect();
    }
    gates
}

impl Gate {
    /// Whether an event may come through.
    pub(crate) fn admits(&self, origin: &Origin, product: Option<&str>) -> bool {
        let shaped = if self.shape.is_empty() {
            product.is_none_or(|product| product == origin.product)
        } else {
            self.shape.iter().any(|shape| shape == origin.shape)
        };
        shaped && self.stands_in(origin) && self.numbered(origin)
    }

    fn stands_in(&self, origin: &Origin) -> bool {
        let same = |wanted: &Option<String>, found: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == found)
        };
        match (origin.channel.is_empty(), origin.provider.is_empty()) {
            (false, false) => {
                let channel = same(&self.channel, &origin.channel);
                let provider = same(&self.provider, &origin.provider);
                // A forwarded event may stand in a channel of the collector.
                provider && (channel || (forwarded(&origin.channel) && self.provider.is_some()))
            }
            (false, true) => same(&self.channel, &origin.channel),
            (true, false) => {
                (self.channel.is_none() || self.provider.is_some())
                    && same(&self.provider, &origin.provider)
            }
            (true, true) => self.channel.is_none() && self.provider.is_none(),
        }
    }

    fn numbered(&self, origin: &Origin) -> bool {
        self.id.is_empty() || origin.id.is_some_and(|id| self.id.contains(&id))
    }
}

fn forwarded(channel: &str) -> bool {
    channel == "forwardedevents"
}

/// Whether what the caller declared about a log is what the rule asks for.
pub(crate) fn declared(rule: &LogSource, log: &LogSource) -> bool {
    let same = |wanted: &Option<String>, own: &Option<String>| wanted.is_none() || wanted == own;
    same(&rule.product, &log.product)
        && same(&rule.category, &log.category)
        && same(&rule.service, &log.service)
}

/// Whether an event may be asked about by a rule of this source.
pub(crate) fn admits(source: &LogSource, gates: &[&Gate], origin: &Origin) -> bool {
    if let Some(log) = &origin.declared {
        return declared(source, log);
    }
    gates.iter().any(|gate| gate.admits(origin, source.product.as_deref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(product: &str, category: &str, service: &str) -> LogSource {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        LogSource { product: some(product), category: some(category), service: some(service) }
    }

    fn check(source: &LogSource, channel: &str, provider: &str, id: i64, expect: bool) {
        let origin = Origin {
            shape: "evtx",
            product: "windows".to_owned(),
            channel: channel.to_owned(),
            provider: provider.to_owned(),
            id: Some(id),
            declared: None,
        };
        assert_eq!(admits(source, &gates(source), &origin), expect, "{source:?} {origin:?}");
    }

    #[test]
    fn the_table_is_sound() {
        toml::from_str::<Table>(include_str!("../../data/sources.toml")).expect("a table");
        for gate in table().iter().flat_map(|row| &row.gates) {
            let lower = |text: &Option<String>| {
                text.as_ref().is_none_or(|text| *text == text.to_lowercase())
            };
            assert!(lower(&gate.channel) && lower(&gate.provider), "{gate:?}");
        }
    }

    #[test]
    fn the_same_number_of_another_provider_is_another_event() {
        let sysmon = "microsoft-windows-sysmon/operational";
        let process = source("windows", "process_creation", "");
        check(&process, sysmon, "microsoft-windows-sysmon", 1, true);
        check(&process, "security", "microsoft-windows-security-auditing", 4688, true);
        check(&process, "system", "microsoft-windows-kernel-general", 1, false);
        check(&process, sysmon, "microsoft-windows-sysmon", 3, false);
        check(&process, "forwardedevents", "microsoft-windows-sysmon", 1, true);
        check(&process, "forwardedevents", "microsoft-windows-kernel-general", 1, false);
        check(&process, "", "microsoft-windows-sysmon", 1, true);
        check(&process, "", "", 1, false);
        let service = source("windows", "", "security");
        check(&service, "security", "microsoft-windows-security-auditing", 4624, true);
        check(&service, "system", "service control manager", 7045, false);
        check(&source("windows", "", ""), "anything", "anyone", 1, true);
        check(
            &source("linux", "process_creation", ""),
            sysmon,
            "microsoft-windows-sysmon",
            1,
            false,
        );
        check(&source("windows", "no_such", ""), "security", "", 1, false);
    }
}
