//! `noroshi hunt rules`: what reports say, as Sigma files.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::hunt::{Source, write_rules};
use noroshi_flow::wire::WrittenRulesLine;

use super::search::SourceArgs;
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::safe;

/// Write what a report says as Sigma rules, with the sentence as reference
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Folder for the files, one for each value [default: standard output]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi hunt rules --from reports/silt-heron.md               show them
  noroshi hunt rules --from reports/silt-heron.md --out rules/  write them
  noroshi hunt rules --since 2024-12-01 --out rules/            of all kept reports since a day

Only what a report calls the attacker's becomes a rule: no citation, no victim, no abused service.
Exit code: 0 nothing to write, 10 rules written, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let source = match args.source.source() {
        Source::Rules => Source::Since(noroshi_flow::assess::Day::ZERO),
        asked => asked,
    };
    let writing = write_rules(&workspace, &source, args.out.as_deref());
    let written = console.runtime()?.block_on(writing)?;
    match (console.format(), written.files.is_empty()) {
        (Format::Json, _) => json::line(&WrittenRulesLine::new(&written), out)?,
        (Format::Text, false) => {
            for path in &written.files {
                writeln!(out, "{}", safe(&path.display().to_string()))?;
            }
        }
        (Format::Text, true) => {
            let texts: Vec<&str> = written.rules.iter().map(|rule| rule.text.as_str()).collect();
            write!(out, "{}", texts.join("---\n"))?;
        }
    }
    let labels = Labels(console.language());
    let said = labels.pick("values became rules", "件の値をルール化");
    let left = labels.pick(
        "observables are not stated to be the attacker's",
        "件は攻撃者の値と述べられていない",
    );
    console.remark(&format!("{} {said} · {} {left}", written.rules.len(), written.left));
    Ok(Outcome::of(written.rules.len()))
}
