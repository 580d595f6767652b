//! Rows and hypotheses that kept reports offer for a question. Proposals only: nothing here
//! rates, accepts or changes anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::civil::Date;
use noroshi_model::{Claim, ClaimKind, Document, MentionKind, Reading, Span, Speaker, Stance};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use crate::question::{Question, Source, Text};
use crate::word::{Facet, Tag};

/// Words of the question that a document needs before its denials and attributions count
/// without repeating one of them.
const ABOUT: usize = 2;

/// What is offered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestion {
    /// Rows, in order of date and place.
    pub rows: Vec<SuggestedRow>,
    /// Hypotheses that the reports name, the most often named first.
    pub hypotheses: Vec<SuggestedHypothesis>,
}

/// A row that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestedRow {
    /// An id that the question does not have.
    pub id: String,
    /// Who says it, and the words.
    pub text: Text,
    /// When it was known: the date of its document.
    pub known: Date,
    /// By the words of the sentence.
    pub facet: Facet,
    /// Of traces of that facet.
    pub forgeability: f64,
    /// The root of its source.
    pub cluster: String,
    /// What the stance and kind of the claim say.
    pub tags: Vec<Tag>,
    /// Whom it holds responsible, and how far it goes.
    pub note: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// A hypothesis that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedHypothesis {
    /// An id made from its name.
    pub id: String,
    /// The name as written.
    pub title: String,
    /// How many claims name it.
    pub claims: usize,
}

#[derive(Deserialize)]
struct FacetTable {
    facet: Vec<FacetWords>,
}

#[derive(Deserialize)]
struct FacetWords {
    id: String,
    forgeability: f64,
    words: Vec<String>,
}

/// A document that was read, and what is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The document.
    pub document: &'a Document,
    /// What was read in it.
    pub reading: &'a Reading,
}

/// What reports offer for a question: claims whose sentence has a word of its subject, and in a
/// document that has several of them also denials and attributions. Claims that the question
/// cites already are left out.
pub fn suggest(question: &Question, known: &[Known<'_>]) -> Suggestion {
    let subject: Vec<String> =
        question.subject.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let mut rows = Vec::new();
    let mut named: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for one in known {
        for claim in claims(*one, &subject) {
            name(*one, claim, &mut named);
            if !cited(question, one.document, claim) {
                rows.push(row(question, *one, claim));
            }
        }
    }
    rows.sort_by(|a, b| {
        (a.known, &a.source.document, a.source.span).cmp(&(
            b.known,
            &b.source.document,
            b.source.span,
        ))
    });
    number(question, &mut rows);
    Suggestion { rows, hypotheses: hypotheses(question, named) }
}

/// Claims of a document that are about the subject.
fn claims<'a>(one: Known<'a>, subject: &[String]) -> Vec<&'a Claim> {
    let whole = fold(&one.document.text);
    let about =
        subject.iter().filter(|word| whole.contains(*word)).count() >= ABOUT.min(subject.len());
    let on_subject = |claim: &&Claim| {
        let words = fold(claim.sentence.of(&one.document.text).unwrap_or_default());
        let direct = subject.iter().any(|word| words.contains(word));
        let weighty = claim.attribution.is_some() || claim.stance == Stance::Denies;
        direct || (about && weighty)
    };
    let mut seen = BTreeSet::new();
    let new = |claim: &&Claim| seen.insert(claim.span);
    one.reading.claims.iter().filter(on_subject).filter(new).collect()
}

fn cited(question: &Question, document: &Document, claim: &Claim) -> bool {
    let id = document.id.to_string();
    let sources = question.rows.iter().flat_map(|row| &row.sources);
    sources.into_iter().any(|it| id.starts_with(&it.document) && it.span.overlaps(claim.span))
}

fn row(question: &Question, one: Known<'_>, claim: &Claim) -> SuggestedRow {
    let text = &one.document.text;
    let words = flow(claim.span.of(text).unwrap_or_default());
    let sentence = fold(claim.sentence.of(text).unwrap_or_default());
    let (facet, forgeability) = facet(&sentence);
    let root = root(one, claim);
    let published = day(one.reading);
    let note = claim
        .attribution
        .as_ref()
        .map(|it| format!("{}: {}", it.level.word(), flow(&it.candidate)));
    SuggestedRow {
        id: String::new(),
        text: Text::same(&format!("{}: {words}", speaker(claim))),
        known: published.unwrap_or(question.asked),
        facet,
        forgeability,
        cluster: root.clone(),
        tags: tags(claim),
        note,
        source: Source {
            document: one.document.id.to_string(),
            span: claim.span,
            quote: claim.span.of(text).map(str::to_owned),
            root,
            title: one.reading.title.clone().or_else(|| one.document.title.clone()),
            publisher: one.document.publisher.clone(),
            published,
            url: None,
        },
    }
}

/// The root of a claim: whoever says it first. The one place that decides this; rows of one
/// root are one cluster.
///
/// A named speaker is a root wherever it is quoted. An unnamed one goes back to whoever quotes
/// it, because nobody can tell two of them apart; and a publisher is its own root.
pub fn root(one: Known<'_>, claim: &Claim) -> String {
    if let Some(cited) = claim.roots.first() {
        return flow(cited);
    }
    let named = claim.speakers.iter().filter_map(|speaker| match speaker {
        Speaker::Named { name, .. } => Some(flow(name)),
        Speaker::Unnamed { .. } | Speaker::Author => None,
    });
    match claim.speakers.innermost() {
        Speaker::Author => publisher(one),
        Speaker::Named { .. } | Speaker::Unnamed { .. } => {
            named.last().unwrap_or_else(|| publisher(one))
        }
    }
}

fn publisher(one: Known<'_>) -> String {
    let stem = || {
        let name = one.document.path.rsplit(['/', '\\']).next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
    };
    one.document.publisher.clone().unwrap_or_else(stem)
}

fn speaker(claim: &Claim) -> String {
    let chain: Vec<String> = claim.speakers.iter().map(|one| flow(one.shown())).collect();
    chain.join(" > ")
}

fn tags(claim: &Claim) -> Vec<Tag> {
    let mut tags = Vec::new();
    let stance = match claim.stance {
        Stance::Denies => Some(Tag::Denial),
        Stance::Declines => Some(Tag::Routine),
        Stance::Asserts | Stance::Speculates => None,
    };
    tags.extend(stance);
    tags.extend((claim.kind == ClaimKind::AbsenceOfEvidence).then_some(Tag::Absence));
    tags.extend((claim.hearsay_depth() > 1).then_some(Tag::SecondHand));
    tags
}

/// The day of a document: publication, else what it was counted from.
pub fn day(reading: &Reading) -> Option<Date> {
    let dated = reading.dates.published.as_ref().or(reading.dates.anchor.as_ref())?;
    Some(dated.moment.start().date())
}

fn facet(sentence: &str) -> (Facet, f64) {
    static TABLE: OnceLock<Vec<(Facet, f64, Vec<String>)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let table: FacetTable = toml::from_str(include_str!("../facets.toml"))
            .unwrap_or(FacetTable { facet: Vec::new() });
        let row = |one: FacetWords| {
            let words = one.words.iter().map(|word| fold(word)).collect();
            Some((Facet::from_word(&one.id)?, one.forgeability, words))
        };
        table.facet.into_iter().filter_map(row).collect()
    });
    let found = table.iter().find(|(_, _, words)| words.iter().any(|word| sentence.contains(word)));
    let last = table.last().map(|(facet, forgeability, _)| (*facet, *forgeability));
    found
        .map(|(facet, forgeability, _)| (*facet, *forgeability))
        .or(last)
        .unwrap_or((Facet::Intelligence, 0.3))
}

/// Ids S1, S2, ... that the question does not have yet.
fn number(question: &Question, rows: &mut [SuggestedRow]) {
    let taken: BTreeSet<&str> = question.rows.iter().map(|row| row.id.as_str()).collect();
    let mut free = (1..).map(|at| format!("S{at}")).filter(|id| !taken.contains(id.as_str()));
    rows.iter_mut().for_each(|row| row.id = free.next().unwrap_or_default());
}

/// Counts whom the claims name: attributions, and threat actors mentioned in their sentence.
fn name(one: Known<'_>, claim: &Claim, named: &mut BTreeMap<String, (String, usize)>) {
    let actors = one.reading.mentions.iter().filter(|mention| {
        mention.kind == MentionKind::ThreatActor && claim.sentence.covers(mention.span)
    });
    let text = |span: Span| span.of(&one.document.text).unwrap_or_default();
    let mut all: Vec<String> = actors.map(|mention| flow(text(mention.span))).collect();
    all.extend(claim.attribution.as_ref().map(|it| flow(&it.candidate)));
    all.sort();
    all.dedup();
    for name in all.into_iter().filter(|name| !name.is_empty()) {
        let own = named.entry(fold(&name)).or_insert_with(|| (name, 0));
        own.1 += 1;
    }
}

fn hypotheses(
    question: &Question,
    named: BTreeMap<String, (String, usize)>,
) -> Vec<SuggestedHypothesis> {
    let there = |folded: &str| {
        question
            .hypotheses
            .iter()
            .any(|one| fold(&one.title.ja).contains(folded) || fold(&one.title.en).contains(folded))
    };
    let mut all: Vec<SuggestedHypothesis> = named
        .into_iter()
        .filter(|(folded, _)| !there(folded))
        .map(|(folded, (title, claims))| SuggestedHypothesis { id: slug(&folded), title, claims })
        .collect();
    all.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.id.cmp(&b.id)));
    all
}

fn slug(folded: &str) -> String {
    let sign = |sign: char| if sign.is_alphanumeric() { sign } else { '-' };
    folded.chars().map(sign).collect::<String>().trim_matches('-').to_owned()
}

/// Text as it is compared: NFKC, lower case, without white space between wide letters.
pub(crate) fn fold(text: &str) -> String {
    let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    flow(&lower)
}

/// Text in one line.
pub(crate) fn flow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let wide = |sign: char| !sign.is_ascii();
    for word in text.split_whitespace() {
        let glued =
            out.chars().next_back().is_some_and(wide) && word.chars().next().is_some_and(wide);
        if !out.is_empty() && !glued {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
