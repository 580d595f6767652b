//! Correlations: several events of other rules in a window of time.
//!
//! What correlations count is kept until all logs are read and then put in the order of time,
//! so that the order of files does not matter and windows slide over the edges of files.

mod window;

use std::collections::BTreeMap;
use std::sync::Arc;

use noroshi_model::Problem;
use rsigma_parser::CorrelationType;

use crate::hunt::View;
use crate::mask::shown;
use crate::rule::{Correlated, RuleSet};
use crate::{Hit, Matched, Tuning};
use window::Windows;

/// The most events that a hit of a correlation lists.
const LISTED: usize = 1_000;

/// One event that a correlation counts.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// When, in microseconds since 1970.
    time: i64,
    /// The values of the fields by which events are grouped.
    group: Vec<String>,
    /// The value that is counted, if any.
    value: Option<String>,
    /// Which of the correlation's rules it is.
    member: usize,
    hit: Arc<Origin>,
}

/// What of a hit is needed later.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Origin {
    log: Arc<str>,
    record: u64,
    line: bool,
    host: String,
    user: String,
    identity: String,
}

impl Origin {
    fn of(hit: &Hit) -> Self {
        Self {
            log: Arc::clone(&hit.log),
            record: hit.record,
            line: hit.line,
            host: hit.host.clone(),
            user: hit.user.clone(),
            identity: hit.identity.clone(),
        }
    }
}

/// Which correlations count a rule: the correlation, and which of its rules it is.
type Askers = Vec<Vec<(usize, usize)>>;

/// What all correlations of a set have counted so far.
#[derive(Debug)]
pub(crate) struct Correlator<'r> {
    rules: &'r RuleSet,
    askers: Askers,
    items: Vec<Vec<Item>>,
    most: usize,
    dropped: Vec<u64>,
    timeless: Vec<u64>,
}

impl<'r> Correlator<'r> {
    /// A correlator that has counted nothing; it keeps at most so many events of a correlation.
    pub(crate) fn new(rules: &'r RuleSet, most: usize) -> Self {
        let mut askers: Askers = vec![Vec::new(); rules.programs.len()];
        for (number, one) in rules.correlations.iter().enumerate() {
            for (member, (_, program)) in one.programs.iter().enumerate() {
                if let Some(list) = askers.get_mut(*program) {
                    list.push((number, member));
                }
            }
        }
        let count = rules.correlations.len();
        let items = vec![Vec::new(); count];
        Self { rules, askers, items, most, dropped: vec![0; count], timeless: vec![0; count] }
    }

    /// Counts a hit of a rule. An excluded hit is not counted.
    pub(crate) fn count(&mut self, rule: usize, hit: &Hit, view: &View) {
        let Some(askers) = self.askers.get(rule).filter(|askers| !askers.is_empty()) else {
            return;
        };
        if hit.excluded.is_some() {
            return;
        }
        let origin = Arc::new(Origin::of(hit));
        for (number, member) in askers {
            let Some(one) = self.rules.correlations.get(*number) else { continue };
            let Some(time) = hit.time else {
                self.timeless[*number] += 1;
                continue;
            };
            let value = |name: &str| field(self.rules, one, *member, name, view);
            let group = one.asked.group_by.iter().map(|name| value(name).unwrap_or_default());
            let item = Item {
                time: time.as_microsecond(),
                group: group.collect(),
                value: one.condition_fields().and_then(|names| {
                    let values: Option<Vec<String>> =
                        names.iter().map(|name| value(name)).collect();
                    values.map(|values| values.join("\0"))
                }),
                member: *member,
                hit: Arc::clone(&origin),
            };
            keep(&mut self.items[*number], item, self.most, &mut self.dropped[*number]);
        }
    }

    /// Takes over what another counted.
    pub(crate) fn merge(&mut self, other: Self) {
        for (number, items) in other.items.into_iter().enumerate() {
            self.dropped[number] += other.dropped[number];
            self.timeless[number] += other.timeless[number];
            for item in items {
                keep(&mut self.items[number], item, self.most, &mut self.dropped[number]);
            }
        }
    }

    /// The hits in the order of time, what was left out, and which correlations cannot be answered.
    pub(crate) fn finish(
        mut self,
        tuning: &Tuning,
    ) -> (Vec<Hit>, Vec<Problem>, Vec<(usize, String)>) {
        let mut hits = Vec::new();
        let mut unsupported = Vec::new();
        let mut silent = vec![false; self.items.len()];
        let (order, cyclic) = self.order();
        unsupported
            .extend(cyclic.into_iter().map(|number| (number, "it counts itself".to_owned())));
        for number in order {
            let Some(one) = self.rules.correlations.get(number) else { continue };
            if let Some(reason) = unanswerable(one, self.rules) {
                unsupported.push((number, reason));
                continue;
            }
            let mut items = std::mem::take(&mut self.items[number]);
            // The last member first: one event is not two steps of a chain.
            items.sort_by(|one, other| {
                let order = one.time.cmp(&other.time).then_with(|| one.hit.cmp(&other.hit));
                order.then(other.member.cmp(&one.member))
            });
            let found = Windows::new(one).run(&items);
            let found: Vec<(Hit, Vec<String>)> = found
                .into_iter()
                .map(|list| (made(one, &list, tuning), list[0].group.clone()))
                .collect();
            self.chain(number, &found, &mut silent);
            hits.push((number, found));
        }
        let loud = hits.into_iter().filter(|(number, _)| !silent[*number]);
        let mut hits: Vec<Hit> =
            loud.flat_map(|(_, found)| found.into_iter().map(|(hit, _)| hit)).collect();
        hits.sort_by(|one, other| (one.time, &one.rule.id).cmp(&(other.time, &other.rule.id)));
        (hits, self.problems(), unsupported)
    }

    /// Correlations after those that they count; and those that count themselves.
    fn order(&self) -> (Vec<usize>, Vec<usize>) {
        let mut left: Vec<usize> = (0..self.rules.correlations.len()).collect();
        let mut done = Vec::new();
        loop {
            let before = left.len();
            left.retain(|number| {
                let chained = &self.rules.correlations[*number].chained;
                let ready = chained.iter().all(|(_, other)| done.contains(other));
                if ready {
                    done.push(*number);
                }
                !ready
            });
            if left.is_empty() || left.len() == before {
                return (done, left);
            }
        }
    }

    /// Gives the hits of a correlation to those that count it.
    fn chain(&mut self, number: usize, found: &[(Hit, Vec<String>)], silent: &mut [bool]) {
        for (asker, one) in self.rules.correlations.iter().enumerate() {
            let place = one.chained.iter().position(|(_, other)| *other == number);
            let Some(place) = place else { continue };
            silent[number] |= !one.asked.generate;
            for (hit, _) in found {
                let Some(time) = hit.time else { continue };
                let value = |name: &String| {
                    let matched = hit.matched.iter().find(|matched| matched.field == *name);
                    matched.map(|matched| matched.value.clone()).unwrap_or_default()
                };
                let item = Item {
                    time: time.as_microsecond(),
                    group: one.asked.group_by.iter().map(value).collect(),
                    value: one
                        .condition_fields()
                        .map(|names| names.iter().map(value).collect::<Vec<_>>().join("\0")),
                    member: one.programs.len() + place,
                    hit: Arc::new(Origin::of(hit)),
                };
                keep(&mut self.items[asker], item, self.most, &mut self.dropped[asker]);
            }
        }
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (number, one) in self.rules.correlations.iter().enumerate() {
            let add = |code, count: u64, problems: &mut Vec<Problem>| {
                if count > 0 {
                    let problem = Problem::new(code).at(&one.rule.path);
                    problems.push(problem.fact("rule", &one.rule.title).fact("count", count));
                }
            };
            add("NRS-HUNT-020", self.dropped[number], &mut problems);
            add("NRS-HUNT-021", self.timeless[number], &mut problems);
        }
        problems
    }
}

fn keep(items: &mut Vec<Item>, item: Item, most: usize, dropped: &mut u64) {
    if items.len() < most {
        items.push(item);
    } else {
        *dropped += 1;
    }
}

/// The value of a field, by the alias that the correlation gives it for this rule.
fn field(
    rules: &RuleSet,
    one: &Correlated,
    member: usize,
    name: &str,
    view: &View,
) -> Option<String> {
    let (called, program) = one.programs.get(member)?;
    let program = rules.programs.get(*program)?;
    let alias = one.asked.aliases.iter().find(|alias| alias.alias == name);
    let own = alias.and_then(|alias| {
        let names = [called, &program.rule.id, &program.rule.name];
        names.into_iter().find_map(|called| alias.mapping.get(called))
    });
    let number = rules.fields.find(own.map_or(name, String::as_str))?;
    let found = view.values(number).find(|found| !found.is_null())?;
    Some(found.raw.to_owned())
}

fn unanswerable(one: &Correlated, rules: &RuleSet) -> Option<String> {
    if one.programs.len() + one.chained.len() < one.asked.rules.len() {
        return Some("a rule that it counts is not loaded".to_owned());
    }
    let refused = one.programs.iter().find_map(|(name, program)| {
        let reason = rules.programs.get(*program)?.node.as_ref().err()?;
        Some(format!("it counts `{name}`, which needs {reason}"))
    });
    let nameless = matches!(
        one.asked.correlation_type,
        CorrelationType::ValueCount
            | CorrelationType::ValueSum
            | CorrelationType::ValueAvg
            | CorrelationType::ValueMedian
            | CorrelationType::ValuePercentile
    ) && one.condition_fields().is_none();
    refused.or_else(|| nameless.then(|| "its condition names no field".to_owned()))
}

/// The hit made by these events, oldest first.
fn made(one: &Correlated, items: &[&Item], tuning: &Tuning) -> Hit {
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return empty(one, tuning);
    };
    let groups = one.asked.group_by.iter().zip(&last.group);
    let mut matched: Vec<Matched> = groups
        .map(|(field, value)| Matched { field: field.clone(), value: shown(value) })
        .collect();
    let mut values: BTreeMap<&str, usize> = BTreeMap::new();
    items.iter().filter_map(|item| item.value.as_deref()).for_each(|value| {
        *values.entry(value).or_default() += 1;
    });
    if let Some(names) = one.condition_fields() {
        for value in values.keys().take(LISTED) {
            for (name, part) in names.iter().zip(value.split('\0')) {
                matched.push(Matched { field: name.clone(), value: shown(part) });
            }
        }
    }
    matched.push(Matched { field: "events".to_owned(), value: items.len().to_string() });
    let common = |of: fn(&Origin) -> &String| {
        let own = of(&last.hit);
        let same = items.iter().all(|item| of(&item.hit) == own);
        if same { own.clone() } else { String::new() }
    };
    Hit {
        rule: Arc::clone(&one.rule),
        level: tuning.level(&one.rule),
        log: Arc::clone(&last.hit.log),
        record: last.hit.record,
        line: last.hit.line,
        time: jiff::Timestamp::from_microsecond(last.time).ok(),
        host: common(|origin| &origin.host),
        user: common(|origin| &origin.user),
        matched,
        identity: format!("{} {}", last.group.join(" "), first.hit.identity),
        events: items
            .iter()
            .take(LISTED)
            .map(|item| (Arc::clone(&item.hit.log), item.hit.record))
            .collect(),
        excluded: None,
    }
}

fn empty(one: &Correlated, tuning: &Tuning) -> Hit {
    Hit {
        rule: Arc::clone(&one.rule),
        level: tuning.level(&one.rule),
        log: "".into(),
        record: 0,
        line: false,
        time: None,
        host: String::new(),
        user: String::new(),
        matched: Vec::new(),
        identity: String::new(),
        events: Vec::new(),
        excluded: None,
    }
}
