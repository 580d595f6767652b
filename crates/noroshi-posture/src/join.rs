//! Failing policies joined with the techniques that reports tell of.

use std::collections::BTreeSet;

use jiff::Timestamp;
use noroshi_model::{
    Artefact, Bilingual, Citation, DocumentId, Finding, FindingKind, Level, Span, TechniqueId,
};

use crate::facts::Facts;
use crate::plain::plain;
use crate::{Criticality, ExceptionState, PolicyId, PolicyResult, Run};

/// A sentence is recent for so many days.
const RECENT_DAYS: i64 = 90;

/// A finding cites so many sentences, the newest of each root first.
const MOST_CITED: usize = 12;

/// Somebody says that a technique was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The technique.
    pub technique: TechniqueId,
    /// The actor or campaign that the sentence names; empty for none.
    pub actor: String,
    /// Who says so.
    pub who: String,
    /// The title of the report.
    pub title: String,
    /// The sentence.
    pub text: String,
    /// Where it stands, when the report is kept.
    pub place: Option<(DocumentId, Span)>,
    /// Where a person can read it.
    pub link: Option<String>,
    /// What its source rests on: reports of one root count once.
    pub root: String,
    /// When it was published, if known.
    pub time: Option<Timestamp>,
}

/// A failing policy that reports make pressing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressing {
    /// The policy.
    pub policy: PolicyId,
    /// Independent roots that told of a technique against which it stands, of whatever age.
    pub roots: usize,
    /// The finding.
    pub finding: Finding,
}

/// The findings of [`pressing`].
pub fn join(run: &Run, facts: &Facts, reported: &[Reported], at: Timestamp) -> Vec<Finding> {
    pressing(run, facts, reported, at).into_iter().map(|one| one.finding).collect()
}

/// Failing policies whose techniques are reported as used, the most pressing first.
///
/// The level follows these rules, and nothing else: *now* when a required policy fails and at
/// least two independent roots told of a technique against which it stands within 90 days before
/// `at`; *soon* when one root did, or a recommended policy fails and two did; *know* otherwise.
/// Among equals the one with more recent roots comes first, then more roots, then the newer
/// sentence. A policy with an exception that holds is no finding; a policy whose techniques nobody
/// reports is none either.
///
/// A technique matches itself, and a report of `T1078.004` matches a policy against `T1078`; a
/// report of `T1078` alone does not say which part was used, so it does not match `T1078.004`.
pub fn pressing(run: &Run, facts: &Facts, reported: &[Reported], at: Timestamp) -> Vec<Pressing> {
    let mut found: Vec<(Rank, Pressing)> = Vec::new();
    for result in run.results.iter().filter(|one| open(one)) {
        let Some(fact) = facts.policy_or_successor(&result.policy) else { continue };
        let told: Vec<&Reported> = reported
            .iter()
            .filter(|one| fact.techniques.iter().any(|it| covers(it, &one.technique)))
            .collect();
        if !told.is_empty() {
            let rank = Rank::of(&told, at);
            let finding = finding(run, result, &fact.title, &told, rank);
            let policy = result.policy.clone();
            found.push((rank, Pressing { policy, roots: rank.roots, finding }));
        }
    }
    found.sort_by(|(one, a), (other, b)| {
        let (a, b) = (&a.finding, &b.finding);
        (b.level, *other).cmp(&(a.level, *one)).then_with(|| a.key.cmp(&b.key))
    });
    found.into_iter().map(|(_, pressing)| pressing).collect()
}

fn open(result: &PolicyResult) -> bool {
    let excepted = result.exception.as_ref().is_some_and(|it| it.state == ExceptionState::Active);
    result.verdict.fails() && !excepted
}

fn covers(policy: &TechniqueId, reported: &TechniqueId) -> bool {
    let (policy, reported) = (policy.to_string(), reported.to_string());
    policy == reported || reported.split_once('.').is_some_and(|(parent, _)| parent == policy)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    recent_roots: usize,
    roots: usize,
    newest: Option<Timestamp>,
}

impl Rank {
    fn of(told: &[&Reported], at: Timestamp) -> Self {
        let recent = |one: &&&Reported| {
            one.time.is_some_and(|time| {
                let days = (at.as_second() - time.as_second()) / 86_400;
                (0..=RECENT_DAYS).contains(&days)
            })
        };
        let roots = |list: Vec<&&Reported>| {
            list.into_iter().map(|it| &it.root).collect::<BTreeSet<_>>().len()
        };
        Self {
            recent_roots: roots(told.iter().filter(recent).collect()),
            roots: roots(told.iter().collect()),
            newest: told.iter().filter_map(|one| one.time).max(),
        }
    }

    fn level(self, criticality: Criticality) -> Level {
        match (self.recent_roots, criticality) {
            (0, _) => Level::Know,
            (1, Criticality::Shall) => Level::Soon,
            (1, _) => Level::Know,
            (_, Criticality::Shall) => Level::Now,
            (_, _) => Level::Soon,
        }
    }
}

fn finding(
    run: &Run,
    result: &PolicyResult,
    title: &Bilingual,
    told: &[&Reported],
    rank: Rank,
) -> Finding {
    let tenant = run.tenant.title().to_owned();
    let techniques: BTreeSet<&TechniqueId> = told.iter().map(|one| &one.technique).collect();
    let cited = cited(told);
    Finding {
        kind: FindingKind::Setting,
        // The blank at the end keeps 1.1 from being the beginning of 1.10.
        key: format!("{} {} ", run.tenant.key(), result.policy.stem()),
        level: rank.level(result.criticality),
        subject: tenant.clone(),
        title: title.clone(),
        reason: reason(&tenant, result, title, &cited, rank),
        ours: vec![Artefact {
            path: run.source.clone(),
            at: result.policy.to_string(),
            text: result.details.chars().take(600).collect(),
        }],
        theirs: cited.iter().map(|one| citation(one)).collect(),
        time: run.exported,
        techniques: techniques.into_iter().cloned().collect(),
        unknown: unknown(run, rank),
        next: next(result),
    }
}

/// The newest sentence of each root first, then the others.
fn cited<'a>(told: &[&'a Reported]) -> Vec<&'a Reported> {
    let mut told = told.to_vec();
    told.sort_by(|one, other| {
        (other.time, &one.root, &one.text).cmp(&(one.time, &other.root, &other.text))
    });
    let mut seen = BTreeSet::new();
    let (mut first, rest): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|one| seen.insert(&one.root));
    first.extend(rest);
    first.truncate(MOST_CITED);
    first
}

fn citation(one: &Reported) -> Citation {
    Citation {
        who: one.who.clone(),
        what: one.title.clone(),
        text: one.text.clone(),
        place: one.place,
        link: one.link.clone(),
        attitude: None,
    }
}

fn reason(
    tenant: &str,
    result: &PolicyResult,
    title: &Bilingual,
    cited: &[&Reported],
    rank: Rank,
) -> Bilingual {
    let policy = &result.policy;
    let Some(first) = cited.first() else { return Bilingual::default() };
    let (who, technique) = (&first.who, &first.technique);
    let day = first.time.map(|time| time.strftime("%Y-%m-%d").to_string());
    let day_en = day.as_ref().map(|day| format!(" ({day})")).unwrap_or_default();
    let day_ja = day.map(|day| format!("（{day}）")).unwrap_or_default();
    let actor_en =
        if first.actor.is_empty() { "an attack".to_owned() } else { first.actor.clone() };
    let actor_ja = if first.actor.is_empty() { "攻撃".to_owned() } else { first.actor.clone() };
    let sentence = plain(&first.text);
    Bilingual::new(
        format!(
            "{tenant} does not meet {policy} ({}); {who} reports{day_en} that {actor_en} used {technique}: \"{sentence}\" ({} independent source(s), {} within {RECENT_DAYS} days)",
            title.en, rank.roots, rank.recent_roots
        ),
        format!(
            "{tenant} は {policy}「{}」を満たしていない。{who} の報告{day_ja}では、{actor_ja}で {technique} が使われた:「{sentence}」（独立した情報源 {} 件、うち {RECENT_DAYS} 日以内 {} 件）",
            title.ja, rank.roots, rank.recent_roots
        ),
    )
}

fn unknown(run: &Run, rank: Rank) -> Vec<Bilingual> {
    let mut unknown = vec![Bilingual::new(
        "whether the attackers reported aim at organisations like this one",
        "報告された攻撃者が、この種の組織を狙うかどうか",
    )];
    if run.exported.is_none() {
        unknown.push(Bilingual::new(
            "when the settings were exported; they may have changed since",
            "設定をいつ書き出したか（その後変わっている可能性がある）",
        ));
    }
    if rank.newest.is_none() {
        unknown.push(Bilingual::new("when the reports were published", "報告の公開日"));
    }
    unknown
}

fn next(result: &PolicyResult) -> Vec<Bilingual> {
    let policy = &result.policy;
    vec![
        Bilingual::new(
            format!(
                "change the setting as the baseline describes under {policy}, then export and run again"
            ),
            format!("ベースラインの {policy} の手順に従って設定を変更し、書き出しと判定をやり直す"),
        ),
        Bilingual::new(
            "if it has to stay, agree on an exception with owner, approver, reason and last day",
            "変更できない場合は、責任者・承認者・理由・期限を定めて例外を記録する",
        ),
    ]
}

#[cfg(test)]
#[path = "join_tests.rs"]
mod tests;
