//! `noroshi packages check`: which package in use is reported, by whom, for which version.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::MessageLanguage;
use noroshi_flow::packages::{
    Checked, Hit, Matter, Verdict, Voice, check, csv, sarif, shown_range,
};
use noroshi_flow::wire::PackageHitLine;
use noroshi_model::KnownReport;

use super::{day, is_output, save};
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Style, Tone, safe};

/// Hold lockfiles and bills of materials against imported records and kept reports
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Folders, lockfiles, requirements files, bills of materials
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Show reports that were taken back, too
    #[arg(long)]
    withdrawn: bool,
    /// Show findings only, and no information on other versions
    #[arg(long, conflicts_with = "withdrawn")]
    findings_only: bool,
    /// Write the findings as SARIF 2.1.0 into a file, `-` for standard output
    #[arg(long, value_name = "FILE")]
    sarif: Option<PathBuf>,
    /// Write what is shown as CSV into a file, `-` for standard output
    #[arg(long, value_name = "FILE", conflicts_with = "sarif")]
    csv: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi packages check .                              every lockfile below this folder
  noroshi packages check requirements.txt app.cdx.json
  noroshi packages check . --format json | jq 'select(.level == \"now\")'
  noroshi packages check . --sarif packages.sarif       for code hosting

A version that a report names is confirmed; a report without versions is shown as one; a range
without end beside named versions is disputed; another version is information. Packages from a
repository or a path are never matched by name. Exit code: 0 nothing found, 10 something found,
2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let bar = Bar::new(console);
    let checked = console.runtime()?.block_on(check(&workspace, &args.paths, &bar))?;
    console.problems(&checked.listed.problems);
    if checked.listed.files.is_empty() {
        return Ok(Outcome::Failed);
    }
    let mut hits = checked.hits();
    hits.retain(|hit| args.wants(hit));
    print(&hits, args, console, out)?;
    console.remark(&summary(&checked, &hits, console.language()));
    let found = hits.iter().filter(|hit| hit.is_finding()).count();
    if found == 0 && checked.reports == 0 {
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::of(found))
}

impl Args {
    fn wants(&self, hit: &Hit<'_>) -> bool {
        match hit.verdict {
            Verdict::Withdrawn => self.withdrawn,
            _ => hit.is_finding() || !self.findings_only,
        }
    }
}

fn print(
    hits: &[Hit<'_>],
    args: &Args,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let language = console.language();
    if let Some(path) = &args.sarif {
        let log = format!("{:#}\n", sarif(hits, language));
        save(path, &log, out)?;
    }
    if let Some(path) = &args.csv {
        save(path, &csv(hits), out)?;
    }
    if args.sarif.iter().chain(&args.csv).any(|path| is_output(path)) {
        return Ok(());
    }
    for hit in hits {
        match console.format() {
            Format::Json => json::line(&PackageHitLine::new(hit, language.language()), out)?,
            Format::Text => text(hit, console, out)?,
        }
    }
    Ok(())
}

fn text(hit: &Hit<'_>, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let (style, labels) = (console.streams().data, Labels(console.language()));
    let language = console.language().language();
    let one = hit.dependency;
    let level = if hit.is_finding() {
        style.paint(Tone::of(hit.level), labels.level(hit.level))
    } else {
        style.paint(Tone::Faint, labels.pick("information", "参考"))
    };
    let purl = style.paint(Tone::Bold, &safe(&one.purl()));
    writeln!(
        out,
        "{level} | {} | {purl} | {}:{}",
        verdict(hit.verdict, labels),
        safe(&one.path),
        one.line
    )?;
    writeln!(out, "  {}", safe(hit.reason().pick(language)))?;
    writeln!(out, "  {}", style.paint(Tone::Faint, &safe(&one.text)))?;
    for evidence in &hit.evidence {
        for line in said(evidence.voice, labels, style) {
            writeln!(out, "  {line}")?;
        }
    }
    for disagreement in &hit.disagreements {
        let words = match disagreement.matter {
            Matter::Purpose => {
                labels.pick("they disagree what it is:", "性質についての見解の相違:")
            }
            Matter::Versions => labels.pick("they disagree on versions:", "バージョンの相違:"),
        };
        writeln!(out, "  {}", style.paint(Tone::Warning, words))?;
        for side in &disagreement.sides {
            let (who, holds, what) = (safe(&side.who), safe(&side.holds), safe(&side.what));
            writeln!(out, "    {who}: {holds} ({what}) “{}”", safe(&cut(&side.text)))?;
        }
    }
    if let Some(finding) = hit.finding() {
        let list = |words: &[noroshi_model::Bilingual]| {
            words.iter().map(|one| safe(one.pick(language))).collect::<Vec<_>>().join("; ")
        };
        writeln!(out, "  {}: {}", labels.pick("not known", "不明"), list(&finding.unknown))?;
        writeln!(out, "  {}: {}", labels.pick("next", "次に"), list(&finding.next))?;
    }
    Ok(writeln!(out)?)
}

fn said(voice: Voice<'_>, labels: Labels, style: Style) -> Vec<String> {
    match voice {
        Voice::Record(known) => record(known, labels, style),
        Voice::Sentence(one) => {
            let day = one.published.as_deref().unwrap_or("-");
            let title = safe(one.title.as_deref().unwrap_or(&one.path));
            let place = style.paint(Tone::Faint, &format!("{day} | {title} | {}", safe(&one.path)));
            vec![format!("{} “{}”", safe(&one.who), safe(&cut(&one.text))), format!("  {place}")]
        }
    }
}

fn record(known: &KnownReport, labels: Labels, style: Style) -> Vec<String> {
    let report = &known.report;
    let mut versions: Vec<String> = report.versions.iter().take(12).cloned().collect();
    versions.extend(report.ranges.iter().take(4).map(shown_range));
    let back = report
        .withdrawn
        .map(|moment| format!(" | {} {}", labels.pick("taken back", "撤回"), day(Some(&moment))));
    let dates = format!(
        "{} {} | {} {} | {} {}{}",
        labels.pick("published", "公開"),
        day(report.published.as_ref()),
        labels.pick("changed", "更新"),
        day(report.modified.as_ref()),
        labels.pick("first seen here", "取り込み"),
        day(Some(&known.first_seen)),
        back.unwrap_or_default(),
    );
    let id = style.paint(Tone::Accent, &safe(&report.id));
    let mut lines =
        vec![format!("{id} {} ({})", safe(&report.summary), safe(&versions.join(", ")))];
    lines.push(format!("  {}", style.paint(Tone::Faint, &dates)));
    let claims = report.claims.iter().take(4);
    lines.extend(
        claims.map(|claim| format!("  {} “{}”", safe(&claim.who), safe(&cut(&claim.text)))),
    );
    if !known.before.is_empty() {
        let words = labels.pick("it said something else before", "以前は別の内容だった");
        lines.push(format!("  {}", style.paint(Tone::Faint, words)));
    }
    lines
}

/// A part of long words.
fn cut(text: &str) -> String {
    match text.char_indices().nth(240) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn verdict(verdict: Verdict, labels: Labels) -> &'static str {
    match verdict {
        Verdict::Confirmed => labels.pick("confirmed", "確認済み"),
        Verdict::Range => labels.pick("in a reported range", "報告範囲内"),
        Verdict::AllVersions => labels.pick("all versions reported", "全バージョンの報告"),
        Verdict::Possible => labels.pick("possible", "可能性あり"),
        Verdict::Disputed => labels.pick("disputed", "争いあり"),
        Verdict::Named => labels.pick("named", "言及あり"),
        Verdict::OtherVersion => labels.pick("another version", "別のバージョン"),
        Verdict::Withdrawn => labels.pick("taken back", "撤回済み"),
    }
}

fn summary(checked: &Checked, hits: &[Hit<'_>], language: MessageLanguage) -> String {
    let (packages, files) = (checked.listed.dependencies.len(), checked.listed.files.len());
    let findings = hits.iter().filter(|hit| hit.is_finding()).count();
    let information = hits.len() - findings;
    let (new, reports, retired) = (checked.kept.new, checked.reports, checked.retired);
    let unmatched = checked.unmatched();
    match language {
        MessageLanguage::En => format!(
            "{packages} packages in {files} files against {reports} reports: {findings} findings \
             ({new} new, {retired} gone), {information} for information; {unmatched} from \
             repositories or paths are not matched by name"
        ),
        MessageLanguage::Ja => format!(
            "{files} ファイルのパッケージ {packages} 件を報告 {reports} 件と照合: 検出 {findings} 件\
             （新規 {new}、解消 {retired}）、参考 {information} 件。リポジトリやパスに由来する \
             {unmatched} 件は名前では照合しません"
        ),
    }
}
