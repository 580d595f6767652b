//! What changed between two runs of one tenant, across renamed policies.

use std::collections::BTreeMap;

use noroshi_model::{Bilingual, Problem};

use crate::facts::{Facts, Fate};
use crate::{ExceptionState, PolicyId, PolicyResult, Run, Verdict};

/// What changed about a policy. In the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// It was met, or not judged as failing, and fails now.
    NewlyFailing,
    /// It fails, and the exception that covered it is over.
    ExceptionExpired,
    /// It could be judged and cannot any more.
    NoLongerAssessed,
    /// It failed and is met now.
    Fixed,
    /// It fails still, and somebody answers for it now; or it is omitted now.
    NewlyExcepted,
    /// The meaning changed, or one policy became several: the results say nothing of each other.
    NotComparable,
    /// Only the later run has it.
    Added,
    /// Only the earlier run has it.
    Gone,
    /// Another verdict that is none of these.
    Other,
    /// Failing before and after.
    StillFailing,
    /// The same, and not failing.
    Unchanged,
}

impl Change {
    /// All changes.
    pub const ALL: [Self; 11] = [
        Self::NewlyFailing,
        Self::ExceptionExpired,
        Self::NoLongerAssessed,
        Self::Fixed,
        Self::NewlyExcepted,
        Self::NotComparable,
        Self::Added,
        Self::Gone,
        Self::Other,
        Self::StillFailing,
        Self::Unchanged,
    ];

    /// Whether somebody has to look: it is worse than it was.
    pub fn is_worse(self) -> bool {
        matches!(self, Self::NewlyFailing | Self::ExceptionExpired | Self::NoLongerAssessed)
    }

    /// What it is called.
    pub fn title(self) -> Bilingual {
        let (en, ja) = match self {
            Self::NewlyFailing => ("Newly failing", "新たに不適合"),
            Self::ExceptionExpired => ("Exception expired", "例外の期限切れ"),
            Self::NoLongerAssessed => ("No longer assessed", "判定できなくなった"),
            Self::Fixed => ("Fixed", "是正済み"),
            Self::NewlyExcepted => ("Newly excepted", "新たに例外"),
            Self::NotComparable => ("Not comparable", "比較できない"),
            Self::Added => ("Only in the later run", "後の判定にのみある"),
            Self::Gone => ("Only in the earlier run", "前の判定にのみある"),
            Self::Other => ("Changed otherwise", "その他の変化"),
            Self::StillFailing => ("Still failing", "不適合のまま"),
            Self::Unchanged => ("Unchanged", "変化なし"),
        };
        Bilingual::new(en, ja)
    }

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NewlyFailing => "newly-failing",
            Self::ExceptionExpired => "exception-expired",
            Self::NoLongerAssessed => "no-longer-assessed",
            Self::Fixed => "fixed",
            Self::NewlyExcepted => "newly-excepted",
            Self::NotComparable => "not-comparable",
            Self::Added => "added",
            Self::Gone => "gone",
            Self::Other => "changed",
            Self::StillFailing => "still-failing",
            Self::Unchanged => "unchanged",
        }
    }
}

/// One policy in two runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What changed.
    pub change: Change,
    /// The policy in the earlier run.
    pub before: Option<PolicyResult>,
    /// The policy in the later run.
    pub after: Option<PolicyResult>,
}

impl Changed {
    /// The policy, by its later id.
    pub fn policy(&self) -> Option<&PolicyId> {
        self.after.as_ref().or(self.before.as_ref()).map(|result| &result.policy)
    }
}

/// Compares two runs. A policy is the same in both when its id is, or when the table of
/// migrations leads from the one to the other. Results come by change, then by policy.
///
/// Problems: `NRS-POSTURE-040` the runs are of different tenants, `-041` of different suites,
/// `-042` the first is the later one. They are told; the comparison is made all the same.
pub fn diff(before: &Run, after: &Run, facts: &Facts) -> (Vec<Changed>, Vec<Problem>) {
    let mut old: BTreeMap<&str, &PolicyResult> =
        before.results.iter().map(|one| (one.policy.stem(), one)).collect();
    let mut changed = Vec::new();
    let mut split: BTreeMap<&str, usize> = BTreeMap::new();
    for one in after.results.iter().filter(|one| !old.contains_key(one.policy.stem())) {
        for from in came_from(facts, &one.policy) {
            *split.entry(from).or_default() += 1;
        }
    }
    let mut used: Vec<&str> = Vec::new();
    for one in &after.results {
        let stem = one.policy.stem();
        let earlier = match old.get(stem) {
            Some(same) => Some((*same, same.policy.version() == one.policy.version())),
            None => moved(&old, facts, &one.policy, &split),
        };
        let Some((earlier, comparable)) = earlier else {
            changed.push(Changed { change: Change::Added, before: None, after: Some(one.clone()) });
            continue;
        };
        used.push(earlier.policy.stem());
        let change = if comparable { change(earlier, one) } else { Change::NotComparable };
        let (before, after) = (Some(earlier.clone()), Some(one.clone()));
        changed.push(Changed { change, before, after });
    }
    for stem in used {
        old.remove(stem);
    }
    let gone = old.into_values().map(|one| Changed {
        change: Change::Gone,
        before: Some(one.clone()),
        after: None,
    });
    changed.extend(gone);
    changed.sort_by(|one, other| {
        let order = |it: &Changed| {
            it.policy().map(|id| {
                let (words, numbers) = id.order();
                (words.join("."), numbers)
            })
        };
        (one.change, order(one)).cmp(&(other.change, order(other)))
    });
    (changed, doubts(before, after))
}

/// Stems of older releases that may stand for a policy of today.
fn came_from<'a>(facts: &'a Facts, id: &PolicyId) -> Vec<&'a str> {
    facts.migrations().earlier(id)
}

/// The earlier result that a policy of another id stands for, and whether the two can be compared.
fn moved<'a>(
    old: &BTreeMap<&str, &'a PolicyResult>,
    facts: &Facts,
    id: &PolicyId,
    split: &BTreeMap<&str, usize>,
) -> Option<(&'a PolicyResult, bool)> {
    let from = came_from(facts, id);
    let mut found = from.iter().filter_map(|stem| old.get(stem));
    let earlier = *found.next()?;
    // One of several, or several into one: neither result is the answer to the other.
    let alone = found.next().is_none() && split.get(earlier.policy.stem()) == Some(&1);
    let one = matches!(facts.fate(&earlier.policy), Fate::Moved([_]));
    Some((earlier, alone && one))
}

fn change(before: &PolicyResult, after: &PolicyResult) -> Change {
    let state = |one: &PolicyResult| one.exception.as_ref().map(|it| it.state);
    let active = |one: &PolicyResult| {
        one.verdict == Verdict::Omitted || state(one) == Some(ExceptionState::Active)
    };
    let failing = |one: &PolicyResult| one.verdict.fails();
    let (was, is) = (failing(before), failing(after));
    if is && active(before) && !active(after) {
        return Change::ExceptionExpired;
    }
    if active(after) && !active(before) && (is || after.found.fails()) {
        return Change::NewlyExcepted;
    }
    match (before.verdict, after.verdict) {
        _ if is && !was => Change::NewlyFailing,
        _ if is => Change::StillFailing,
        (_, Verdict::Error) if before.verdict != Verdict::Error => Change::NoLongerAssessed,
        (_, Verdict::Pass) if was || before.found.fails() => Change::Fixed,
        (one, other) if one == other => Change::Unchanged,
        _ => Change::Other,
    }
}

fn doubts(before: &Run, after: &Run) -> Vec<Problem> {
    let mut doubts = Vec::new();
    let pair = |code, one: &str, other: &str| {
        Problem::new(code).fact("before", one.to_owned()).fact("after", other.to_owned())
    };
    if before.suite != after.suite {
        doubts.push(pair("NRS-POSTURE-041", before.suite.title(), after.suite.title()));
    } else if before.tenant.key() != after.tenant.key() {
        doubts.push(pair("NRS-POSTURE-040", before.tenant.title(), after.tenant.title()));
    }
    if before.at > after.at {
        doubts.push(pair("NRS-POSTURE-042", &before.at.to_string(), &after.at.to_string()));
    }
    doubts
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
