//! Which documents tell of the same: clusters, in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{Level, Span};

use crate::material::Source;
use crate::roundup::{invite, roundups};
use crate::similarity::{Ties, fold};

/// Average similarity below which two groups stay apart.
const TOGETHER: f64 = 0.075;

/// Documents of one topic.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// In the order of the documents.
    pub(crate) documents: Vec<usize>,
    /// The document most alike all others.
    pub(crate) lead: usize,
    /// Names that tie them, heaviest first: those of at least two documents, or all names
    /// of a single one.
    pub(crate) ties: Vec<(String, f64)>,
    /// Round-ups, and their sentences that tell of this topic.
    pub(crate) guests: Vec<(usize, Vec<Span>)>,
    /// Whether it is a round-up by itself, which heads no topic.
    pub(crate) roundup: bool,
    /// By document: where its names stand, and their weights.
    places: BTreeMap<usize, Vec<(Span, usize)>>,
}

/// A name of a topic at a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'p> {
    pub(crate) key: &'p str,
    pub(crate) weight: f64,
    pub(crate) span: Span,
}

impl Named<'_> {
    /// Whether it is a circumstance: a day, a country, a law, whoever is blamed.
    pub(crate) fn is_setting(&self) -> bool {
        let kind = self.key.split([':', '/']).next().unwrap_or_default();
        ["day", "blamed", "country", "sector", "technique", "regulation"].contains(&kind)
    }
}

impl Plan {
    /// Weight of a name in this topic.
    pub(crate) fn weight(&self, key: &str) -> f64 {
        self.ties.iter().find(|(known, _)| known == key).map_or(0.0, |(_, weight)| *weight)
    }

    /// The names of the topic inside a span of a document, each place once.
    pub(crate) fn inside(&self, document: usize, span: Span) -> impl Iterator<Item = Named<'_>> {
        let own = self.places.get(&document).into_iter().flatten();
        own.filter(move |(place, _)| span.covers(*place)).filter_map(|(place, at)| {
            let (key, weight) = self.ties.get(*at)?;
            Some(Named { key, weight: *weight, span: *place })
        })
    }

    /// Weight of the different names inside a span.
    pub(crate) fn told(&self, document: usize, span: Span) -> f64 {
        let names: BTreeMap<&str, f64> =
            self.inside(document, span).map(|it| (it.key, it.weight)).collect();
        names.values().sum()
    }

    /// Whether a sentence of a document belongs here: all of a member, some of a guest.
    pub(crate) fn holds(&self, document: usize, sentence: Span) -> bool {
        let guest = self.guests.iter().find(|(guest, _)| *guest == document);
        guest.is_none_or(|(_, passages)| passages.iter().any(|it| it.overlaps(sentence)))
    }

    /// The lead, the other members, then the guests.
    pub(crate) fn all(&self) -> impl Iterator<Item = usize> {
        self.by_lead().chain(self.guests.iter().map(|(guest, _)| *guest))
    }

    /// The lead first, then the others.
    pub(crate) fn by_lead(&self) -> impl Iterator<Item = usize> {
        let others = self.documents.iter().copied().filter(|document| *document != self.lead);
        std::iter::once(self.lead).chain(others)
    }
}

/// The topics of the documents, not ranked yet; round-ups follow as plans of their own.
pub(crate) fn topics(sources: &[Source<'_>], ties: &Ties) -> Vec<Plan> {
    let mut pairs = ties.pairs();
    let gathers = roundups(sources, &pairs);
    pairs.retain(|(one, other), _| !gathers[*one] && !gathers[*other]);
    let (guests, groups): (Vec<_>, Vec<_>) = cluster(sources.len(), &pairs)
        .into_iter()
        .partition(|group| group.iter().all(|it| gathers[*it]));
    let planned = |group| plan(group, sources, ties, &pairs);
    let mut plans: Vec<Plan> = groups.into_iter().map(planned).collect();
    let guests: Vec<usize> = guests.into_iter().flatten().collect();
    invite(&mut plans, &guests, sources, ties);
    plans.extend(
        guests
            .into_iter()
            .map(|guest| Plan { roundup: true, ..plan(vec![guest], sources, ties, &pairs) }),
    );
    plans.iter_mut().for_each(|plan| plan.locate(ties));
    plans
}

impl Plan {
    /// Notes where the names stand.
    fn locate(&mut self, ties: &Ties) {
        for document in self.all().collect::<Vec<_>>() {
            let own = self.ties.iter().enumerate().filter_map(|(at, (key, _))| {
                Some(ties.names.get(document)?.get(key)?.places.iter().map(move |it| (*it, at)))
            });
            let mut places: Vec<(Span, usize)> = own.flatten().collect();
            places.sort_unstable();
            self.places.insert(document, places);
        }
    }
}

/// What speaks for telling a topic early.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weight {
    /// Whether its sources contradict each other.
    pub(crate) contested: bool,
    /// The most pressing concern in it.
    pub(crate) concern: Option<Level>,
}

/// The most pressing first: independent publishers, contradiction, concern, then recency.
/// Round-ups come last.
pub(crate) fn rank(
    plans: Vec<Plan>,
    sources: &[Source<'_>],
    weigh: impl Fn(&Plan) -> Weight,
) -> Vec<Plan> {
    let mut ranked: Vec<(f64, Plan)> =
        plans.into_iter().map(|plan| (points(&plan, sources, weigh(&plan)), plan)).collect();
    ranked.sort_by(|(left, one), (right, other)| {
        let place = one.documents.cmp(&other.documents);
        one.roundup.cmp(&other.roundup).then(right.total_cmp(left)).then(place)
    });
    ranked.into_iter().map(|(_, plan)| plan).collect()
}

/// A publisher counts one, a round-up half; seven publishers are as good as many.
fn points(plan: &Plan, sources: &[Source<'_>], weight: Weight) -> f64 {
    let count = |many: usize| f64::from(u32::try_from(many).unwrap_or(u32::MAX));
    let told = count(publishers(sources, &plan.documents)) + count(plan.guests.len().min(3)) / 2.0;
    let contested = if weight.contested { 2.0 } else { 0.0 };
    let concern = match weight.concern {
        Some(Level::Now) => 1.5,
        Some(Level::Soon) => 1.0,
        Some(Level::Know) => 0.3,
        None => 0.0,
    };
    let last = plan.documents.last().copied().unwrap_or_default();
    told.min(7.0) + contested + concern + 0.5 * count(last + 1) / count(sources.len().max(1))
}

/// Different publishers; a document without one counts as its own.
pub(crate) fn publishers(sources: &[Source<'_>], documents: &[usize]) -> usize {
    let names = documents.iter().filter_map(|document| sources.get(*document));
    let names =
        names.map(|source| source.publisher().map_or_else(|| source.document.id.to_string(), fold));
    names.collect::<BTreeSet<_>>().len()
}

pub(crate) type Pairs = BTreeMap<(usize, usize), f64>;

/// Joins the most alike first, as long as the groups are alike on average.
fn cluster(count: usize, pairs: &Pairs) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..count).map(|document| vec![document]).collect();
    let mut home: Vec<usize> = (0..count).collect();
    let mut order: Vec<_> = pairs.iter().filter(|(_, alike)| **alike >= TOGETHER).collect();
    order.sort_by(|(one, left), (other, right)| right.total_cmp(left).then(one.cmp(other)));
    for ((one, other), _) in order {
        let (target, from) = (home[*one].min(home[*other]), home[*one].max(home[*other]));
        if target != from && average(&groups[target], &groups[from], pairs) >= TOGETHER {
            let moved = std::mem::take(&mut groups[from]);
            moved.iter().for_each(|document| home[*document] = target);
            groups[target].extend(moved);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

fn average(one: &[usize], other: &[usize], pairs: &Pairs) -> f64 {
    let sum: f64 = one.iter().flat_map(|a| other.iter().map(move |b| alike(pairs, *a, *b))).sum();
    sum / f64::from(u32::try_from(one.len() * other.len()).unwrap_or(u32::MAX))
}

pub(crate) fn alike(pairs: &Pairs, one: usize, other: usize) -> f64 {
    pairs.get(&(one.min(other), one.max(other))).copied().unwrap_or(0.0)
}

fn plan(documents: Vec<usize>, sources: &[Source<'_>], ties: &Ties, pairs: &Pairs) -> Plan {
    let links = |document: usize| -> f64 {
        documents.iter().map(|other| alike(pairs, document, *other)).sum()
    };
    let titled = |document: usize| sources.get(document).is_some_and(Source::is_titled);
    let first = documents.first().copied().unwrap_or_default();
    let lead = documents.iter().copied().fold(first, |best, document| {
        let better = (titled(document), links(document)) > (titled(best), links(best));
        if better { document } else { best }
    });
    Plan {
        ties: shared(&documents, ties),
        documents,
        lead,
        guests: Vec::new(),
        roundup: false,
        places: BTreeMap::new(),
    }
}

/// Names in at least two of the documents, heaviest first; all names of a single document.
fn shared(documents: &[usize], ties: &Ties) -> Vec<(String, f64)> {
    let mut holders: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
    for document in documents {
        for (key, tie) in &ties.names[*document] {
            let held = holders.entry(key).or_insert((0, ties.weight(key, tie)));
            held.0 += 1;
        }
    }
    let least = if documents.len() > 1 { 2 } else { 1 };
    let kept = holders.into_iter().filter(|(_, (count, _))| *count >= least);
    let mut shared: Vec<(String, f64)> = kept
        .map(|(key, (count, weight))| (key.to_owned(), weight * f64::from(count).sqrt()))
        .collect();
    shared.sort_by(|(one, left), (other, right)| right.total_cmp(left).then(one.cmp(other)));
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_weak_links_does_not_become_one_topic() {
        let pairs = Pairs::from([((0, 1), 0.5), ((1, 2), 0.14), ((2, 3), 0.5)]);
        assert_eq!(cluster(4, &pairs), vec![vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn documents_that_share_nothing_stay_alone() {
        assert_eq!(cluster(2, &Pairs::new()), vec![vec![0], vec![1]]);
    }
}
