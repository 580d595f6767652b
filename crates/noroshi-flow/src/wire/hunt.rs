//! What a hunt tells, in JSON.

use std::collections::BTreeMap;

use noroshi_hunt::{Coverage, Rule, Verdict};
use noroshi_model::Attitude;
use serde::Serialize;

use super::ProblemLine;
use crate::MessageLanguage;
use crate::hunt::{Explained, ExplainedStep, Found, Hunted, Said, Seen, TechniqueCoverage};
use crate::hunt::{Sight, WrittenRules};

/// Hosts named for one rule; the others are counted.
const HOSTS: usize = 20;

/// One finding.
#[derive(Debug, Serialize)]
pub struct FoundLine<'a> {
    rule: RuleLine<'a>,
    log: &'a str,
    record: u64,
    time: Option<String>,
    host: &'a str,
    user: &'a str,
    level: &'static str,
    matched: BTreeMap<&'a str, String>,
    evidence: EvidenceLine,
    intelligence: Vec<SaidLine<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleLine<'a> {
    id: &'a str,
    title: &'a str,
    author: &'a str,
    level: &'static str,
    tags: &'a [String],
}

#[derive(Debug, Serialize)]
struct EvidenceLine {
    finding: String,
    at: String,
    text: String,
    events: Vec<(String, u64)>,
}

#[derive(Debug, Serialize)]
struct SaidLine<'a> {
    document: String,
    path: &'a str,
    title: Option<&'a str>,
    published: Option<&'a str>,
    span: [usize; 2],
    sentence: &'a str,
    speaker: &'a str,
    attitude: Option<&'static str>,
    supports: bool,
    why: &'static str,
    value: &'a str,
}

impl<'a> RuleLine<'a> {
    fn new(rule: &'a Rule) -> Self {
        let Rule { id, title, author, level, tags, .. } = rule;
        Self { id, title, author, level: level.word(), tags }
    }
}

impl<'a> SaidLine<'a> {
    fn new(said: &'a Said) -> Self {
        Self {
            document: said.document.to_string(),
            path: &said.path,
            title: said.title.as_deref(),
            published: said.published.as_deref(),
            span: [said.span.start(), said.span.end()],
            sentence: &said.sentence,
            speaker: &said.speaker,
            attitude: said.attitude.map(Attitude::word),
            supports: said.supports(),
            why: said.why.word(),
            value: said.why.shown(),
        }
    }
}

impl<'a> FoundLine<'a> {
    /// A finding as one line.
    pub fn new(found: &'a Found) -> Self {
        let hit = &found.hit;
        let mut matched: BTreeMap<&str, String> = BTreeMap::new();
        for one in &hit.matched {
            let value = matched.entry(one.field.as_str()).or_default();
            if !value.is_empty() {
                value.push_str(" | ");
            }
            value.push_str(&one.value);
        }
        let finding = found.finding();
        let text = finding.ours.first().map(|ours| ours.text.clone()).unwrap_or_default();
        Self {
            rule: RuleLine::new(&hit.rule),
            log: &hit.log,
            record: hit.record,
            time: hit.time.map(|time| time.to_string()),
            host: &hit.host,
            user: &hit.user,
            level: hit.level.word(),
            matched,
            evidence: EvidenceLine {
                finding: finding.id().to_string(),
                at: hit.at(),
                text,
                events: hit.events.iter().map(|(log, at)| (log.to_string(), *at)).collect(),
            },
            intelligence: found.said.iter().map(|said| SaidLine::new(said)).collect(),
        }
    }
}

/// The last line of a hunt.
#[derive(Debug, Serialize)]
pub struct HuntedLine<'a> {
    summary: Summary<'a>,
}

#[derive(Debug, Serialize)]
struct Summary<'a> {
    events: u64,
    rules_loaded: usize,
    rules_failed: usize,
    rules_not_evaluable: usize,
    records_skipped: u64,
    findings: u64,
    seconds: f64,
    excluded: u64,
    logs: usize,
    logs_unread: usize,
    observables_not_searched: usize,
    kept: Option<Kept>,
    not_evaluable: Vec<BlindLine<'a>>,
    not_evaluable_on: Vec<PartlyLine<'a>>,
    seen: Vec<SeenLine<'a>>,
    problems: Vec<ProblemLine>,
}

#[derive(Debug, Serialize)]
struct Kept {
    new: usize,
    changed: usize,
    same: usize,
}

#[derive(Debug, Serialize)]
struct BlindLine<'a> {
    rule: &'a str,
    title: &'a str,
    verdict: &'static str,
    fields: &'a [String],
    words: Option<&'a str>,
}

/// A rule that could be answered on other hosts.
#[derive(Debug, Serialize)]
struct PartlyLine<'a> {
    #[serde(flatten)]
    blind: BlindLine<'a>,
    host_count: usize,
    hosts: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct SeenLine<'a> {
    host: &'a str,
    shape: &'a str,
    source: &'a str,
    events: u64,
}

impl<'a> BlindLine<'a> {
    fn new(rule: &'a str, title: &'a str, verdict: &'a Verdict) -> Self {
        Self {
            rule,
            title,
            verdict: verdict.word(),
            fields: if let Verdict::FieldAbsent(fields) = verdict { fields } else { &[] },
            words: if let Verdict::Unsupported(words) = verdict { Some(words) } else { None },
        }
    }
}

impl<'a> PartlyLine<'a> {
    fn new(row: &'a Coverage) -> Self {
        let hosts = row.hosts.iter().take(HOSTS).map(|host| host.as_ref());
        Self {
            blind: BlindLine::new(&row.rule.id, &row.rule.title, &row.verdict),
            host_count: row.hosts.len(),
            hosts: hosts.collect(),
        }
    }
}

impl<'a> HuntedLine<'a> {
    /// What a hunt came to as one line.
    pub fn new(hunted: &'a Hunted, language: MessageLanguage) -> Self {
        let blind = hunted.not_evaluable.iter();
        let blind = blind.map(|(rule, title, verdict)| BlindLine::new(rule, title, verdict));
        let seen = hunted.outcome.seen.iter().map(|Seen { host, shape, source, events }| {
            SeenLine { host, shape, source, events: *events }
        });
        let problems = hunted.problems.iter().map(|it| ProblemLine::new(it, language.language()));
        let kept = hunted.kept.map(|it| Kept { new: it.new, changed: it.changed, same: it.same });
        Self {
            summary: Summary {
                events: hunted.outcome.events,
                rules_loaded: hunted.rules_loaded,
                rules_failed: hunted.rules_failed,
                rules_not_evaluable: hunted.not_evaluable.len(),
                records_skipped: hunted.outcome.skipped,
                findings: hunted.findings,
                seconds: (hunted.seconds * 1000.0).round() / 1000.0,
                excluded: hunted.excluded,
                logs: hunted.logs,
                logs_unread: hunted.unread,
                observables_not_searched: hunted.not_searched,
                kept,
                not_evaluable: blind.collect(),
                not_evaluable_on: hunted.partly().map(PartlyLine::new).collect(),
                seen: seen.collect(),
                problems: problems.collect(),
            },
        }
    }
}

/// A technique of reports, and whether it would be seen here.
#[derive(Debug, Serialize)]
pub struct TechniqueLine<'a> {
    technique: &'a str,
    name: &'a str,
    sight: &'static str,
    hits: u64,
    rules: usize,
    rules_evaluable: usize,
    hosts: usize,
    missing_sources: &'a [String],
    reports: usize,
    newest: SaidLine<'a>,
}

impl<'a> TechniqueLine<'a> {
    /// A technique as one line.
    pub fn new(known: &'a TechniqueCoverage) -> Self {
        Self {
            technique: &known.technique,
            name: &known.name,
            sight: known.sight.word(),
            hits: if let Sight::Seen(hits) = known.sight { hits } else { 0 },
            rules: known.rules,
            rules_evaluable: known.evaluable,
            hosts: known.hosts,
            missing_sources: &known.missing,
            reports: known.reports,
            newest: SaidLine::new(&known.said),
        }
    }
}

/// Why a rule matched an event or did not.
#[derive(Debug, Serialize)]
pub struct RuleExplainedLine<'a> {
    rule: &'a str,
    title: &'a str,
    author: &'a str,
    event: &'a str,
    verdict: &'static str,
    source: StepLine<'a>,
    steps: Vec<StepLine<'a>>,
    fields: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
struct StepLine<'a> {
    what: &'a str,
    held: bool,
    found: Option<&'a str>,
    below: Vec<StepLine<'a>>,
}

impl<'a> StepLine<'a> {
    fn new(step: &'a ExplainedStep) -> Self {
        Self {
            what: &step.what,
            held: step.held,
            found: step.found.as_deref(),
            below: step.below.iter().map(StepLine::new).collect(),
        }
    }
}

impl<'a> RuleExplainedLine<'a> {
    /// An explanation as one line.
    pub fn new(explained: &'a Explained) -> Self {
        let fields = explained.fields.iter().map(|(name, it)| (name.as_str(), it.as_str()));
        Self {
            rule: &explained.id,
            title: &explained.title,
            author: &explained.author,
            event: &explained.at,
            verdict: explained.explanation.verdict.word(),
            source: StepLine::new(&explained.explanation.source),
            steps: explained.explanation.steps.iter().map(StepLine::new).collect(),
            fields: fields.collect(),
        }
    }
}

/// Rules written from reports.
#[derive(Debug, Serialize)]
pub struct WrittenRulesLine<'a> {
    rules: Vec<WrittenLine<'a>>,
    files: Vec<String>,
    observables_not_searched: usize,
    not_searchable: usize,
}

#[derive(Debug, Serialize)]
struct WrittenLine<'a> {
    file: &'a str,
    ids: &'a [String],
    text: &'a str,
}

impl<'a> WrittenRulesLine<'a> {
    /// Written rules as one line.
    pub fn new(written: &'a WrittenRules) -> Self {
        let rules = written.rules.iter();
        let rules = rules.map(|it| WrittenLine { file: &it.file, ids: &it.ids, text: &it.text });
        Self {
            rules: rules.collect(),
            files: written.files.iter().map(|it| it.display().to_string()).collect(),
            observables_not_searched: written.left,
            not_searchable: written.unsearchable,
        }
    }
}
