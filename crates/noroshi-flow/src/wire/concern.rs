//! A concern in JSON.

use jiff::Timestamp;
use noroshi_model::{Artefact, Attitude, Bilingual, Citation, Language};
use serde::Serialize;

use crate::concern::{Looked, LookedFor, Matter};

/// Something that concerns us: both sides, why, and what was done about it.
#[derive(Debug, Serialize)]
pub struct ConcernLine<'a> {
    level: &'static str,
    kind: &'static str,
    id: String,
    state: &'static str,
    subject: &'a str,
    title: &'a str,
    reason: &'a str,
    theirs: Option<TheirsLine<'a>>,
    ours: Option<OursLine<'a>>,
    #[serde(skip_serializing_if = "Further::is_empty")]
    further: Further<'a>,
    time: Option<String>,
    techniques: Vec<String>,
    unknown: Vec<&'a str>,
    next: Vec<&'a str>,
    first_seen: Option<String>,
    last_seen: Option<String>,
    #[serde(flatten)]
    basis: Option<BasisLine<'a>>,
}

/// Evidence beyond the first of each side.
#[derive(Debug, Serialize)]
struct Further<'a> {
    theirs: Vec<TheirsLine<'a>>,
    ours: Vec<OursLine<'a>>,
}

/// Who says that it matters.
#[derive(Debug, Serialize)]
struct TheirsLine<'a> {
    who: &'a str,
    what: &'a str,
    text: &'a str,
    document: Option<String>,
    span: Option<[usize; 2]>,
    link: Option<&'a str>,
    attitude: Option<&'static str>,
}

/// What stands in the own estate.
#[derive(Debug, Serialize)]
struct OursLine<'a> {
    path: &'a str,
    at: &'a str,
    text: &'a str,
}

/// How a concern of a report was worked out.
#[derive(Debug, Serialize)]
struct BasisLine<'a> {
    surface: &'static str,
    rule: &'static str,
    cue: &'a str,
    sentence_span: [usize; 2],
}

impl<'a> ConcernLine<'a> {
    /// A concern as one line, in a language.
    pub fn new(matter: &'a Matter, language: Language) -> Self {
        let kept = &matter.kept;
        let finding = &kept.finding;
        let pick = |text: &'a Bilingual| text.pick(language);
        let mut theirs: Vec<_> = finding.theirs.iter().map(TheirsLine::from).collect();
        let mut ours: Vec<_> = finding.ours.iter().map(OursLine::from).collect();
        Self {
            level: finding.level.word(),
            kind: finding.kind.word(),
            id: finding.id().to_string(),
            state: kept.state.word(),
            subject: &finding.subject,
            title: pick(&finding.title),
            reason: pick(&finding.reason),
            theirs: (!theirs.is_empty()).then(|| theirs.remove(0)),
            ours: (!ours.is_empty()).then(|| ours.remove(0)),
            further: Further { theirs, ours },
            time: finding.time.map(|time| time.to_string()),
            techniques: finding.techniques.iter().map(ToString::to_string).collect(),
            unknown: finding.unknown.iter().map(pick).collect(),
            next: finding.next.iter().map(pick).collect(),
            first_seen: moment(kept.first),
            last_seen: moment(kept.last),
            basis: matter.concern.as_ref().map(|concern| BasisLine {
                surface: concern.reason.surface.word(),
                rule: concern.reason.rule,
                cue: &concern.reason.cue,
                sentence_span: [concern.sentence.start(), concern.sentence.end()],
            }),
        }
    }
}

fn moment(seconds: i64) -> Option<String> {
    Some(Timestamp::from_second(seconds).ok()?.to_string())
}

impl Further<'_> {
    fn is_empty(&self) -> bool {
        self.theirs.is_empty() && self.ours.is_empty()
    }
}

impl<'a> From<&'a Citation> for TheirsLine<'a> {
    fn from(one: &'a Citation) -> Self {
        Self {
            who: &one.who,
            what: &one.what,
            text: &one.text,
            document: one.place.map(|(document, _)| document.to_string()),
            span: one.place.map(|(_, span)| [span.start(), span.end()]),
            link: one.link.as_deref(),
            attitude: one.attitude.map(Attitude::word),
        }
    }
}

impl<'a> From<&'a Artefact> for OursLine<'a> {
    fn from(one: &'a Artefact) -> Self {
        Self { path: &one.path, at: &one.at, text: &one.text }
    }
}

/// What was looked at: the last line of `concern`.
#[derive(Debug, Serialize)]
pub struct LookedLines<'a> {
    looked: Vec<LookedLine<'a>>,
}

#[derive(Debug, Serialize)]
struct LookedLine<'a> {
    wanted: String,
    scope: &'a str,
    at: Option<String>,
    about_report: bool,
    looked_at: usize,
    found: usize,
    gaps: Vec<&'a str>,
}

impl<'a> LookedLines<'a> {
    /// What was looked at, in a language.
    pub fn new(looked: &'a [Looked], language: Language) -> Self {
        let line = |one: &'a Looked| LookedLine {
            wanted: match one.wanted {
                LookedFor::Profile(surface) => format!("profile-{}", surface.word()),
                LookedFor::Estate(kind) => kind.word().to_owned(),
            },
            scope: one.scope.pick(language),
            at: one.at.map(|at| at.to_string()),
            about_report: one.about_report,
            looked_at: one.looked_at,
            found: one.found,
            gaps: one.gaps.iter().map(|gap| gap.pick(language)).collect(),
        };
        Self { looked: looked.iter().map(line).collect() }
    }
}
