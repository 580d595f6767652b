//! `noroshi assess export`: a question in the form of another tool.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use noroshi_flow::assess::{Form, export, run as work_out};

use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Print a question as STIX 2.1 or as the table of classic tools
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// The form
    #[arg(long, value_enum)]
    to: To,
}

/// A form on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    /// STIX 2.1: a grouping, a note per hypothesis and row, an opinion per rating
    Stix,
    /// One row per piece of evidence, one column per hypothesis
    Csv,
}

const AFTER: &str = "\
Examples:
  noroshi assess export questions/ddos.toml --to stix > ddos.stix.json
  noroshi assess export questions/ddos.toml --to csv > ddos.csv

Exit code: 0 printed, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let form = match args.to {
        To::Stix => Form::Stix,
        To::Csv => Form::Csv,
    };
    let ran = console.runtime()?.block_on(work_out(&workspace, &args.file, None))?;
    let text = export(&args.file, form, ran.tlp(), console.language())?;
    out.write_all(text.as_bytes())?;
    Ok(Outcome::Quiet)
}
