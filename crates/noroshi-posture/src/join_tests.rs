//! Which failing policies press, by invented reports.

use super::*;
use crate::{Kind, PolicyId, Suite, Tenant, Verdict};

fn result(id: &str, verdict: Verdict, criticality: Criticality) -> PolicyResult {
    PolicyResult {
        policy: PolicyId::read(id).expect("an id"),
        product: "aad".to_owned(),
        group: String::new(),
        requirement: String::new(),
        verdict,
        found: verdict,
        requirement_met: Some(false),
        criticality,
        kind: Kind::Automated,
        details: "0 policies found".to_owned(),
        raw_details: String::new(),
        missing: Vec::new(),
        exception: None,
        comments: Vec::new(),
        remediation: None,
    }
}

fn run(results: Vec<PolicyResult>) -> Run {
    Run {
        suite: Suite::M365,
        tenant: Tenant { id: "t-1".to_owned(), name: "Aoba".to_owned(), ..Tenant::default() },
        tool: "own".to_owned(),
        tool_version: String::new(),
        at: moment("2026-06-01T00:00:00Z"),
        exported: None,
        source: "export.json".to_owned(),
        sha256: String::new(),
        results,
    }
}

fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn told(technique: &str, root: &str, day: &str) -> Reported {
    Reported {
        technique: technique.parse().expect("a technique"),
        actor: "HAIIRO".to_owned(),
        who: "Example CERT".to_owned(),
        title: "A report".to_owned(),
        text: "They signed in with stolen accounts.".to_owned(),
        place: None,
        link: None,
        root: root.to_owned(),
        time: Some(moment(&format!("{day}T00:00:00Z"))),
    }
}

fn levels(results: Vec<PolicyResult>, told: &[Reported]) -> Vec<(String, Level)> {
    let found = join(&run(results), Facts::compiled_in(), told, moment("2026-06-01T00:00:00Z"));
    for finding in &found {
        assert!(!finding.ours.is_empty() && !finding.theirs.is_empty());
    }
    found.into_iter().map(|it| (it.ours[0].at.clone(), it.level)).collect()
}

#[test]
fn independent_recent_roots_decide_how_much_it_presses() {
    let shall = || vec![result("MS.AAD.1.1v1", Verdict::Fail, Criticality::Shall)];
    let id = "MS.AAD.1.1v1".to_owned();
    let (a, b) = (told("T1078.004", "a", "2026-05-20"), told("T1110", "b", "2026-05-21"));
    let same_root = told("T1078.004", "a", "2026-05-22");
    assert_eq!(levels(shall(), &[a.clone(), b.clone()]), [(id.clone(), Level::Now)]);
    assert_eq!(levels(shall(), &[a.clone(), same_root]), [(id.clone(), Level::Soon)]);
    assert_eq!(
        levels(shall(), &[told("T1078.004", "a", "2025-01-01")]),
        [(id.clone(), Level::Know)]
    );
    let should = vec![result("MS.AAD.1.1v1", Verdict::Warning, Criticality::Should)];
    assert_eq!(levels(should, &[a, b]), [(id, Level::Soon)]);
}

#[test]
fn what_nobody_reports_or_somebody_answers_for_is_no_finding() {
    let fails = result("MS.AAD.1.1v1", Verdict::Fail, Criticality::Shall);
    assert_eq!(levels(vec![fails.clone()], &[told("T1566", "a", "2026-05-20")]), []);
    let passes = result("MS.AAD.1.1v1", Verdict::Pass, Criticality::Shall);
    let used = [told("T1078.004", "a", "2026-05-20")];
    assert_eq!(levels(vec![passes], &used), []);
    let agreed = crate::Exception {
        owner: "o".to_owned(),
        approver: "a".to_owned(),
        reason: "r".to_owned(),
        until: None,
        state: ExceptionState::Active,
    };
    assert_eq!(levels(vec![PolicyResult { exception: Some(agreed), ..fails }], &used), []);
}

#[test]
fn a_part_is_the_whole_but_the_whole_is_no_part() {
    let id = |text: &str| text.parse::<TechniqueId>().expect("a technique");
    assert!(covers(&id("T1078"), &id("T1078.004")));
    assert!(covers(&id("T1078.004"), &id("T1078.004")));
    assert!(!covers(&id("T1078.004"), &id("T1078")));
}

#[test]
fn the_reason_names_tenant_policy_speaker_technique_and_sentence() {
    let found = join(
        &run(vec![result("MS.AAD.1.1v1", Verdict::Fail, Criticality::Shall)]),
        Facts::compiled_in(),
        &[told("T1078.004", "a", "2026-05-20")],
        moment("2026-06-01T00:00:00Z"),
    );
    for part in ["Aoba", "MS.AAD.1.1v1", "Example CERT", "HAIIRO", "T1078.004", "stolen accounts"] {
        assert!(found[0].reason.en.contains(part) && found[0].reason.ja.contains(part), "{part}");
    }
}
