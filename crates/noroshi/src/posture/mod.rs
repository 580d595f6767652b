//! `noroshi posture`: cloud settings against baselines, with memory of every run.

mod bundle;
mod calendar;
mod collect;
mod diff;
mod history;
mod import;
mod inventory;
mod readiness;
mod report;
mod run;

use std::io::Write;

use clap::Subcommand;
use noroshi_flow::posture::{Form, Judged, Ran, Register, Standing, Yardstick, lines, page, text};

use crate::console::{Console, Format, Wish};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::style::safe;

/// Judge cloud settings by a baseline, remember, and say which gaps attackers use
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

const AFTER: &str = "\
Examples:
  noroshi posture run ProviderSettingsExport.json            by the sample baseline
  noroshi posture run --baseline ScubaGear/ --keep ProviderSettingsExport.json
  noroshi posture import ScubaResults_0123.json              finished results, no rules needed
  noroshi posture diff                                       the last two kept runs
  noroshi posture report --format html --lang ja > report.html
  noroshi posture readiness                                  how far each tenant is

Exit code: 0 nothing fails, 10 something fails, 2 could not be judged.
What is judged, and how: docs/reference/posture.md.";

#[derive(Debug, Subcommand)]
enum What {
    Run(run::Args),
    Import(import::Args),
    Diff(diff::Args),
    Report(report::Args),
    History(history::Args),
    Inventory(inventory::Args),
    Calendar(calendar::Args),
    Readiness(readiness::Args),
    Bundle(bundle::Args),
    Collect(collect::Args),
}

/// How results are shown.
#[derive(Debug, clap::Args)]
struct Show {
    /// Show what passes and what is to be checked by hand too (text)
    #[arg(long)]
    all: bool,
    /// Leave the marks of BOD 25-01 out: a duty of US federal civilian agencies only
    #[arg(long)]
    no_bod: bool,
}

/// Which tenants, and whether BOD 25-01 binds.
#[derive(Debug, clap::Args)]
struct Tenants {
    /// The inventory (CSV) [default: tenants.csv in the workspace]
    #[arg(long, value_name = "CSV")]
    inventory: Option<std::path::PathBuf>,
    /// Whether BOD 25-01 binds: a duty of US federal civilian agencies only [default: that of
    /// noroshi.toml, else yardstick; env: NOROSHI_BOD_25_01]
    #[arg(long, value_enum, value_name = "STANDING")]
    bod: Option<Bod>,
}

/// What BOD 25-01 is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Bod {
    /// A duty, with deadlines
    Duty,
    /// A yardstick, without deadlines
    Yardstick,
}

impl Tenants {
    fn register(&self) -> Register {
        let standing = self.bod.map(|bod| match bod {
            Bod::Duty => Standing::Duty,
            Bod::Yardstick => Standing::Yardstick,
        });
        Register { inventory: self.inventory.clone(), standing }
    }
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let done = match &args.what {
        What::Run(args) => run::run(args, console, out),
        What::Import(args) => import::run(args, console, out),
        What::Diff(args) => diff::run(args, console, out),
        What::Report(args) => report::run(args, console, out),
        What::History(args) => history::run(args, console, out),
        What::Inventory(args) => inventory::run(args, console, out),
        What::Calendar(args) => calendar::run(args, console, out),
        What::Readiness(args) => readiness::run(args, console, out),
        What::Bundle(args) => bundle::run(args, console, out),
        What::Collect(args) => collect::run(args, console, out),
    };
    if let Err(error) = &done {
        console.problems(error.further());
    }
    done
}

/// Prints what came of judging, and says how it ended.
fn tell(
    ran: &Ran,
    show: &Show,
    console: &Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    console.problems(&ran.problems);
    shown(&ran.runs, show, console, out)?;
    for id in ran.runs.iter().filter_map(|one| one.kept.as_deref()) {
        let word =
            if console.language().code() == "ja" { "保存した判定" } else { "kept as run" };
        console.remark(&format!("{word} {id}"));
    }
    Ok(match (ran.runs.is_empty(), ran.unread) {
        (true, _) => Outcome::Failed,
        // What could not be judged is not quiet: it may fail as well.
        (false, 0) => Outcome::of(ran.runs.iter().map(open).sum()),
        (false, _) => Outcome::Findings,
    })
}

/// How many policies fail without somebody who answers for them, or could not be assessed.
fn open(judged: &Judged) -> usize {
    judged.run.results.iter().filter(|one| one.is_open()).count()
}

fn shown(
    runs: &[Judged],
    show: &Show,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let language = console.language();
    let bod = if show.no_bod { Yardstick::Hidden } else { Yardstick::Shown };
    match console.wish() {
        Wish::Text => {
            for (nth, one) in runs.iter().enumerate() {
                if nth > 0 {
                    writeln!(out)?;
                }
                safe_lines(&text(one, language, bod, show.all), out)?;
            }
        }
        Wish::Json => {
            let (policies, summary) = lines(runs, language);
            for line in &policies {
                json::line(line, out)?;
            }
            json::line(&summary, out)?;
        }
        Wish::Csv => out.write_all(page(runs, Form::Csv, language, bod).as_bytes())?,
        Wish::Sarif => out.write_all(page(runs, Form::Sarif, language, bod).as_bytes())?,
        Wish::Html => out.write_all(page(runs, Form::Html, language, bod).as_bytes())?,
    }
    Ok(())
}

/// Text whose lines are ours and whose words may be foreign.
fn safe_lines(text: &str, out: &mut impl Write) -> Result<(), CliError> {
    for line in text.lines() {
        writeln!(out, "{}", safe(line))?;
    }
    Ok(())
}

/// Whether JSON is asked for, by a verb that has text and JSON only.
fn wants_json(console: &Console) -> Result<bool, CliError> {
    console.common_forms()?;
    Ok(console.format() == Format::Json)
}

/// Refuses a verb that was given nothing to read.
fn nothing(paths: &[std::path::PathBuf]) -> Result<(), CliError> {
    if noroshi_flow::gather(paths).is_empty() {
        let all = paths.iter().map(|path| format!("`{}`", path.display()));
        return Err(CliError::Nothing(all.collect::<Vec<_>>().join(", ")));
    }
    Ok(())
}
