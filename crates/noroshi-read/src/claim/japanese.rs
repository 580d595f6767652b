//! Speakers in Japanese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use super::{Said, Voice};
use crate::cue::Hit;

/// Nouns that are the topic of a sentence of saying without being its speaker.
const NO_SPEAKERS: &[&str] = &[
    "攻撃",
    "原因",
    "手口",
    "被害",
    "影響",
    "こと",
    "件",
    "もの",
    "脆弱性",
    "マルウェア",
    "通信",
    "時期",
    "目的",
    "動機",
    "詳細",
    "経路",
    "情報",
    "データ",
    "障害",
    "今回",
    "これ",
    "それ",
    "事案",
    "事件",
    "一連の攻撃",
    "背景",
    "規模",
    "内容",
    "点",
    "状況",
    "実態",
    "真偽",
    "金額",
    "件数",
    "現時点で",
    "ファイル",
    "サービス",
    "サイト",
    "手法",
    "文書",
    "資料",
    "声明",
];

/// Words behind a speaker that name what was said: 甲社の発表によると speaks of 甲社.
const PRODUCTS: &[&str] = &[
    "の調査",
    "の発表",
    "の報告書",
    "の報告",
    "のレポート",
    "の調べ",
    "のブログ",
    "の分析",
    "の説明",
    "の声明",
    "の資料",
    "の報道",
    "の記事",
    "のまとめ",
    "の注意喚起",
    "の公表資料",
    "のプレスリリース",
    "の取材",
    "への取材",
    "の投稿",
    "の話",
];

/// Who speaks, and which part of the sentence is said.
pub(super) fn voice(said: &Said<'_, '_>) -> Voice {
    let cited = cited(said);
    let start = cited.as_ref().map_or(said.range.start, |(_, end)| *end);
    let topic = topic(said, start);
    let mut statement = start..said.range.end;
    let mut speakers = Vec::new();
    if let Some((speaker, after)) = topic {
        speakers.push(speaker);
        statement = inner(said, after);
    }
    if let Some((speaker, _)) = cited {
        // 甲紙は、関係者の話として…と報じた: the paper is outermost, though it stands behind.
        let reported =
            said.hits.iter().any(|hit| hit.cue.kind == CueKind::Speech && is_report(&hit.cue.text));
        let place = if reported && !speakers.is_empty() { 1 } else { 0 };
        speakers.insert(place, speaker);
    }
    Voice { speakers, statement }
}

fn is_report(verb: &str) -> bool {
    ["報じ", "報道", "伝え"].iter().any(|word| verb.contains(word))
}

/// The speaker of によると, and where the statement goes on.
fn cited(said: &Said<'_, '_>) -> Option<(Speaker, usize)> {
    let hit = said
        .hits
        .iter()
        .find(|hit| hit.cue.kind == CueKind::Attribution && depth(said, hit.range.start) == 0)?;
    let phrase = phrase_before(said, hit.range.start)?;
    let rest = &said.text[hit.range.end..said.range.end];
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ', 'と', '、']).len();
    let after =
        if hit.range.end + gap < said.range.end { hit.range.end + gap } else { said.range.start };
    Some((speaker(said, phrase), after))
}

/// The noun phrase that ends at `end`: back to a comma, a bracket or the sentence's start.
fn phrase_before(said: &Said<'_, '_>, end: usize) -> Option<Range<usize>> {
    let before = &said.text[said.range.start..end];
    let stops = |sign: char| matches!(sign, '、' | '。' | '「' | '」' | '『' | '』' | ',' | '\t');
    let start = before
        .rfind(stops)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let topic = before[start..]
        .rfind("は")
        .filter(|at| before[start..*at].chars().count() >= 2)
        .map_or(start, |at| start + at + "は".len());
    let raw = &before[topic..];
    let kept = raw.trim();
    let front = topic + (raw.len() - raw.trim_start().len());
    let range = said.range.start + front..said.range.start + front + kept.len();
    (!kept.is_empty() && kept.chars().count() <= 48).then_some(range)
}

/// The topic of a verb of saying (甲社は…と発表した), and where its particle ends.
fn topic(said: &Said<'_, '_>, from: usize) -> Option<(Speaker, usize)> {
    let verb =
        said.hits.iter().rev().find(|hit| is_saying(hit) && depth(said, hit.range.start) == 0)?;
    let head = said.text.get(from..verb.range.start)?;
    let particle = particles(said, from, head).find_map(|at| {
        let phrase = phrase_before(said, at)?;
        fits(said, &phrase).then_some((phrase, at))
    })?;
    let (phrase, at) = particle;
    let rest = &said.text[at + "は".len()..said.range.end];
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ']).len();
    Some((speaker(said, phrase), at + "は".len() + gap))
}

/// A verb of saying, or of thinking that somebody is the subject of.
fn is_saying(hit: &Hit<'_>) -> bool {
    let thinking = [
        "とみている",
        "とみており",
        "とみて",
        "と見ている",
        "と見て",
        "と分析して",
        "と分析する",
        "と分析した",
        "と評価して",
        "と評価する",
        "と判断して",
        "と考えて",
        "と考える",
        "との見方",
        "見方を強め",
        "と推定し",
        "と推測し",
        "と断定し",
        "断定した",
        "疑って",
    ];
    match hit.cue.kind {
        CueKind::Speech => true,
        CueKind::Hedge | CueKind::Reasoning => {
            thinking.iter().any(|verb| hit.cue.text.starts_with(verb))
        }
        CueKind::Absence => {
            hit.cue.text.ends_with("ていない") || hit.cue.text.ends_with("ておらず")
        }
        _ => false,
    }
}

/// Places of は and then が and も outside quotation marks, that end a noun phrase.
fn particles<'s>(
    said: &'s Said<'_, '_>,
    from: usize,
    head: &'s str,
) -> impl Iterator<Item = usize> + 's {
    ["は", "が", "も"].into_iter().flat_map(move |particle| {
        head.match_indices(particle).filter_map(move |(at, _)| {
            let noun = head[..at].chars().next_back().is_some_and(ends_noun);
            (noun && depth(said, from + at) == 0).then_some(from + at)
        })
    })
}

/// Kanji, katakana, Latin letters, digits, closing brackets end a noun; hiragana do not.
fn ends_noun(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9' | ')' | '）' | '」' | '々')
}

fn fits(said: &Said<'_, '_>, phrase: &Range<usize>) -> bool {
    let shown = &said.text[phrase.clone()];
    let number = shown.chars().all(|sign| sign.is_ascii_digit() || "年月日時分頃".contains(sign));
    !NO_SPEAKERS.iter().any(|noun| shown.ends_with(noun)) && !number
}

/// What is said inside: the quotation, or what stands before the verb's と.
fn inner(said: &Said<'_, '_>, from: usize) -> Range<usize> {
    let rest = &said.text[from..said.range.end];
    let quoted = rest
        .find('「')
        .zip(rest.rfind('」'))
        .filter(|(open, close)| open < close && (close - open) * 2 > rest.len());
    match quoted {
        Some((open, close)) => from + open + '「'.len_utf8()..from + close,
        None => from..said.range.end,
    }
}

/// How deep in quotation marks a place is.
fn depth(said: &Said<'_, '_>, at: usize) -> usize {
    let before = &said.text[said.range.start..at];
    let count = |mark: &str| before.matches(mark).count();
    (count("「") + count("『")).saturating_sub(count("」") + count("』"))
}

/// A noun phrase as a speaker: without a name when its head is a word for people.
fn speaker(said: &Said<'_, '_>, phrase: Range<usize>) -> Speaker {
    let shown = &said.text[phrase.clone()];
    let kept = PRODUCTS.iter().find_map(|product| shown.strip_suffix(product)).unwrap_or(shown);
    let range = phrase.start..phrase.start + kept.len();
    let span = said.shadow.span(range.clone());
    let unnamed = said.hits.iter().any(|hit| {
        hit.cue.kind == CueKind::Unnamed
            && hit.range.end == range.end
            && hit.range.start >= range.start
    });
    let people = ["人物", "人", "者", "筋", "ら"].iter().any(|head| kept.ends_with(head))
        && !named_inside(said, &range);
    if unnamed || people {
        return Speaker::Unnamed { as_written: kept.to_owned(), span };
    }
    Speaker::Named { name: kept.to_owned(), span }
}

fn named_inside(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    said.mentions.iter().any(|(place, _)| place.start >= range.start && place.end == range.end)
}
