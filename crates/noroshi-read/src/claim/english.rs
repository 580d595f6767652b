//! Speakers in English sentences.

use std::ops::Range;

use noroshi_model::{CueKind, Mention, MentionKind, Speaker};

use super::{Said, Voice};
use crate::cue::Hit;

/// Who speaks, and which part of the sentence is said.
pub(super) fn voice(said: &Said<'_, '_>) -> Voice {
    let cited = cited(said);
    let subject = subject(said);
    let mut statement = said.range.clone();
    let mut speakers = Vec::new();
    if let Some((speaker, after)) = subject {
        speakers.push(speaker);
        statement = after
            .filter(|after| said.range.end - after >= 12)
            .map_or(statement, |after| after..said.range.end);
    }
    if let Some((speaker, place)) = cited {
        statement = if place.start <= said.range.start + 2 {
            skip_comma(said, place.end)..said.range.end
        } else {
            statement
        };
        if statement.is_empty() {
            statement = said.range.clone();
        }
        speakers.push(speaker);
    }
    Voice { speakers, statement }
}

fn skip_comma(said: &Said<'_, '_>, at: usize) -> usize {
    let rest = &said.text[at..said.range.end];
    at + (rest.len() - rest.trim_start_matches([',', ' ']).len())
}

/// The speaker of "according to …", and the place of the whole phrase.
fn cited(said: &Said<'_, '_>) -> Option<(Speaker, Range<usize>)> {
    let hit = said.hits.iter().find(|hit| hit.cue.kind == CueKind::Attribution)?;
    let phrase = phrase_after(said, hit.range.end)?;
    let place = hit.range.start..phrase.end;
    Some((speaker(said, phrase), place))
}

/// The noun phrase behind `from`: up to a comma, a quotation mark or a verb.
fn phrase_after(said: &Said<'_, '_>, from: usize) -> Option<Range<usize>> {
    let rest = &said.text[from..said.range.end];
    let stops = |sign: char| matches!(sign, ',' | ';' | '"' | '(' | '\n');
    let end = rest.find(stops).unwrap_or(rest.trim_end_matches(['.', '!', '?']).len());
    let end = [" who ", " which ", " that ", " on ", " in ", " published ", " released "]
        .iter()
        .filter_map(|word| rest[..end].find(word))
        .min()
        .unwrap_or(end);
    let raw = &rest[..end];
    let kept = raw.trim();
    let start = from + (raw.len() - raw.trim_start().len());
    (!kept.is_empty() && kept.split(' ').count() <= 10).then(|| start..start + kept.len())
}

/// The subject of a verb of saying, and where the statement starts.
fn subject(said: &Said<'_, '_>) -> Option<(Speaker, Option<usize>)> {
    let verb = said.hits.iter().find(|hit| is_saying(said, hit))?;
    let phrase = phrase_before(said, verb.range.start).filter(|phrase| is_speaker(said, phrase));
    let phrase = phrase.or_else(|| inverted(said, verb))?;
    let behind = skip_that(said, verb.range.end);
    Some((speaker(said, phrase.clone()), (phrase.end <= verb.range.start).then_some(behind)))
}

fn is_saying(said: &Said<'_, '_>, hit: &Hit<'_>) -> bool {
    let verb = &said.text[hit.range.clone()];
    let held = ["believe", "assess", "suspect"].iter().any(|stem| verb.starts_with(stem));
    hit.cue.kind == CueKind::Speech || (held && hit.cue.kind == CueKind::Hedge)
}

fn skip_that(said: &Said<'_, '_>, at: usize) -> usize {
    let rest = &said.text[at..said.range.end];
    let trimmed = rest.trim_start_matches([' ', ',', ':', '"']);
    let trimmed = trimmed.strip_prefix("that ").unwrap_or(trimmed);
    at + (rest.len() - trimmed.len())
}

/// The words before a verb, back to a comma or the sentence's start; at most eight.
fn phrase_before(said: &Said<'_, '_>, end: usize) -> Option<Range<usize>> {
    let before = &said.text[said.range.start..end];
    let before = ["has ", "have ", "had ", "also ", "later ", "publicly "]
        .iter()
        .fold(before, |text, word| text.strip_suffix(word).unwrap_or(text));
    let stops = |sign: char| matches!(sign, ',' | ';' | '"' | ':' | '(' | ')');
    let kept = before.trim_end_matches([',', ' ']);
    let start = kept.rfind(stops).map_or(0, |at| at + 1);
    let raw = &kept[start..];
    let shown = raw.trim_start();
    let from = said.range.start + start + (raw.len() - shown.len());
    (!shown.is_empty() && shown.split(' ').count() <= 8).then(|| from..from + shown.len())
}

/// `"…," said Jane Doe`.
fn inverted(said: &Said<'_, '_>, verb: &Hit<'_>) -> Option<Range<usize>> {
    let quoted = said.text[said.range.start..verb.range.start].trim_end().ends_with(['"', ',']);
    let phrase =
        phrase_after(said, verb.range.end).filter(|phrase| phrase.start - verb.range.end <= 1)?;
    (quoted && is_speaker(said, &phrase)).then_some(phrase)
}

/// People, organisations and publications speak; malware does not.
fn is_speaker(said: &Said<'_, '_>, phrase: &Range<usize>) -> bool {
    let shown = &said.text[phrase.clone()];
    let capital = shown.chars().next().is_some_and(char::is_uppercase)
        || shown.starts_with("the ")
        || shown.starts_with("a ");
    let inside = |mention: &&(Range<usize>, Mention)| {
        phrase.start <= mention.0.start && mention.0.end <= phrase.end
    };
    let tool = said.mentions.iter().filter(inside).any(|(_, mention)| {
        matches!(
            mention.kind,
            MentionKind::Malware | MentionKind::Tool | MentionKind::Vulnerability
        )
    });
    let filler = [
        "It",
        "This",
        "That",
        "There",
        "Which",
        "What",
        "As",
        "The report",
        "The attack",
        "The malware",
        "The vulnerability",
        "The sample",
        "The file",
    ]
    .contains(&shown);
    (capital || has_unnamed(said, phrase)) && !tool && !filler
}

fn has_unnamed(said: &Said<'_, '_>, phrase: &Range<usize>) -> bool {
    said.hits.iter().any(|hit| {
        hit.cue.kind == CueKind::Unnamed
            && hit.range.start >= phrase.start
            && hit.range.end <= phrase.end
    })
}

/// A noun phrase as a speaker: without a name when it only says what the person is.
fn speaker(said: &Said<'_, '_>, phrase: Range<usize>) -> Speaker {
    let shown = said.text[phrase.clone()].to_owned();
    let span = said.shadow.span(phrase.clone());
    let pronoun = ["He", "She", "They", "he", "she", "they", "the company", "The company"]
        .contains(&shown.as_str());
    let named = said.mentions.iter().any(|(range, mention)| {
        phrase.start <= range.start
            && range.end <= phrase.end
            && matches!(mention.kind, MentionKind::Organization | MentionKind::Person)
    });
    if matches!(shown.as_str(), "We" | "we" | "Our researchers" | "our researchers" | "Our team") {
        return Speaker::Author;
    }
    if pronoun || (has_unnamed(said, &phrase) && !(named && shown.split(' ').count() <= 3)) {
        return Speaker::Unnamed { as_written: shown, span };
    }
    Speaker::Named { name: shown, span }
}
