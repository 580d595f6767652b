//! `noroshi packages`: what we use against what is reported, version by version.

mod check;
mod import;
mod list;
mod scan;
mod squat;

use std::fs;
use std::io::Write;
use std::path::Path;

use clap::Subcommand;
use noroshi_flow::FlowError;

use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Hold the packages in use against reported ones, by version; every hit with its line and source
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

const AFTER: &str = "\
Examples:
  noroshi packages import all.zip               records of reported packages, in the form of OSV
  noroshi packages check src/                   lockfiles and SBOMs below a folder
  noroshi packages check app.cdx.json --format json
  noroshi packages list src/                    what is used, and on which line it says so
  noroshi packages squat --brand deepseek deepseeek   names that look alike
  noroshi packages scan vendor/                 what source on disk does

Nothing is downloaded. Formats: docs/reference/packages.md. Exit code: 0 nothing found, 10
something found, 2 could not be done.";

#[derive(Debug, Subcommand)]
enum What {
    Import(import::Args),
    Check(check::Args),
    List(list::Args),
    Squat(squat::Args),
    Scan(scan::Args),
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    match &args.what {
        What::Import(args) => import::run(args, console, out),
        What::Check(args) => check::run(args, console, out),
        What::List(args) => list::run(args, console, out),
        What::Squat(args) => squat::run(args, console, out),
        What::Scan(args) => scan::run(args, console, out),
    }
}

/// Writes a table or log into a file, or to standard output for `-`.
fn save(path: &Path, text: &str, out: &mut impl Write) -> Result<(), CliError> {
    if is_output(path) {
        return Ok(out.write_all(text.as_bytes())?);
    }
    let written = fs::write(path, text);
    written.map_err(|source| {
        CliError::Flow(FlowError::Unwritable { path: path.display().to_string(), source })
    })
}

/// Whether a path stands for standard output.
fn is_output(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The day of a moment, in UTC; `-` when it is not known.
fn day(moment: Option<&impl ToString>) -> String {
    let text = moment.map(ToString::to_string).unwrap_or_else(|| "-".to_owned());
    text.split('T').next().unwrap_or_default().to_owned()
}
