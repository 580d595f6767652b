//! `noroshi assess log`: record and show every change of a question.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Asked, record, shown_log};

use super::By;
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::safe;

/// Record what changed in a question, and show its log
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Why it was changed
    #[arg(long, value_name = "WORDS", default_value = "")]
    note: String,
    /// Show only, record nothing
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    by: By,
}

const AFTER: &str = "\
Examples:
  noroshi assess log questions/ddos.toml --by aiko --note \"the botnet report\"
  noroshi assess log questions/ddos.toml --show

The log lies beside the question (.log.jsonl). Each entry holds the digest of the one before, so
an altered entry is found. Exit code: 0 done, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let mut asked = Asked::open(&args.file)?;
    if !args.show {
        let changes = record(&mut asked, &args.by.by, &args.note)?;
        let word = Labels(console.language()).pick("changes recorded", "件の変更を記録");
        console.remark(&format!("{changes} {word}"));
    }
    for entry in shown_log(&asked) {
        if console.format() == Format::Json {
            json::line(entry, out)?;
            continue;
        }
        let digest = entry.digest.get(..12).unwrap_or_default();
        writeln!(out, "{}  {}  {digest}  {}", safe(&entry.at), safe(&entry.by), safe(&entry.note))?;
        for change in &entry.changes {
            let shown = |value: &Option<String>| value.as_deref().map_or("-".to_owned(), safe);
            writeln!(
                out,
                "  {}: {} → {}",
                safe(&change.what),
                shown(&change.from),
                shown(&change.to)
            )?;
        }
    }
    Ok(Outcome::Quiet)
}
