//! Who goes back to whom: documents, what they cite, and how many independent roots stand
//! behind a statement.
//!
//! Five articles may be one source. An edge leads from a document to what it takes from: a
//! source that it names, a page that it links, an earlier document whose sentences, or in
//! another language whose names, numbers and dates, it repeats. A root has no outgoing edge;
//! documents that cite each other in a circle are one root, and the circle is reported.
//! All indexes have bounded lists, so the work grows with the number of documents only.

mod circle;
mod drift;
mod likeness;
mod publisher;
mod statement;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use noroshi_model::{Document, Knowledge, MentionKind, Moment, Reading, SourceKind, Span};

pub use drift::ChainDrift;
use publisher::{Publishers, address};
pub use statement::Group;

/// A document and what it says.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// The document.
    pub document: &'a Document,
    /// What it says.
    pub reading: &'a Reading,
}

/// Where an edge leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A document of the set, by its place.
    Document(usize),
    /// A publication, organisation, person or paper outside the set, as first written.
    Source {
        /// As written.
        name: String,
        /// What it is.
        kind: SourceKind,
    },
}

/// Why an edge is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// The document names it as its source.
    Cites,
    /// The document links to it.
    Links,
    /// Its sentences are repeated.
    NearDuplicate,
    /// Its names, numbers and dates are repeated in another language.
    SharedFacts,
}

impl How {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cites => "cites",
            Self::Links => "links",
            Self::NearDuplicate => "near-duplicate",
            Self::SharedFacts => "shared-facts",
        }
    }
}

/// A document goes back to something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Place of the document.
    pub from: usize,
    /// Where it leads.
    pub to: Target,
    /// Why.
    pub how: How,
    /// Where the document names or links it; `None` for what was found by comparing.
    pub span: Option<Span>,
}

/// All edges between documents and to sources outside.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// In order of document, then of target.
    pub edges: Vec<Edge>,
    /// Documents that cite each other in a circle, each circle in order of place.
    pub cycles: Vec<Vec<usize>>,
    /// For each document the keys of its roots, with the name to show.
    roots: Vec<BTreeMap<String, String>>,
    /// Key and name of each document as a root.
    own: Vec<(String, String)>,
    /// Folded names of the pack's organisations and their id.
    known: HashMap<String, String>,
}

impl Graph {
    /// Builds the graph of a set of documents.
    pub fn new(set: &[Read<'_>], knowledge: &Knowledge) -> Self {
        let publishers = Publishers::new(set, knowledge);
        let mut edges: BTreeMap<(usize, Target), Edge> = BTreeMap::new();
        let mut add = |edge: Edge| {
            let place = (edge.from, edge.to.clone());
            let known = edges.entry(place).or_insert_with(|| edge.clone());
            if edge.how < known.how {
                *known = edge;
            }
        };
        let near = likeness::pairs(set);
        for (from, read) in set.iter().enumerate() {
            cited(set, &publishers, &near, from, *read).into_iter().for_each(&mut add);
            linked(set, &publishers, from, *read).into_iter().for_each(&mut add);
        }
        for ((one, two), how) in &near {
            let (from, to) = later_first(set, *one, *two);
            add(Edge { from, to: Target::Document(to), how: *how, span: None });
        }
        let mut edges: Vec<Edge> = edges.into_values().collect();
        without_link_words(&mut edges);
        Self::finish(set, edges, publishers)
    }

    fn finish(set: &[Read<'_>], edges: Vec<Edge>, publishers: Publishers<'_>) -> Self {
        let circles = circle::components(set.len(), &edges);
        let own: Vec<(String, String)> =
            (0..set.len()).map(|at| publishers.of_document(set, at)).collect();
        let roots = circle::roots(&circles, &edges, &own, |name, kind| publishers.key(name, kind));
        let cycles = circles.cycles();
        Self { edges, cycles, roots, own, known: publishers.into_known() }
    }

    /// The roots of a document: names to show, by key, in order of key.
    pub fn roots_of(&self, document: usize) -> &BTreeMap<String, String> {
        static NONE: BTreeMap<String, String> = BTreeMap::new();
        self.roots.get(document).unwrap_or(&NONE)
    }

    /// How many independent roots stand behind several documents.
    pub fn independent(&self, documents: &[usize]) -> BTreeMap<String, String> {
        documents.iter().flat_map(|at| self.roots_of(*at).clone()).collect()
    }

    /// Statements that several documents make, with the roots behind each.
    pub fn groups(&self, set: &[Read<'_>]) -> Vec<Group> {
        statement::groups(self, set)
    }

    /// Statements that are stronger in the document that cites than in the one it takes from.
    pub fn drift(&self, set: &[Read<'_>], knowledge: &Knowledge) -> Vec<ChainDrift> {
        drift::along(self, set, knowledge)
    }

    /// The key of a name, as [`Publishers`] makes it.
    fn key(&self, name: &str) -> String {
        let bare = publisher::bare(name);
        self.known.get(&bare).cloned().unwrap_or(bare)
    }

    /// The documents that a document takes from directly, by edges of the wanted kind.
    fn behind(&self, from: usize, wanted: impl Fn(&Edge) -> bool) -> Vec<usize> {
        let at = self.edges.partition_point(|edge| edge.from < from);
        let edges = self.edges[at..].iter().take_while(|edge| edge.from == from);
        let documents = edges.filter(|edge| wanted(edge)).filter_map(|edge| match edge.to {
            Target::Document(to) => Some(to),
            Target::Source { .. } => None,
        });
        documents.collect()
    }
}

/// When a document was published, as far as anybody says.
fn published(read: Read<'_>) -> Option<Moment> {
    let known = read.document.published.as_ref().or(read.reading.dates.published.as_ref());
    known.map(|dated| dated.moment)
}

/// Whether `one` cannot have been taken from `other` because it came out before.
fn is_before(set: &[Read<'_>], one: usize, other: usize) -> bool {
    match (published(set[one]), published(set[other])) {
        (Some(first), Some(second)) => first.end() <= second.start() && !first.overlaps(second),
        _ => false,
    }
}

/// The later one takes from the earlier one; without dates the order of the set decides.
fn later_first(set: &[Read<'_>], one: usize, two: usize) -> (usize, usize) {
    if is_before(set, one, two) || (one < two && !is_before(set, two, one)) {
        (two, one)
    } else {
        (one, two)
    }
}

/// Edges to the sources that a document names. A source that published documents of the set
/// stands for the one of them that is most like the citing one; an unnamed person is no node
/// of its own: the document stands for whom it does not name.
fn cited(
    set: &[Read<'_>],
    publishers: &Publishers<'_>,
    near: &BTreeMap<(usize, usize), How>,
    from: usize,
    read: Read<'_>,
) -> Vec<Edge> {
    let mut seen = BTreeSet::new();
    let mut edges = Vec::new();
    for source in read.reading.sources.iter().filter(|source| source.kind != SourceKind::Unnamed) {
        let key = publishers.key(&source.name, source.kind);
        if key == publishers.of_document(set, from).0 || !seen.insert(key.clone()) {
            continue;
        }
        let span = Some(source.span);
        let holders = publishers.documents(&key, &source.name);
        let earlier: Vec<usize> = holders
            .iter()
            .copied()
            .filter(|to| *to != from && !is_before(set, from, *to))
            .collect();
        let best = publishers
            .likest(from, &earlier, |one, two| near.contains_key(&(one.min(two), one.max(two))));
        let to = best.map_or_else(
            || Target::Source { name: source.name.clone(), kind: source.kind },
            Target::Document,
        );
        edges.push(Edge { from, to, how: How::Cites, span });
    }
    edges
}

/// The words of a link are no source beside the document that they lead to.
fn without_link_words(edges: &mut Vec<Edge>) {
    let linked = edges.iter().filter(|edge| edge.how == How::Links);
    let linked: BTreeSet<(usize, Option<Span>)> =
        linked.map(|edge| (edge.from, edge.span)).collect();
    let named = |edge: &Edge| {
        matches!(edge.to, Target::Source { .. }) && linked.contains(&(edge.from, edge.span))
    };
    edges.retain(|edge| !named(edge));
}

/// Edges to documents whose address a document links or shows.
fn linked(set: &[Read<'_>], publishers: &Publishers<'_>, from: usize, read: Read<'_>) -> Vec<Edge> {
    let links = read.document.links.iter().map(|link| (address(&link.target), link.span));
    let urls = read.reading.mentions.iter().filter(|mention| mention.kind == MentionKind::Url);
    let shown = urls.map(|mention| (address(&mention.canonical), mention.span));
    let mut edges = Vec::new();
    for (target, span) in links.chain(shown) {
        let Some(to) = publishers.at(&target).filter(|to| *to != from) else { continue };
        if !is_before(set, from, to) {
            edges.push(Edge { from, to: Target::Document(to), how: How::Links, span: Some(span) });
        }
    }
    edges
}
