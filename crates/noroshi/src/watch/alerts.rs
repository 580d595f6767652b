//! `noroshi watch alerts`: what was kept of listings and assets, and what people did about it.

use std::io::Write;

use clap::Subcommand;
use noroshi_flow::concern::decide;
use noroshi_flow::watch::alerts;
use noroshi_flow::wire::AlertLine;
use noroshi_model::FindingState;

use super::is_json;
use crate::console::Console;
use crate::decision::{MarkArgs, State};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::{Tone, safe};

/// List alerts of listings and assets, or say what was done about one
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER, args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Only those in this state; may be given more than once
    #[arg(long, value_enum, value_name = "STATE")]
    state: Vec<State>,
}

const AFTER: &str = "\
Examples:
  noroshi watch alerts
  noroshi watch alerts --state new --state seen
  noroshi watch alerts mark 3f2a not-us --by Sato --note 'another company of that name'

Alerts are made by `watch listings --keep` and `watch kev --keep`. One that changes is new again.
Exit code: 0 none, 10 alerts, 2 could not be done.";

#[derive(Debug, Subcommand)]
enum Action {
    /// Say that somebody has seen it, dealt with it, or that it does not concern you
    Mark(MarkArgs),
}

pub(super) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    if let Some(Action::Mark(args)) = &args.action {
        let decided = console.runtime()?.block_on(decide(&workspace, &args.decision()))?;
        writeln!(out, "{}", head(&decided.kept, console))?;
        return Ok(Outcome::Quiet);
    }
    let states: Vec<FindingState> = args.state.iter().map(|state| state.state()).collect();
    let found = console.runtime()?.block_on(alerts(&workspace, &states))?;
    for kept in &found {
        if is_json(console) {
            json::line(&AlertLine::new(kept, console.language().language()), out)?;
        } else {
            writeln!(out, "{}\n", text(kept, console).join("\n"))?;
        }
    }
    if found.is_empty() {
        console.remark(Labels(console.language()).pick("no alerts", "アラートはありません"));
    }
    Ok(Outcome::of(found.len()))
}

fn head(kept: &noroshi_flow::watch::KeptFinding, console: &Console) -> String {
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let finding = &kept.finding;
    let level = style.paint(Tone::of(finding.level), labels.level(finding.level));
    let id = finding.id();
    let id = style.paint(Tone::Faint, id.as_str().get(..8).unwrap_or_default());
    let title = style.paint(Tone::Bold, &safe(finding.title.pick(console.language().language())));
    format!("{level} | {} | {title} | {id}", labels.finding_state(kept.state))
}

fn text(kept: &noroshi_flow::watch::KeptFinding, console: &Console) -> Vec<String> {
    let labels = Labels(console.language());
    let language = console.language().language();
    let finding = &kept.finding;
    let mut lines = vec![head(kept, console), format!("  {}", safe(finding.reason.pick(language)))];
    for one in finding.theirs.iter().take(3) {
        let link = one.link.as_deref().map(|link| format!(" ({})", safe(link))).unwrap_or_default();
        lines.push(format!("  {}: {}{link}", safe(&one.who), safe(&one.text)));
    }
    lines.extend(finding.ours.iter().take(3).map(|one| {
        format!(
            "  {}: {} ({} {})",
            labels.pick("we", "当方"),
            safe(&one.text),
            safe(&one.path),
            safe(&one.at)
        )
    }));
    lines.extend(finding.unknown.iter().map(|text| {
        format!("  {}: {}", labels.pick("not known", "不明"), safe(text.pick(language)))
    }));
    lines.extend(
        finding.next.iter().map(|text| {
            format!("  {}: {}", labels.pick("next", "次に"), safe(text.pick(language)))
        }),
    );
    lines.extend(kept.marks.iter().map(|mark| {
        let at = jiff::Timestamp::from_second(mark.at).map(|at| at.to_string()).unwrap_or_default();
        format!(
            "  {at} {} {} {}",
            labels.finding_state(mark.state),
            safe(&mark.who),
            safe(&mark.note)
        )
    }));
    lines
}
