//! A run and a comparison as text for a terminal. Whoever prints it makes it safe.

use std::fmt::Write as _;

use noroshi_model::Language;

use super::Material;
use crate::diff::{Change, Changed};
use crate::facts::Facts;
use crate::{Criticality, ExceptionState, PolicyResult, Verdict};

/// Which results are shown one by one.
const ORDER: [Verdict; 8] = [
    Verdict::Fail,
    Verdict::Warning,
    Verdict::Error,
    Verdict::Omitted,
    Verdict::Incorrect,
    Verdict::NoEvents,
    Verdict::NotApplicable,
    Verdict::Pass,
];

/// The results as text: what fails first, each with why; then counts. `all` shows what passes and
/// what people have to check too.
pub fn terminal(material: &Material<'_>, language: Language, all: bool) -> String {
    let say = |en: &'static str, ja: &'static str| if language == Language::Ja { ja } else { en };
    let run = material.run;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} · {} · {} {}{}",
        run.tenant.title(),
        run.suite.title(),
        run.tool,
        run.tool_version,
        run.exported
            .map(|it| format!(" · {} {}", say("exported", "書き出し"), it.strftime("%Y-%m-%d")))
            .unwrap_or_default(),
    );
    for verdict in ORDER {
        let shown: Vec<&PolicyResult> =
            run.results.iter().filter(|one| one.verdict == verdict).collect();
        let quiet = matches!(verdict, Verdict::Pass | Verdict::NotApplicable | Verdict::NoEvents);
        if shown.is_empty() || (quiet && !all) {
            continue;
        }
        let _ = writeln!(out, "\n{} ({})", super::verdict(verdict).pick(language), shown.len());
        for one in shown {
            line(material, one, language, &mut out);
        }
    }
    if !material.findings.is_empty() {
        let _ = writeln!(
            out,
            "\n{}",
            say("Failing, and reported as used", "不適合で、かつ攻撃での利用が報告されているもの")
        );
        for finding in material.findings {
            let _ = writeln!(out, "  [{}] {}", finding.level.word(), finding.reason.pick(language));
        }
    }
    let summary = run.summary();
    let counts: Vec<String> = ORDER
        .iter()
        .filter(|verdict| summary.of(**verdict) > 0)
        .map(|verdict| {
            format!("{} {}", super::verdict(*verdict).pick(language), summary.of(*verdict))
        })
        .collect();
    let _ =
        writeln!(out, "\n{} · {} {}", counts.join(" · "), summary.total(), say("policies", "項目"));
    out
}

fn line(material: &Material<'_>, one: &PolicyResult, language: Language, out: &mut String) {
    let bod = match material.bod {
        super::Yardstick::Shown if material.bod(one) => " BOD",
        _ => "",
    };
    let strong = if one.criticality == Criticality::Unstated { "" } else { one.criticality.word() };
    let _ = writeln!(
        out,
        "  {:<22} {strong:<6}{bod} {}",
        one.policy.to_string(),
        material.title(one, language)
    );
    if matches!(one.verdict, Verdict::Fail | Verdict::Warning | Verdict::Error) {
        for part in one.details.lines().take(3) {
            let cut: String = part.chars().take(160).collect();
            let more = if cut.len() < part.len() { "…" } else { "" };
            let _ = writeln!(out, "      {cut}{more}");
        }
        let techniques = material.techniques(one);
        if !techniques.is_empty() && one.verdict != Verdict::Error {
            let _ = writeln!(out, "      {}", techniques.join(" "));
        }
    }
    if let Some(exception) = &one.exception {
        let word = match (exception.state, language) {
            (ExceptionState::Active, Language::Ja) => "例外",
            (ExceptionState::Expired, Language::Ja) => "期限切れの例外",
            (ExceptionState::Active, _) => "exception",
            (ExceptionState::Expired, _) => "EXPIRED exception",
        };
        let until = exception.until.map(|it| format!(" → {it}")).unwrap_or_default();
        let _ = writeln!(out, "      {word}: {} {}{until}", exception.owner, exception.reason);
    }
}

/// A comparison as text, without what stayed the same.
pub fn terminal_diff(changed: &[Changed], facts: &Facts, language: Language) -> String {
    let mut out = String::new();
    for change in Change::ALL {
        let shown: Vec<&Changed> = changed.iter().filter(|one| one.change == change).collect();
        if shown.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{} ({})", change.title().pick(language), shown.len());
        if matches!(change, Change::Unchanged | Change::StillFailing) {
            continue;
        }
        for one in shown {
            let Some(policy) = one.policy() else { continue };
            let title =
                facts.policy_or_successor(policy).map_or("", |fact| fact.title.pick(language));
            let verdict =
                |it: &Option<PolicyResult>| it.as_ref().map_or("-", |it| it.verdict.word());
            let from = one.before.as_ref().filter(|before| before.policy != *policy);
            let from = from.map(|before| format!(" (← {})", before.policy)).unwrap_or_default();
            let (before, after) = (verdict(&one.before), verdict(&one.after));
            let _ = writeln!(out, "  {policy}{from}  {before} → {after}  {title}");
        }
    }
    out
}
