//! Imports records of reported packages into SQLite, and holds a bill of materials against them.
//!
//! ```text
//! cargo run --release -p noroshi-packages --example invent -- records 240000 > records.jsonl
//! cargo run --release -p noroshi-packages --example invent -- sbom 10000 > bom.cdx.json
//! cargo bench -p noroshi-store --bench packages -- records.jsonl bom.cdx.json
//! ```

#![expect(clippy::print_stdout, reason = "the figures are the result")]

use std::fs::{self, File};
use std::io::BufReader;
use std::time::Instant;

use jiff::Timestamp;
use noroshi_model::package_key;
use noroshi_packages::inventory::read;
use noroshi_packages::report::{Book, Records};
use noroshi_store::{AnyStore, PackageStore as _, ReportCount};

const HOW: &str =
    "give records.jsonl and bom.cdx.json, made by the example `invent` of noroshi-packages";

/// Reports kept in one transaction, as the program does.
const BATCH: usize = 4_000;

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let [records, bill] = paths.as_slice() else { return println!("{HOW}") };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("starts").block_on(measure(records, bill));
}

async fn measure(records: &str, bill: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.db");
    let store = AnyStore::open(path.to_str().expect("UTF-8")).await.expect("opens");
    for round in ["first", "again"] {
        let (begun, before) = (Instant::now(), processor());
        let count = import(&store, records).await;
        let (wall, used) = (begun.elapsed().as_secs_f64(), processor() - before);
        println!("import, {round}: {count:?} in {wall:.1} s, {used:.1} s of processor time");
    }
    let (begun, before) = (Instant::now(), processor());
    let (packages, hits) = check(&store, bill).await;
    let (wall, used) = (begun.elapsed().as_secs_f64(), processor() - before);
    println!(
        "check: {hits} hits in {packages} packages in {wall:.3} s, {used:.3} s of processor time"
    );
    println!("largest memory: {} MB; store: {} MB", memory(), size(&path));
}

async fn import(store: &AnyStore, path: &str) -> ReportCount {
    let file = BufReader::with_capacity(1 << 18, File::open(path).expect(HOW));
    let mut total = ReportCount::default();
    let mut batch = Vec::with_capacity(BATCH);
    for reports in Records::new(file, path) {
        batch.extend(reports.expect("a record"));
        if batch.len() >= BATCH {
            add(
                &mut total,
                store.import_reports(&batch, Timestamp::UNIX_EPOCH).await.expect("works"),
            );
            batch.clear();
        }
    }
    add(&mut total, store.import_reports(&batch, Timestamp::UNIX_EPOCH).await.expect("works"));
    total
}

fn add(total: &mut ReportCount, one: ReportCount) {
    total.added += one.added;
    total.updated += one.updated;
    total.unchanged += one.unchanged;
    total.withdrawn += one.withdrawn;
}

async fn check(store: &AnyStore, path: &str) -> (usize, usize) {
    let bytes = fs::read(path).expect(HOW);
    let (inventory, _) = read(path, &bytes, &mut |_, _| None).expect(HOW);
    let key = |one: &noroshi_packages::inventory::Dependency| {
        package_key(one.ecosystem.purl_type(), &one.normal())
    };
    let keys: Vec<String> = inventory.dependencies.iter().map(key).collect();
    let book = Book::new(store.reports_on(&keys).await.expect("works"), Vec::new());
    let hits = inventory.dependencies.iter().filter_map(|one| book.judge(one)?.finding()).count();
    (inventory.dependencies.len(), hits)
}

/// Seconds of processor time of this process, user and system.
fn processor() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    let ticks: f64 =
        after.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The most memory that was in use, in MB.
fn memory() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: u64 =
        line.split_whitespace().next().and_then(|it| it.parse().ok()).unwrap_or_default();
    kilobytes / 1024
}

fn size(path: &std::path::Path) -> u64 {
    fs::metadata(path).map(|found| found.len() >> 20).unwrap_or_default()
}
