//! What kept reports say that can be looked for in logs: the sentences, and who says them.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use noroshi_model::{
    Citation, DocumentId, Estate, Mention, MentionKind, Reading, Role, Span, Speaker, TagBasis,
};

use crate::Read;

/// Longest sentence that is carried along, in bytes; the place leads to the rest.
const LONGEST: usize = 1_000;

/// Why a sentence is worth a search.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// It names a thing of the attacker's: an address, a file, a key of the registry.
    Indicator(MentionKind, String),
    /// It names a package.
    Package(String),
    /// It tells of a technique, by its ATT&CK id.
    Technique(String),
}

impl Why {
    /// What is looked for, for people.
    pub fn shown(&self) -> &str {
        match self {
            Self::Indicator(_, value) | Self::Package(value) | Self::Technique(value) => value,
        }
    }

    /// The word used in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Indicator(..) => "indicator",
            Self::Package(_) => "package",
            Self::Technique(_) => "technique",
        }
    }
}

/// One sentence of a report that is worth a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The report.
    pub document: DocumentId,
    /// Where the report was found, for people.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was published, in EDTF.
    pub published: Option<String>,
    /// Where the sentence stands.
    pub span: Span,
    /// The sentence in one line, as written; cut when very long.
    pub sentence: String,
    /// Who says so, outermost first.
    pub speaker: String,
    /// Why it is looked for.
    pub why: Why,
}

impl Said {
    /// The sentence as the other side of a finding.
    pub fn citation(&self) -> Citation {
        Citation {
            who: self.speaker.clone(),
            what: self.title.clone().unwrap_or_else(|| self.path.clone()),
            text: self.sentence.clone(),
            place: Some((self.document, self.span)),
            link: Some(self.path.clone()),
        }
    }

    /// The report in a few words.
    pub fn report(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.path)
    }
}

/// All that one report says that can be looked for, in order of place; and how many
/// observables are left out because they are not the attacker's.
pub(super) fn said(read: &Read, estate: &Estate) -> (Vec<Arc<Said>>, usize) {
    let mut found: Vec<Arc<Said>> = Vec::new();
    let mut once: BTreeSet<(Why, Option<Span>)> = BTreeSet::new();
    let mut left = 0;
    for mention in &read.reading.mentions {
        match why(mention, estate) {
            Some(why) if once.insert((why.clone(), None)) => {
                found.push(Arc::new(one(read, mention.span, why)));
            }
            Some(_) => {}
            None => left += usize::from(mention.kind.is_observable()),
        }
    }
    for tag in &read.reading.techniques {
        if matches!(tag.basis, TagBasis::Named | TagBasis::Cue) {
            let why = Why::Technique(tag.technique.slug().to_owned());
            if once.insert((why.clone(), Some(tag.span))) {
                found.push(Arc::new(one(read, tag.span, why)));
            }
        }
    }
    (found, left)
}

fn why(mention: &Mention, estate: &Estate) -> Option<Why> {
    let value = mention.canonical.clone();
    match mention.kind {
        MentionKind::Package if is_own(&value, estate) => None,
        MentionKind::Package => Some(Why::Package(value)),
        kind if kind.is_observable() && mention.role == Some(Role::Indicator) => {
            Some(Why::Indicator(kind, value))
        }
        _ => None,
    }
}

/// A package that the organisation uses is no sign of anything by being installed.
fn is_own(name: &str, estate: &Estate) -> bool {
    let bare = |package: &str| package.rsplit(':').next().unwrap_or(package).to_lowercase();
    estate.packages.iter().any(|own| bare(own) == bare(name))
}

fn one(read: &Read, at: Span, why: Why) -> Said {
    let (document, reading) = (&read.document, &read.reading);
    let sentence = reading.sentences.iter().map(|one| one.span).find(|span| span.covers(at));
    let span = sentence.unwrap_or(at);
    Said {
        document: document.id,
        path: document.path.clone(),
        title: reading.title.clone().or_else(|| document.title.clone()),
        published: published(reading),
        span,
        sentence: one_line(span.of(&document.text).unwrap_or_default()),
        speaker: speaker(read, span),
        why,
    }
}

/// Text in one line, cut at a character when it is very long.
pub(super) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.floor_char_boundary(LONGEST);
    if end == line.len() { line } else { format!("{}…", &line[..end]) }
}

fn published(reading: &Reading) -> Option<String> {
    reading.dates.published.as_ref().map(|dated| dated.moment.edtf())
}

/// The day on which a report was published, if it says so to the day.
pub(super) fn day(reading: &Reading) -> Option<Date> {
    published(reading)?.get(..10)?.parse().ok()
}

/// Who says a sentence, outermost first. Without a claim there the author says it.
fn speaker(read: &Read, sentence: Span) -> String {
    let claims = read.reading.claims.iter();
    let chain = claims.filter(|claim| claim.sentence.overlaps(sentence)).map(|claim| {
        let links: Vec<String> = claim.speakers.iter().map(|it| named(read, it)).collect();
        links.join(" > ")
    });
    chain.max_by_key(String::len).unwrap_or_else(|| author(read))
}

fn named(read: &Read, speaker: &Speaker) -> String {
    match speaker {
        Speaker::Author => author(read),
        other => one_line(other.shown()),
    }
}

/// The author by the name that the document gives, else by the document's own.
fn author(read: &Read) -> String {
    let document = &read.document;
    let file = document.path.rsplit(['/', '\\']).next().unwrap_or(&document.path);
    document.publisher.clone().unwrap_or_else(|| format!("author of {file}"))
}
