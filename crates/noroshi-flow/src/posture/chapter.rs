//! Kept runs for the brief of a month: counts, changes, what the documents of the month make
//! pressing, and what is due.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use noroshi_brief::{
    PressingSetting, SettingChange, SettingCounts, SettingDate, Settings, TenantSettings,
};
use noroshi_model::{Bilingual, Knowledge, Problem};
use noroshi_posture::bod::calendar;
use noroshi_posture::{
    Change, Exception, ExceptionState, Facts, PolicyResult, Pressing, Reported, Run, Verdict, diff,
    pressing,
};
use noroshi_store::{AnyStore, Kept, PostureStore as _};

use super::bod::Register;
use super::keep::unkept;
use super::reported::told_in;
use crate::clock::today;
use crate::{FlowError, Workspace};

/// Runs that are looked at.
const MOST_RUNS: usize = 1_000;
/// What is due within so many months is told.
const AHEAD: u32 = 3;

/// What the runs kept until the last day of a month say. A tenant that was judged only later is
/// told by its first run, with its day. Problems are those of the inventory.
///
/// # Errors
/// [`FlowError::Store`] when the store fails.
pub(crate) async fn chapter(
    workspace: &Workspace,
    store: &AnyStore,
    documents: &[Kept],
    knowledge: &Knowledge,
    last_day: Date,
) -> Result<(Settings, Vec<Problem>), FlowError> {
    let runs: Vec<Run> =
        store.runs(None, MOST_RUNS).await?.into_iter().filter_map(unkept).collect();
    if runs.is_empty() {
        return Ok((Settings::default(), Vec::new()));
    }
    let cut_off = last_day.min(today());
    let at = end_of(cut_off);
    let reports = told_in(documents, knowledge);
    let chosen: Vec<(&Run, Option<&Run>)> =
        by_tenant(&runs).into_values().filter_map(|own| choose(&own, end_of(last_day))).collect();
    let tenants = chosen.iter().map(|(run, before)| tenant(run, *before, &reports, at)).collect();
    let until = cut_off.saturating_add(Span::new().months(i64::from(AHEAD)));
    let mut dates: Vec<SettingDate> =
        chosen.iter().flat_map(|(run, _)| promised(run, until)).collect();
    let (asked, problems) = asked(workspace, cut_off);
    dates.extend(asked);
    dates.sort_by(|one, other| (one.day, &one.what.en).cmp(&(other.day, &other.what.en)));
    Ok((Settings { tenants, dates }, problems))
}

/// The first moment after a day, in UTC.
fn end_of(day: Date) -> Timestamp {
    let next = day.tomorrow().ok().and_then(|day| day.to_zoned(TimeZone::UTC).ok());
    next.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}

/// Runs of each tenant, newest first.
fn by_tenant(runs: &[Run]) -> BTreeMap<(&str, &str), Vec<&Run>> {
    let mut tenants: BTreeMap<(&str, &str), Vec<&Run>> = BTreeMap::new();
    for run in runs {
        tenants.entry((run.tenant.key(), run.suite.word())).or_default().push(run);
    }
    tenants
}

/// The last run before a moment, or else the first one after it; and the one before that.
fn choose<'a>(newest_first: &[&'a Run], end: Timestamp) -> Option<(&'a Run, Option<&'a Run>)> {
    let within = newest_first.iter().position(|run| run.at < end);
    let at = within.or(newest_first.len().checked_sub(1))?;
    Some((newest_first.get(at)?, newest_first.get(at + 1).copied()))
}

fn tenant(run: &Run, before: Option<&Run>, reports: &[Reported], at: Timestamp) -> TenantSettings {
    let facts = Facts::compiled_in();
    let mut products: BTreeMap<&str, SettingCounts> = BTreeMap::new();
    for result in &run.results {
        count(products.entry(&result.product).or_default(), result);
    }
    let pressing = pressing(run, facts, reports, at);
    TenantSettings {
        tenant: run.tenant.title().to_owned(),
        suite: run.suite.title().to_owned(),
        baseline: format!("{} {}", run.tool, run.tool_version).trim().to_owned(),
        judged: day_of(run.at),
        before: before.map(|run| day_of(run.at)),
        products: products.into_iter().map(|(name, it)| (name.to_owned(), it)).collect(),
        changes: before.map(|before| changes(before, run, facts)).unwrap_or_default(),
        pressing: pressing.into_iter().map(setting).collect(),
    }
}

fn setting(one: Pressing) -> PressingSetting {
    PressingSetting { policy: one.policy.to_string(), roots: one.roots, finding: one.finding }
}

fn count(counts: &mut SettingCounts, result: &PolicyResult) {
    let excepted = holds(result).is_some();
    let place = match result.verdict {
        Verdict::Pass => &mut counts.passed,
        Verdict::Fail | Verdict::Warning if excepted => &mut counts.excepted,
        Verdict::Fail => &mut counts.failed,
        Verdict::Warning => &mut counts.warned,
        Verdict::NotApplicable | Verdict::NoEvents => &mut counts.by_hand,
        Verdict::Error => &mut counts.not_assessed,
        Verdict::Omitted | Verdict::Incorrect => &mut counts.excepted,
    };
    *place += 1;
}

/// The exception of a policy, while it holds.
fn holds(result: &PolicyResult) -> Option<&Exception> {
    result.exception.as_ref().filter(|it| it.state == ExceptionState::Active)
}

/// What changed, without what stayed.
fn changes(before: &Run, after: &Run, facts: &Facts) -> Vec<SettingChange> {
    let (changed, _) = diff(before, after, facts);
    let told = Change::ALL
        .into_iter()
        .filter(|change| !matches!(change, Change::StillFailing | Change::Unchanged));
    let of = |change: Change| {
        let own = changed.iter().filter(|one| one.change == change);
        let policies = own.filter_map(|one| {
            let policy = one.policy()?;
            let title = facts.policy_or_successor(policy).map(|fact| fact.title.clone());
            Some((policy.to_string(), title.unwrap_or_default()))
        });
        SettingChange { what: change.title(), policies: policies.collect() }
    };
    told.map(of).filter(|change| !change.policies.is_empty()).collect()
}

/// Last days of exceptions, and days until which something shall be mended.
fn promised(run: &Run, until: Date) -> Vec<SettingDate> {
    let tenant = run.tenant.title();
    let mut dates = Vec::new();
    for result in &run.results {
        let policy = &result.policy;
        let failing = result.verdict.fails() || result.found.fails();
        let exception = result.exception.as_ref().filter(|_| failing);
        if let Some((exception, day)) = exception.and_then(|it| Some((it, it.until?))) {
            let what = Bilingual::new(
                format!("{tenant}: the exception for {policy} ends"),
                format!("{tenant}: {policy} の例外の期限"),
            );
            dates.push(SettingDate { day, what, basis: Bilingual::same(&exception.owner) });
        }
        if let Some(day) = result.remediation_day().filter(|_| failing) {
            let what = Bilingual::new(
                format!("{tenant}: {policy} shall be met"),
                format!("{tenant}: {policy} の是正期限"),
            );
            let basis = Bilingual::new("the configuration of the tenant", "テナントの設定ファイル");
            dates.push(SettingDate { day, what, basis });
        }
    }
    dates.retain(|date| date.day <= until);
    dates
}

/// What the directive, or a rhythm of one's own, asks for.
fn asked(workspace: &Workspace, cut_off: Date) -> (Vec<SettingDate>, Vec<Problem>) {
    let register = Register::default();
    let (inventory, problems) = match register.read(workspace) {
        Ok(read) => read,
        Err(FlowError::Refused(problems)) => (Default::default(), problems),
        Err(FlowError::Unread(problem)) => (Default::default(), vec![problem]),
        Err(_) => Default::default(),
    };
    let entries = calendar(register.standing(workspace), &inventory, cut_off, AHEAD);
    let date = |entry: noroshi_posture::bod::Entry| {
        Some(SettingDate { day: entry.due?, what: entry.title, basis: entry.basis })
    };
    (entries.into_iter().filter_map(date).collect(), problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use noroshi_posture::{Criticality, Kind, PolicyId, Suite, Tenant};

    fn run(day: &str) -> Run {
        Run {
            suite: Suite::M365,
            tenant: Tenant { id: "t-1".to_owned(), ..Tenant::default() },
            tool: "own".to_owned(),
            tool_version: String::new(),
            at: format!("{day}T12:00:00Z").parse().expect("a moment"),
            exported: None,
            source: "export.json".to_owned(),
            sha256: String::new(),
            results: Vec::new(),
        }
    }

    fn result(verdict: Verdict, found: Verdict) -> PolicyResult {
        PolicyResult {
            policy: PolicyId::read("MS.AAD.1.1v1").expect("an id"),
            product: "aad".to_owned(),
            group: String::new(),
            requirement: String::new(),
            verdict,
            found,
            requirement_met: Some(false),
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

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn the_last_run_of_the_month_counts_and_a_later_one_only_without_it() {
        let runs = ["2026-11-03", "2026-10-31", "2026-10-01"].map(run);
        let list: Vec<&Run> = runs.iter().collect();
        let chosen = |end: &str, list: &[&Run]| {
            let (run, before) = choose(list, end_of(day(end))).expect("a run");
            (day_of(run.at).to_string(), before.map(|run| day_of(run.at).to_string()))
        };
        let before = |text: &str| Some(text.to_owned());
        assert_eq!(chosen("2026-10-31", &list), ("2026-10-31".to_owned(), before("2026-10-01")));
        assert_eq!(chosen("2026-11-30", &list), ("2026-11-03".to_owned(), before("2026-10-31")));
        assert_eq!(chosen("2026-09-30", &list), ("2026-10-01".to_owned(), None));
        assert!(choose(&[], end_of(day("2026-09-30"))).is_none());
    }

    #[test]
    fn an_exception_that_is_over_does_not_cover_a_failure() {
        let exception = |state| Exception {
            owner: "Identity team".to_owned(),
            approver: "CISO".to_owned(),
            reason: "keys arrive".to_owned(),
            until: Some(day("2026-10-10")),
            state,
        };
        let mut counts = SettingCounts::default();
        let mut one = result(Verdict::Fail, Verdict::Fail);
        one.exception = Some(exception(ExceptionState::Active));
        count(&mut counts, &one);
        one.exception = Some(exception(ExceptionState::Expired));
        count(&mut counts, &one);
        count(&mut counts, &result(Verdict::Omitted, Verdict::Fail));
        count(&mut counts, &result(Verdict::Error, Verdict::Error));
        count(&mut counts, &result(Verdict::NoEvents, Verdict::NoEvents));
        let wanted =
            SettingCounts { failed: 1, excepted: 2, not_assessed: 1, by_hand: 1, ..counts };
        assert_eq!((counts, counts.passed), (wanted, 0));
    }

    #[test]
    fn promised_days_of_what_fails_are_told_until_the_horizon() {
        let mut failing = result(Verdict::Fail, Verdict::Fail);
        failing.remediation = Some("2026-12-01".to_owned());
        let mut met = result(Verdict::Pass, Verdict::Pass);
        met.remediation = failing.remediation.clone();
        let mut judged = run("2026-11-03");
        judged.results = vec![failing, met];
        assert_eq!(promised(&judged, day("2026-12-31")).len(), 1);
        assert_eq!(promised(&judged, day("2026-11-30")), []);
    }
}
