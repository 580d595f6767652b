//! What a date dates, by the words around it.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use noroshi_model::{Language, Subject};

use super::form::Lean;

/// How far a word may stand from the date, in bytes.
const REACH: usize = 120;

/// Words and what they say of a date nearby. Stems, so that forms of a verb are covered.
const CUES: &[(&str, Subject)] = &[
    ("期限", Subject::Deadline),
    ("締切", Subject::Deadline),
    ("締め切り", Subject::Deadline),
    ("〆切", Subject::Deadline),
    ("までに", Subject::Deadline),
    ("截止", Subject::Deadline),
    ("之前", Subject::Deadline),
    ("deadline", Subject::Deadline),
    (" due ", Subject::Deadline),
    ("expire", Subject::Deadline),
    ("発表", Subject::Report),
    ("公表", Subject::Report),
    ("公開", Subject::Report),
    ("報じ", Subject::Report),
    ("報道", Subject::Report),
    ("報告", Subject::Report),
    ("掲載", Subject::Report),
    ("明らかにし", Subject::Report),
    ("述べ", Subject::Report),
    ("发布", Subject::Report),
    ("发表", Subject::Report),
    ("披露", Subject::Report),
    ("报道", Subject::Report),
    ("發布", Subject::Report),
    ("通报", Subject::Report),
    ("表示", Subject::Report),
    ("publish", Subject::Report),
    ("announc", Subject::Report),
    ("report", Subject::Report),
    ("disclos", Subject::Report),
    ("said", Subject::Report),
    ("released", Subject::Report),
    ("posted", Subject::Report),
    ("発見", Subject::Discovery),
    ("検知", Subject::Discovery),
    ("検出", Subject::Discovery),
    ("判明", Subject::Discovery),
    ("確認", Subject::Discovery),
    ("発覚", Subject::Discovery),
    ("気付", Subject::Discovery),
    ("分かっ", Subject::Discovery),
    ("分かり", Subject::Discovery),
    ("发现", Subject::Discovery),
    ("發現", Subject::Discovery),
    ("检测", Subject::Discovery),
    ("确认", Subject::Discovery),
    ("discover", Subject::Discovery),
    ("detect", Subject::Discovery),
    ("confirm", Subject::Discovery),
    ("found", Subject::Discovery),
    ("identified", Subject::Discovery),
    ("observed", Subject::Discovery),
    ("発生", Subject::Occurrence),
    ("攻撃", Subject::Occurrence),
    ("侵入", Subject::Occurrence),
    ("開始", Subject::Occurrence),
    ("不正アクセス", Subject::Occurrence),
    ("悪用", Subject::Occurrence),
    ("送信", Subject::Occurrence),
    ("攻击", Subject::Occurrence),
    ("攻擊", Subject::Occurrence),
    ("入侵", Subject::Occurrence),
    ("发生", Subject::Occurrence),
    ("开始", Subject::Occurrence),
    ("發生", Subject::Occurrence),
    ("attack", Subject::Occurrence),
    ("occurr", Subject::Occurrence),
    ("began", Subject::Occurrence),
    ("started", Subject::Occurrence),
    ("exploit", Subject::Occurrence),
    ("compromis", Subject::Occurrence),
    ("breach", Subject::Occurrence),
];

/// Words that put a date after the day of writing.
const FUTURE: &[&str] = &[
    "予定",
    "見込み",
    "見通し",
    "方針",
    "施行",
    "開催する",
    "来たる",
    "将于",
    "将於",
    "预计",
    "will ",
    "scheduled",
    "upcoming",
    "planned",
    "deadline",
    "期限",
    "締切",
    "締め切り",
    " due ",
];

static CUE_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| finder(CUES.iter().map(|(word, _)| *word)));
static FUTURE_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| finder(FUTURE.iter().copied()));

fn finder(words: impl Iterator<Item = &'static str>) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .ok()
}

/// The sentence around a date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'t> {
    before: &'t str,
    after: &'t str,
    /// All that follows in the sentence.
    close: &'t str,
    language: Language,
}

impl<'t> Around<'t> {
    /// What stands within reach of `range` inside `line`.
    pub(super) fn new(
        text: &'t str,
        line: Range<usize>,
        range: &Range<usize>,
        language: Language,
    ) -> Self {
        let before = text.get(line.start..range.start).unwrap_or("");
        let after = text.get(range.end..line.end).unwrap_or("");
        let close = after;
        let from = before.ceil_char_boundary(before.len().saturating_sub(REACH));
        let to = after.floor_char_boundary(REACH);
        let (before, after) = (before.get(from..).unwrap_or(""), after.get(..to).unwrap_or(""));
        Self { before, after, close, language }
    }

    /// What the date dates, and which side of the day of writing the sentence speaks of.
    pub(super) fn judged(self) -> (Subject, Lean) {
        let english = self.is_english();
        let subject = if english { self.nearest() } else { self.next() };
        let ahead = FUTURE_FINDER.as_ref().is_some_and(|finder| {
            finder.is_match(self.after) || (english && finder.is_match(self.before))
        });
        let future = (ahead || subject == Subject::Deadline) && (english || !self.is_told());
        (subject, if future { Lean::Future } else { Lean::Past })
    }

    /// Whether the sentence closes in the past and asks for nothing: 16日までに逮捕した.
    fn is_told(self) -> bool {
        const ASKED: &[&str] = &[
            "よう",
            "れば",
            "求め",
            "迫",
            "要求",
            "予定",
            "方針",
            "見込み",
            "見通し",
            "期限",
            "締",
            "払え",
            "すると",
            "指示",
            "命じ",
            "義務",
            "考え",
            "意向",
            "計画",
            "目指",
            "目標",
            "めど",
            "検討",
            "ると",
            "施行される",
            "開催する",
        ];
        let closes = self.close.trim_end_matches(['。', '」', '』', ')']).ends_with('た');
        let near = self.before.ceil_char_boundary(self.before.len().saturating_sub(36));
        let label = self.before.get(near..).unwrap_or("");
        closes && !ASKED.iter().any(|word| self.after.contains(word) || label.contains(word))
    }

    fn is_english(self) -> bool {
        match self.language {
            Language::Ja | Language::Zh => false,
            Language::En => true,
            Language::Unknown => self.after.is_ascii() && self.before.is_ascii(),
        }
    }

    /// English: the nearest word on either side; "by" right before is a deadline.
    fn nearest(self) -> Subject {
        if is_by(self.before) && !is_past(self.after) {
            return Subject::Deadline;
        }
        let after = cues(self.after).next();
        let before = cues(self.before).last();
        let before = before.map(|cue| (self.before.len() - cue.end, cue.subject));
        let after = after.map(|cue| (cue.start, cue.subject));
        match (before, after) {
            (Some(before), Some(after)) if before.0 <= after.0 => before.1,
            (_, Some(after)) => after.1,
            (Some(before), None) => before.1,
            (None, None) => Subject::Unclear,
        }
    }

    /// Japanese and Chinese: the next word, or the one right before (公開日: ...).
    fn next(self) -> Subject {
        let near = self.before.ceil_char_boundary(self.before.len().saturating_sub(36));
        let near = self.before.get(near..).unwrap_or("");
        let label = cues(near).last().filter(|cue| near.len() - cue.end <= 12);
        let labelled = self.before.trim_end().ends_with([':', '】', ']', '|']);
        if let Some(label) = &label
            && labelled
        {
            return label.subject;
        }
        if self.after.starts_with('、') && tells(self.after) {
            return Subject::Report;
        }
        let mut after = cues(self.after);
        match after.next() {
            // 復旧までに9時間かかった: told of the past, and not of this date.
            Some(cue)
                if is_until(&cue, self.after) && cue.start > 3 && has_happened(self.after) =>
            {
                after.next().map_or(Subject::Unclear, |next| next.subject)
            }
            Some(cue) if is_until(&cue, self.after) => {
                let told = after.next().filter(|next| is_told(next, self.after));
                told.map_or(Subject::Deadline, |told| told.subject)
            }
            Some(cue) => cue.subject,
            None => label.map_or(Subject::Unclear, |label| label.subject),
        }
    }
}

/// A cue and where it stands.
struct Found {
    start: usize,
    end: usize,
    subject: Subject,
}

fn cues(text: &str) -> impl Iterator<Item = Found> {
    CUE_FINDER.iter().flat_map(move |finder| {
        finder.find_iter(text).filter_map(|cue| {
            let (_, subject) = CUES.get(cue.pattern().as_usize())?;
            Some(Found { start: cue.start(), end: cue.end(), subject: *subject })
        })
    })
}

fn is_until(cue: &Found, text: &str) -> bool {
    text.get(cue.start..cue.end) == Some("までに")
}

/// Whether the sentence closes in the past.
fn has_happened(text: &str) -> bool {
    let first = text.split('。').next().unwrap_or(text);
    first.ends_with('た')
}

/// Whether the verb is in the past, as in 26日までに判明した.
fn is_told(cue: &Found, text: &str) -> bool {
    let rest = text.get(cue.end..).unwrap_or("");
    let near = rest.get(..rest.floor_char_boundary(15)).unwrap_or("");
    near.contains('た') && !near.contains("よう")
}

/// Whether the sentence tells what somebody said: 26日、侵入されたと発表した.
fn tells(after: &str) -> bool {
    let said = |cue: &Found| after.get(..cue.start).is_some_and(|before| before.ends_with('と'));
    cues(after).any(|cue| cue.subject == Subject::Report && said(&cue))
}

/// Whether "by" stands right before a date.
fn is_by(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.trim_end_matches("the").trim_end();
    [" by", "By", "no later than"].iter().any(|by| word.ends_with(by)) && !word.ends_with("led by")
}

/// Whether a verb in the past follows: "By December the group had moved on".
fn is_past(after: &str) -> bool {
    let near = after.get(..after.floor_char_boundary(60)).unwrap_or("");
    [" had ", " was ", " were ", " has ", "more than", "over "]
        .iter()
        .any(|word| near.contains(word))
}
