//! `noroshi posture bundle`: results made ready for handing in.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::posture::hand_in;

use super::{Tenants, nothing, safe_lines, wants_json};
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;

/// Check results and write what may be handed in: results, inventory, list of digests
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Results as ScubaGear or ScubaGoggles wrote them
    #[arg(required = true, value_name = "ScubaResults.json")]
    files: Vec<PathBuf>,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Name of the organisation in the results [default: that of the profile]
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    #[command(flatten)]
    tenants: Tenants,
}

const AFTER: &str = "\
Examples:
  noroshi posture bundle --out 2026-q4 ScubaResults_*.json
  noroshi posture bundle --out 2026-q4 --organisation \"Kazemori Holdings\" --inventory tenants.csv results/

A file is left out when it is no file of results, is about a tenant out of scope, or comes from the
future. The settings of the tenant stay inside the results, as the tools write them: handle the
folder with care. Nothing is sent. Exit code: 0 written, 10 written but something was found, 2 not
written.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let wants_json = wants_json(console)?;
    nothing(&args.files)?;
    let workspace = console.workspace()?;
    let register = args.tenants.register();
    let organisation = args.organisation.as_deref();
    let (written, problems) = hand_in(&workspace, &register, organisation, &args.files, &args.out)?;
    console.problems(&problems);
    for path in &written {
        if wants_json {
            json::line(&serde_json::json!({"written": path.display().to_string()}), out)?;
        } else {
            safe_lines(&path.display().to_string(), out)?;
        }
    }
    Ok(Outcome::of(problems.len()))
}
