//! The citation desk: numbers sources as they are first cited, keeps the passages.

use std::collections::BTreeMap;

use noroshi_model::{Claim, ClaimKind, Mention, Reading, Sentence, Span, Speaker};

use crate::material::Source;
use crate::view::{Citation, Passage, Quote, SourceEntry, Wording};
use crate::words::{Words, fill};
use crate::{prose, show};

/// Characters of the neighbouring sentences that are shown around a passage.
const AROUND: usize = 140;
/// Characters of a sentence beyond which only a window around the words is shown.
const WINDOW: usize = 900;

/// Numbers sources in the order in which they are first cited.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    /// The documents, in the order of [`order_of`].
    pub(crate) sources: Vec<Source<'a>>,
    pub(crate) words: &'static Words,
    numbers: BTreeMap<usize, usize>,
    cited: Vec<usize>,
    passages: BTreeMap<(usize, Span), Passage>,
}

impl<'a> Desk<'a> {
    /// A desk with nothing cited yet.
    pub(crate) fn new(sources: &[Source<'a>], words: &'static Words) -> Self {
        let mut sources = sources.to_vec();
        sources.sort_by_key(order_of);
        sources.dedup_by_key(|source| source.document.id);
        let (numbers, cited, passages) = (BTreeMap::new(), Vec::new(), BTreeMap::new());
        Self { sources, words, numbers, cited, passages }
    }

    /// The number of a document, given on its first citation.
    pub(crate) fn number(&mut self, document: usize) -> usize {
        let next = self.cited.len() + 1;
        let number = *self.numbers.entry(document).or_insert(next);
        if number == next {
            self.cited.push(document);
        }
        number
    }

    /// Cites words of a document; `None` when the span is not of its text.
    pub(crate) fn cite(&mut self, document: usize, span: Span) -> Option<Citation> {
        let source = *self.sources.get(document)?;
        let text = source.document.text.as_str();
        span.of(text)?;
        let (sentence, language) = sentence_of(source.reading, text, span);
        let number = self.number(document);
        self.passages
            .entry((number, sentence))
            .or_insert_with(|| passage(text, number, sentence, language));
        Some(Citation { source: number, span, sentence })
    }

    /// Cites the first mention of each document: `places` are document and span, in order.
    pub(crate) fn cite_all(&mut self, places: &[(usize, Span)]) -> Vec<Citation> {
        let mut cited = Vec::new();
        for (document, span) in places {
            cited.extend(self.cite(*document, *span));
        }
        cited
    }

    /// A claim as a quote of at most `limit` characters.
    pub(crate) fn claim(&mut self, document: usize, claim: &Claim, limit: usize) -> Option<Quote> {
        let mut quote = self.sentence(document, claim.sentence, claim.span, limit)?;
        let source = *self.sources.get(document)?;
        quote.speakers = claim.speakers.iter().map(|it| self.speaker(&source, it)).collect();
        quote.stance = Some(claim.stance);
        quote.kind = claim.kind;
        quote.wording = claim.likelihood.and_then(|(likelihood, span)| {
            let words = span.of(&source.document.text)?.to_owned();
            Some(Wording { words, likelihood })
        });
        let attribution = claim.attribution.as_ref();
        quote.attribution = attribution.map(|it| (it.level, it.candidate.clone()));
        quote.hearsay = claim.hearsay_depth();
        Some(quote)
    }

    /// A sentence as a quote of its author; `focus` stays in it when it must be shortened.
    pub(crate) fn sentence(
        &mut self,
        document: usize,
        sentence: Span,
        focus: Span,
        limit: usize,
    ) -> Option<Quote> {
        let source = *self.sources.get(document)?;
        let whole = show::trimmed(&source.document.text, sentence)?;
        let whole = prose::unmark(&source.document.text, whole);
        let span = show::shorten(&source.document.text, whole, focus, limit)?;
        let citation = self.cite(document, span)?;
        Some(Quote {
            citation,
            text: span.of(&source.document.text)?.to_owned(),
            shortened: span != whole,
            language: self.passages.get(&(citation.source, citation.sentence))?.language,
            speakers: vec![self.speaker(&source, &Speaker::Author)],
            stance: None,
            kind: ClaimKind::Statement,
            wording: None,
            attribution: None,
            hearsay: 0,
        })
    }

    /// The claim of a sentence, or the sentence itself.
    pub(crate) fn best_quote(
        &mut self,
        document: usize,
        span: Span,
        limit: usize,
    ) -> Option<Quote> {
        let source = *self.sources.get(document)?;
        let (sentence, _) = sentence_of(source.reading, &source.document.text, span);
        let claims = &source.reading.claims;
        let told = claims.iter().find(|it| it.span.covers(span));
        match told.or_else(|| claims.iter().find(|it| it.sentence.covers(span))) {
            Some(claim) => self.claim(document, claim, limit),
            None => self.sentence(document, sentence, span, limit),
        }
    }

    fn speaker(&self, source: &Source<'_>, speaker: &Speaker) -> String {
        let publisher = source.publisher();
        match speaker {
            Speaker::Named { name, .. } => show::flow(name),
            Speaker::Unnamed { as_written, .. } => {
                format!("{} ({})", show::flow(as_written), self.words.unnamed)
            }
            Speaker::Author => match publisher {
                Some(name) => format!("{} ({name})", self.words.author),
                None => self.words.author.to_owned(),
            },
        }
    }

    /// Cited sources by number, and cited passages by source and place.
    pub(crate) fn close(self) -> (Vec<SourceEntry>, Vec<Passage>) {
        let entries = self.cited.iter().zip(1..).filter_map(|(document, number)| {
            self.sources.get(*document).map(|source| entry(source, number))
        });
        (entries.collect(), self.passages.into_values().collect())
    }

    /// A template of the language of the brief with its values.
    pub(crate) fn fill(&self, template: &str, values: &[(&str, &str)]) -> String {
        fill(template, values)
    }
}

/// Publication day, publisher, title, id: the order of documents everywhere.
fn order_of(source: &Source<'_>) -> (Option<jiff::civil::Date>, String, String, String) {
    let publisher = source.publisher().unwrap_or_default().to_owned();
    (source.published(), publisher, source.title().to_owned(), source.document.id.to_string())
}

fn entry(source: &Source<'_>, number: usize) -> SourceEntry {
    SourceEntry {
        number,
        document: source.document.id,
        title: show::flow(source.title()),
        publisher: source.publisher().map(str::to_owned),
        published: source.published(),
        path: source.document.path.clone(),
        tlp: source.tlp(),
        language: source.reading.language,
    }
}

/// The sentence around a span: the reading's own, or the line. Cut to a window when long.
fn sentence_of(reading: &Reading, text: &str, span: Span) -> (Span, noroshi_model::Language) {
    let own = own_sentence(&reading.sentences, span);
    let language = own.map_or(reading.language, |sentence| sentence.language);
    let whole = own.map_or_else(|| show::line(text, span), |sentence| sentence.span.join(span));
    let trimmed = show::trimmed(text, whole).unwrap_or(whole).join(span);
    (show::shorten(text, trimmed, span, WINDOW).unwrap_or(trimmed), language)
}

fn own_sentence(sentences: &[Sentence], span: Span) -> Option<&Sentence> {
    let after = sentences.partition_point(|sentence| sentence.span.start() <= span.start());
    let own = sentences.get(after.checked_sub(1)?)?;
    own.span.overlaps(span).then_some(own)
}

fn passage(
    text: &str,
    source: usize,
    sentence: Span,
    language: noroshi_model::Language,
) -> Passage {
    let before = text.get(..sentence.start()).unwrap_or_default();
    let after = text.get(sentence.end()..).unwrap_or_default();
    Passage {
        source,
        sentence,
        before: show::tail(before, AROUND),
        text: sentence.of(text).unwrap_or_default().to_owned(),
        after: show::head(after, AROUND),
        language,
    }
}

/// The sentence of the reading that a mention stands in.
pub(crate) fn sentence_at(reading: &Reading, mention: &Mention) -> Option<Span> {
    own_sentence(&reading.sentences, mention.span).map(|sentence| sentence.span)
}
