//! Which documents tell of the same: clusters, in a fixed order.

use std::collections::{BTreeMap, BTreeSet};

use crate::material::Source;
use crate::similarity::{Ties, fold};

/// Average similarity below which two groups stay apart.
const TOGETHER: f64 = 0.13;

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
}

impl Plan {
    /// Weight of a name in this topic.
    pub(crate) fn weight(&self, key: &str) -> f64 {
        self.ties.iter().find(|(known, _)| known == key).map_or(0.0, |(_, weight)| *weight)
    }

    /// The lead first, then the others.
    pub(crate) fn by_lead(&self) -> impl Iterator<Item = usize> {
        let others = self.documents.iter().copied().filter(|document| *document != self.lead);
        std::iter::once(self.lead).chain(others)
    }
}

/// The topics of the documents: most publishers first, then most concerns, then most
/// documents, then the earliest.
pub(crate) fn topics(sources: &[Source<'_>], ties: &Ties, concerns: &[usize]) -> Vec<Plan> {
    let pairs = ties.pairs();
    let groups = cluster(sources.len(), &pairs);
    let mut plans: Vec<Plan> = groups.into_iter().map(|group| plan(group, ties, &pairs)).collect();
    plans.sort_by_key(|plan| {
        let touched: usize = plan.documents.iter().map(|document| concerns[*document]).sum();
        let first = plan.documents.first().copied().unwrap_or_default();
        let down = usize::MAX;
        (
            down - publishers(sources, &plan.documents),
            down - touched,
            down - plan.documents.len(),
            first,
        )
    });
    plans
}

/// Different publishers; a document without one counts as its own.
pub(crate) fn publishers(sources: &[Source<'_>], documents: &[usize]) -> usize {
    let names = documents.iter().filter_map(|document| sources.get(*document));
    let names =
        names.map(|source| source.publisher().map_or_else(|| source.document.id.to_string(), fold));
    names.collect::<BTreeSet<_>>().len()
}

type Pairs = BTreeMap<(usize, usize), f64>;

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

fn alike(pairs: &Pairs, one: usize, other: usize) -> f64 {
    pairs.get(&(one.min(other), one.max(other))).copied().unwrap_or(0.0)
}

fn plan(documents: Vec<usize>, ties: &Ties, pairs: &Pairs) -> Plan {
    let links = |document: usize| -> f64 {
        documents.iter().map(|other| alike(pairs, document, *other)).sum()
    };
    let first = documents.first().copied().unwrap_or_default();
    let lead = documents
        .iter()
        .copied()
        .fold(first, |best, document| if links(document) > links(best) { document } else { best });
    Plan { ties: shared(&documents, ties), documents, lead }
}

/// Names in at least two of the documents, heaviest first; all names of a single document.
fn shared(documents: &[usize], ties: &Ties) -> Vec<(String, f64)> {
    let mut holders: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
    for document in documents {
        for (key, tie) in &ties.names[*document] {
            let held = holders.entry(key).or_insert((0, ties.weight(key, tie.kind)));
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
