//! `noroshi posture import`: take finished results in.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::posture::{Order, import as take};

use super::{Show, nothing, tell};
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Take in results that ScubaGear or ScubaGoggles has found
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Results: ScubaResults_….json
    #[arg(required = true, value_name = "RESULTS.json")]
    files: Vec<PathBuf>,
    /// Exceptions [default: posture.toml in the workspace]
    #[arg(long, value_name = "TOML")]
    exceptions: Option<PathBuf>,
    /// Do not keep them
    #[arg(long)]
    dry: bool,
    #[command(flatten)]
    show: Show,
}

const AFTER: &str = "\
Examples:
  noroshi posture import ScubaResults_0123.json
  noroshi posture import --dry results/ --format json

The run is kept, so that `noroshi posture diff` can compare. HTML in the file becomes plain text.
Exit code: 0 nothing fails, 10 something fails, 2 nothing could be taken in.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    nothing(&args.files)?;
    let order = Order {
        files: args.files.clone(),
        exceptions: args.exceptions.clone(),
        keep: !args.dry,
        give_up_after: None,
        ..Order::default()
    };
    let bar = Bar::new(console);
    let ran = console.runtime()?.block_on(take(&workspace, &order, &bar))?;
    tell(&ran, &args.show, console, out)
}
