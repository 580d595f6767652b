//! Hits put together: by host and rule, with when they began and ended.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use noroshi_hunt::{Hit, Rule, RuleLevel, finding};
use noroshi_model::Finding;

use super::said::Said;

/// Groups that are told apart; further ones are only counted.
const MOST_GROUPS: usize = 50_000;

/// A hit, and what reports say of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The hit.
    pub hit: Hit,
    /// Sentences that speak of it, best first.
    pub said: Vec<Arc<Said>>,
}

impl Found {
    /// The hit as a finding of the own estate. On its other side the sentences stand after the
    /// rule with its author.
    pub fn finding(&self) -> Finding {
        let mut finding = finding(&self.hit);
        finding.theirs.extend(self.said.iter().map(|said| said.citation()));
        finding
    }
}

/// All hits of one rule on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The highest level among the hits.
    pub level: RuleLevel,
    /// How many.
    pub count: u64,
    /// When the first one happened.
    pub first: Option<Timestamp>,
    /// When the last one happened.
    pub last: Option<Timestamp>,
    /// The earliest hit.
    pub example: Found,
}

/// Hits by host and rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    groups: BTreeMap<String, BTreeMap<String, Group>>,
    members: usize,
    levels: BTreeMap<RuleLevel, u64>,
    /// Hits of hosts and rules beyond what is told apart.
    pub further: u64,
}

impl Timeline {
    /// Takes a hit in.
    pub fn add(&mut self, found: &Found) {
        *self.levels.entry(found.hit.level).or_default() += 1;
        let known = self.groups.get(&found.hit.host).and_then(|it| it.get(&found.hit.rule.id));
        if known.is_none() && self.members >= MOST_GROUPS {
            self.further += 1;
            return;
        }
        self.members += usize::from(known.is_none());
        let host = self.groups.entry(found.hit.host.clone()).or_default();
        host.entry(found.hit.rule.id.clone())
            .and_modify(|group| group.add(found))
            .or_insert_with(|| Group::new(found));
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The hosts, the most pressing first: by the highest level, then the earliest hit.
    pub fn hosts(&self) -> Vec<(&str, Vec<&Group>)> {
        let mut hosts: Vec<(&str, Vec<&Group>)> =
            self.groups.iter().map(|(host, groups)| (host.as_str(), in_time(groups))).collect();
        let press = |groups: &[&Group]| groups.iter().map(|group| group.level).max();
        hosts.sort_by(|a, b| press(&b.1).cmp(&press(&a.1)).then(a.1[0].first.cmp(&b.1[0].first)));
        hosts
    }

    /// For each level with hits, highest first: hits, rules, hosts.
    pub fn levels(&self) -> Vec<(RuleLevel, u64, usize, usize)> {
        let all =
            || self.groups.iter().flat_map(|(host, it)| it.values().map(move |it| (host, it)));
        let row = |(level, hits): (&RuleLevel, &u64)| {
            let of = || all().filter(|(_, group)| group.level == *level);
            let rules: BTreeSet<&str> = of().map(|(_, group)| group.rule.id.as_str()).collect();
            let hosts: BTreeSet<&String> = of().map(|(host, _)| host).collect();
            (*level, *hits, rules.len(), hosts.len())
        };
        self.levels.iter().rev().map(row).collect()
    }

    /// The first and last moment of all hits.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let groups = || self.groups.values().flat_map(BTreeMap::values);
        Some((groups().filter_map(|it| it.first).min()?, groups().filter_map(|it| it.last).max()?))
    }
}

fn in_time(groups: &BTreeMap<String, Group>) -> Vec<&Group> {
    let mut groups: Vec<&Group> = groups.values().collect();
    // Hits without a time come last.
    let key = |group: &Group| (group.first.is_none(), group.first);
    groups.sort_by(|a, b| key(a).cmp(&key(b)).then(b.level.cmp(&a.level)));
    groups
}

impl Group {
    fn new(found: &Found) -> Self {
        let hit = &found.hit;
        Self {
            rule: Arc::clone(&hit.rule),
            level: hit.level,
            count: 1,
            first: hit.time,
            last: hit.time,
            example: found.clone(),
        }
    }

    fn add(&mut self, found: &Found) {
        self.count += 1;
        self.level = self.level.max(found.hit.level);
        let Some(time) = found.hit.time else { return };
        if self.first.is_none_or(|first| time < first) {
            self.first = Some(time);
            self.example = found.clone();
        }
        self.last = self.last.max(Some(time));
    }
}
