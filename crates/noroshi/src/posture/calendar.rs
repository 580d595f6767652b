//! `noroshi posture calendar`: what is to be done when.

use std::io::Write;

use noroshi_flow::posture::{Standing, calendar, ics};
use noroshi_flow::wire::DateLine;

use super::{Tenants, safe_lines, wants_json};
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;

/// Say what is to be done when: the dates of BOD 25-01, or a rhythm of one's own
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    #[command(flatten)]
    tenants: Tenants,
    /// How far to look ahead
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// Print a file for calendar programs (RFC 5545)
    #[arg(long)]
    ics: bool,
}

const AFTER: &str = "\
Examples:
  noroshi posture calendar
  noroshi posture calendar --months 24 --ics > posture.ics
  noroshi posture calendar --bod duty          for a federal civilian agency of the United States

BOD 25-01 binds those agencies and nobody else. For everybody else its dates are not shown; the
calendar is a rhythm of one's own. Exit code: 0 nothing is over, 10 something is, 2 not done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let wants_json = wants_json(console)?;
    let workspace = console.workspace()?;
    let dates = calendar(&workspace, &args.tenants.register(), args.months)?;
    console.problems(&dates.problems);
    let language = console.language().language();
    if args.ics {
        out.write_all(ics(&dates, language).as_bytes())?;
    } else if wants_json {
        for entry in &dates.entries {
            json::line(&DateLine::new(entry, dates.today, language), out)?;
        }
    } else {
        let japanese = console.language().code() == "ja";
        safe_lines(preface(dates.standing, japanese), out)?;
        for entry in &dates.entries {
            let due = match (entry.due, entry.days_left(dates.today)) {
                (Some(due), Some(days)) if japanese => format!("{due}  {days:>5} 日"),
                (Some(due), Some(days)) => format!("{due}  {days:>4} d"),
                _ => "-".to_owned(),
            };
            safe_lines(&format!("{due:<18} {}", entry.title.pick(language)), out)?;
            safe_lines(&format!("{:<18} {}", "", entry.basis.pick(language)), out)?;
        }
    }
    let over = |days: Option<i64>| days.is_some_and(|days| days < 0);
    let over = dates.entries.iter().filter(|entry| over(entry.days_left(dates.today))).count();
    Ok(Outcome::of(over))
}

fn preface(standing: Standing, japanese: bool) -> &'static str {
    match (standing, japanese) {
        (Standing::Duty, false) => "BOD 25-01 is a duty here, by the settings.",
        (Standing::Duty, true) => "設定により、BOD 25-01 を義務として扱います。",
        (Standing::Yardstick, false) => "BOD 25-01 is no duty here: a rhythm of one's own.",
        (Standing::Yardstick, true) => "BOD 25-01 は義務ではありません。自組織で定める予定です。",
    }
}
