//! Events in simple Chinese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind};

use super::japanese::techniques;
use super::kind::Kind;
use super::{Party, Told, when};
use crate::said::Said;

/// Words in a clause that take it back or only fear it.
const NOT_TOLD: &[&str] = &[
    "未",
    "没有",
    "沒有",
    "并无",
    "並無",
    "不会",
    "避免",
    "防止",
    "如果",
    "若",
    "可能会",
    "风险",
    "風險",
    "否认",
    "否認",
];

/// What a sentence tells, in order of place.
pub(super) fn events(said: &Said<'_, '_>) -> Vec<Told> {
    let mut words: Vec<(Range<usize>, Kind, bool)> = Vec::new();
    for hit in said.hits.iter().filter(|hit| hit.cue.kind == CueKind::Event) {
        let (kind, form) = hit.cue.value.split_once('.').unwrap_or((&hit.cue.value, ""));
        let free = words.last().is_none_or(|last| hit.range.start >= last.0.end);
        let told = !NOT_TOLD.iter().any(|word| clause(said, &hit.range).contains(word));
        if let Some(kind) = Kind::from_word(kind).filter(|_| free && told) {
            words.push((hit.range.clone(), kind, form == "active"));
        }
    }
    let places: Vec<Range<usize>> = words.iter().map(|(range, ..)| range.clone()).collect();
    let dates = when::dates(said, &places, &[]);
    words
        .into_iter()
        .zip(dates)
        .map(|((range, kind, active), when)| told(said, &range, (kind, active), when))
        .collect()
}

fn told(
    said: &Said<'_, '_>,
    range: &Range<usize>,
    (kind, active): (Kind, bool),
    when: when::Dates,
) -> Told {
    let subject = subject(said, range);
    let object = active.then(|| object(said, range)).flatten();
    let pays = kind == Kind::Payment;
    let (victims, actors) = if active && !pays { (object, subject) } else { (subject, None) };
    let start = said.text[said.range.start..range.start].rfind(['，', ',', '。', '、', '：']);
    let from = start.map_or(said.range.start, |at| said.range.start + at);
    let shown = said.text[from..range.end].trim_start_matches(['，', ',', '、', '：', '。']);
    let length = shown.chars().count();
    Told {
        kind,
        what: shown.chars().skip(length.saturating_sub(40)).collect(),
        when,
        victims: victims.into_iter().collect(),
        actors: actors.into_iter().collect(),
        techniques: techniques(said),
        claimed: ["声称", "聲稱", "自称"].iter().any(|word| said.shown().contains(word)),
        refers: false,
        span: said.span(),
        reason: kind.reason(&said.text[range.clone()]),
    }
}

/// The clause of a word.
fn clause<'s>(said: &'s Said<'_, '_>, range: &Range<usize>) -> &'s str {
    let marks = ['，', ',', '。', '；', ';'];
    let before = &said.text[said.range.start..range.start];
    let from = before.rfind(marks).map_or(said.range.start, |at| said.range.start + at);
    let to = said.text[range.end..said.range.end]
        .find(marks)
        .map_or(said.range.end, |at| range.end + at);
    &said.text[from..to]
}

/// The noun phrase before the word: behind the last comma, date and verb of saying, up to 的.
fn subject(said: &Said<'_, '_>, range: &Range<usize>) -> Option<Party> {
    let before = &said.text[said.range.start..range.start];
    let clauses = before.split(['，', ',', '。', '：', '、', '；']).rev();
    clauses.filter_map(|clause| named(said, clause)).next()
}

fn named(said: &Said<'_, '_>, clause: &str) -> Option<Party> {
    let date = said.mentions.iter().filter(|(_, one)| one.kind == MentionKind::Date);
    let mut kept = clause;
    for (place, _) in date {
        let shown = &said.text[place.clone()];
        if let Some(at) = kept.find(shown) {
            let (front, rest) = (&kept[..at], &kept[at + shown.len()..]);
            kept = if rest.chars().count() >= front.chars().count() { rest } else { front };
        }
    }
    for verb in [
        "表示", "称", "稱", "报道", "報導", "宣布", "证实", "證實", "指出", "披露", "发现", "發現",
        "导致", "導致", "致",
    ] {
        kept = kept.rsplit(verb).next().unwrap_or(kept);
    }
    let kept = kept
        .split(['的', '在', '于', '於', '被', '遭', '将', '對', '对', '已', '曾', '共', '约'])
        .next()?
        .trim_matches(['“', '”', '"', ' ', '(', ')']);
    let thing = [
        "系统",
        "系統",
        "服务器",
        "伺服器",
        "网站",
        "網站",
        "数据",
        "資料",
        "信息",
        "黑客",
        "駭客",
        "攻击者",
        "攻擊者",
        "用户",
        "用戶",
        "文件",
        "记录",
        "記錄",
        "网络",
        "網路",
        "万条",
        "嫌疑人",
    ];
    let body =
        (2..=20).contains(&kept.chars().count()) && !thing.iter().any(|end| kept.ends_with(end));
    body.then(|| match kept {
        "该公司" | "該公司" | "该机构" | "該機構" | "其" | "该行" | "该校" => {
            Party::Again(kept.to_owned())
        }
        "我司" | "本公司" | "我们" | "我校" | "本校" => Party::Own(kept.to_owned()),
        _ => Party::Named(kept.to_owned()),
    })
}

/// What stands behind an active verb, up to a comma or 的.
fn object(said: &Said<'_, '_>, range: &Range<usize>) -> Option<Party> {
    let rest = &said.text[range.end..said.range.end];
    let kept = rest.split(['，', ',', '。', '的', '、', '并', '；']).next()?;
    named(said, kept)
}
