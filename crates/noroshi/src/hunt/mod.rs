//! `noroshi hunt`: own logs against rules and against what kept reports say.

mod coverage;
mod explain;
mod print;
mod rules;
mod search;

use std::io::Write;

use clap::Subcommand;

use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Look for what rules and reports describe in your own logs; nothing is sent or run
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    search: search::Search,
}

const AFTER: &str = "\
Examples:
  noroshi hunt logs/                                    the own rules over a folder of logs
  noroshi hunt --rules sigma/rules/windows *.evtx       rules of your own, several folders if you like
  zcat proxy.log.gz | noroshi hunt -                    standard input
  noroshi hunt --from silt-heron.md logs/               what one report says: did it happen here?
  noroshi hunt --since 2024-12-01 logs/                 what all kept reports since a day say
  noroshi hunt --format csv logs/ > timeline.csv        a timeline for other tools
  noroshi hunt rules --from silt-heron.md --out rules/  the same searches as Sigma files
  noroshi hunt coverage logs/                           techniques of reports: seen, silent, blind
  noroshi hunt explain RULE logs/system.evtx:4711       why a rule matched a record, or did not

Logs: EVTX, JSON lines and arrays (Winlogbeat, ECS, Sysmon, Microsoft 365, CloudTrail, Zeek, Suricata
and others), W3C/IIS, Apache/nginx, syslog, CSV; also packed with gzip or zstd. Told by content.
Forms: text, json, csv, html. Exit code: 0 no hit, 10 hits, 2 could not be done.";

#[derive(Debug, Subcommand)]
enum What {
    Rules(rules::Args),
    Coverage(coverage::Args),
    Explain(explain::Args),
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    if args.what.is_some() {
        console.common_forms()?;
    }
    match &args.what {
        Some(What::Rules(args)) => rules::run(args, console, out),
        Some(What::Coverage(args)) => coverage::run(args, console, out),
        Some(What::Explain(args)) => explain::run(args, console, out),
        None => search::run(&args.search, console, out),
    }
}
