//! `noroshi know`: what is known, who says so, and where kept reports tell of it.

mod import;
mod list;
mod search;
mod show;
mod sources;

use std::io::Write;

use clap::Subcommand;
use noroshi_flow::Known;

use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Look up what is known, and search the kept reports
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

const AFTER: &str = "\
Examples:
  noroshi know show サンドワーム                  every name of it, and who uses that name
  noroshi know search サプライチェーン            where kept reports say it
  noroshi know list --kind threat-actor         all actors and activity clusters
  noroshi know import enterprise-attack.json    a further source
  noroshi know sources --month 2024-12          how many roots stand behind what reports say";

#[derive(Debug, Subcommand)]
enum What {
    Show(show::Args),
    Search(search::Args),
    List(list::Args),
    Import(import::Args),
    Sources(sources::Args),
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    match &args.what {
        What::Show(args) => show::run(args, console, out),
        What::Search(args) => search::run(args, console, out),
        What::List(args) => list::run(args, console, out),
        What::Import(args) => import::run(args, console, out),
        What::Sources(args) => sources::run(args, console, out),
    }
}

/// What the workspace knows; what had to be left out is told.
fn known(console: &mut Console) -> Result<Known, CliError> {
    let workspace = console.workspace()?;
    let known = console.runtime()?.block_on(Known::of(&workspace))?;
    console.problems(&known.problems);
    Ok(known)
}
