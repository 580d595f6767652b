//! In which language help comes, where it is written, and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::tempdir;

/// Exit code, standard output and standard error of a call with these variables alone.
fn noroshi(folder: &Path, env: &[(&str, &str)], args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().envs(env.iter().copied());
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().expect("starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn help_comes_in_the_language_of_the_reader() {
    let here = tempdir().expect("a folder");
    let japanese = |env: &[(&str, &str)], args: &[&str]| {
        let (code, out, err) = noroshi(here.path(), env, args);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{args:?}");
        assert_ne!(out.contains("使い方:"), out.contains("Usage:"), "{out}");
        out.contains("使い方:")
    };
    assert!(!japanese(&[], &["--help"]));
    assert!(!japanese(&[("NOROSHI_LANG", "en"), ("LANG", "ja_JP.UTF-8")], &["-h"]));
    assert!(!japanese(&[("NOROSHI_LANG", "ja")], &["hunt", "--help", "--lang", "en"]));
    assert!(japanese(&[], &["--lang", "ja", "--help"]));
    assert!(japanese(&[], &["posture", "run", "-h", "--lang=ja"]));
    assert!(japanese(&[("LANG", "ja_JP.UTF-8")], &["assess", "run", "--help"]));
    fs::write(here.path().join("noroshi.toml"), "language = \"ja\"\n").expect("written");
    assert!(japanese(&[], &["watch", "--help"]));
    assert!(!japanese(&[], &["--workspace", "/", "watch", "--help"]));
}

#[test]
fn a_wrong_call_is_told_on_standard_error_and_could_not_be_done() {
    let here = tempdir().expect("a folder");
    for (args, words) in [
        (&["posture"][..], "コマンド:"),
        (&["posture", "run", "--basline", "x"], "似た引数: --baseline"),
        (&["--format", "jsn", "read", "x"], "指定できる値: text, json"),
    ] {
        let (code, out, err) = noroshi(here.path(), &[("NOROSHI_LANG", "ja")], args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(err.contains(words) && !err.contains("Usage:"), "{args:?}: {err}");
    }
    let (code, _, err) = noroshi(here.path(), &[], &["posture", "run", "--basline", "x"]);
    assert!(code == Some(2) && err.contains("unexpected argument"), "{err}");
    let (code, out, _) = noroshi(here.path(), &[("NOROSHI_LANG", "ja")], &["--version"]);
    assert!(code == Some(0) && out.starts_with("noroshi "), "{out}");
}
