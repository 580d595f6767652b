//! `noroshi hunt LOG...`: the hunt itself.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Day, day};
use noroshi_flow::hunt::{Found, Hunted, Keep, Order, Source, Table, Timeline, hunt, page};
use noroshi_flow::wire::{FoundLine, HuntedLine};

use super::print;
use crate::console::{Console, Wish};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::progress::Bar;

#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// Logs: files, folders with all that is in them, patterns, or `-` for standard input
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    source: SourceArgs,
    /// Keep the findings even when the workspace has no store yet
    #[arg(long)]
    keep: bool,
    /// Keep nothing
    #[arg(long, conflicts_with = "keep")]
    no_keep: bool,
}

/// Which rules are asked.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct RuleArgs {
    /// Sigma rules: a file or folder; may be given several times [default: the own rules]
    #[arg(long = "rules", value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Levels and exclusions of your organisation (TOML)
    #[arg(long, value_name = "FILE")]
    tuning: Option<PathBuf>,
}

/// Which reports are asked about.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SourceArgs {
    /// Search what one report says: its file, the end of its path, or the first digits of its id
    #[arg(long, value_name = "DOCUMENT", conflicts_with = "since")]
    from: Option<String>,
    /// Search what all kept reports say that were published since a day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    since: Option<Day>,
}

impl SourceArgs {
    pub(super) fn source(&self) -> Source {
        match (&self.from, self.since) {
            (Some(name), _) => Source::Report(name.clone()),
            (None, Some(since)) => Source::Since(since),
            (None, None) => Source::Rules,
        }
    }
}

impl RuleArgs {
    pub(super) fn order(&self, logs: &[PathBuf], source: Source, keep: Keep) -> Order {
        let Self { rules, tuning } = self.clone();
        Order { logs: logs.to_vec(), rules, tuning, source, keep }
    }
}

/// What takes the findings as they come.
enum Sink {
    Json,
    Csv(Table),
    Text(Timeline),
    Html(Timeline),
}

impl Sink {
    fn of(wish: Wish) -> Result<Self, CliError> {
        Ok(match wish {
            Wish::Text => Self::Text(Timeline::default()),
            Wish::Json => Self::Json,
            Wish::Csv => Self::Csv(Table::default()),
            Wish::Html => Self::Html(Timeline::default()),
            Wish::Sarif => return Err(CliError::Form("sarif")),
        })
    }

    fn take(&mut self, found: &Found, out: &mut impl Write) -> Result<(), CliError> {
        match self {
            Self::Json => return json::line(&FoundLine::new(found), out),
            Self::Csv(table) => table.add(found),
            Self::Text(timeline) | Self::Html(timeline) => timeline.add(found),
        }
        Ok(())
    }
}

pub(crate) fn run(
    args: &Search,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let mut sink = Sink::of(console.wish())?;
    let workspace = console.workspace()?;
    let keep = match (args.keep, args.no_keep) {
        (true, _) => Keep::Always,
        (_, true) => Keep::Never,
        _ => Keep::IfStore,
    };
    let order = args.rules.order(&args.logs, args.source.source(), keep);
    let bar = match sink {
        Sink::Json => Bar::beside_results(console),
        _ => Bar::new(console),
    };
    let hunting = hunt(&workspace, &order, &bar, |found| sink.take(found, out));
    let hunted = console.runtime()?.block_on(hunting)?;
    tell(sink, &hunted, console, out)?;
    Ok(outcome(&hunted))
}

fn tell(
    sink: Sink,
    hunted: &Hunted,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let language = console.language();
    match sink {
        Sink::Json => {
            json::line(&HuntedLine::new(hunted, language), out)?;
            out.flush()?;
        }
        Sink::Csv(table) => out.write_all(table.text().as_bytes())?,
        Sink::Html(timeline) => out.write_all(page(&timeline, hunted, language).as_bytes())?,
        Sink::Text(timeline) => print::timeline(&timeline, hunted, console, out)?,
    }
    out.flush()?;
    print::problems(hunted, console);
    Ok(())
}

/// When no log at all could be read, or of those that could only broken records, nothing was
/// found out.
fn outcome(hunted: &Hunted) -> Outcome {
    let seen = &hunted.outcome;
    if hunted.logs == 0 || seen.events == 0 && seen.skipped > 0 {
        return Outcome::Failed;
    }
    Outcome::of(usize::from(hunted.findings > 0))
}
