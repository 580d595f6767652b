//! Judging an export by a baseline.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use noroshi_model::{Problem, without_secrets};
use regorus::Value;

use crate::baseline::Product;
use crate::config::{Annotation, Config, Omission, day};
use crate::export::{Export, members, text, texts};
use crate::markdown::Control;
use crate::plain::plain;
use crate::rego::{Engine, Fault};
use crate::{
    Baseline, Criticality, Exception, ExceptionState, Kind, PolicyId, PolicyResult, Run, Suite,
    Verdict,
};

/// Parts of the input that say how to judge and are no settings; their absence means nothing.
const NO_SETTINGS: [&str; 7] = [
    "scuba_config",
    "module_version",
    "baseline_suffix",
    "baseline_versions",
    "break_glass_accounts",
    "imap_exclusions",
    "sites_exclusions",
];

/// One test of a rule file.
struct Test {
    id: PolicyId,
    criticality: String,
    needs: Vec<String>,
    details: String,
    met: bool,
    no_events: bool,
}

/// Judges an export at a moment, which decides whether omissions hold. Dates inside the settings
/// are judged as of the export, or of the moment when the export has no date.
///
/// `config` takes the place of the configuration that the export carries.
///
/// Problems: `NRS-POSTURE-014` rules of a product fail; `-015` products without settings; `-016`
/// no product of the baseline fits; `-017` export and baseline of different releases; `-018`
/// results that the text of the baseline does not know; `-019` missing sections; `-021` to `-025`
/// about the configuration; `-026` failed commands.
pub fn evaluate(
    baseline: &Baseline,
    export: &Export,
    config: Option<&Config>,
    at: Timestamp,
) -> (Run, Vec<Problem>) {
    evaluate_telling(baseline, export, config, at, &mut |_| {})
}

/// The same, telling each product before it is judged.
pub fn evaluate_telling(
    baseline: &Baseline,
    export: &Export,
    config: Option<&Config>,
    at: Timestamp,
    told: &mut dyn FnMut(&str),
) -> (Run, Vec<Problem>) {
    let mut judge = Judge::new(baseline, export, config, at);
    let fitting: Vec<&Product> =
        baseline.products.iter().filter(|product| product.suite == export.suite).collect();
    if fitting.is_empty() {
        judge.say(Problem::new("NRS-POSTURE-016").fact("suite", export.suite.title()));
    } else {
        judge.compare_releases();
    }
    let mut absent = Vec::new();
    for product in fitting {
        match judge.worked(product) {
            Some(worked) => {
                told(&product.name);
                judge.product(product, &worked);
            }
            None => absent.push(product.name.as_str()),
        }
    }
    if !absent.is_empty() {
        judge.say(Problem::new("NRS-POSTURE-015").fact("products", absent.join(", ")));
    }
    judge.finish()
}

struct Judge<'a> {
    baseline: &'a Baseline,
    export: &'a Export,
    engine: Result<Engine, Fault>,
    config: Config,
    input: Value,
    at: Timestamp,
    results: Vec<PolicyResult>,
    problems: Vec<Problem>,
}

impl<'a> Judge<'a> {
    fn new(
        baseline: &'a Baseline,
        export: &'a Export,
        config: Option<&Config>,
        at: Timestamp,
    ) -> Self {
        let carried = || Config::of(export.value["scuba_config"].clone());
        let own = config.is_some();
        let config = config.cloned().unwrap_or_else(carried);
        let mut input = export.value.clone();
        if let Ok(object) = input.as_object_mut() {
            if own {
                object.insert(Value::from("scuba_config"), config.value.clone());
            }
            if export.suite == Suite::Gws {
                for (key, value) in goggles(baseline, own.then_some(&config)) {
                    object.insert(Value::from(key), value);
                }
            }
        }
        let mut engine = baseline.engine.clone();
        let engine = engine.pin(export.exported.unwrap_or(at)).map(|()| engine);
        let (results, problems) = (Vec::new(), Vec::new());
        Self { baseline, export, engine, config, input, at, results, problems }
    }

    fn say(&mut self, problem: Problem) {
        self.problems.push(problem.at(&self.export.source));
    }

    fn compare_releases(&mut self) {
        let short = |version: &str| version.split('.').take(2).collect::<Vec<_>>().join(".");
        let (made, judging) = (short(&self.export.tool_version), short(self.baseline.version()));
        let known = !made.is_empty() && !judging.is_empty() && self.baseline.exports_too();
        if known && made != judging {
            let problem = Problem::new("NRS-POSTURE-017").fact("export", &self.export.tool_version);
            let problem = problem.fact("tool", self.baseline.tool());
            self.say(problem.fact("version", self.baseline.version()));
        }
    }

    /// Commands that worked; `None` when the product is not in the export.
    fn worked(&self, product: &Product) -> Option<Vec<String>> {
        // The one took the place of the other: exports of the change carry either record.
        let other = match product.name.as_str() {
            "defender" => "securitysuite",
            "securitysuite" => "defender",
            name => name,
        };
        self.export.worked(&product.name).or_else(|| self.export.worked(other))
    }

    fn product(&mut self, product: &Product, worked: &[String]) {
        let failed = self.export.failed(&product.name);
        if !failed.is_empty() {
            let problem = Problem::new("NRS-POSTURE-026").fact("product", &product.name);
            self.say(problem.fact("commands", plain(&failed.join(", "))));
        }
        let (tests, fault) = self.tests(product);
        if let Some(reason) = fault {
            let problem = Problem::new("NRS-POSTURE-014").fact("product", &product.name);
            self.say(problem.fact("reason", reason));
        }
        let mut by_id: BTreeMap<PolicyId, Vec<Test>> = BTreeMap::new();
        for test in tests {
            by_id.entry(test.id.clone()).or_default().push(test);
        }
        let mut gaps: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (control, needs) in product.controls.iter().zip(&product.needs) {
            let tests = by_id.remove(&control.id).unwrap_or_default();
            let mut result = self.judged(product, control, &tests, worked, &failed);
            self.stand_on_something(&mut result, needs, &mut gaps);
            self.organisation_says(&mut result);
            self.results.push(result);
        }
        for (key, policies) in gaps {
            let problem = Problem::new("NRS-POSTURE-019").fact("section", key);
            self.say(problem.fact("policies", policies.join(", ")));
        }
        if !by_id.is_empty() {
            let ids: Vec<String> = by_id.keys().map(ToString::to_string).collect();
            self.say(Problem::new("NRS-POSTURE-018").fact("policies", ids.join(", ")));
        }
    }

    fn tests(&self, product: &Product) -> (Vec<Test>, Option<String>) {
        let rule = format!("data.{}.tests", product.package);
        let answer = match &self.engine {
            Ok(engine) => engine.ask(&rule, &self.input),
            Err(fault) => Err(fault.clone()),
        };
        match answer {
            Ok(value) => (members(&value).filter_map(test).collect(), None),
            Err(fault) => (Vec::new(), Some(plain(&fault.to_string()))),
        }
    }

    fn judged(
        &self,
        product: &Product,
        control: &Control,
        tests: &[Test],
        worked: &[String],
        failed: &[String],
    ) -> PolicyResult {
        let blank = PolicyResult {
            policy: control.id.clone(),
            product: product.name.clone(),
            group: control.group.clone(),
            requirement: control.requirement.clone(),
            verdict: Verdict::Error,
            found: Verdict::Error,
            requirement_met: None,
            criticality: control.criticality,
            kind: Kind::Automated,
            details: "Test results missing".to_owned(),
            raw_details: String::new(),
            missing: Vec::new(),
            exception: None,
            comments: Vec::new(),
            remediation: None,
        };
        let one = |test: &Test| {
            let missing = self.missing(test, worked, failed);
            let verdict = verdict(product.suite, test, !missing.is_empty());
            let stated = Criticality::read(&test.criticality);
            let details = if missing.is_empty() {
                test.details.clone()
            } else {
                let all = missing.join(", ");
                format!(
                    "This test depends on the following command(s) which did not execute successfully: {all}. See terminal output for more details."
                )
            };
            PolicyResult {
                verdict,
                found: verdict,
                requirement_met: (verdict != Verdict::Error).then_some(test.met),
                criticality: if stated == Criticality::Unstated {
                    control.criticality
                } else {
                    stated
                },
                kind: kind(test),
                details: plain(&details),
                raw_details: details,
                missing,
                ..blank.clone()
            }
        };
        // A policy with several results is as bad as the worst of them.
        let worst = tests.iter().map(one).reduce(|one, other| {
            let (mut worse, better) = if severity(other.verdict) > severity(one.verdict) {
                (other, one)
            } else {
                (one, other)
            };
            if worse.details != better.details {
                worse.details = format!("{}\n{}", worse.details, better.details);
            }
            worse
        });
        worst.unwrap_or(blank)
    }

    fn missing(&self, test: &Test, worked: &[String], failed: &[String]) -> Vec<String> {
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let settings = self.export.missing_settings();
        let lacks = |need: &&String| match need.strip_prefix("policy/") {
            Some(setting) if self.export.suite == Suite::Gws => {
                settings.iter().any(|it| it == setting)
            }
            _ => {
                !worked.iter().any(|it| same(it, need))
                    || (self.export.suite == Suite::Gws && failed.iter().any(|it| same(it, need)))
            }
        };
        test.needs.iter().filter(lacks).map(|need| plain(need)).collect()
    }

    /// What passes although a section that its rule reads is not in the export did not pass.
    fn stand_on_something(
        &self,
        result: &mut PolicyResult,
        needs: &BTreeSet<String>,
        gaps: &mut BTreeMap<String, Vec<String>>,
    ) {
        if result.verdict != Verdict::Pass {
            return;
        }
        let settings = needs.iter().filter(|key| !NO_SETTINGS.contains(&key.as_str()));
        let gone: Vec<&String> = settings.filter(|key| !self.export.has(key)).collect();
        let Some(first) = gone.first() else { return };
        gaps.entry((*first).clone()).or_default().push(result.policy.to_string());
        let all = gone.iter().map(|key| key.as_str()).collect::<Vec<_>>().join(", ");
        result.details = format!("The export has no section {all}, which this test reads.");
        result.missing = gone.into_iter().cloned().collect();
        (result.verdict, result.found) = (Verdict::Error, Verdict::Error);
        result.requirement_met = None;
    }

    fn organisation_says(&mut self, result: &mut PolicyResult) {
        let annotation = self.config.annotations.get(&result.policy).cloned();
        if let Some(annotation) = annotation {
            self.annotate(result, &annotation);
        }
        let omission = self.config.omissions.get(&result.policy).cloned();
        if let Some(omission) = omission {
            self.omit(result, &omission);
        }
    }

    fn annotate(&mut self, result: &mut PolicyResult, annotation: &Annotation) {
        let judged = matches!(result.verdict, Verdict::Pass | Verdict::Fail | Verdict::Warning);
        if !annotation.comment.is_empty() {
            result.comments.push(annotation.comment.clone());
        }
        if !annotation.remediation.is_empty() {
            result.remediation = Some(annotation.remediation.clone());
        }
        if annotation.incorrect && judged {
            result.verdict = Verdict::Incorrect;
            if annotation.comment.is_empty() {
                self.say(Problem::new("NRS-POSTURE-024").fact("policy", &result.policy));
            }
        }
        let late = match day(&annotation.remediation) {
            Some(day) => day < self.today() && result.verdict.fails(),
            None => !annotation.remediation.is_empty(),
        };
        if late {
            let problem = Problem::new("NRS-POSTURE-025").fact("policy", &result.policy);
            self.say(problem.fact("date", &annotation.remediation));
        }
    }

    fn omit(&mut self, result: &mut PolicyResult, omission: &Omission) {
        let until = day(&omission.expiration);
        let written = !omission.expiration.is_empty();
        let holds = match until {
            // As both tools: on the day itself it is over.
            Some(until) => self.today() < until,
            None => !written,
        };
        if omission.rationale.is_empty() {
            self.say(Problem::new("NRS-POSTURE-024").fact("policy", &result.policy));
        }
        if !holds {
            let code = if until.is_some() { "NRS-POSTURE-022" } else { "NRS-POSTURE-023" };
            let problem = Problem::new(code).fact("policy", &result.policy);
            self.say(problem.fact("date", &omission.expiration));
        }
        let state = if holds { ExceptionState::Active } else { ExceptionState::Expired };
        if holds {
            result.verdict = Verdict::Omitted;
        }
        result.exception = Some(Exception {
            owner: String::new(),
            approver: String::new(),
            reason: omission.rationale.clone(),
            until,
            state,
        });
    }

    fn today(&self) -> jiff::civil::Date {
        self.at.to_zoned(TimeZone::UTC).date()
    }

    fn finish(mut self) -> (Run, Vec<Problem>) {
        let known: BTreeSet<&PolicyId> = self.results.iter().map(|it| &it.policy).collect();
        let all = self.config.omissions.keys().chain(self.config.annotations.keys());
        let strange: BTreeSet<String> =
            all.filter(|id| !known.contains(id)).map(ToString::to_string).collect();
        if !strange.is_empty() && !self.results.is_empty() {
            let ids = strange.into_iter().collect::<Vec<_>>().join(", ");
            self.say(Problem::new("NRS-POSTURE-021").fact("policies", ids));
        }
        self.results.sort_by(|one, other| {
            (&one.product, one.policy.order()).cmp(&(&other.product, other.policy.order()))
        });
        let mut tenant = self.export.tenant.clone();
        if !self.config.organisation.is_empty() {
            tenant.organisation.clone_from(&self.config.organisation);
        }
        let run = Run {
            suite: self.export.suite,
            tenant,
            tool: self.baseline.tool().to_owned(),
            tool_version: self.baseline.version().to_owned(),
            at: self.at,
            exported: self.export.exported,
            source: self.export.source.clone(),
            sha256: self.export.sha256.clone(),
            results: self.results,
        };
        (run, self.problems)
    }
}

/// What the rules of ScubaGoggles take from outside the settings.
fn goggles(baseline: &Baseline, config: Option<&Config>) -> Vec<(&'static str, Value)> {
    let mut versions = Value::new_object();
    if let Ok(object) = versions.as_object_mut() {
        for (id, _) in baseline.policies() {
            object.insert(Value::from(id.stem()), Value::from(id.version()));
        }
    }
    let mut parts = vec![("baseline_versions", versions), ("baseline_suffix", Value::from("v1"))];
    for (key, name) in [
        ("break_glass_accounts", "breakglassaccounts"),
        ("imap_exclusions", "imapexclusions"),
        ("sites_exclusions", "sitesexclusions"),
    ] {
        let said = config.map(|config| config.value[name].clone());
        parts.extend(said.filter(|value| value.as_array().is_ok()).map(|value| (key, value)));
    }
    parts
}

fn test(value: &Value) -> Option<Test> {
    let needs = match &value["Prerequisites"] {
        Value::Undefined => texts(&value["Commandlet"]),
        needs => texts(needs),
    };
    Some(Test {
        id: PolicyId::read(value["PolicyId"].as_string().ok()?)?,
        criticality: text(&value["Criticality"]),
        needs,
        details: without_secrets(&text(&value["ReportDetails"])),
        met: value["RequirementMet"] == Value::from(true),
        no_events: value["NoSuchEvent"] == Value::from(true),
    })
}

fn manual(test: &Test) -> Option<Kind> {
    let words = test.criticality.to_ascii_lowercase();
    if words.contains("3rd party") {
        Some(Kind::ThirdParty)
    } else if words.contains("not-implemented") {
        Some(Kind::NotImplemented)
    } else {
        None
    }
}

fn kind(test: &Test) -> Kind {
    let log = test.needs.iter().any(|need| need.starts_with("reports/"));
    manual(test).unwrap_or(if log { Kind::LogBased } else { Kind::Automated })
}

/// The verdict as the reporters of the tools find it. They differ in the order of questions:
/// ScubaGear asks whether it is met before it asks whether a person has to look.
///
/// Source: `Get-RegoResult` in ScubaGear's `CreateReport.psm1`, `_get_test_result` in
/// ScubaGoggles' `reporter.py`.
fn verdict(suite: Suite, test: &Test, lacks: bool) -> Verdict {
    let recommended = Criticality::read(&test.criticality) == Criticality::Should;
    let by_hand = manual(test).is_some();
    match suite {
        _ if lacks => Verdict::Error,
        Suite::Gws if by_hand => Verdict::NotApplicable,
        Suite::Gws if test.no_events => Verdict::NoEvents,
        _ if test.met => Verdict::Pass,
        _ if by_hand => Verdict::NotApplicable,
        _ if recommended => Verdict::Warning,
        _ => Verdict::Fail,
    }
}

fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Error => 6,
        Verdict::Fail => 5,
        Verdict::Warning => 4,
        Verdict::NoEvents => 3,
        Verdict::NotApplicable => 2,
        Verdict::Pass => 1,
        Verdict::Omitted | Verdict::Incorrect => 0,
    }
}

#[cfg(test)]
#[path = "evaluate_tests.rs"]
mod tests;
