//! `noroshi assess`: competing explanations side by side, and what would turn the answer round.

mod decide;
mod export;
mod import;
mod log;
mod new;
mod rate;
mod run;
mod score;
mod sheet;
mod suggest;
mod team;

use std::io::Write;
use std::path::Path;

use clap::Subcommand;

use crate::console::Console;
use crate::failure::CliError;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::{Tone, safe};

/// Weigh competing explanations, every row with its source; Noroshi never decides
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

const AFTER: &str = "\
Examples:
  noroshi assess new questions/ddos.toml --question \"Who did it?\" --subject DDoS
  noroshi assess suggest questions/ddos.toml --add   rows from the kept reports, as suggestions
  noroshi assess run questions/ddos.toml             scores, sensitivity, warnings
  noroshi assess run questions/ddos.toml --as-of 2024-12-28
  noroshi assess sheet questions/ddos.toml --out ddos.html

The file format: docs/reference/assess.md. Exit code: 0 done, 10 something to decide, 2 could
not be done.";

#[derive(Debug, Subcommand)]
enum What {
    New(new::Args),
    Suggest(suggest::Args),
    /// Let suggested rows count
    #[command(after_help = decide::AFTER)]
    Accept(decide::Args),
    /// Keep suggested rows in the file without counting them
    #[command(after_help = decide::AFTER)]
    Refuse(decide::Args),
    Run(run::Args),
    Sheet(sheet::Args),
    Rate(rate::Args),
    Team(team::Args),
    Score(score::Args),
    Log(log::Args),
    Export(export::Args),
    Import(import::Args),
}

/// Who changes a question.
#[derive(Debug, clap::Args)]
pub(crate) struct By {
    /// Who does it, for the log of the question
    #[arg(long, value_name = "NAME", env = "NOROSHI_ANALYST", default_value = "unnamed")]
    #[arg(hide_env_values = true)]
    by: String,
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let done = match &args.what {
        What::New(args) => new::run(args, console, out),
        What::Suggest(args) => suggest::run(args, console, out),
        What::Accept(args) => decide::accept(args, console, out),
        What::Refuse(args) => decide::refuse(args, console, out),
        What::Run(args) => run::run(args, console, out),
        What::Sheet(args) => sheet::run(args, console, out),
        What::Rate(args) => rate::run(args, console, out),
        What::Team(args) => team::run(args, console, out),
        What::Score(args) => score::run(args, console, out),
        What::Log(args) => log::run(args, console, out),
        What::Export(args) => export::run(args, console, out),
        What::Import(args) => import::run(args, console, out),
    };
    if let Err(error) = &done {
        console.problems(error.further());
    }
    done
}

/// Where something is now.
fn written(path: &Path, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let word = Labels(console.language()).pick("written", "書き込み先");
    let path = console.streams().data.paint(Tone::Bold, &safe(&path.display().to_string()));
    Ok(writeln!(out, "{word}: {path}")?)
}
