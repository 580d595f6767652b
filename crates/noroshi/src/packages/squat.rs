//! `noroshi packages squat`: names that look like names that are trusted.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::packages::{Likeness, SquatOrder, Squatted, squat};
use noroshi_flow::wire::{ConfusionLine, SquatLine};

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::progress::Bar;
use crate::style::{Tone, safe};

/// Find names that look like popular packages, own packages or own words, with an explained score
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Names, files with one name a line, `-` for standard input
    #[arg(value_name = "NAMES", required_unless_present = "used")]
    names: Vec<String>,
    /// A list of protected names, most used first: one a line, or `rank,name`
    #[arg(long, value_name = "LIST")]
    protected: Vec<PathBuf>,
    /// A word of your own: a product, the company, a prefix
    #[arg(long = "brand", value_name = "WORD")]
    brands: Vec<String>,
    /// The ecosystem of the names
    #[arg(long, value_name = "TYPE", default_value = "pypi", value_parser = ECOSYSTEMS)]
    ecosystem: String,
    /// Lockfiles and folders whose packages are compared, each hit with its line
    #[arg(long, value_name = "PATH")]
    used: Vec<PathBuf>,
    /// A scope (`@example`) or beginning of names (`example-`) that is yours: taken from a public
    /// registry it is told as a possible dependency confusion
    #[arg(long, value_name = "PREFIX", requires = "used")]
    private: Vec<String>,
    /// Show names that are not flagged, too
    #[arg(long)]
    all: bool,
}

/// Types of package URLs.
const ECOSYSTEMS: [&str; 8] =
    ["pypi", "npm", "cargo", "golang", "gem", "nuget", "maven", "composer"];

const AFTER: &str = "\
Examples:
  noroshi packages squat --brand deepseek deepseeek deepseekai
  noroshi packages squat --protected top-pypi.csv names.txt --format json
  noroshi packages squat --protected npm-top.txt --ecosystem npm --used . --private @kazemori
  cut -d= -f1 requirements.txt | noroshi packages squat --protected top-pypi.csv -

A look-alike is no accusation: the score says how much a name resembles names that were reported.
Packages of the profile are protected too. JSON has a line for every name. Exit code: 0 nothing
flagged, 10 something flagged, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let order = SquatOrder {
        ecosystem: args.ecosystem.clone(),
        protected: args.protected.clone(),
        brands: args.brands.clone(),
        names: args.names.clone(),
        used: args.used.clone(),
        private: args.private.clone(),
    };
    let bar = Bar::new(console);
    let squatted = console.runtime()?.block_on(squat(&workspace, &order, &bar))?;
    console.problems(&squatted.problems);
    match console.format() {
        Format::Json => lines(&squatted, out)?,
        Format::Text => text(&squatted, args.all, console, out)?,
    }
    let (looked_at, found) = (squatted.looked_at, squatted.found());
    let words = Labels(console.language());
    let (names, flagged) =
        (words.pick("names looked at", "件を確認"), words.pick("flagged", "件を指摘"));
    console.remark(&format!("{looked_at} {names}, {found} {flagged}"));
    Ok(Outcome::of(found))
}

fn lines(squatted: &Squatted, out: &mut impl Write) -> Result<(), CliError> {
    for (name, likeness) in &squatted.names {
        json::line(&SquatLine::new(name, likeness.as_ref()), out)?;
    }
    for (one, likeness) in &squatted.used {
        json::line(&SquatLine::used(one, likeness), out)?;
    }
    squatted.confusions.iter().try_for_each(|one| json::line(&ConfusionLine::new(one), out))
}

fn text(
    squatted: &Squatted,
    all: bool,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    for (name, likeness) in &squatted.names {
        match likeness {
            Some(likeness) if likeness.flagged || all => {
                writeln!(out, "{}", line(likeness, None, console))?;
            }
            None if all => writeln!(out, "       {}", safe(name))?,
            _ => {}
        }
    }
    for (one, likeness) in &squatted.used {
        let place = format!("{}:{}", one.path, one.line);
        writeln!(out, "{}", line(likeness, Some(&place), console))?;
    }
    for one in &squatted.confusions {
        let kinds: Vec<&str> = one.kinds.iter().map(|kind| kind.word()).collect();
        let purl = console.streams().data.paint(Tone::Bold, &safe(&one.dependency.purl()));
        let place = format!("{}:{}", safe(&one.dependency.path), one.dependency.line);
        writeln!(out, "{purl} | {} | {place}", kinds.join(", "))?;
    }
    Ok(())
}

fn line(likeness: &Likeness, place: Option<&str>, console: &Console) -> String {
    let (style, language) = (console.streams().data, console.language().language());
    let tone = if likeness.flagged { Tone::Warning } else { Tone::Faint };
    let score = style.paint(tone, &format!("{:.3}", likeness.score));
    let marks = likeness.reasons.iter().take(4);
    let marks: Vec<String> =
        marks.map(|(mark, part)| format!("{} {part:+.2}", mark.word)).collect();
    let says = likeness.operation.says();
    let mut words = format!(
        "{score}  {} ~ {} | {} | {}",
        style.paint(Tone::Bold, &safe(&likeness.name)),
        safe(&likeness.of),
        says.pick(language),
        style.paint(Tone::Faint, &marks.join(", ")),
    );
    if let Some(place) = place {
        words.push_str(" | ");
        words.push_str(&safe(place));
    }
    words
}
