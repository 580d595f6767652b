//! Results made ready for handing in: one file per tenant, checked before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use noroshi_model::Problem;
use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{FRESH_DAYS, Inventory, InventoryEntry, Scope};

/// A file of results, as a SCuBA tool wrote it.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Where it comes from, for people.
    pub path: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleFile {
    /// Its name, made of letters, digits, `-`, `_` and `.` only.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is to be written: results, the inventory, and a list of both with their digests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The files, in the order of their names.
    pub files: Vec<BundleFile>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    organisation: &'a str,
    made: String,
    files: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    bytes: usize,
    sha256: String,
}

/// The bundle, and what speaks against handing it in. A file with a fault is left out; the rest
/// stays. Newest results first where a tenant has several files.
///
/// The settings of the tenant stay inside the results, as the tools write them. Nothing is
/// changed but the name of the organisation, where there is none.
pub fn bundle(
    organisation: &str,
    inventory: &Inventory,
    submissions: &[Submission<'_>],
    now: Timestamp,
) -> (Bundle, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut chosen: BTreeMap<&str, Checked<'_>> = BTreeMap::new();
    for submission in submissions {
        match checked(*submission, organisation, inventory, now) {
            Ok((checked, warnings)) => {
                problems.extend(warnings);
                let id = checked.entry.tenant_id.as_str();
                let newer = chosen.get(id).is_none_or(|other| other.at < checked.at);
                if newer {
                    chosen.insert(id, checked);
                }
            }
            Err(problem) => problems.push(*problem),
        }
    }
    for entry in inventory.in_scope().filter(|it| !chosen.contains_key(it.tenant_id.as_str())) {
        problems.push(Problem::new("NRS-POSTURE-057").fact("tenant", &entry.tenant_id));
    }
    let mut files: Vec<BundleFile> = chosen.into_values().map(Checked::file).collect();
    if !files.is_empty() {
        let bytes = inventory.to_csv().into_bytes();
        files.push(BundleFile { name: "inventory.csv".to_owned(), bytes });
        files.extend(manifest(organisation, now, &files));
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    (Bundle { files }, problems)
}

fn manifest(organisation: &str, made: Timestamp, files: &[BundleFile]) -> Option<BundleFile> {
    let listed = |file: &BundleFile| {
        let digest = Sha256::digest(&file.bytes);
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let files = files.iter().map(|file| Listed {
        name: &file.name,
        bytes: file.bytes.len(),
        sha256: listed(file),
    });
    let manifest = Manifest { organisation, made: made.to_string(), files: files.collect() };
    let bytes = serde_json::to_vec_pretty(&manifest).ok()?;
    Some(BundleFile { name: "manifest.json".to_owned(), bytes })
}

/// A file that may be handed in.
struct Checked<'a> {
    entry: &'a InventoryEntry,
    at: Timestamp,
    parts: BTreeMap<String, Box<RawValue>>,
}

impl Checked<'_> {
    fn file(self) -> BundleFile {
        let day = self.at.to_zoned(TimeZone::UTC).date();
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let id: String = self.entry.tenant_id.chars().map(safe).collect();
        let name = format!("ScubaResults_{}_{id}_{day}.json", self.entry.suite.word());
        let bytes = serde_json::to_vec(&self.parts).unwrap_or_default();
        BundleFile { name, bytes }
    }
}

fn checked<'a>(
    submission: Submission<'_>,
    organisation: &str,
    inventory: &'a Inventory,
    now: Timestamp,
) -> Result<(Checked<'a>, Vec<Problem>), Box<Problem>> {
    let path = submission.path;
    let fault =
        |reason: String| Box::new(Problem::new("NRS-POSTURE-055").at(path).fact("reason", reason));
    let bytes = submission.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(submission.bytes);
    let mut parts: BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(bytes).map_err(|error| fault(error.to_string()))?;
    let mut meta = part(&parts, "MetaData").map_err(&fault)?;
    let results = part(&parts, "Results").map_err(&fault)?;
    let word = |meta: &serde_json::Map<String, serde_json::Value>, name: &str| {
        meta.get(name).and_then(|value| value.as_str()).unwrap_or_default().trim().to_owned()
    };
    let id = word(&meta, "TenantId");
    let entry = inventory.find(&id, &word(&meta, "DomainName"));
    let entry = entry.filter(|entry| entry.scope != Scope::Out).ok_or_else(|| {
        Box::new(
            Problem::new("NRS-POSTURE-056")
                .at(path)
                .fact("tenant", if id.is_empty() { "-" } else { &id }),
        )
    })?;
    let at = word(&meta, "TimestampZulu");
    let at: Timestamp = at.parse().map_err(|_| fault(format!("TimestampZulu `{at}`")))?;
    let mut warnings = age(path, at, now)?;
    let named = word(&meta, "OrgName");
    if named.is_empty() && organisation.is_empty() {
        return Err(Box::new(Problem::new("NRS-POSTURE-061").at(path)));
    }
    if named.is_empty() {
        meta.insert("OrgName".to_owned(), organisation.into());
        let text = serde_json::to_string(&meta).map_err(|error| fault(error.to_string()))?;
        let text = RawValue::from_string(text).map_err(|error| fault(error.to_string()))?;
        parts.insert("MetaData".to_owned(), text);
    } else if named != organisation && !organisation.is_empty() {
        let problem = Problem::new("NRS-POSTURE-059").at(path);
        warnings.push(problem.fact("found", named).fact("wanted", organisation));
    }
    let (total, open) = unassessed(&results);
    if total == 0 {
        return Err(fault("no controls in `Results`".to_owned()));
    }
    if !open.is_empty() {
        let list: Vec<String> = open.into_iter().collect();
        let problem = Problem::new("NRS-POSTURE-060").at(path).fact("count", list.len());
        warnings.push(problem.fact("policies", list.join(", ")));
    }
    Ok((Checked { entry, at, parts }, warnings))
}

fn part(
    parts: &BTreeMap<String, Box<RawValue>>,
    name: &str,
) -> Result<serde_json::Map<String, serde_json::Value>, String> {
    let raw = parts.get(name).ok_or_else(|| format!("no `{name}`"))?;
    serde_json::from_str(raw.get()).map_err(|error| format!("`{name}`: {error}"))
}

/// Old results are told of; results from the future are a fault.
fn age(path: &str, at: Timestamp, now: Timestamp) -> Result<Vec<Problem>, Box<Problem>> {
    let day = |moment: Timestamp| -> Date { moment.to_zoned(TimeZone::UTC).date() };
    let days = day(at).until(day(now)).map_or(0, |span| i64::from(span.get_days()));
    // A clock may be a day off.
    if days < -1 {
        let reason = format!("TimestampZulu `{at}`");
        return Err(Box::new(Problem::new("NRS-POSTURE-055").at(path).fact("reason", reason)));
    }
    let old = Problem::new("NRS-POSTURE-058").at(path).fact("days", days).fact("limit", FRESH_DAYS);
    Ok(if days > FRESH_DAYS { vec![old] } else { Vec::new() })
}

/// How many controls there are, and which of them were not assessed.
fn unassessed(results: &serde_json::Map<String, serde_json::Value>) -> (usize, BTreeSet<String>) {
    let groups = results.values().filter_map(|product| product.as_array()).flatten();
    let controls = groups.filter_map(|group| group.get("Controls")?.as_array()).flatten();
    let (mut total, mut open) = (0, BTreeSet::new());
    for control in controls {
        let text = |name: &str| control.get(name).and_then(|it| it.as_str()).unwrap_or_default();
        total += 1;
        if text("Result").starts_with("Error") {
            let plain = |c: &char| c.is_ascii_alphanumeric() || ".-_".contains(*c);
            open.insert(text("Control ID").chars().filter(plain).take(64).collect());
        }
    }
    (total, open)
}
