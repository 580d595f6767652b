//! Speakers in English sentences.

use std::ops::Range;

use noroshi_model::{CueKind, Mention, MentionKind, Speaker};

use super::Voice;
use crate::cue::Hit;
use crate::said::Said;

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
    Voice::new(speakers, statement, said.range.clone())
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
    let mut verbs = said.hits.iter().filter(|hit| is_saying(said, hit));
    verbs.find_map(|verb| subject_of(said, verb))
}

fn subject_of(said: &Said<'_, '_>, verb: &Hit<'_>) -> Option<(Speaker, Option<usize>)> {
    let phrase = phrase_before(said, verb.range.start).filter(|phrase| is_speaker(said, phrase));
    let phrase = phrase.or_else(|| inverted(said, verb))?;
    let behind = skip_that(said, verb.range.end);
    let object = matches!(verb.cue.value.as_str(), "denies" | "declines")
        && !said.text[verb.range.end..said.range.end].starts_with(" that ");
    let opens = phrase.end <= verb.range.start && !object;
    Some((speaker(said, phrase), opens.then_some(behind)))
}

fn is_saying(said: &Said<'_, '_>, hit: &Hit<'_>) -> bool {
    let verb = &said.text[hit.range.clone()];
    let held = ["believe", "assess", "suspect"].iter().any(|stem| verb.starts_with(stem));
    (hit.cue.kind == CueKind::Speech || (held && hit.cue.kind == CueKind::Hedge))
        && !is_noun_or_participle(said, hit)
        && !in_quotes(said, hit.range.start)
}

/// `reports of an outage`, `described by others`: no verb with its speaker before it.
fn is_noun_or_participle(said: &Said<'_, '_>, hit: &Hit<'_>) -> bool {
    let behind = &said.text[hit.range.end..said.range.end];
    [" of ", " by ", " about ", " from "].iter().any(|word| behind.starts_with(word))
}

fn in_quotes(said: &Said<'_, '_>, at: usize) -> bool {
    said.text[said.range.start..at].matches('"').count() % 2 == 1
}

fn skip_that(said: &Said<'_, '_>, at: usize) -> usize {
    let rest = &said.text[at..said.range.end];
    let trimmed = rest.trim_start_matches([' ', ',', ':', '"']);
    let told = ["us ", "reporters ", "me ", "journalists ", "customers ", "investors "]
        .iter()
        .find_map(|whom| trimmed.strip_prefix(whom))
        .unwrap_or(trimmed);
    let trimmed = told.strip_prefix("that ").unwrap_or(told);
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
    if start > 0
        && ["who ", "which ", "whose ", "speaking "].iter().any(|word| shown.starts_with(word))
    {
        return phrase_before(said, said.range.start + start - 1);
    }
    let shown = after_conjunction(shown);
    let from = said.range.start + kept.len() - shown.len();
    (!shown.is_empty() && shown.split(' ').count() <= 8).then(|| from..from + shown.len())
}

/// `but the bank` is `the bank`.
fn after_conjunction(shown: &str) -> &str {
    let words = ["but ", "and ", "while ", "though ", "as ", "But ", "And ", "While ", "Although "];
    words.iter().find_map(|word| shown.strip_prefix(word)).unwrap_or(shown)
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
    let crew = ["gang", "group", "operators", "actors", "crew", "developers"]
        .iter()
        .any(|word| shown.ends_with(word));
    let tool = tool && !crew;
    (capital || has_unnamed(said, phrase)) && !tool && !filler && !is_thing(shown)
}

/// A phrase whose last word is an auxiliary of the passive or names no speaker.
fn is_thing(shown: &str) -> bool {
    let last = shown.rsplit(' ').next().unwrap_or(shown);
    THINGS.contains(&last) || shown.contains(" behind ") || shown.contains(" that ")
}

const THINGS: &[&str] = &[
    "is",
    "was",
    "are",
    "were",
    "be",
    "been",
    "being",
    "not",
    "to",
    "of",
    "and",
    "attack",
    "attacks",
    "malware",
    "vulnerability",
    "vulnerabilities",
    "flaw",
    "flaws",
    "bug",
    "sample",
    "samples",
    "file",
    "files",
    "campaign",
    "activity",
    "incident",
    "incidents",
    "intrusion",
    "breach",
    "data",
    "records",
    "tool",
    "tools",
    "exploit",
    "patch",
    "version",
    "technique",
    "loader",
    "backdoor",
    "payload",
    "code",
    "server",
    "traffic",
    "domain",
    "domains",
    "addresses",
    "link",
    "evidence",
    "details",
    "United",
    "Media",
];

fn has_unnamed(said: &Said<'_, '_>, phrase: &Range<usize>) -> bool {
    said.hits.iter().any(|hit| {
        hit.cue.kind == CueKind::Unnamed
            && hit.range.start >= phrase.start
            && hit.range.end <= phrase.end
    })
}

/// `A second official`, `two people in Tokyo`: persons without a name.
fn is_person_word(shown: &str) -> bool {
    let head = [" of ", " for ", " at ", " in ", " from ", " with "]
        .iter()
        .filter_map(|word| shown.find(word))
        .min()
        .map_or(shown, |end| &shown[..end]);
    let people = [
        "official",
        "officials",
        "person",
        "people",
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "researcher",
        "researchers",
        "analyst",
        "analysts",
        "expert",
        "experts",
        "employee",
        "employees",
        "executive",
        "executives",
        "source",
        "sources",
        "investigator",
        "investigators",
    ];
    head.rsplit(' ').next().is_some_and(|last| people.contains(&last))
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
    let person = is_person_word(&shown) && !named;
    if pronoun
        || person
        || (has_unnamed(said, &phrase) && !(named && shown.split(' ').count() <= 3))
    {
        return Speaker::Unnamed { as_written: shown, span };
    }
    Speaker::Named { name: shown, span }
}
