//! What was seen on each host, and so what every rule could answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::bucket::{Bucket, source_name};
use super::view::View;
use crate::rule::{Origin, RuleSet};
use crate::{Coverage, Hit, Limits, RuleKind, Seen, Verdict};

/// All hosts, by name.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    hosts: HashMap<String, Host>,
}

/// One host.
#[derive(Debug, Default)]
pub(crate) struct Host {
    kinds: HashMap<Origin, Kind>,
    /// Hits by rule.
    pub(crate) hits: HashMap<u32, u64>,
}

/// One kind of events of a host.
#[derive(Debug, Default)]
struct Kind {
    events: u64,
    /// A bit for each field that some event had.
    fields: Vec<u64>,
    admitted: Vec<u32>,
}

impl Kind {
    fn has(&self, field: usize) -> bool {
        self.fields.get(field / 64).is_some_and(|word| word & (1 << (field % 64)) != 0)
    }
}

impl Hosts {
    /// Remembers an event; gives its host.
    pub(crate) fn see(
        &mut self,
        name: &str,
        bucket: &Bucket,
        view: &View,
        limits: &Limits,
    ) -> &mut Host {
        let name = if self.hosts.len() < limits.hosts || self.hosts.contains_key(name) {
            name
        } else {
            "…"
        };
        if !self.hosts.contains_key(name) {
            self.hosts.insert(name.to_owned(), Host::default());
        }
        let host = self.hosts.entry(name.to_owned()).or_default();
        if !host.kinds.contains_key(&bucket.origin) {
            let kind = Kind { admitted: bucket.admitted.clone(), ..Kind::default() };
            host.kinds.insert(bucket.origin.clone(), kind);
        }
        if let Some(kind) = host.kinds.get_mut(&bucket.origin) {
            kind.events += 1;
            for field in view.touched() {
                let word = *field as usize / 64;
                if kind.fields.len() <= word {
                    kind.fields.resize(word + 1, 0);
                }
                kind.fields[word] |= 1 << (field % 64);
            }
        }
        host
    }

    /// Takes over what another saw.
    pub(crate) fn merge(&mut self, other: Self) {
        for (name, host) in other.hosts {
            let own = self.hosts.entry(name).or_default();
            for (rule, count) in host.hits {
                *own.hits.entry(rule).or_default() += count;
            }
            for (origin, kind) in host.kinds {
                let same = own.kinds.entry(origin).or_default();
                same.events += kind.events;
                if same.fields.len() < kind.fields.len() {
                    same.fields.resize(kind.fields.len(), 0);
                }
                for (word, more) in same.fields.iter_mut().zip(&kind.fields) {
                    *word |= more;
                }
                same.admitted = kind.admitted;
            }
        }
    }

    /// Which sources were seen, in the order of hosts and names.
    pub(crate) fn seen(&self, rules: &RuleSet) -> Vec<Seen> {
        let mut rows: BTreeMap<(String, String, String), u64> = BTreeMap::new();
        for (name, host) in &self.hosts {
            for (origin, kind) in &host.kinds {
                let source = source_name(origin, &kind.admitted, rules);
                let key = (name.clone(), origin.shape.to_owned(), source);
                *rows.entry(key).or_default() += kind.events;
            }
        }
        let row = |((host, shape, source), events)| Seen { host, shape, source, events };
        rows.into_iter().map(row).collect()
    }

    /// The answer of every rule, with the hosts that gave it.
    pub(crate) fn coverage(
        &self,
        rules: &RuleSet,
        correlations: &[Hit],
        unsupported: &[(usize, String)],
    ) -> Vec<Coverage> {
        let mut hosts: Vec<(Arc<str>, &Host)> =
            self.hosts.iter().map(|(name, host)| (Arc::from(name.as_str()), host)).collect();
        hosts.sort_by(|one, other| one.0.cmp(&other.0));
        let answers: Vec<Answers<'_>> = hosts.iter().map(|(_, host)| Answers::new(host)).collect();
        let mut rows = Vec::new();
        for (number, rule) in (0_u32..).zip(rules.rules()) {
            let mut same: Vec<Coverage> = Vec::new();
            for ((name, _), answers) in hosts.iter().zip(&answers) {
                let verdict = match rule.kind {
                    RuleKind::Detection => answers.of(number, rules),
                    RuleKind::Correlation => continue,
                };
                match same.iter_mut().find(|row| row.verdict == verdict) {
                    Some(row) => row.hosts.push(Arc::clone(name)),
                    None => {
                        let hosts = vec![Arc::clone(name)];
                        same.push(Coverage { rule: Arc::clone(rule), verdict, hosts });
                    }
                }
            }
            rows.extend(same);
        }
        rows.extend(correlated(rules, correlations, unsupported, &answers));
        rows
    }
}

/// A correlation has no host: it is answered once, over all logs.
fn correlated(
    rules: &RuleSet,
    hits: &[Hit],
    unsupported: &[(usize, String)],
    answers: &[Answers<'_>],
) -> Vec<Coverage> {
    let row = |(number, one): (usize, &crate::rule::Correlated)| {
        let own = hits.iter().filter(|hit| Arc::ptr_eq(&hit.rule, &one.rule)).count();
        let refused = unsupported.iter().find(|(other, _)| *other == number);
        let answered = |program: usize| {
            let number = u32::try_from(program).unwrap_or(u32::MAX);
            answers.iter().any(|answers| answers.of(number, rules).evaluable())
        };
        let verdict = if let Some((_, reason)) = refused {
            Verdict::Unsupported(reason.clone())
        } else if own > 0 {
            Verdict::Hit(own as u64)
        } else if one.programs.iter().any(|(_, program)| answered(*program)) {
            Verdict::NoHit { absent: Vec::new() }
        } else {
            Verdict::SourceAbsent
        };
        Coverage { rule: Arc::clone(&one.rule), verdict, hosts: Vec::new() }
    };
    rules.correlations.iter().enumerate().map(row).collect()
}

/// The kinds of events of a host by the rules they are for.
struct Answers<'h> {
    host: &'h Host,
    kinds: HashMap<u32, Vec<&'h Kind>>,
}

impl<'h> Answers<'h> {
    fn new(host: &'h Host) -> Self {
        let mut kinds: HashMap<u32, Vec<&'h Kind>> = HashMap::new();
        for kind in host.kinds.values() {
            for rule in &kind.admitted {
                kinds.entry(*rule).or_default().push(kind);
            }
        }
        Self { host, kinds }
    }

    fn of(&self, number: u32, rules: &RuleSet) -> Verdict {
        let Some(program) = rules.programs.get(number as usize) else {
            return Verdict::SourceAbsent;
        };
        let node = match &program.node {
            Ok(node) => node,
            Err(reason) => return Verdict::Unsupported(reason.clone()),
        };
        if let Some(count) = self.host.hits.get(&number) {
            return Verdict::Hit(*count);
        }
        let Some(kinds) = self.kinds.get(&number) else { return Verdict::SourceAbsent };
        let mut named = Vec::new();
        node.items(&mut |field, _| named.extend(field));
        named.sort_unstable();
        named.dedup();
        let absent = |kind: &Kind, field: usize| !kind.has(field);
        let names = |missing: Vec<usize>| {
            missing.iter().map(|field| rules.fields.name(*field).to_owned()).collect()
        };
        let missing = |kinds: &[&Kind]| -> Vec<usize> {
            let every = |field: &&usize| kinds.iter().all(|kind| absent(kind, **field));
            named.iter().filter(every).copied().collect()
        };
        let able: Vec<&Kind> = kinds
            .iter()
            .copied()
            .filter(|kind| node.possible(&|field| absent(kind, field)))
            .collect();
        if able.is_empty() {
            return Verdict::FieldAbsent(names(missing(kinds)));
        }
        Verdict::NoHit { absent: names(missing(&able)) }
    }
}
