//! `noroshi hunt explain`: why a rule matched a record, or did not.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::hunt::{ExplainedStep, explain};
use noroshi_flow::wire::RuleExplainedLine;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::{Style, Tone, safe};

/// Say why a rule matched a record, or did not
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The rule, by id or title
    #[arg(value_name = "RULE")]
    rule: String,
    /// The record: `LOG:NUMBER` as hits name it, or a log for its first record
    #[arg(value_name = "EVENT")]
    event: String,
    /// Sigma rules: a file or folder; may be given several times [default: the own rules]
    #[arg(long = "rules", value_name = "DIR")]
    rules: Vec<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi hunt explain 'Visual Studio Code Tunnel Started' logs/windows-sysmon.jsonl:137
  noroshi hunt explain --rules my-rule.yml my-rule-id event.json

Exit code: 0 it did not match, 10 it matched, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let explained = explain(&args.rules, &args.rule, &args.event)?;
    let verdict = &explained.explanation.verdict;
    let matched = verdict.word() == "hit";
    if console.format() == Format::Json {
        json::line(&RuleExplainedLine::new(&explained), out)?;
        return Ok(Outcome::of(usize::from(matched)));
    }
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let title = style.paint(Tone::Bold, &safe(&explained.title));
    let by = labels.pick("rule by", "ルール作成:");
    writeln!(out, "{title} ({}), {by} {}", safe(&explained.id), safe(&explained.author))?;
    let tone = if matched { Tone::Warning } else { Tone::Good };
    writeln!(out, "{}: {}", safe(&explained.at), style.paint(tone, verdict.word()))?;
    step(&explained.explanation.source, 1, style, out)?;
    for one in &explained.explanation.steps {
        step(one, 1, style, out)?;
    }
    if console.is_verbose() {
        for (name, value) in &explained.fields {
            writeln!(out, "  {} = {}", safe(name), safe(value))?;
        }
    }
    Ok(Outcome::of(usize::from(matched)))
}

fn step(
    told: &ExplainedStep,
    depth: usize,
    style: Style,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let (mark, tone) = if told.held { ("+", Tone::Warning) } else { ("-", Tone::Faint) };
    let found = told.found.as_ref().map(|it| format!("  ← {}", safe(it))).unwrap_or_default();
    let (mark, indent) = (style.paint(tone, mark), "  ".repeat(depth));
    writeln!(out, "{indent}{mark} {}{found}", safe(&told.what))?;
    told.below.iter().try_for_each(|one| step(one, depth + 1, style, out))
}
