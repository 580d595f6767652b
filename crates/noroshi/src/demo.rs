//! `noroshi demo`: everything, on sample reports and an invented organisation.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::wire::DemoLine;
use noroshi_flow::{Demo, demo};

use crate::console::{Console, Format, variable};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::{brief, style::Tone};

/// Try everything on sample reports and an invented organisation
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Folder that becomes the demo workspace; nothing else may be in it
    #[arg(value_name = "DIR", default_value = "noroshi-demo")]
    folder: PathBuf,
}

const AFTER: &str = "\
Examples:
  noroshi demo                                  make ./noroshi-demo and show its brief
  noroshi demo /tmp/try --lang ja               somewhere else, in Japanese
  noroshi --workspace noroshi-demo concern      then: what concerns the organisation, and why
  noroshi --workspace noroshi-demo hunt noroshi-demo/logs
  noroshi --workspace noroshi-demo know search 蒼波港運
  noroshi --workspace noroshi-demo assess run noroshi-demo/questions/yearend-ddos.toml
  noroshi --workspace noroshi-demo posture run noroshi-demo/posture/ProviderSettingsExport.json

The reports and the organisation are invented; README.md in the folder says what is not.
Running it again adds only what is missing. Exit code: 0 done, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let bar = Bar::new(console);
    let making = demo(&args.folder, console.language(), &bar, own_variable);
    let done = console.runtime()?.block_on(making)?;
    console.problems(&done.problems);
    match console.format() {
        Format::Json => {
            json::line(&DemoLine::new(&done), out)?;
        }
        Format::Text => print(&done, console, out)?,
    }
    Ok(Outcome::Quiet)
}

/// The demo keeps to its own folder, whatever store and knowledge the environment names.
fn own_variable(name: &str) -> Option<String> {
    if matches!(name, "NOROSHI_STORE" | "NOROSHI_KNOWLEDGE") { None } else { variable(name) }
}

fn print(done: &Demo, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    brief::summary(&done.made, console, out)?;
    writeln!(out)?;
    done.briefs.iter().try_for_each(|path| brief::written(path, console, out))?;
    let next = Labels(console.language()).pick("next", "次に");
    let folder = done.workspace.folder().display();
    let command = format!("noroshi --workspace {folder} concern");
    Ok(writeln!(out, "{next}: {}", console.streams().data.paint(Tone::Accent, &command))?)
}
