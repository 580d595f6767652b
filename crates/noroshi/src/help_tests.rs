//! Every command, argument and value has Japanese words, and no word is left over.

use std::collections::BTreeSet;

use clap::{CommandFactory as _, Parser as _};

use super::*;
use crate::Cli;

fn book() -> Book {
    let book = Book::japanese();
    for text in JAPANESE {
        let file: Result<BTreeMap<String, Words>, _> = toml::from_str(text);
        assert!(file.is_ok(), "{file:?}");
    }
    book
}

/// Every command with its path, from the program down.
fn commands() -> Vec<(String, Command)> {
    let mut found = vec![("noroshi".to_owned(), Cli::command())];
    let mut at = 0;
    while let Some((path, command)) = found.get(at).cloned() {
        at += 1;
        let below = command.get_subcommands().map(|it| (format!("{path} {}", it.get_name()), it));
        found.extend(below.map(|(path, it)| (path, it.clone())));
    }
    found
}

/// Keys of the words that a command needs: `PATH: about`, `PATH: args.ID`, `PATH: values.ID.VALUE`.
fn needed(path: &str, command: &Command) -> Vec<String> {
    let mut keys = vec![format!("{path}: about")];
    if command.get_after_help().is_some() {
        keys.push(format!("{path}: after"));
    }
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        let id = arg.get_id();
        keys.push(format!("{path}: args.{id}"));
        let values = arg.get_possible_values();
        let told = values.iter().filter(|value| value.get_help().is_some());
        keys.extend(told.map(|value| format!("{path}: values.{id}.{}", value.get_name())));
    }
    keys
}

/// Keys of the words in the files.
fn written(book: &Book) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (path, words) in &book.0 {
        let mut add = |key: String| keys.insert(format!("{path}: {key}"));
        if !words.about.is_empty() {
            add("about".to_owned());
        }
        if !words.after.is_empty() {
            add("after".to_owned());
        }
        for id in words.args.keys() {
            add(format!("args.{id}"));
        }
        for (id, values) in &words.values {
            for value in values.keys() {
                add(format!("values.{id}.{value}"));
            }
        }
    }
    keys
}

/// Where a needed word is taken from: the command itself, or the nearest above that has it.
fn source(written: &BTreeSet<String>, key: &str) -> Option<String> {
    let (path, word) = key.split_once(": ")?;
    let inherited = word.starts_with("args.") || word.starts_with("values.");
    let mut path = path;
    loop {
        let key = format!("{path}: {word}");
        if written.contains(&key) {
            return Some(key);
        }
        path = path.rsplit_once(' ').filter(|_| inherited)?.0;
    }
}

#[test]
fn every_word_is_there_and_none_is_left_over() {
    let written = written(&book());
    let needed = commands().into_iter().flat_map(|(path, command)| needed(&path, &command));
    let (mut used, mut missing) = (BTreeSet::new(), Vec::new());
    for key in needed {
        match source(&written, &key) {
            Some(key) => drop(used.insert(key)),
            None => missing.push(key),
        }
    }
    let over: Vec<_> = written.difference(&used).collect();
    assert_eq!((missing, over), (Vec::new(), Vec::new()), "(missing, left over)");
}

/// Commands of the examples: lines that begin with two blanks, without the remark behind them.
fn examples(after: &str) -> Vec<String> {
    let lines = after.lines().filter_map(|line| line.strip_prefix("  "));
    let call = |line: &str| line.split("  ").next().unwrap_or_default().trim().to_owned();
    lines.map(call).collect()
}

/// Exit codes that are told behind these words.
fn codes(after: &str, words: &str) -> Vec<String> {
    let after = after.replace('\n', " ");
    let told = after.split_once(words).map(|(_, told)| told).unwrap_or_default();
    let words = told.split([' ', '、', ':']).filter(|word| ["0", "10", "2"].contains(word));
    words.map(str::to_owned).collect()
}

#[test]
fn examples_are_the_same_commands() {
    let book = book();
    for (path, command) in commands() {
        let Some(english) = command.get_after_help() else { continue };
        let japanese = &book.0[&path].after;
        let english = english.to_string();
        assert_eq!(examples(&english), examples(japanese), "{path}");
        assert_eq!(codes(&english, "Exit code"), codes(japanese, "終了コード"), "{path}");
    }
}

/// Help of a command in Japanese, short or long.
fn help(path: &str, option: &str) -> String {
    let words = path.split(' ').chain([option]);
    let error = Cli::try_parse_from(words.clone()).expect_err("help");
    let args = words.map(OsString::from).collect();
    fixed(japanese_help(&error, Cli::command(), args).expect("help"))
}

#[test]
fn no_english_word_of_the_frame_is_left() {
    let frame = [
        "Print ",
        "Usage",
        "Options:",
        "Arguments",
        "Commands",
        "ossible values",
        "[default",
        "[env",
    ];
    for (path, _) in commands() {
        for option in ["-h", "--help"] {
            let help = help(&path, option);
            let left: Vec<_> = frame.iter().filter(|word| help.contains(**word)).collect();
            assert!(left.is_empty(), "{path} {option}: {left:?}\n{help}");
        }
    }
}

#[test]
fn lines_fit_a_terminal() {
    // Signs of Japanese take two columns. In long help words begin at column 10 of 100.
    let columns = |line: &str| -> usize {
        line.chars().map(|sign| if sign < '\u{2000}' { 1 } else { 2 }).sum()
    };
    for (path, words) in &book().0 {
        let args = words.args.values().flat_map(|text| text.lines());
        for line in args.chain(words.about.lines().skip(1)) {
            assert!(columns(line) <= 100, "{path}: {} columns: {line}", columns(line));
        }
        for line in words.after.lines().filter(|line| !line.starts_with("  ")) {
            assert!(columns(line) <= 100, "{path}: {} columns: {line}", columns(line));
        }
    }
}

/// What is said of a command line that is wrong.
fn mistake(words: &str) -> String {
    let error = Cli::try_parse_from(words.split(' ')).expect_err("wrong");
    let args = words.split(' ').map(OsString::from).collect();
    assert_eq!(japanese_help(&error, Cli::command(), args), None);
    fixed(mistake::japanese(&error).expect("words"))
}

#[test]
fn what_is_wrong_is_said_with_what_was_perhaps_meant() {
    for (line, words) in [
        ("noroshi postur", "似たコマンド: posture"),
        ("noroshi posture run --basline x", "似た引数: --baseline"),
        ("noroshi posture run", "必要な引数がありません: <EXPORT.json>..."),
        ("noroshi posture run x --format jsn", "指定できる値: text, json, csv, sarif, html"),
        ("noroshi posture run x --give-up 0", "に `0` は指定できません"),
        ("noroshi posture run x --config", "には値が必要です"),
        ("noroshi posture run x -q -v", "同時に指定できません"),
        ("noroshi posture run x --all --all", "1回だけ"),
        ("noroshi posture run x --all=1", "余分な値"),
    ] {
        let said = mistake(line);
        assert!(said.starts_with("error: ") && said.contains(words), "{line}: {said}");
        assert!(said.contains("使い方: noroshi") || !said.contains("Usage"), "{line}: {said}");
    }
}
