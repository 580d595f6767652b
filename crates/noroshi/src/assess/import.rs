//! `noroshi assess import`: a question from another tool.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::import;

use super::written;
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Make a question file from a table (CSV) or a STIX 2.1 bundle
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The table or bundle; the content decides which
    #[arg(value_name = "FILE")]
    from: PathBuf,
    /// The question file to make
    #[arg(value_name = "QUESTION")]
    to: PathBuf,
}

const AFTER: &str = "\
Examples:
  noroshi assess import matrix.csv questions/old.toml
  noroshi assess import bundle.json questions/shared.toml

The rows have no source, so they are suggestions until somebody adds one.
Exit code: 0 made, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    import(&args.from, &args.to)?;
    written(&args.to, console, out)?;
    Ok(Outcome::Quiet)
}
