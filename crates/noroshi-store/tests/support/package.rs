//! What both engines promise of reports on packages.

use jiff::Timestamp;
use noroshi_model::{PackageClaim, PackageReport, RangeEnd, ReportKind, VersionRange};
use noroshi_store::{AnyStore, DocumentStore as _, PackageStore as _, ReportCount};

use super::sample::numbered;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a moment")
}

/// A report on an invented package.
fn report(id: &str, name: &str) -> PackageReport {
    PackageReport {
        id: id.to_owned(),
        ecosystem: "npm".to_owned(),
        name: name.to_owned(),
        normal: name.to_lowercase(),
        kind: ReportKind::Malicious,
        aliases: vec!["OTHER-1".to_owned()],
        summary: "悪性のパッケージ \0".to_owned(),
        finders: vec!["ミズナラ解析室".to_owned()],
        claims: vec![PackageClaim {
            who: "ミズナラ解析室".to_owned(),
            text: "It sends the environment.".to_owned(),
            versions: vec!["1.0.1".to_owned()],
        }],
        versions: vec!["1.0.1".to_owned()],
        ranges: vec![
            VersionRange { from: None, end: RangeEnd::Open },
            VersionRange { from: Some("1".to_owned()), end: RangeEnd::Before("2".to_owned()) },
            VersionRange { from: Some("3".to_owned()), end: RangeEnd::With("4".to_owned()) },
        ],
        published: Some(at(1_700_000_000)),
        modified: Some(at(1_700_000_100)),
        withdrawn: None,
        links: vec!["https://reports.example/1".to_owned()],
    }
}

async fn import(store: &AnyStore, reports: &[PackageReport], now: i64) -> ReportCount {
    store.import_reports(reports, at(now)).await.expect("works")
}

/// Imported once, changed, taken back: found by package each time, with its history.
pub(crate) async fn reports_keep_their_history(store: &AnyStore) {
    let first = report("MAL-1", "Kazemori-Fares");
    let same = ReportCount { unchanged: 1, ..ReportCount::default() };
    let added = ReportCount { added: 1, ..ReportCount::default() };
    assert_eq!(import(store, std::slice::from_ref(&first), 10).await, added);
    assert_eq!(import(store, std::slice::from_ref(&first), 20).await, same);
    let withdrawn = PackageReport {
        modified: Some(at(1_700_000_200)),
        withdrawn: Some(at(1_700_000_200)),
        ..first.clone()
    };
    let updated = ReportCount { updated: 1, withdrawn: 1, ..ReportCount::default() };
    assert_eq!(import(store, std::slice::from_ref(&withdrawn), 30).await, updated);
    // An older file does not turn back time.
    assert_eq!(import(store, std::slice::from_ref(&first), 40).await, same);
    let found = store.reports_on(&["npm/kazemori-fares".to_owned()]).await.expect("works");
    let [known] = found.as_slice() else { panic!("one report") };
    assert_eq!(
        (&known.report, known.first_seen, known.changed),
        (&withdrawn, at(10), Some(at(30)))
    );
    assert_eq!(known.before, [(first, at(30))]);
    assert_eq!(store.reports_of("MAL-1").await.expect("works"), found);
    let none = store.reports_on(&["npm/Kazemori-Fares".to_owned(), String::new()]).await;
    assert_eq!(none.expect("works"), []);
    let sums = store.report_sums().await.expect("works");
    assert_eq!((sums[0].ecosystem.as_str(), sums[0].count, sums[0].withdrawn), ("npm", 1, 1));
}

/// Many at once, some of them twice, and a record that names fewer packages later.
pub(crate) async fn reports_of_many_packages_are_kept_together(store: &AnyStore) {
    let mut many: Vec<PackageReport> =
        (0..1_300).map(|at| report(&format!("MAL-{}", at / 2), &format!("name-{at}"))).collect();
    many.push(many[0].clone());
    let count = import(store, &many, 10).await;
    assert_eq!((count.added, count.unchanged), (1_300, 0));
    let keys: Vec<String> = (0..1_200).map(|at| format!("npm/name-{at}")).collect();
    assert_eq!(store.reports_on(&keys).await.expect("works").len(), 1_200);
    // The record names one of its two packages only.
    let one = PackageReport { modified: Some(at(1_700_000_900)), ..many[2].clone() };
    assert_eq!(import(store, &[one], 20).await.updated, 1);
    assert_eq!(store.reports_of("MAL-1").await.expect("works").len(), 1);
    assert_eq!(import(store, &[], 30).await, ReportCount::default());
}

/// Names of packages lead to the documents that mention them.
pub(crate) async fn mentioned_packages_lead_to_documents(store: &AnyStore) {
    let mut kept = numbered(1, 200);
    let mut mention = kept.reading.mentions[0].clone();
    mention.kind = noroshi_model::MentionKind::Package;
    mention.canonical = "kazemori-fares".to_owned();
    kept.reading.mentions = vec![mention.clone(), mention];
    store.keep(&kept).await.expect("works");
    let names = store.mentioned_packages().await.expect("works");
    assert_eq!(names, [("kazemori-fares".to_owned(), vec![kept.document.id])]);
}
