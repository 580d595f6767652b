//! How long it takes to keep and to search documents of 5 kB.
//!
//! `cargo bench -p noroshi-store` keeps 10,000 in a new SQLite store; `NOROSHI_BENCH_DOCUMENTS`
//! changes the number, `NOROSHI_BENCH_STORE` names another (empty) store, such as
//! `postgres://…`. The documents are made before the clock starts.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../tests/support/sample.rs"]
#[expect(dead_code, reason = "the benchmark needs numbered documents only")]
mod sample;

use std::time::{Duration, Instant};

use noroshi_store::{AnyStore, DocumentStore, Kept, SearchStore, StoreError};

/// Documents per transaction.
const BATCH: usize = 100;

/// Bytes of a document.
const BYTES: usize = 5_000;

fn main() -> Result<(), StoreError> {
    // `cargo test --benches` runs this too, to see that it works; only `cargo bench` measures.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let count = if measured { setting("NOROSHI_BENCH_DOCUMENTS", 10_000) } else { 10 };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("noroshi.db");
    let url = std::env::var("NOROSHI_BENCH_STORE").ok();
    let url = url.unwrap_or_else(|| file.display().to_string());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure(&url, count))?;
    let size =
        |name: &str| std::fs::metadata(folder.path().join(name)).map_or(0, |file| file.len());
    println!("file {} MB, log {} MB", size("noroshi.db") >> 20, size("noroshi.db-wal") >> 20);
    Ok(())
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

async fn measure(url: &str, count: u64) -> Result<(), StoreError> {
    let store = AnyStore::open(url).await?;
    keep(&store, count).await?;
    for query in
        ["ランサムウェア", "VSCodeトンネル", "標的型攻撃 港湾", "CVE-2024-1234", "狼煙", "甲"]
    {
        let begun = Instant::now();
        let hits = store.search(query, 20).await?;
        println!("search {query}: {} hits in {:?}", hits.len(), begun.elapsed());
    }
    let word = sample::word(count / 2);
    let begun = Instant::now();
    let hits = store.search(&word, 20).await?;
    println!("search {word} (in one document): {} hits in {:?}", hits.len(), begun.elapsed());
    store.close().await;
    Ok(())
}

async fn keep(store: &AnyStore, count: u64) -> Result<(), StoreError> {
    let mut spent = Duration::ZERO;
    let numbers: Vec<u64> = (0..count).collect();
    for batch in numbers.chunks(BATCH) {
        let batch: Vec<Kept> =
            batch.iter().map(|number| sample::numbered(*number, BYTES)).collect();
        let begun = Instant::now();
        store.keep_all(&batch).await?;
        spent += begun.elapsed();
    }
    let each = spent.as_secs_f64() * 1e3 / count as f64;
    println!("kept {count} documents in {:.2} s ({each:.2} ms each)", spent.as_secs_f64());
    Ok(())
}
