//! What a record says of a version in use.

use noroshi_model::{Level, PackageReport, RangeEnd, ReportKind, VersionRange};

use super::version::{Answer, allows, is_in, is_same};
use crate::Ecosystem;
use crate::inventory::Dependency;

/// What a report means for a package in use, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The report names this very version.
    Confirmed,
    /// The version lies in a range that was drawn on purpose.
    Range,
    /// The report holds for all versions: it names none.
    AllVersions,
    /// The file does not say which version is used; a reported one is allowed. Or the versions
    /// cannot be compared.
    Possible,
    /// The report names other versions one by one, and beside them a range without end that
    /// holds this one too. Two claims, one record.
    Disputed,
    /// The package is named, and no version.
    Named,
    /// Another version is reported.
    OtherVersion,
    /// The report was taken back.
    Withdrawn,
}

impl Verdict {
    /// All verdicts, strongest first.
    pub const ALL: [Self; 8] = [
        Self::Confirmed,
        Self::Range,
        Self::AllVersions,
        Self::Possible,
        Self::Disputed,
        Self::Named,
        Self::OtherVersion,
        Self::Withdrawn,
    ];

    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Range => "range",
            Self::AllVersions => "all-versions",
            Self::Possible => "possible",
            Self::Disputed => "disputed",
            Self::Named => "named",
            Self::OtherVersion => "other-version",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether it says something of the version in use. The others are information.
    pub fn is_hit(self) -> bool {
        !matches!(self, Self::OtherVersion | Self::Withdrawn)
    }

    /// How much it presses when a record says so.
    ///
    /// A malicious release that is or may be in use is for today; one that is disputed or only
    /// allowed is for this week. A weakness is for this week: whether it is exploited is not
    /// told by these records.
    pub fn level(self, kind: ReportKind) -> Level {
        let (sure, maybe) = match kind {
            ReportKind::Malicious => (Level::Now, Level::Soon),
            ReportKind::Vulnerable => (Level::Soon, Level::Know),
        };
        match self {
            Self::Confirmed | Self::Range | Self::AllVersions => sure,
            Self::Possible | Self::Disputed => maybe,
            Self::Named | Self::OtherVersion | Self::Withdrawn => Level::Know,
        }
    }
}

/// What a record means for a package in use. Whether the package is the one of the record is
/// not asked here.
pub fn verdict(dependency: &Dependency, report: &PackageReport) -> Verdict {
    let ecosystem = &dependency.ecosystem;
    if report.withdrawn.is_some() {
        return Verdict::Withdrawn;
    }
    match &dependency.version {
        Some(version) => of_version(ecosystem, version, report),
        None => of_demand(ecosystem, dependency.demand.as_deref(), report),
    }
}

/// Explicit versions win over ranges. A range with an end was drawn by somebody; one without is
/// often written by default, so beside explicit versions it is a claim of its own.
fn of_version(ecosystem: &Ecosystem, version: &str, report: &PackageReport) -> Verdict {
    if report.versions.iter().any(|reported| is_same(ecosystem, version, reported)) {
        return Verdict::Confirmed;
    }
    let named = !report.versions.is_empty();
    let mut found = None;
    let mut unknown = false;
    for range in &report.ranges {
        match (is_in(ecosystem, range, version), &range.end) {
            (Answer::Yes, RangeEnd::Open) if named => {
                found = stronger(found, Verdict::Disputed);
            }
            (Answer::Yes, RangeEnd::Open) if range.is_everything() => {
                found = stronger(found, Verdict::AllVersions);
            }
            (Answer::Yes, _) => found = stronger(found, Verdict::Range),
            (Answer::Unknown, _) => unknown = true,
            (Answer::No, _) => {}
        }
    }
    match found {
        Some(found) => found,
        None if unknown => Verdict::Possible,
        None if named || !report.ranges.is_empty() => Verdict::OtherVersion,
        None => Verdict::Named,
    }
}

fn stronger(found: Option<Verdict>, other: Verdict) -> Option<Verdict> {
    Some(found.map_or(other, |found| found.min(other)))
}

fn of_demand(ecosystem: &Ecosystem, demand: Option<&str>, report: &PackageReport) -> Verdict {
    let allowed = |version: &String| allows(ecosystem, demand, version) != Answer::No;
    let open = report.ranges.iter().any(|range| range.end == RangeEnd::Open);
    if report.versions.is_empty() {
        if report.ranges.is_empty() {
            return Verdict::Named;
        }
        let everything = report.ranges.iter().any(VersionRange::is_everything);
        return if everything { Verdict::AllVersions } else { Verdict::Possible };
    }
    let bounded = report.ranges.iter().any(|range| range.end != RangeEnd::Open);
    if report.versions.iter().any(allowed) || bounded {
        Verdict::Possible
    } else if open {
        Verdict::Disputed
    } else {
        Verdict::OtherVersion
    }
}
