//! `noroshi concern`: what of the kept reports touches the organisation, and why.

use std::io::Write;

use clap::ValueEnum;
use noroshi_flow::wire::ConcernLine;
use noroshi_flow::{Compared, Touched, concerns};
use noroshi_model::{Level, Problem};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Style, Tone, safe};

/// Say what in the kept reports concerns you, and why
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The least pressing level that is shown
    #[arg(long, value_enum, default_value = "know")]
    level: Pressing,
    /// The most that are shown
    #[arg(long, value_name = "NUMBER", default_value_t = usize::MAX, hide_default_value = true)]
    limit: usize,
}

const AFTER: &str = "\
Examples:
  noroshi concern                               everything that touches the profile
  noroshi concern --level now                   only what should be looked at today
  noroshi concern --format json | jq .level     one JSON object per concern and line

The profile stands in noroshi.toml: names, domains, sectors, countries, products, suppliers,
packages. Exit code: 0 nothing concerns you, 10 something does, 2 could not be done.";

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

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    if workspace.config.estate.is_empty() {
        let path = workspace.folder().join("noroshi.toml").display().to_string();
        console.problems(&[Problem::new("NRS-CLI-004").at(path)]);
    }
    let bar = Bar::new(console);
    let comparing = concerns(&workspace, args.level.level(), &bar);
    let Compared { touched, problems } = console.runtime()?.block_on(comparing)?;
    console.problems(&problems);
    for one in touched.iter().take(args.limit) {
        print(one, console, out)?;
    }
    Ok(Outcome::of(touched.len()))
}

fn print(touched: &Touched, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    if console.format() == Format::Json {
        serde_json::to_writer(&mut *out, &ConcernLine::new(touched))
            .map_err(std::io::Error::from)?;
        return Ok(writeln!(out)?);
    }
    let lines = lines(touched, Labels(console.language()), console.streams().data);
    Ok(writeln!(out, "{}\n", lines.join("\n"))?)
}

fn lines(touched: &Touched, labels: Labels, style: Style) -> [String; 3] {
    let (concern, reason) = (&touched.concern, &touched.concern.reason);
    let level = style.paint(tone(concern.level), labels.level(concern.level));
    let ours = style.paint(Tone::Bold, &safe(&reason.ours));
    let surface = labels.surface(reason.surface);
    let why = format!("{} (“{}”)", reason.rule, safe(&reason.cue));
    let title = safe(touched.title.as_deref().unwrap_or(&touched.path));
    let published = touched.published.as_deref().unwrap_or("-");
    let source = format!("  {published} | {title} | {}", safe(&touched.path));
    [
        format!("{level} | {surface}: {ours} | {why}"),
        format!("  {}", safe(touched.sentence.trim())),
        style.paint(Tone::Faint, &source),
    ]
}

fn tone(level: Level) -> Tone {
    match level {
        Level::Now => Tone::Error,
        Level::Soon => Tone::Warning,
        Level::Know => Tone::Accent,
    }
}
