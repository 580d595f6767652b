//! `noroshi read --explain` and an own lexicon, as a person who tunes words meets them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const REPORT: &str = "甲野電機株式会社は2024年12月26日、不正アクセスを受けた可能性が高いと発表した。\n\
                      同社は被害状況をしたためたという。\n";
const OWN: &str = "[[group]]\nkind = \"hedge\"\nvalue = \"possible\"\nlow = 0.2\nhigh = 0.5\n\
                   texts = [\"可能性が高い\"]\n";

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().env("LC_ALL", "C.UTF-8");
    command.stdin(Stdio::null()).output().expect("starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

/// The hedges of the first sentence: value and lower end.
fn hedges(folder: &Path) -> Vec<(String, f64)> {
    let args = ["read", "--explain", "a.txt", "--sentence", "1", "--format", "json"];
    let shown = run(folder, &args);
    assert_eq!(shown.status.code(), Some(10), "{}", err(&shown));
    let line: Value = serde_json::from_str(&out(&shown)).expect("one object");
    let cues = line["cues"].as_array().expect("a list").iter();
    let hedges = cues.filter(|cue| cue["kind"] == "hedge");
    let hedge = |cue: &Value| (cue["value"].as_str().map(str::to_owned), cue["low"].as_f64());
    hedges.map(hedge).filter_map(|(value, low)| Some((value?, low?))).collect()
}

#[test]
fn each_sentence_tells_its_cues_and_what_was_read() {
    let here = folder(&[("a.txt", REPORT)]);
    let shown = run(here.path(), &["read", "--explain", "a.txt"]);
    assert_eq!(shown.status.code(), Some(10));
    let text = out(&shown);
    assert!(text.contains("[1] ja text") && text.contains("[2] ja text"), "{text}");
    assert!(text.contains("hedge/likely “可能性が高い” 0.65-0.90 (ja)"), "{text}");
    assert!(text.contains("甲野電機株式会社: speculates"), "{text}");
    let japanese = out(&run(here.path(), &["read", "--explain", "--lang", "ja", "a.txt"]));
    assert!(japanese.contains("[1] ja 本文") && japanese.contains("手がかり"), "{japanese}");
}

#[test]
fn what_a_model_alone_told_is_marked_and_a_rule_is_named() {
    let text = "2025年6月20日\n浜風信用組合のサーバーが5月12日、サイバー攻撃で動かなくなった。\n\
                APT41はCVE-2024-3400を悪用した。\n";
    let here = folder(&[("a.txt", text)]);
    let japanese = out(&run(here.path(), &["read", "--explain", "--lang", "ja", "a.txt"]));
    assert!(japanese.contains("← 学習モデルのみ。原文を確認 (0."), "{japanese}");
    assert!(japanese.contains("APT41 | exploits | CVE-2024-3400 ← cue: 悪用"), "{japanese}");
    let english = out(&run(here.path(), &["read", "--explain", "a.txt"]));
    assert!(english.contains("← learned model alone: read the sentence (0."), "{english}");
}

#[test]
fn one_sentence_can_be_asked_for_and_one_that_is_not_there_is_named() {
    let here = folder(&[("a.txt", REPORT)]);
    let one = out(&run(here.path(), &["read", "--explain", "a.txt", "--sentence", "2"]));
    assert!(one.contains("[2]") && !one.contains("[1]"), "{one}");
    let none = run(here.path(), &["read", "--explain", "a.txt", "--sentence", "9"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(out(&none).is_empty() && err(&none).contains("NRS-CLI-005"), "{}", err(&none));
}

#[test]
fn explaining_keeps_nothing() {
    let here = folder(&[("a.txt", REPORT)]);
    let both = run(here.path(), &["read", "--explain", "--keep", "a.txt"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn the_words_of_the_workspace_come_before_those_of_the_pack() {
    let plain = folder(&[("a.txt", REPORT), ("noroshi.toml", "")]);
    let own = [("a.txt", REPORT), ("noroshi.toml", ""), ("lexicon/ja-own.toml", OWN)];
    let (plain_hedges, own) = (hedges(plain.path()), folder(&own));
    assert!(plain_hedges.iter().any(|(value, _)| value == "likely"), "{plain_hedges:?}");
    let hedges = hedges(own.path());
    assert!(hedges.iter().all(|(value, _)| value == "possible") && !hedges.is_empty());
}

#[test]
fn a_wrong_word_list_is_named_with_its_line_and_the_report_is_read() {
    let wrong = "[[group]]\nkind = \"hegde\"\ntexts = [\"x\"]\n";
    let here = folder(&[("a.txt", REPORT), ("noroshi.toml", ""), ("lexicon/ja.toml", wrong)]);
    let shown = run(here.path(), &["read", "a.txt"]);
    let said = err(&shown);
    assert_eq!(shown.status.code(), Some(10));
    assert!(said.contains("NRS-KNOW-005") && said.contains("line 1"), "{said}");
    assert!(said.contains("`hegde`") && said.contains("fix:"), "{said}");
}

const HOLDS: &str = "text = \"甲野電機は漏えいの可能性が高いと発表した。\"\n\
                     [[claims]]\nsays = \"漏えい\"\nstance = \"speculates\"\n";

#[test]
fn cases_of_the_workspace_are_checked_by_its_own_words() {
    let differs = HOLDS.replace("speculates", "denies");
    let here = folder(&[
        ("noroshi.toml", ""),
        ("lexicon/cases/a-holds.toml", HOLDS),
        ("lexicon/cases/b-differs.toml", &differs),
        ("lexicon/cases/c-broken.toml", "text = 3\n"),
    ]);
    let shown = run(here.path(), &["read", "--check-cases"]);
    let (text, said) = (out(&shown), err(&shown));
    assert_eq!(shown.status.code(), Some(10), "{said}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("holds") && lines[0].ends_with("a-holds.toml"), "{text}");
    assert!(lines[1].starts_with("differs") && lines[2].contains("not claimed"), "{text}");
    assert!(said.contains("NRS-FLOW-019") && said.contains("line 1"), "{said}");
}

#[test]
fn a_workspace_without_cases_says_so() {
    let none = run(folder(&[("noroshi.toml", "")]).path(), &["read", "--check-cases"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("NRS-FLOW-020"));
}
