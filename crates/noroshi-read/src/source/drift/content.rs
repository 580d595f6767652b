//! What a sentence is about: its content words, weighed, and its names.

use std::borrow::Cow;
use std::ops::Range;

use noroshi_model::Language;

use super::super::phrase::is_hiragana;
use super::super::words::Words;
use crate::word;

/// Content words of a sentence. Weights are tenths of a word.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// Key and weight, sorted by key, without doubles.
    pub(super) parts: Vec<(u64, u32)>,
    /// Keys of what can be a name, sorted.
    names: Vec<u64>,
    /// Keys of names that reading knows to be names, sorted.
    known: Vec<u64>,
    /// Keys of what is done in it: 流出した, "caused".
    deeds: Vec<u64>,
    total: u32,
}

/// How much two sentences share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness {
    /// Weight of the shared words, in tenths.
    pub(super) weight: u32,
    /// Of the shorter one, in per cent.
    pub(super) share: u32,
    /// Whether they share something like a name.
    pub(super) named: bool,
    /// Whether each names somebody, and nobody is named by both.
    pub(super) apart: bool,
    /// Whether each says what was done, and it was something else.
    pub(super) differs: bool,
}

/// A key of a word, whatever its case.
pub(super) fn key(shown: &str) -> u64 {
    word::key(shown.as_bytes())
}

/// A run in lower case, which most are as they stand.
fn lower(run: &str) -> Cow<'_, str> {
    let plain = run.bytes().all(|byte| byte.is_ascii_lowercase());
    if plain { Cow::Borrowed(run) } else { Cow::Owned(run.to_lowercase()) }
}

/// Keys of all words of a sentence, sorted: a first look, before anything is weighed.
pub(super) fn sketch(text: &str, range: &Range<usize>) -> Vec<u64> {
    let mut keys = Vec::with_capacity(32);
    for run in runs(text, range) {
        let shown = &text[run.range.clone()];
        match run.script {
            Script::Kanji => {
                let mut last = 0;
                for (at, sign) in shown.char_indices().skip(1) {
                    keys.push(key(&shown[last..at + sign.len_utf8()]));
                    last = at;
                }
            }
            Script::Latin if shown.len() < 4 => {}
            Script::Latin => keys.push(key(stem(shown))),
            Script::Kana | Script::Digits => keys.push(key(shown)),
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether two sorted lists of keys share enough to be looked at closely.
pub(super) fn are_close(one: &[u64], other: &[u64]) -> bool {
    let (mut at, mut shared) = (0, 0);
    for key in one {
        while other.get(at).is_some_and(|found| found < key) {
            at += 1;
        }
        shared += usize::from(other.get(at) == Some(key));
    }
    shared >= 2 && shared * 4 >= one.len().min(other.len())
}

impl Content {
    /// The content of `text[range]` without the places in `skip`; `known` are names in it.
    pub(super) fn of(
        words: &Words<'_>,
        text: &str,
        range: &Range<usize>,
        language: Language,
        skip: &[Range<usize>],
        named: Named,
    ) -> Self {
        let mut content = Self { known: named.known, ..Self::default() };
        let runs: Vec<Run> = runs(text, range).collect();
        content.parts.reserve(runs.len());
        for run in &runs {
            if skip.iter().any(|place| run.range.start < place.end && place.start < run.range.end) {
                continue;
            }
            content.take(words, &text[run.range.clone()], run.script, language);
            content.deeds.extend(deed(text, run));
        }
        content.deeds.sort_unstable();
        let skip = [skip, &named.blamed].concat();
        names(words, text, &runs, range.start, &skip, &mut content.names);
        content.names.extend(&content.known);
        content.names.sort_unstable();
        content.names.dedup();
        content.known.sort_unstable();
        content.known.dedup();
        content.parts.sort_unstable();
        content.parts.dedup_by_key(|part| part.0);
        content.total = content.parts.iter().map(|part| part.1).sum();
        content
    }

    fn take(&mut self, words: &Words<'_>, run: &str, script: Script, language: Language) {
        match script {
            Script::Kanji => self.kanji(words, run),
            Script::Kana => {
                if run.chars().count() >= 2 {
                    self.parts.push((key(run), if words.is_generic(run) { 5 } else { 10 }));
                }
            }
            Script::Latin => self.latin(words, run, language),
            Script::Digits => self.parts.push((key(run), 10)),
        }
    }

    /// Pairs of characters; a long name weighs no more than two words.
    fn kanji(&mut self, words: &Words<'_>, run: &str) {
        let signs: Vec<(usize, char)> = run.char_indices().collect();
        let pairs = u32::try_from(signs.len().saturating_sub(1)).unwrap_or(u32::MAX);
        for pair in signs.windows(2) {
            let end = pair[1].0 + pair[1].1.len_utf8();
            let shown = &run[pair[0].0..end];
            let full = 10 * pairs.min(2) / pairs.max(1);
            self.parts.push((key(shown), if words.is_generic(shown) { full / 2 } else { full }));
        }
    }

    fn latin(&mut self, words: &Words<'_>, run: &str, language: Language) {
        let lower = lower(run);
        if lower.len() < 3 || (language != Language::Ja && words.is_generic(&lower)) {
            return;
        }
        self.parts.push((key(stem(&lower)), 10));
    }

    /// How much this shares with another.
    pub(super) fn like(&self, other: &Self) -> Likeness {
        let weight = shared(&self.parts, &other.parts);
        let least = self.total.min(other.total).max(1);
        let both = !self.known.is_empty() && !other.known.is_empty();
        Likeness {
            weight,
            share: weight * 100 / least,
            named: meet(&self.names, &other.names),
            apart: both && !meet(&self.known, &other.known),
            differs: self.does_else(other),
        }
    }
}

/// Names that reading knows, and the places of those that may be held responsible.
#[derive(Default)]
pub(super) struct Named {
    pub(super) known: Vec<u64>,
    pub(super) blamed: Vec<Range<usize>>,
}

impl Content {
    /// Whether both say what was done, and it was something else.
    fn does_else(&self, other: &Self) -> bool {
        !self.deeds.is_empty() && !other.deeds.is_empty() && !meet(&self.deeds, &other.deeds)
    }
}

/// Verbs of saying and of looking: what is done is in what they say.
const SAYING: &[&str] = &[
    "発表",
    "公表",
    "報告",
    "指摘",
    "説明",
    "主張",
    "強調",
    "確認",
    "調査",
    "推定",
    "分析",
    "引用",
    "reported",
    "claimed",
    "believed",
    "announced",
    "warned",
    "confirmed",
    "suspected",
    "concerned",
    "linked",
];

/// What is done, when a run is the stem of a verb.
fn deed(text: &str, run: &Run) -> Option<u64> {
    let shown = &text[run.range.clone()];
    let said = |word: &str| SAYING.iter().any(|verb| word.eq_ignore_ascii_case(verb));
    match run.script {
        Script::Kanji => {
            let rest = &text[run.range.end..];
            let verb = ["し", "され", "する", "させ"].iter().any(|end| rest.starts_with(end));
            let from = shown.char_indices().rev().nth(1)?.0;
            (verb && !said(&shown[from..])).then(|| key(&shown[from..]))
        }
        Script::Latin => {
            (shown.len() > 4 && shown.ends_with("ed") && !said(shown)).then(|| key(stem(shown)))
        }
        Script::Kana | Script::Digits => None,
    }
}

fn shared(one: &[(u64, u32)], other: &[(u64, u32)]) -> u32 {
    let (mut at, mut weight) = (0, 0);
    for (key, least) in one {
        while other.get(at).is_some_and(|part| part.0 < *key) {
            at += 1;
        }
        if let Some(part) = other.get(at).filter(|part| part.0 == *key) {
            weight += part.1.min(*least);
        }
    }
    weight
}

fn meet(one: &[u64], other: &[u64]) -> bool {
    one.iter().any(|key| other.binary_search(key).is_ok())
}

/// An English word without its ending.
fn stem(word: &str) -> &str {
    if word.len() <= 5 || !word.is_ascii() {
        return word;
    }
    ["ations", "ation", "ments", "ment", "ings", "ing", "ed", "es", "s"]
        .iter()
        .find_map(|end| word.strip_suffix(end).filter(|kept| kept.len() >= 4))
        .unwrap_or(word)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Kanji,
    Kana,
    Latin,
    Digits,
}

struct Run {
    range: Range<usize>,
    script: Script,
}

/// Characters of one script that stand together.
fn runs<'t>(text: &'t str, range: &Range<usize>) -> impl Iterator<Item = Run> + 't {
    let end = range.end;
    let mut at = range.start;
    std::iter::from_fn(move || {
        while at < end {
            at += text.as_bytes()[at..end].iter().take_while(|byte| is_plain(**byte)).count();
            let sign = text[at..end].chars().next()?;
            let Some(first) = script(sign) else {
                at += sign.len_utf8();
                continue;
            };
            let start = at;
            if first == Script::Latin {
                // The bulk of an English text.
                let bytes = &text.as_bytes()[at..end];
                at += bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                if at == end || text.as_bytes()[at].is_ascii() {
                    return Some(Run { range: start..at, script: first });
                }
            }
            for sign in text[at..end].chars() {
                let same = match script(sign) {
                    Some(Script::Digits) => matches!(first, Script::Digits | Script::Latin),
                    found => found == Some(first),
                };
                let joint = first == Script::Digits && matches!(sign, ',' | '.');
                let digit = |next: char| next.is_ascii_digit();
                if !(same || (joint && text[at + 1..end].starts_with(digit))) {
                    break;
                }
                at += sign.len_utf8();
            }
            return Some(Run { range: start..at, script: first });
        }
        None
    })
}

/// Whether a byte is a character between runs.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

fn script(sign: char) -> Option<Script> {
    match sign {
        '0'..='9' => Some(Script::Digits),
        'a'..='z' | 'A'..='Z' => Some(Script::Latin),
        '\0'..='\u{7f}' => None,
        'ァ'..='ヺ' | 'ー' => Some(Script::Kana),
        '\u{4e00}'..='\u{9fff}' | '々' | '\u{3400}'..='\u{4dbf}' => Some(Script::Kanji),
        _ if is_hiragana(sign) => None,
        _ if sign.is_alphabetic() => Some(Script::Latin),
        _ => None,
    }
}

/// What can be a name: capitalised words, and runs without hiragana of which more than three
/// characters are left when the words of any report are taken away.
fn names(
    words: &Words<'_>,
    text: &str,
    runs: &[Run],
    start: usize,
    skip: &[Range<usize>],
    found: &mut Vec<u64>,
) {
    let mut open: Option<Range<usize>> = None;
    let mut ends: Vec<Range<usize>> = Vec::new();
    for run in runs {
        let skipped =
            skip.iter().any(|place| run.range.start < place.end && place.start < run.range.end);
        if skipped || run.script == Script::Digits {
            ends.extend(open.take());
            continue;
        }
        match &mut open {
            Some(place) if place.end == run.range.start => place.end = run.range.end,
            _ => ends.extend(open.replace(run.range.clone())),
        }
    }
    ends.extend(open);
    for place in ends {
        let shown = &text[place.clone()];
        if shown.is_ascii() {
            let capital =
                shown.len() >= 3 && shown.starts_with(|sign: char| sign.is_ascii_uppercase());
            if capital && place.start > start && !words.is_generic(&shown.to_lowercase()) {
                found.push(key(shown));
            }
        } else if is_distinct(words, shown) {
            found.push(key(shown));
        }
    }
}

fn is_distinct(words: &Words<'_>, shown: &str) -> bool {
    let mut left = shown.to_owned();
    if left.chars().count() < 3 {
        return false;
    }
    for word in words.strength("generic").iter().filter(|word| !word.is_ascii()) {
        if left.contains(word) {
            left = left.replace(word, "");
        }
    }
    left.chars().count() >= 3
}
