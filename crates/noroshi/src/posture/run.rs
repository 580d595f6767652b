//! `noroshi posture run`: judge settings exports by a baseline.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use noroshi_flow::posture::{Order, run as judge};

use super::{Show, nothing, tell};
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Judge settings exports by a baseline
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Settings exports: ProviderSettingsExport.json, or a ScubaResults file with its settings
    #[arg(required = true, value_name = "EXPORT.json")]
    files: Vec<PathBuf>,
    /// Folder of a ScubaGear or ScubaGoggles release [default: the sample baseline]
    #[arg(long, value_name = "DIR")]
    baseline: Option<PathBuf>,
    /// Configuration (YAML) in place of the one in the export
    #[arg(long, value_name = "YAML")]
    config: Option<PathBuf>,
    /// Exceptions [default: posture.toml in the workspace]
    #[arg(long, value_name = "TOML")]
    exceptions: Option<PathBuf>,
    /// Keep the run, and what presses of it
    #[arg(long)]
    keep: bool,
    /// Give a product up after so long, and call it not assessed
    #[arg(long, value_name = "SECONDS", default_value_t = 120,
          value_parser = clap::value_parser!(u64).range(1..=86_400))]
    give_up: u64,
    #[command(flatten)]
    show: Show,
}

const AFTER: &str = "\
Examples:
  noroshi posture run samples/estate/posture/ProviderSettingsExport.json
  noroshi posture run --baseline ScubaGear/ --config scuba.yaml --keep ProviderSettingsExport.json
  noroshi posture run --baseline ScubaGear/ ProviderSettingsExport.json --format csv > posture.csv
  noroshi posture run export.json --format json | jq -c 'select(.result == \"Fail\")'

Nothing leaves this machine, and nothing in the folder of the baseline is changed. Forms: text,
json, csv, sarif, html. Exit code: 0 nothing fails, 10 something fails or could not be assessed,
2 nothing could be judged.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    nothing(&args.files)?;
    let order = Order {
        baseline: args.baseline.clone(),
        files: args.files.clone(),
        config: args.config.clone(),
        exceptions: args.exceptions.clone(),
        keep: args.keep,
        give_up_after: Some(Duration::from_secs(args.give_up)),
    };
    let bar = Bar::new(console);
    let ran = console.runtime()?.block_on(judge(&workspace, &order, &bar))?;
    tell(&ran, &args.show, console, out)
}
