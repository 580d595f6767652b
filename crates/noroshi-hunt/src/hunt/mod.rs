//! The hunter: asks the rules about events and remembers what it saw.

mod bucket;
mod eval;
mod index;
mod names;
mod seen;
mod sieve;
mod tree;
mod view;

use std::fmt::Write as _;
use std::sync::Arc;

use noroshi_model::Problem;

use crate::correlation::Correlator;
use crate::event::shape::{Role, Shape, shapes};
use crate::event::{Slot, time};
use crate::mask::shown;
use crate::rule::{Origin, Program};
use crate::{Chunk, Event, Hit, Limits, Matched, Outcome, RuleSet, Tuning, Value};

use bucket::{Bucket, Buckets};
pub(crate) use eval::{answer, holds};
use index::Candidates;
use names::Names;
use seen::Hosts;
pub(crate) use view::View;

/// Asks the rules of a set about events. Two hunters over the same rules can be merged.
pub struct Hunter<'r> {
    rules: &'r RuleSet,
    limits: Limits,
    tuning: Tuning,
    desk: Desk,
    buckets: Buckets,
    candidates: Candidates,
    hosts: Hosts,
    correlator: Correlator<'r>,
    events: u64,
    skipped: u64,
}

/// What lies open while one event is looked at.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    names: Names,
    numbers: Vec<usize>,
    view: View,
    roles: Roles,
    key: String,
}

/// The fields of an event that have a role: the place of each in the event, and its rank.
#[derive(Debug, Default, Clone, Copy)]
struct Roles([Option<(usize, usize)>; Role::ALL.len()]);

impl Roles {
    fn offer(&mut self, role: Role, rank: usize, place: usize) {
        let own = &mut self.0[role as usize];
        if own.is_none_or(|(_, known)| rank < known) {
            *own = Some((place, rank));
        }
    }

    fn text<'e>(&self, event: &'e Event, role: Role) -> Option<std::borrow::Cow<'e, str>> {
        let (place, _) = self.0[role as usize]?;
        let field = event.fields.get(place)?;
        Some(match event.value(field.slot) {
            Value::Text(text) => text.into(),
            Value::Whole(number) => number.to_string().into(),
            Value::Number(number) => number.to_string().into(),
            Value::Truth(truth) => truth.to_string().into(),
            Value::Null => return None,
        })
    }
}

impl Desk {
    /// Opens an event: its shape and the fields with a role.
    fn open(&mut self, event: &Event, rules: &RuleSet) -> Option<(usize, &'static Shape)> {
        self.numbers.clear();
        let mut bits = 0;
        for field in &event.fields {
            let number = self.names.number(event, field, self.numbers.last().copied());
            bits |= self.names.bits(number);
            self.numbers.push(number);
        }
        let shape = shapes().tell(event.kind, bits);
        self.roles = Roles::default();
        for (place, (field, known)) in event.fields.iter().zip(&self.numbers).enumerate() {
            let name = event.part(field.name);
            let meant = self.names.meant(*known, name, shape, rules);
            if let Some((role, rank)) = meant.and_then(|meant| meant.role)
                && field.slot != Slot::Null
            {
                self.roles.offer(role, rank, place);
            }
        }
        Some((shape, shapes().get(shape)?))
    }

    /// Takes the values of the fields that the rules in question ask for; of the others only
    /// that they are there.
    fn fill(
        &mut self,
        event: &Event,
        rules: &RuleSet,
        shape: usize,
        windows: bool,
        bucket: &Bucket,
    ) {
        self.view.clear(rules.fields.len());
        let wanted = |field: &u32| bucket.wanted.get(*field as usize).copied().unwrap_or(true);
        for (field, known) in event.fields.iter().zip(&self.numbers) {
            let name = event.part(field.name);
            let Some(meant) = self.names.meant(*known, name, shape, rules) else { continue };
            if meant.fields.iter().any(wanted) {
                self.view.add(&meant.fields, event.value(field.slot), windows);
            } else {
                meant.fields.iter().for_each(|field| self.view.note(*field));
            }
        }
        bucket.variants.iter().for_each(|(from, to)| self.view.copy(*from, *to));
    }

    /// Where an event comes from.
    fn origin(&self, event: &Event, shape: &'static Shape) -> Origin {
        let text = |role| self.roles.text(event, role).unwrap_or_default().to_lowercase();
        let mut channel = text(Role::Channel);
        if channel.is_empty() {
            channel = shape.fixed_channel.clone().unwrap_or_default();
        }
        if channel.is_empty() && shape.name == "zeek" {
            channel = stem(&event.log);
        }
        let provider = text(Role::Provider);
        let linux = provider == "linux-sysmon" || channel == "linux-sysmon/operational";
        let product = if linux { "linux".to_owned() } else { shape.product.clone() };
        let id = text(Role::Id).parse().ok();
        let declared = event.declared.as_deref().cloned();
        Origin { shape: &shape.name, product, channel, provider, id, declared }
    }

    /// Opens an event and finds its kind.
    pub(crate) fn place(
        &mut self,
        event: &Event,
        rules: &RuleSet,
        buckets: &mut Buckets,
    ) -> Option<usize> {
        let (number, shape) = self.open(event, rules)?;
        self.key.clear();
        self.key.push_str(&shape.name);
        for role in [Role::Channel, Role::Provider, Role::Id] {
            self.key.push('\0');
            if let Some(text) = self.roles.text(event, role) {
                self.key.push_str(&text);
            }
        }
        if shape.name == "zeek" {
            let _ = write!(self.key, "\0{}", event.log);
        }
        if let Some(declared) = &event.declared {
            let _ = write!(self.key, "\0{declared:?}");
        }
        let key = std::mem::take(&mut self.key);
        let kind = buckets.number(&key, rules, || self.origin(event, shape));
        self.key = key;
        self.fill(event, rules, number, shape.product == "windows", buckets.get(kind)?);
        Some(kind)
    }

    pub(crate) fn view(&self) -> &View {
        &self.view
    }

    fn host(&self, event: &Event) -> String {
        self.roles.text(event, Role::Host).unwrap_or_default().into_owned()
    }

    fn moment(&self, event: &Event) -> Option<jiff::Timestamp> {
        let (place, _) = self.roles.0[Role::Time as usize]?;
        match event.value(event.fields.get(place)?.slot) {
            Value::Text(text) => time::parse(text),
            #[expect(clippy::cast_precision_loss, reason = "a moment of this size is exact enough")]
            Value::Whole(number) => time::of_number(number as f64),
            Value::Number(number) => time::of_number(number),
            Value::Truth(_) | Value::Null => None,
        }
    }
}

fn stem(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.split('.').next().unwrap_or(name).to_lowercase()
}

/// The kind of an event and where it comes from, for explanations.
pub(crate) fn look(event: &Event, rules: &RuleSet) -> Option<(Desk, Origin)> {
    let mut desk = Desk::default();
    let mut buckets = Buckets::all();
    let number = desk.place(event, rules, &mut buckets)?;
    let origin = (*buckets.get(number)?.origin).clone();
    desk.view.add_texts(event);
    Some((desk, origin))
}

impl<'r> Hunter<'r> {
    /// A hunter that has seen nothing yet.
    pub fn new(rules: &'r RuleSet, limits: Limits) -> Self {
        Self {
            rules,
            limits,
            tuning: Tuning::default(),
            desk: Desk::default(),
            buckets: Buckets::new(rules, std::iter::empty()),
            candidates: Candidates::default(),
            hosts: Hosts::default(),
            correlator: Correlator::new(rules, limits.correlated),
            events: 0,
            skipped: 0,
        }
    }

    /// The same with levels and exclusions of the organisation.
    #[must_use]
    pub fn tuned(mut self, tuning: &Tuning) -> Self {
        self.tuning = tuning.clone();
        self.buckets = Buckets::new(self.rules, self.tuning.fields());
        self
    }

    /// The rules that match one event, in the order of the rule set.
    pub fn feed(&mut self, event: &Event) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.ask(event, &mut hits);
        hits
    }

    /// All events of a chunk: the hits in the order of events, and what could not be read.
    pub fn chunk(&mut self, chunk: &Chunk) -> (Vec<Hit>, Vec<Problem>) {
        let mut hits = Vec::new();
        let unread = chunk.events(&self.limits.clone(), |event| self.ask(event, &mut hits));
        self.skipped += unread.records;
        (hits, unread.problems)
    }

    fn ask(&mut self, event: &Event, hits: &mut Vec<Hit>) {
        self.events += 1;
        let Some(number) = self.desk.place(event, self.rules, &mut self.buckets) else { return };
        let Some(bucket) = self.buckets.get(number) else { return };
        self.candidates.start(self.rules.programs.len());
        bucket.index.find(event, &mut self.desk.view, &mut self.candidates);
        let host = self.desk.roles.text(event, Role::Host).unwrap_or_default();
        let seen = (number, bucket);
        let Some(row) = self.hosts.see(&host, seen, self.desk.view(), &self.limits) else { return };
        for rule in self.candidates.sorted() {
            let Some(program) = self.rules.programs.get(*rule as usize) else { continue };
            let Ok(node) = &program.node else { continue };
            if !bucket.asks(*rule) || !holds(node, self.desk.view()) {
                continue;
            }
            let hit = hit(program, event, &self.desk, bucket, self.rules);
            let hit = self.tuning.apply(hit, self.desk.view(), &self.rules.fields);
            self.correlator.count(*rule as usize, &hit, self.desk.view());
            if !program.silent {
                *row.hits.entry(*rule).or_default() += 1;
                hits.push(hit);
            }
        }
    }

    /// Takes over what another hunter over the same rules saw.
    pub fn merge(&mut self, other: Self) {
        self.events += other.events;
        self.skipped += other.skipped;
        self.hosts.merge(other.hosts);
        self.correlator.merge(other.correlator);
    }

    /// Events read so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Records so far that could not be read.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// What is left to say when all logs are read.
    pub fn finish(self) -> Outcome {
        let (correlations, problems, unsupported) = self.correlator.finish(&self.tuning);
        let coverage = self.hosts.coverage(self.rules, &correlations, &unsupported);
        Outcome {
            seen: self.hosts.seen(self.rules),
            coverage,
            correlations,
            events: self.events,
            skipped: self.skipped,
            problems,
        }
    }
}

fn hit(program: &Program, event: &Event, desk: &Desk, bucket: &Bucket, rules: &RuleSet) -> Hit {
    let mut proofs = Vec::new();
    if let Ok(node) = &program.node {
        eval::proof(node, desk.view(), &mut proofs);
    }
    let mut matched: Vec<Matched> = Vec::new();
    for (field, value) in proofs {
        let field = field.map_or("", |field| rules.fields.name(field));
        let one = Matched { field: field.to_owned(), value: shown(&value) };
        if !matched.contains(&one) {
            matched.push(one);
        }
    }
    let host = desk.host(event);
    let time = desk.moment(event);
    let record = desk.roles.text(event, Role::Record).unwrap_or_default();
    let number = record.parse().ok().filter(|_| !event.line && bucket.origin.product == "windows");
    Hit {
        rule: Arc::clone(&program.rule),
        level: program.rule.level,
        log: Arc::clone(&event.log),
        record: number.unwrap_or(event.record),
        line: event.line,
        time,
        user: desk.roles.text(event, Role::User).unwrap_or_default().into_owned(),
        matched,
        identity: identity(event, &bucket.origin, &host, &record, time),
        host,
        events: Vec::new(),
        excluded: None,
    }
}

/// Windows numbers the records of each channel of a host; other logs are known by their text.
fn identity(
    event: &Event,
    origin: &Origin,
    host: &str,
    record: &str,
    moment: Option<jiff::Timestamp>,
) -> String {
    if record.is_empty() || origin.product != "windows" {
        return crate::mask::digest(event);
    }
    let second = moment.map(|moment| moment.as_second().to_string()).unwrap_or_default();
    format!("{} {} {record} {second}", host.to_lowercase(), origin.channel)
}
