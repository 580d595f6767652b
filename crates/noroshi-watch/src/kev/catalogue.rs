//! The catalogue of known-exploited vulnerabilities, and scores of EPSS.

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_model::{CveId, JvnId, Problem};
use serde_json::Value;

/// Bytes of a JSON file beyond which it is refused.
pub(super) const MOST_BYTES: usize = 512 << 20;

/// One entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KevEntry {
    /// The vulnerability.
    pub cve: CveId,
    /// `vendorProject`.
    pub vendor: String,
    /// `product`. Not a CPE: names like `Multiple Products` are among them.
    pub product: String,
    /// `vulnerabilityName`.
    pub name: String,
    /// When it was added: by then it was exploited.
    pub added: Option<Date>,
    /// Until when agencies of the United States must act (BOD 22-01). For others it is a yardstick.
    pub due: Option<Date>,
    /// `knownRansomwareCampaignUse` is `Known`.
    pub ransomware: Ransomware,
    /// Ids of JVN in the notes.
    pub jvn: Vec<JvnId>,
}

/// Whether ransomware groups are known to use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ransomware {
    /// The catalogue says so.
    Known,
    /// The catalogue does not say so, which is not "no".
    Unknown,
}

/// The catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Its version, as it says.
    pub version: String,
    /// Its entries, by id.
    pub entries: BTreeMap<CveId, KevEntry>,
}

/// Reads the catalogue of CISA in JSON. Entries that cannot be read are told and left out.
pub fn catalogue(bytes: &[u8], path: &str) -> (Catalogue, Vec<Problem>) {
    let mut problems = Vec::new();
    let value = match json(bytes, path) {
        Ok(value) => value,
        Err(problem) => return (Catalogue::default(), vec![problem]),
    };
    let Some(list) = value.get("vulnerabilities").and_then(Value::as_array) else {
        return (Catalogue::default(), vec![Problem::new("NRS-WATCH-006").at(path)]);
    };
    let mut found = Catalogue { version: text(&value, "catalogVersion"), ..Catalogue::default() };
    for (one, nth) in list.iter().zip(1..) {
        match entry(one) {
            Some(entry) => {
                found.entries.insert(entry.cve, entry);
            }
            None => problems.push(Problem::new("NRS-WATCH-007").at(path).fact("entry", nth)),
        }
    }
    (found, problems)
}

fn entry(value: &Value) -> Option<KevEntry> {
    let date = |key| text(value, key).parse().ok();
    let known = text(value, "knownRansomwareCampaignUse").eq_ignore_ascii_case("known");
    Some(KevEntry {
        cve: text(value, "cveID").parse().ok()?,
        vendor: text(value, "vendorProject"),
        product: text(value, "product"),
        name: text(value, "vulnerabilityName"),
        added: date("dateAdded"),
        due: date("dueDate"),
        ransomware: if known { Ransomware::Known } else { Ransomware::Unknown },
        jvn: jvn_ids(&text(value, "notes")),
    })
}

pub(super) fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

pub(super) fn json(bytes: &[u8], path: &str) -> Result<Value, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(Problem::new("NRS-WATCH-004")
            .at(path)
            .fact("bytes", bytes.len())
            .fact("most", MOST_BYTES));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let reason = error.to_string();
        let reason = reason.split(" at line").next().unwrap_or_default().to_owned();
        Problem::new("NRS-WATCH-005").at(path).fact("place", place).fact("reason", reason)
    })
}

/// Ids of JVN in addresses: `JVNDB-2024-000123`, `jvn.jp/vu/JVNVU98765432`, `jvn.jp/jp/JVN12345678`.
pub(super) fn jvn_ids(text: &str) -> Vec<JvnId> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("JVN") {
        let word = &rest[at..];
        let end = word
            .find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-')
            .unwrap_or(word.len());
        let word = &word[..end];
        let marked = ["JVNVU", "JVNTA", "JVN"]
            .iter()
            .find_map(|head| word.strip_prefix(head).map(|digits| format!("{head}#{digits}")));
        found.extend(word.parse().ok().or_else(|| marked.and_then(|id| id.parse().ok())));
        rest = &rest[at + 3..];
    }
    found.sort();
    found.dedup();
    found
}

/// Scores of EPSS: chance of exploitation within thirty days, from 0.0 to 1.0, with the day they are of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Epss {
    /// The day of the scores, as the file says.
    pub date: String,
    /// Scores by vulnerability.
    pub scores: BTreeMap<CveId, f64>,
}

/// Reads the CSV of EPSS (`cve,epss,percentile` below a comment with the day).
pub fn epss(text: &str) -> Epss {
    let date =
        text.lines().next().and_then(|line| line.split("score_date:").nth(1)).unwrap_or_default();
    let date = date.split(['T', ',', '"']).next().unwrap_or_default().trim().to_owned();
    let scores = text.lines().filter_map(|line| {
        let mut cells = line.split(',').map(|cell| cell.trim().trim_matches('"'));
        let cve = cells.next()?.parse().ok()?;
        let score: f64 = cells.next()?.parse().ok()?;
        (0.0..=1.0).contains(&score).then_some((cve, score))
    });
    Epss { date, scores: scores.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_jvn_are_read_from_addresses() {
        let found = jvn_ids(
            "https://jvndb.jvn.jp/ja/contents/2024/JVNDB-2024-000123.html https://jvn.jp/vu/JVNVU98765432/ JVN#12345678 https://jvn.jp/jp/JVN87654321/index.html",
        );
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["JVN#87654321", "JVNDB-2024-000123", "JVNVU#98765432"]);
    }

    #[test]
    fn scores_have_their_day() {
        let read = epss(
            "#model_version:v2025.03.14,score_date:2025-08-25T00:00:00+0000\ncve,epss,percentile\nCVE-2024-3400,0.94,0.99\nCVE-2024-0001,7,1\n",
        );
        assert_eq!((read.date.as_str(), read.scores.len()), ("2025-08-25", 1));
    }

    #[test]
    fn a_damaged_entry_loses_nothing_else() {
        let (read, problems) = catalogue(br#"{"vulnerabilities":[{"cveID":"nonsense"},{"cveID":"CVE-2024-3400","dueDate":"2024-04-19"}]}"#, "kev.json");
        assert_eq!((read.entries.len(), problems.len()), (1, 1));
        assert_eq!(catalogue(b"{", "kev.json").1[0].code, "NRS-WATCH-005");
        assert_eq!(catalogue(b"{}", "kev.json").1[0].code, "NRS-WATCH-006");
    }
}
