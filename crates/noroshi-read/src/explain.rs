//! What fired in each sentence, for people who tune the lexicon.

use std::ops::Range;

use noroshi_model::{
    Claim, Cue, Document, Event, Mention, Reading, Relation, Sentence, Span, TechniqueTag,
};

use crate::cue::Hit;
use crate::layout::{self, Line, LineKind};
use crate::reader::{Reader, furniture};
use crate::shadow::Shadow;
use crate::{sentence, word};

/// What the place of a sentence lets be read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Running text: everything is read.
    Text,
    /// A heading: names and observables only.
    Heading,
    /// A row of a table: names and observables only.
    Row,
    /// Code: names and observables only.
    Code,
    /// Boilerplate: nothing is read.
    Boilerplate,
}

impl Part {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Heading => "heading",
            Self::Row => "row",
            Self::Code => "code",
            Self::Boilerplate => "boilerplate",
        }
    }

    fn of(line: &Line) -> Self {
        match line.kind {
            _ if line.boilerplate => Self::Boilerplate,
            LineKind::Text => Self::Text,
            LineKind::Heading => Self::Heading,
            LineKind::Row => Self::Row,
            LineKind::Code => Self::Code,
        }
    }
}

/// A cue of the lexicon at its place.
#[derive(Debug, Clone, Copy)]
pub struct Fired<'k> {
    /// The cue.
    pub cue: &'k Cue,
    /// Where its words stand in the canonical text.
    pub span: Span,
}

/// A sentence, what fired in it, and what was read from it.
#[derive(Debug, Clone)]
pub struct Explained<'r> {
    /// The sentence.
    pub sentence: Sentence,
    /// What its place lets be read.
    pub part: Part,
    /// Its text as the lexicon is held against it.
    pub normalised: String,
    /// Cues that were found, in order of place; only running text is searched for them.
    pub cues: Vec<Fired<'r>>,
    /// Mentions that start in it, each with its reason.
    pub mentions: Vec<&'r Mention>,
    /// Claims of the sentence.
    pub claims: Vec<&'r Claim>,
    /// Relations that are stated in it.
    pub relations: Vec<&'r Relation>,
    /// Events that it tells, alone or among others.
    pub events: Vec<&'r Event>,
    /// Techniques that it tells of, each with its cues.
    pub techniques: Vec<&'r TechniqueTag>,
}

impl<'k> Reader<'k> {
    /// Why a document was read as it was: every sentence with what fired in it. `reading` is
    /// what [`Reader::read`] gave for this document.
    pub fn explain<'r>(&'r self, document: &Document, reading: &'r Reading) -> Vec<Explained<'r>>
    where
        'k: 'r,
    {
        let shadow = Shadow::new(&document.text, &furniture(document));
        let (lines, _) = layout::lines(document, &shadow, &self.cues);
        let mut all = Vec::with_capacity(reading.sentences.len());
        for line in &lines {
            sentence::split(shadow.text(), &line.range, |range| {
                all.extend(self.fired(&shadow, line, range));
            });
        }
        share(&mut all, reading);
        all
    }

    /// A sentence with its cues alone.
    fn fired<'r>(
        &'r self,
        shadow: &Shadow<'_>,
        line: &Line,
        range: Range<usize>,
    ) -> Option<Explained<'r>> {
        let (text, part) = (shadow.text(), Part::of(line));
        let span = shadow.span(range.clone())?;
        let hits: Vec<Hit<'k>> = if part == Part::Text {
            let mut words = Vec::new();
            word::places(text, &range, &mut words);
            self.cues.claims(text, &range, (line.language, &words))
        } else {
            Vec::new()
        };
        let fired = |hit: Hit<'k>| Some(Fired { span: shadow.span(hit.range)?, cue: hit.cue });
        Some(Explained {
            sentence: Sentence { span, language: line.language, boilerplate: line.boilerplate },
            part,
            normalised: text.get(range)?.to_owned(),
            cues: hits.into_iter().filter_map(fired).collect(),
            mentions: Vec::new(),
            claims: Vec::new(),
            relations: Vec::new(),
            events: Vec::new(),
            techniques: Vec::new(),
        })
    }
}

/// Gives each sentence what was read from it.
fn share<'r>(sentences: &mut [Explained<'r>], reading: &'r Reading) {
    for mention in &reading.mentions {
        if let Some(told) = holder(sentences, mention.span) {
            told.mentions.push(mention);
        }
    }
    for claim in &reading.claims {
        if let Some(told) = holder(sentences, claim.sentence) {
            told.claims.push(claim);
        }
    }
    for relation in &reading.relations {
        if let Some(told) = holder(sentences, relation.span) {
            told.relations.push(relation);
        }
    }
    for (event, span) in
        reading.events.iter().flat_map(|event| event.spans.iter().map(move |span| (event, *span)))
    {
        let told = holder(sentences, span);
        // Two places of one event may stand in one sentence.
        if let Some(told) = told.filter(|told| told.events.last().is_none_or(|last| *last != event))
        {
            told.events.push(event);
        }
    }
    for tag in &reading.techniques {
        if let Some(told) = holder(sentences, tag.span) {
            told.techniques.push(tag);
        }
    }
}

/// The sentence in which a span starts; sentences are in order of place.
fn holder<'s, 'r>(sentences: &'s mut [Explained<'r>], span: Span) -> Option<&'s mut Explained<'r>> {
    let after = sentences.partition_point(|told| told.sentence.span.start() <= span.start());
    let told = sentences.get_mut(after.checked_sub(1)?)?;
    (span.start() < told.sentence.span.end()).then_some(told)
}
