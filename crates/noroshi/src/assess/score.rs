//! `noroshi assess score`: how good answers turned out to be.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Scored, score};
use noroshi_flow::wire::ScoreLine;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::safe;

/// Score resolved questions: Brier score of each, calibration over all
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Question files; those without `[resolution]` are named and left out
    #[arg(required = true, value_name = "QUESTION")]
    files: Vec<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi assess score questions/*.toml

An answer is scored by what was known the day before the truth was. Brier score: 0 right and
sure, 2 wrong and sure. Exit code: 0 scored, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let scored = score(&args.files)?;
    match console.format() {
        Format::Json => json::line(&ScoreLine::new(&scored), out)?,
        Format::Text => print(&scored, console, out)?,
    }
    Ok(Outcome::Quiet)
}

fn print(scored: &Scored, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let labels = Labels(console.language());
    for (path, brier, right) in &scored.questions {
        let told = labels.pick("probability of the right answer", "正答に与えた確率");
        writeln!(
            out,
            "{}  Brier {brier:.3}  {told} {right:.2}",
            safe(&path.display().to_string())
        )?;
    }
    for path in &scored.open {
        let told = labels.pick("not resolved", "未解決");
        writeln!(out, "{}  {told}", safe(&path.display().to_string()))?;
    }
    for bin in &scored.calibration {
        let step = labels.pick(bin.step.english(), bin.step.japanese());
        let words = labels.pick("said", "件");
        writeln!(out, "  {step}: {} {words}, {:.2} → {:.2}", bin.said, bin.mean, bin.share())?;
    }
    Ok(())
}
