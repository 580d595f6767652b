//! What came out of reading one document.

use crate::{
    CitedSource, Claim, DocumentDates, Drift, Event, Language, Mention, Problem, Relation, Span,
    TechniqueTag, Tlp,
};

/// A sentence of the canonical text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// The language of its block.
    pub language: Language,
    /// Whether it stands in boilerplate, which yields nothing.
    pub boilerplate: bool,
}

/// Everything that one document says. All lists are in order of place.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Main language.
    pub language: Language,
    /// Title: the document's own, or its first line.
    pub title: Option<String>,
    /// The five dates.
    pub dates: DocumentDates,
    /// The label the text carries, if any.
    pub tlp: Option<Tlp>,
    /// Sentences, boilerplate included.
    pub sentences: Vec<Sentence>,
    /// Mentions; none from boilerplate.
    pub mentions: Vec<Mention>,
    /// Claims; none from boilerplate.
    pub claims: Vec<Claim>,
    /// Events.
    pub events: Vec<Event>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// Techniques that its sentences tell of, named or implied.
    pub techniques: Vec<TechniqueTag>,
    /// What it cites.
    pub sources: Vec<CitedSource>,
    /// Statements that became stronger within it.
    pub drift: Vec<Drift>,
    /// Ranges that yield nothing: related articles, contact blocks, tables of contents.
    pub boilerplate: Vec<Span>,
    /// What was skipped, and why.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// The reading of a text that says nothing.
    pub fn nothing(language: Language) -> Self {
        Self {
            language,
            title: None,
            dates: DocumentDates::default(),
            tlp: None,
            sentences: Vec::new(),
            mentions: Vec::new(),
            claims: Vec::new(),
            events: Vec::new(),
            relations: Vec::new(),
            techniques: Vec::new(),
            sources: Vec::new(),
            drift: Vec::new(),
            boilerplate: Vec::new(),
            problems: Vec::new(),
        }
    }
}
