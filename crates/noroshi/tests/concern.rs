//! `noroshi concern`, run as a person runs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const REPORT: &str = "碧空通信は12月3日、風守ペイの利用者約200人分の情報が流出したと報じた。\n";
const PROFILE: &str = "[profile]\nname = \"風守ペイ\"\nproducts = [\"FortiOS\"]\n";

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env("NO_COLOR", "1").env_remove("NOROSHI_LANG");
    command.env_remove("NOROSHI_STORE").env("LC_ALL", "C").output().expect("runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A workspace in which one report was kept.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("noroshi.toml"), PROFILE).expect("written");
    std::fs::write(folder.path().join("report.txt"), REPORT).expect("written");
    std::fs::write(folder.path().join("other.txt"), "本日は晴天である。\n").expect("written");
    let kept = run(folder.path(), &["read", "--keep", "report.txt", "other.txt"]);
    assert!(kept.status.code() != Some(2), "{}", text(&kept.stderr));
    folder
}

fn lines(output: &Output) -> Vec<Value> {
    let lines = text(&output.stdout);
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn a_concern_shows_both_sides_and_the_last_line_what_was_looked_at() {
    let here = workspace();
    let found = run(here.path(), &["concern", "--format", "json"]);
    assert_eq!(found.status.code(), Some(10), "{}", text(&found.stderr));
    let lines = lines(&found);
    let (looked, concerns) = lines.split_last().expect("lines");
    assert_eq!(concerns.len(), 1);
    assert_eq!((&concerns[0]["level"], &concerns[0]["kind"]), (&"now".into(), &"report".into()));
    assert_eq!(concerns[0]["theirs"]["text"], REPORT.trim());
    assert_eq!(concerns[0]["ours"]["path"], "noroshi.toml");
    let never = |wanted: &str| {
        let all = looked["looked"].as_array().expect("a list").iter();
        all.filter(|one| one["wanted"] == wanted && one["at"].is_null()).count()
    };
    assert_eq!((never("log"), never("asset"), never("profile-name")), (1, 1, 0));
}

#[test]
fn one_report_is_answered_also_when_nothing_in_it_concerns_us() {
    let here = workspace();
    let ours = run(here.path(), &["concern", "--report", "report.txt"]);
    assert_eq!(ours.status.code(), Some(10), "{}", text(&ours.stderr));
    let none = run(here.path(), &["concern", "--report", "other.txt"]);
    assert_eq!(none.status.code(), Some(0), "{}", text(&none.stderr));
    assert!(text(&none.stdout).contains("our name: nothing found"), "{}", text(&none.stdout));
    let unknown = run(here.path(), &["concern", "--report", "feedface"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("NRS-FLOW-045"), "{}", text(&unknown.stderr));
}

#[test]
fn what_was_decided_is_shown_only_on_request_and_says_by_whom() {
    let here = workspace();
    let id = lines(&run(here.path(), &["concern", "--format", "json"]))[0]["id"].clone();
    let id = id.as_str().expect("an id").to_owned();
    let marked = run(here.path(), &["concern", "mark", &id[..8], "done", "--by", "Sato"]);
    assert_eq!(marked.status.code(), Some(0), "{}", text(&marked.stderr));
    assert_eq!(run(here.path(), &["concern"]).status.code(), Some(0));
    let all = lines(&run(here.path(), &["concern", "--decided", "--format", "json"]));
    assert_eq!(all[0]["state"], "done");
    let nobody = run(here.path(), &["concern", "mark", "0000", "seen", "--by", "Sato"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(text(&nobody.stderr).contains("NRS-FLOW-047"), "{}", text(&nobody.stderr));
}
