//! `noroshi concern`: what touches the organisation, and why; and that somebody dealt with it.

mod show;

use std::io::Write;

use clap::{Subcommand, ValueEnum};
use noroshi_flow::concern::{Asked, Compared, concerns, decide};
use noroshi_flow::wire::{ConcernLine, LookedLines};
use noroshi_model::{FindingKind, Level, Problem};

use crate::console::{Console, Format};
use crate::decision::MarkArgs;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::progress::Bar;

/// Say what concerns you: reports, logs, settings, packages, listings and assets in one list
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Only what this report says: its file, the end of its path, or the first digits of its id
    #[arg(long, value_name = "DOCUMENT")]
    report: Option<String>,
    /// The least pressing level that is shown
    #[arg(long, value_enum, default_value = "know")]
    level: Pressing,
    /// Only this part of the estate; may be given more than once
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Vec<Part>,
    /// Those too that were dealt with or that do not concern you
    #[arg(long)]
    decided: bool,
    /// The most that are shown
    #[arg(long, value_name = "NUMBER", default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,
}

const AFTER: &str = "\
Examples:
  noroshi concern                               everything, and what was never looked at
  noroshi concern --report report.pdf           does this report concern us?
  noroshi concern --level now                   only what should be looked at today
  noroshi concern --kind log --kind package     only findings in logs and packages
  noroshi concern mark 3f2a done --by Sato --note 'tunnel removed'
  noroshi concern --format json | jq .level     one JSON object per concern and line

The profile stands in noroshi.toml: names, domains, sectors, countries, products, suppliers,
packages. Exit code: 0 nothing concerns you, 10 something does, 2 could not be done.";

#[derive(Debug, Subcommand)]
enum Action {
    Mark(MarkArgs),
}

/// A level on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Pressing {
    /// Good to know
    Know,
    /// To look at this week
    Soon,
    /// To look at today
    Now,
}

impl Pressing {
    fn level(self) -> Level {
        match self {
            Self::Know => Level::Know,
            Self::Soon => Level::Soon,
            Self::Now => Level::Now,
        }
    }
}

/// A part of the estate on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Part {
    /// The profile, in reports
    Report,
    /// Logs
    Log,
    /// Cloud settings
    Setting,
    /// Packages
    Package,
    /// Listings
    Listing,
    /// Assets
    Asset,
}

impl Part {
    fn kind(self) -> FindingKind {
        match self {
            Self::Report => FindingKind::Report,
            Self::Log => FindingKind::Log,
            Self::Setting => FindingKind::Setting,
            Self::Package => FindingKind::Package,
            Self::Listing => FindingKind::Listing,
            Self::Asset => FindingKind::Asset,
        }
    }
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    match &args.action {
        Some(Action::Mark(mark)) => run_mark(mark, console, out),
        None => run_list(args, console, out),
    }
}

fn run_list(args: &Args, console: &mut Console, out: &mut impl Write) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    if workspace.config.estate.is_empty() {
        let path = workspace.folder().join("noroshi.toml").display().to_string();
        console.problems(&[Problem::new("NRS-CLI-004").at(path)]);
    }
    let asked = Asked {
        at_least: args.level.level(),
        kinds: args.kind.iter().map(|part| part.kind()).collect(),
        decided: args.decided,
        report: args.report.clone(),
    };
    let bar = Bar::new(console);
    let compared = console.runtime()?.block_on(concerns(&workspace, &asked, &bar))?;
    console.problems(&compared.problems);
    print(&compared, args.limit, console, out)?;
    Ok(Outcome::of(compared.matters.len()))
}

fn print(
    compared: &Compared,
    limit: usize,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let language = console.language().language();
    for matter in compared.matters.iter().take(limit) {
        if console.format() == Format::Json {
            json::line(&ConcernLine::new(matter, language), out)?;
        } else {
            writeln!(out, "{}\n", show::matter(matter, console).join("\n"))?;
        }
    }
    if console.format() == Format::Json {
        return json::line(&LookedLines::new(&compared.looked, language), out);
    }
    Ok(writeln!(out, "{}", show::looked(compared, console).join("\n"))?)
}

fn run_mark(
    args: &MarkArgs,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let decided = console.runtime()?.block_on(decide(&workspace, &args.decision()))?;
    writeln!(out, "{}", show::decided(&decided, console))?;
    Ok(Outcome::Quiet)
}
