//! Help in the reader's language: Japanese words for every command, option and value.
//!
//! The words lie in `help/ja/`, by the path of a command and the id of an argument. They are laid
//! over the commands only when help is asked for, so that no other start pays for them. A word
//! that stands in the table of a command holds for the commands below it too.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::iter::successors;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, Command, Error};
use noroshi_flow::{Colour, MessageLanguage};
use serde::Deserialize;

use crate::console::spoken;
use crate::mistake;
use crate::style::Streams;

const JAPANESE: [&str; 8] = [
    include_str!("../help/ja/noroshi.toml"),
    include_str!("../help/ja/assess.toml"),
    include_str!("../help/ja/concern.toml"),
    include_str!("../help/ja/hunt.toml"),
    include_str!("../help/ja/know.toml"),
    include_str!("../help/ja/packages.toml"),
    include_str!("../help/ja/posture.toml"),
    include_str!("../help/ja/watch.toml"),
];

/// Words that `clap` itself sets, in the order in which they are looked for.
const FIXED: [(&str, &str); 16] = [
    ("Print help (see a summary with '-h')", "ヘルプを表示する（要約は '-h'）"),
    ("Print help (see more with '--help')", "ヘルプを表示する（詳しくは '--help'）"),
    ("Print help", "ヘルプを表示する"),
    ("Print version", "バージョンを表示する"),
    ("Usage:", "使い方:"),
    ("Commands:", "コマンド:"),
    ("Arguments:", "引数:"),
    ("Global options:", "共通オプション:"),
    ("Options:", "オプション:"),
    ("Possible values:", "指定できる値:"),
    ("[possible values:", "[指定できる値:"),
    ("[default:", "[既定値:"),
    ("[env:", "[環境変数:"),
    ("[OPTIONS]", "[オプション]"),
    ("[COMMAND]", "[コマンド]"),
    ("<COMMAND>", "<コマンド>"),
];

/// What is said about one command.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Words {
    about: String,
    after: String,
    args: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
}

/// What is said about all commands, by path: `noroshi posture run`.
#[derive(Debug, Default)]
struct Book(BTreeMap<String, Words>);

impl Book {
    fn japanese() -> Self {
        // A test holds that every file parses.
        let files = JAPANESE.iter().filter_map(|text| toml::from_str(text).ok());
        Self(files.flat_map(|file: BTreeMap<String, Words>| file).collect())
    }

    /// A word of a command, or of the nearest command above it that has one.
    fn find<'a, T>(&'a self, path: &str, of: impl Fn(&'a Words) -> Option<T>) -> Option<T> {
        let mut paths =
            successors(Some(path), |path| path.rsplit_once(' ').map(|(above, _)| above));
        paths.find_map(|path| self.0.get(path).and_then(&of))
    }

    fn arg(&self, path: &str, id: &str) -> Option<&String> {
        self.find(path, |words| words.args.get(id))
    }

    fn value(&self, path: &str, id: &str, value: &str) -> Option<&String> {
        self.find(path, |words| words.values.get(id)?.get(value))
    }

    /// The command, and those below it, in these words.
    fn translate(&self, mut command: Command, path: &str) -> Command {
        if let Some(words) = self.0.get(path) {
            command = command.about(words.about.clone()).long_about(None);
            if !words.after.is_empty() {
                command = command.after_help(words.after.clone());
            }
        }
        command = command.mut_args(|arg| self.translate_arg(arg, path));
        command.mut_subcommands(|below| {
            let path = format!("{path} {}", below.get_name());
            self.translate(below, &path)
        })
    }

    fn translate_arg(&self, arg: Arg, path: &str) -> Arg {
        let id = arg.get_id().to_string();
        let words = |value: &str| self.value(path, &id, value).cloned();
        let values: Vec<_> = arg.get_possible_values();
        let said = values.iter().any(|value| value.get_help().is_some());
        let values = values.into_iter().map(|value| match words(value.get_name()) {
            Some(words) => value.help(words),
            None => value,
        });
        // Help alone is made of it: nothing is parsed by these values.
        let arg = if said { arg.value_parser(PossibleValuesParser::new(values)) } else { arg };
        match self.arg(path, &id) {
            Some(words) => arg.help(words.clone()).long_help(None),
            None => arg,
        }
    }
}

/// Says what `clap` has to say instead of a parsed command line: help, the version, or what is
/// wrong with it.
pub(crate) fn tell(error: &Error, command: impl FnOnce() -> Command) -> ExitCode {
    let args: Vec<OsString> = env::args_os().collect();
    let speaks = error.kind() != ErrorKind::DisplayVersion;
    let japanese = speaks && spoken(&args) == MessageLanguage::Ja;
    let words = japanese.then(|| japanese_help(error, command(), args));
    let words = words.and_then(|help| help.or_else(|| mistake::japanese(error))).map(fixed);
    // Where the words cannot be written, nobody is left to tell.
    let _ = match words {
        Some(words) if error.use_stderr() => std::io::stderr().write_all(words.as_bytes()),
        Some(words) => std::io::stdout().write_all(words.as_bytes()),
        None => error.print(),
    };
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The help that was asked for in Japanese; `None` when something else than help is to be said.
fn japanese_help(error: &Error, command: Command, args: Vec<OsString>) -> Option<String> {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand};
    if !matches!(error.kind(), DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand) {
        return None;
    }
    let name = command.get_name().to_owned();
    let command = Book::japanese().translate(command, &name);
    let help = command.try_get_matches_from(args).err()?.render();
    let streams = Streams::ours();
    let style = if error.use_stderr() { streams.talk } else { streams.data };
    Some(if style.colour == Colour::On { help.ansi().to_string() } else { help.to_string() })
}

/// The words of `clap` in what it rendered.
fn fixed(help: String) -> String {
    FIXED.iter().fold(help, |help, (english, japanese)| help.replace(english, japanese))
}

#[cfg(test)]
#[path = "help_tests.rs"]
mod tests;
