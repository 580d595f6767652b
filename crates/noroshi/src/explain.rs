//! `noroshi read --explain`: what fired in each sentence, for people who tune the lexicon.

use std::io::Write;

use noroshi_flow::wire::ExplainedLine;
use noroshi_flow::{Explained, Fired, Read};
use noroshi_model::{Event, Grounds, Mention, Problem, Relation, TechniqueTag};

use crate::claims;
use crate::console::{Console, Format};
use crate::failure::CliError;
use crate::json;
use crate::label::Labels;
use crate::style::{Style, Tone, safe};

/// What came of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Its sentences were shown.
    Shown,
    /// It has no sentence of the number.
    Missing,
}

/// Prints the sentences of a file, or the one that is asked for by its number from 1.
pub(crate) fn print(
    path: &str,
    read: &Read,
    explained: &[Explained<'_>],
    wanted: Option<usize>,
    console: &Console,
    out: &mut impl Write,
) -> Result<Told, CliError> {
    console.problems(&read.reading.problems);
    let missing = wanted.filter(|number| !(1..=explained.len()).contains(number));
    if let Some(number) = missing {
        let problem = Problem::new("NRS-CLI-005").at(path).fact("number", number);
        console.problems(&[problem.fact("count", explained.len())]);
        return Ok(Told::Missing);
    }
    let (labels, style) = (Labels(console.language()), console.streams().data);
    if console.format() == Format::Text {
        writeln!(out, "{}", style.paint(Tone::Bold, &safe(path)))?;
    }
    let numbered = (1..).zip(explained);
    for (number, told) in numbered.filter(|(number, _)| wanted.is_none_or(|it| it == *number)) {
        match console.format() {
            Format::Json => {
                let line = ExplainedLine::new(path, number, told, read);
                json::line(&line, out)?;
            }
            Format::Text => {
                let lines = lines(number, told, &read.document.text, labels, style);
                writeln!(out, "{}\n", lines.join("\n"))?;
            }
        }
    }
    out.flush()?;
    Ok(Told::Shown)
}

fn lines(
    number: usize,
    told: &Explained<'_>,
    text: &str,
    labels: Labels,
    style: Style,
) -> Vec<String> {
    let place = format!("[{number}] {} {}", told.sentence.language.code(), labels.part(told.part));
    let mut lines =
        vec![format!("{}  {}", style.paint(Tone::Accent, &place), safe(&told.normalised))];
    let mut group = |name: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            lines.push(format!("    {}", style.paint(Tone::Faint, name)));
            lines.extend(rows.into_iter().map(|row| format!("      {row}")));
        }
    };
    group(labels.pick("cues", "手がかり"), told.cues.iter().map(cue).collect());
    let mentions = told.mentions.iter().map(|it| mention(it, text, labels));
    group(labels.pick("mentions", "言及"), mentions.collect());
    let claims = told.claims.iter().map(|it| claims::one(it, text, labels));
    group(labels.pick("claims", "主張"), claims.collect());
    let relations = told.relations.iter().map(|it| relation(it, labels));
    group(labels.pick("relations", "関係"), relations.collect());
    let events = told.events.iter().map(|it| event(it, labels));
    group(labels.pick("events", "事象"), events.collect());
    let techniques = told.techniques.iter().map(|it| technique(it, text));
    group(labels.pick("techniques", "攻撃手法"), techniques.collect());
    lines
}

/// `hedge/likely “可能性が高い” 0.65-0.90 (ja)`
fn cue(fired: &Fired<'_>) -> String {
    let cue = fired.cue;
    let value = if cue.value.is_empty() { String::new() } else { format!("/{}", cue.value) };
    let interval = cue.likelihood.map(|it| format!(" {:.2}-{:.2}", it.low(), it.high()));
    let (kind, code) = (cue.kind.word(), cue.language.code());
    format!("{kind}{value} “{}”{} ({code})", safe(&cue.text), interval.unwrap_or_default())
}

fn mention(mention: &Mention, text: &str, labels: Labels) -> String {
    let shown = safe(mention.span.of(text).unwrap_or_default());
    let canonical = if mention.canonical == shown {
        String::new()
    } else {
        format!(" = {}", safe(&mention.canonical))
    };
    let role = mention.role.map(|role| format!(", {}", labels.role(role))).unwrap_or_default();
    let reason = safe(&mention.reason.to_string());
    format!("{} “{shown}”{canonical}{role} ← {reason}", labels.kind(mention.kind))
}

fn relation(relation: &Relation, labels: Labels) -> String {
    let Relation { subject, predicate, object, grounds, .. } = relation;
    let (subject, object) = (safe(subject), safe(object));
    format!("{subject} | {} | {object} ← {}", predicate.word(), why(grounds, labels))
}

/// The rule and its words, or that only a model told it; the chance of the model, if it did.
fn why(grounds: &Grounds, labels: Labels) -> String {
    let chance = grounds.chance().map(|chance| format!("{:.2}", chance.share()));
    match (grounds.reason(), chance) {
        (Some(reason), None) => safe(&reason.to_string()),
        (Some(reason), Some(chance)) => {
            let told = labels.pick("learned", "学習モデル");
            format!("{}; {told} {chance}", safe(&reason.to_string()))
        }
        (None, chance) => {
            format!("{} ({})", labels.learned(), chance.unwrap_or_default())
        }
    }
}

fn event(event: &Event, labels: Labels) -> String {
    let named = |name: &str, names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| safe(name)).collect();
        (!names.is_empty()).then(|| format!("{name}: {}", names.join(", ")))
    };
    let date = event.when.map(|(moment, _)| moment.edtf());
    let parts = [
        Some(safe(&event.what)),
        date,
        named(labels.pick("victim", "被害"), &event.victims),
        named(labels.pick("actor", "行為者"), &event.actors),
        Some(labels.status(event.status).to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{} ← {}", parts.join("; "), why(&event.grounds, labels))
}

fn technique(tag: &TechniqueTag, text: &str) -> String {
    let cues: Vec<String> = tag
        .cues
        .iter()
        .map(|cue| format!("“{}”", safe(cue.of(text).unwrap_or_default())))
        .collect();
    let score = tag.basis.score().map(|score| format!(" {score:.2}")).unwrap_or_default();
    format!("{} ← {}{score} {}", tag.technique.slug(), tag.basis.word(), cues.join(" "))
}
