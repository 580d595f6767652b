//! Who goes back to whom among the kept documents of a month.

use noroshi_know::roots::{Graph, How, Read, Target};
use noroshi_model::{DriftKind, Span};
use noroshi_store::{DocumentStore as _, Kept};

use crate::brief::Month;
use crate::know::Known;
use crate::{FlowError, Workspace};

/// The sources of a month.
#[derive(Debug, Clone, Default)]
pub struct SourceReport {
    /// Statements that several documents make, those of most documents first.
    pub statements: Vec<SharedStatement>,
    /// What each document takes from what.
    pub edges: Vec<SourceEdge>,
    /// Paths of documents that cite each other in a circle.
    pub cycles: Vec<Vec<String>>,
    /// Statements that became stronger from one document to the next.
    pub drift: Vec<SourceDrift>,
}

/// A statement of several documents.
#[derive(Debug, Clone)]
pub struct SharedStatement {
    /// In the words of the first document.
    pub text: String,
    /// How many documents make it.
    pub documents: usize,
    /// Names of the independent roots.
    pub roots: Vec<String>,
    /// How many unnamed persons are cited for it.
    pub unnamed: usize,
    /// Path and place of each.
    pub places: Vec<(String, Span)>,
}

/// A document and what it takes from.
#[derive(Debug, Clone)]
pub struct SourceEdge {
    /// Path of the document.
    pub from: String,
    /// Path of a kept document, or a name.
    pub to: String,
    /// Why.
    pub how: How,
}

/// A statement that became stronger on its way.
#[derive(Debug, Clone)]
pub struct SourceDrift {
    /// How.
    pub kind: DriftKind,
    /// Path of the document that was taken from, and its sentence.
    pub weaker: (String, String),
    /// Path of the document that takes, and its sentence.
    pub stronger: (String, String),
}

/// Joins the kept documents of a month into a graph of sources.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn sources(workspace: &Workspace, month: Month) -> Result<SourceReport, FlowError> {
    let store = workspace.kept_store().await?;
    let known = Known::with(workspace, Some(&store)).await?;
    let kept = store.in_month(month.year(), month.month()).await?;
    store.close().await;
    Ok(report(&kept, &known))
}

fn report(kept: &[Kept], known: &Known) -> SourceReport {
    let set: Vec<Read<'_>> =
        kept.iter().map(|one| Read { document: &one.document, reading: &one.reading }).collect();
    let graph = Graph::new(&set, &known.knowledge);
    let path = |at: usize| kept.get(at).map(|one| one.document.path.clone()).unwrap_or_default();
    let shown = |at: usize, span: Span| {
        kept.get(at).and_then(|one| span.of(&one.document.text)).unwrap_or_default().to_owned()
    };
    let groups = graph.groups(&set).into_iter().filter(|group| group.documents > 1);
    let statements = groups.map(|group| {
        let span = |(at, claim): &(usize, usize)| (*at, set[*at].reading.claims[*claim].span);
        let places: Vec<(usize, Span)> = group.claims.iter().map(span).collect();
        SharedStatement {
            text: places.first().map(|(at, span)| shown(*at, *span)).unwrap_or_default(),
            documents: group.documents,
            roots: group.roots.into_values().collect(),
            unnamed: group.unnamed,
            places: places.into_iter().map(|(at, span)| (path(at), span)).collect(),
        }
    });
    let edges = graph.edges.iter().map(|edge| SourceEdge {
        from: path(edge.from),
        to: match &edge.to {
            Target::Document(to) => path(*to),
            Target::Source { name, .. } => name.clone(),
        },
        how: edge.how,
    });
    let drift = graph.drift(&set, &known.knowledge).into_iter().map(|drift| SourceDrift {
        kind: drift.kind,
        weaker: (path(drift.weaker.0), shown(drift.weaker.0, drift.weaker.1)),
        stronger: (path(drift.stronger.0), shown(drift.stronger.0, drift.stronger.1)),
    });
    SourceReport {
        statements: statements.collect(),
        edges: edges.collect(),
        cycles: graph
            .cycles
            .iter()
            .map(|cycle| cycle.iter().map(|at| path(*at)).collect())
            .collect(),
        drift: drift.collect(),
    }
}
