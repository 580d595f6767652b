//! Reports of a run whose every field is hostile.

use super::*;
use crate::{Criticality, Exception, ExceptionState, Kind, PolicyId, Suite, Tenant};

const HOSTILE: &str = "=HYPERLINK(\"http://x\")<script>alert(1)</script>\" onload=x '";

fn hostile() -> Run {
    let text = || HOSTILE.to_owned();
    let exception = Exception {
        owner: text(),
        approver: text(),
        reason: text(),
        until: None,
        state: ExceptionState::Active,
    };
    let of = |verdict: Verdict| PolicyResult {
        policy: PolicyId::read("OWN.DOOR.1.1v1").expect("an id"),
        product: text(),
        group: text(),
        requirement: text(),
        verdict,
        found: verdict,
        requirement_met: None,
        criticality: Criticality::Shall,
        kind: Kind::Automated,
        details: text(),
        raw_details: text(),
        missing: vec![text()],
        exception: Some(exception.clone()),
        comments: vec![text()],
        remediation: Some(text()),
    };
    Run {
        suite: Suite::M365,
        tenant: Tenant { id: text(), name: text(), domain: text(), organisation: text() },
        tool: text(),
        tool_version: text(),
        at: jiff::Timestamp::UNIX_EPOCH,
        exported: None,
        source: "a b/<x>.json".to_owned(),
        sha256: String::new(),
        results: Verdict::ALL.into_iter().map(of).collect(),
    }
}

fn with<T>(look: impl Fn(&Material<'_>) -> T) -> T {
    let run = hostile();
    let facts = Facts::compiled_in();
    look(&Material { run: &run, facts, findings: &[], bod: Yardstick::Shown })
}

#[test]
fn a_page_holds_no_foreign_markup() {
    for language in [Language::Ja, Language::En] {
        let page = with(|material| html(&[*material], language));
        assert!(!page.contains("<script") && !page.contains("\" onload"), "{page}");
        assert!(page.contains("&#60;script") || page.contains("&lt;script"), "escaped and kept");
        assert!(!page.contains("http-equiv=\"refresh\"") && !page.contains("src="));
    }
}

#[test]
fn a_table_starts_no_formula() {
    let table = with(|material| csv(&[*material], Language::En));
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let mut rows = 0;
    for row in reader.records() {
        let row = row.expect("RFC 4180");
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '@', '\t'])), "{row:?}");
        rows += 1;
    }
    assert_eq!(rows, Verdict::ALL.len());
}

#[test]
fn sarif_has_what_the_standard_asks_for() {
    let log = with(|material| sarif(&[*material], Language::En, "0.1.0"));
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert!(run["tool"]["driver"]["name"].is_string());
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let kinds = ["pass", "fail", "open", "review", "notApplicable", "informational"];
    let levels = ["none", "note", "warning", "error"];
    for result in run["results"].as_array().expect("results") {
        let at = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("fits");
        assert_eq!(rules[at]["id"], result["ruleId"]);
        let (kind, level) = (result["kind"].as_str(), result["level"].as_str());
        assert!(kinds.contains(&kind.expect("a kind")));
        assert!(levels.contains(&level.expect("a level")));
        // 3.27.10: a level other than none goes with the kind fail alone.
        assert!(kind == Some("fail") || level == Some("none"));
        assert!(result["message"]["text"].is_string());
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "a%20b/%3Cx%3E.json");
    }
}

#[test]
fn text_names_what_fails_first() {
    let text = with(|material| terminal(material, Language::En, false));
    let at = |word: &str| text.find(word).unwrap_or(usize::MAX);
    assert!(
        at("Fail (1)") < at("Warning (1)") && at("Warning (1)") < at("Error (not assessed) (1)")
    );
    assert!(!text.contains("Pass (1)") && text.contains("Pass 1"));
}
