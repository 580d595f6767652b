//! The negative answer: what was looked at, when, and what was never looked at.

use jiff::Timestamp;
use noroshi_model::{Bilingual, Check, Concern, DocumentId, Estate, Finding, FindingKind, Surface};

use crate::clock::now;

/// What was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookedFor {
    /// Entries of the profile in reports.
    Profile(Surface),
    /// Something in another part of the estate.
    Estate(FindingKind),
}

/// A part of the estate that was looked at, or never was.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// What was looked for.
    pub wanted: LookedFor,
    /// What exactly; empty when nobody ever looked.
    pub scope: Bilingual,
    /// When; `None` for never.
    pub at: Option<Timestamp>,
    /// Whether the report that was asked about was what was looked for.
    pub about_report: bool,
    /// How many things were looked at.
    pub looked_at: usize,
    /// How many findings came of it.
    pub found: usize,
    /// What could not be looked at.
    pub gaps: Vec<Bilingual>,
}

/// What was looked at for one report, or for all.
pub(super) fn looked(
    estate: &Estate,
    told: &[(Finding, Concern)],
    checks: &[Check],
    report: Option<DocumentId>,
    reports: usize,
) -> Vec<Looked> {
    let at = Timestamp::from_second(now()).ok();
    let profile = Surface::ALL.into_iter().filter_map(|surface| {
        let entries = entries(estate, surface);
        let found = told.iter().filter(|(_, it)| it.reason.surface == surface).count();
        let scope = match report {
            Some(_) => Bilingual::new(
                format!("{entries} of the profile in this report"),
                format!("プロファイル {entries} 件をこのレポートと照合"),
            ),
            None => Bilingual::new(
                format!("{entries} of the profile, reports: {reports}"),
                format!("プロファイル {entries} 件をレポート {reports} 件と照合"),
            ),
        };
        (entries > 0).then(|| Looked {
            wanted: LookedFor::Profile(surface),
            scope,
            at,
            about_report: report.is_some(),
            looked_at: reports,
            found,
            gaps: Vec::new(),
        })
    });
    let kinds = FindingKind::ALL.into_iter().filter(|kind| *kind != FindingKind::Report);
    profile.chain(kinds.flat_map(|kind| of_kind(kind, checks, report))).collect()
}

/// The checks of a kind, newest first; one that says "never" when there is none. For a report,
/// those about other reports are left out.
fn of_kind(kind: FindingKind, checks: &[Check], report: Option<DocumentId>) -> Vec<Looked> {
    let fits = |check: &&Check| {
        check.kind == kind && (check.document.is_none() || check.document == report)
    };
    let found: Vec<Looked> = checks.iter().filter(fits).map(of_check).collect();
    if !found.is_empty() {
        return found;
    }
    vec![Looked {
        wanted: LookedFor::Estate(kind),
        scope: Bilingual::default(),
        at: None,
        about_report: false,
        looked_at: 0,
        found: 0,
        gaps: Vec::new(),
    }]
}

fn of_check(check: &Check) -> Looked {
    Looked {
        wanted: LookedFor::Estate(check.kind),
        scope: check.scope.clone(),
        at: Some(check.at),
        about_report: check.document.is_some(),
        looked_at: check.looked_at,
        found: check.found,
        gaps: check.gaps.clone(),
    }
}

fn entries(estate: &Estate, surface: Surface) -> usize {
    match surface {
        Surface::Name => estate.aliases.len() + usize::from(!estate.name.is_empty()),
        Surface::Domain => estate.domains.len(),
        Surface::Supplier => estate.suppliers.len(),
        Surface::Product => estate.products.len(),
        Surface::Package => estate.packages.len(),
        Surface::Sector => estate.sectors.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: FindingKind, document: Option<DocumentId>) -> Check {
        Check {
            kind,
            scope: Bilingual::same("rules in logs"),
            document,
            at: Timestamp::UNIX_EPOCH,
            looked_at: 3,
            found: 0,
            gaps: Vec::new(),
        }
    }

    #[test]
    fn what_nobody_looked_at_is_said_to_be_so() {
        let estate = Estate { products: vec!["FortiOS".to_owned()], ..Estate::default() };
        let all = looked(&estate, &[], &[check(FindingKind::Log, None)], None, 7);
        let never =
            |kind| all.iter().any(|it| it.wanted == LookedFor::Estate(kind) && it.at.is_none());
        assert!(!never(FindingKind::Log) && never(FindingKind::Setting));
        let profile: Vec<_> =
            all.iter().filter(|it| it.looked_at == 7).map(|it| it.wanted).collect();
        assert_eq!(profile, [LookedFor::Profile(Surface::Product)]);
    }

    #[test]
    fn checks_about_another_report_are_no_answer() {
        let (this, other) = (DocumentId::of(b"this"), DocumentId::of(b"other"));
        let checks = [check(FindingKind::Log, Some(other)), check(FindingKind::Log, Some(this))];
        let all = looked(&Estate::default(), &[], &checks, Some(this), 1);
        let logs = all.iter().filter(|it| it.wanted == LookedFor::Estate(FindingKind::Log));
        assert_eq!(logs.map(|it| it.about_report).collect::<Vec<_>>(), [true]);
    }
}
