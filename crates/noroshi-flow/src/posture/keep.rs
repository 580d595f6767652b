//! A run as the store keeps it, and back.

use jiff::Timestamp;
use noroshi_posture::{
    Criticality, Exception, ExceptionState, Kind, PolicyId, PolicyResult, Run, Suite, Tenant,
    Verdict,
};
use noroshi_store::{KeptResult, KeptRun};

/// A run in the words of the store.
pub(super) fn kept(run: &Run) -> KeptRun {
    let tenant = &run.tenant;
    KeptRun {
        id: run.id(),
        suite: run.suite.word().to_owned(),
        tenant: tenant.key().to_owned(),
        at: run.at.as_second(),
        exported: run.exported.map(Timestamp::as_second),
        names: [&tenant.id, &tenant.name, &tenant.domain, &tenant.organisation].map(Clone::clone),
        tool: [run.tool.clone(), run.tool_version.clone()],
        source: [run.source.clone(), run.sha256.clone()],
        results: run.results.iter().map(result).collect(),
    }
}

fn result(one: &PolicyResult) -> KeptResult {
    let exception = one.exception.as_ref().map(|it| {
        let until = it.until.map(|day| day.to_string()).unwrap_or_default();
        let state = it.state.word().to_owned();
        [it.owner.clone(), it.approver.clone(), it.reason.clone(), until, state]
    });
    KeptResult {
        policy: one.policy.to_string(),
        product: one.product.clone(),
        says: [one.group.clone(), one.requirement.clone()],
        verdict: [one.verdict, one.found].map(|it| it.word().to_owned()),
        met: one.requirement_met,
        kind: [one.criticality.word().to_owned(), one.kind.word().to_owned()],
        details: one.details.clone(),
        missing: one.missing.clone(),
        exception,
        comments: one.comments.clone(),
        remediation: one.remediation.clone(),
    }
}

/// The run that was kept; `None` when a word in it is not one of this program.
pub(super) fn unkept(kept: KeptRun) -> Option<Run> {
    let [id, name, domain, organisation] = kept.names;
    let [tool, tool_version] = kept.tool;
    let [source, sha256] = kept.source;
    Some(Run {
        suite: Suite::from_word(&kept.suite)?,
        tenant: Tenant { id, name, domain, organisation },
        tool,
        tool_version,
        at: Timestamp::from_second(kept.at).ok()?,
        exported: kept.exported.map(Timestamp::from_second).transpose().ok()?,
        source,
        sha256,
        results: kept.results.into_iter().map(unkept_result).collect::<Option<_>>()?,
    })
}

fn unkept_result(kept: KeptResult) -> Option<PolicyResult> {
    let [group, requirement] = kept.says;
    let [verdict, found] = kept.verdict;
    let [criticality, kind] = kept.kind;
    let exception = match kept.exception {
        Some([owner, approver, reason, until, state]) => {
            let states = [ExceptionState::Active, ExceptionState::Expired];
            let state = states.into_iter().find(|it| it.word() == state)?;
            Some(Exception { owner, approver, reason, until: until.parse().ok(), state })
        }
        None => None,
    };
    Some(PolicyResult {
        policy: PolicyId::read(&kept.policy)?,
        product: kept.product,
        group,
        requirement,
        verdict: Verdict::from_word(&verdict)?,
        found: Verdict::from_word(&found)?,
        requirement_met: kept.met,
        criticality: Criticality::from_word(&criticality)?,
        kind: Kind::from_word(&kind)?,
        raw_details: kept.details.clone(),
        details: kept.details,
        missing: kept.missing,
        exception,
        comments: kept.comments,
        remediation: kept.remediation,
    })
}
