//! Stored reports on packages.

use jiff::Timestamp;
use noroshi_model::{PackageClaim, PackageReport, RangeEnd, ReportKind, VersionRange};
use serde::{Deserialize, Serialize};

use super::word::{Word, member};
use super::{Damage, load, store};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredReport<'a> {
    id: Word<'a>,
    ecosystem: Word<'a>,
    name: Word<'a>,
    normal: Word<'a>,
    kind: Word<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<Word<'a>>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    summary: Word<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    finders: Vec<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claims: Vec<StoredClaim<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ranges: Vec<StoredRange<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<Word<'a>>,
}

#[derive(Serialize, Deserialize)]
struct StoredClaim<'a> {
    who: Word<'a>,
    text: Word<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<Word<'a>>,
}

/// A range; one without an end has neither `before` nor `with`.
#[derive(Serialize, Deserialize)]
struct StoredRange<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<Word<'a>>,
}

fn words(list: &[String]) -> Vec<Word<'_>> {
    list.iter().map(Into::into).collect()
}

fn texts(list: Vec<Word<'_>>) -> Vec<String> {
    list.into_iter().map(Word::into_owned).collect()
}

fn moment(text: Option<String>) -> Result<Option<Timestamp>, Damage> {
    let parsed =
        |text: String| text.parse().map_err(|_| Damage::new(format!("`{text}` is no moment")));
    text.map(parsed).transpose()
}

impl<'a> From<&'a PackageReport> for StoredReport<'a> {
    fn from(report: &'a PackageReport) -> Self {
        let text = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string());
        Self {
            id: report.id.as_str().into(),
            ecosystem: report.ecosystem.as_str().into(),
            name: report.name.as_str().into(),
            normal: report.normal.as_str().into(),
            kind: report.kind.word().into(),
            aliases: words(&report.aliases),
            summary: report.summary.as_str().into(),
            finders: words(&report.finders),
            claims: store(&report.claims),
            versions: words(&report.versions),
            ranges: store(&report.ranges),
            published: text(report.published),
            modified: text(report.modified),
            withdrawn: text(report.withdrawn),
            links: words(&report.links),
        }
    }
}

impl TryFrom<StoredReport<'_>> for PackageReport {
    type Error = Damage;

    fn try_from(stored: StoredReport<'_>) -> Result<Self, Damage> {
        Ok(Self {
            id: stored.id.into_owned(),
            ecosystem: stored.ecosystem.into_owned(),
            name: stored.name.into_owned(),
            normal: stored.normal.into_owned(),
            kind: member(&ReportKind::ALL, ReportKind::word, &stored.kind)?,
            aliases: texts(stored.aliases),
            summary: stored.summary.into_owned(),
            finders: texts(stored.finders),
            claims: load(stored.claims)?,
            versions: texts(stored.versions),
            ranges: load(stored.ranges)?,
            published: moment(stored.published)?,
            modified: moment(stored.modified)?,
            withdrawn: moment(stored.withdrawn)?,
            links: texts(stored.links),
        })
    }
}

impl<'a> From<&'a PackageClaim> for StoredClaim<'a> {
    fn from(claim: &'a PackageClaim) -> Self {
        let (who, text) = (claim.who.as_str().into(), claim.text.as_str().into());
        Self { who, text, versions: words(&claim.versions) }
    }
}

impl TryFrom<StoredClaim<'_>> for PackageClaim {
    type Error = Damage;

    fn try_from(stored: StoredClaim<'_>) -> Result<Self, Damage> {
        let (who, text) = (stored.who.into_owned(), stored.text.into_owned());
        Ok(Self { who, text, versions: texts(stored.versions) })
    }
}

impl<'a> From<&'a VersionRange> for StoredRange<'a> {
    fn from(range: &'a VersionRange) -> Self {
        let (before, with) = match &range.end {
            RangeEnd::Open => (None, None),
            RangeEnd::Before(version) => (Some(version.as_str().into()), None),
            RangeEnd::With(version) => (None, Some(version.as_str().into())),
        };
        Self { from: range.from.as_deref().map(Into::into), before, with }
    }
}

impl TryFrom<StoredRange<'_>> for VersionRange {
    type Error = Damage;

    fn try_from(stored: StoredRange<'_>) -> Result<Self, Damage> {
        let end = match (stored.before, stored.with) {
            (None, None) => RangeEnd::Open,
            (Some(version), None) => RangeEnd::Before(version.into_owned()),
            (None, Some(version)) => RangeEnd::With(version.into_owned()),
            (Some(_), Some(_)) => return Err(Damage::new("a range has two ends")),
        };
        Ok(Self { from: stored.from.map(Word::into_owned), end })
    }
}
