//! `noroshi posture history`: the kept runs.

use std::io::Write;

use noroshi_flow::posture::history;
use noroshi_flow::wire::PostureRunLine;

use super::wants_json;
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::style::safe;

/// List the kept runs, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code: 0 listed, 2 could not be done.")]
pub(crate) struct Args {}

pub(crate) fn run(
    _: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let wants_json = wants_json(console)?;
    let workspace = console.workspace()?;
    for one in console.runtime()?.block_on(history(&workspace))? {
        if wants_json {
            json::line(&PostureRunLine::new(&one), out)?;
            continue;
        }
        let run = &one.run;
        let failing = run.results.iter().filter(|it| it.verdict.fails()).count();
        let tool = format!("{} {}", run.tool, run.tool_version);
        let line = format!(
            "{}  {}  {:>4}/{:<4} {}  {}",
            one.id,
            run.at.strftime("%Y-%m-%d %H:%M"),
            failing,
            run.results.len(),
            run.tenant.title(),
            tool.trim(),
        );
        writeln!(out, "{}", safe(&line))?;
    }
    Ok(Outcome::Quiet)
}
