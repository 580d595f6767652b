//! The join of 300 assets with the catalogue, held against a truth that another program worked out.

#![expect(clippy::disallowed_methods, reason = "the test reads its fixture")]
#![expect(clippy::print_stdout, reason = "the figures are what the test is for")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use noroshi_model::{Block, BlockKind, Document, DocumentId, Media, Span};
use noroshi_watch::kev::{
    Asset, Catalogue, Joined, Records, Tier, assets, catalogue, join, records,
};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/kev").join(name))
        .expect("part of the project")
}

/// A document as the reader of tables makes it: cells apart by a tab, rows as blocks.
fn table(name: &str) -> Document {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(std::io::Cursor::new(fixture(name)));
    let (mut text, mut blocks) = (String::new(), Vec::new());
    for row in reader.records() {
        let row: Vec<String> = row.expect("CSV").iter().map(str::to_owned).collect();
        let start = text.len();
        text.push_str(&row.join("\t"));
        let kind = if start == 0 { BlockKind::HeaderRow } else { BlockKind::Row };
        blocks.push(Block { span: Span::new(start, text.len()).expect("not empty"), kind });
        text.push('\n');
    }
    Document {
        id: DocumentId::of(text.as_bytes()),
        path: name.to_owned(),
        media: Media::Csv,
        title: None,
        publisher: None,
        text,
        blocks,
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    }
}

type Pairs = BTreeSet<(String, String)>;

fn truth(tier: &str) -> Pairs {
    let text = String::from_utf8(fixture("truth.jsonl")).expect("UTF-8");
    let rows =
        text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().expect("a word").to_owned();
    rows.filter(|row| row["tier"] == tier)
        .map(|row| (word(&row, "host"), word(&row, "cve")))
        .collect()
}

fn joined(catalogue: &Catalogue) -> (Joined, Vec<Asset>) {
    let mut known = Records::new();
    assert_eq!(records(&fixture("records-nvd.json"), "records-nvd.json", &mut known), Vec::new());
    assert_eq!(records(&fixture("records-osv.jsonl"), "records-osv.jsonl", &mut known), Vec::new());
    let (own, problems) = assets(&table("assets.csv"));
    assert_eq!((own.len(), problems), (300, Vec::new()));
    (join(catalogue, &known, &own), own)
}

fn told(joined: &Joined, own: &[Asset], tier: Tier) -> Pairs {
    let found = joined.matches.iter().filter(|one| one.tier == tier);
    found.map(|one| (own[one.asset].host.clone(), one.cve.to_string())).collect()
}

/// Precision and recall of a tier, in thousandths.
fn figures(what: &str, found: &Pairs, truth: &Pairs) -> (usize, usize) {
    let right = found.intersection(truth).count();
    for wrong in found.difference(truth) {
        println!("{what}: wrong {wrong:?}");
    }
    for missed in truth.difference(found) {
        println!("{what}: missed {missed:?}");
    }
    let share = |of: usize| (right * 1000).checked_div(of).unwrap_or(1000);
    println!(
        "{what}: {right} right, {} told, {} true: precision {}/1000, recall {}/1000",
        found.len(),
        truth.len(),
        share(found.len()),
        share(truth.len())
    );
    (share(found.len()), share(truth.len()))
}

fn check(catalogue: &Catalogue, name: &str) {
    let (joined, own) = joined(catalogue);
    let (precision, recall) =
        figures(&format!("{name}, exact"), &told(&joined, &own, Tier::Exact), &truth("exact"));
    assert!(precision >= 990 && recall >= 950);
    let (precision, recall) =
        figures(&format!("{name}, range"), &told(&joined, &own, Tier::Range), &truth("range"));
    assert!(precision >= 990 && recall >= 950);
    let missing: Vec<_> =
        truth("product").difference(&told(&joined, &own, Tier::Product)).cloned().collect();
    println!("{name}, product: {} of {} missed", missing.len(), truth("product").len());
    assert!(missing.len() * 20 <= truth("product").len(), "{missing:?}");
}

#[test]
fn tiers_are_those_of_the_truth() {
    let (read, problems) = catalogue(&fixture("catalogue.json"), "catalogue.json");
    assert_eq!(problems, Vec::new());
    check(&read, "excerpt");
}

/// With the whole catalogue, which is not part of the project. `NOROSHI_SHARED` names the folder with the data.
#[test]
#[ignore = "needs the catalogue of CISA, which is not part of the project: -- --ignored"]
fn the_whole_catalogue_gives_the_same() {
    let named = std::env::var_os("NOROSHI_SHARED");
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path: PathBuf = named.map_or(shared, PathBuf::from).join("import/kev.json");
    let how = "put the catalogue of CISA (cisagov/kev-data, known_exploited_vulnerabilities.json) at ../shared/data/import/kev.json, or name its folder: NOROSHI_SHARED";
    let bytes = std::fs::read(&path).expect(how);
    check(&catalogue(&bytes, "kev.json").0, "whole catalogue");
}

#[test]
fn a_record_that_was_taken_back_removes_its_hits_and_a_disputed_one_marks_them() {
    let (read, _) = catalogue(&fixture("catalogue.json"), "catalogue.json");
    let mut known = Records::new();
    let rejected =
        br#"{"cveMetadata":{"cveId":"CVE-2024-21762","state":"REJECTED"},"containers":{"cna":{}}}"#;
    let disputed = br#"{"cveMetadata":{"cveId":"CVE-2021-41773","state":"PUBLISHED","datePublished":"2021-10-05T00:00:00Z"},"containers":{"cna":{"tags":["disputed"],"affected":[{"vendor":"Apache","product":"HTTP Server","versions":[{"version":"2.4.49","status":"affected"}]}],"references":[{"url":"https://jvndb.jvn.jp/ja/contents/2021/JVNDB-2021-003107.html"}]}}}"#;
    records(rejected, "rejected.json", &mut known);
    records(disputed, "disputed.json", &mut known);
    let asset = |product: &str, version: &str| Asset {
        host: product.to_owned(),
        vendor: String::new(),
        product: product.to_owned(),
        version: Some(version.to_owned()),
        ..Asset::default()
    };
    let own = [asset("Fortinet FortiOS", "7.0.12"), asset("Apache HTTP Server", "2.4.49")];
    let joined = join(&read, &known, &own);
    assert!(joined.rejected.iter().any(|cve| cve.to_string() == "CVE-2024-21762"));
    assert!(joined.matches.iter().all(|one| one.cve.to_string() != "CVE-2024-21762"));
    let one =
        joined.matches.iter().find(|one| one.cve.to_string() == "CVE-2021-41773").expect("matches");
    assert_eq!(
        (one.tier, one.standing, one.days),
        (Tier::Range, noroshi_watch::kev::Standing::Disputed, Some(29))
    );
    assert_eq!(one.jvn.iter().map(ToString::to_string).collect::<Vec<_>>(), ["JVNDB-2021-003107"]);
}
