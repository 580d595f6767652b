//! `noroshi packages import`: records of reported packages, taken offline.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::packages::{ReportsTaken, import};
use noroshi_flow::wire::ReportsLine;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Import records of reported packages in the form of OSV: a folder, a ZIP archive, JSON lines
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Folders, ZIP archives, JSON lines or JSON files with records
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi packages import malicious-packages-main.zip   the archive of the repository
  noroshi packages import osv/malicious/                a folder of records
  noroshi packages import records.jsonl --format json

Importing the same again changes nothing. A record that was changed or taken back keeps what it
said before as its history. Exit code: 0 imported, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let bar = Bar::new(console);
    let taken = console.runtime()?.block_on(import(&workspace, &args.paths, &bar))?;
    match console.format() {
        Format::Json => json::line(&ReportsLine::new(&taken, console.language().language()), out)?,
        Format::Text => {
            console.problems(&taken.problems);
            writeln!(out, "{}", told(&taken, Labels(console.language())))?;
        }
    }
    Ok(Outcome::Quiet)
}

fn told(taken: &ReportsTaken, labels: Labels) -> String {
    let word = |count: usize, en, ja| format!("{count} {}", labels.pick(en, ja));
    let mut parts = vec![
        word(taken.records, "records", "記録"),
        word(taken.added, "added", "追加"),
        word(taken.updated, "updated", "更新"),
        word(taken.unchanged, "unchanged", "変更なし"),
    ];
    let further = [
        (taken.withdrawn, "taken back by their publisher", "発行元が撤回"),
        (taken.without_package, "name no package of a registry", "レジストリのパッケージ名なし"),
        (taken.left_out, "left out", "除外"),
    ];
    let further = further.into_iter().filter(|(count, ..)| *count > 0);
    parts.extend(further.map(|(count, en, ja)| word(count, en, ja)));
    parts.join(labels.pick(", ", "、"))
}
