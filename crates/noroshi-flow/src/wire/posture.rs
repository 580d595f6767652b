//! Results of cloud baselines, and what changed between two runs, in JSON.

use noroshi_model::Language;
use noroshi_posture::{Changed, Exception, Facts, PolicyResult, Run, Verdict};
use serde::Serialize;

use crate::posture::{Judged, Listed};

/// One policy of one tenant.
#[derive(Debug, Serialize)]
pub struct PostureLine<'a> {
    policy: String,
    product: &'a str,
    requirement_met: Option<bool>,
    criticality: &'static str,
    kind: &'static str,
    details: &'a str,
    bod: bool,
    techniques: Vec<String>,
    exception: Option<ExceptionLine<'a>>,
    result: &'static str,
    title: &'a str,
    requirement: &'a str,
    missing: &'a [String],
    comments: &'a [String],
    tenant: &'a str,
}

#[derive(Debug, Serialize)]
struct ExceptionLine<'a> {
    state: &'static str,
    owner: &'a str,
    approver: &'a str,
    reason: &'a str,
    until: Option<String>,
}

impl<'a> ExceptionLine<'a> {
    fn new(one: &'a Exception) -> Self {
        Self {
            state: one.state.word(),
            owner: &one.owner,
            approver: &one.approver,
            reason: &one.reason,
            until: one.until.map(|day| day.to_string()),
        }
    }
}

impl<'a> PostureLine<'a> {
    /// A result as one line.
    pub fn new(run: &'a Run, one: &'a PolicyResult, facts: &'a Facts, language: Language) -> Self {
        let fact = facts.policy_or_successor(&one.policy);
        let techniques = fact.map(|it| it.techniques.iter().map(ToString::to_string).collect());
        Self {
            policy: one.policy.to_string(),
            product: &one.product,
            requirement_met: one.requirement_met,
            criticality: one.criticality.word(),
            kind: one.kind.word(),
            details: &one.details,
            bod: fact.is_some_and(|it| it.bod),
            techniques: techniques.unwrap_or_default(),
            exception: one.exception.as_ref().map(ExceptionLine::new),
            result: one.verdict.word(),
            title: fact.map_or(&one.requirement, |it| it.title.pick(language)),
            requirement: &one.requirement,
            missing: &one.missing,
            comments: &one.comments,
            tenant: run.tenant.key(),
        }
    }
}

/// The last line of a run.
#[derive(Debug, Serialize)]
pub struct PostureSummaryLine<'a> {
    summary: SummaryPart<'a>,
}

#[derive(Debug, Serialize)]
struct SummaryPart<'a> {
    #[serde(flatten)]
    counts: CountsPart,
    runs: Vec<RunPart<'a>>,
}

#[derive(Debug, Default, Serialize)]
struct CountsPart {
    policies: usize,
    pass: usize,
    fail: usize,
    warning: usize,
    manual: usize,
    no_events: usize,
    error: usize,
    omitted: usize,
    incorrect: usize,
}

#[derive(Debug, Serialize)]
struct RunPart<'a> {
    id: Option<&'a str>,
    tenant: &'a str,
    name: &'a str,
    suite: &'static str,
    baseline: &'a str,
    version: &'a str,
    exported: Option<String>,
    source: &'a str,
    products: Vec<&'a str>,
    counts: CountsPart,
    pressing: Vec<PressingPart<'a>>,
}

#[derive(Debug, Serialize)]
struct PressingPart<'a> {
    finding: String,
    level: &'static str,
    reason: &'a str,
    techniques: Vec<String>,
    sources: usize,
}

impl CountsPart {
    fn add(&mut self, run: &Run) {
        let summary = run.summary();
        self.policies += summary.total();
        self.pass += summary.of(Verdict::Pass);
        self.fail += summary.of(Verdict::Fail);
        self.warning += summary.of(Verdict::Warning);
        self.manual += summary.of(Verdict::NotApplicable);
        self.no_events += summary.of(Verdict::NoEvents);
        self.error += summary.of(Verdict::Error);
        self.omitted += summary.of(Verdict::Omitted);
        self.incorrect += summary.of(Verdict::Incorrect);
    }

    fn of(run: &Run) -> Self {
        let mut counts = Self::default();
        counts.add(run);
        counts
    }
}

impl<'a> PostureSummaryLine<'a> {
    /// What runs found, in numbers.
    pub fn new(runs: &'a [Judged]) -> Self {
        let mut counts = CountsPart::default();
        runs.iter().for_each(|one| counts.add(&one.run));
        Self { summary: SummaryPart { counts, runs: runs.iter().map(part).collect() } }
    }
}

fn part(one: &Judged) -> RunPart<'_> {
    let run = &one.run;
    let pressing = one.findings.iter().map(|it| PressingPart {
        finding: it.id().to_string(),
        level: it.level.word(),
        reason: &it.reason.en,
        techniques: it.techniques.iter().map(ToString::to_string).collect(),
        sources: it.theirs.len(),
    });
    RunPart {
        id: one.kept.as_deref(),
        tenant: run.tenant.key(),
        name: run.tenant.title(),
        suite: run.suite.word(),
        baseline: &run.tool,
        version: &run.tool_version,
        exported: run.exported.map(|it| it.to_string()),
        source: &run.source,
        products: run.products(),
        counts: CountsPart::of(run),
        pressing: pressing.collect(),
    }
}

/// One policy in two runs.
#[derive(Debug, Serialize)]
pub struct PostureChangeLine<'a> {
    policy: Option<String>,
    change: &'static str,
    before: Option<SidePart<'a>>,
    after: Option<SidePart<'a>>,
    title: &'a str,
}

#[derive(Debug, Serialize)]
struct SidePart<'a> {
    policy: String,
    result: &'static str,
    exception: Option<ExceptionLine<'a>>,
}

impl<'a> PostureChangeLine<'a> {
    /// A change as one line.
    pub fn new(one: &'a Changed, facts: &'a Facts, language: Language) -> Self {
        let side = |it: &'a PolicyResult| SidePart {
            policy: it.policy.to_string(),
            result: it.verdict.word(),
            exception: it.exception.as_ref().map(ExceptionLine::new),
        };
        let policy = one.policy();
        let fact = policy.and_then(|policy| facts.policy_or_successor(policy));
        Self {
            policy: policy.map(ToString::to_string),
            change: one.change.word(),
            before: one.before.as_ref().map(side),
            after: one.after.as_ref().map(side),
            title: fact.map_or("", |it| it.title.pick(language)),
        }
    }
}

/// One kept run.
#[derive(Debug, Serialize)]
pub struct PostureRunLine<'a> {
    id: &'a str,
    at: String,
    #[serde(flatten)]
    run: KeptPart<'a>,
}

#[derive(Debug, Serialize)]
struct KeptPart<'a> {
    tenant: &'a str,
    name: &'a str,
    suite: &'static str,
    baseline: &'a str,
    version: &'a str,
    exported: Option<String>,
    counts: CountsPart,
}

impl<'a> PostureRunLine<'a> {
    /// A kept run as one line.
    pub fn new(one: &'a Listed) -> Self {
        let run = &one.run;
        Self {
            id: &one.id,
            at: run.at.to_string(),
            run: KeptPart {
                tenant: run.tenant.key(),
                name: run.tenant.title(),
                suite: run.suite.word(),
                baseline: &run.tool,
                version: &run.tool_version,
                exported: run.exported.map(|it| it.to_string()),
                counts: CountsPart::of(run),
            },
        }
    }
}
