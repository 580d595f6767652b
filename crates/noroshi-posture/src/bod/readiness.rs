//! How far each tenant of the inventory meets what the directive makes mandatory.
//!
//! Counted against the policies that CISA marks for BOD 25-01 in the newest baseline read. A run
//! by an older release counts through the table of migrations; where it says nothing about a
//! policy, the policy is not assessed. Nothing here is a statement of compliance.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use noroshi_model::Bilingual;

use super::{Authorisation, FRESH_DAYS, Inventory, InventoryEntry, Standing};
use crate::facts::{Facts, Fate, PolicyFact};
use crate::{ExceptionState, PolicyId, PolicyResult, Run, Suite, Verdict};

/// Where a policy stands in a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// Required and not met.
    NotMet,
    /// Not known: no result, a failed command, or results of another wording of the policy.
    NotAssessed,
    /// A person has to look.
    ByHand,
    /// Not met, and somebody answers for it until a day that is not over.
    Excepted,
    /// Met.
    Met,
}

impl Standard {
    /// All, in the order in which they press.
    pub const ALL: [Self; 5] =
        [Self::NotMet, Self::NotAssessed, Self::ByHand, Self::Excepted, Self::Met];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotMet => "not-met",
            Self::NotAssessed => "not-assessed",
            Self::ByHand => "by-hand",
            Self::Excepted => "excepted",
            Self::Met => "met",
        }
    }
}

/// One tenant of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantReadiness {
    /// The tenant.
    pub entry: InventoryEntry,
    /// The day of the newest results, if there are any.
    pub assessed: Option<Date>,
    /// Each mandatory policy with where it stands, what presses first.
    pub policies: Vec<(PolicyId, Standard)>,
    /// What stands in the way besides policies.
    pub gaps: Vec<Bilingual>,
}

impl TenantReadiness {
    /// How many policies stand so.
    pub fn count(&self, standard: Standard) -> usize {
        self.policies.iter().filter(|(_, one)| *one == standard).count()
    }

    /// Whether nothing is open: results of the last quarter, each mandatory policy met or
    /// excepted, no gap. Policies that a person has to look at stay open.
    pub fn is_ready(&self) -> bool {
        let closed = self.count(Standard::Met) + self.count(Standard::Excepted);
        self.gaps.is_empty() && closed == self.policies.len()
    }
}

/// All tenants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// Duty or yardstick.
    pub standing: Standing,
    /// The day for which it is said.
    pub today: Date,
    /// Tenants in scope, in the order of the inventory.
    pub tenants: Vec<TenantReadiness>,
    /// Tenants that have results and stand in no inventory: id or domain.
    pub strangers: Vec<String>,
}

impl Readiness {
    /// Whether each tenant is ready and none is missing from the inventory.
    pub fn is_ready(&self) -> bool {
        self.strangers.is_empty() && self.tenants.iter().all(TenantReadiness::is_ready)
    }

    /// What the whole is, in one sentence; it says for whom the directive is a duty.
    pub fn preface(&self) -> Bilingual {
        match self.standing {
            Standing::Duty => Bilingual::new(
                "Measured by the policies that BOD 25-01 makes mandatory. This is no statement of compliance.",
                "BOD 25-01 が必須とするポリシーで測った結果です。遵守を証明するものではありません。",
            ),
            Standing::Yardstick => Bilingual::new(
                "Measured by the policies that BOD 25-01 makes mandatory for US federal civilian agencies. For others it is a yardstick, not a duty.",
                "BOD 25-01 が米国の連邦文民機関に必須とするポリシーを物差しとして測った結果です。それ以外の組織の義務ではありません。",
            ),
        }
    }
}

/// Where the tenants stand on a day, by the newest run of each.
pub fn readiness(
    standing: Standing,
    inventory: &Inventory,
    runs: &[Run],
    facts: &Facts,
    today: Date,
) -> Readiness {
    let tenants = inventory.in_scope().map(|entry| tenant(entry, runs, facts, today)).collect();
    let mut strangers: Vec<String> = runs
        .iter()
        .filter(|run| inventory.find(&run.tenant.id, &run.tenant.domain).is_none())
        .map(|run| run.tenant.key().to_owned())
        .collect();
    strangers.sort();
    strangers.dedup();
    Readiness { standing, today, tenants, strangers }
}

fn tenant(entry: &InventoryEntry, runs: &[Run], facts: &Facts, today: Date) -> TenantReadiness {
    let run = newest(entry, runs);
    let assessed = run.map(day);
    let mut policies: Vec<(PolicyId, Standard)> = mandatory(entry.suite, facts)
        .map(|fact| {
            (
                fact.policy.clone(),
                run.map_or(Standard::NotAssessed, |run| standard(fact, run, facts)),
            )
        })
        .collect();
    policies
        .sort_by(|(one, left), (other, right)| (left, one.order()).cmp(&(right, other.order())));
    let gaps = gaps(entry, assessed, today);
    TenantReadiness { entry: entry.clone(), assessed, policies, gaps }
}

/// The newest run of a tenant: by id, or by domain where a run has no id.
fn newest<'a>(entry: &InventoryEntry, runs: &'a [Run]) -> Option<&'a Run> {
    let same = |run: &&Run| {
        let domain = run.tenant.id.is_empty()
            && !entry.fqdn.is_empty()
            && run.tenant.domain.eq_ignore_ascii_case(&entry.fqdn);
        run.suite == entry.suite && (domain || run.tenant.id.eq_ignore_ascii_case(&entry.tenant_id))
    };
    runs.iter().filter(same).max_by_key(|run| run.exported.unwrap_or(run.at))
}

fn day(run: &Run) -> Date {
    run.exported.unwrap_or(run.at).to_zoned(TimeZone::UTC).date()
}

/// The policies of today that carry the badge. What was replaced is asked for under its new id.
fn mandatory(suite: Suite, facts: &Facts) -> impl Iterator<Item = &PolicyFact> {
    let prefix = match suite {
        Suite::M365 => "MS.",
        Suite::Gws => "GWS.",
    };
    facts.policies().filter(move |fact| {
        fact.bod
            && fact.policy.stem().starts_with(prefix)
            && facts.fate(&fact.policy) == Fate::Current
    })
}

fn standard(fact: &PolicyFact, run: &Run, facts: &Facts) -> Standard {
    let own: Vec<&PolicyResult> =
        run.results.iter().filter(|it| it.policy.stem() == fact.policy.stem()).collect();
    if !own.is_empty() {
        let same_words = |it: &&&PolicyResult| {
            it.policy.version().is_empty() || it.policy.version() == fact.policy.version()
        };
        let comparable: Vec<&PolicyResult> = own.iter().filter(same_words).copied().collect();
        return worst(&comparable);
    }
    let earlier = facts.migrations().earlier(&fact.policy);
    let older: Vec<&PolicyResult> =
        run.results.iter().filter(|it| earlier.contains(&it.policy.stem())).collect();
    worst(&older)
}

fn worst(results: &[&PolicyResult]) -> Standard {
    results.iter().map(|one| of(one)).min().unwrap_or(Standard::NotAssessed)
}

fn of(result: &PolicyResult) -> Standard {
    let held = result.exception.as_ref().is_some_and(|it| it.state == ExceptionState::Active);
    match result.verdict {
        Verdict::Pass => Standard::Met,
        Verdict::Fail | Verdict::Warning if held => Standard::Excepted,
        Verdict::Fail | Verdict::Warning => Standard::NotMet,
        Verdict::NotApplicable => Standard::ByHand,
        Verdict::Error | Verdict::NoEvents => Standard::NotAssessed,
        // An omission without anybody who answers for it, and a result that is called wrong, are
        // what the organisation says; the directive asks that they be explained.
        Verdict::Omitted | Verdict::Incorrect if held || result.exception.is_none() => {
            Standard::Excepted
        }
        Verdict::Omitted | Verdict::Incorrect => Standard::NotMet,
    }
}

fn gaps(entry: &InventoryEntry, assessed: Option<Date>, today: Date) -> Vec<Bilingual> {
    let mut gaps = Vec::new();
    match assessed {
        None => gaps.push(Bilingual::new("never assessed", "一度も評価していない")),
        Some(day) => {
            let age = day.until(today).map_or(0, |span| i64::from(span.get_days()));
            if age > FRESH_DAYS {
                gaps.push(Bilingual::new(
                    format!("the newest results are {age} days old, from {day}"),
                    format!("最新の結果が {age} 日前（{day}）のもの"),
                ));
            }
        }
    }
    let mut missing = |absent: bool, en: &str, ja: &str| {
        if absent {
            gaps.push(Bilingual::new(en, ja));
        }
    };
    missing(entry.bureau.is_empty(), "the inventory names no bureau", "一覧に部局の記載がない");
    missing(entry.fqdn.is_empty(), "the inventory names no domain", "一覧にドメインの記載がない");
    missing(
        entry.scope == super::Scope::Unstated,
        "the inventory does not say whether it is in scope",
        "対象かどうかが一覧に書かれていない",
    );
    missing(
        entry.ato == Authorisation::Pending,
        "not yet authorised to operate",
        "運用認可をまだ得ていない",
    );
    missing(
        entry.ato == Authorisation::Unstated,
        "the inventory does not say whether it is authorised",
        "運用認可の有無が一覧に書かれていない",
    );
    gaps
}
