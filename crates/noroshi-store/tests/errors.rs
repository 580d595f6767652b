//! What a person sees when a store cannot do something.

use std::error::Error;
use std::path::Path;

use noroshi_model::{Diagnosis, Language, words};
use noroshi_store::{AnyStore, DocumentStore, StoreError};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use support::sample::plain;

mod support;

/// Everything that an error can show: itself, its causes, its debug form, its facts.
fn all_words(error: &StoreError) -> String {
    let mut shown = format!("{error} {error:?} {:?}", error.facts());
    let mut cause = error.source();
    while let Some(source) = cause {
        shown.push_str(&source.to_string());
        cause = source.source();
    }
    shown
}

async fn refused(url: &str) -> StoreError {
    let error = AnyStore::open(url).await.expect_err(url);
    for language in [Language::Ja, Language::En] {
        let words = words(error.code(), language);
        let shown = words.what(&error_facts(&error));
        assert!(!words.fix(&[]).is_empty() && shown != error.code(), "{}", error.code());
        assert!(!shown.contains('{'), "{shown}");
    }
    error
}

fn error_facts(error: &StoreError) -> Vec<(&str, String)> {
    error.facts()
}

async fn change(path: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = options.connect().await.expect("opens");
    sqlx::query(sql).execute(&mut connection).await.expect("works");
}

#[tokio::test]
async fn a_password_is_in_no_error_and_in_no_debug_output() {
    for url in [
        "postgres://noroshi:hunter2@127.0.0.1:1/intel",
        "postgres://noroshi@127.0.0.1:1/intel?password=hunter2",
        "postgres://noroshi:hunter2@127.0.0.1:not-a-port/intel",
        "mysql://noroshi:hunter2@127.0.0.1/intel",
    ] {
        let error = refused(url).await;
        assert!(!all_words(&error).contains("hunter2"), "{}", all_words(&error));
        assert!(all_words(&error).contains("127.0.0.1"), "{}", all_words(&error));
    }
    let store = AnyStore::open("sqlite::memory:").await.expect("opens");
    assert_eq!(format!("{store:?}"), "Sqlite(Sqlite { url: \"sqlite::memory:\", .. })");
}

#[tokio::test]
async fn a_store_that_is_not_there_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("missing/noroshi.db");
    let error = refused(path.to_str().expect("UTF-8")).await;
    assert_eq!(error.code(), "NRS-STORE-001", "{error:?}");
    assert_eq!(refused("postgres://127.0.0.1:1/intel").await.code(), "NRS-STORE-001");
    assert_eq!(refused("redis://127.0.0.1").await.code(), "NRS-STORE-002");
}

#[tokio::test]
async fn a_file_that_is_no_store_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.txt");
    let text = "報告書。".repeat(500);
    std::fs::write(&path, &text).expect("writes");
    let error = refused(path.to_str().expect("UTF-8")).await;
    assert_eq!(error.code(), "NRS-STORE-005", "{error:?}");
    assert_eq!(std::fs::read_to_string(&path).expect("reads"), text);
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("noroshi.db");
    let url = path.to_str().expect("UTF-8");
    AnyStore::open(url).await.expect("opens").close().await;
    let newer = "INSERT INTO _sqlx_migrations \
         (version, description, success, checksum, execution_time) VALUES (9001, 'x', 1, x'00', 1)";
    change(&path, newer).await;
    let error = refused(url).await;
    assert_eq!(error.code(), "NRS-STORE-004", "{error:?}");
    assert!(error.to_string().contains("9001"));
}

#[tokio::test]
async fn a_migration_that_was_changed_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("noroshi.db");
    let url = path.to_str().expect("UTF-8");
    AnyStore::open(url).await.expect("opens").close().await;
    change(&path, "UPDATE _sqlx_migrations SET checksum = x'00'").await;
    assert_eq!(refused(url).await.code(), "NRS-STORE-003");
}

#[tokio::test]
async fn a_damaged_row_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("noroshi.db");
    let store = AnyStore::open(path.to_str().expect("UTF-8")).await.expect("opens");
    let kept = plain("狼煙");
    store.keep(&kept).await.expect("works");
    for (sql, reason) in [
        ("UPDATE body SET reading = CAST('{\"v\":7,\"is\":{}}' AS BLOB)", "version 7"),
        ("UPDATE body SET reading = x'7b'", "EOF"),
        ("UPDATE body SET text = x'ff'", "UTF-8"),
    ] {
        change(&path, sql).await;
        let error = store.find(kept.document.id).await.expect_err("damaged");
        assert_eq!(error.code(), "NRS-STORE-005");
        let id = kept.document.id.to_string();
        assert!(error.to_string().contains(&id) && error.to_string().contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_new_store_may_be_opened_by_many_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("noroshi.db");
    let url = path.to_str().expect("UTF-8").to_owned();
    let mut openers = tokio::task::JoinSet::new();
    for _ in 0..24 {
        let url = url.clone();
        openers.spawn(async move { AnyStore::open(&url).await.map(drop) });
    }
    for opened in openers.join_all().await {
        opened.expect("opens");
    }
}
