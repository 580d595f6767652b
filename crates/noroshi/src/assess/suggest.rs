//! `noroshi assess suggest`: rows that the kept reports offer, marked as suggestions.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Offered, suggest};
use noroshi_flow::wire::SuggestionLine;

use super::By;
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Propose rows, hypotheses, clusters and facets from the kept reports; judges nothing
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Append the rows to the file, with `status = "suggested"`; they do not count until accepted
    #[arg(long)]
    add: bool,
    /// The most rows that are proposed
    #[arg(long, value_name = "NUMBER", default_value_t = 40)]
    limit: usize,
    #[command(flatten)]
    by: By,
}

const AFTER: &str = "\
Examples:
  noroshi assess suggest questions/ddos.toml           show them, ready to be copied
  noroshi assess suggest questions/ddos.toml --add     append them to the file
  noroshi assess accept questions/ddos.toml S1 S4      then: let two of them count

Exit code: 0 nothing new, 10 something proposed, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let bar = Bar::new(console);
    let by = args.add.then_some(args.by.by.as_str());
    let asking = suggest(&workspace, &args.file, args.limit, by, &bar);
    let offered = console.runtime()?.block_on(asking)?;
    match console.format() {
        Format::Json => json::line(&SuggestionLine::new(&offered), out)?,
        Format::Text => print(&offered, console, out)?,
    }
    Ok(Outcome::of(offered.suggestion.rows.len()))
}

fn print(offered: &Offered, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let labels = Labels(console.language());
    if !offered.added {
        write!(out, "{}", offered.blocks)?;
    }
    let rows = offered.suggestion.rows.len();
    let what = match (rows, offered.added) {
        (0, _) => labels.pick("nothing new", "新しい提案なし"),
        (_, true) => labels.pick("rows added as suggestions", "行を提案として追加"),
        (_, false) => {
            labels.pick("rows proposed; `--add` appends them", "行を提案。`--add` で追加します")
        }
    };
    console.remark(&format!("{rows} {what}"));
    Ok(())
}
