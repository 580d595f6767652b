//! A store that is killed at any point opens again and has everything that it acknowledged.
#![expect(clippy::disallowed_methods, reason = "the moments of the kills differ from run to run")]

mod support;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use noroshi_store::{AnyStore, DocumentStore, Kept, SearchStore};
use sqlx::{ConnectOptions, Connection, Row};
use support::sample::{numbered, word};
use tokio::runtime::Runtime;

/// Documents to keep.
const DOCUMENTS: u64 = 1_000;

/// Times that the writer is killed, at least.
const KILLS: usize = 20;

/// Bytes of a document.
const BYTES: usize = 1_500;

/// Names the store to the writer; without it the writer has nothing to do.
const STORE: &str = "NOROSHI_CRASH_STORE";

/// The process that is killed: keeps what is not kept yet, alone or in batches, and prints the
/// number of each document once the store has acknowledged it.
#[test]
fn writer() {
    let Ok(url) = std::env::var(STORE) else { return };
    let runtime = Runtime::new().expect("a runtime");
    let store = runtime.block_on(AnyStore::open(&url)).expect("opens after a crash");
    let from = runtime.block_on(store.count()).expect("counts");
    let mut next = from;
    while next < DOCUMENTS {
        let until = DOCUMENTS.min(next + [1, 1, 7, 40][next as usize % 4]);
        let batch: Vec<Kept> = (next..until).map(|number| numbered(number, BYTES)).collect();
        runtime.block_on(store.keep_all(&batch)).expect("keeps");
        for number in next..until {
            writeln!(stdout(), "\nkept {number}.").expect("somebody listens");
        }
        next = until;
    }
}

#[test]
fn what_was_acknowledged_survives_being_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("noroshi.db");
    let mut chance = Chance::new();
    let mut acknowledged = BTreeSet::new();
    let mut kills = 0;
    while kills < KILLS {
        let most = chance.below(2 * DOCUMENTS as usize / (KILLS + 5));
        if run_writer(&path, most, &mut chance, &mut acknowledged) {
            kills += 1;
        } else {
            start_again(&path, &mut acknowledged);
        }
        check(&path, &acknowledged);
    }
    run_to_the_end(&path, &mut acknowledged);
    // What was kept but not acknowledged before a kill has to be whole as well.
    check(&path, &(0..DOCUMENTS).collect());
}

/// Lets the writer acknowledge some documents, then kills it a moment later; whether that was
/// before it had kept them all.
fn run_writer(
    path: &Path,
    most: usize,
    chance: &mut Chance,
    acknowledged: &mut BTreeSet<u64>,
) -> bool {
    let mut writer = spawn(path);
    let mut numbers = numbers(&mut writer);
    acknowledged.extend(numbers.by_ref().take(most));
    std::thread::sleep(Duration::from_micros(chance.below(8_000) as u64));
    writer.kill().expect("ours");
    let status = writer.wait().expect("ours");
    acknowledged.extend(numbers);
    assert!(status.success() || status.code().is_none(), "the writer fails by itself: {status}");
    !status.success()
}

fn run_to_the_end(path: &Path, acknowledged: &mut BTreeSet<u64>) {
    let mut writer = spawn(path);
    acknowledged.extend(numbers(&mut writer));
    assert!(writer.wait().expect("ours").success());
}

/// The numbers that the writer acknowledges. A line that was cut by the kill counts for nothing.
fn numbers(writer: &mut Child) -> impl Iterator<Item = u64> + use<> {
    let lines = BufReader::new(writer.stdout.take().expect("a pipe")).lines();
    let number = |line: String| line.strip_prefix("kept ")?.strip_suffix('.')?.parse().ok();
    lines.map_while(Result::ok).filter_map(number)
}

fn spawn(path: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "writer", "--nocapture"]).env(STORE, path);
    command.stdout(Stdio::piped()).spawn().expect("starts")
}

/// Opens the store: it is sound, and every acknowledged document is there, whole.
fn check(path: &Path, acknowledged: &BTreeSet<u64>) {
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = AnyStore::open(path.to_str().expect("UTF-8")).await.expect("opens");
        assert!(store.count().await.expect("counts") >= acknowledged.len() as u64);
        for number in acknowledged {
            is_whole(&store, *number).await;
        }
        store.close().await;
        assert_eq!(integrity(path).await, "ok");
    });
}

async fn is_whole(store: &AnyStore, number: u64) {
    let kept = numbered(number, BYTES);
    let found = store.find(kept.document.id).await.expect("works");
    assert_eq!(found.as_ref(), Some(&kept), "document {number}");
    let hits = store.search(&format!("合言葉は{}", word(number)), 5).await.expect("works");
    let ids: Vec<_> = hits.iter().map(|hit| hit.document).collect();
    assert_eq!(ids, [kept.document.id], "document {number} is found");
}

async fn integrity(path: &Path) -> String {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let mut connection = options.connect().await.expect("opens");
    let row = sqlx::query("PRAGMA integrity_check").fetch_one(&mut connection).await;
    let shown = row.expect("works").get(0);
    connection.close().await.expect("closes");
    shown
}

/// Begins with a new store: everything was kept before the writer was killed often enough.
fn start_again(path: &Path, acknowledged: &mut BTreeSet<u64>) {
    for suffix in ["", "-wal", "-shm"] {
        let file = format!("{}{suffix}", path.display());
        std::fs::remove_file(file).unwrap_or_default();
    }
    acknowledged.clear();
}

/// Different points in every run: a crash that only one run in a hundred shows is one more
/// reason to run it again.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(now.as_nanos() as u64 | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }
}
