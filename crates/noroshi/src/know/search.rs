//! `noroshi know search`: where the kept reports say something.

use std::io::Write;

use noroshi_flow::wire::HitLine;
use noroshi_flow::{Hit, search};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::style::{Style, Tone, safe};

/// Find words in the kept reports
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Words that must all be there; "in quotes" side by side
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// The most reports that are shown
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
}

const AFTER: &str = "\
Examples:
  noroshi know search 港運
  noroshi know search VS Code トンネル
  noroshi know search '\"サプライチェーン 攻撃\"' --format json

Width and case make no difference; Japanese and Chinese words of any length are found.
Exit code: 0 nothing found, 10 something found, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let query = args.query.join(" ");
    let hits = console.runtime()?.block_on(search(&workspace, &query, args.limit))?;
    for hit in &hits {
        match console.format() {
            Format::Json => {
                json::line(&HitLine::new(hit), out)?;
            }
            Format::Text => writeln!(out, "{}", lines(hit, console.streams().data).join("\n"))?,
        }
    }
    Ok(Outcome::of(hits.len()))
}

fn lines(hit: &Hit, style: Style) -> [String; 2] {
    let title = style.paint(Tone::Bold, &safe(hit.title.as_deref().unwrap_or(&hit.path)));
    let published = hit.published.as_deref().unwrap_or("-");
    let path = style.paint(Tone::Faint, &safe(&hit.path));
    let snippet = &hit.snippet;
    let found = style.paint(Tone::Warning, &safe(&snippet.found));
    let words = format!("  {}{found}{}", safe(&snippet.before), safe(&snippet.after));
    [format!("{published}  {title}  {path}"), words]
}
