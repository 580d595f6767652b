//! Windows of time that slide over the events of one group.
//!
//! A hit is one episode: it begins when the condition holds and lasts as long as it holds at
//! every further event, so a long attack is one hit and not one for each event.

use std::collections::{BTreeMap, HashMap, VecDeque};

use rsigma_parser::{
    ConditionExpr, ConditionOperator, CorrelationCondition, CorrelationType, Quantifier, WindowMode,
};

use super::Item;
use crate::rule::Correlated;

const SECOND: i64 = 1_000_000;

/// The windows of a correlation.
pub(crate) struct Windows<'c> {
    one: &'c Correlated,
    span: i64,
    gap: i64,
    members: Vec<&'c str>,
}

/// The window of one group.
#[derive(Default)]
struct Window<'i> {
    items: VecDeque<&'i Item>,
    values: HashMap<&'i str, usize>,
    members: HashMap<usize, usize>,
    numbers: BTreeMap<Ordered, usize>,
    sum: f64,
    counted: usize,
    /// For `temporal_ordered`: the latest beginning of a chain that has come as far as each member.
    chains: Vec<Option<Vec<&'i Item>>>,
    episode: Vec<&'i Item>,
}

/// A number in the order of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl<'c> Windows<'c> {
    /// The windows that a correlation asks for.
    pub(crate) fn new(one: &'c Correlated) -> Self {
        let micro = |seconds: u64| {
            i64::try_from(seconds).unwrap_or(i64::MAX / SECOND).saturating_mul(SECOND)
        };
        let names = one.programs.iter().chain(&one.chained);
        Self {
            one,
            span: micro(one.asked.timespan.seconds),
            gap: one.asked.gap.as_ref().map_or(i64::MAX, |gap| micro(gap.seconds)),
            members: names.map(|(name, _)| name.as_str()).collect(),
        }
    }

    /// The episodes, each with its events; `items` are in the order of time.
    pub(crate) fn run<'i>(&self, items: &'i [Item]) -> Vec<Vec<&'i Item>> {
        let mut windows: BTreeMap<&[String], Window<'i>> = BTreeMap::new();
        let mut found = Vec::new();
        for item in items {
            let window = windows.entry(&item.group).or_default();
            self.slide(window, item.time);
            window.push(item);
            if self.one.asked.correlation_type == CorrelationType::TemporalOrdered {
                found.extend(self.chain(window, item));
            } else if self.holds(window) {
                if window.episode.is_empty() {
                    window.episode = window.items.iter().copied().collect();
                } else {
                    window.episode.push(item);
                }
            } else if !window.episode.is_empty() {
                found.push(std::mem::take(&mut window.episode));
            }
        }
        let open = windows.into_values().map(|window| window.episode);
        found.extend(open.filter(|episode| !episode.is_empty()));
        found
    }

    /// Forgets what lies before the window that ends at this moment.
    fn slide(&self, window: &mut Window<'_>, now: i64) {
        match self.one.asked.window {
            WindowMode::Sliding => {
                let begin = now.saturating_sub(self.span);
                while window.items.front().is_some_and(|first| first.time < begin) {
                    window.pop();
                }
            }
            WindowMode::Tumbling => {
                let slot = now.div_euclid(self.span.max(1));
                let old = |first: &&Item| first.time.div_euclid(self.span.max(1)) != slot;
                while window.items.front().is_some_and(old) {
                    window.pop();
                }
            }
            WindowMode::Session => {
                let quiet = window.items.back().is_some_and(|last| now - last.time > self.gap);
                let long = window.items.front().is_some_and(|first| now - first.time > self.span);
                if quiet || long {
                    while !window.items.is_empty() {
                        window.pop();
                    }
                }
            }
        }
    }

    fn holds(&self, window: &Window<'_>) -> bool {
        let kind = self.one.asked.correlation_type;
        match (&self.one.asked.condition, kind) {
            (CorrelationCondition::Extended(condition), _) => self.named(condition, window),
            (CorrelationCondition::Threshold { predicates, percentile, .. }, kind) => {
                #[expect(clippy::cast_precision_loss, reason = "no window holds so many events")]
                let found = match kind {
                    CorrelationType::EventCount => Some(window.items.len() as f64),
                    CorrelationType::ValueCount => Some(window.values.len() as f64),
                    CorrelationType::Temporal | CorrelationType::TemporalOrdered => {
                        if predicates.is_empty() {
                            return window.members.len() >= self.members.len();
                        }
                        Some(window.members.len() as f64)
                    }
                    CorrelationType::ValueSum => (window.counted > 0).then_some(window.sum),
                    CorrelationType::ValueAvg => {
                        (window.counted > 0).then(|| window.sum / window.counted as f64)
                    }
                    CorrelationType::ValueMedian => window.percentile(50.0),
                    CorrelationType::ValuePercentile => {
                        window.percentile(percentile.unwrap_or(50) as f64)
                    }
                };
                found.is_some_and(|found| predicates.iter().all(|one| compare(*one, found)))
            }
        }
    }

    /// A condition over the names of the rules.
    fn named(&self, condition: &ConditionExpr, window: &Window<'_>) -> bool {
        let there = |name: &str| {
            let place = self.members.iter().position(|own| *own == name);
            place.is_some_and(|place| window.members.contains_key(&place))
        };
        match condition {
            ConditionExpr::And(parts) => parts.iter().all(|part| self.named(part, window)),
            ConditionExpr::Or(parts) => parts.iter().any(|part| self.named(part, window)),
            ConditionExpr::Not(part) => !self.named(part, window),
            ConditionExpr::Identifier(name) => there(name),
            ConditionExpr::Selector { quantifier, pattern } => {
                let own = self.members.iter().filter(|name| pattern.matches_detection_name(name));
                let (all, found) = own.fold((0_u64, 0_u64), |(all, found), name| {
                    (all + 1, found + u64::from(there(name)))
                });
                match quantifier {
                    Quantifier::Any => found > 0,
                    Quantifier::All => all > 0 && found == all,
                    Quantifier::Count(count) => found >= *count,
                }
            }
        }
    }

    /// Carries the chains of `temporal_ordered` on by one event.
    fn chain<'i>(&self, window: &mut Window<'i>, item: &'i Item) -> Option<Vec<&'i Item>> {
        window.chains.resize(self.members.len(), None);
        let chain = match item.member.checked_sub(1) {
            None => Some(vec![item]),
            Some(before) => window.chains.get(before).cloned().flatten().map(|mut chain| {
                chain.push(item);
                chain
            }),
        }?;
        let in_time = chain.first().is_some_and(|first| item.time - first.time <= self.span);
        if !in_time {
            return None;
        }
        if item.member + 1 == self.members.len() {
            window.chains.fill(None);
            return Some(chain);
        }
        window.chains[item.member] = Some(chain);
        None
    }
}

#[expect(clippy::cast_precision_loss, reason = "thresholds are small whole numbers")]
fn compare((operator, wanted): (ConditionOperator, u64), found: f64) -> bool {
    let wanted = wanted as f64;
    match operator {
        ConditionOperator::Lt => found < wanted,
        ConditionOperator::Lte => found <= wanted,
        ConditionOperator::Gt => found > wanted,
        ConditionOperator::Gte => found >= wanted,
        ConditionOperator::Eq => (found - wanted).abs() < f64::EPSILON,
        ConditionOperator::Neq => (found - wanted).abs() >= f64::EPSILON,
    }
}

impl<'i> Window<'i> {
    fn push(&mut self, item: &'i Item) {
        self.items.push_back(item);
        *self.members.entry(item.member).or_default() += 1;
        if let Some(value) = item.value.as_deref() {
            *self.values.entry(value).or_default() += 1;
            if let Ok(number) = value.parse::<f64>() {
                self.sum += number;
                self.counted += 1;
                *self.numbers.entry(Ordered(number)).or_default() += 1;
            }
        }
    }

    fn pop(&mut self) {
        let Some(item) = self.items.pop_front() else { return };
        less(&mut self.members, &item.member);
        if let Some(value) = item.value.as_deref() {
            less(&mut self.values, &value);
            if let Ok(number) = value.parse::<f64>() {
                self.sum -= number;
                self.counted -= 1;
                if let Some(count) = self.numbers.get_mut(&Ordered(number)) {
                    *count -= 1;
                    if *count == 0 {
                        self.numbers.remove(&Ordered(number));
                    }
                }
            }
        }
    }

    /// The value at the rank, by linear interpolation between neighbours.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank lies between 0 and the number of values"
    )]
    fn percentile(&self, rank: f64) -> Option<f64> {
        let place = rank.clamp(0.0, 100.0) / 100.0 * self.counted.checked_sub(1)? as f64;
        let (low, high) = (place.floor() as usize, place.ceil() as usize);
        let at = |wanted: usize| {
            let mut before = 0;
            self.numbers.iter().find_map(|(number, count)| {
                before += count;
                (before > wanted).then_some(number.0)
            })
        };
        let (low, high) = (at(low)?, at(high)?);
        Some(low + (high - low) * place.fract())
    }
}

fn less<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
