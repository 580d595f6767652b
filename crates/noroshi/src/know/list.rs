//! `noroshi know list`: what is known, by kind.

use std::io::Write;

use clap::builder::PossibleValuesParser;
use noroshi_flow::wire::EntityLine;
use noroshi_flow::{Known, list};
use noroshi_model::{Entity, EntityKind};

use super::known;
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::outcome::Outcome;
use crate::style::{Style, Tone, safe};

/// List what is known
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// Only entities of this kind; without it, text shows how many there are of each
    #[arg(long, value_name = "KIND")]
    #[arg(value_parser = PossibleValuesParser::new(EntityKind::ALL.map(EntityKind::word)))]
    kind: Option<String>,
}

const AFTER: &str = "\
Examples:
  noroshi know list                             how many there are of each kind
  noroshi know list --kind threat-actor
  noroshi know list --kind organization --format json

Exit code: 0 listed, 2 could not be done.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let known = known(console)?;
    let kind = args.kind.as_deref().and_then(EntityKind::from_word);
    match (console.format(), kind) {
        (Format::Json, kind) => json(&known, kind, out)?,
        (Format::Text, None) => counts(&known, out)?,
        (Format::Text, kind) => {
            for entity in list(&known.knowledge, kind) {
                writeln!(out, "{}", line(entity, console))?;
            }
        }
    }
    Ok(Outcome::Quiet)
}

fn json(known: &Known, kind: Option<EntityKind>, out: &mut impl Write) -> Result<(), CliError> {
    for entity in list(&known.knowledge, kind) {
        let line = EntityLine::new(entity, &known.knowledge);
        json::line(&line, out)?;
    }
    Ok(())
}

fn counts(known: &Known, out: &mut impl Write) -> Result<(), CliError> {
    for kind in EntityKind::ALL {
        writeln!(out, "{:>6}  {kind}", list(&known.knowledge, Some(kind)).count())?;
    }
    Ok(())
}

fn line(entity: &Entity, console: &Console) -> String {
    let style: Style = console.streams().data;
    let own = entity.name_in(console.language().language());
    let own = if own == entity.name() { String::new() } else { format!("  {}", safe(own)) };
    let id = style.paint(Tone::Faint, &entity.id.to_string());
    format!("{id}  {}{own}", safe(entity.name()))
}
