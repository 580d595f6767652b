//! `noroshi assess team`: where analysts disagree, and one judgement made from all of theirs.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::{Teamed, team};
use noroshi_flow::wire::TeamLine;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::safe;

/// Put blind ratings together: disagreement, coherent beliefs, their mean, dissent
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Rating files, one per analyst
    #[arg(required = true, value_name = "RATINGS")]
    sheets: Vec<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi assess team questions/ddos.toml questions/ddos.by-*.ratings
  noroshi assess team questions/ddos.toml *.ratings --format json | jq .disagreement

Exit code: 0 worked out, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let teamed = team(&args.file, &args.sheets)?;
    match console.format() {
        Format::Json => json::line(&TeamLine::new(&teamed), out)?,
        Format::Text => print(&teamed, console, out)?,
    }
    Ok(Outcome::Quiet)
}

fn print(teamed: &Teamed, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let labels = Labels(console.language());
    let ids: Vec<&str> = teamed.question.hypotheses.iter().map(|one| one.id.as_str()).collect();
    let told = |shares: &[f64]| {
        let told = ids.iter().zip(shares).map(|(id, share)| format!("{} {share:.2}", safe(id)));
        told.collect::<Vec<_>>().join("  ")
    };
    if let Some(belief) = &teamed.team.belief {
        writeln!(
            out,
            "{}: {}",
            labels.pick("beliefs, coherent, mean", "信念(整合後)の平均"),
            told(belief)
        )?;
    }
    writeln!(
        out,
        "{}: {}",
        labels.pick("posteriors, mean", "事後確率の平均"),
        told(&teamed.team.posterior)
    )?;
    for one in &teamed.team.voices {
        let shares = one.coherent.as_ref().unwrap_or(&one.posterior);
        let mark = if one.dissents { labels.pick("  dissents", "  異論") } else { "" };
        let words =
            one.dissent.as_ref().map(|words| format!(": {}", safe(words))).unwrap_or_default();
        writeln!(out, "  {}: {}{mark}{words}", safe(&one.analyst), told(shares))?;
    }
    writeln!(
        out,
        "{}",
        labels.pick("disagreement (standard deviation of ratings)", "評定の不一致(標準偏差)")
    )?;
    for (row, cells) in teamed.question.rows.iter().zip(&teamed.team.disagreement) {
        let cells = ids.iter().zip(cells).filter_map(|(id, cell)| {
            cell.filter(|it| *it > 0.0).map(|it| format!("{} {it:.1}", safe(id)))
        });
        let cells: Vec<String> = cells.collect();
        if !cells.is_empty() {
            writeln!(out, "  {}: {}", safe(&row.id), cells.join("  "))?;
        }
    }
    Ok(())
}
