//! Names with signs left out: `○○省`, `三●銀行`, `M***`.

use std::collections::HashMap;

use noroshi_model::Span;

use super::words::words;
use super::{Sighting, Spelling, Sureness};
use crate::fold::{Folded, is_cjk, is_katakana};

/// The most places with left-out signs that are looked at in one text.
const MOST_RUNS: usize = 5_000;
/// The most spellings that are tried at one place.
const MOST_TRIED: usize = 4_000;
/// Words that many names end in: alone they tell nothing.
const GENERIC: &[&str] = &[
    "省",
    "厅",
    "庁",
    "市",
    "县",
    "県",
    "町",
    "村",
    "区",
    "府",
    "都",
    "银行",
    "銀行",
    "大学",
    "大學",
    "病院",
    "医院",
    "公司",
    "集团",
    "电力",
    "電力",
    "电机",
    "工业",
    "工業",
    "信用金库",
    "证券",
    "保险",
    "生命",
    "新闻",
    "放送",
    "铁道",
    "空港",
    "商事",
    "物产",
    "产业",
    "制作所",
    "bank",
    "pay",
    "japan",
    "日本",
];

/// Spellings by the signs in them.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// For a sign: which forms have it, and as which of their signs.
    signs: HashMap<char, Vec<(u32, u32)>>,
    forms: Vec<Vec<char>>,
    generic: Vec<Vec<char>>,
}

impl Index {
    pub(super) fn new(forms: &[(String, Vec<Spelling>)]) -> Self {
        let generic =
            GENERIC.iter().map(|word| crate::fold::fold(word).chars().collect()).collect();
        let mut index = Self { generic, ..Self::default() };
        for ((form, _), nth) in forms.iter().zip(0_u32..) {
            let signs: Vec<char> = form.chars().collect();
            if (2..=40).contains(&signs.len()) {
                for (sign, at) in signs.iter().zip(0_u32..) {
                    index.signs.entry(*sign).or_default().push((nth, at));
                }
            }
            index.forms.push(signs);
        }
        index
    }

    pub(super) fn sightings(
        &self,
        text: &str,
        folded: &Folded,
        forms: &[(String, Vec<Spelling>)],
    ) -> Vec<Sighting> {
        let line = Line::of(folded);
        let mut found = Vec::new();
        for (start, end) in line.runs().into_iter().take(MOST_RUNS) {
            for (form, from, to, sureness) in self.at(&line, start, end) {
                let Some(span) = folded.original(line.offset(from), line.offset(to)) else {
                    continue;
                };
                let holders = forms.get(form as usize).map(|form| &form.1[..]).unwrap_or_default();
                found.extend(holders.iter().map(|holder| sighting(holder, span, sureness)));
            }
        }
        found.retain(|one: &Sighting| one.span.of(text).is_some() && !runs_on(text, one.span));
        found
    }

    /// Forms that fit around a run of left-out signs: form, start and end in characters, how surely.
    fn at(&self, line: &Line, start: usize, end: usize) -> Vec<(u32, usize, usize, Sureness)> {
        let left = start
            .checked_sub(1)
            .and_then(|at| line.signs.get(at))
            .filter(|sign| sign.is_alphanumeric());
        let right = line.signs.get(end).filter(|sign| sign.is_alphanumeric());
        let near = left.map(|sign| (*sign, start - 1)).or(right.map(|sign| (*sign, end)));
        let Some((sign, place)) = near else { return Vec::new() };
        let tried =
            self.signs.get(&sign).map(Vec::as_slice).unwrap_or_default().iter().take(MOST_TRIED);
        let fits = tried.filter_map(|(form, at)| {
            let signs = self.forms.get(*form as usize)?;
            let from = place.checked_sub(*at as usize)?;
            let exact = self
                .exact(line, signs, from, start, end)
                .map(|sure| (*form, from, from + signs.len(), sure));
            exact.or_else(|| {
                self.starred(line, signs, (from, place), start, end)
                    .map(|to| (*form, from, to, Sureness::Possible))
            })
        });
        fits.collect()
    }

    /// One sign for each that was left out.
    fn exact(
        &self,
        line: &Line,
        form: &[char],
        from: usize,
        start: usize,
        end: usize,
    ) -> Option<Sureness> {
        let window = line.signs.get(from..from + form.len())?;
        if from > start || from + form.len() < end {
            return None;
        }
        let fits = window
            .iter()
            .zip(form)
            .enumerate()
            .all(|(at, (there, own))| there == own || line.is_masked(from + at));
        if !fits || !line.is_free(from, from + form.len(), form) {
            return None;
        }
        let shown: Vec<char> = window
            .iter()
            .enumerate()
            .filter(|(at, _)| !line.is_masked(from + at))
            .map(|(_, sign)| *sign)
            .collect();
        self.sureness(&shown, form)
    }

    fn sureness(&self, shown: &[char], form: &[char]) -> Option<Sureness> {
        let generic = self.generic.iter().any(|word| word == shown);
        let most = shown.len() * 2 > form.len() && shown.len() >= 2;
        match (shown.is_empty(), generic) {
            (true, _) => None,
            (false, true) => Some(Sureness::Possible),
            (false, false) => Some(if most { Sureness::Certain } else { Sureness::Possible }),
        }
    }

    /// A run of three or more stars in a Latin word stands for any number of signs.
    fn starred(
        &self,
        line: &Line,
        form: &[char],
        (from, place): (usize, usize),
        start: usize,
        end: usize,
    ) -> Option<usize> {
        let latin =
            form.iter().all(char::is_ascii_alphanumeric) && line.signs.get(start) == Some(&'*');
        // `no****_` is a handle that somebody masked, not a name.
        let handle = matches!(line.signs.get(end), Some('_'));
        if !latin || handle || end - start < 2 || place + 1 != start || from + 1 > start {
            return None;
        }
        let head = line.signs.get(from..start)?;
        let free = from == 0
            || line.breaks.contains(&from)
            || !line.signs[from - 1].is_ascii_alphanumeric();
        let fits = |to: &usize| {
            let tail = line.signs.get(end..*to).unwrap_or_default();
            head.len() + tail.len() < form.len() && form.starts_with(head) && form.ends_with(tail)
        };
        line.word_ends(end, form.len()).filter(fits).last().filter(|_| free)
    }
}

fn sighting(holder: &Spelling, span: Span, sureness: Sureness) -> Sighting {
    Sighting {
        watched: holder.watched,
        span,
        spelling: holder.written.clone(),
        rule: "masked",
        sureness,
    }
}

/// Folded text by characters.
struct Line {
    signs: Vec<char>,
    offsets: Vec<usize>,
    masked: Vec<bool>,
    breaks: std::collections::HashSet<usize>,
}

impl Line {
    fn of(folded: &Folded) -> Self {
        let breaks = folded.gaps().collect();
        let folded = folded.text();
        let (offsets, signs): (Vec<usize>, Vec<char>) = folded.char_indices().unzip();
        let masked = masked(&signs);
        let offsets = offsets.into_iter().chain(std::iter::once(folded.len())).collect();
        Self { signs, offsets, masked, breaks }
    }

    fn offset(&self, at: usize) -> usize {
        self.offsets.get(at).copied().unwrap_or_default()
    }

    fn is_masked(&self, at: usize) -> bool {
        self.masked.get(at).copied().unwrap_or(false)
    }

    /// Where a Latin word that goes on at `from` may end, at most `most` signs further.
    fn word_ends(&self, from: usize, most: usize) -> impl Iterator<Item = usize> {
        let latin = |at: &usize| self.signs.get(*at).is_some_and(char::is_ascii_alphanumeric);
        let end = (from..from + most).find(|at| !latin(at)).unwrap_or(from + most);
        (from..=end).filter(move |at| *at == end || self.breaks.contains(at))
    }

    /// Whether no Latin word or kana runs over the ends.
    fn is_free(&self, from: usize, to: usize, form: &[char]) -> bool {
        let latin = |sign: Option<&char>| sign.is_some_and(char::is_ascii_alphanumeric);
        let before = from.checked_sub(1).and_then(|at| self.signs.get(at));
        let (first, last) = (form.first(), form.last());
        let runs_in = latin(first) && latin(before) && !self.breaks.contains(&from);
        let runs_on = latin(last) && latin(self.signs.get(to)) && !self.breaks.contains(&to);
        let masked_on = (from > 0 && self.is_masked(from - 1)) || self.is_masked(to);
        !runs_in && !runs_on && !masked_on
    }

    fn runs(&self) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        let mut start = None;
        for at in 0..=self.signs.len() {
            match (self.is_masked(at), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    runs.push((from, at));
                    start = None;
                }
                _ => {}
            }
        }
        runs
    }
}

/// Which signs are left-out ones. `x` is one in a run of two or more beside kanji or kana only.
fn masked(signs: &[char]) -> Vec<bool> {
    let stands_for = |sign: char| !sign.is_ascii_alphabetic() && words().mask.contains(sign);
    let mut masked: Vec<bool> = signs.iter().map(|sign| stands_for(*sign)).collect();
    let mut at = 0;
    while at < signs.len() {
        let run = signs[at..].iter().take_while(|sign| **sign == 'x').count();
        let before = at.checked_sub(1).and_then(|at| signs.get(at)).copied();
        let after = signs.get(at + run).copied();
        if run >= 2
            && before.is_none_or(|sign| !sign.is_ascii_alphanumeric())
            && (before.is_some_and(is_cjk) || after.is_some_and(is_cjk))
        {
            masked[at..at + run].fill(true);
        }
        at += run.max(1);
    }
    masked
}

/// Whether katakana or Latin letters go on behind a place: then it is another word.
fn runs_on(text: &str, span: Span) -> bool {
    let (last, next) = (text[..span.end()].chars().next_back(), text[span.end()..].chars().next());
    let both = |of: fn(char) -> bool| last.is_some_and(of) && next.is_some_and(of);
    both(is_katakana) || both(|sign| sign.is_ascii_alphabetic())
}
