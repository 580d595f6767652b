//! `noroshi know sources`: how many independent roots stand behind what the reports say.

use std::io::Write;

use noroshi_flow::wire::SourcesLine;
use noroshi_flow::{Month, SourceReport, sources};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::style::{Style, Tone, safe};

/// Show who goes back to whom among the kept reports of a month
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The month of the reports [default: this month]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<Month>,
}

const AFTER: &str = "\
Examples:
  noroshi know sources --month 2024-12
  noroshi know sources --month 2024-12 --format json

Five articles may be one source: statements of several reports are listed with the number of
reports and of independent roots. Unnamed persons behind one publication are one root, and so
are reports that cite each other in a circle.
Exit code: 0 nothing found, 10 something found, 2 could not be done.";

fn month(text: &str) -> Result<Month, String> {
    text.parse().map_err(|_| "give year and month, such as 2024-12".to_owned())
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let month = args.month.unwrap_or_else(Month::now);
    let report = console.runtime()?.block_on(sources(&workspace, month))?;
    match console.format() {
        Format::Json => {
            json::line(&SourcesLine::new(&report), out)?;
        }
        Format::Text => {
            for line in lines(&report, console.streams().data) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(Outcome::of(report.statements.len() + report.edges.len()))
}

fn lines(report: &SourceReport, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &report.statements {
        let count = format!("{}, {}", reports(one.documents), roots(one.roots.len()));
        lines.push(format!("{}  {}", style.paint(Tone::Bold, &count), safe(&one.text)));
        lines.push(format!("  {}", safe(&one.roots.join(", "))));
    }
    for edge in &report.edges {
        let how = style.paint(Tone::Faint, edge.how.word());
        lines.push(format!("{} -> {}  {how}", safe(&edge.from), safe(&edge.to)));
    }
    for cycle in &report.cycles {
        let circle = style.paint(Tone::Warning, "circle");
        lines.push(format!("{circle}  {}", safe(&cycle.join(" -> "))));
    }
    for drift in &report.drift {
        let kind = style.paint(Tone::Warning, drift.kind.word());
        lines.push(format!("{kind}  {}: {}", safe(&drift.weaker.0), safe(&drift.weaker.1)));
        lines.push(format!("  {}: {}", safe(&drift.stronger.0), safe(&drift.stronger.1)));
    }
    lines
}

fn reports(count: usize) -> String {
    if count == 1 { "1 report".to_owned() } else { format!("{count} reports") }
}

fn roots(count: usize) -> String {
    if count == 1 { "1 independent root".to_owned() } else { format!("{count} independent roots") }
}
