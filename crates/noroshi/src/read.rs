//! `noroshi read`: what a report says, and who says it.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use noroshi_flow::wire::FileLine;
use noroshi_flow::{
    Desk, Item, Read, ReadFile, Repeats, Summary, TakenFile, TakenIn, gather, knowledge, take_in,
    taken_on, taken_today,
};
use noroshi_model::{Dated, Tlp};

use crate::console::{Console, Format};
use crate::explain::Told;
use crate::failure::{CliError, show_problem};
use crate::json;
use crate::label::Labels;
use crate::mentions::Amount;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};
use crate::{cases, claims, explain, mentions, summary};

/// Say what reports mention, and who claims what
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Files, folders, or `-` for standard input
    #[arg(required_unless_present = "check_cases", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Keep them in the store of the workspace
    #[arg(long)]
    keep: bool,
    /// Tell what all files hold together: people, organizations, prices, targets, dates
    #[arg(long)]
    summary: bool,
    /// Tell what fired in each sentence and what was read from it, to tune the lexicon
    #[arg(long, conflicts_with_all = ["keep", "summary"])]
    explain: bool,
    /// Only this sentence of each file, counted from 1
    #[arg(long, value_name = "N", requires = "explain")]
    sentence: Option<usize>,
    /// Check the cases in lexicon/cases of the workspace instead of reading files
    #[arg(long, conflicts_with_all = ["files", "keep", "summary", "explain"])]
    check_cases: bool,
    /// The day on which they were taken [default: unknown; with --keep today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = taken_on)]
    fetched: Option<Dated>,
}

const AFTER: &str = "\
Examples:
  noroshi read report.pdf                       mentions, claims and dates of one report
  noroshi read --format json reports/ | jq .    one JSON object per file and line
  pbpaste | noroshi read -                      standard input
  noroshi read --keep reports/                  keep a folder of reports for briefs
  noroshi read --summary leaked/                people, prices and targets of leaked files
  noroshi read --explain report.txt             which words of the lexicon fired, and why
  noroshi read --check-cases                    check your own words by your own cases

Reads text, Markdown, HTML, e-mail, PDF, chats, CSV, TSV and XLSX in Japanese, English and
Chinese; the content decides, not the name. Secrets such as passwords are masked before anything
is shown or kept. A file that cannot be read is named on standard error; the rest is read.
Exit code: 0 nothing found, 10 something found or a case differs, 2 no file could be read.";

/// What has been read so far.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    read: usize,
    found: usize,
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    if args.check_cases {
        return cases::run(console, out);
    }
    let items = gather(&args.files);
    if items.is_empty() {
        return Err(CliError::Nothing(quoted(&args.files)));
    }
    if args.keep { keep(args, &items, console, out) } else { read(args, &items, console, out) }
}

fn quoted(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

fn read(
    args: &Args,
    items: &[Item],
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let config = console.config()?;
    // The process ends behind this: to free every string of the pack takes as long as to read a page.
    let known = ManuallyDrop::new(knowledge(&config));
    console.problems(&known.problems);
    let desk = ManuallyDrop::new(Desk::new(&known.knowledge, &config, args.fetched.clone()));
    let (mut tally, mut together) = (Tally::default(), Summary::default());
    let bar = if args.summary { Bar::new(console) } else { Bar::beside_results(console) };
    desk.read_files(items, &bar, |file| {
        let before = tally;
        tally.add(&file);
        match (&file.outcome, args.summary) {
            (_, true) => sum(&mut together, &file, console),
            (Ok(read), false) if args.explain => {
                let explained = desk.explain(read);
                let wanted = args.sentence;
                let told = explain::print(&file.path, read, &explained, wanted, console, out)?;
                if told == Told::Missing {
                    tally = before;
                }
                Ok(())
            }
            _ => print(&file, console, out),
        }
    })?;
    if args.summary {
        summary::print(&together, console, out)?;
    }
    Ok(tally.outcome())
}

fn keep(
    args: &Args,
    items: &[Item],
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let fetched = args.fetched.clone().or_else(taken_today);
    let bar = Bar::beside_results(console);
    let repeats = match console.format() {
        Format::Text if !args.summary => Repeats::Skip,
        _ => Repeats::Load,
    };
    let (mut tally, mut together) = (Tally::default(), Summary::default());
    let taking = take_in(&workspace, items, fetched, repeats, &bar, |file| {
        tally.add_taken(&file);
        match &file {
            TakenFile::New(file) | TakenFile::Again(file) | TakenFile::Unread(file)
                if args.summary =>
            {
                sum(&mut together, file, console)
            }
            TakenFile::Known(..) if args.summary => Ok(()),
            _ => print_taken(&file, console, out),
        }
    });
    let taken = console.runtime()?.block_on(taking)?;
    console.problems(&taken.problems);
    if args.summary {
        summary::print(&together, console, out)?;
    }
    console.remark(&counted(&taken, Labels(console.language())));
    for one in &taken.notices {
        let word = Labels(console.language()).pick("expected and seen", "予期された事象");
        let (id, words, path) = (safe(&one.question), safe(&one.sentence), safe(&one.path));
        console.remark(&format!("{word}: {id} / {}: {words} ({path})", safe(&one.hypothesis)));
    }
    Ok(tally.outcome())
}

/// Adds a file to what all hold together.
fn sum(together: &mut Summary, file: &ReadFile, console: &Console) -> Result<(), CliError> {
    together.add(file);
    if let Err(problem) = &file.outcome {
        console.problems(std::slice::from_ref(problem));
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, file: &ReadFile) {
        self.read += usize::from(file.outcome.is_ok());
        self.found += usize::from(file.has_findings());
    }

    fn add_taken(&mut self, file: &TakenFile) {
        match file {
            TakenFile::New(file) => self.add(file),
            TakenFile::Known(..) | TakenFile::Again(_) => self.read += 1,
            TakenFile::Unread(_) => {}
        }
    }

    fn outcome(&self) -> Outcome {
        if self.read == 0 { Outcome::Failed } else { Outcome::of(self.found) }
    }
}

fn print(file: &ReadFile, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    if let Err(problem) = &file.outcome {
        console.problems(std::slice::from_ref(problem));
    }
    match (console.format(), &file.outcome) {
        (Format::Json, _) => json(file, console, out)?,
        (Format::Text, Ok(read)) => text(&file.path, read, console, out)?,
        (Format::Text, Err(_)) => {}
    }
    Ok(out.flush()?)
}

fn print_taken(file: &TakenFile, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    match (console.format(), file) {
        (_, TakenFile::Unread(file)) => return print(file, console, out),
        (Format::Json, TakenFile::New(file) | TakenFile::Again(file)) => json(file, console, out)?,
        (_, file) => one_line(file, console, out)?,
    }
    Ok(out.flush()?)
}

fn json(file: &ReadFile, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let line = FileLine::new(file, console.language().language());
    json::line(&line, out)
}

fn one_line(file: &TakenFile, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let labels = Labels(console.language());
    let state = match file {
        TakenFile::New(_) => labels.pick("new  ", "新規  "),
        _ => labels.pick("known", "保存済"),
    };
    let style = console.streams().data;
    let state = style
        .paint(if matches!(file, TakenFile::New(_)) { Tone::Good } else { Tone::Faint }, state);
    Ok(writeln!(out, "{state}  {}", safe(file.path()))?)
}

fn counted(taken: &TakenIn, labels: Labels) -> String {
    let TakenIn { new, known, unread, concerns, .. } = taken;
    match labels.0 {
        noroshi_flow::MessageLanguage::En => format!(
            "{new} new, {known} known, {unread} unread; {concerns} statements in the new ones concern you"
        ),
        noroshi_flow::MessageLanguage::Ja => {
            format!(
                "新規 {new} 件、保存済み {known} 件、読めず {unread} 件。新規のうち自組織に関わる記述 {concerns} 件"
            )
        }
    }
}

fn text(path: &str, read: &Read, console: &Console, out: &mut impl Write) -> Result<(), CliError> {
    let (labels, style) = (Labels(console.language()), console.streams().data);
    let amount = if console.is_verbose() { Amount::All } else { Amount::Some };
    let Read { document, reading, .. } = read;
    let title = reading.title.as_deref().or(document.title.as_deref());
    let title = title.unwrap_or(labels.pick("(no title)", "（題名なし）"));
    let mut lines =
        vec![style.paint(Tone::Bold, &safe(title)), format!("  {}", facts(path, read, labels))];
    lines.extend(mentions::lines(&reading.mentions, labels, style, amount));
    lines.extend(claims::lines(&reading.claims, &document.text, labels, style, amount));
    let language = console.language().language();
    let told = |problem| show_problem(problem, language, style).replace('\n', "\n  ");
    lines.extend(reading.problems.iter().map(|problem| format!("  {}", told(problem))));
    Ok(writeln!(out, "{}\n", lines.join("\n"))?)
}

/// Path, language, label and dates on one line.
fn facts(path: &str, read: &Read, labels: Labels) -> String {
    let Read { document, reading, .. } = read;
    let dates = &reading.dates;
    let named = [
        (labels.pick("published", "公開"), &dates.published),
        (labels.pick("covers", "対象期間"), &dates.covers),
        (labels.pick("rendered", "表示"), &dates.rendered),
        (labels.pick("fetched", "取得"), &dates.fetched),
    ];
    let date = |(name, dated): (&str, &Option<Dated>)| {
        let dated = dated.as_ref()?;
        Some(format!("{name} {} ({})", dated.moment.edtf(), safe(&dated.basis.shown())))
    };
    let label = document.tlp.max(reading.tlp).map(Tlp::label).map(str::to_owned);
    let first = [safe(path), reading.language.code().to_owned()];
    let facts = first.into_iter().chain(label).chain(named.into_iter().filter_map(date));
    facts.collect::<Vec<_>>().join(" | ")
}
