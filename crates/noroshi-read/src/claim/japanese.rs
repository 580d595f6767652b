//! Speakers in Japanese sentences.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind, Speaker};

use super::Voice;
use crate::cue::Hit;
use crate::said::Said;

/// Nouns that end the topic of a sentence of saying without being its speaker, in compounds
/// too: サイバー攻撃.
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
    "時期",
    "目的",
    "動機",
    "詳細",
    "経路",
    "データ",
    "障害",
    "今回",
    "これ",
    "それ",
    "事案",
    "事件",
    "背景",
    "規模",
    "内容",
    "点",
    "状況",
    "実態",
    "真偽",
    "金額",
    "件数",
    "現時点",
    "現時点で",
    "ファイル",
    "手法",
    "文書",
    "資料",
    "声明",
    "可能性",
    "関与",
    "関係",
    "関連",
    "流出",
    "漏えい",
    "漏洩",
    "侵入",
    "感染",
    "悪用",
    "改ざん",
    "支払い",
    "有無",
    "活動",
    "結果",
    "記録",
    "端末",
    "機器",
    "製品",
    "動き",
    "主張",
    "指摘",
    "見方",
    "説",
    "理由",
    "責任",
    "対応",
    "復旧",
    "運航",
    "業務",
    "通知",
    "公表",
    "調査",
    "捜査",
    "掲載",
    "メール",
    "コメント",
    "回答",
    "お答え",
    "報告",
    "通報",
    "証拠",
    "痕跡",
    "形跡",
    "事実",
    "パスワード",
    "アドレス",
    "サーバ",
    "サーバー",
    "パッケージ",
    "ツール",
    "機能",
    "内訳",
    "範囲",
    "方法",
    "手段",
    "確度",
    "根拠",
    "個人情報",
    "顧客情報",
    "コード",
    "ログ",
    "番号",
    "一方",
    "大部分",
    "大半",
    "全体",
    "以下",
    "上記",
    "次",
    "場合",
    "際",
];

/// Nouns that are no speaker alone, though names end in them: 東海通信, 水鏡サービス.
const NO_SPEAKERS_ALONE: &[&str] =
    &["通信", "情報", "サービス", "サイト", "システム", "投稿者名", "時点", "当時", "同日"];

/// Who writes: the statement is the author's own.
const AUTHORS: &[&str] = &[
    "当社",
    "弊社",
    "当行",
    "当院",
    "当庁",
    "当省",
    "当局側",
    "本市",
    "本県",
    "本社",
    "本会",
    "本協会",
    "当協会",
    "当会",
    "当グループ",
    "当社グループ",
    "当センター",
    "当研究所",
    "当チーム",
    "筆者",
    "編集部",
    "我々",
    "われわれ",
    "私たち",
    "私ども",
    "本稿",
    "本誌",
    "本紙",
    "本レポート",
    "本報告書",
    "本書",
    "わたしたち",
];

/// How a name ends that can say something though no table holds it.
const BODIES: &[&str] = &[
    "社",
    "庁",
    "省",
    "府",
    "局",
    "銀行",
    "新聞",
    "警察",
    "警察庁",
    "大学",
    "協会",
    "会",
    "市",
    "県",
    "町",
    "村",
    "区",
    "委員会",
    "機構",
    "研究所",
    "病院",
    "航空",
    "政府",
    "当局",
    "大使館",
    "大臣",
    "長官",
    "氏",
    "社長",
    "報道官",
    "グループ",
    "センター",
    "ホールディングス",
    "人",
    "部",
    "側",
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
    let start = cited.as_ref().map_or(said.range.start, |cited| cited.after);
    let front = cited.as_ref().and_then(|cited| topic_before(said, cited));
    let topic = if front.is_some() { None } else { topic(said, start) };
    let mut statement = start..said.range.end;
    let mut speakers = Vec::new();
    // 甲紙は、関係者の話として…と報じた: the paper stands in front and is outermost.
    speakers.extend(front);
    speakers.extend(cited.map(|cited| cited.speaker));
    if let Some(topic) = topic {
        statement = inner(said, topic.after);
        speakers.push(topic.speaker);
        speakers.extend(topic.verb.and_then(|verb| passed_on(said, topic.after, verb)));
    }
    speakers.retain(|speaker| *speaker != Speaker::Author);
    speakers.truncate(3);
    Voice { speakers, statement }
}

fn is_report(verb: &str) -> bool {
    ["報じ", "報道", "伝え"].iter().any(|word| verb.contains(word))
}

/// The speaker of によると, where the phrase starts and where the statement goes on.
struct Cited {
    speaker: Speaker,
    start: usize,
    after: usize,
}

/// The topic of a verb of saying, and where its particle ends.
struct Topic {
    speaker: Speaker,
    after: usize,
    /// Where the verb stands, when it passes on what others say.
    verb: Option<usize>,
}

/// 甲は、乙によると…と報じた: the topic that stands before the citation.
fn topic_before(said: &Said<'_, '_>, cited: &Cited) -> Option<Speaker> {
    reporting(said)?;
    let head = said.text.get(said.range.start..cited.start)?;
    let at = particles(said, said.range.start, head, "は").next()?;
    let phrase = phrase_before(said, at)?;
    fits(said, &phrase).then(|| speaker(said, phrase))
}

/// The last verb of passing on that stands outside quotation marks.
fn reporting(said: &Said<'_, '_>) -> Option<usize> {
    let hits = said.hits.iter().rev();
    let mut reports =
        hits.filter(|hit| hit.cue.kind == CueKind::Speech && is_report(&hit.cue.text));
    reports.find(|hit| depth(said, hit.range.start) == 0).map(|hit| hit.range.start)
}

/// 甲紙は…乙が…を認めたと報じた: who says inside what is passed on.
fn passed_on(said: &Said<'_, '_>, from: usize, verb: usize) -> Option<Speaker> {
    let saying = |hit: &&Hit<'_>| is_saying(hit) && from < hit.range.start && hit.range.end <= verb;
    let inner = said.hits.iter().rev().find(saying)?;
    let head = said.text.get(from..inner.range.start)?;
    let subject = particles(said, from, head, "が").find_map(|at| {
        let phrase = phrase_before(said, at)?;
        (phrase.start >= from && is_body(said, &phrase)).then_some(phrase)
    })?;
    Some(speaker(said, subject))
}

/// The speaker of によると, and where the statement goes on.
fn cited(said: &Said<'_, '_>) -> Option<Cited> {
    let hit = said
        .hits
        .iter()
        .find(|hit| hit.cue.kind == CueKind::Attribution && depth(said, hit.range.start) == 0)?;
    let phrase = phrase_before(said, hit.range.start)?;
    let rest = &said.text[hit.range.end..said.range.end];
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ', 'と', '、']).len();
    let after =
        if hit.range.end + gap < said.range.end { hit.range.end + gap } else { said.range.start };
    Some(Cited { start: phrase.start, speaker: speaker(said, phrase), after })
}

/// The noun phrase that ends at `end`: back to a comma, a bracket or the sentence's start,
/// and to a particle that cannot stand inside a name.
fn phrase_before(said: &Said<'_, '_>, end: usize) -> Option<Range<usize>> {
    let before = said.text[said.range.start..end].trim_end();
    let stops = |sign: char| {
        matches!(sign, '、' | '。' | '「' | '」' | '『' | '』' | ',' | '\t' | ':' | '・' if sign != '・')
            || matches!(sign, '●' | '■' | '※')
    };
    let start = before
        .rfind(stops)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let cut = ["は", "で", "が", "を"]
        .iter()
        .filter_map(|particle| cut_after(before, start, particle))
        .max()
        .unwrap_or(start);
    let raw = &before[cut..];
    let kept = raw.trim();
    let front = cut + (raw.len() - raw.trim_start().len());
    let range = said.range.start + front..said.range.start + front + kept.len();
    (!kept.is_empty() && kept.chars().count() <= 48).then_some(range)
}

/// Where a phrase starts behind a particle: 会見で社長 is 社長, 機器を管理する甲社 is 甲社.
fn cut_after(before: &str, start: usize, particle: &str) -> Option<usize> {
    let at = start + before[start..].rfind(particle)?;
    let end = at + particle.len();
    let noun = before[start..at].chars().next_back().is_some_and(ends_noun);
    let rest = &before[end..];
    let called = ["名乗", "自称", "称する"].iter().any(|word| rest.starts_with(word));
    if called || !noun || rest.trim().chars().count() < 2 {
        return None;
    }
    match particle {
        "は" | "で" => Some(end),
        _ => verb_end(rest).map(|behind| end + behind),
    }
    .filter(|at| *at < before.len())
}

/// Where a verb ends that a noun follows: behind する in を管理する甲社.
fn verb_end(rest: &str) -> Option<usize> {
    let mut signs = rest.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let follows = signs.peek().is_some_and(|(_, next)| ends_noun(*next) || *next == ' ');
        if matches!(
            sign,
            'る' | 'た' | 'う' | 'い' | 'く' | 'す' | 'む' | 'ぶ' | 'ぐ' | 'つ' | 'だ'
        ) && follows
        {
            return Some(at + sign.len_utf8());
        }
    }
    None
}

/// The topic of a verb of saying (甲社は…と発表した). A topic right before a quotation is the
/// one who is quoted; else the first that can speak; a subject with が only when it is known
/// to be somebody.
fn topic(said: &Said<'_, '_>, from: usize) -> Option<Topic> {
    let verb =
        said.hits.iter().rev().find(|hit| is_saying(hit) && depth(said, hit.range.start) == 0)?;
    let head = said.text.get(from..verb.range.start)?;
    let able = |at: usize| phrase_before(said, at).filter(|phrase| fits(said, phrase));
    let quoted = particles(said, from, head, "は")
        .filter(|at| {
            let behind = &said.text[at + "は".len()..verb.range.start];
            behind.chars().take(14).any(|sign| sign == '「')
        })
        .filter_map(|at| Some((able(at)?, at)))
        .last();
    let first = || particles(said, from, head, "は").find_map(|at| Some((able(at)?, at)));
    let subject = || {
        ["が", "も"].iter().find_map(|particle| {
            particles(said, from, head, particle)
                .filter(|at| is_apart(&said.text[at + particle.len()..verb.range.start]))
                .find_map(|at| Some((able(at).filter(|phrase| is_body(said, phrase))?, at)))
        })
    };
    let (phrase, at) = quoted.or_else(first).or_else(subject)?;
    let rest = &said.text[at + "は".len()..said.range.end];
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ']).len();
    let after = at + "は".len() + gap;
    let report = is_report(&verb.cue.text).then_some(verb.range.start);
    Some(Topic { speaker: speaker(said, phrase), after, verb: report })
}

/// Whether a subject is set apart from what follows: 甲社が20日、…, not 甲社が管理する端末.
fn is_apart(behind: &str) -> bool {
    behind.chars().take(14).any(|sign| matches!(sign, '、' | '「' | ','))
}

/// Whether a phrase is known to be somebody: a name of the pack, a person without a name, or
/// a word that bodies end in.
fn is_body(said: &Said<'_, '_>, phrase: &Range<usize>) -> bool {
    let shown = &said.text[phrase.clone()];
    let unnamed = said.hits.iter().any(|hit| {
        hit.cue.kind == CueKind::Unnamed
            && phrase.start <= hit.range.start
            && hit.range.end <= phrase.end
    });
    let known = said.mentions.iter().any(|(place, mention)| {
        place.end == phrase.end
            && place.start >= phrase.start
            && matches!(mention.kind, MentionKind::Organization | MentionKind::Person)
    });
    unnamed || known || BODIES.iter().any(|ending| shown.ends_with(ending))
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
        CueKind::Speech => !is_predicate(&hit.cue.text),
        CueKind::Hedge | CueKind::Reasoning => {
            thinking.iter().any(|verb| hit.cue.text.starts_with(verb))
        }
        CueKind::Absence => {
            let active = ["していない", "しておらず", "できていない", "できておらず"];
            active.iter().any(|ending| hit.cue.text.ends_with(ending))
        }
        _ => false,
    }
}

/// A predicate whose subject is what it speaks of, not who speaks: 事実ではない.
fn is_predicate(cue: &str) -> bool {
    let predicates = [
        "事実",
        "根拠",
        "無関係",
        "関係",
        "捏造",
        "中傷",
        "誤り",
        "誤報",
        "言及はない",
        "得られ",
        "ありません",
        "はない",
        "形跡",
    ];
    predicates.iter().any(|word| cue.contains(word))
}

/// Places of a particle outside quotation marks, that ends a noun phrase.
fn particles<'s>(
    said: &'s Said<'_, '_>,
    from: usize,
    head: &'s str,
    particle: &'s str,
) -> impl Iterator<Item = usize> + 's {
    head.match_indices(particle).filter_map(move |(at, _)| {
        let noun = head[..at].trim_end().chars().next_back().is_some_and(ends_noun);
        (noun && depth(said, from + at) == 0).then_some(from + at)
    })
}

/// Kanji, katakana, Latin letters, digits, closing brackets end a noun; hiragana do not.
fn ends_noun(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9' | ')' | '）' | '」' | '々')
}

fn fits(said: &Said<'_, '_>, phrase: &Range<usize>) -> bool {
    let shown = &said.text[phrase.clone()];
    let number = shown.chars().all(|sign| sign.is_ascii_digit() || "年月日時分頃".contains(sign));
    let thing = said.mentions.iter().any(|(place, mention)| {
        place.end == phrase.end
            && matches!(
                mention.kind,
                MentionKind::Vulnerability
                    | MentionKind::Tool
                    | MentionKind::Date
                    | MentionKind::Package
                    | MentionKind::Technique
            )
    });
    let alone = |noun: &str| {
        shown.strip_suffix(noun).is_some_and(|rest| {
            rest.chars().next_back().is_none_or(|sign| matches!(sign, '\u{3041}'..='\u{309f}'))
        })
    };
    !number
        && !thing
        && !NO_SPEAKERS.iter().any(|noun| shown.ends_with(noun))
        && !NO_SPEAKERS_ALONE.iter().any(|noun| alone(noun))
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
    let people = is_people(kept) && !named_inside(said, &range);
    if AUTHORS.contains(&kept) {
        return Speaker::Author;
    }
    if let Some((name, span)) = said.anaphor(kept) {
        return Speaker::Named { name, span: Some(span) };
    }
    if unnamed || people {
        return Speaker::Unnamed { as_written: kept.to_owned(), span };
    }
    Speaker::Named { name: kept.to_owned(), span }
}

/// Ends in a word for people, with or without their number.
fn is_people(shown: &str) -> bool {
    let counted = shown.strip_suffix('人').is_some_and(|rest| {
        rest.ends_with(|sign: char| {
            sign.is_ascii_digit() || "一二三四五六七八九十数".contains(sign)
        })
    });
    counted || ["人物", "人", "者", "筋", "ら", "メディア"].iter().any(|head| shown.ends_with(head))
}

fn named_inside(said: &Said<'_, '_>, range: &Range<usize>) -> bool {
    said.mentions.iter().any(|(place, _)| place.start >= range.start && place.end == range.end)
}
