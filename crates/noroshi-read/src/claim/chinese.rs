//! Speakers in simple Chinese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use super::{Said, Voice};

/// Who speaks, and which part of the sentence is said: 据X报道, X表示.
pub(super) fn voice(said: &Said<'_, '_>) -> Voice {
    let found = cited(said).or_else(|| subject(said));
    match found {
        Some((phrase, after)) => {
            Voice { speakers: vec![speaker(said, phrase)], statement: after..said.range.end }
        }
        None => Voice { speakers: Vec::new(), statement: said.range.clone() },
    }
}

fn cited(said: &Said<'_, '_>) -> Option<(Range<usize>, usize)> {
    let hit = said.hits.iter().find(|hit| {
        hit.cue.kind == CueKind::Attribution && hit.range.start <= said.range.start + 6
    })?;
    let rest = &said.text[hit.range.end..said.range.end];
    let comma = rest.find(['，', ','])?;
    let phrase = [
        "的报道",
        "的報道",
        "报道称",
        "报道",
        "報道",
        "报导",
        "介绍",
        "披露",
        "的消息",
        "消息",
        "称",
    ]
    .iter()
    .fold(&rest[..comma], |text, word| text.strip_suffix(word).unwrap_or(text));
    let after = hit.range.end + comma + rest[comma..].chars().next().map_or(1, char::len_utf8);
    (!phrase.trim().is_empty() && phrase.chars().count() <= 24 && after < said.range.end)
        .then(|| (hit.range.end..hit.range.end + phrase.len(), after))
}

fn subject(said: &Said<'_, '_>) -> Option<(Range<usize>, usize)> {
    let verb = said
        .hits
        .iter()
        .find(|hit| hit.cue.kind == CueKind::Speech && hit.range.start > said.range.start)?;
    let before = &said.text[said.range.start..verb.range.start];
    let start = before
        .rfind(['，', ',', '。', '；', '“', '”'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let phrase = before[start..].trim();
    let from =
        said.range.start + start + (before[start..].len() - before[start..].trim_start().len());
    let rest = &said.text[verb.range.end..said.range.end];
    let after = verb.range.end
        + (rest.len() - rest.trim_start_matches(['，', ',', '：', ':', ' ', '“']).len());
    let fits = (2..=24).contains(&phrase.chars().count()) && after < said.range.end;
    fits.then(|| (from..from + phrase.len(), after))
}

fn speaker(said: &Said<'_, '_>, phrase: Range<usize>) -> Speaker {
    let shown = said.text[phrase.clone()].to_owned();
    let unnamed =
        said.hits.iter().any(|hit| hit.cue.kind == CueKind::Unnamed && hit.range.end == phrase.end);
    let span = said.shadow.span(phrase);
    if unnamed {
        Speaker::Unnamed { as_written: shown, span }
    } else {
        Speaker::Named { name: shown, span }
    }
}
