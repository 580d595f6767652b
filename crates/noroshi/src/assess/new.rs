//! `noroshi assess new`: a question file to start from.

use std::io::Write;
use std::path::PathBuf;

use noroshi_flow::assess::new_question;

use super::{By, written};
use crate::console::Console;
use crate::failure::CliError;
use crate::outcome::Outcome;

/// Make a question file with every part explained in comments
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// The file to make; in the folder `questions` of the workspace new reports are watched for it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The question
    #[arg(long, value_name = "WORDS")]
    question: String,
    /// A word by which statements about it are found; may be given several times
    #[arg(long, value_name = "WORD")]
    subject: Vec<String>,
    #[command(flatten)]
    by: By,
}

const AFTER: &str = "\
Examples:
  noroshi assess new questions/ddos.toml --question \"Who did it?\" --subject DDoS --subject 朝凪航空

Exit code: 0 made, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    new_question(&args.file, &args.question, &args.subject, &args.by.by)?;
    written(&args.file, console, out)?;
    Ok(Outcome::Quiet)
}
