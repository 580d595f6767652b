//! Which sentences of a topic tell most: candidates and their scores.

use std::collections::BTreeSet;

use noroshi_model::{BlockKind, Claim, ClaimKind, MentionKind, Span, Speaker, Stance};

use crate::material::Source;
use crate::matters::{Matter, matter};
use crate::similarity::{content_words, fold};
use crate::topics::Plan;
use crate::{prose, show};

/// A sentence that may be quoted.
#[derive(Debug, Clone)]
pub(crate) struct Candidate<'a> {
    pub(crate) document: usize,
    /// The words to quote.
    pub(crate) span: Span,
    pub(crate) sentence: Span,
    /// The claim, if it was read as one.
    pub(crate) claim: Option<&'a Claim>,
    /// Weight of the topic's names in the sentence.
    pub(crate) names: f64,
    /// Numbers, dates, amounts in the sentence, weighted.
    pub(crate) figures: f64,
    /// How clearly somebody stands behind it: 0.0 to 1.0.
    pub(crate) voice: f64,
    /// What it contends about, if anything.
    pub(crate) matter: Option<Matter>,
    /// The sentence as written.
    text: &'a str,
    /// How early and how handy the sentence is; up to 2.0, may be negative.
    pub(crate) ease: f64,
}

impl Candidate<'_> {
    /// Says that it is so, and is no absence of evidence.
    pub(crate) fn asserts(&self) -> bool {
        self.claim.is_none_or(|claim| {
            claim.stance == Stance::Asserts && claim.kind != ClaimKind::AbsenceOfEvidence
        })
    }

    /// Leaves something open: guesses, denials, silence, nothing found.
    pub(crate) fn is_open(&self) -> bool {
        self.claim.is_some_and(|claim| {
            claim.stance != Stance::Asserts || claim.kind == ClaimKind::AbsenceOfEvidence
        })
    }

    /// Says that it may be so.
    pub(crate) fn speculates(&self) -> bool {
        self.claim.is_some_and(|claim| {
            claim.stance == Stance::Speculates && claim.kind != ClaimKind::AbsenceOfEvidence
        })
    }

    /// Whether it says much the same as another, or stands in the same sentence.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let same = self.document == other.document && self.sentence.overlaps(other.sentence);
        same || alike(&content_words(self.text), &content_words(other.text))
    }
}

fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let shared = one.intersection(other).count();
    let smaller = one.len().min(other.len());
    smaller > 0 && shared * 10 >= smaller * 7
}

/// All sentences of a topic's documents that may be quoted, the lead's first.
pub(crate) fn candidates<'a>(sources: &[Source<'a>], plan: &Plan) -> Vec<Candidate<'a>> {
    let documents = plan.all().filter_map(|document| Some((document, *sources.get(document)?)));
    documents.flat_map(|(document, source)| of_document(document, source, plan)).collect()
}

fn of_document<'a>(document: usize, source: Source<'a>, plan: &Plan) -> Vec<Candidate<'a>> {
    let title = fold(source.title());
    let topic_words = content_words(source.title());
    let mut spans: Vec<(Span, Span, Option<&Claim>)> = source
        .reading
        .claims
        .iter()
        .map(|claim| (claim.span, claim.sentence, Some(claim)))
        .collect();
    let claimed: BTreeSet<usize> = spans.iter().map(|(_, sentence, _)| sentence.start()).collect();
    let silent = source.reading.sentences.iter().filter(|sentence| !sentence.boilerplate);
    let silent = silent.filter(|sentence| !claimed.contains(&sentence.span.start()));
    spans.extend(silent.map(|sentence| (sentence.span, sentence.span, None)));
    let view = View { document, source, plan, title, topic_words };
    spans
        .into_iter()
        .filter(|(_, sentence, _)| plan.holds(document, *sentence))
        .filter_map(|(span, sentence, claim)| view.candidate(span, sentence, claim))
        .collect()
}

/// One document as a topic sees it.
struct View<'a, 'p> {
    document: usize,
    source: Source<'a>,
    plan: &'p Plan,
    title: String,
    topic_words: BTreeSet<String>,
}

impl<'a> View<'a, '_> {
    fn candidate(
        &self,
        span: Span,
        sentence: Span,
        claim: Option<&'a Claim>,
    ) -> Option<Candidate<'a>> {
        let text = sentence.of(&self.source.document.text)?;
        if self.is_furniture(sentence) || self.is_title(text) || !prose::is_quotable(text) {
            return None;
        }
        let lower = text.to_lowercase();
        let told = self.topic_words.iter().filter(|word| lower.contains(word.as_str()));
        let told = told.count().min(6);
        let ease = self.ease(sentence, text) + 0.15 * small(told);
        Some(Candidate {
            document: self.document,
            span,
            sentence,
            claim,
            names: self.plan.told(self.document, sentence).min(8.0),
            voice: claim.map_or(0.0, voice),
            matter: matter(text).map(|(matter, _)| matter),
            figures: self.figures(sentence),
            text,
            ease: ease - claim.map_or(0.5, |claim| 0.2 * small(claim.hearsay_depth())),
        })
    }

    fn is_title(&self, text: &str) -> bool {
        text.len() <= self.title.len() * 2 && fold(&show::flow(text)) == self.title
    }

    /// Headings, tables, code and navigation are not quoted.
    fn is_furniture(&self, sentence: Span) -> bool {
        let blocks = &self.source.document.blocks;
        let from = blocks.partition_point(|block| block.span.end() <= sentence.start());
        let own = blocks[from..].iter().take_while(|block| block.span.start() < sentence.end());
        let mut kinds = own.map(|block| block.kind);
        let words = |kind: BlockKind| {
            matches!(kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote)
        };
        kinds.any(|kind| !words(kind) && !kind.is_of_message())
    }

    fn mentions(&self, sentence: Span) -> impl Iterator<Item = &'a noroshi_model::Mention> {
        let mentions = &self.source.reading.mentions;
        let from = mentions.partition_point(|it| it.span.start() < sentence.start());
        mentions[from..].iter().take_while(move |it| it.span.start() < sentence.end())
    }

    fn figures(&self, sentence: Span) -> f64 {
        let weights = self.mentions(sentence).map(|mention| match mention.kind {
            MentionKind::Count | MentionKind::Money => 1.2,
            MentionKind::Date => 0.7,
            MentionKind::Vulnerability => 0.6,
            _ => 0.0,
        });
        weights.sum::<f64>().min(3.0)
    }

    fn ease(&self, sentence: Span, text: &str) -> f64 {
        let length = small(text.chars().count());
        let (short, long) =
            if text.chars().any(show::is_wide) { (12.0, 140.0) } else { (35.0, 260.0) };
        let fit =
            if length < short { -3.0 } else { -((length - long).max(0.0) / (long / 2.0)).min(3.0) };
        let place = small(sentence.start()) / small(self.source.document.text.len().max(1));
        let lead = if self.document == self.plan.lead { 1.0 } else { 0.0 };
        fit + 1.0 - place + lead
    }
}

/// A name says more than a source without one, and that more than the author's own words.
fn voice(claim: &Claim) -> f64 {
    match claim.speakers.innermost() {
        Speaker::Named { .. } => 1.0,
        Speaker::Unnamed { .. } => 0.5,
        Speaker::Author => 0.0,
    }
}

fn small(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The best of the candidates that fit and repeat none of the chosen; the first wins a tie.
pub(crate) fn best<'c, 'a>(
    candidates: &'c [Candidate<'a>],
    chosen: &[&Candidate<'a>],
    score: impl Fn(&Candidate<'a>) -> Option<f64>,
) -> Option<&'c Candidate<'a>> {
    let scored = candidates.iter().filter_map(|it| score(it).map(|points| (it, points)));
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let fresh = |it: &Candidate<'a>| !chosen.iter().any(|other| it.repeats(other));
    scored.into_iter().map(|(it, _)| it).find(|it| fresh(it))
}
