//! A document sentence by sentence, with what decides whether a name counts.

use std::ops::Range;

use noroshi_model::{
    BlockKind, Claim, Document, Estate, Mention, MentionKind, Reading, Span, Stance, Value,
};

use crate::cues::{Cues, cues, holds};
use crate::fold::{Folded, fold};

/// Years after which an event is history.
const HISTORY: i16 = 2;

/// What all decisions look at.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) reading: &'a Reading,
    pub(crate) estate: &'a Estate,
    pub(crate) cues: &'static Cues,
}

/// A sentence in folded form.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) span: Span,
    pub(crate) folded: Folded,
}

impl<'a> Context<'a> {
    /// The context of a document.
    pub(crate) fn new(document: &'a Document, reading: &'a Reading, estate: &'a Estate) -> Self {
        Self { document, reading, estate, cues: cues() }
    }

    /// A sentence that may be a reason: not boilerplate, not furniture, no example.
    pub(crate) fn line(&self, at: usize) -> Option<Line> {
        let sentence = self.reading.sentences.get(at)?;
        let boilerplate = self.reading.boilerplate.iter().any(|it| it.overlaps(sentence.span));
        if sentence.boilerplate || boilerplate || self.is_furniture(sentence.span) {
            return None;
        }
        let folded = Folded::of(sentence.span.of(&self.document.text)?);
        (!holds(&folded.text, &self.cues.aside.examples))
            .then_some(Line { span: sentence.span, folded })
    }

    fn is_furniture(&self, sentence: Span) -> bool {
        let blocks = &self.document.blocks;
        let from = blocks.partition_point(|block| block.span.end() <= sentence.start());
        let mut own = blocks[from..].iter().take_while(|block| block.span.start() < sentence.end());
        own.any(|block| {
            matches!(block.kind, BlockKind::Navigation | BlockKind::PageFurniture | BlockKind::Code)
        })
    }

    /// A neighbour of the same paragraph: nothing but white space without an empty line
    /// between, and in the same block.
    pub(crate) fn neighbour(&self, at: usize, other: usize) -> Option<Line> {
        let (one, two) = (self.reading.sentences.get(at)?.span, self.line(other)?);
        let (first, second) = if one < two.span { (one, two.span) } else { (two.span, one) };
        let between = self.document.text.get(first.end()..second.start())?;
        let block = |span: Span| self.document.blocks.iter().position(|it| it.span.overlaps(span));
        let together =
            between.trim().is_empty() && !between.contains('\n') && block(first) == block(second);
        together.then_some(two)
    }

    /// Mentions inside a span.
    pub(crate) fn mentions(&self, span: Span) -> impl Iterator<Item = &'a Mention> {
        let mentions = &self.reading.mentions;
        let from = mentions.partition_point(|it| it.span.start() < span.start());
        mentions[from..].iter().take_while(move |it| it.span.start() < span.end())
    }

    /// Whether an observable covers the place: a host is no name.
    pub(crate) fn in_observable(&self, line: &Line, place: Span) -> bool {
        self.mentions(line.span).any(|it| it.kind.is_observable() && it.span.covers(place))
    }

    /// The organisation's name around a place, when it is longer than the place.
    pub(crate) fn longer_name(&self, line: &Line, place: Span) -> Option<String> {
        let mut names = self.mentions(line.span).filter(|it| {
            it.kind == MentionKind::Organization && it.span.covers(place) && it.span != place
        });
        names.next().and_then(|it| it.span.of(&self.document.text)).map(fold)
    }

    /// Whether a sentence names another organisation or product.
    pub(crate) fn names_others(&self, line: &Line) -> bool {
        self.mentions(line.span)
            .any(|it| matches!(it.kind, MentionKind::Organization | MentionKind::Product))
    }

    /// The claim that covers a place.
    pub(crate) fn claim(&self, place: Span) -> Option<&'a Claim> {
        let own = self.reading.claims.iter().filter(|it| it.span.covers(place));
        own.min_by_key(|it| it.span.bytes())
    }

    /// Whether the claim at a place denies.
    pub(crate) fn is_denied(&self, place: Span) -> bool {
        self.claim(place).is_some_and(|claim| claim.stance == Stance::Denies)
    }

    /// Whether the wording of the claim at a place makes it unlikely.
    pub(crate) fn is_unlikely(&self, place: Span) -> bool {
        let likelihood = self.claim(place).and_then(|claim| claim.likelihood);
        likelihood.is_some_and(|(likelihood, _)| likelihood.high() < 0.5)
    }

    /// Whether all dates of the sentence lie years before the document.
    pub(crate) fn is_history(&self, line: &Line) -> bool {
        let dates = &self.reading.dates;
        let Some(today) = dates.published.as_ref().or(dates.anchor.as_ref()) else { return false };
        let mut years = self.mentions(line.span).filter_map(|it| match it.value {
            Value::Date(when, _) => Some(when.end().year()),
            _ => None,
        });
        let limit = today.moment.start().year() - HISTORY;
        years.next().is_some_and(|first| first <= limit) && years.all(|year| year <= limit)
    }

    /// A range of a folded line as a span of the document.
    pub(crate) fn span(&self, line: &Line, range: &Range<usize>) -> Option<Span> {
        let own = line.folded.original(range)?;
        Span::new(line.span.start() + own.start, line.span.start() + own.end)
    }
}
