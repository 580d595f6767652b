//! `noroshi posture diff`: what changed between two runs.

use std::io::Write;

use noroshi_flow::posture::{Compared, Facts, compare, terminal_diff};
use noroshi_flow::wire::PostureChangeLine;

use super::{safe_lines, wants_json};
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;

/// Say what changed between two runs, across renamed policies
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The earlier run: the first digits of its id, or a ScubaResults file
    #[arg(value_name = "OLD", requires = "new")]
    old: Option<String>,
    /// The later run
    #[arg(value_name = "NEW")]
    new: Option<String>,
}

const AFTER: &str = "\
Examples:
  noroshi posture diff                          the last two kept runs of the tenant judged last
  noroshi posture diff 3f2a 91bc
  noroshi posture diff 2025/ScubaResults.json 2026/ScubaResults.json --format json

Exit code: 0 nothing became worse, 10 something did: newly failing, exception expired, no longer
assessed; 2 could not be compared.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let wants_json = wants_json(console)?;
    let workspace = console.workspace()?;
    let names = args.old.as_deref().zip(args.new.as_deref());
    let compared = console.runtime()?.block_on(compare(&workspace, names))?;
    console.problems(&compared.problems);
    let language = console.language().language();
    if wants_json {
        for one in &compared.changed {
            json::line(&PostureChangeLine::new(one, Facts::compiled_in(), language), out)?;
        }
    } else {
        safe_lines(&head(&compared), out)?;
        let text = terminal_diff(&compared.changed, Facts::compiled_in(), language);
        safe_lines(&text, out)?;
    }
    let worse = compared.changed.iter().filter(|one| one.change.is_worse()).count();
    Ok(Outcome::of(worse))
}

fn head(compared: &Compared) -> String {
    let (before, after) = (&compared.before, &compared.after);
    let day = |run: &noroshi_flow::posture::Run| {
        let tool = format!("{} {}", run.tool, run.tool_version);
        format!("{} ({})", run.at.strftime("%Y-%m-%d %H:%M"), tool.trim())
    };
    format!("{}: {} → {}", after.tenant.title(), day(before), day(after))
}
