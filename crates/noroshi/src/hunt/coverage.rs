//! `noroshi hunt coverage`: would the techniques of reports be seen here?

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::hunt::{Keep, Sight, TechniqueCoverage, coverage};
use noroshi_flow::wire::TechniqueLine;

use super::print;
use super::search::{RuleArgs, SourceArgs};
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Style, Tone, safe};

/// Hold techniques of kept reports against rules and logs: seen, covered but silent, blind
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Logs: files, folders with all that is in them, patterns, or `-` for standard input
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    source: SourceArgs,
}

const AFTER: &str = "\
Examples:
  noroshi hunt coverage logs/                        all kept reports, the own rules
  noroshi hunt coverage --since 2024-12-01 logs/
  noroshi hunt coverage --rules sigma/rules logs/ --format json | jq 'select(.sight==\"blind\")'

`silent` means: rules could be answered on some host, and none matched. `blind` means that a
silence says nothing. Exit code: 0 nothing blind, 10 something is, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let order = args.rules.order(&args.logs, args.source.source(), Keep::Never);
    let bar = Bar::new(console);
    let (known, hunted) = console.runtime()?.block_on(coverage(&workspace, &order, &bar))?;
    let style = console.streams().data;
    for one in &known {
        match console.format() {
            Format::Json => json::line(&TechniqueLine::new(one), out)?,
            Format::Text => row(one, Labels(console.language()), style, out)?,
        }
    }
    out.flush()?;
    print::problems(&hunted, console);
    if hunted.logs == 0 {
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::of(known.iter().filter(|one| one.sight == Sight::Blind).count()))
}

fn row(
    known: &TechniqueCoverage,
    labels: Labels,
    style: Style,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let (word, tone) = match known.sight {
        Sight::Blind => (labels.pick("blind", "見えない"), Tone::Error),
        Sight::Silent => (labels.pick("silent", "該当なし"), Tone::Good),
        Sight::Seen(_) => (labels.pick("seen", "検出あり"), Tone::Warning),
    };
    let hits =
        if let Sight::Seen(hits) = known.sight { format!(" ×{hits}") } else { String::new() };
    let (id, name) = (style.paint(Tone::Bold, &known.technique), safe(&known.name));
    writeln!(out, "{}{hits}  {id} {name}", style.paint(tone, word))?;
    let (rules, of) = (labels.pick("rules evaluable", "ルール判定可"), known.rules);
    let (reports, hosts) = (labels.pick("reports", "報告"), labels.pick("hosts", "ホスト"));
    let (evaluable, told) = (known.evaluable, known.reports);
    writeln!(out, "  {evaluable}/{of} {rules} · {} {hosts} · {told} {reports}", known.hosts)?;
    if known.sight == Sight::Blind && !known.missing.is_empty() {
        let needs = labels.pick("needs logs of", "必要なログ");
        writeln!(out, "  {needs}: {}", safe(&known.missing.join(", ")))?;
    }
    let said =
        format!("“{}” — {}, {}", known.said.sentence, known.said.speaker, known.said.report());
    let said: String = safe(&said).chars().take(2 * style.width).collect();
    Ok(writeln!(out, "  {}", style.paint(Tone::Faint, &said))?)
}
