//! The sources of a month in JSON.

use serde::Serialize;

use crate::SourceReport;

/// Statements, edges, circles and drift of a month.
#[derive(Debug, Serialize)]
pub struct SourcesLine<'a> {
    statements: Vec<StatementPart<'a>>,
    edges: Vec<EdgePart<'a>>,
    cycles: &'a [Vec<String>],
    drift: Vec<DriftPart<'a>>,
}

#[derive(Debug, Serialize)]
struct StatementPart<'a> {
    text: &'a str,
    documents: usize,
    independent: usize,
    roots: &'a [String],
    unnamed: usize,
    places: Vec<PlacePart<'a>>,
}

#[derive(Debug, Serialize)]
struct PlacePart<'a> {
    path: &'a str,
    span: [usize; 2],
}

#[derive(Debug, Serialize)]
struct EdgePart<'a> {
    from: &'a str,
    to: &'a str,
    how: &'static str,
}

#[derive(Debug, Serialize)]
struct DriftPart<'a> {
    kind: &'static str,
    weaker: SentencePart<'a>,
    stronger: SentencePart<'a>,
}

#[derive(Debug, Serialize)]
struct SentencePart<'a> {
    path: &'a str,
    text: &'a str,
}

impl<'a> SourcesLine<'a> {
    /// A report as one line.
    pub fn new(report: &'a SourceReport) -> Self {
        let sentence = |(path, text): &'a (String, String)| SentencePart { path, text };
        let statements = report.statements.iter().map(|one| StatementPart {
            text: &one.text,
            documents: one.documents,
            independent: one.roots.len(),
            roots: &one.roots,
            unnamed: one.unnamed,
            places: one
                .places
                .iter()
                .map(|(path, span)| PlacePart { path, span: [span.start(), span.end()] })
                .collect(),
        });
        let edges = report.edges.iter().map(|edge| EdgePart {
            from: &edge.from,
            to: &edge.to,
            how: edge.how.word(),
        });
        let drift = report.drift.iter().map(|drift| DriftPart {
            kind: drift.kind.word(),
            weaker: sentence(&drift.weaker),
            stronger: sentence(&drift.stronger),
        });
        Self {
            statements: statements.collect(),
            edges: edges.collect(),
            cycles: &report.cycles,
            drift: drift.collect(),
        }
    }
}
