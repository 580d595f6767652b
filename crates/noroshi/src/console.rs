//! What every verb has at hand: the global options, the language, the workspace.

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use noroshi_flow::{Config, FlowError, MessageLanguage, Workspace};
use noroshi_model::Problem;
use tokio::runtime::{Builder, Runtime};

use crate::failure::{CliError, show_problem};
use crate::style::Streams;

/// Options that every verb takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder with noroshi.toml and the store
    #[arg(long, global = true, value_name = "DIR", env = "NOROSHI_WORKSPACE", default_value = ".")]
    #[arg(hide_env_values = true, help_heading = "Global options")]
    pub(crate) workspace: PathBuf,
    /// Store to use: a path or postgres://… [default: noroshi.db in the workspace; env: NOROSHI_STORE]
    #[arg(long, global = true, value_name = "URL", help_heading = "Global options")]
    pub(crate) store: Option<String>,
    /// Language of messages, help and briefs [default: that of the environment; env: NOROSHI_LANG]
    #[arg(long, global = true, value_enum, help_heading = "Global options")]
    pub(crate) lang: Option<Lang>,
    /// How results are printed
    #[arg(long, global = true, value_enum, default_value = "text")]
    #[arg(help_heading = "Global options")]
    pub(crate) format: Wish,
    /// Print results and errors only
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub(crate) quiet: bool,
    /// Tell more about what is done
    #[arg(long, short, global = true, conflicts_with = "quiet", help_heading = "Global options")]
    pub(crate) verbose: bool,
}

/// A language on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Japanese
    Ja,
    /// English
    En,
}

/// A form of results on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wish {
    /// For people
    Text,
    /// One JSON object per line
    Json,
    /// A table for spreadsheets, where a verb has one
    Csv,
    /// SARIF 2.1.0, where a verb has it
    Sarif,
    /// One self-contained page, where a verb has one
    Html,
}

/// A form of results that every verb has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One JSON object per line
    Json,
}

/// What every verb has at hand.
#[derive(Debug)]
pub(crate) struct Console {
    global: Global,
    language: MessageLanguage,
    streams: Streams,
}

impl Console {
    pub(crate) fn new(global: Global, streams: Streams) -> Self {
        let asked = global.lang.map(Lang::language);
        let language = asked.or_else(|| MessageLanguage::from_environment(variable));
        Self { global, language: language.unwrap_or(MessageLanguage::En), streams }
    }

    pub(crate) fn language(&self) -> MessageLanguage {
        self.language
    }

    pub(crate) fn format(&self) -> Format {
        if self.global.format == Wish::Json { Format::Json } else { Format::Text }
    }

    /// The form that was asked for, for a verb that has more than text and JSON.
    pub(crate) fn wish(&self) -> Wish {
        self.global.format
    }

    /// Refuses a form that only some verbs have.
    pub(crate) fn common_forms(&self) -> Result<(), CliError> {
        match self.global.format {
            Wish::Text | Wish::Json => Ok(()),
            Wish::Csv => Err(CliError::Form("csv")),
            Wish::Sarif => Err(CliError::Form("sarif")),
            Wish::Html => Err(CliError::Form("html")),
        }
    }

    pub(crate) fn streams(&self) -> Streams {
        self.streams
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.global.quiet
    }

    pub(crate) fn is_verbose(&self) -> bool {
        self.global.verbose
    }

    /// The workspace, with what the command line sets instead. From here on its language
    /// speaks, unless the command line or the environment named one.
    pub(crate) fn workspace(&mut self) -> Result<Workspace, FlowError> {
        let workspace = Workspace::open(&self.global.workspace, variable)?;
        self.speak(&workspace.config);
        Ok(workspace.with_store(self.global.store.clone()))
    }

    /// The settings alone, for a verb that keeps nothing.
    pub(crate) fn config(&mut self) -> Result<Config, FlowError> {
        self.workspace().map(|workspace| workspace.config)
    }

    fn speak(&mut self, config: &Config) {
        if self.global.lang.is_none() {
            self.language = config.language.unwrap_or(self.language);
        }
    }

    /// Says something to the person: on standard error, and never in the way of the work.
    pub(crate) fn talk(&self, words: &str) {
        let mut talk = std::io::stderr().lock();
        let told = writeln!(talk, "{words}");
        // With standard error closed there is nobody left to tell.
        told.unwrap_or_default();
    }

    /// Says something unless quiet.
    pub(crate) fn remark(&self, words: &str) {
        if !self.global.quiet {
            self.talk(words);
        }
    }

    /// Shows problems on standard error.
    pub(crate) fn problems(&self, problems: &[Problem]) {
        for problem in problems {
            self.talk(&show_problem(problem, self.language.language(), self.streams.talk));
        }
    }

    /// What runs the verbs that use the store.
    pub(crate) fn runtime(&self) -> Result<Runtime, CliError> {
        Builder::new_current_thread().enable_all().build().map_err(CliError::Runtime)
    }
}

/// The language of a command line that was not parsed, since help is asked for or something is
/// wrong with it: the same as of one that was.
pub(crate) fn spoken(args: &[OsString]) -> MessageLanguage {
    let named = option(args, "--lang").and_then(|word| Lang::from_str(&word, true).ok());
    if let Some(lang) = named {
        return lang.language();
    }
    let folder = option(args, "--workspace").or_else(|| variable("NOROSHI_WORKSPACE"));
    let folder = PathBuf::from(folder.unwrap_or_else(|| ".".to_owned()));
    // Settings that cannot be read are told when a verb needs them.
    let config = Workspace::open(&folder, variable).ok().map(|workspace| workspace.config);
    let language = config.and_then(|config| config.language);
    let language = language.or_else(|| MessageLanguage::from_environment(variable));
    language.unwrap_or(MessageLanguage::En)
}

/// The value of an option, written in one word or in two.
fn option(args: &[OsString], name: &str) -> Option<String> {
    let mut words = args.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        if word == name {
            return words.next().map(Into::into);
        }
        let value = word.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
        if let Some(value) = value {
            return Some(value.to_owned());
        }
    }
    None
}

impl Lang {
    fn language(self) -> MessageLanguage {
        match self {
            Self::Ja => MessageLanguage::Ja,
            Self::En => MessageLanguage::En,
        }
    }
}

/// A variable of the environment, if it is set and readable.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}
