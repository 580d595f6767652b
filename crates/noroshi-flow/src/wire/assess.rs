//! What is offered, judged together and scored, in JSON.

use noroshi_assess::Tag;
use serde::Serialize;

use crate::assess::{Offered, Scored, Teamed};

/// What the store offers for a question.
#[derive(Debug, Serialize)]
pub struct SuggestionLine<'a> {
    rows: Vec<RowLine<'a>>,
    hypotheses: Vec<HypothesisLine<'a>>,
    added: bool,
}

#[derive(Debug, Serialize)]
struct RowLine<'a> {
    id: &'a str,
    text: &'a str,
    known: String,
    facet: &'static str,
    forgeability: f64,
    cluster: &'a str,
    tags: Vec<&'static str>,
    note: Option<&'a str>,
    document: &'a str,
    span: [usize; 2],
    quote: Option<&'a str>,
    root: &'a str,
    title: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct HypothesisLine<'a> {
    id: &'a str,
    title: &'a str,
    claims: usize,
}

impl<'a> SuggestionLine<'a> {
    /// What was offered as one line.
    pub fn new(offered: &'a Offered) -> Self {
        let rows = offered.suggestion.rows.iter().map(|row| RowLine {
            id: &row.id,
            text: &row.text.en,
            known: row.known.to_string(),
            facet: row.facet.word(),
            forgeability: row.forgeability,
            cluster: &row.cluster,
            tags: row.tags.iter().map(|tag: &Tag| tag.word()).collect(),
            note: row.note.as_deref(),
            document: &row.source.document,
            span: [row.source.span.start(), row.source.span.end()],
            quote: row.source.quote.as_deref(),
            root: &row.source.root,
            title: row.source.title.as_deref(),
        });
        let hypotheses = offered.suggestion.hypotheses.iter().map(|one| HypothesisLine {
            id: &one.id,
            title: &one.title,
            claims: one.claims,
        });
        Self { rows: rows.collect(), hypotheses: hypotheses.collect(), added: offered.added }
    }
}

/// What a team says.
#[derive(Debug, Serialize)]
pub struct TeamLine<'a> {
    hypotheses: Vec<&'a str>,
    belief: Option<&'a [f64]>,
    posterior: &'a [f64],
    voices: Vec<VoiceLine<'a>>,
    disagreement: Vec<DisagreementLine<'a>>,
}

#[derive(Debug, Serialize)]
struct VoiceLine<'a> {
    analyst: &'a str,
    posterior: &'a [f64],
    coherent: Option<&'a [f64]>,
    incoherence: Option<f64>,
    dissents: bool,
    dissent: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DisagreementLine<'a> {
    row: &'a str,
    deviation: &'a [Option<f64>],
}

impl<'a> TeamLine<'a> {
    /// A team's judgement as one line.
    pub fn new(teamed: &'a Teamed) -> Self {
        let voices = teamed.team.voices.iter().map(|one| VoiceLine {
            analyst: &one.analyst,
            posterior: &one.posterior,
            coherent: one.coherent.as_deref(),
            incoherence: one.incoherence,
            dissents: one.dissents,
            dissent: one.dissent.as_deref(),
        });
        let rows = teamed.question.rows.iter().zip(&teamed.team.disagreement);
        let rows = rows.map(|(row, cells)| DisagreementLine { row: &row.id, deviation: cells });
        Self {
            hypotheses: teamed.question.hypotheses.iter().map(|one| one.id.as_str()).collect(),
            belief: teamed.team.belief.as_deref(),
            posterior: &teamed.team.posterior,
            voices: voices.collect(),
            disagreement: rows.collect(),
        }
    }
}

/// How good answers turned out to be.
#[derive(Debug, Serialize)]
pub struct ScoreLine {
    questions: Vec<QuestionLine>,
    open: Vec<String>,
    calibration: Vec<BinLine>,
}

#[derive(Debug, Serialize)]
struct QuestionLine {
    path: String,
    brier: f64,
    right: f64,
}

#[derive(Debug, Serialize)]
struct BinLine {
    step: &'static str,
    said: usize,
    held: usize,
    mean: f64,
    share: f64,
}

impl ScoreLine {
    /// Scores as one line.
    pub fn new(scored: &Scored) -> Self {
        let questions = scored.questions.iter().map(|(path, brier, right)| QuestionLine {
            path: path.display().to_string(),
            brier: *brier,
            right: *right,
        });
        let bins = scored.calibration.iter().map(|bin| BinLine {
            step: bin.step.english(),
            said: bin.said,
            held: bin.held,
            mean: bin.mean,
            share: bin.share(),
        });
        Self {
            questions: questions.collect(),
            open: scored.open.iter().map(|path| path.display().to_string()).collect(),
            calibration: bins.collect(),
        }
    }
}
