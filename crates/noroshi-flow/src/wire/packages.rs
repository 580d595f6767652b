//! Packages in use, what is reported of them, and imports, in JSON.

use noroshi_model::{DocumentId, KnownReport, Language, PackageClaim, PackageReport, Span};
use noroshi_packages::inventory::Dependency;
use noroshi_packages::report::{Disagreement, Evidence, Hit, Part, Side, Statement, Voice, shown};
use noroshi_store::ReportSum;
use serde::Serialize;

use super::ProblemLine;
use crate::packages::ReportsTaken;

/// A package in use.
#[derive(Debug, Serialize)]
pub struct DependencyLine<'a> {
    purl: String,
    ecosystem: &'a str,
    name: &'a str,
    version: Option<&'a str>,
    demand: Option<&'a str>,
    file: &'a str,
    line: usize,
    relation: &'static str,
    scope: &'static str,
    origin: &'static str,
    place: Option<&'a str>,
}

impl<'a> DependencyLine<'a> {
    /// A package in use as one line.
    pub fn new(one: &'a Dependency) -> Self {
        Self {
            purl: one.purl(),
            ecosystem: one.ecosystem.purl_type(),
            name: &one.name,
            version: one.version.as_deref(),
            demand: one.demand.as_deref(),
            file: &one.path,
            line: one.line,
            relation: one.relation.word(),
            scope: one.scope.word(),
            origin: one.origin.word(),
            place: one.origin.place(),
        }
    }
}

/// A package in use of which something is said.
#[derive(Debug, Serialize)]
pub struct PackageHitLine<'a> {
    purl: String,
    line: usize,
    file: &'a str,
    verdict: &'static str,
    /// Versions that records and sentences name.
    versions: Vec<&'a str>,
    /// The record or report that says most.
    source: String,
    disagreement: Vec<DisagreementPart<'a>>,
    evidence: Vec<EvidencePart<'a>>,
    level: &'static str,
    finding: Option<String>,
    reason: String,
    text: &'a str,
    relation: &'static str,
    scope: &'static str,
    registry: Option<&'a str>,
    unknown: Vec<String>,
    next: Vec<String>,
}

#[derive(Debug, Serialize)]
struct DisagreementPart<'a> {
    about: &'static str,
    sides: Vec<SidePart<'a>>,
}

#[derive(Debug, Serialize)]
struct SidePart<'a> {
    who: &'a str,
    holds: &'a str,
    text: &'a str,
    source: &'a str,
    document: Option<String>,
    span: Option<[usize; 2]>,
}

#[derive(Debug, Serialize)]
struct EvidencePart<'a> {
    verdict: &'static str,
    level: &'static str,
    /// `record` or `sentence`.
    kind: &'static str,
    source: String,
    record: Option<RecordPart<'a>>,
    sentence: Option<SentencePart<'a>>,
}

#[derive(Debug, Serialize)]
struct RecordPart<'a> {
    id: &'a str,
    kind: &'static str,
    name: &'a str,
    aliases: &'a [String],
    summary: &'a str,
    finders: &'a [String],
    claims: Vec<ClaimPart<'a>>,
    versions: &'a [String],
    ranges: Vec<String>,
    published: Option<String>,
    modified: Option<String>,
    withdrawn: Option<String>,
    first_seen: String,
    changed: Option<String>,
    before: Vec<BeforePart<'a>>,
    links: &'a [String],
}

#[derive(Debug, Serialize)]
struct ClaimPart<'a> {
    who: &'a str,
    text: &'a str,
    versions: &'a [String],
}

#[derive(Debug, Serialize)]
struct BeforePart<'a> {
    until: String,
    versions: &'a [String],
    ranges: Vec<String>,
    withdrawn: Option<String>,
}

#[derive(Debug, Serialize)]
struct SentencePart<'a> {
    document: String,
    path: &'a str,
    title: Option<&'a str>,
    published: Option<&'a str>,
    span: [usize; 2],
    text: &'a str,
    speaker: &'a str,
    stance: &'static str,
    versions: &'a [String],
    imitated: bool,
}

impl<'a> PackageHitLine<'a> {
    /// A hit as one line, in the words of a language.
    pub fn new(hit: &'a Hit<'a>, language: Language) -> Self {
        let (one, finding) = (hit.dependency, hit.finding());
        let said = |list: &[noroshi_model::Bilingual]| -> Vec<String> {
            list.iter().map(|words| words.pick(language).to_owned()).collect()
        };
        Self {
            purl: one.purl(),
            line: one.line,
            file: &one.path,
            verdict: hit.verdict.word(),
            versions: hit.versions(),
            source: hit.evidence.first().map(|one| source(one.voice)).unwrap_or_default(),
            disagreement: hit.disagreements.iter().map(DisagreementPart::new).collect(),
            evidence: hit.evidence.iter().map(EvidencePart::new).collect(),
            level: hit.level.word(),
            reason: hit.reason().pick(language).to_owned(),
            text: &one.text,
            relation: one.relation.word(),
            scope: one.scope.word(),
            registry: one.origin.place(),
            unknown: finding.as_ref().map(|it| said(&it.unknown)).unwrap_or_default(),
            next: finding.as_ref().map(|it| said(&it.next)).unwrap_or_default(),
            finding: finding.map(|it| it.id().to_string()),
        }
    }
}

/// The id of a record, or the path of a report.
pub(crate) fn source(voice: Voice<'_>) -> String {
    match voice {
        Voice::Record(known) => known.report.id.clone(),
        Voice::Sentence(statement) => statement.path.clone(),
    }
}

impl<'a> DisagreementPart<'a> {
    fn new(one: &'a Disagreement) -> Self {
        Self { about: one.matter.word(), sides: one.sides.iter().map(SidePart::new).collect() }
    }
}

impl<'a> SidePart<'a> {
    fn new(side: &'a Side) -> Self {
        let place: Option<(DocumentId, Span)> = side.place;
        Self {
            who: &side.who,
            holds: &side.holds,
            text: &side.text,
            source: &side.what,
            document: place.map(|(document, _)| document.to_string()),
            span: place.map(|(_, span)| [span.start(), span.end()]),
        }
    }
}

impl<'a> EvidencePart<'a> {
    fn new(one: &Evidence<'a>) -> Self {
        let (kind, record, sentence) = match one.voice {
            Voice::Record(known) => ("record", Some(RecordPart::new(known)), None),
            Voice::Sentence(statement) => ("sentence", None, Some(SentencePart::new(statement))),
        };
        let (verdict, level) = (one.verdict.word(), one.level.word());
        Self { verdict, level, kind, source: source(one.voice), record, sentence }
    }
}

fn ranges(report: &PackageReport) -> Vec<String> {
    report.ranges.iter().map(shown).collect()
}

impl<'a> RecordPart<'a> {
    fn new(known: &'a KnownReport) -> Self {
        let report = &known.report;
        let moment = |moment: Option<jiff::Timestamp>| moment.map(|moment| moment.to_string());
        let claim = |claim: &'a PackageClaim| ClaimPart {
            who: &claim.who,
            text: &claim.text,
            versions: &claim.versions,
        };
        let before = |(report, until): &'a (PackageReport, jiff::Timestamp)| BeforePart {
            until: until.to_string(),
            versions: &report.versions,
            ranges: ranges(report),
            withdrawn: moment(report.withdrawn),
        };
        Self {
            id: &report.id,
            kind: report.kind.word(),
            name: &report.name,
            aliases: &report.aliases,
            summary: &report.summary,
            finders: &report.finders,
            claims: report.claims.iter().map(claim).collect(),
            versions: &report.versions,
            ranges: ranges(report),
            published: moment(report.published),
            modified: moment(report.modified),
            withdrawn: moment(report.withdrawn),
            first_seen: known.first_seen.to_string(),
            changed: moment(known.changed),
            before: known.before.iter().map(before).collect(),
            links: &report.links,
        }
    }
}

impl<'a> SentencePart<'a> {
    fn new(one: &'a Statement) -> Self {
        Self {
            document: one.document.to_string(),
            path: &one.path,
            title: one.title.as_deref(),
            published: one.published.as_deref(),
            span: [one.span.start(), one.span.end()],
            text: &one.text,
            speaker: &one.who,
            stance: one.stance.word(),
            versions: &one.versions,
            imitated: one.part == Part::Imitated,
        }
    }
}

/// A kept record on one package.
#[derive(Debug, Serialize)]
pub struct ReportLine<'a> {
    package: String,
    record: RecordPart<'a>,
}

impl<'a> ReportLine<'a> {
    /// A kept record as one line.
    pub fn new(known: &'a KnownReport) -> Self {
        Self { package: known.report.key(), record: RecordPart::new(known) }
    }
}

/// How many records are kept.
#[derive(Debug, Serialize)]
pub struct ReportSumLine<'a> {
    ecosystem: &'a str,
    kind: &'static str,
    count: usize,
    withdrawn: usize,
}

impl<'a> ReportSumLine<'a> {
    /// A sum as one line.
    pub fn new(sum: &'a ReportSum) -> Self {
        let (count, withdrawn) = (sum.count, sum.withdrawn);
        Self { ecosystem: &sum.ecosystem, kind: sum.kind.word(), count, withdrawn }
    }
}

/// What an import of records did.
#[derive(Debug, Serialize)]
pub struct ReportsLine {
    records: usize,
    added: usize,
    updated: usize,
    unchanged: usize,
    withdrawn: usize,
    without_package: usize,
    left_out: usize,
    problems: Vec<ProblemLine>,
}

impl ReportsLine {
    /// An import as one line.
    pub fn new(taken: &ReportsTaken, language: Language) -> Self {
        let problem = |problem| ProblemLine::new(problem, language);
        Self {
            records: taken.records,
            added: taken.added,
            updated: taken.updated,
            unchanged: taken.unchanged,
            withdrawn: taken.withdrawn,
            without_package: taken.without_package,
            left_out: taken.left_out,
            problems: taken.problems.iter().map(problem).collect(),
        }
    }
}
