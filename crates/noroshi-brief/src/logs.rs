//! What was found in the own logs: host by host in order of time, with the rule, its author and
//! what reports say beside it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;
use noroshi_model::FindingKind;

use crate::desk::Desk;
use crate::estate;
use crate::material::{Found, Language};
use crate::view::{HostLog, LogRow, LogTimeline};

/// Hosts shown: those with the most pressing finding.
const HOSTS: usize = 12;
/// Rules shown of one host.
const ROWS: usize = 20;

/// The timeline; empty when nothing was found in logs.
pub(crate) fn timeline(desk: &mut Desk<'_>, found: &[Found], language: Language) -> LogTimeline {
    let mut hosts: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for one in found.iter().filter(|one| one.finding.kind == FindingKind::Log) {
        hosts.entry(one.finding.subject.as_str()).or_default().push(one);
    }
    let mut hosts: Vec<(&str, Vec<&Found>)> = hosts.into_iter().collect();
    hosts.sort_by_key(|(host, found)| {
        let press = found.iter().map(|one| one.finding.level).max();
        (Reverse(press), first(found).is_none(), first(found), *host)
    });
    let further = hosts.len().saturating_sub(HOSTS);
    hosts.truncate(HOSTS);
    let hosts = hosts.into_iter().map(|(host, found)| of_host(desk, host, &found, language));
    LogTimeline { hosts: hosts.collect(), further }
}

fn of_host(desk: &mut Desk<'_>, host: &str, found: &[&Found], language: Language) -> HostLog {
    let mut rules: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for one in found {
        rules.entry(one.finding.title.en.as_str()).or_default().push(one);
    }
    let mut rules: Vec<Vec<&Found>> = rules.into_values().collect();
    // Findings without a time come last.
    rules.iter_mut().for_each(|rule| {
        rule.sort_by_key(|one| (one.finding.time.is_none(), one.finding.time));
    });
    rules.sort_by_key(|rule| (first(rule).is_none(), first(rule)));
    let further = rules.len().saturating_sub(ROWS);
    rules.truncate(ROWS);
    let row = |rule: &Vec<&Found>| {
        let item = estate::item(desk, rule, language)?;
        Some(LogRow { when: first(rule).zip(last(rule)), item })
    };
    HostLog { host: host.to_owned(), rows: rules.iter().filter_map(row).collect(), further }
}

fn first(found: &[&Found]) -> Option<Timestamp> {
    found.iter().filter_map(|one| one.finding.time).min()
}

fn last(found: &[&Found]) -> Option<Timestamp> {
    found.iter().filter_map(|one| one.finding.time).max()
}
