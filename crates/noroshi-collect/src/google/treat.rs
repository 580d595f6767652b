//! Sections that rules read only after a treatment: lists of senders with their addresses, the
//! state of a rule beside what it rules, and alerts with those that nobody changed.
//!
//! What cannot be told apart is taken out and named as missing, so that nothing passes over it.
//!
//! Source: CISA ScubaGoggles, parsers/gmail_rules_parser.py and system_rules_parser.py, main of
//! 2026-08-21; Google, "Supported Policy API settings".

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::section::word;

/// Sections of one unit or group.
type Unit = Map<String, Value>;

const SPAM: &str = "gmail_spam_override_lists";
const STORAGE: &str = "gmail_comprehensive_mail_storage";
const ALERTS: &str = "rule_system_defined_alerts";

/// Alerts that Google defines, by the state that they have when nobody changed it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alerts {
    active: BTreeSet<String>,
    inactive: BTreeSet<String>,
}

/// Treats all units, before defaults are filled in. Gives what cannot be told.
pub(super) fn treat(
    units: &mut BTreeMap<String, Unit>,
    top: &str,
    alerts: &Alerts,
) -> BTreeSet<String> {
    let mut untold = BTreeSet::new();
    let own = units.entry(top.to_owned()).or_default();
    let states = enabled(own);
    // An answer without any section on mail says nothing about lists of mail either.
    let told = own.keys().any(|section| section.starts_with("gmail_"));
    if told && !own.contains_key(SPAM) {
        own.insert(SPAM.to_owned(), json!({"spamOverride": []}));
    }
    complete(own, alerts);
    let lists = states.as_ref().and_then(|states| addresses(own, states));
    for unit in units.values_mut() {
        let states = enabled(unit).or_else(|| states.clone());
        storage(unit, states.as_ref());
        if spam(unit, states.as_ref(), lists.as_ref()).is_none() {
            untold.insert(SPAM.to_owned());
        }
    }
    if !untold.is_empty() {
        units.values_mut().for_each(|unit| drop(unit.remove(SPAM)));
        untold.insert(format!("{SPAM}.spamOverride"));
    }
    untold
}

/// Rules of mail that are switched on; `None` when nothing is said of rules.
fn enabled(unit: &Unit) -> Option<BTreeSet<String>> {
    let states = unit.get("gmail_rule_states")?.get("ruleStates")?.as_array()?;
    let on = states.iter().filter(|one| one.get("enabled") == Some(&Value::Bool(true)));
    Some(on.map(|one| word(one, "ruleId").to_owned()).filter(|id| !id.is_empty()).collect())
}

/// Whether all mail is stored is the state of a rule.
fn storage(unit: &mut Unit, states: Option<&BTreeSet<String>>) {
    let Some(Value::Object(section)) = unit.get_mut(STORAGE) else { return };
    section.remove("enabled");
    let rule = section.get("ruleId").and_then(Value::as_str);
    if let (Some(rule), Some(states)) = (rule, states) {
        let on = states.contains(rule);
        section.insert("enabled".to_owned(), Value::Bool(on));
    }
}

/// A list of addresses.
struct Addresses {
    name: String,
    addresses: Vec<String>,
}

/// Lists of addresses by id; one that is switched off is empty. `None` when they are not
/// understood.
fn addresses(top: &Unit, states: &BTreeSet<String>) -> Option<BTreeMap<String, Addresses>> {
    let Some(section) = top.get("gmail_email_address_lists") else { return Some(BTreeMap::new()) };
    let mut lists = BTreeMap::new();
    for entry in section.get("emailAddressList")?.as_array()? {
        let id = entry.get("id")?.as_str()?.to_owned();
        let given = entry.get("addressList").or_else(|| entry.get("blockedAddressList"))?;
        let addresses = match given.get("address") {
            Some(list) if states.contains(&id) => {
                let address = |one: &Value| one.get("address")?.as_str().map(str::to_owned);
                list.as_array()?.iter().map(address).collect::<Option<_>>()?
            }
            _ => Vec::new(),
        };
        lists.insert(id, Addresses { name: word(entry, "name").to_owned(), addresses });
    }
    Some(lists)
}

/// Lists of senders for whom the filter is passed by: without those that are switched off, with
/// their addresses, and with the domains among these. `None` when it cannot be told.
fn spam(
    unit: &mut Unit,
    states: Option<&BTreeSet<String>>,
    lists: Option<&BTreeMap<String, Addresses>>,
) -> Option<()> {
    let Some(section) = unit.get_mut(SPAM) else { return Some(()) };
    let section = section.as_object_mut()?;
    let entries = section.get_mut("spamOverride")?.as_array_mut()?;
    if entries.is_empty() {
        return Some(());
    }
    let (states, lists) = (states?, lists?);
    entries.retain(|entry| states.contains(word(entry, "ruleId")));
    let mut found = Vec::new();
    for (list, switch, says) in [
        ("bypassSenderAllowlist", "bypassSelectedSenders", "senderDomainsFound"),
        (
            "hideWarningBannerSenderAllowlist",
            "hideWarningBannerFromSelectedSenders",
            "warningDomainsFound",
        ),
    ] {
        let mut shown = Vec::new();
        for entry in entries.iter_mut() {
            let domains = domains(entry, list, lists)?;
            let on = entry.get(switch) == Some(&Value::Bool(true));
            if on && !domains.is_empty() {
                let of = word(entry, "description");
                shown.push(format!("{{{of}: [{}]}}", domains.join(", ")));
            }
        }
        if !shown.is_empty() {
            found.push((says, shown.join(", ")));
        }
    }
    section.extend(found.into_iter().map(|(says, shown)| (says.to_owned(), shown.into())));
    Some(())
}

/// Puts the addresses in the place of the ids of their lists. Gives the domains among them, by
/// the name of the list; `None` when a list is not known.
fn domains(
    entry: &mut Value,
    list: &str,
    lists: &BTreeMap<String, Addresses>,
) -> Option<Vec<String>> {
    let Some(ids) = entry.get_mut(list) else { return Some(Vec::new()) };
    let (mut rows, mut domains) = (Vec::new(), Vec::new());
    for id in ids.as_array()? {
        let known = lists.get(id.as_str()?)?;
        rows.push(json!({"name": known.name, "list": known.addresses}));
        let of_list: Vec<&str> =
            known.addresses.iter().map(String::as_str).filter(|it| is_domain(it)).collect();
        if !of_list.is_empty() {
            domains.push(format!("{}: ({})", known.name, of_list.join(", ")));
        }
    }
    *ids = Value::Array(rows);
    Some(domains)
}

/// Whether an entry lets a whole domain in.
fn is_domain(entry: &str) -> bool {
    let dotted = entry.char_indices().any(|(at, c)| c == '.' && at > 0 && at + 1 < entry.len());
    dotted && !entry.contains('@')
}

/// The alerts that Google defines, each as it is: those that somebody changed as they were given,
/// the others as they are when nobody did. Rules of one's own are left out.
fn complete(top: &mut Unit, alerts: &Alerts) {
    let given = top.remove(ALERTS);
    let given = given.and_then(|rows| match rows {
        Value::Array(rows) => Some(rows),
        _ => None,
    });
    let known = |row: &Value| {
        let name = word(row, "displayName");
        alerts.active.contains(name) || alerts.inactive.contains(name)
    };
    let mut rows: Vec<Value> = given.unwrap_or_default().into_iter().filter(known).collect();
    let changed: BTreeSet<String> =
        rows.iter().map(|row| word(row, "displayName").to_owned()).collect();
    for (state, names) in [("ACTIVE", &alerts.active), ("INACTIVE", &alerts.inactive)] {
        let unchanged = names.difference(&changed);
        rows.extend(
            unchanged.map(|name| json!({"displayName": name, "description": "", "state": state})),
        );
    }
    top.insert(ALERTS.to_owned(), Value::Array(rows));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alerts() -> Alerts {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Alerts { active: set(&["Leaked password"]), inactive: set(&["Drive settings changed"]) }
    }

    /// An organisation with one list of addresses and one rule that lets them in.
    fn unit(addresses: &[&str]) -> Unit {
        let addresses: Vec<Value> = addresses.iter().map(|it| json!({"address": it})).collect();
        let value = json!({
            "gmail_rule_states": {"ruleStates": [
                {"ruleId": "r1", "enabled": true}, {"ruleId": "l1", "enabled": true}, {"ruleId": "r2", "enabled": false}]},
            "gmail_email_address_lists": {"emailAddressList": [
                {"id": "l1", "name": "取引先", "addressList": {"address": addresses}}]},
            "gmail_spam_override_lists": {"spamOverride": [
                {"ruleId": "r1", "description": "partners", "bypassSelectedSenders": true, "bypassSenderAllowlist": ["l1"]},
                {"ruleId": "r2", "description": "off", "bypassSelectedSenders": true, "bypassSenderAllowlist": ["l1"]}]},
            "gmail_comprehensive_mail_storage": {"ruleId": "r1"},
        });
        value.as_object().expect("an object").clone()
    }

    fn treated(unit: Unit) -> (Unit, BTreeSet<String>) {
        let mut units = BTreeMap::from([("top".to_owned(), unit)]);
        let untold = treat(&mut units, "top", &alerts());
        (units.remove("top").expect("a unit"), untold)
    }

    #[test]
    fn domains_among_the_senders_are_found_and_addresses_are_not() {
        let (unit, untold) = treated(unit(&["a@partner.example", "partner.example", "example."]));
        assert!(untold.is_empty());
        let section = &unit[SPAM];
        assert_eq!(section["senderDomainsFound"], "{partners: [取引先: (partner.example)]}");
        assert_eq!(section.get("warningDomainsFound"), None);
        assert_eq!(section["spamOverride"].as_array().map(Vec::len), Some(1));
        assert_eq!(section["spamOverride"][0]["bypassSenderAllowlist"][0]["name"], "取引先");
        assert_eq!(unit[STORAGE]["enabled"], true);
        let (unit, _) = treated(self::unit(&["a@partner.example"]));
        assert_eq!(unit[SPAM].get("senderDomainsFound"), None);
    }

    #[test]
    fn what_cannot_be_told_is_missing_and_never_empty() {
        let mut stateless = unit(&[]);
        stateless.remove("gmail_rule_states");
        let mut strange = unit(&[]);
        strange[SPAM]["spamOverride"][0]["bypassSenderAllowlist"] = json!(["unknown"]);
        let mut wrong = unit(&[]);
        wrong[SPAM] = json!({"spamOverride": "no list"});
        for unit in [stateless, strange, wrong] {
            let (unit, untold) = treated(unit);
            assert!(untold.contains(SPAM), "{untold:?}");
            assert!(!unit.contains_key(SPAM));
        }
        let mut stateless = unit(&[]);
        stateless.remove("gmail_rule_states");
        assert_eq!(treated(stateless).0[STORAGE].get("enabled"), None);
    }

    #[test]
    fn no_list_is_an_empty_one_only_where_mail_was_told_of() {
        let mut bare = unit(&[]);
        bare.remove(SPAM);
        assert_eq!(treated(bare).0[SPAM], json!({"spamOverride": []}));
        assert!(!treated(Unit::new()).0.contains_key(SPAM));
    }

    #[test]
    fn alerts_are_complete_and_rules_of_ones_own_left_out() {
        let given = json!([
            {"displayName": "Leaked password", "description": "d", "state": "INACTIVE"},
            {"displayName": "our own", "description": "d", "state": "ACTIVE"}]);
        let (unit, _) = treated(Unit::from_iter([(ALERTS.to_owned(), given)]));
        let shown: Vec<(&str, &str)> = unit[ALERTS]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| (word(row, "displayName"), word(row, "state")))
            .collect();
        let wanted = [("Leaked password", "INACTIVE"), ("Drive settings changed", "INACTIVE")];
        assert_eq!(shown, wanted);
    }
}
