//! `noroshi read --explain --format json`: one object per sentence and line.

use noroshi_read::{Explained, Fired};
use serde::Serialize;

use super::reading::{ClaimPart, EventPart, MentionPart, RelationPart, TechniquePart, at, pair};
use crate::Read;

/// A sentence, what fired in it, and what was read from it.
#[derive(Debug, Serialize)]
pub struct ExplainedLine<'a> {
    path: &'a str,
    /// From 1, boilerplate included.
    sentence: usize,
    span: [usize; 2],
    language: &'static str,
    part: &'static str,
    text: &'a str,
    normalized: &'a str,
    cues: Vec<CuePart<'a>>,
    mentions: Vec<MentionPart<'a>>,
    claims: Vec<ClaimPart<'a>>,
    relations: Vec<RelationPart<'a>>,
    events: Vec<EventPart<'a>>,
    techniques: Vec<TechniquePart<'a>>,
}

/// A cue of the lexicon at its place.
#[derive(Debug, Serialize)]
struct CuePart<'a> {
    kind: &'static str,
    value: &'a str,
    text: &'a str,
    language: &'static str,
    low: Option<f32>,
    high: Option<f32>,
    span: [usize; 2],
}

impl<'a> ExplainedLine<'a> {
    /// Sentence `number` of a file, counted from 1.
    pub fn new(path: &'a str, number: usize, told: &'a Explained<'a>, read: &'a Read) -> Self {
        let text = read.document.text.as_str();
        Self {
            path,
            sentence: number,
            span: pair(told.sentence.span),
            language: told.sentence.language.code(),
            part: told.part.word(),
            text: at(told.sentence.span, text),
            normalized: &told.normalised,
            cues: told.cues.iter().map(|fired| CuePart::new(*fired)).collect(),
            mentions: told.mentions.iter().map(|it| MentionPart::new(it, text)).collect(),
            claims: told.claims.iter().map(|it| ClaimPart::new(it, text)).collect(),
            relations: told.relations.iter().map(|it| RelationPart::new(it)).collect(),
            events: told.events.iter().map(|it| EventPart::new(it)).collect(),
            techniques: told.techniques.iter().map(|it| TechniquePart::new(it)).collect(),
        }
    }
}

impl<'a> CuePart<'a> {
    fn new(fired: Fired<'a>) -> Self {
        let Fired { cue, span } = fired;
        Self {
            kind: cue.kind.word(),
            value: &cue.value,
            text: &cue.text,
            language: cue.language.code(),
            low: cue.likelihood.map(noroshi_model::Likelihood::low),
            high: cue.likelihood.map(noroshi_model::Likelihood::high),
            span: pair(span),
        }
    }
}
