//! `noroshi`: read threat reports, keep who says what, tell what concerns you.
//!
//! Parse, call, print. What is asked for is parsed here, done by `noroshi-flow`, and printed:
//! data on standard output, talk on standard error.

mod assess;
mod brief;
mod cases;
mod claims;
mod concern;
mod console;
mod decision;
mod demo;
mod explain;
mod failure;
mod help;
mod hunt;
mod json;
mod know;
mod label;
mod mentions;
mod mistake;
mod outcome;
mod packages;
mod posture;
mod progress;
mod read;
mod style;
mod summary;
mod watch;

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use console::{Console, Global};
use failure::CliError;
use outcome::Outcome;

/// Read threat reports, keep who says what, tell what concerns you. Works offline: it goes to the
/// network only for `posture collect`, and for a PostgreSQL store if you name one.
#[derive(Debug, Parser)]
#[command(name = "noroshi", version, max_term_width = 100, propagate_version = false)]
#[command(disable_help_subcommand = true, after_help = AFTER)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

const AFTER: &str = "\
Examples:
  noroshi demo                                  try everything on sample reports
  noroshi read report.pdf                       what a report says, and who says it
  noroshi read --keep reports/                  keep a folder of reports
  noroshi brief --month 2024-12 --lang ja       a brief of what was kept
  noroshi hunt logs/                            own logs against rules and kept reports

Exit code: 0 nothing found, 10 something found, 2 could not be done.
Colours: never with NO_COLOR, never into a file. Settings: noroshi.toml in the workspace folder.";

#[derive(Debug, Subcommand)]
enum Verb {
    Demo(demo::Args),
    Read(read::Args),
    Know(know::Args),
    Assess(assess::Args),
    Packages(packages::Args),
    Watch(watch::Args),
    Posture(posture::Args),
    Hunt(hunt::Args),
    Concern(concern::Args),
    Brief(brief::Args),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return help::tell(&error, Cli::command),
    };
    noroshi_flow::install_quiet_hook();
    let out = io::stdout();
    let mut out = BufWriter::with_capacity(1 << 16, out.lock());
    let mut console = Console::new(cli.global, style::Streams::ours());
    let done = run(&cli.verb, &mut console, &mut out);
    let done = done.and_then(|outcome| out.flush().map(|()| outcome).map_err(CliError::Output));
    outcome::exit_code(done, &console)
}

fn run(verb: &Verb, console: &mut Console, out: &mut impl io::Write) -> Result<Outcome, CliError> {
    if !matches!(verb, Verb::Posture(_) | Verb::Hunt(_)) {
        console.common_forms()?;
    }
    match verb {
        Verb::Demo(args) => demo::run(args, console, out),
        Verb::Read(args) => read::run(args, console, out),
        Verb::Know(args) => know::run(args, console, out),
        Verb::Assess(args) => assess::run(args, console, out),
        Verb::Packages(args) => packages::run(args, console, out),
        Verb::Watch(args) => watch::run(args, console, out),
        Verb::Posture(args) => posture::run(args, console, out),
        Verb::Hunt(args) => hunt::run(args, console, out),
        Verb::Concern(args) => concern::run(args, console, out),
        Verb::Brief(args) => brief::run(args, console, out),
    }
}
