//! What kept reports say that can be looked for in logs: the sentences, and who says them.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use noroshi_model::{
    Attitude, Citation, Claim, DocumentId, Estate, Mention, MentionKind, Reading, Role, ScaleStep,
    Span, Speaker, TagBasis,
};
use noroshi_packages::report::{self, Part};

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
    /// What they do with it; `None` for what stands there without a claim, as in a table.
    pub attitude: Option<Attitude>,
    /// What their wording says of its likelihood.
    pub likelihood: Option<ScaleStep>,
    /// Why it is looked for.
    pub why: Why,
}

impl Said {
    /// Whether it speaks for what was found. What does not is shown as what it is.
    pub fn supports(&self) -> bool {
        self.attitude.is_none_or(Attitude::supports)
    }

    /// Whether it is worth a search: stated, or held to be likely. What is denied, not said, not
    /// found or merely possible is none.
    pub(super) fn is_stated(&self) -> bool {
        match (self.attitude, self.likelihood) {
            (Some(Attitude::Speculates), None) => false,
            (_, likelihood) => {
                self.supports() && likelihood.is_none_or(|step| step >= ScaleStep::Likely)
            }
        }
    }

    /// The sentence as the other side of a finding.
    pub fn citation(&self) -> Citation {
        Citation {
            who: self.speaker.clone(),
            what: self.title.clone().unwrap_or_else(|| self.path.clone()),
            text: self.sentence.clone(),
            place: Some((self.document, self.span)),
            link: Some(self.path.clone()),
            attitude: self.attitude,
        }
    }

    /// The report in a few words.
    pub fn report(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.path)
    }
}

/// All that one report says that can be looked for, in order of place, also what it denies; and
/// how many observables are left out because nobody says that they are the attacker's.
pub(super) fn said(read: &Read, estate: &Estate) -> (Vec<Arc<Said>>, usize) {
    let mut collected = Collected::default();
    let reported = reported(read);
    for mention in &read.reading.mentions {
        match why(mention, estate, &reported).filter(|_| is_whole(&read.document.text, mention)) {
            Some(why) => collected.value(one(read, mention.span, why)),
            None => collected.left += usize::from(mention.kind.is_observable()),
        }
    }
    for tag in &read.reading.techniques {
        if matches!(tag.basis, TagBasis::Named | TagBasis::Cue) {
            let why = Why::Technique(tag.technique.slug().to_owned());
            collected.add(one(read, tag.span, why));
        }
    }
    let left = collected.left + collected.doubted();
    (collected.found, left)
}

/// Sentences, each once.
#[derive(Debug, Default)]
struct Collected {
    found: Vec<Arc<Said>>,
    once: BTreeSet<(Why, Span, Option<Attitude>)>,
    stated: BTreeSet<Why>,
    left: usize,
}

impl Collected {
    /// A value is looked for by the first sentence that states it; what speaks otherwise is kept
    /// beside it.
    fn value(&mut self, said: Said) {
        if !said.is_stated() || self.stated.insert(said.why.clone()) {
            self.add(said);
        }
    }

    fn add(&mut self, said: Said) {
        if self.once.insert((said.why.clone(), said.span, said.attitude)) {
            self.found.push(Arc::new(said));
        }
    }

    /// Values that no sentence states.
    fn doubted(&self) -> usize {
        let values = self.found.iter().filter(|said| !matches!(said.why, Why::Technique(_)));
        let doubted = values.map(|said| &said.why).filter(|why| !self.stated.contains(*why));
        doubted.collect::<BTreeSet<_>>().len()
    }
}

/// The packages that a report names otherwise than as the good one that another imitates.
fn reported(read: &Read) -> BTreeSet<String> {
    let packages = read.reading.mentions.iter().filter(|it| it.kind == MentionKind::Package);
    let names: BTreeSet<String> = packages.map(|it| it.canonical.to_ascii_lowercase()).collect();
    if names.is_empty() {
        return names;
    }
    let said = report::said(&read.document, &read.reading, &names).statements;
    let of = |name: &str, part| said.iter().any(|it| it.name == name && it.part == part);
    let only_imitated = |name: &str| of(name, Part::Imitated) && !of(name, Part::Reported);
    names.into_iter().filter(|name| !only_imitated(name)).collect()
}

fn why(mention: &Mention, estate: &Estate, reported: &BTreeSet<String>) -> Option<Why> {
    let value = mention.canonical.clone();
    match mention.kind {
        MentionKind::Package => {
            let searched =
                reported.contains(&value.to_ascii_lowercase()) && !is_own(&value, estate);
            searched.then_some(Why::Package(value))
        }
        kind if kind.is_observable() && mention.role == Some(Role::Indicator) => {
            Some(Why::Indicator(kind, value))
        }
        _ => None,
    }
}

/// Whether a value is not the rest of a name with letters outside ASCII, such as
/// `kɑzemori.example`: the piece that was read is somebody else's, or far too short.
fn is_whole(text: &str, mention: &Mention) -> bool {
    let joins = |sign: char| sign.is_alphabetic() && ('\u{80}'..'\u{2000}').contains(&sign);
    let before = text.get(..mention.span.start()).and_then(|front| front.chars().next_back());
    let after = text.get(mention.span.end()..).and_then(|rest| rest.chars().next());
    !before.into_iter().chain(after).any(joins)
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
    let claim = claim(reading, at, span);
    Said {
        document: document.id,
        path: document.path.clone(),
        title: reading.title.clone().or_else(|| document.title.clone()),
        published: published(reading),
        span,
        sentence: one_line(span.of(&document.text).unwrap_or_default()),
        speaker: claim.map_or_else(|| author(read), |claim| speakers(read, claim)),
        attitude: claim.map(Claim::attitude),
        likelihood: claim.and_then(|claim| claim.likelihood).map(|(likely, _)| likely.step()),
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

/// The claim that a place belongs to: the narrowest around it; else the most cautious of its
/// sentence, so that a denial is never taken for an assertion.
fn claim(reading: &Reading, at: Span, sentence: Span) -> Option<&Claim> {
    let around = reading.claims.iter().filter(|claim| claim.span.covers(at));
    let narrowest = around.min_by_key(|claim| claim.span.bytes());
    narrowest.or_else(|| {
        let beside = reading.claims.iter().filter(|claim| claim.sentence.overlaps(sentence));
        beside.max_by_key(|claim| claim.attitude())
    })
}

/// Who makes a claim, outermost first.
fn speakers(read: &Read, claim: &Claim) -> String {
    let links: Vec<String> = claim.speakers.iter().map(|it| named(read, it)).collect();
    links.join(" > ")
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
