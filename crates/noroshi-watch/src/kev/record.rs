//! Records of vulnerabilities with the versions that they concern: NVD, CVE JSON 5, OSV.

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_model::{CveId, JvnId, Problem};
use serde_json::Value;

use super::catalogue::{json, jvn_ids, text};
use super::cpe::Cpe;
use super::version::Range;

/// Whether a record stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It stands.
    #[default]
    Published,
    /// Somebody says that it is no vulnerability.
    Disputed,
    /// It was taken back.
    Rejected,
}

/// Versions of one product that a record concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affected {
    /// Vendor and product, in the words of the record; a CPE's where it has one.
    pub vendor: String,
    /// See `vendor`.
    pub product: String,
    /// Package without version, for OSV: `pkg:pypi/requests`.
    pub package: Option<String>,
    /// The versions; none when the record gives none.
    pub ranges: Vec<Range>,
}

/// A vulnerability as one or more records describe it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Whether it stands.
    pub standing: Standing,
    /// When it was published.
    pub published: Option<Date>,
    /// What it concerns.
    pub affected: Vec<Affected>,
    /// Ids of JVN that its references name.
    pub jvn: Vec<JvnId>,
    /// Files that it was read from.
    pub sources: Vec<String>,
}

/// Records by vulnerability.
pub type Records = BTreeMap<CveId, Record>;

/// Reads a file of records into those already read. What it is, is decided by its content.
pub fn records(bytes: &[u8], path: &str, into: &mut Records) -> Vec<Problem> {
    match json(bytes, path) {
        Ok(value) if take(&value, path, into) > 0 => Vec::new(),
        Ok(_) => vec![Problem::new("NRS-WATCH-008").at(path)],
        Err(problem) => lines(bytes, path, into).unwrap_or_else(|| vec![problem]),
    }
}

/// JSON Lines, when the first line is an object of its own.
fn lines(bytes: &[u8], path: &str, into: &mut Records) -> Option<Vec<Problem>> {
    let text = std::str::from_utf8(bytes).ok()?;
    serde_json::from_str::<Value>(text.lines().next()?).ok()?;
    let mut problems = Vec::new();
    for (line, nth) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        match serde_json::from_str::<Value>(line) {
            Ok(value) => {
                take(&value, path, into);
            }
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.split(" at line").next().unwrap_or_default().to_owned();
                problems.push(
                    Problem::new("NRS-WATCH-005")
                        .at(path)
                        .fact("place", format!("line {nth}"))
                        .fact("reason", reason),
                );
            }
        }
    }
    Some(problems)
}

/// Takes what a value holds and returns how many records that were.
fn take(value: &Value, path: &str, into: &mut Records) -> usize {
    if let Some(all) = value.as_array() {
        return all.iter().map(|one| take(one, path, into)).sum();
    }
    if let Some(all) = value.get("vulnerabilities").and_then(Value::as_array) {
        return all.iter().filter_map(|one| nvd(one.get("cve")?, path, into)).count();
    }
    let one = if value.get("cveMetadata").is_some() {
        cve(value, path, into)
    } else {
        osv(value, path, into)
    };
    usize::from(one.is_some())
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn bound(value: &Value, key: &str) -> Option<String> {
    Some(text(value, key)).filter(|text| !text.is_empty() && text != "*")
}

fn add(into: &mut Records, id: CveId, path: &str, part: Record) {
    let record = into.entry(id).or_default();
    record.standing = record.standing.max(part.standing);
    record.published = match (record.published, part.published) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    record.affected.extend(part.affected);
    record.jvn.extend(part.jvn);
    record.jvn.sort();
    record.jvn.dedup();
    record.sources.push(path.to_owned());
    record.sources.dedup();
}

fn nvd(cve: &Value, path: &str, into: &mut Records) -> Option<()> {
    let id = text(cve, "id").parse().ok()?;
    let tags = list(cve, "cveTags").iter().flat_map(|one| list(one, "tags"));
    let disputed = tags.filter_map(Value::as_str).any(|tag| tag == "disputed");
    let rejected = text(cve, "vulnStatus").eq_ignore_ascii_case("rejected");
    let nodes = list(cve, "configurations").iter().flat_map(|one| list(one, "nodes"));
    let matches = nodes.flat_map(|node| list(node, "cpeMatch"));
    let vulnerable =
        matches.filter(|one| one.get("vulnerable").and_then(Value::as_bool).unwrap_or(true));
    let affected = vulnerable.filter_map(cpe_match).collect();
    add(
        into,
        id,
        path,
        Record {
            standing: standing(rejected, disputed),
            published: day(&text(cve, "published")),
            affected,
            jvn: references(cve),
            sources: Vec::new(),
        },
    );
    Some(())
}

fn standing(rejected: bool, disputed: bool) -> Standing {
    match (rejected, disputed) {
        (true, _) => Standing::Rejected,
        (false, true) => Standing::Disputed,
        _ => Standing::Published,
    }
}

fn references(value: &Value) -> Vec<JvnId> {
    list(value, "references").iter().flat_map(|one| jvn_ids(&text(one, "url"))).collect()
}

fn cpe_match(value: &Value) -> Option<Affected> {
    let cpe: Cpe = Cpe::parse(&text(value, "criteria"))?;
    let range = Range {
        from: bound(value, "versionStartIncluding"),
        after: bound(value, "versionStartExcluding"),
        below: bound(value, "versionEndExcluding"),
        up_to: bound(value, "versionEndIncluding"),
        exactly: cpe.version.clone(),
    };
    let ranges = if range.is_open() { Vec::new() } else { vec![range] };
    Some(Affected { vendor: cpe.vendor, product: cpe.product, package: None, ranges })
}

fn cve(value: &Value, path: &str, into: &mut Records) -> Option<()> {
    let about = value.get("cveMetadata")?;
    let id = text(about, "cveId").parse().ok()?;
    let empty = Value::Null;
    let cna = value.get("containers").and_then(|all| all.get("cna")).unwrap_or(&empty);
    let adp = value.get("containers").map(|all| list(all, "adp")).unwrap_or_default();
    let tags = list(cna, "tags").iter().chain(adp.iter().flat_map(|one| list(one, "tags")));
    let disputed = tags.filter_map(Value::as_str).any(|tag| tag == "disputed");
    let rejected = text(about, "state").eq_ignore_ascii_case("rejected");
    let affected = list(cna, "affected")
        .iter()
        .chain(adp.iter().flat_map(|one| list(one, "affected")))
        .map(product)
        .collect();
    add(
        into,
        id,
        path,
        Record {
            standing: standing(rejected, disputed),
            published: day(&text(about, "datePublished")),
            affected,
            jvn: references(cna),
            sources: Vec::new(),
        },
    );
    Some(())
}

fn product(value: &Value) -> Affected {
    let stretch = |one: &Value| {
        let bounded = one.get("lessThan").is_some() || one.get("lessThanOrEqual").is_some();
        let version = bound(one, "version")
            .filter(|version| version != "0" && version != "n/a" && version != "unspecified");
        Range {
            from: version.clone().filter(|_| bounded),
            exactly: version.filter(|_| !bounded),
            below: bound(one, "lessThan"),
            up_to: bound(one, "lessThanOrEqual"),
            after: None,
        }
    };
    let versions = list(value, "versions").iter().filter(|one| text(one, "status") == "affected");
    let ranges = versions.map(stretch).filter(|range| !range.is_open()).collect();
    let package = bound(value, "packageURL");
    Affected { vendor: text(value, "vendor"), product: text(value, "product"), package, ranges }
}

fn osv(value: &Value, path: &str, into: &mut Records) -> Option<()> {
    let own = std::iter::once(text(value, "id"));
    let aliases = list(value, "aliases")
        .iter()
        .chain(list(value, "upstream"))
        .filter_map(Value::as_str)
        .map(str::to_owned);
    let ids: Vec<CveId> = own.chain(aliases).filter_map(|id| id.parse().ok()).collect();
    let affected: Vec<Affected> = list(value, "affected").iter().filter_map(package).collect();
    let withdrawn = value.get("withdrawn").is_some();
    for id in &ids {
        // A withdrawn advisory says nothing of the CVE itself: its ranges are not used.
        let affected = if withdrawn { Vec::new() } else { affected.clone() };
        add(
            into,
            *id,
            path,
            Record {
                published: day(&text(value, "published")),
                affected,
                jvn: references(value),
                ..Record::default()
            },
        );
    }
    (!ids.is_empty()).then_some(())
}

fn package(value: &Value) -> Option<Affected> {
    let about = value.get("package")?;
    let (ecosystem, name) = (text(about, "ecosystem"), text(about, "name"));
    let package =
        bound(about, "purl").or_else(|| Some(format!("pkg:{}/{name}", purl_type(&ecosystem)?)));
    let stretches = list(value, "ranges")
        .iter()
        .filter(|range| text(range, "type") != "GIT")
        .flat_map(|range| events(list(range, "events")));
    let exact = list(value, "versions")
        .iter()
        .filter_map(Value::as_str)
        .map(|version| Range { exactly: Some(version.to_owned()), ..Range::default() });
    Some(Affected {
        vendor: String::new(),
        product: name,
        package,
        ranges: stretches.chain(exact).collect(),
    })
}

/// Type of a package URL for an ecosystem of OSV.
fn purl_type(ecosystem: &str) -> Option<&'static str> {
    let name = ecosystem.split(':').next().unwrap_or_default().to_lowercase();
    let known = [
        ("pypi", "pypi"),
        ("npm", "npm"),
        ("maven", "maven"),
        ("go", "golang"),
        ("crates.io", "cargo"),
        ("nuget", "nuget"),
        ("rubygems", "gem"),
        ("packagist", "composer"),
        ("debian", "deb/debian"),
        ("ubuntu", "deb/ubuntu"),
    ];
    known.into_iter().find(|(word, _)| *word == name).map(|(_, kind)| kind)
}

/// Stretches out of the events of OSV, which come in order.
fn events(events: &[Value]) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for event in events {
        if let Some(from) = bound(event, "introduced") {
            ranges.push(Range { from: Some(from), ..Range::default() });
        }
        let Some(open) = ranges.last_mut() else { continue };
        open.below = bound(event, "fixed").or(open.below.take());
        open.up_to = bound(event, "last_affected").or(open.up_to.take());
    }
    ranges
}
