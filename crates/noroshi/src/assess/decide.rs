//! `noroshi assess accept` and `refuse`: an analyst's word on suggested rows.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Verdict, decide};

use super::{By, written};
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Ids of the rows
    #[arg(required = true, value_name = "ROW")]
    rows: Vec<String>,
    #[command(flatten)]
    by: By,
}

pub(super) const AFTER: &str = "\
Examples:
  noroshi assess accept questions/ddos.toml S1 S4
  noroshi assess refuse questions/ddos.toml S2 --by aiko

Only the status changes; ratings are the analyst's to write. The change is logged.
Exit code: 0 done, 2 could not be done.";

pub(super) fn accept(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    done(args, Verdict::Accept, console, out)
}

pub(super) fn refuse(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    done(args, Verdict::Refuse, console, out)
}

fn done(
    args: &Args,
    verdict: Verdict,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    decide(&args.file, &args.rows, verdict, &args.by.by)?;
    written(&args.file, console, out)?;
    Ok(Outcome::Quiet)
}
