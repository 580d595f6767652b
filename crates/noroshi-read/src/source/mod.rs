//! What a document cites, the roots of its claims, and what became stronger on the way.

mod drift;
mod english;
mod japanese;
mod note;
mod phrase;
mod words;

use noroshi_model::{
    CitedSource, Claim, CueKind, Document, Language, SourceKind, Span, Speaker, SpeakerChain,
};

pub(crate) use drift::{Told, drift};
pub(crate) use words::Words;

use crate::layout::Line;
use crate::said::Said;
use crate::shadow::Shadow;
use phrase::{Around, Named};

/// Collects cited sources sentence by sentence.
pub(crate) struct Sources<'w> {
    words: &'w Words<'w>,
    sources: Vec<CitedSource>,
    /// The publication that was cited last, and the paragraph.
    publication: Option<(u32, String)>,
}

/// A cited name with the words that cite it.
struct Cite {
    named: Named,
    via: std::ops::Range<usize>,
    /// Whether the sentence goes back to it; 取材に only says where it was said.
    carries: bool,
}

/// The document, for what stands outside sentences.
pub(crate) struct Whole<'a> {
    pub(crate) document: &'a Document,
    pub(crate) shadow: &'a Shadow<'a>,
    pub(crate) lines: &'a [Line],
}

impl<'w> Sources<'w> {
    /// None yet.
    pub(crate) fn new(words: &'w Words<'w>) -> Self {
        Self { words, sources: Vec::new(), publication: None }
    }

    /// Takes in what a sentence cites, and gives its claims their roots.
    pub(crate) fn cite(&mut self, said: &Said<'_, '_>, claims: &mut [Claim]) {
        if !may_cite(said) {
            return;
        }
        let around = Around { words: self.words, text: said.text, language: said.language };
        let found = match said.language {
            Language::Ja => japanese::cites(said, &around),
            Language::Zh => chinese(said, claims, &around),
            _ => english::cites(said, &around),
        };
        let mut carried: Vec<(String, SourceKind)> = Vec::new();
        for mut cite in found {
            if around.is_medium(said.mentions, &cite.named) {
                cite.named.kind = SourceKind::Publication;
            }
            let Some(cite) = self.resolve(said, cite) else { continue };
            if cite.carries {
                carried.push((cite.named.name.clone(), cite.named.kind));
            }
            self.keep(said, cite);
        }
        for claim in claims {
            claim.roots = self.roots(said, &around, &claim.speakers, &carried);
        }
    }

    /// A phrase such as 同社, 機構 or 社長 becomes the name it stands for.
    fn resolve(&self, said: &Said<'_, '_>, mut cite: Cite) -> Option<Cite> {
        let name = cite.named.name.as_str();
        if let Some((meant, _)) = said.anaphor(name) {
            cite.named.name = meant;
            return Some(cite);
        }
        let publication = self.publication.as_ref().map(|(_, name)| name);
        if matches!(
            name,
            "記事" | "報道" | "同紙" | "同通信" | "同誌" | "the report" | "the article"
        ) {
            cite.named.name = publication.cloned().unwrap_or_else(|| name.to_owned());
            cite.named.kind = SourceKind::Publication;
            return Some(cite);
        }
        if said.language != Language::Ja || name.chars().count() > 4 {
            return Some(cite);
        }
        let title = self.words.is(name, "person");
        let short = name.strip_prefix('同').unwrap_or(name);
        let wanted =
            title || (cite.named.kind == SourceKind::Organization && !is_noted(said, &cite));
        let long = wanted.then(|| phrase::longer(said.text, cite.named.start, short)).flatten();
        match long {
            Some(long) if title => {
                long[..long.len() - short.len()].clone_into(&mut cite.named.name);
                cite.named.kind = SourceKind::Person;
            }
            Some(long) => long.clone_into(&mut cite.named.name),
            None if title => return None,
            None => {}
        }
        Some(cite)
    }

    fn keep(&mut self, said: &Said<'_, '_>, cite: Cite) {
        let Cite { named, via, .. } = cite;
        let Some(span) = said.shadow.span(named.start..named.end) else { return };
        if self.sources.last().is_some_and(|last| last.span == span) {
            return;
        }
        if named.kind == SourceKind::Publication {
            self.publication = Some((said.paragraph, named.name.clone()));
        }
        let via = said.text.get(via).unwrap_or_default().trim().to_owned();
        self.sources.push(CitedSource { name: named.name, kind: named.kind, via, span });
    }

    /// The publication or body that a claim goes back to: the innermost one that its speakers
    /// name; a publication stands for the unnamed persons behind it.
    fn roots(
        &self,
        said: &Said<'_, '_>,
        around: &Around<'_>,
        speakers: &SpeakerChain,
        carried: &[(String, SourceKind)],
    ) -> Vec<String> {
        let chain: Vec<&Speaker> = speakers.iter().collect();
        let mut person = None;
        for speaker in chain.iter().rev() {
            let Speaker::Named { name, .. } = speaker else { continue };
            let cited = carried.iter().find(|(cited, _)| cited.contains(name.as_str()));
            let named = || around.name(name, 0).map(|named| (named.name, named.kind));
            let known = cited.cloned().or_else(named);
            // 両社 and 当社 name nobody else: the document stands for them.
            let Some((name, kind)) = known else { continue };
            match kind {
                SourceKind::Person | SourceKind::Document => person = person.or(Some(name)),
                SourceKind::Unnamed => {}
                SourceKind::Publication | SourceKind::Organization => return vec![name],
            }
        }
        let body = |kind: SourceKind| {
            matches!(
                kind,
                SourceKind::Publication | SourceKind::Organization | SourceKind::Document
            )
        };
        if let Some((name, _)) = carried.iter().rev().find(|(_, kind)| body(*kind)) {
            return vec![name.clone()];
        }
        let unnamed = chain.iter().any(|speaker| matches!(speaker, Speaker::Unnamed { .. }));
        if unnamed && japanese::passes_on(said) {
            let inside = self.publication.as_ref().filter(|(at, _)| *at == said.paragraph);
            return inside.map(|(_, name)| name.clone()).into_iter().collect();
        }
        person.into_iter().collect()
    }

    /// All sources in order of place, those of notes and headlines too; gives the author's
    /// claims the roots that notes and labels name.
    pub(crate) fn finish(mut self, whole: &Whole<'_>, claims: &mut [Claim]) -> Vec<CitedSource> {
        let notes = note::Notes::read(whole, self.words);
        notes.give_roots(whole.document, claims);
        self.sources.extend(notes.sources);
        self.sources.extend(note::links(whole, self.words, &self.sources));
        self.sources.sort_by_key(|source| (source.span, source.name.clone()));
        self.sources.dedup_by(|one, other| one.span == other.span);
        self.sources
    }
}

/// Whether a sentence can cite anything: it has a word of saying or of citing.
fn may_cite(said: &Said<'_, '_>) -> bool {
    let telling = |kind: CueKind| {
        matches!(kind, CueKind::Attribution | CueKind::Speech | CueKind::Hearsay | CueKind::Unnamed)
    };
    said.hits.iter().any(|hit| telling(hit.cue.kind))
        || (said.language == Language::Ja && japanese::is_credit(said.shown()))
}

/// Whether a mention says that the phrase is a whole name.
fn is_noted(said: &Said<'_, '_>, cite: &Cite) -> bool {
    said.mentions
        .iter()
        .any(|(range, _)| range.start == cite.named.start && range.end == cite.named.end)
}

/// 据X报道: the first speaker of the claim, when the sentence names one so.
fn chinese(said: &Said<'_, '_>, claims: &[Claim], around: &Around<'_>) -> Vec<Cite> {
    let head = said.range.start + 8;
    let cue = said
        .hits
        .iter()
        .find(|hit| hit.cue.kind == CueKind::Attribution && hit.range.start <= head);
    let first = claims.first().and_then(|claim| claim.speakers.iter().next());
    let (Some(cue), Some(speaker)) = (cue, first) else { return Vec::new() };
    let shown = speaker.shown();
    let Some(start) = said.shown().find(shown).map(|at| said.range.start + at) else {
        return Vec::new();
    };
    let name =
        around.words.ending(shown, "tail").map_or(shown, |tail| &shown[..shown.len() - tail.len()]);
    let kind = match speaker {
        Speaker::Author => return Vec::new(),
        Speaker::Unnamed { .. } => Some(SourceKind::Unnamed),
        Speaker::Named { .. } => around.kind(name),
    };
    let end = start + name.len();
    let named = kind.map(|kind| Named { name: name.to_owned(), kind, start, end });
    named
        .map(|named| Cite { named, via: cue.range.start..end, carries: true })
        .into_iter()
        .collect()
}

/// Whether the span of a claim's sentence holds a place.
fn holds(claim: &Claim, place: usize) -> bool {
    claim.sentence.start() <= place && place <= claim.sentence.end()
}

/// Whether the author speaks.
fn is_authors(claim: &Claim) -> bool {
    claim.speakers.iter().all(|speaker| *speaker == Speaker::Author)
}

/// The words at a span of the document.
fn shown_at(document: &Document, span: Span) -> &str {
    span.of(&document.text).unwrap_or_default()
}
