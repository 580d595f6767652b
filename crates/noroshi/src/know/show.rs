//! `noroshi know show`: an entity with all its names, and who says so.

use std::io::Write;

use noroshi_flow::show;
use noroshi_flow::wire::{EntityLine, sources};
use noroshi_model::{Entity, EntityLink, Fact, Knowledge, Language, Name, Source};

use super::known;
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::outcome::Outcome;
use crate::style::{Style, Tone, safe};

/// Show an entity with all its names, and who says so
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub(crate) struct Args {
    /// A name in any script, or an id such as threat-actor/sandworm
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
}

const AFTER: &str = "\
Examples:
  noroshi know show Salt Typhoon
  noroshi know show ソルトタイフーン
  noroshi know show threat-actor/sandworm --format json

A name that several share shows all of them: an alias is a statement by its source, not an
identity. Exit code: 0 shown, 2 nothing is known by that name.";

pub(crate) fn run(
    args: &Args,
    console: &mut Console,
    out: &mut impl Write,
) -> Result<Outcome, CliError> {
    let name = args.name.join(" ");
    let known = known(console)?;
    let workspace = console.workspace()?;
    let known = console.runtime()?.block_on(known.with_stated(&workspace, &name))?;
    let found = show(&known.knowledge, &name)?;
    let labels = Labels(console.language());
    if found.len() > 1 {
        let shared = labels.pick("entities share the name", "件がこの名前を使っています:");
        console.remark(&format!("{} {shared} `{}`", found.len(), safe(&name)));
    }
    let page = Page { knowledge: &known.knowledge, labels, style: console.streams().data };
    for entity in found {
        match console.format() {
            Format::Json => {
                let line = EntityLine::new(entity, &known.knowledge);
                json::line(&line, out)?;
            }
            Format::Text => writeln!(out, "{}\n", page.lines(entity).join("\n"))?,
        }
    }
    Ok(Outcome::Quiet)
}

/// How an entity is put on a terminal.
struct Page<'k> {
    knowledge: &'k Knowledge,
    labels: Labels,
    style: Style,
}

impl Page<'_> {
    fn lines(&self, entity: &Entity) -> Vec<String> {
        let labels = self.labels;
        let name = self.style.paint(Tone::Bold, &safe(entity.name()));
        let mut lines = vec![format!("{name}  {}", entity.id)];
        let names = entity.names.iter().map(|name| self.name(name));
        lines.extend(self.part(labels.pick("names", "名前"), names));
        let links = entity.links.iter().map(|link| self.link(link));
        lines.extend(self.part(labels.pick("relations", "関係"), links));
        let facts = entity.facts.iter().map(|fact| self.fact(fact));
        lines.extend(self.part(labels.pick("facts", "事実"), facts));
        let sources = sources(entity, self.knowledge).into_iter().map(|it| source(it, labels));
        lines.extend(self.part(labels.pick("sources", "出典"), sources));
        lines
    }

    fn part(&self, heading: &str, lines: impl Iterator<Item = String>) -> Vec<String> {
        let lines: Vec<String> = lines.map(|line| format!("    {line}")).collect();
        let heading =
            (!lines.is_empty()).then(|| format!("  {}", self.style.paint(Tone::Accent, heading)));
        heading.into_iter().chain(lines).collect()
    }

    fn name(&self, name: &Name) -> String {
        let language = (name.language != Language::Unknown).then(|| name.language.code());
        let by = name.by.as_deref();
        let notes: Vec<&str> = language.into_iter().chain(by).collect();
        let notes =
            if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        format!("{}{notes}{}", safe(&name.text), self.said(&name.source, &name.seen))
    }

    fn link(&self, link: &EntityLink) -> String {
        let name = self.knowledge.entity(&link.to).map(|entity| safe(entity.name()));
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        format!("{} {}{name}{}", link.kind.word(), link.to, self.said(&link.source, &link.seen))
    }

    fn fact(&self, fact: &Fact) -> String {
        let (key, value) = (safe(&fact.key), safe(&fact.value));
        format!("{key}: {value}{}", self.said(&fact.source, &fact.seen))
    }

    fn said(&self, source: &str, seen: &str) -> String {
        self.style.paint(Tone::Faint, &format!("  [{} {}]", safe(source), safe(seen)))
    }
}

/// A source; what a model alone read in it is marked.
fn source(source: &Source, labels: Labels) -> String {
    let mark = if Source::is_learned(&source.id) {
        format!(" ({})", labels.learned())
    } else {
        String::new()
    };
    let parts = [&source.title, &source.publisher, &source.url];
    let told: Vec<String> =
        parts.into_iter().filter(|it| !it.is_empty()).map(|it| safe(it)).collect();
    format!("[{}] {}{mark}", safe(&source.id), told.join(", "))
}
