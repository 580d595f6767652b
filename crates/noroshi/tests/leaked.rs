//! `noroshi read` over leaked files, as a person meets it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use noroshi_testkit::{Leaked, in_clear, leaked};
use serde_json::Value;

fn noroshi(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().env("LC_ALL", "C.UTF-8");
    command.output().expect("starts")
}

fn folder(files: &[Leaked]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("leak")).expect("made");
    for file in files {
        fs::write(folder.path().join("leak").join(&file.path), &file.bytes).expect("written");
    }
    folder
}

#[track_caller]
fn clean(files: &[Leaked], shown: &[u8]) {
    assert_eq!(in_clear(files, shown), None);
}

#[test]
fn no_secret_is_printed_logged_or_kept() {
    let files = leaked(11, 24);
    let here = folder(&files);
    let runs: [&[&str]; 5] = [
        &["read", "-v", "leak"],
        &["read", "--format", "json", "leak"],
        &["read", "--keep", "--format", "json", "leak"],
        &["read", "--summary", "-v", "leak"],
        &["know", "search", "--format", "json", "masked"],
    ];
    for args in runs {
        let ran = noroshi(here.path(), args);
        assert_eq!(ran.status.code(), Some(10), "{args:?}");
        clean(&files, &ran.stdout);
        clean(&files, &ran.stderr);
    }
    for entry in fs::read_dir(here.path()).expect("there") {
        let path = entry.expect("readable").path();
        if path.is_file() {
            clean(&files, &fs::read(&path).expect("readable"));
        }
    }
}

#[test]
fn messages_and_the_notice_stand_in_the_json() {
    let here = folder(&leaked(12, 1));
    let ran = noroshi(here.path(), &["read", "--format", "json", "leak"]);
    let file: Value = serde_json::from_slice(&ran.stdout).expect("one object");
    let messages = file["messages"].as_array().expect("a list");
    assert_eq!(messages.len(), 60);
    assert!(messages[0]["from"].is_string() && messages[0]["to"][0].is_string());
    assert!(messages[0]["when"].as_str().is_some_and(|when| when.starts_with("202")));
    assert!(
        file["problems"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|it| it["code"] == "NRS-FORMAT-026")
    );
}

#[test]
fn reading_makes_no_key_and_keeping_makes_one() {
    let here = folder(&leaked(13, 10));
    let read = noroshi(here.path(), &["read", "--format", "json", "leak"]);
    assert!(String::from_utf8_lossy(&read.stdout).contains("[masked:password]"));
    assert!(!here.path().join("noroshi.key").exists());
    let kept = noroshi(here.path(), &["read", "--keep", "--format", "json", "leak"]);
    assert!(String::from_utf8_lossy(&kept.stdout).contains("[masked:password:"));
    assert!(here.path().join("noroshi.key").exists());
}

#[test]
fn the_summary_is_one_object_for_all_files() {
    let here = folder(&leaked(14, 24));
    let ran = noroshi(here.path(), &["read", "--summary", "--format", "json", "leak"]);
    assert_eq!(ran.status.code(), Some(10));
    let summary: Value = serde_json::from_slice(&ran.stdout).expect("one object");
    assert_eq!(summary["messages"], 8 * 60);
    for list in ["files", "people", "prices", "targets", "masked"] {
        assert!(summary[list].as_array().is_some_and(|list| !list.is_empty()), "{list}");
    }
    let shown = noroshi(here.path(), &["--lang", "ja", "read", "--summary", "leak"]);
    let shown = String::from_utf8(shown.stdout).expect("UTF-8");
    assert!(shown.contains("24 件を読み") && shown.contains("標的・顧客"), "{shown}");
}
