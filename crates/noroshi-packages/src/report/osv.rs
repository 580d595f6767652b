//! Records in the form of OSV.
//!
//! Source: "Open Source Vulnerability format", ossf.github.io/osv-schema, version 1.7; what
//! `database_specific` and `details` hold is told by ossf/malicious-packages.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use noroshi_model::{
    PackageClaim, PackageReport, RangeEnd, ReportKind, VersionRange, without_secrets,
};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::details;
use crate::Ecosystem;

/// The most versions, ranges and packages of one record; a record with more is cut.
const MOST: usize = 20_000;

/// Longest summary, in bytes.
const LONGEST: usize = 400;

/// A value that some publishers write as `null` when there is none.
fn some<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default, deserialize_with = "some")]
    summary: String,
    #[serde(default, deserialize_with = "some")]
    details: String,
    #[serde(default, deserialize_with = "some")]
    aliases: Vec<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    modified: Option<String>,
    #[serde(default)]
    withdrawn: Option<String>,
    #[serde(default, deserialize_with = "some")]
    affected: Vec<Affected>,
    #[serde(default, deserialize_with = "some")]
    references: Vec<Reference>,
    #[serde(default, deserialize_with = "some")]
    credits: Vec<Credit>,
    #[serde(default)]
    database_specific: Option<Specific>,
}

#[derive(Deserialize)]
struct Affected {
    #[serde(default)]
    package: Option<Package>,
    #[serde(default, deserialize_with = "some")]
    versions: Vec<String>,
    #[serde(default, deserialize_with = "some")]
    ranges: Vec<Range>,
    #[serde(default)]
    database_specific: Option<Value>,
}

#[derive(Deserialize)]
struct Package {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(default, rename = "type", deserialize_with = "some")]
    kind: String,
    #[serde(default, deserialize_with = "some")]
    events: Vec<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "some")]
    url: String,
}

#[derive(Deserialize)]
struct Credit {
    #[serde(default, deserialize_with = "some")]
    name: String,
}

#[derive(Default, Deserialize)]
struct Specific {
    #[serde(default, rename = "malicious-packages-origins", deserialize_with = "some")]
    origins: Vec<Origin>,
    #[serde(default, deserialize_with = "some")]
    cwe_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Origin {
    #[serde(default, deserialize_with = "some")]
    source: String,
    #[serde(default, deserialize_with = "some")]
    import_time: String,
    #[serde(default, deserialize_with = "some")]
    versions: Vec<String>,
}

/// What a record says of each package that it names; nothing for a package that is only a
/// repository.
///
/// # Errors
/// Why the bytes are no record.
pub fn record(bytes: &[u8]) -> Result<Vec<PackageReport>, String> {
    let record: Record = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if record.id.trim().is_empty() {
        return Err("it has no id".to_owned());
    }
    let mut by_package: BTreeMap<(String, String), Vec<&Affected>> = BTreeMap::new();
    for affected in record.affected.iter().take(MOST) {
        let Some(package) = affected.package.as_ref().filter(|it| !it.name.trim().is_empty())
        else {
            continue;
        };
        let ecosystem = Ecosystem::from_osv(&package.ecosystem);
        let normal = ecosystem.normal(package.name.trim()).into_owned();
        by_package.entry((ecosystem.purl_type().to_owned(), normal)).or_default().push(affected);
    }
    let shared = Shared::of(&record);
    Ok(by_package
        .into_iter()
        .map(|(key, affected)| shared.report(&record, key, &affected))
        .collect())
}

/// The versions that each source named last: what it said before is its own history.
fn named(origins: &[Origin]) -> BTreeMap<&str, Vec<String>> {
    let mut latest: BTreeMap<&str, &Origin> = BTreeMap::new();
    for origin in origins.iter().filter(|origin| !origin.source.is_empty()) {
        let place = latest.entry(&origin.source).or_insert(origin);
        let silent = origin.versions.is_empty();
        if !silent && (place.versions.is_empty() || origin.import_time >= place.import_time) {
            *place = origin;
        }
    }
    latest.into_iter().map(|(source, origin)| (source, origin.versions.clone())).collect()
}

/// What a record says of all its packages.
struct Shared {
    kind: ReportKind,
    finders: Vec<String>,
    claims: Vec<PackageClaim>,
    links: Vec<String>,
}

impl Shared {
    fn of(record: &Record) -> Self {
        let credits = record.credits.iter().map(|credit| credit.name.trim().to_owned());
        let mut finders: Vec<String> = credits.filter(|name| !name.is_empty()).collect();
        let origins = record.database_specific.as_ref().map_or(&[][..], |it| it.origins.as_slice());
        let named = named(origins);
        finders.extend(named.keys().map(|source| (*source).to_owned()));
        let mut seen = BTreeSet::new();
        finders.retain(|name| seen.insert(name.clone()));
        let claims =
            details::claims(&record.details, &record.summary, &finders, &record.id, &named);
        let links = record.references.iter().map(|one| one.url.clone());
        let links = links.filter(|url| url.starts_with("http")).take(3).collect();
        finders.truncate(32);
        Self { kind: kind(record), finders, claims, links }
    }

    fn report(
        &self,
        record: &Record,
        (ecosystem, normal): (String, String),
        affected: &[&Affected],
    ) -> PackageReport {
        let name = affected.iter().find_map(|one| one.package.as_ref()).map(|it| it.name.trim());
        let mut versions: Vec<String> =
            affected.iter().flat_map(|one| one.versions.iter().cloned()).take(MOST).collect();
        versions.dedup();
        let ranges = affected.iter().flat_map(|one| &one.ranges).filter(|it| it.kind != "GIT");
        let mut ranges: Vec<VersionRange> = ranges.flat_map(self::ranges).take(MOST).collect();
        ranges.dedup();
        let moment = |text: &Option<String>| text.as_deref()?.parse::<Timestamp>().ok();
        PackageReport {
            id: record.id.trim().to_owned(),
            name: name.unwrap_or(&normal).to_owned(),
            ecosystem,
            normal,
            kind: self.kind,
            aliases: record.aliases.iter().take(32).cloned().collect(),
            summary: without_secrets(
                &record.summary[..record.summary.floor_char_boundary(LONGEST)],
            ),
            finders: self.finders.clone(),
            claims: self.claims.clone(),
            versions,
            ranges,
            published: moment(&record.published),
            modified: moment(&record.modified),
            withdrawn: moment(&record.withdrawn),
            links: self.links.clone(),
        }
    }
}

/// A record reports malice when it, or a record of the same matter, is a `MAL-` record, or when
/// it names one of the weaknesses "embedded malicious code" and below (CWE-506 to CWE-512).
fn kind(record: &Record) -> ReportKind {
    let ids = std::iter::once(&record.id).chain(&record.aliases);
    let weakness = |word: &str| {
        let number = word.strip_prefix("CWE-").and_then(|number| number.parse::<u32>().ok());
        number.is_some_and(|number| (506..=512).contains(&number))
    };
    let own = record.database_specific.iter().flat_map(|it| &it.cwe_ids).any(|id| weakness(id));
    let below = || {
        let lists =
            record.affected.iter().filter_map(|one| one.database_specific.as_ref()?.get("cwes"));
        let entries = lists.filter_map(Value::as_array).flatten();
        entries.filter_map(|one| one.get("cweId")?.as_str()).any(weakness)
    };
    if ids.into_iter().any(|id| id.starts_with("MAL-")) || own || below() {
        ReportKind::Malicious
    } else {
        ReportKind::Vulnerable
    }
}

/// The ranges that events tell: each `introduced` begins one, the next end closes it.
fn ranges(range: &Range) -> Vec<VersionRange> {
    let mut ranges = Vec::new();
    let mut open: Option<Option<String>> = None;
    for (key, version) in range.events.iter().take(MOST).flatten() {
        let end = match key.as_str() {
            "introduced" => {
                if open.is_none() {
                    open = Some(Some(version.clone()).filter(|version| version != "0"));
                }
                continue;
            }
            "fixed" => RangeEnd::Before(version.clone()),
            "last_affected" => RangeEnd::With(version.clone()),
            _ => continue,
        };
        if let Some(from) = open.take() {
            ranges.push(VersionRange { from, end });
        }
    }
    ranges.extend(open.map(|from| VersionRange { from, end: RangeEnd::Open }));
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r###"{
      "id": "MAL-2099-0001", "summary": "Malicious code in kazemori-fares (npm)",
      "details": "\n---\n_-= Per source details. Do not edit below this line.=-_\n\n## Source: first (aa)\nIt sends the environment.\n\n## Source: second (bb)\nProbably a pentest.\n",
      "published": "2025-01-17T00:00:00Z", "modified": "2025-02-01T10:00:00Z",
      "affected": [{"package": {"ecosystem": "npm", "name": "Kazemori-Fares"}, "versions": ["1.0.1"],
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}],
      "credits": [{"name": "First Lab", "type": "FINDER"}],
      "database_specific": {"malicious-packages-origins": [{"source": "second", "versions": ["1.0.0"]}]}
    }"###;

    #[test]
    fn a_record_keeps_its_speakers_apart() {
        let reports = record(RECORD.as_bytes()).expect("a record");
        let [report] = reports.as_slice() else { panic!("one package") };
        assert_eq!(
            (report.key().as_str(), report.kind),
            ("npm/kazemori-fares", ReportKind::Malicious)
        );
        assert_eq!(report.versions, ["1.0.1"]);
        assert!(report.ranges[0].is_everything());
        assert_eq!(report.finders, ["First Lab", "second"]);
        let said: Vec<_> =
            report.claims.iter().map(|it| (it.who.as_str(), it.text.as_str())).collect();
        assert_eq!(
            said,
            [("first", "It sends the environment."), ("second", "Probably a pentest.")]
        );
        assert_eq!(report.claims[1].versions, ["1.0.0"]);
    }

    #[test]
    fn events_are_ranges() {
        let read = |events: &str| {
            let range: Range =
                serde_json::from_str(&format!("{{\"events\": {events}}}")).expect("JSON");
            let shown =
                |range: &VersionRange| format!("{:?}..{:?}", range.from.as_deref(), range.end);
            ranges(&range).iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(read(r#"[{"introduced": "0"}]"#), ["None..Open"]);
        assert_eq!(
            read(
                r#"[{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.1"}]"#
            ),
            [r#"Some("1.0")..Before("1.2")"#, r#"Some("2.0")..With("2.1")"#]
        );
        assert_eq!(read(r#"[{"introduced": "0", "fixed": "2.0"}]"#).len(), 1);
    }

    #[test]
    fn several_packages_of_one_record_are_several_reports() {
        let text = r#"{"id": "GHSA-x", "affected": [
          {"package": {"ecosystem": "PyPI", "name": "A_b"}, "versions": ["1"]},
          {"package": {"ecosystem": "PyPI", "name": "a-b"}, "versions": ["2"]},
          {"package": {"ecosystem": "crates.io", "name": "c"}},
          {"ranges": [{"type": "GIT", "events": []}]}],
          "database_specific": {"cwe_ids": ["CWE-506"]}}"#;
        let reports = record(text.as_bytes()).expect("a record");
        let keys: Vec<String> = reports.iter().map(PackageReport::key).collect();
        assert_eq!(keys, ["cargo/c", "pypi/a-b"]);
        assert_eq!(reports[1].versions, ["1", "2"]);
        assert!(reports.iter().all(|report| report.kind == ReportKind::Malicious));
    }

    #[test]
    fn null_is_nothing() {
        let text = r#"{"id": "X", "aliases": null, "references": null, "affected": [
          {"package": {"ecosystem": "npm", "name": "a"}, "versions": null, "ranges": null}],
          "database_specific": {"cwe_ids": null}}"#;
        assert_eq!(record(text.as_bytes()).expect("a record").len(), 1);
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for text in
            ["", "[]", "{}", "{\"id\": \"\"}", "{\"id\": 7}", "{\"id\": \"X\", \"affected\": {}}"]
        {
            assert!(record(text.as_bytes()).is_err(), "{text}");
        }
    }
}
