//! `noroshi assess sheet`: the attribution sheet, or the matrix as a picture.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use noroshi_flow::assess::{Day, day, run as work_out};

use super::written;
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Write the one-page attribution sheet, every sentence with its source
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The question file
    #[arg(value_name = "QUESTION")]
    file: PathBuf,
    /// Use only what was known on this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<Day>,
    /// Where it is written; `-` for standard output [default: beside the question]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The whole sheet, or the matrix alone as a picture
    #[arg(long, value_enum, default_value = "html")]
    form: Form,
}

/// What is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// The sheet: one self-contained page without outside requests
    Html,
    /// The matrix as SVG
    Svg,
}

const AFTER: &str = "\
Examples:
  noroshi assess sheet questions/ddos.toml --lang ja
  noroshi assess sheet questions/ddos.toml --as-of 2024-12-28 --out - > ddos.html
  noroshi assess sheet questions/ddos.toml --form svg

It carries the strictest TLP label of what it cites. Exit code: 0 written, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let workspace = console.workspace()?;
    let ran = console.runtime()?.block_on(work_out(&workspace, &args.file, args.as_of))?;
    console.problems(&ran.problems);
    let language = console.language();
    let (text, end) = match args.form {
        Form::Html => (ran.sheet(language), "html"),
        Form::Svg => (ran.svg(language), "svg"),
    };
    if args.out.as_deref() == Some(Path::new("-")) {
        out.write_all(text.as_bytes())?;
        return Ok(Outcome::Quiet);
    }
    let beside = || args.file.with_extension(format!("{}.{end}", language.code()));
    let path = args.out.clone().unwrap_or_else(beside);
    ran.write(&path, &text)?;
    written(&path, console, out)?;
    Ok(Outcome::Quiet)
}
