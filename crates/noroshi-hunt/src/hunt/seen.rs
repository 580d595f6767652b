//! What was seen on each host, and so what every rule could answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::bucket::{Bucket, source_name};
use super::view::View;
use crate::rule::{Origin, RuleSet};
use crate::{Coverage, Hit, Limits, RuleKind, Seen, Verdict};

/// All hosts.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    hosts: Vec<Host>,
    names: HashMap<Arc<str>, usize>,
    /// The host of the last event: mostly also that of the next.
    last: usize,
}

/// One host.
#[derive(Debug)]
pub(crate) struct Host {
    name: Arc<str>,
    kinds: Vec<Kind>,
    origins: HashMap<Arc<Origin>, usize>,
    /// The kind by the number of a bucket, as it was last.
    recent: HashMap<usize, usize>,
    /// Hits by rule.
    pub(crate) hits: HashMap<u32, u64>,
}

impl Host {
    fn new(name: Arc<str>) -> Self {
        Self {
            name,
            kinds: Vec::new(),
            origins: HashMap::new(),
            recent: HashMap::new(),
            hits: HashMap::new(),
        }
    }

    /// The kind with this origin; a new one is not yet admitted anywhere.
    fn kind(&mut self, origin: &Arc<Origin>) -> usize {
        if let Some(place) = self.origins.get(origin) {
            return *place;
        }
        let place = self.kinds.len();
        self.kinds.push(Kind::new(Arc::clone(origin)));
        self.origins.insert(Arc::clone(origin), place);
        place
    }

    /// Counts an event of a kind.
    fn count(&mut self, number: usize, bucket: &Bucket, view: &View) {
        let recent = self.recent.get(&number).copied();
        let known =
            |place: &usize| self.kinds.get(*place).is_some_and(|kind| kind.origin == bucket.origin);
        let place = recent.filter(known).unwrap_or_else(|| {
            let place = self.kind(&bucket.origin);
            self.recent.insert(number, place);
            place
        });
        let Some(kind) = self.kinds.get_mut(place) else { return };
        if kind.events == 0 {
            kind.admitted.clone_from(&bucket.admitted);
        }
        kind.events += 1;
        kind.note(view.touched());
    }
}

/// One kind of events of a host.
#[derive(Debug)]
struct Kind {
    origin: Arc<Origin>,
    events: u64,
    /// A bit for each field that some event had.
    fields: Vec<u64>,
    admitted: Vec<u32>,
}

impl Kind {
    fn new(origin: Arc<Origin>) -> Self {
        Self { origin, events: 0, fields: Vec::new(), admitted: Vec::new() }
    }

    /// Notes fields that an event had.
    fn note(&mut self, fields: &[u32]) {
        for field in fields {
            let word = *field as usize / 64;
            if self.fields.len() <= word {
                self.fields.resize(word + 1, 0);
            }
            self.fields[word] |= 1 << (field % 64);
        }
    }

    fn has(&self, field: usize) -> bool {
        self.fields.get(field / 64).is_some_and(|word| word & (1 << (field % 64)) != 0)
    }
}

impl Hosts {
    /// Remembers an event of the bucket with this number; gives its host.
    pub(crate) fn see(
        &mut self,
        name: &str,
        (number, bucket): (usize, &Bucket),
        view: &View,
        limits: &Limits,
    ) -> Option<&mut Host> {
        if self.hosts.get(self.last).is_none_or(|host| *host.name != *name) {
            let room = self.hosts.len() < limits.hosts || self.names.contains_key(name);
            self.last = self.place(if room { name } else { "…" });
        }
        let host = self.hosts.get_mut(self.last)?;
        host.count(number, bucket, view);
        Some(host)
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.names.get(name) {
            return *place;
        }
        let name: Arc<str> = name.into();
        self.hosts.push(Host::new(Arc::clone(&name)));
        self.names.insert(name, self.hosts.len() - 1);
        self.hosts.len() - 1
    }

    /// Takes over what another saw.
    pub(crate) fn merge(&mut self, other: Self) {
        for host in other.hosts {
            let place = self.place(&host.name);
            let Some(own) = self.hosts.get_mut(place) else { continue };
            for (rule, count) in host.hits {
                *own.hits.entry(rule).or_default() += count;
            }
            for kind in host.kinds {
                let place = own.kind(&kind.origin);
                let Some(same) = own.kinds.get_mut(place) else { continue };
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
        for host in &self.hosts {
            for kind in &host.kinds {
                let source = source_name(&kind.origin, &kind.admitted, rules);
                let key = (host.name.to_string(), kind.origin.shape.to_owned(), source);
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
        let mut hosts: Vec<&Host> = self.hosts.iter().collect();
        hosts.sort_by(|one, other| one.name.cmp(&other.name));
        let answers: Vec<Answers<'_>> = hosts.iter().map(|host| Answers::new(host)).collect();
        let mut rows = Vec::new();
        for (number, rule) in (0_u32..).zip(rules.rules()) {
            let mut same: Vec<Coverage> = Vec::new();
            for (host, answers) in hosts.iter().zip(&answers) {
                let verdict = match rule.kind {
                    RuleKind::Detection => answers.of(number, rules),
                    RuleKind::Correlation => continue,
                };
                match same.iter_mut().find(|row| row.verdict == verdict) {
                    Some(row) => row.hosts.push(Arc::clone(&host.name)),
                    None => {
                        let hosts = vec![Arc::clone(&host.name)];
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
        for kind in &host.kinds {
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
        let named = &program.asked.fields;
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
