//! What changes between two runs, with renamed policies of the real table.

use super::*;
use crate::{Criticality, Exception, Kind, Suite, Tenant};

fn result(id: &str, verdict: Verdict) -> PolicyResult {
    PolicyResult {
        policy: PolicyId::read(id).expect("an id"),
        product: "aad".to_owned(),
        group: String::new(),
        requirement: String::new(),
        verdict,
        found: verdict,
        requirement_met: Some(verdict == Verdict::Pass),
        criticality: Criticality::Shall,
        kind: Kind::Automated,
        details: String::new(),
        raw_details: String::new(),
        missing: Vec::new(),
        exception: None,
        comments: Vec::new(),
        remediation: None,
    }
}

fn excepted(id: &str, verdict: Verdict, state: ExceptionState) -> PolicyResult {
    let text = || "x".to_owned();
    let exception =
        Exception { owner: text(), approver: text(), reason: text(), until: None, state };
    PolicyResult { exception: Some(exception), ..result(id, verdict) }
}

fn run(at: i64, results: Vec<PolicyResult>) -> Run {
    Run {
        suite: Suite::M365,
        tenant: Tenant { id: "t".to_owned(), ..Tenant::default() },
        tool: "own".to_owned(),
        tool_version: String::new(),
        at: jiff::Timestamp::from_second(at).expect("fits"),
        exported: None,
        source: String::new(),
        sha256: String::new(),
        results,
    }
}

fn changes(before: Vec<PolicyResult>, after: Vec<PolicyResult>) -> Vec<(Change, String)> {
    let (changed, problems) = diff(&run(1, before), &run(2, after), Facts::compiled_in());
    assert_eq!(problems, []);
    let shown = |one: &Changed| (one.change, one.policy().expect("one").to_string());
    changed.iter().map(shown).collect()
}

fn one(before: PolicyResult, after: PolicyResult) -> Change {
    changes(vec![before], vec![after])[0].0
}

#[test]
fn a_policy_fails_is_fixed_or_stays() {
    let id = "MS.AAD.1.1v1";
    let of = |one| result(id, one);
    assert_eq!(one(of(Verdict::Pass), of(Verdict::Fail)), Change::NewlyFailing);
    assert_eq!(one(of(Verdict::Error), of(Verdict::Warning)), Change::NewlyFailing);
    assert_eq!(one(of(Verdict::Fail), of(Verdict::Pass)), Change::Fixed);
    assert_eq!(one(of(Verdict::Fail), of(Verdict::Fail)), Change::StillFailing);
    assert_eq!(one(of(Verdict::Fail), of(Verdict::Error)), Change::NoLongerAssessed);
    assert_eq!(one(of(Verdict::Pass), of(Verdict::Pass)), Change::Unchanged);
    assert_eq!(one(of(Verdict::NotApplicable), of(Verdict::Pass)), Change::Other);
}

#[test]
fn exceptions_begin_and_end() {
    let id = "MS.AAD.1.1v1";
    let active = || excepted(id, Verdict::Fail, ExceptionState::Active);
    let expired = || excepted(id, Verdict::Fail, ExceptionState::Expired);
    assert_eq!(one(result(id, Verdict::Fail), active()), Change::NewlyExcepted);
    assert_eq!(one(active(), expired()), Change::ExceptionExpired);
    assert_eq!(one(active(), result(id, Verdict::Fail)), Change::ExceptionExpired);
    assert_eq!(one(active(), result(id, Verdict::Pass)), Change::Fixed);
    let omitted = PolicyResult { found: Verdict::Fail, ..result(id, Verdict::Omitted) };
    assert_eq!(one(result(id, Verdict::Fail), omitted.clone()), Change::NewlyExcepted);
    assert_eq!(one(omitted, result(id, Verdict::Fail)), Change::ExceptionExpired);
}

#[test]
fn a_changed_meaning_is_not_compared() {
    let (old, new) = (result("MS.AAD.3.2v1", Verdict::Pass), result("MS.AAD.3.2v2", Verdict::Fail));
    assert_eq!(one(old, new), Change::NotComparable);
}

#[test]
fn a_policy_that_moved_alone_is_the_same_policy() {
    let facts = Facts::compiled_in();
    let moved = facts.policies().find_map(|fact| {
        let earlier = facts.migrations().earlier(&fact.policy);
        let [only] = earlier[..] else { return None };
        let old = PolicyId::read(only)?;
        (facts.migrations().to(&old)?.len() == 1).then(|| (old, fact.policy.clone()))
    });
    let (old, new) = moved.expect("the table has one");
    let (old, new) = (old.to_string(), new.to_string());
    assert_eq!(one(result(&old, Verdict::Pass), result(&new, Verdict::Fail)), Change::NewlyFailing);
}

#[test]
fn what_only_one_run_has_is_said() {
    let found = changes(
        vec![result("OWN.A.1.1v1", Verdict::Pass)],
        vec![result("OWN.A.1.2v1", Verdict::Pass)],
    );
    let expected =
        [(Change::Added, "OWN.A.1.2v1".to_owned()), (Change::Gone, "OWN.A.1.1v1".to_owned())];
    assert_eq!(found, expected);
}

#[test]
fn runs_that_do_not_belong_together_are_compared_with_a_warning() {
    let mut other = run(1, Vec::new());
    other.tenant.id = "u".to_owned();
    let codes = |before: &Run, after: &Run| {
        let told = diff(before, after, Facts::compiled_in()).1;
        told.into_iter().map(|it| it.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&other, &run(2, Vec::new())), ["NRS-POSTURE-040"]);
    assert_eq!(codes(&run(2, Vec::new()), &run(1, Vec::new())), ["NRS-POSTURE-042"]);
    other.suite = Suite::Gws;
    assert_eq!(codes(&other, &run(2, Vec::new())), ["NRS-POSTURE-041"]);
}
