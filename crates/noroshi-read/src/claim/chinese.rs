//! Speakers in simple Chinese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use super::Voice;
use crate::cue::Hit;
use crate::said::Said;

/// How the author speaks of himself.
const AUTHORS: &[&str] = &["笔者", "筆者", "我们", "我們", "本文", "编者", "本报"];

/// Who speaks, and which part of the sentence is said: 据X报道, X表示.
pub(super) fn voice(said: &Said<'_, '_>) -> Voice {
    let mut speakers = Vec::new();
    let mut start = said.range.start;
    if let Some((phrase, after)) = cited(said) {
        speakers.push(speaker(said, phrase));
        start = after;
    }
    if let Some((phrase, after)) = subject(said, start) {
        speakers.push(speaker(said, phrase));
        start = after;
    }
    speakers.retain(|speaker| *speaker != Speaker::Author);
    Voice::new(speakers, start..said.range.end, said.range.clone())
}

fn cited(said: &Said<'_, '_>) -> Option<(Range<usize>, usize)> {
    let hit = said.hits.iter().find(|hit| {
        hit.cue.kind == CueKind::Attribution
            && hit.range.start <= said.range.start + 6
            && !covered(said, hit, CueKind::Hearsay)
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

/// Whether a cue is a part of a longer one of another kind: 据 in 据悉, 证实 in 尚未证实.
fn covered(said: &Said<'_, '_>, hit: &Hit<'_>, kind: CueKind) -> bool {
    said.hits.iter().any(|other| {
        other.cue.kind == kind
            && other.range.start <= hit.range.start
            && hit.range.end <= other.range.end
            && other.range.len() > hit.range.len()
    })
}

fn subject(said: &Said<'_, '_>, from: usize) -> Option<(Range<usize>, usize)> {
    let mut verbs = said.hits.iter().filter(|hit| {
        hit.cue.kind == CueKind::Speech
            && hit.range.start > from
            && !covered(said, hit, CueKind::Absence)
    });
    verbs.find_map(|verb| before_verb(said, from, verb))
}

/// The phrase before a verb of saying, and where the statement starts.
fn before_verb(said: &Said<'_, '_>, from: usize, verb: &Hit<'_>) -> Option<(Range<usize>, usize)> {
    let before = &said.text[from..verb.range.start];
    let start = before
        .rfind(['，', ',', '。', '；', '"', '“', '”', '、', '(', '（'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let raw = &before[start..];
    let phrase = raw.trim().trim_end_matches(['则', '也', '还', '曾', '已']);
    let front = from + start + (raw.len() - raw.trim_start().len());
    let rest = &said.text[verb.range.end..said.range.end];
    let skipped = rest.trim_start_matches(['，', ',', '：', ':', ' ', '"', '“', '称']);
    let after = verb.range.end + (rest.len() - skipped.len());
    let clause = [
        "不愿", "拒绝", "没有", "尚未", "不能", "无法", "与", "被", "又", "名", "号", "简", "统",
        "俗",
    ]
    .iter()
    .any(|word| phrase.ends_with(word));
    let fits = (2..=24).contains(&phrase.chars().count()) && after < said.range.end && !clause;
    fits.then(|| (front..front + phrase.len(), after))
}

fn speaker(said: &Said<'_, '_>, phrase: Range<usize>) -> Speaker {
    let shown = said.text[phrase.clone()].to_owned();
    let unnamed =
        said.hits.iter().any(|hit| hit.cue.kind == CueKind::Unnamed && hit.range.end == phrase.end);
    let span = said.shadow.span(phrase);
    if AUTHORS.contains(&shown.as_str()) {
        return Speaker::Author;
    }
    if let Some((name, span)) = said.anaphor(&shown) {
        return Speaker::Named { name, span: Some(span) };
    }
    if unnamed {
        Speaker::Unnamed { as_written: shown, span }
    } else {
        Speaker::Named { name: shown, span }
    }
}
