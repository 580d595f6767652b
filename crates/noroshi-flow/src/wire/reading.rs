//! `noroshi read --format json`: one object per file and line.

use noroshi_model::{
    Attribution, Chance, CitedSource, Claim, Dated, Document, DocumentDates, Drift, EntityId,
    Event, Language, Likelihood, Mention, Moment, Reading, Relation, Span, Speaker, Subject,
    TechniqueTag, Value,
};
use serde::Serialize;

use super::ProblemLine;
use super::message::{MessagePart, messages};
use crate::{Read, ReadFile};

/// One file: what was read in it, or why nothing could be.
#[derive(Debug, Serialize)]
pub struct FileLine<'a> {
    document: DocumentPart<'a>,
    messages: Vec<MessagePart<'a>>,
    mentions: Vec<MentionPart<'a>>,
    events: Vec<EventPart<'a>>,
    claims: Vec<ClaimPart<'a>>,
    relations: Vec<RelationPart<'a>>,
    techniques: Vec<TechniquePart<'a>>,
    sources: Vec<SourcePart<'a>>,
    drift: Vec<DriftPart>,
    boilerplate: Vec<[usize; 2]>,
    problems: Vec<ProblemLine>,
}

#[derive(Debug, Serialize)]
struct DocumentPart<'a> {
    id: Option<String>,
    path: &'a str,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    language: Option<&'static str>,
    media: Option<&'static str>,
    tlp: Option<&'static str>,
    dates: DatesPart,
}

#[derive(Debug, Default, Serialize)]
struct DatesPart {
    published: Option<DatePart>,
    covers: Option<DatePart>,
    rendered: Option<DatePart>,
    fetched: Option<DatePart>,
    anchor: Option<DatePart>,
}

#[derive(Debug, Serialize)]
struct DatePart {
    value: String,
    precision: &'static str,
    basis: String,
}

#[derive(Debug, Serialize)]
pub(super) struct MentionPart<'a> {
    kind: &'static str,
    text: &'a str,
    canonical: &'a str,
    role: Option<&'static str>,
    reason: String,
    span: [usize; 2],
    candidates: Vec<String>,
    date: Option<EventDatePart>,
}

#[derive(Debug, Serialize)]
pub(super) struct EventPart<'a> {
    what: &'a str,
    date: Option<EventDatePart>,
    victims: &'a [String],
    actors: &'a [String],
    techniques: &'a [String],
    status: &'static str,
    reason: String,
    chance: Option<f32>,
    spans: Vec<[usize; 2]>,
}

#[derive(Debug, Serialize)]
struct EventDatePart {
    value: String,
    precision: &'static str,
    dated: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct ClaimPart<'a> {
    speaker: Vec<String>,
    stance: &'static str,
    likelihood: Option<LikelihoodPart<'a>>,
    hearsay: usize,
    attribution: Option<AttributionPart<'a>>,
    about: &'a str,
    roots: &'a [String],
    span: [usize; 2],
    text: &'a str,
    kind: &'static str,
    sentence: [usize; 2],
}

#[derive(Debug, Serialize)]
struct LikelihoodPart<'a> {
    low: f32,
    high: f32,
    step: String,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct AttributionPart<'a> {
    level: &'static str,
    candidate: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct RelationPart<'a> {
    subject: &'a str,
    predicate: &'static str,
    object: &'a str,
    reason: String,
    chance: Option<f32>,
    span: [usize; 2],
}

/// A sentence that tells of a technique, and the words that made it so.
#[derive(Debug, Serialize)]
pub(super) struct TechniquePart<'a> {
    technique: &'a str,
    span: [usize; 2],
    cues: Vec<[usize; 2]>,
    basis: &'static str,
}

#[derive(Debug, Serialize)]
struct SourcePart<'a> {
    name: &'a str,
    kind: &'static str,
    via: &'a str,
    span: [usize; 2],
}

/// The weaker sentence, then the stronger one.
#[derive(Debug, Serialize)]
struct DriftPart {
    kind: &'static str,
    spans: [[usize; 2]; 2],
}

impl<'a> FileLine<'a> {
    /// A file as one line; `language` is that of the problems' words.
    pub fn new(file: &'a ReadFile, language: Language) -> Self {
        let problems = file.problems().iter();
        let problems = problems.map(|problem| ProblemLine::new(problem, language)).collect();
        match &file.outcome {
            Ok(read) => Self::read(&file.path, read, problems),
            Err(_) => Self::unread(&file.path, problems),
        }
    }

    fn read(path: &'a str, read: &'a Read, problems: Vec<ProblemLine>) -> Self {
        let Read { document, reading, .. } = read;
        let text = document.text.as_str();
        Self {
            document: DocumentPart::new(path, document, reading),
            messages: messages(document),
            mentions: reading.mentions.iter().map(|it| MentionPart::new(it, text)).collect(),
            events: reading.events.iter().map(EventPart::new).collect(),
            claims: reading.claims.iter().map(|it| ClaimPart::new(it, text)).collect(),
            relations: reading.relations.iter().map(RelationPart::new).collect(),
            techniques: reading.techniques.iter().map(TechniquePart::new).collect(),
            sources: reading.sources.iter().map(SourcePart::new).collect(),
            drift: reading.drift.iter().map(DriftPart::new).collect(),
            boilerplate: reading.boilerplate.iter().map(|it| pair(*it)).collect(),
            problems,
        }
    }

    fn unread(path: &'a str, problems: Vec<ProblemLine>) -> Self {
        Self {
            document: DocumentPart::unread(path),
            messages: Vec::new(),
            mentions: Vec::new(),
            events: Vec::new(),
            claims: Vec::new(),
            relations: Vec::new(),
            techniques: Vec::new(),
            sources: Vec::new(),
            drift: Vec::new(),
            boilerplate: Vec::new(),
            problems,
        }
    }
}

impl<'a> DocumentPart<'a> {
    fn new(path: &'a str, document: &'a Document, reading: &'a Reading) -> Self {
        Self {
            id: Some(document.id.to_string()),
            path,
            title: reading.title.as_deref().or(document.title.as_deref()),
            publisher: document.publisher.as_deref(),
            language: Some(reading.language.code()),
            media: Some(document.media.iana()),
            tlp: document.tlp.max(reading.tlp).map(noroshi_model::Tlp::label),
            dates: DatesPart::new(&reading.dates),
        }
    }

    fn unread(path: &'a str) -> Self {
        Self {
            id: None,
            path,
            title: None,
            publisher: None,
            language: None,
            media: None,
            tlp: None,
            dates: DatesPart::default(),
        }
    }
}

impl DatesPart {
    fn new(dates: &DocumentDates) -> Self {
        let part = |dated: &Option<Dated>| dated.as_ref().map(DatePart::new);
        Self {
            published: part(&dates.published),
            covers: part(&dates.covers),
            rendered: part(&dates.rendered),
            fetched: part(&dates.fetched),
            anchor: part(&dates.anchor),
        }
    }
}

impl DatePart {
    fn new(dated: &Dated) -> Self {
        let Dated { moment, basis } = dated;
        let precision = moment.precision().word();
        Self { value: moment.edtf(), precision, basis: basis.shown() }
    }
}

impl EventDatePart {
    fn new(moment: Moment, subject: Subject) -> Self {
        let precision = moment.precision().word();
        Self { value: moment.edtf(), precision, dated: subject.word() }
    }
}

impl<'a> MentionPart<'a> {
    pub(super) fn new(mention: &'a Mention, text: &'a str) -> Self {
        let date = match mention.value {
            Value::Date(moment, subject) => Some(EventDatePart::new(moment, subject)),
            _ => None,
        };
        Self {
            kind: mention.kind.word(),
            text: at(mention.span, text),
            canonical: &mention.canonical,
            role: mention.role.map(noroshi_model::Role::word),
            reason: mention.reason.to_string(),
            span: pair(mention.span),
            candidates: mention.candidates.iter().map(EntityId::to_string).collect(),
            date,
        }
    }
}

impl<'a> EventPart<'a> {
    pub(super) fn new(event: &'a Event) -> Self {
        Self {
            what: &event.what,
            date: event.when.map(|(moment, subject)| EventDatePart::new(moment, subject)),
            victims: &event.victims,
            actors: &event.actors,
            techniques: &event.techniques,
            status: event.status.word(),
            reason: event.grounds.to_string(),
            chance: event.grounds.chance().map(Chance::share),
            spans: event.spans.iter().map(|span| pair(*span)).collect(),
        }
    }
}

impl<'a> ClaimPart<'a> {
    pub(super) fn new(claim: &'a Claim, text: &'a str) -> Self {
        let likelihood = claim.likelihood.as_ref();
        Self {
            speaker: claim.speakers.iter().map(speaker).collect(),
            stance: claim.stance.word(),
            likelihood: likelihood.map(|(value, span)| LikelihoodPart::new(*value, *span, text)),
            hearsay: claim.hearsay_depth(),
            attribution: claim.attribution.as_ref().map(AttributionPart::new),
            about: &claim.about,
            roots: &claim.roots,
            span: pair(claim.span),
            text: at(claim.span, text),
            kind: claim.kind.word(),
            sentence: pair(claim.sentence),
        }
    }
}

impl<'a> LikelihoodPart<'a> {
    fn new(value: Likelihood, span: Span, text: &'a str) -> Self {
        let step = value.step().english().replace(' ', "-");
        Self { low: value.low(), high: value.high(), step, text: at(span, text) }
    }
}

impl<'a> AttributionPart<'a> {
    fn new(attribution: &'a Attribution) -> Self {
        Self { level: attribution.level.word(), candidate: &attribution.candidate }
    }
}

impl<'a> RelationPart<'a> {
    pub(super) fn new(relation: &'a Relation) -> Self {
        Self {
            subject: &relation.subject,
            predicate: relation.predicate.word(),
            object: &relation.object,
            reason: relation.grounds.to_string(),
            chance: relation.grounds.chance().map(Chance::share),
            span: pair(relation.span),
        }
    }
}

impl<'a> TechniquePart<'a> {
    pub(super) fn new(tag: &'a TechniqueTag) -> Self {
        Self {
            technique: tag.technique.slug(),
            span: pair(tag.span),
            cues: tag.cues.iter().map(|cue| pair(*cue)).collect(),
            basis: tag.basis.word(),
        }
    }
}

impl<'a> SourcePart<'a> {
    fn new(source: &'a CitedSource) -> Self {
        let CitedSource { name, kind, via, span } = source;
        Self { name, kind: kind.word(), via, span: pair(*span) }
    }
}

impl DriftPart {
    fn new(drift: &Drift) -> Self {
        Self { kind: drift.kind.word(), spans: [pair(drift.weaker), pair(drift.stronger)] }
    }
}

/// The name, `unnamed:` and the words, or `author`.
fn speaker(speaker: &Speaker) -> String {
    match speaker {
        Speaker::Unnamed { as_written, .. } => format!("unnamed:{as_written}"),
        Speaker::Named { .. } | Speaker::Author => speaker.shown().to_owned(),
    }
}

pub(super) fn pair(span: Span) -> [usize; 2] {
    [span.start(), span.end()]
}

pub(super) fn at(span: Span, text: &str) -> &str {
    span.of(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use noroshi_model::{Grounds, Predicate, Problem, Reason};

    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_still_has_its_line() {
        let problem = Problem::new("NRS-FORMAT-001").at("a.txt");
        let file = ReadFile { path: "a.txt".to_owned(), outcome: Err(problem) };
        let line = serde_json::to_value(FileLine::new(&file, Language::En)).expect("serialises");
        assert_eq!(line["document"]["path"], "a.txt");
        assert!(line["document"]["id"].is_null());
        assert_eq!(line["problems"][0]["code"], "NRS-FORMAT-001");
        assert!(line["problems"][0]["fix"].is_array());
    }

    #[test]
    fn what_a_model_alone_told_says_so_with_its_chance() {
        let relation = |grounds: Grounds| {
            let (subject, object) = ("甲".to_owned(), "乙".to_owned());
            let (predicate, span) = (Predicate::Targets, Span::new(0, 9).expect("not empty"));
            let relation = Relation { subject, predicate, object, span, grounds };
            serde_json::to_string(&RelationPart::new(&relation)).expect("serialises")
        };
        let learned = relation(Grounds::Learned(Chance::of(0.62)));
        assert!(learned.contains(r#""reason":"learned","chance":0.62,"#), "{learned}");
        let ruled = relation(Grounds::Rule(Reason::with("cue", "狙う")));
        assert!(ruled.contains(r#""reason":"cue: 狙う","chance":null,"#), "{ruled}");
    }

    #[test]
    fn an_unnamed_speaker_stays_unnamed() {
        let unnamed = Speaker::Unnamed { as_written: "関係者".to_owned(), span: None };
        assert_eq!(speaker(&unnamed), "unnamed:関係者");
        assert_eq!(speaker(&Speaker::Author), "author");
    }
}
