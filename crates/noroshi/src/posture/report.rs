//! `noroshi posture report`: tell a kept run again.

use std::io::Write;

use noroshi_flow::posture::report as tell_again;

use super::{Show, open, shown};
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Report a kept run, with what reports say of its gaps now
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The first digits of its id, or a ScubaResults file [default: the last kept run]
    #[arg(value_name = "RUN")]
    run: Option<String>,
    #[command(flatten)]
    show: Show,
}

const AFTER: &str = "\
Examples:
  noroshi posture report
  noroshi posture report --format html --lang ja > report.html
  noroshi posture report 3f2a --format sarif > posture.sarif

Forms: text, json, csv, sarif, html. Exit code: 0 nothing fails, 10 something fails, 2 could not be
done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let bar = Bar::new(console);
    let name = args.run.as_deref();
    let (judged, problems) = console.runtime()?.block_on(tell_again(&workspace, name, &bar))?;
    console.problems(&problems);
    let found = open(&judged);
    shown(&[judged], &args.show, console, out)?;
    Ok(Outcome::of(found))
}
