//! `noroshi know import`: a further source beside the curated knowledge.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::wire::ImportLine;
use noroshi_flow::{ImportCount, MessageLanguage, import};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Import a further source: ATT&CK as STIX, or a MISP galaxy cluster
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// A STIX 2.0 or 2.1 bundle, or a cluster of MISP galaxy
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

const AFTER: &str = "\
Examples:
  noroshi know import enterprise-attack.json
  noroshi know import misp-galaxy/clusters/threat-actor.json

Nothing curated is overwritten: sources that disagree stand side by side. Importing the same
file again changes nothing. Exit code: 0 imported, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let bar = Bar::new(console);
    let importing = import(&workspace, &args.file, &bar);
    let count = console.runtime()?.block_on(importing)?;
    match console.format() {
        Format::Json => {
            let line = ImportLine::new(&count, console.language().language());
            json::line(&line, out)?;
        }
        Format::Text => {
            console.problems(&count.problems);
            writeln!(out, "{}", told(&count, console.language()))?;
        }
    }
    Ok(Outcome::Quiet)
}

fn told(count: &ImportCount, language: MessageLanguage) -> String {
    let ImportCount { added, updated, unchanged, .. } = count;
    match language {
        MessageLanguage::En => format!("{added} added, {updated} updated, {unchanged} unchanged"),
        MessageLanguage::Ja => {
            format!("追加 {added} 件、更新 {updated} 件、変更なし {unchanged} 件")
        }
    }
}
