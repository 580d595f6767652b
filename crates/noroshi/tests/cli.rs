//! The program as a person or a script meets it: exit codes, streams, forms.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const REPORT: &str = "甲社は2024年12月26日、サーバーが攻撃を受けたと発表した。\n\
                      CVE-2024-3400が悪用された。通信先は hxxp://evil[.]example/a だった。\n";

/// The program in a folder, with nothing of our own environment.
fn noroshi(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().env("LC_ALL", "C.UTF-8");
    command
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    ran(noroshi(folder, args).stdin(Stdio::null()).output().expect("starts"))
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

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("one object per line")).collect()
}

#[test]
fn every_verb_shows_examples_and_exit_codes() {
    let here = folder(&[]);
    let verbs: [&[&str]; 10] = [
        &["demo"],
        &["read"],
        &["know", "show"],
        &["know", "search"],
        &["know", "list"],
        &["know", "import"],
        &["assess"],
        &["concern"],
        &["brief"],
        &[],
    ];
    for verb in verbs {
        let help = run(here.path(), &[verb, &["--help"]].concat());
        assert_eq!(help.code, Some(0), "{verb:?}");
        assert!(help.out.contains("Examples:") && help.out.contains("Exit code:"), "{verb:?}");
        assert!(help.err.is_empty());
    }
}

#[test]
fn a_mistyped_verb_is_met_with_the_right_one() {
    let typo = run(folder(&[]).path(), &["raed", "x"]);
    assert_eq!(typo.code, Some(2));
    assert!(typo.err.contains("'read'"), "{}", typo.err);
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_what_to_do() {
    let here = folder(&[("empty.txt", "")]);
    let empty = run(here.path(), &["read", "empty.txt"]);
    assert_eq!((empty.code, empty.out.as_str()), (Some(2), ""));
    assert!(empty.err.contains("[NRS-FORMAT-001]") && empty.err.contains("  fix: "));
    let missing = run(here.path(), &["--lang", "ja", "read", "nope.txt"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("[NRS-FLOW-010]: `nope.txt` を開けません"), "{}", missing.err);
    let nothing = run(folder(&[]).path(), &["read", "."]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.err.contains("error[NRS-CLI-003]"), "{}", nothing.err);
}

#[test]
fn one_bad_file_in_a_folder_does_not_stop_the_rest() {
    let here = folder(&[("r/a.txt", REPORT), ("r/b.txt", ""), ("r/c.txt", REPORT)]);
    let read = run(here.path(), &["read", "--format", "json", "r"]);
    assert_eq!(read.code, Some(10));
    let files = lines(&read.out);
    let paths: Vec<&str> =
        files.iter().filter_map(|file| file["document"]["path"].as_str()).collect();
    assert_eq!(paths, ["r/a.txt", "r/b.txt", "r/c.txt"]);
    assert!(files[1]["document"]["id"].is_null());
    assert_eq!(files[1]["problems"][0]["code"], "NRS-FORMAT-001");
    assert!(read.err.contains("r/b.txt"));
}

#[test]
fn every_span_of_the_json_leads_to_its_words() {
    let here = folder(&[("a.txt", REPORT)]);
    let read = run(here.path(), &["read", "--format", "json", "a.txt"]);
    let file = lines(&read.out).remove(0);
    let at = |span: &Value| {
        let end = |nth: usize| span[nth].as_u64().and_then(|at| usize::try_from(at).ok());
        REPORT.get(end(0)?..end(1)?)
    };
    let mentions = file["mentions"].as_array().expect("a list");
    assert!(
        mentions
            .iter()
            .any(|it| it["kind"] == "vulnerability" && it["canonical"] == "CVE-2024-3400")
    );
    assert!(mentions.iter().any(|it| it["canonical"] == "http://evil.example/a"));
    for mention in mentions {
        assert_eq!(at(&mention["span"]), mention["text"].as_str());
        assert!(mention["reason"].is_string());
    }
    for claim in file["claims"].as_array().expect("a list") {
        assert_eq!(at(&claim["span"]), claim["text"].as_str());
        assert!(!claim["speaker"].as_array().expect("a list").is_empty());
    }
    for name in ["published", "covers", "rendered", "fetched", "anchor"] {
        assert!(file["document"]["dates"].get(name).is_some(), "{name}");
    }
}

#[test]
fn standard_input_is_read() {
    let here = folder(&[]);
    let mut child = noroshi(here.path(), &["read", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    child.stdin.take().expect("a pipe").write_all(REPORT.as_bytes()).expect("taken");
    let read = ran(child.wait_with_output().expect("ends"));
    assert_eq!(read.code, Some(10));
    assert!(read.out.contains("CVE-2024-3400") && !read.out.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn the_first_result_comes_before_the_last_file_can_be_read() {
    let here = folder(&[("a.txt", REPORT)]);
    let made = Command::new("mkfifo").arg(here.path().join("pipe")).status();
    assert!(made.expect("mkfifo runs").success());
    let mut child = noroshi(here.path(), &["read", "--format", "json", "a.txt", "pipe"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let first = out.next().expect("a line").expect("UTF-8");
    assert!(first.contains("\"path\":\"a.txt\""));
    fs::write(here.path().join("pipe"), REPORT).expect("written");
    let second = out.next().expect("a line").expect("UTF-8");
    assert!(second.contains("\"path\":\"pipe\""));
    assert_eq!(child.wait().expect("ends").code(), Some(10));
}

#[test]
fn whoever_reads_our_output_may_stop() {
    let here = folder(&[]);
    let mut child = noroshi(here.path(), &["know", "list", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut String::new()).expect("a line");
    drop(out);
    let ended = ran(child.wait_with_output().expect("ends"));
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[test]
fn taking_in_twice_changes_nothing() {
    let here = folder(&[("r/a.txt", REPORT), ("r/twin.txt", REPORT), ("r/b.txt", "")]);
    let args = ["read", "--keep", "--fetched", "2024-12-27", "--format", "json", "r"];
    let first = run(here.path(), &args);
    assert!(first.err.contains("1 new, 1 known, 1 unread"), "{}", first.err);
    let second = run(here.path(), &args);
    assert!(second.err.contains("0 new, 2 known, 1 unread"), "{}", second.err);
    assert_eq!((first.code, second.code), (Some(10), Some(0)));
    assert_eq!(lines(&first.out)[0], lines(&second.out)[0]);
    let found = run(here.path(), &["know", "search", "攻撃"]);
    assert_eq!(found.code, Some(10));
    assert_eq!(run(here.path(), &["know", "search", "降雪"]).code, Some(0));
}

#[test]
fn asking_an_empty_workspace_makes_no_store() {
    let here = folder(&[]);
    for question in [&["concern"][..], &["brief"], &["know", "search", "x"]] {
        let asked = run(here.path(), question);
        assert_eq!(asked.code, Some(2), "{question:?}");
        assert!(asked.err.contains("error[NRS-FLOW-005]"), "{}", asked.err);
    }
    assert_eq!(fs::read_dir(here.path()).expect("there").count(), 0);
}

#[test]
fn wrong_settings_are_named_with_their_place() {
    let here = folder(&[("noroshi.toml", "[profile]\nnames = []\n"), ("a.txt", REPORT)]);
    let wrong = run(here.path(), &["read", "a.txt"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("line 2, column 1"), "{}", wrong.err);
    assert!(wrong.err.contains("unknown field `names`"), "{}", wrong.err);
}

#[test]
fn an_unknown_name_is_met_with_similar_ones() {
    let here = folder(&[]);
    let shown = run(here.path(), &["know", "show", "Salt", "Typhoon"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    let near = run(here.path(), &["know", "show", "SaltTyphoom"]);
    assert_eq!(near.code, Some(2));
    assert!(near.err.contains("did you mean `Salt Typhoon`"), "{}", near.err);
}

#[test]
fn the_demo_ends_with_a_brief_and_can_be_run_again() {
    let here = folder(&[]);
    let demo = run(here.path(), &["demo", "try", "--lang", "ja"]);
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    assert!(demo.out.contains("try/brief-2024-12.ja.html"), "{}", demo.out);
    let page = fs::read_to_string(here.path().join("try/brief-2024-12.ja.html")).expect("written");
    assert!(page.trim_start().starts_with("<!") && page.contains("TLP:"));
    let again = run(here.path(), &["demo", "try", "--lang", "ja"]);
    assert_eq!((again.code, &again.out), (Some(0), &demo.out));
    let touched = run(here.path(), &["--workspace", "try", "concern", "--format", "json"]);
    assert_eq!(touched.code, Some(10), "{}", touched.err);
    let lax =
        run(here.path(), &["--workspace", "try", "brief", "--month", "2024-12", "--tlp", "clear"]);
    assert_eq!(lax.code, Some(2));
    let flash =
        ["--workspace", "try", "brief", "--month", "2024-12", "--kind", "flash", "--out", "-"];
    assert!(run(here.path(), &flash).out.trim_start().starts_with("<!"));
}

#[test]
fn the_demo_leaves_other_folders_alone() {
    let here = folder(&[("mine/notes.txt", "mine")]);
    let refused = run(here.path(), &["demo", "mine"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("error[NRS-FLOW-006]"), "{}", refused.err);
}
