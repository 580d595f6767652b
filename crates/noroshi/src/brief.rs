//! `noroshi brief`: a brief of a month, every sentence with its source.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use noroshi_flow::wire::BriefLine;
use noroshi_flow::{BriefKind, BriefOrder, Made, Month, brief, brief_path};
use noroshi_model::Tlp;

use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::Tone;

/// Write a brief of the kept reports, every sentence with its source
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The month it is about [default: this month]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<Month>,
    /// How long it is
    #[arg(long, value_enum, default_value = "monthly")]
    kind: Kind,
    /// Its TLP label [default: the strictest of its sources; a laxer one is refused]
    #[arg(long, value_name = "LABEL", value_parser = label)]
    tlp: Option<Tlp>,
    /// Where it is written; `-` for standard output [default: brief-MONTH.LANG.html in the workspace]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  noroshi brief --month 2024-12 --lang ja       brief-2024-12.ja.html, and a summary here
  noroshi brief --month 2024-12 --kind one-page --out today.html
  noroshi brief --month 2024-12 --tlp TLP:AMBER --out - > brief.html
  noroshi --workspace noroshi-demo brief --month 2024-12 --kind flash

The file is one self-contained page without outside requests, ready to be printed.
Exit code: 0 written, 2 could not be done.";

/// A kind of brief on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Everything: summary, chapters, tables, sources
    Monthly,
    /// One sheet: at most three topics
    OnePage,
    /// One pressing matter
    Flash,
}

impl Kind {
    fn kind(self) -> BriefKind {
        match self {
            Self::Monthly => BriefKind::Monthly,
            Self::OnePage => BriefKind::OnePage,
            Self::Flash => BriefKind::Flash,
        }
    }
}

fn month(text: &str) -> Result<Month, String> {
    text.parse().map_err(|_| "give year and month, such as 2024-12".to_owned())
}

fn label(text: &str) -> Result<Tlp, String> {
    let whole = if text.contains(':') { text.to_owned() } else { format!("TLP:{text}") };
    whole.parse().map_err(|_| {
        let labels: Vec<&str> = Tlp::ALL.into_iter().map(Tlp::label).collect();
        format!("give one of {}", labels.join(", "))
    })
}

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let order = BriefOrder {
        month: args.month.unwrap_or_else(Month::now),
        kind: args.kind.kind(),
        language: console.language(),
        tlp: args.tlp,
    };
    let made = console.runtime()?.block_on(brief(&workspace, &order))?;
    if args.out.as_deref() == Some(Path::new("-")) {
        out.write_all(made.html().as_bytes())?;
        return Ok(Outcome::Quiet);
    }
    let path = args.out.clone().unwrap_or_else(|| brief_path(&workspace, &order));
    made.write(&path)?;
    print(&path, &order, &made, console, out)?;
    Ok(Outcome::Quiet)
}

fn print(
    path: &Path,
    order: &BriefOrder,
    made: &Made,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if console.format() == Format::Json {
        let line = BriefLine::new(path, order, made);
        return json::line(&line, out);
    }
    summary(made, console, out)?;
    written(path, console, out)
}

/// The brief on the terminal.
pub(crate) fn summary(
    made: &Made,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let style = console.streams().data;
    let shown = made.terminal(style.width, style.colour);
    Ok(writeln!(out, "{}", shown.trim_end())?)
}

/// Where a brief is now.
pub(crate) fn written(
    path: &Path,
    console: &Console,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let word = Labels(console.language()).pick("brief", "ブリーフ");
    let path = console.streams().data.paint(Tone::Bold, &path.display().to_string());
    Ok(writeln!(out, "{word}: {path}")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_may_leave_out_their_prefix() {
        assert_eq!(label("amber+strict"), Ok(Tlp::AmberStrict));
        assert_eq!(label("TLP:RED"), Ok(Tlp::Red));
        assert!(label("pink").is_err_and(|told| told.contains("TLP:GREEN")));
    }
}
