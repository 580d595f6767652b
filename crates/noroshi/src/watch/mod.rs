//! `noroshi watch`: does somebody offer something of ours, is that name ours, does that vulnerability stand on our
//! assets; and what was done about it.

mod alerts;
mod kev;
mod listings;
mod names;

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use noroshi_flow::watch::Whose;
use noroshi_model::Problem;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Watch listings, names and exploited vulnerabilities for what is yours
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

const AFTER: &str = "\
Examples:
  noroshi watch listings letter.eml offers.csv        who offers what, about whom, for how much
  noroshi watch listings --keep letters/              keep the history; what names you becomes an alert
  noroshi watch names report.txt --name 蒼波港運       names in any script, masked ones too
  noroshi watch kev kev.json --assets assets.csv      exploited vulnerabilities on your assets
  noroshi watch alerts --state new                    what nobody has looked at yet
  noroshi watch alerts mark 3f2a done --by Sato

Noroshi reads files you lawfully have. It goes to no market and contacts nobody.
Exit code: 0 nothing found, 10 something found, 2 could not be done.";

#[derive(Debug, Subcommand)]
enum What {
    Listings(listings::Args),
    Names(names::Args),
    Kev(kev::Args),
    Alerts(alerts::Args),
}

/// Whose names are looked for, beside the profile in noroshi.toml.
#[derive(Debug, clap::Args)]
struct Names {
    /// A further name to look for; may be given more than once
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// A list of domains that look like yours, one in a line
    #[arg(long, value_name = "FILE")]
    lookalikes: Option<PathBuf>,
    /// Organisations and products of the knowledge pack too
    #[arg(long)]
    pack: bool,
}

impl Names {
    fn whose(&self) -> Whose {
        Whose { names: self.name.clone(), lookalikes: self.lookalikes.clone(), pack: self.pack }
    }
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    match &args.what {
        What::Listings(args) => listings::run(args, console, out),
        What::Names(args) => names::run(args, console, out),
        What::Kev(args) => kev::run(args, console, out),
        What::Alerts(args) => alerts::run(args, console, out),
    }
}

/// Tells, when nothing is to be looked for, how to change that.
fn warn_without_profile(console: &Console, names: &Names, is_empty: bool, path: PathBuf) {
    if is_empty && names.name.is_empty() && !names.pack {
        console.problems(&[Problem::new("NRS-CLI-004").at(path.display().to_string())]);
    }
}

fn is_json(console: &Console) -> bool {
    console.format() == Format::Json
}
