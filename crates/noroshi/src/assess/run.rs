//! `noroshi assess run`: scores side by side, sensitivity, warnings.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Day, Replayed, day, run as work_out};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::safe;

/// Work out scores, sensitivity and warnings of a question
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Use only what was known on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Day>,
    /// Show the answer on each day on which something became known
    #[arg(long)]
    replay: bool,
}

const AFTER: &str = "\
Examples:
  noroshi assess run questions/ddos.toml
  noroshi assess run questions/ddos.toml --as-of 2024-12-28
  noroshi assess run questions/olympic-destroyer.toml --replay
  noroshi assess run questions/ddos.toml --format json | jq .sensitivity.flip

Writes nothing. Exit code: 0 worked out, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let ran = console.runtime()?.block_on(work_out(&workspace, &args.file, args.as_of))?;
    console.problems(&ran.problems);
    let language = console.language();
    match (console.format(), args.replay) {
        (Format::Json, false) => json::line(&ran.json(language), out)?,
        (Format::Json, true) => {
            for one in ran.replay() {
                json::line(&ran.json_on(Some(one.day), language), out)?;
            }
        }
        (Format::Text, true) => replay(&ran.replay(), console, out)?,
        (Format::Text, false) => {
            let width = console.streams().data.width;
            write!(out, "{}", ran.terminal(language, width))?;
            for one in &ran.notices {
                let word = Labels(language).pick("expected and seen", "予期された事象");
                let (path, words) = (safe(&one.path), safe(&one.sentence));
                writeln!(
                    out,
                    "{word}: {} / {}: {words} ({path})",
                    one.hypothesis, one.expectation.0
                )?;
            }
        }
    }
    Ok(Outcome::Quiet)
}

fn replay(days: &[Replayed], console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let labels = Labels(console.language());
    let Some(first) = days.first() else {
        return Ok(writeln!(out, "{}", labels.pick("nothing is known", "既知の行なし"))?);
    };
    let wide = |id: &str| id.chars().count().max(6);
    let heads = first.shares.iter().map(|(id, _)| format!("{id:>0$}", wide(id)));
    let rows = labels.pick("new rows", "新しい行");
    writeln!(out, "{:10}  {}  {rows}", "", heads.collect::<Vec<_>>().join("  "))?;
    for one in days {
        let shares = one.shares.iter().map(|(id, share)| format!("{share:>0$.3}", wide(id)));
        let shares: Vec<String> = shares.collect();
        writeln!(out, "{}  {}  {}", one.day, shares.join("  "), safe(&one.rows.join(", ")))?;
    }
    Ok(())
}
