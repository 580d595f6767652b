//! Circles of citation, and the roots that are left when each is one.

use std::collections::BTreeMap;

use noroshi_model::SourceKind;

use super::{Edge, Target};

/// For each document the number of its component; components come before those that lead to
/// them.
pub(super) struct Components {
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Components {
    /// Components of more than one document, in order of place.
    pub(super) fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles: Vec<Vec<usize>> =
            self.members.iter().filter(|members| members.len() > 1).cloned().collect();
        cycles.iter_mut().for_each(|members| members.sort_unstable());
        cycles.sort();
        cycles
    }
}

/// Strongly connected components (Tarjan 1972), with a stack of its own so that a long chain
/// of documents cannot overflow the thread's.
pub(super) fn components(documents: usize, edges: &[Edge]) -> Components {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for edge in edges {
        if let Target::Document(to) = edge.to {
            next[edge.from].push(to);
        }
    }
    let mut search = Search {
        index: vec![0; documents],
        low: vec![0; documents],
        on: vec![false; documents],
        stack: Vec::new(),
        count: 0,
    };
    let mut found = Components { of: vec![usize::MAX; documents], members: Vec::new() };
    for start in 0..documents {
        if search.index[start] == 0 {
            search.from(start, &next, &mut found);
        }
    }
    found
}

struct Search {
    index: Vec<usize>,
    low: Vec<usize>,
    on: Vec<bool>,
    stack: Vec<usize>,
    count: usize,
}

impl Search {
    fn enter(&mut self, at: usize) {
        self.count += 1;
        self.index[at] = self.count;
        self.low[at] = self.count;
        self.on[at] = true;
        self.stack.push(at);
    }

    fn from(&mut self, start: usize, next: &[Vec<usize>], found: &mut Components) {
        let mut calls = vec![(start, 0)];
        self.enter(start);
        while let Some((at, child)) = calls.pop() {
            if let Some(to) = next[at].get(child).copied() {
                calls.push((at, child + 1));
                if self.index[to] == 0 {
                    self.enter(to);
                    calls.push((to, 0));
                } else if self.on[to] {
                    self.low[at] = self.low[at].min(self.index[to]);
                }
                continue;
            }
            if let Some((parent, _)) = calls.last() {
                self.low[*parent] = self.low[*parent].min(self.low[at]);
            }
            if self.low[at] == self.index[at] {
                self.close(at, found);
            }
        }
    }

    fn close(&mut self, at: usize, found: &mut Components) {
        let mut members = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.on[member] = false;
            found.of[member] = found.members.len();
            members.push(member);
            if member == at {
                break;
            }
        }
        found.members.push(members);
    }
}

/// The roots of each document: those of all it leads to; without any it is its own, and of a
/// circle the first document stands for all.
pub(super) fn roots(
    components: &Components,
    edges: &[Edge],
    own: &[(String, String)],
    key: impl Fn(&str, SourceKind) -> String,
) -> Vec<BTreeMap<String, String>> {
    let mut of: Vec<BTreeMap<String, String>> = Vec::with_capacity(components.members.len());
    for (number, members) in components.members.iter().enumerate() {
        let mut roots = BTreeMap::new();
        for member in members {
            let at = edges.partition_point(|edge| edge.from < *member);
            for edge in edges[at..].iter().take_while(|edge| edge.from == *member) {
                match &edge.to {
                    Target::Document(to) if components.of[*to] == number => {}
                    Target::Document(to) => roots.extend(of[components.of[*to]].clone()),
                    Target::Source { name, kind } => {
                        drop(roots.insert(key(name, *kind), name.clone()))
                    }
                }
            }
        }
        if roots.is_empty() {
            let first = members.iter().min().and_then(|first| own.get(*first));
            roots.extend(first.cloned());
        }
        of.push(roots);
    }
    components.of.iter().map(|number| of.get(*number).cloned().unwrap_or_default()).collect()
}
