//! `noroshi watch names`: where watched names stand.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::MessageLanguage;
use noroshi_flow::watch::{NameHit, names};
use noroshi_flow::wire::NameLine;

use super::{Names, is_json, warn_without_profile};
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};

/// Find your names in files: Japanese, both Chinese scripts, romaji, masked forms, domains
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(super) struct Args {
    /// Files or folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    names: Names,
}

const AFTER: &str = "\
Examples:
  noroshi watch names reports/
  noroshi watch names post.txt --name 防衛省 --name 'Aonami Port Transport'
  noroshi watch names domains.txt --lookalikes lookalikes.txt --format json

Exit code: 0 no name found, 10 names found, 2 could not be done.";

pub(super) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let settings = workspace.folder().join("noroshi.toml");
    warn_without_profile(console, &args.names, workspace.config.estate.is_empty(), settings);
    let bar = Bar::new(console);
    let result = names(&workspace, &args.files, &args.names.whose(), &bar)?;
    console.problems(&result.problems);
    for hit in &result.hits {
        if is_json(console) {
            json::line(&NameLine::from(hit), out)?;
        } else {
            writeln!(out, "{}", text(hit, console))?;
        }
    }
    let (hits, files, watched) = (result.hits.len(), result.files, result.watched);
    console.remark(&match console.language() {
        MessageLanguage::En => {
            format!("{hits} places in {files} files; {watched} names looked for.")
        }
        MessageLanguage::Ja => format!("{files} ファイル中 {hits} か所。探した名前 {watched} 件。"),
    });
    let failed = result.files == 0 && !result.problems.is_empty();
    Ok(if failed { Outcome::Failed } else { Outcome::of(hits) })
}

fn text(hit: &NameHit, console: &Console) -> String {
    let style = console.streams().data;
    let name = style.paint(Tone::Bold, &safe(&hit.name));
    let place = style.paint(
        Tone::Faint,
        &format!("{} {}..{}", safe(&hit.path), hit.span.start(), hit.span.end()),
    );
    format!(
        "{name} | {} | {}, {} | {place}\n  {}",
        safe(&hit.written),
        hit.rule,
        hit.sureness,
        safe(&hit.around)
    )
}
