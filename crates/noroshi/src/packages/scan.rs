//! `noroshi packages scan`: what source that is already on disk does.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use noroshi_flow::packages::{AnyRule, Grade, ScanOrder, Scanned, Sighting, scan};
use noroshi_flow::wire::SightingLine;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};

/// Read Python and JavaScript on disk: where secrets are read, and where they are sent
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Folders or files of source
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The least grave that is shown
    #[arg(long, value_enum, default_value = "medium")]
    grade: Least,
    /// A file of acceptances: path, rule or hash, a reason, and until when
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// YARA rules of your own, a file or a folder of `.yar` and `.yara`; held against every file
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi packages scan vendor/
  noroshi packages scan .venv/lib/python3.12/site-packages --grade high
  noroshi packages scan node_modules --accept accepted.toml --format json
  noroshi packages scan vendor/ --rules our-rules/

Nothing is downloaded, unpacked or run. The form of acceptances: docs/reference/packages.md. Exit
code: 0 nothing of that grade, 10 something found, 2 could not be done.";

/// A grade on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Least {
    /// Honest packages do it too
    Low,
    /// Unusual
    Medium,
    /// Hardly any honest package does it
    High,
}

impl Least {
    fn grade(self) -> Grade {
        match self {
            Self::Low => Grade::Low,
            Self::Medium => Grade::Medium,
            Self::High => Grade::High,
        }
    }
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let bar = Bar::new(console);
    let order =
        ScanOrder { paths: &args.paths, accepted: args.accept.as_deref(), rules: &args.rules };
    let scanning = scan(&workspace, order, &bar);
    let scanned = console.runtime()?.block_on(scanning)?;
    console.problems(&scanned.problems);
    if scanned.files == 0 {
        return Ok(Outcome::Failed);
    }
    let least = args.grade.grade();
    let grave: Vec<&Sighting> = scanned.sightings.iter().filter(|one| one.grade >= least).collect();
    for one in &grave {
        match console.format() {
            Format::Json => {
                json::line(&SightingLine::new(one, console.language().language()), out)?
            }
            Format::Text => writeln!(out, "{}", text(one, console))?,
        }
    }
    let found = grave.iter().filter(|one| one.accepted.is_none()).count();
    console.remark(&summary(&scanned, found, grave.len() - found, Labels(console.language())));
    Ok(Outcome::of(found))
}

fn text(one: &Sighting, console: &Console) -> String {
    let (style, language) = (console.streams().data, console.language().language());
    let tone = match one.grade {
        Grade::High => Tone::Error,
        Grade::Medium => Tone::Warning,
        Grade::Low => Tone::Faint,
    };
    let says = one.rule.says();
    let mut lines = format!(
        "{} | {} | {}:{} | {}\n  {}",
        style.paint(tone, one.grade.word()),
        safe(one.rule.word()),
        safe(&one.path),
        one.line,
        safe(says.pick(language)),
        style.paint(Tone::Faint, &safe(&one.evidence)),
    );
    if let AnyRule::Yara(rule) = &one.rule {
        let words = Labels(console.language()).pick("rule of", "ルールの作者");
        lines.push_str(&format!("\n  {words} {}", safe(&rule.author)));
    }
    if let Some(accepted) = &one.accepted {
        let words = Labels(console.language()).pick("accepted until", "容認期限");
        lines.push_str(&format!("\n  {words} {}: {}", accepted.until, safe(&accepted.reason)));
    }
    lines
}

fn summary(scanned: &Scanned, found: usize, accepted: usize, labels: Labels) -> String {
    let (files, megabytes) = (scanned.files, scanned.bytes >> 20);
    let read =
        labels.pick(if files == 1 { "file read" } else { "files read" }, "ファイルを読み取り");
    let seen = labels.pick("found", "件を検出");
    let let_be = labels.pick("accepted", "件を容認済み");
    format!("{files} {read} ({megabytes} MB), {found} {seen}, {accepted} {let_be}")
}
