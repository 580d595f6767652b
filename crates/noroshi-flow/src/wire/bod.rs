//! Inventory, calendar and readiness in JSON.

use jiff::civil::Date;
use noroshi_model::Language;
use noroshi_posture::bod::{Entry, InventoryEntry, Readiness, Standard, TenantReadiness};
use serde::Serialize;

/// One tenant of the inventory.
#[derive(Debug, Serialize)]
pub struct TenantLine<'a> {
    bureau: &'a str,
    product: &'static str,
    service_plan: &'a str,
    tenant: &'a str,
    fqdn: &'a str,
    in_scope: &'static str,
    ato: String,
}

impl<'a> TenantLine<'a> {
    /// An entry as one line.
    pub fn new(entry: &'a InventoryEntry) -> Self {
        Self {
            bureau: &entry.bureau,
            product: entry.suite.word(),
            service_plan: &entry.service_plan,
            tenant: &entry.tenant_id,
            fqdn: &entry.fqdn,
            in_scope: entry.scope.word(),
            ato: entry.ato.to_string(),
        }
    }
}

/// Something to be done.
#[derive(Debug, Serialize)]
pub struct DateLine<'a> {
    key: &'a str,
    due: Option<String>,
    days_left: Option<i64>,
    rhythm: &'static str,
    standing: &'static str,
    title: &'a str,
    basis: &'a str,
}

impl<'a> DateLine<'a> {
    /// An entry as one line.
    pub fn new(entry: &'a Entry, today: Date, language: Language) -> Self {
        Self {
            key: &entry.key,
            due: entry.due.map(|day| day.to_string()),
            days_left: entry.days_left(today),
            rhythm: entry.rhythm.word(),
            standing: entry.standing.word(),
            title: entry.title.pick(language),
            basis: entry.basis.pick(language),
        }
    }
}

/// Where one tenant stands.
#[derive(Debug, Serialize)]
pub struct ReadinessLine<'a> {
    tenant: TenantLine<'a>,
    standing: &'static str,
    ready: bool,
    assessed: Option<String>,
    policies: Vec<StandLine>,
    gaps: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct StandLine {
    policy: String,
    stands: &'static str,
}

impl<'a> ReadinessLine<'a> {
    /// A tenant as one line.
    pub fn new(of: &Readiness, tenant: &'a TenantReadiness, language: Language) -> Self {
        let stand = |(policy, stands): &(noroshi_posture::PolicyId, Standard)| StandLine {
            policy: policy.to_string(),
            stands: stands.word(),
        };
        Self {
            tenant: TenantLine::new(&tenant.entry),
            standing: of.standing.word(),
            ready: tenant.is_ready(),
            assessed: tenant.assessed.map(|day| day.to_string()),
            policies: tenant.policies.iter().map(stand).collect(),
            gaps: tenant.gaps.iter().map(|gap| gap.pick(language)).collect(),
        }
    }
}

/// Tenants that were assessed and stand in no inventory.
#[derive(Debug, Serialize)]
pub struct StrangersLine<'a> {
    not_in_inventory: &'a [String],
}

impl<'a> StrangersLine<'a> {
    /// The last line.
    pub fn new(of: &'a Readiness) -> Self {
        Self { not_in_inventory: &of.strangers }
    }
}
