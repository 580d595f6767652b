//! `noroshi assess rate`: a blank rating file for one analyst.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::rate;

use super::written;
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Make a blank rating file: rows and hypotheses, and nobody's ratings
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Who will rate
    #[arg(long, value_name = "NAME", env = "NOROSHI_ANALYST", hide_env_values = true)]
    by: String,
}

const AFTER: &str = "\
Examples:
  noroshi assess rate questions/ddos.toml --by aiko     questions/ddos.by-aiko.ratings
  noroshi assess team questions/ddos.toml questions/ddos.by-*.ratings

Exit code: 0 made, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let path = rate(&args.file, &args.by, console.language())?;
    written(&path, console, out)?;
    Ok(Outcome::Quiet)
}
