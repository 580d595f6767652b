//! `noroshi watch listings`: what postings offer.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::watch::{Keeping, ListingResult, Posted, listings};
use noroshi_flow::wire::ListingLine;

use super::{Names, is_json, warn_without_profile};
use crate::console::Console;
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};

/// The most signs of a posting that are shown.
const SHOWN: usize = 160;

/// Read postings: what is offered, about whom, price, day, place; contacts masked
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(super) struct Args {
    /// CSV, XLSX, JSON, JSON Lines, text, mail, MISP events; files, folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Keep the offers and their history; what names you becomes an alert
    #[arg(long)]
    keep: bool,
    /// Only offers that name one of the watched
    #[arg(long)]
    ours: bool,
    #[command(flatten)]
    names: Names,
}

const AFTER: &str = "\
Examples:
  noroshi watch listings letter.txt
  noroshi watch listings --keep --ours letters/
  noroshi watch listings offers.csv --format json | jq -r '[.class,.subject,.date]|@tsv'

Names are those of the profile in noroshi.toml. What was posted before is joined when it is kept.
Exit code: 0 no offers (with --ours: none that names you), 10 offers, 2 could not be done.";

pub(super) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let settings = workspace.folder().join("noroshi.toml");
    warn_without_profile(console, &args.names, workspace.config.estate.is_empty(), settings);
    let keep = if args.keep { Keeping::Keep } else { Keeping::Look };
    let bar = Bar::new(console);
    let result = console.runtime()?.block_on(listings(
        &workspace,
        &args.files,
        &args.names.whose(),
        keep,
        &bar,
    ))?;
    console.problems(&result.problems);
    let shown: Vec<&Posted> =
        result.offers.iter().filter(|posted| !args.ours || !posted.watched.is_empty()).collect();
    for posted in &shown {
        if is_json(console) {
            json::line(&ListingLine::from(*posted), out)?;
        } else {
            writeln!(out, "{}", text(posted, console).join("\n"))?;
        }
    }
    console.remark(&summary(&result, console));
    let failed = result.postings == 0 && !result.problems.is_empty();
    Ok(if failed { Outcome::Failed } else { Outcome::of(shown.len()) })
}

fn text(posted: &Posted, console: &Console) -> Vec<String> {
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let listing = &posted.listing;
    let class = style.paint(Tone::Accent, listing.class.word());
    let nobody = labels.pick("nobody named", "対象の名なし");
    let subject = listing.subject.as_deref().map_or(nobody.to_owned(), safe);
    let price = listing.price.as_ref().map_or("-".to_owned(), ToString::to_string);
    let date = listing.date.clone().unwrap_or_else(|| "-".to_owned());
    let mut lines =
        vec![format!("{class} | {} | {price} | {date}", style.paint(Tone::Bold, &subject))];
    let words: String = safe(&listing.text).chars().take(SHOWN).collect();
    let more = if listing.text.chars().count() > SHOWN { "…" } else { "" };
    let place = style.paint(Tone::Faint, &format!("({} {})", safe(&listing.path), listing.at));
    lines.push(format!("  {words}{more} {place}"));
    for (name, written, rule, sureness) in &posted.watched {
        let ours = style.paint(Tone::Warning, labels.pick("names you", "自組織の名"));
        lines.push(format!("  {ours}: {} = {} ({rule}, {sureness})", safe(written), safe(name)));
    }
    if !posted.others.is_empty() {
        let first = posted
            .others
            .first()
            .and_then(|one| one.date.clone())
            .unwrap_or_else(|| "-".to_owned());
        let times = posted.others.len() + 1;
        lines.push(match console.language() {
            noroshi_flow::MessageLanguage::En => format!("  posted {times} times, first {first}"),
            noroshi_flow::MessageLanguage::Ja => format!("  掲載 {times} 回、初回 {first}"),
        });
    }
    for (date, from, to) in &posted.changes {
        let date = date.clone().unwrap_or_else(|| "-".to_owned());
        lines.push(format!("  {date}: {from} -> {to}"));
    }
    lines
}

fn summary(result: &ListingResult, console: &Console) -> String {
    let (offers, findings) = (result.offers.len(), result.findings.len());
    let (all, nothing) = (result.postings, result.nothing);
    let mut words = match console.language() {
        noroshi_flow::MessageLanguage::En => {
            format!(
                "{all} postings read, {nothing} without an offer, {offers} offers, {findings} of them name you. A listing is a claim (F6)."
            )
        }
        noroshi_flow::MessageLanguage::Ja => {
            format!(
                "投稿 {all} 件、出品でないもの {nothing} 件、出品 {offers} 件、うち自組織の名があるもの {findings} 件。出品は主張にすぎない（F6）。"
            )
        }
    };
    if let Some(kept) = result.kept {
        let (new, changed, same) = (kept.new, kept.changed, kept.same);
        words.push_str(&match console.language() {
            noroshi_flow::MessageLanguage::En => {
                format!(" Alerts: {new} new, {changed} raised again, {same} unchanged.")
            }
            noroshi_flow::MessageLanguage::Ja => {
                format!(" アラート：新規 {new}、再通知 {changed}、変化なし {same}。")
            }
        });
    }
    words
}
