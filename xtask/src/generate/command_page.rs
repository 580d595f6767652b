//! The reference of the commands: what the program itself says under `--help`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::Fault;
use crate::generate::Pages;
use crate::repository::Repository;

/// The fixed words of a page.
struct Frame {
    path: &'static str,
    language: &'static str,
    head: &'static str,
}

const FRAMES: &[Frame] = &[
    Frame {
        path: "docs/reference/cli.md",
        language: "en",
        head: "# Commands\n\n\
               Data goes to stdout, talk to stderr. Exit codes: `0` nothing to report, `10` \
               findings, `2` it could not be done. `NO_COLOR` is respected. \
               · [日本語](cli.ja.md)\n",
    },
    Frame {
        path: "docs/reference/cli.ja.md",
        language: "ja",
        head: "# コマンド\n\n\
               データは標準出力へ、進捗や注意は標準エラーへ出します。終了コードは `0`(報告なし)、\
               `10`(所見あり)、`2`(実行できなかった)です。`NO_COLOR` に従います。\
               · [English](cli.md)\n",
    },
];

/// The pages of all commands in both languages.
///
/// # Errors
/// When the program does not build or does not answer.
pub fn pages(repository: &Repository) -> Result<Pages, Fault> {
    let program = program(repository)?;
    FRAMES.iter().map(|frame| Ok((frame.path.to_owned(), page(&program, frame)?))).collect()
}

/// Builds the program as the README does, and says where it is.
///
/// # Errors
/// When it does not build.
pub fn program(repository: &Repository) -> Result<PathBuf, Fault> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let build = crate::clean::command(cargo)
        .args(["build", "--release", "--locked", "--bin", "noroshi", "--message-format=json"])
        .current_dir(repository.root())
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| fault(error.to_string()))?;
    let told = String::from_utf8_lossy(&build.stdout).into_owned();
    let artifacts =
        told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut built = artifacts.filter_map(|one| one.get("executable")?.as_str().map(PathBuf::from));
    built.next_back().ok_or_else(|| fault("cargo built no program".to_owned()))
}

fn fault(what: String) -> Fault {
    Fault::new("noroshi", what, "make `cargo build --release --bin noroshi` work")
}

fn page(program: &Path, frame: &Frame) -> Result<String, Fault> {
    let mut text = format!("<!-- Made by `cargo run -p xtask -- generate`. -->\n\n{}", frame.head);
    for path in command_paths(program, frame.language)? {
        let help = help(program, &path, frame.language)?;
        let name = [vec!["noroshi".to_owned()], path].concat().join(" ");
        text.push_str(&format!("\n## `{name}`\n\n```text\n{}\n```\n", tidy(&help)));
    }
    Ok(text)
}

/// The program itself, then its verbs in their order, each followed by its own.
fn command_paths(program: &Path, language: &str) -> Result<Vec<Vec<String>>, Fault> {
    let mut paths = vec![Vec::new()];
    let mut at = 0;
    while let Some(path) = paths.get(at).cloned() {
        at += 1;
        let below = verbs(&help(program, &path, language)?);
        let below: Vec<Vec<String>> =
            below.into_iter().map(|verb| [path.clone(), vec![verb]].concat()).collect();
        paths.splice(at..at, below);
    }
    Ok(paths)
}

fn help(program: &Path, verbs: &[String], language: &str) -> Result<String, Fault> {
    let told = Command::new(program)
        .args(verbs)
        .arg("--help")
        .env_clear()
        .env("NOROSHI_LANG", language)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "96")
        .output()
        .map_err(|error| fault(error.to_string()))?;
    Ok(String::from_utf8_lossy(&told.stdout).into_owned())
}

/// The verbs that a help text lists, `help` apart.
fn verbs(help: &str) -> Vec<String> {
    let heads = ["Commands:", "コマンド:"];
    let list = help.lines().skip_while(|line| !heads.contains(line)).skip(1);
    let rows = list.take_while(|line| line.starts_with("  "));
    let names = rows
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

fn tidy(help: &str) -> String {
    help.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_taken_from_the_help() {
        let help = "Reads.\n\nUsage: noroshi\n\nCommands:\n  read  Say what\n        more\n  know  Look up\n  help  Print\n\nOptions:\n  -h";
        assert_eq!(verbs(help), ["read", "know"]);
        assert_eq!(verbs("Usage: noroshi read\n\nOptions:\n  -h"), [""; 0]);
    }
}
