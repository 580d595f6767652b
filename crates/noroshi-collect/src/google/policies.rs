//! The Policy API gives what was changed, per unit and group. Rules want one answer per unit and
//! section, with the defaults of Google where nothing was changed, and a list of what is missing.
//!
//! Source: Google, "Policy API concepts" (reduction of policies); the table `google.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::treat::{Alerts, treat};
use super::{Ask, GROUP_LIST, POLICIES, top};
use crate::error::Miss;
use crate::section::{Parts, part, word};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    alerts: Alerts,
    section: BTreeMap<String, Known>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    settings: BTreeMap<String, Kind>,
    #[serde(default)]
    defaults: BTreeMap<String, Value>,
    #[serde(default)]
    reduce: Reduce,
    #[serde(default)]
    key: Option<String>,
    /// No rule reads it, and its use needs a further treatment.
    #[serde(default)]
    unread: bool,
    /// Named by rules only; a service of which nothing is said is not taken for switched off.
    #[serde(default)]
    extra: bool,
}

/// How several policies of one unit become one: the first wins, or they are joined.
#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reduce {
    #[default]
    First,
    Merge,
    List,
    MaxMap,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Bool,
    Enum,
    Int,
    Map,
    Maps,
    Text,
    Texts,
    State,
    Duration,
    Moment,
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        let text = value.as_str();
        let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        match self {
            Self::Bool => value.is_boolean(),
            Self::Int => value.is_i64() || value.is_u64(),
            Self::Map => value.is_object(),
            Self::Maps => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
            Self::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
            Self::Text => text.is_some(),
            Self::Enum => text.is_some_and(|text| !text.is_empty() && text.chars().all(upper)),
            Self::State => text.is_some_and(|text| {
                ["ENABLED", "DISABLED"].iter().any(|state| text.eq_ignore_ascii_case(state))
            }),
            Self::Duration => text.is_some_and(|text| {
                text.strip_suffix(['h', 'm', 's', 'H', 'M', 'S']).is_some_and(|digits| {
                    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
                })
            }),
            Self::Moment => text.is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
        }
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(include_str!("../../google.toml")).unwrap_or_default())
}

/// Every section and setting that a rule may want: what is missing when nothing was read.
pub(super) fn everything() -> BTreeSet<String> {
    missing(&Map::new())
}

pub(super) fn policies(ask: &Ask<'_>, before: &Parts) -> Result<Parts, Miss> {
    let top = top(before)?;
    let units = units(before);
    let groups = groups(before);
    let mut policies =
        ask.list(POLICIES, &ask.of.identity, "/v1/policies?pageSize=100", "policies")?;
    // The highest order is the one that holds.
    let order = |policy: &Value| {
        policy.pointer("/policyQuery/sortOrder").and_then(Value::as_f64).unwrap_or(0.0)
    };
    policies.sort_by(|one, other| order(other).total_cmp(&order(one)));
    let mut reduced: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for policy in policies {
        if let Some(holder) = holder(&policy, &top, &units, &groups) {
            reduce(reduced.entry(holder).or_default(), policy);
        }
    }
    let unread = |section: &str| table().section.get(section).is_some_and(|known| known.unread);
    reduced.values_mut().for_each(|unit| unit.retain(|section, _| !unread(section)));
    let untold = treat(&mut reduced, &top, &table().alerts);
    let own = reduced.entry(top).or_default();
    fill(own);
    let mut missing = missing(own);
    missing.extend(untold);
    let mut parts = part("policies", json!(reduced));
    parts.insert("missing_policies".to_owned(), json!(missing));
    Ok(parts)
}

/// Names and paths of units by id.
fn units(before: &Parts) -> BTreeMap<&str, (&str, &str)> {
    let units = before.get("organizational_units").and_then(|it| it.get("organizationUnits"));
    let units = units.and_then(Value::as_array).into_iter().flatten();
    units
        .into_iter()
        .map(|unit| {
            let id = word(unit, "orgUnitId");
            (id.strip_prefix("id:").unwrap_or(id), (word(unit, "name"), word(unit, "orgUnitPath")))
        })
        .collect()
}

/// Addresses of groups by id.
fn groups(before: &Parts) -> BTreeMap<&str, &str> {
    let groups = before.get(GROUP_LIST).and_then(Value::as_array).into_iter().flatten();
    groups.into_iter().map(|group| (word(group, "id"), word(group, "email"))).collect()
}

/// The unit or group that a policy is for, as ScubaGoggles names it; `None` for a unit that is
/// not there.
fn holder(
    policy: &Value,
    top: &str,
    units: &BTreeMap<&str, (&str, &str)>,
    groups: &BTreeMap<&str, &str>,
) -> Option<String> {
    let query = policy.get("policyQuery")?;
    let id = word(query, "orgUnit");
    let mut name = if id.is_empty() {
        top.to_owned()
    } else {
        let (name, path) = units.get(id.strip_prefix("orgUnits/").unwrap_or(id))?;
        let path = path.strip_prefix('/').unwrap_or(path);
        match path.strip_suffix(name).and_then(|parent| parent.strip_suffix('/')) {
            Some(parent) if !parent.is_empty() => format!("{name} (in {parent})"),
            _ => (*name).to_owned(),
        }
    };
    let group = word(query, "group");
    if !group.is_empty() {
        let id = group.strip_prefix("groups/").unwrap_or(group);
        name.push_str(&format!(" (group {})", groups.get(id).unwrap_or(&id)));
    }
    Some(name)
}

/// Takes one more policy of a unit in. Those of higher order came before.
fn reduce(unit: &mut Map<String, Value>, mut policy: Value) {
    let Some(setting) = policy.get_mut("setting") else { return };
    let kind = word(setting, "type");
    let section = kind.strip_prefix("settings/").unwrap_or(kind).replace('.', "_");
    let value = setting.get_mut("value").map(Value::take).unwrap_or(Value::Null);
    let known = table().section.get(&section);
    let way = known.map_or(Reduce::First, |known| known.reduce);
    match (unit.get_mut(&section), way) {
        (None, Reduce::List) => drop(unit.insert(section, json!([value]))),
        (None, _) => drop(unit.insert(section, value)),
        (Some(present), Reduce::List) => {
            if let Some(list) = present.as_array_mut() {
                list.push(value);
            }
        }
        (Some(present), Reduce::Merge) => merge(present, value),
        (Some(present), Reduce::MaxMap) => {
            let key = known.and_then(|known| known.key.as_deref()).unwrap_or("ruleId");
            let name = known.and_then(|known| known.settings.keys().next());
            if let Some(name) = name {
                max_map(present, value, name, key);
            }
        }
        (Some(_), Reduce::First) => {}
    }
}

/// What is not yet there is taken over.
fn merge(present: &mut Value, other: Value) {
    if let (Value::Object(present), Value::Object(other)) = (present, other) {
        for (name, value) in other {
            present.entry(name).or_insert(value);
        }
    }
}

/// Lists of objects with a key: those of lower order fill up.
fn max_map(present: &mut Value, mut other: Value, name: &str, key: &str) {
    let Some(Value::Array(rows)) = other.get_mut(name).map(Value::take) else { return };
    let Some(list) = present.get_mut(name).and_then(Value::as_array_mut) else { return };
    let mut places: BTreeMap<String, usize> =
        list.iter().enumerate().map(|(at, row)| (word(row, key).to_owned(), at)).collect();
    for row in rows {
        match places.get(word(&row, key)) {
            Some(at) => {
                if let Some(present) = list.get_mut(*at) {
                    merge(present, row);
                }
            }
            None => {
                places.insert(word(&row, key).to_owned(), list.len());
                list.push(row);
            }
        }
    }
}

/// What holds where nothing was changed.
fn fill(top: &mut Map<String, Value>) {
    for (section, known) in &table().section {
        let off =
            section.ends_with("_service_status") && !known.extra && !top.contains_key(section);
        if off {
            top.insert(section.clone(), json!({"serviceState": "DISABLED"}));
        }
        if !known.defaults.is_empty() {
            let present = top.entry(section.clone()).or_insert_with(|| json!({}));
            merge(present, json!(known.defaults));
        }
    }
}

/// Settings of the highest unit that are not there or not of their kind; a section that is not
/// there at all is named by itself too.
fn missing(top: &Map<String, Value>) -> BTreeSet<String> {
    let mut missing = BTreeSet::new();
    for (section, known) in &table().section {
        let rows: Vec<&Value> = match top.get(section) {
            Some(Value::Array(rows)) => rows.iter().collect(),
            Some(row) => vec![row],
            None => Vec::new(),
        };
        if rows.is_empty() {
            missing.insert(section.clone());
        }
        for (setting, kind) in &known.settings {
            let good = |row: &&Value| row.get(setting).is_some_and(|value| kind.fits(value));
            if rows.is_empty() || !rows.iter().all(good) {
                missing.insert(format!("{section}.{setting}"));
            }
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let sections = &table().section;
        assert!(sections.len() > 90);
        for (name, known) in sections {
            for (setting, value) in &known.defaults {
                let kind = known.settings.get(setting).copied();
                assert!(kind.is_some_and(|kind| kind.fits(value)), "{name}.{setting}: {value}");
            }
        }
    }

    #[test]
    fn defaults_fill_what_nobody_changed_and_the_rest_is_missing() {
        let mut top =
            Map::from_iter([("chat_chat_history".to_owned(), json!({"historyOnByDefault": true}))]);
        fill(&mut top);
        assert_eq!(
            top["chat_chat_history"],
            json!({"historyOnByDefault": true, "allowUserModification": true})
        );
        assert_eq!(top["keep_service_status"], json!({"serviceState": "DISABLED"}));
        assert!(!top.contains_key("gemini_app_service_status"));
        let missing = missing(&top);
        assert!(!missing.contains("chat_chat_history.historyOnByDefault"));
        for name in [
            "rule_dlp",
            "gmail_pop_access.enablePopAccess",
            "gmail_comprehensive_mail_storage.enabled",
            "gemini_app_service_status.serviceState",
        ] {
            assert!(missing.contains(name), "{name}");
        }
    }

    #[test]
    fn a_value_of_another_kind_counts_as_missing() {
        let top =
            Map::from_iter([("gmail_pop_access".to_owned(), json!({"enablePopAccess": "yes"}))]);
        assert!(missing(&top).contains("gmail_pop_access.enablePopAccess"));
        assert!(!missing(&top).contains("gmail_pop_access"));
    }

    #[test]
    fn lists_with_a_key_fill_each_other_up() {
        let mut present = json!({"ruleStates": [{"ruleId": "a", "x": 1}]});
        max_map(
            &mut present,
            json!({"ruleStates": [{"ruleId": "a", "x": 2, "y": 3}, {"ruleId": "b"}]}),
            "ruleStates",
            "ruleId",
        );
        assert_eq!(
            present,
            json!({"ruleStates": [{"ruleId": "a", "x": 1, "y": 3}, {"ruleId": "b"}]})
        );
    }
}
