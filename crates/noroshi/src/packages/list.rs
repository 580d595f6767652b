//! `noroshi packages list`: what is used, or what is kept on reported packages.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::MessageLanguage;
use noroshi_flow::packages::{
    Dependency, inventory, inventory_csv, records, reported, shown_range,
};
use noroshi_flow::wire::{DependencyLine, ReportLine, ReportSumLine};
use noroshi_model::KnownReport;

use super::{day, save};
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};

/// List the packages in use with their lines, or what is kept on reported ones
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Folders, lockfiles, requirements files, bills of materials
    #[arg(value_name = "PATH", required_unless_present = "reported", conflicts_with = "reported")]
    paths: Vec<PathBuf>,
    /// Show what is kept on a name, a package URL or a record's id; without one, how much there is
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    reported: Option<String>,
    /// Write the packages as CSV into a file, `-` for standard output
    #[arg(long, value_name = "FILE", conflicts_with = "reported")]
    csv: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi packages list .                               every package, file and line
  noroshi packages list Cargo.lock --csv -
  noroshi packages list --reported                      how many records are kept
  noroshi packages list --reported pypi:deepseeek       one package, with its history
  noroshi packages list --reported MAL-2025-1970

Exit code: 0 listed, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    match args.reported.as_deref() {
        Some("") => sums(console, out),
        Some(name) => kept(name, console, out),
        None => used(args, console, out),
    }
}

fn used(args: &Args, console: &mut Console, out: &mut impl Write) -> Result<Outcome, CliError> {
    // The settings may set the language.
    console.workspace()?;
    let listed = inventory(&args.paths, &Bar::new(console));
    console.problems(&listed.problems);
    if listed.files.is_empty() {
        return Ok(Outcome::Failed);
    }
    if let Some(path) = &args.csv {
        save(path, &inventory_csv(&listed.dependencies), out)?;
        return Ok(Outcome::Quiet);
    }
    for one in &listed.dependencies {
        match console.format() {
            Format::Json => json::line(&DependencyLine::new(one), out)?,
            Format::Text => writeln!(out, "{}", line(one, console))?,
        }
    }
    let (packages, files) = (listed.dependencies.len(), listed.files.len());
    console.remark(&match console.language() {
        MessageLanguage::En => format!("{packages} packages in {files} files"),
        MessageLanguage::Ja => format!("{files} ファイル、パッケージ {packages} 件"),
    });
    Ok(Outcome::Quiet)
}

fn line(one: &Dependency, console: &Console) -> String {
    let style = console.streams().data;
    let labels = Labels(console.language());
    let place = style.paint(Tone::Faint, &format!("{}:{}", safe(&one.path), one.line));
    let mut words = vec![safe(&one.purl())];
    words.extend(one.demand.as_deref().map(safe));
    if !one.is_from_registry() {
        let from = labels.pick("not from a registry:", "レジストリ外:");
        words.push(format!("[{from} {}]", safe(one.origin.place().unwrap_or_default())));
    }
    format!("{}  {place}", words.join("  "))
}

fn sums(console: &mut Console, out: &mut impl Write) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let sums = console.runtime()?.block_on(records(&workspace))?;
    let labels = Labels(console.language());
    for sum in &sums {
        if console.format() == Format::Json {
            json::line(&ReportSumLine::new(sum), out)?;
            continue;
        }
        let back = labels.pick("taken back", "撤回");
        let (kind, count) = (sum.kind.word(), sum.count);
        writeln!(out, "{count:>8}  {}  {kind}  ({} {back})", safe(&sum.ecosystem), sum.withdrawn)?;
    }
    Ok(Outcome::Quiet)
}

fn kept(name: &str, console: &mut Console, out: &mut impl Write) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let found = console.runtime()?.block_on(reported(&workspace, name))?;
    for known in &found {
        match console.format() {
            Format::Json => json::line(&ReportLine::new(known), out)?,
            Format::Text => report(known, console, out)?,
        }
    }
    if found.is_empty() {
        let none = Labels(console.language()).pick("nothing is kept on", "記録なし:");
        console.remark(&format!("{none} `{}`", safe(name)));
    }
    Ok(Outcome::Quiet)
}

fn report(known: &KnownReport, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let (style, labels, report) =
        (console.streams().data, Labels(console.language()), &known.report);
    let head = style.paint(Tone::Bold, &safe(&report.id));
    writeln!(out, "{head}  {}  {}", safe(&report.key()), report.kind.word())?;
    let mut versions = report.versions.clone();
    versions.extend(report.ranges.iter().map(shown_range));
    writeln!(out, "  {}: {}", labels.pick("versions", "バージョン"), safe(&versions.join(", ")))?;
    for claim in &report.claims {
        writeln!(out, "  {}: {}", safe(&claim.who), safe(&claim.text))?;
    }
    writeln!(
        out,
        "  {} {} | {} {} | {} {}",
        labels.pick("published", "公開"),
        day(report.published.as_ref()),
        labels.pick("changed", "更新"),
        day(report.modified.as_ref()),
        labels.pick("first seen here", "取り込み"),
        day(Some(&known.first_seen)),
    )?;
    if let Some(moment) = report.withdrawn {
        let words = labels.pick("taken back by its publisher on", "発行元による撤回:");
        writeln!(out, "  {} {}", style.paint(Tone::Warning, words), day(Some(&moment)))?;
    }
    for (before, until) in &known.before {
        let words = labels.pick("before", "以前の記載");
        let was = before.versions.join(", ");
        let ranges = before.ranges.iter().map(shown_range).collect::<Vec<_>>().join(", ");
        let line = format!("  {words} ({}): {} {}", day(Some(until)), safe(&was), safe(&ranges));
        writeln!(out, "{}", style.paint(Tone::Faint, line.trim_end()))?;
    }
    Ok(writeln!(out)?)
}
