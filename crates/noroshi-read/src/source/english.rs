//! What an English sentence cites.

use std::ops::Range;

use noroshi_model::{CueKind, SourceKind};

use super::Cite;
use super::phrase::{Around, Named};
use crate::said::Said;

/// Everything that the sentence cites, in order of place.
pub(super) fn cites(said: &Said<'_, '_>, around: &Around<'_>) -> Vec<Cite> {
    let mut found = Vec::new();
    for hit in &said.hits {
        match hit.cue.kind {
            CueKind::Attribution => {
                let named = after(said, around, hit.range.end);
                found.extend(named.map(|named| Cite {
                    via: hit.range.clone(),
                    named,
                    carries: true,
                }));
            }
            CueKind::Speech => {
                found.extend(subject(said, around, &hit.range));
                found.extend(told(said, around, &hit.range));
                found.extend(in_a_report(said, around, &hit.range));
            }
            _ => {}
        }
    }
    found.sort_by_key(|cite| (cite.named.start, cite.named.end));
    found.dedup_by_key(|cite| cite.named.start);
    found
}

/// The name behind "according to" or "citing".
fn after(said: &Said<'_, '_>, around: &Around<'_>, from: usize) -> Option<Named> {
    let rest = &said.text[from..said.range.end];
    let end = rest
        .find([',', ';', '"', '(', '\n'])
        .unwrap_or(rest.trim_end_matches(['.', '!', '?']).len());
    let stops = [
        " who ",
        " which ",
        " that ",
        " published on ",
        " released ",
        " on ",
        " as ",
        " and said",
        " but ",
    ];
    let end = stops.iter().filter_map(|word| rest[..end].find(word)).min().unwrap_or(end);
    let raw = &rest[..end];
    let kept = raw.trim();
    name(around, kept, from + (raw.len() - raw.trim_start().len()))
}

/// `a report by Acme Labs`, `Acme Labs' report`, `the Kasumi Times` as a name.
fn name(around: &Around<'_>, phrase: &str, at: usize) -> Option<Named> {
    if phrase.is_empty() || phrase.split(' ').count() > 12 {
        return None;
    }
    let is_work =
        |shown: &str| around.words.ends(shown, "document") || around.words.ends(shown, "work");
    let by = [" by ", " from ", " in "].iter().filter_map(|word| {
        let place = phrase.find(word)?;
        is_work(&phrase[..place]).then_some(place + word.len())
    });
    if let Some(start) = by.min() {
        return name(around, &phrase[start..], at + start);
    }
    let owner = ["'s ", "' ", "\u{2019}s "].iter().filter_map(|sign| phrase.find(sign)).min();
    let body = owner.filter(|_| is_work(phrase)).map_or(phrase, |end| &phrase[..end]);
    let bare = ["the ", "The ", "a ", "an ", "A ", "An ", "its ", "their "]
        .iter()
        .find_map(|word| body.strip_prefix(word))
        .unwrap_or(body);
    let start = at + (body.len() - bare.len());
    let capital = bare.starts_with(|sign: char| sign.is_uppercase() || sign.is_ascii_digit());
    let made =
        |shown: &str, kind| Named { name: shown.to_owned(), kind, start, end: start + shown.len() };
    let head = [" of ", " at ", " with ", " from ", " for ", " in "]
        .iter()
        .filter_map(|word| bare.find(word))
        .min()
        .map_or(bare, |end| &bare[..end]);
    if around.words.is(bare, "stop")
        || around.words.is(body, "stop")
        || around.words.citing("own").iter().any(|own| body.eq_ignore_ascii_case(own))
    {
        return None;
    }
    if around.words.is(body, "press") {
        return Some(Named {
            name: body.to_owned(),
            kind: SourceKind::Publication,
            start: at,
            end: at + body.len(),
        });
    }
    if around.words.ends(head, "nameless") {
        return Some(Named {
            name: body.to_owned(),
            kind: SourceKind::Unnamed,
            start: at,
            end: at + body.len(),
        });
    }
    if around.is_publication(bare) {
        return Some(made(bare, SourceKind::Publication));
    }
    let titled = bare.rsplit(' ').next().is_some_and(|last| last.starts_with(char::is_uppercase));
    if is_work(bare) && !(titled && bare.contains(' ')) {
        let named = bare.rsplit_once(' ').map(|(front, _)| front).filter(|front| {
            capital
                && front.split(' ').all(|word| {
                    word.starts_with(|sign: char| sign.is_uppercase() || sign.is_ascii_digit())
                })
        });
        return Some(named.map_or_else(
            || made(bare, SourceKind::Document),
            |front| made(front, SourceKind::Organization),
        ));
    }
    capital.then(|| made(bare, SourceKind::Organization))
}

/// `The Kasumi Times reported`: a publication that says something.
fn subject(said: &Said<'_, '_>, around: &Around<'_>, verb: &Range<usize>) -> Option<Cite> {
    let head = said.text[said.range.start..verb.start].trim_end();
    let head = ["has", "had", "have", "also", "first", "later"]
        .iter()
        .find_map(|word| head.strip_suffix(word))
        .unwrap_or(head)
        .trim_end();
    let start = head.rfind([',', ';', '"', ':', '(']).map_or(0, |at| at + 1);
    let raw = &head[start..];
    let kept = raw.trim_start();
    let bare = ["and ", "but ", "while ", "as ", "But ", "And ", "As "]
        .iter()
        .find_map(|word| kept.strip_prefix(word))
        .unwrap_or(kept);
    let at = said.range.start + head.len() - bare.len();
    let named = name(around, bare, at)?;
    let medium = around.is_medium(said.mentions, &named) || named.kind == SourceKind::Publication;
    medium.then(|| Cite { via: verb.clone(), named, carries: true })
}

/// `told the Kasumi Times`.
fn told(said: &Said<'_, '_>, around: &Around<'_>, verb: &Range<usize>) -> Option<Cite> {
    if !said.text[verb.clone()].eq_ignore_ascii_case("told") {
        return None;
    }
    let rest = &said.text[verb.end..said.range.end];
    let words = rest.trim_start();
    let at = verb.end + (rest.len() - words.len());
    let length: usize = name_length(words);
    let named = name(around, words[..length].trim_end_matches([',', '.', ' ']), at)?;
    let medium = around.is_medium(said.mentions, &named) || named.kind == SourceKind::Publication;
    medium.then(|| Cite { via: verb.clone(), named, carries: false })
}

/// How long the name at the start is: an article and capitalised words.
fn name_length(words: &str) -> usize {
    let mut length = 0;
    for word in words.split_inclusive(' ') {
        let part = word.starts_with(char::is_uppercase)
            || (length == 0 && word.eq_ignore_ascii_case("the "));
        if !part {
            break;
        }
        length += word.len();
        if word.trim_end().ends_with([',', '.']) {
            break;
        }
    }
    length
}

/// `Acme Labs said in a report`: a body whose own paper is cited.
fn in_a_report(said: &Said<'_, '_>, around: &Around<'_>, verb: &Range<usize>) -> Option<Cite> {
    let rest = said.text[verb.end..said.range.end].trim_start();
    let rest = rest.strip_prefix("in ").or_else(|| rest.strip_prefix("on "))?;
    let work = around.words.citing("work").iter().filter(|word| word.is_ascii()).any(|word| {
        let near: String = rest.chars().take(48).collect();
        near.split(|sign: char| !sign.is_alphanumeric() && sign != '-' && sign != ' ')
            .next()
            .is_some_and(|head| head.contains(word))
    });
    if !work {
        return None;
    }
    let head = said.text[said.range.start..verb.start].trim_end();
    let start = head.rfind([',', ';', '"', ':']).map_or(0, |at| at + 1);
    let bare = head[start..].trim_start();
    let body = ["researchers", "analysts", "Researchers at", "researchers from"].iter().fold(
        bare,
        |name, word| {
            name.strip_suffix(word).or_else(|| name.strip_prefix(word)).unwrap_or(name).trim()
        },
    );
    let at = said.range.start + said.shown().find(body)?;
    let named = name(around, body, at)?;
    let kind = matches!(named.kind, SourceKind::Organization | SourceKind::Publication);
    kind.then(|| Cite { via: verb.clone(), named, carries: true })
}
