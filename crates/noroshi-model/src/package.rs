//! Packages that somebody reports: which versions, who says what of them, and since when.

use jiff::Timestamp;

/// What kind of report it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportKind {
    /// The package, or a release of it, is reported to do harm on purpose.
    Malicious,
    /// The package has a weakness.
    Vulnerable,
}

impl ReportKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Malicious, Self::Vulnerable];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Malicious => "malicious",
            Self::Vulnerable => "vulnerable",
        }
    }
}

/// Where a range of versions ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RangeEnd {
    /// It has no end.
    Open,
    /// Before this version.
    Before(String),
    /// With this version.
    With(String),
}

/// A range of versions, in the order of the package's ecosystem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VersionRange {
    /// The first version; `None` from the very first one on.
    pub from: Option<String>,
    /// Where it ends.
    pub end: RangeEnd,
}

impl VersionRange {
    /// Whether it holds every version there is: nobody named one.
    pub fn is_everything(&self) -> bool {
        self.from.is_none() && self.end == RangeEnd::Open
    }
}

/// What one source says of a package, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PackageClaim {
    /// Who says so.
    pub who: String,
    /// The words, as written.
    pub text: String,
    /// The versions that this source names; empty when it names none.
    pub versions: Vec<String>,
}

/// What one record says of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageReport {
    /// The record's own id, such as `MAL-2025-1970`.
    pub id: String,
    /// Type of the package URL: `pypi`, `npm`.
    pub ecosystem: String,
    /// Name, as written in the record.
    pub name: String,
    /// The name in the form in which the ecosystem compares names.
    pub normal: String,
    /// What kind of report.
    pub kind: ReportKind,
    /// Ids of the same matter elsewhere.
    pub aliases: Vec<String>,
    /// One line about it, as written.
    pub summary: String,
    /// Who found it, as credited.
    pub finders: Vec<String>,
    /// What each source says, as far as the record holds sources apart.
    pub claims: Vec<PackageClaim>,
    /// The versions named one by one.
    pub versions: Vec<String>,
    /// The ranges named.
    pub ranges: Vec<VersionRange>,
    /// When the record was published. Not always after the upload: it may be the date of a campaign.
    pub published: Option<Timestamp>,
    /// When the record was last changed by its publisher.
    pub modified: Option<Timestamp>,
    /// When the record was taken back.
    pub withdrawn: Option<Timestamp>,
    /// Where a person can read more.
    pub links: Vec<String>,
}

impl PackageReport {
    /// Ecosystem and normal name in one word, by which reports are looked up.
    pub fn key(&self) -> String {
        package_key(&self.ecosystem, &self.normal)
    }
}

/// The word by which reports on a package are looked up.
///
/// `ecosystem` is the type of its package URL, `normal` its name as that ecosystem compares names.
pub fn package_key(ecosystem: &str, normal: &str) -> String {
    format!("{ecosystem}/{normal}")
}

/// A report that was imported, with what it said before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownReport {
    /// What it says now.
    pub report: PackageReport,
    /// When it was first imported here.
    pub first_seen: Timestamp,
    /// When an import last found that it says something else.
    pub changed: Option<Timestamp>,
    /// What it said before, oldest first, each with the moment until which it said so.
    pub before: Vec<(PackageReport, Timestamp)>,
}
