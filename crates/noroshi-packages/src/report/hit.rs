//! A package in use held against everything that is said of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use noroshi_model::{DocumentId, KnownReport, Level, RangeEnd, ReportKind, Span, VersionRange};

use super::judgement::{Judgement, judgement};
use super::statement::{Opinion, Part, Said, Statement};
use super::verdict::{Verdict, verdict};
use super::version::{Answer, allows, is_same};
use crate::inventory::{Dependency, Origin};

/// Who says something of a package: a record, or a sentence of a report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Voice<'a> {
    /// An imported record.
    Record(&'a KnownReport),
    /// A sentence of a kept report.
    Sentence(&'a Statement),
}

impl Voice<'_> {
    fn is_imitated(self) -> bool {
        matches!(self, Self::Sentence(one) if one.part == Part::Imitated)
    }
}

/// What one voice means for the package in use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence<'a> {
    /// What it means.
    pub verdict: Verdict,
    /// How much it presses.
    pub level: Level,
    /// Who says so.
    pub voice: Voice<'a>,
}

/// One side of a disagreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Who.
    pub who: String,
    /// What they hold, in one word or a list of versions.
    pub holds: String,
    /// Their words.
    pub text: String,
    /// The record or the report.
    pub what: String,
    /// The place of the words in a kept report.
    pub place: Option<(DocumentId, Span)>,
}

/// About what voices disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// What the package is: harmful, or a test.
    Purpose,
    /// Which versions are meant.
    Versions,
}

impl Matter {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Purpose => "purpose",
            Self::Versions => "versions",
        }
    }
}

/// Voices that disagree, side by side. None of them is dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// About what.
    pub matter: Matter,
    /// At least two.
    pub sides: Vec<Side>,
}

/// A package in use of which something is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'a> {
    /// The package.
    pub dependency: &'a Dependency,
    /// The strongest verdict.
    pub verdict: Verdict,
    /// How much it presses.
    pub level: Level,
    /// All that is said, strongest first.
    pub evidence: Vec<Evidence<'a>>,
    /// Where voices disagree.
    pub disagreements: Vec<Disagreement>,
}

impl<'a> Hit<'a> {
    /// Whether it says something of the version in use. If not, it is information.
    pub fn is_finding(&self) -> bool {
        self.evidence.iter().any(|one| one.verdict.is_hit() && !one.voice.is_imitated())
    }

    /// Whether reports name it only as the one that another package imitates.
    pub fn is_imitated(&self) -> bool {
        self.evidence.iter().all(|one| one.voice.is_imitated())
    }

    /// The versions that records and sentences name, as written, each once.
    pub fn versions(&self) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let named = self.evidence.iter().flat_map(|one| named(one.voice)).map(String::as_str);
        named.filter(|version| seen.insert(*version)).collect()
    }
}

/// The versions that a voice names.
fn named<'a>(voice: Voice<'a>) -> &'a [String] {
    match voice {
        Voice::Record(known) => &known.report.versions,
        Voice::Sentence(statement) => &statement.versions,
    }
}

/// The most sentences of one report that are shown for one package.
const SENTENCES: usize = 2;

/// Everything that is said of packages, ready to be asked.
#[derive(Debug, Default)]
pub struct Book {
    known: Vec<KnownReport>,
    said: Vec<Said>,
    by_key: HashMap<String, Vec<usize>>,
    /// Report and place of each statement, by lower-case name.
    by_name: HashMap<String, Vec<(usize, usize)>>,
}

impl Book {
    /// A book of records and of what reports say.
    pub fn new(known: Vec<KnownReport>, said: Vec<Said>) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, one) in known.iter().enumerate() {
            by_key.entry(one.report.key()).or_default().push(at);
        }
        let mut by_name: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (report, said) in said.iter().enumerate() {
            for (at, statement) in said.statements.iter().enumerate() {
                by_name.entry(statement.name.clone()).or_default().push((report, at));
            }
        }
        Self { known, said, by_key, by_name }
    }

    /// What is said of a package in use; `None` when nothing is. A package that comes from a
    /// repository, a path or a bare address has no name in a registry: nothing is said of it.
    pub fn judge<'a>(&'a self, dependency: &'a Dependency) -> Option<Hit<'a>> {
        if !dependency.is_from_registry() {
            return None;
        }
        let normal = dependency.normal();
        let key = noroshi_model::package_key(dependency.ecosystem.purl_type(), &normal);
        let known = self.by_key.get(&key).into_iter().flatten().map(|at| &self.known[*at]);
        let mut evidence: Vec<Evidence<'_>> =
            known.filter_map(|known| of_record(dependency, known)).collect();
        evidence.extend(self.sentences(dependency));
        evidence.sort_by_key(|one| (one.verdict, std::cmp::Reverse(one.level)));
        let (verdict, mut level) = (evidence.first()?.verdict, Level::Know);
        level = evidence.iter().map(|one| one.level).max().unwrap_or(level);
        if matches!(&dependency.origin, Origin::Registry(Some(_))) {
            level = level.min(Level::Soon);
        }
        let disagreements = self.disagreements(dependency, &evidence);
        Some(Hit { dependency, verdict, level, evidence, disagreements })
    }

    fn names(dependency: &Dependency) -> BTreeSet<String> {
        [dependency.name.to_ascii_lowercase(), dependency.normal().into_owned()].into()
    }

    fn sentences<'a>(&'a self, dependency: &Dependency) -> Vec<Evidence<'a>> {
        let names = Self::names(dependency);
        let places: BTreeSet<(usize, usize)> =
            names.iter().filter_map(|name| self.by_name.get(name)).flatten().copied().collect();
        let mut by_report: BTreeMap<usize, Vec<&Statement>> = BTreeMap::new();
        for (report, at) in places {
            let statement = &self.said[report].statements[at];
            let named = &statement.ecosystems;
            if named.is_empty() || named.contains(&dependency.ecosystem) {
                by_report.entry(report).or_default().push(statement);
            }
        }
        let of_report = |(report, statements): (usize, Vec<&'a Statement>)| {
            let harmful = self.said[report].opinions.iter().any(|opinion| {
                opinion.judgement == Judgement::Harmful && !opinion.names.is_disjoint(&names)
            });
            of_report(dependency, &statements, harmful)
        };
        by_report.into_iter().flat_map(of_report).collect()
    }

    fn disagreements(
        &self,
        dependency: &Dependency,
        evidence: &[Evidence<'_>],
    ) -> Vec<Disagreement> {
        let versions = versions(evidence);
        [self.purpose(dependency, evidence), versions].into_iter().flatten().collect()
    }

    /// Voices that take the package for harmful beside voices that take it for a test.
    fn purpose(&self, dependency: &Dependency, evidence: &[Evidence<'_>]) -> Option<Disagreement> {
        let names = Self::names(dependency);
        let mut sides = Vec::new();
        let mut documents = BTreeSet::new();
        for one in evidence {
            match one.voice {
                Voice::Record(known) => sides.extend(of_claims(known)),
                Voice::Sentence(statement) if statement.part == Part::Reported => {
                    documents.insert(statement.document);
                }
                Voice::Sentence(_) => {}
            }
        }
        let opinions = self.said.iter().flat_map(|said| &said.opinions);
        let ours = |opinion: &&Opinion| {
            documents.contains(&opinion.place.0) && !opinion.names.is_disjoint(&names)
        };
        sides.extend(opinions.filter(ours).map(|opinion| (opinion.judgement, of_opinion(opinion))));
        let has = |judgement| sides.iter().any(|(it, _)| *it == judgement);
        if !(has(Judgement::Harmful) && has(Judgement::Test)) {
            return None;
        }
        // Of one speaker in one place two sentences say enough.
        let mut seen: BTreeMap<(Judgement, String, String), usize> = BTreeMap::new();
        sides.retain(|(judgement, side)| {
            let times = seen.entry((*judgement, side.who.clone(), side.what.clone())).or_default();
            *times += 1;
            *judgement != Judgement::Unclear && *times <= 2
        });
        let sides = sides.into_iter().map(|(_, side)| side).collect();
        Some(Disagreement { matter: Matter::Purpose, sides })
    }
}

fn of_record<'a>(dependency: &Dependency, known: &'a KnownReport) -> Option<Evidence<'a>> {
    let kind = known.report.kind;
    let verdict = verdict(dependency, &known.report);
    // Nearly every package has had a weakness in some other version.
    let idle = matches!(verdict, Verdict::OtherVersion | Verdict::Withdrawn);
    if kind == ReportKind::Vulnerable && idle {
        return None;
    }
    Some(Evidence { verdict, level: verdict.level(kind), voice: Voice::Record(known) })
}

/// What one report means: its strongest sentences. Where it names versions, a sentence without
/// one says nothing further.
fn of_report<'a>(
    dependency: &Dependency,
    statements: &[&'a Statement],
    harmful: bool,
) -> Vec<Evidence<'a>> {
    let evidence = |statement: &&'a Statement| {
        let verdict = of_sentence(dependency, statement);
        let level = match (verdict, statement.part) {
            (_, Part::Imitated) => Level::Know,
            (Verdict::Confirmed, _) if harmful => Level::Now,
            (Verdict::Confirmed, _) => Level::Soon,
            (Verdict::Possible | Verdict::Named, _) if harmful => Level::Soon,
            _ => Level::Know,
        };
        Evidence { verdict, level, voice: Voice::Sentence(statement) }
    };
    let mut all: Vec<Evidence<'a>> = statements.iter().map(evidence).collect();
    let imitated =
        |one: &Evidence<'_>| matches!(one.voice, Voice::Sentence(it) if it.part == Part::Imitated);
    if all.iter().any(|one| !imitated(one)) {
        all.retain(|one| !imitated(one));
    }
    if all.iter().any(|one| one.verdict == Verdict::OtherVersion) {
        all.retain(|one| one.verdict != Verdict::Named);
    }
    all.sort_by_key(|one| (one.verdict, says_little(one.voice)));
    let mut seen = BTreeSet::new();
    all.retain(|one| match one.voice {
        Voice::Sentence(statement) => seen.insert(statement.span.start()),
        Voice::Record(_) => true,
    });
    all.truncate(SENTENCES);
    all
}

/// Of sentences that mean the same, those that say what the package is come first.
fn says_little(voice: Voice<'_>) -> bool {
    matches!(voice, Voice::Sentence(one) if judgement(&one.text) == Judgement::Unclear)
}

fn of_sentence(dependency: &Dependency, statement: &Statement) -> Verdict {
    let ecosystem = &dependency.ecosystem;
    if statement.versions.is_empty() || statement.part == Part::Imitated {
        return Verdict::Named;
    }
    let matches = match &dependency.version {
        Some(used) => statement.versions.iter().any(|version| is_same(ecosystem, used, version)),
        None => {
            let demand = dependency.demand.as_deref();
            let allowed = |version: &String| allows(ecosystem, demand, version) != Answer::No;
            if statement.versions.iter().any(allowed) {
                return Verdict::Possible;
            }
            false
        }
    };
    match (matches, statement.and_more) {
        (true, _) => Verdict::Confirmed,
        (false, true) => Verdict::Named,
        (false, false) => Verdict::OtherVersion,
    }
}

fn of_claims(known: &KnownReport) -> Vec<(Judgement, Side)> {
    let side = |claim: &noroshi_model::PackageClaim| {
        let judgement = judgement(&claim.text);
        let side = Side {
            who: claim.who.clone(),
            holds: judgement.word().to_owned(),
            text: claim.text.clone(),
            what: known.report.id.clone(),
            place: None,
        };
        (judgement, side)
    };
    known.report.claims.iter().map(side).collect()
}

fn of_opinion(opinion: &Opinion) -> Side {
    Side {
        who: opinion.who.clone(),
        holds: opinion.judgement.word().to_owned(),
        text: opinion.text.clone(),
        what: opinion.path.clone(),
        place: Some(opinion.place),
    }
}

/// Records that name versions one by one beside a range without end, or beside one another's.
fn versions(evidence: &[Evidence<'_>]) -> Option<Disagreement> {
    let mut sides: Vec<Side> = Vec::new();
    for one in evidence {
        let Voice::Record(known) = one.voice else { continue };
        let report = &known.report;
        let who =
            if report.finders.is_empty() { report.id.clone() } else { report.finders.join(", ") };
        let mut add = |holds: String| {
            let (text, what) = (report.summary.clone(), report.id.clone());
            sides.push(Side { who: who.clone(), holds, text, what, place: None });
        };
        if report.withdrawn.is_some() {
            add("withdrawn".to_owned());
            continue;
        }
        if !report.versions.is_empty() {
            add(report.versions.iter().take(12).cloned().collect::<Vec<_>>().join(", "));
        }
        let open = report.ranges.iter().filter(|range| range.end == RangeEnd::Open);
        open.map(shown).for_each(&mut add);
        for claim in report.claims.iter().filter(|claim| differs(&claim.versions, &report.versions))
        {
            let (holds, text) = (claim.versions.join(", "), claim.text.clone());
            let (who, what) = (claim.who.clone(), report.id.clone());
            sides.push(Side { who, holds, text, what, place: None });
        }
    }
    let different: BTreeSet<&str> = sides.iter().map(|side| side.holds.as_str()).collect();
    (different.len() > 1).then_some(Disagreement { matter: Matter::Versions, sides })
}

fn differs(claimed: &[String], named: &[String]) -> bool {
    let (claimed, named): (BTreeSet<_>, BTreeSet<_>) =
        (claimed.iter().collect(), named.iter().collect());
    !claimed.is_empty() && claimed != named
}

/// A range for people: `>=0` when it holds every version.
pub fn shown(range: &VersionRange) -> String {
    let from = format!(">={}", range.from.as_deref().unwrap_or("0"));
    match &range.end {
        RangeEnd::Open => from,
        RangeEnd::Before(end) => format!("{from},<{end}"),
        RangeEnd::With(end) => format!("{from},<={end}"),
    }
}
