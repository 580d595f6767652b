//! Noun phrases and whom they name.

use std::ops::Range;

use noroshi_model::{CueKind, MentionKind, Speaker};

use super::scene::Scene;
use crate::word;

use super::words::{AUTHORS, BODIES, NO_SPEAKERS, NO_SPEAKERS_ALONE, PRODUCTS};

/// Words before a speaker that only lead on from the sentence before.
const LEADS: &[&str] = &[
    "これに対し",
    "これに対して",
    "一方",
    "ただし",
    "ただ",
    "また",
    "なお",
    "しかし",
    "さらに",
    "そのうえで",
    "その上で",
    "このため",
    "うち",
];

/// Words behind which a speaker may stand: 原因について副総裁.
const BEHIND: &[&str] =
    &["について", "に関して", "に対し", "に対して", "をめぐり", "を受けて", "を受け", "として"];

/// The noun phrase that ends at `end`: back to a comma, a bracket or `from`, and to a
/// particle that cannot stand inside a name.
pub(super) fn phrase_before(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    end: usize,
) -> Option<Range<usize>> {
    let before = scene.text(from..end).trim_end();
    let stops = |sign: char| {
        matches!(
            sign,
            '、' | '。'
                | '」'
                | '』'
                | ','
                | '\t'
                | ':'
                | '—'
                | '】'
                | '●'
                | '■'
                | '※'
                | '!'
                | '?'
        )
    };
    // 集団「甲」は: a quoted name at the end belongs to the phrase.
    let quoted =
        scene.quote_before(from + before.len()).map_or(before.len(), |quote| quote.start - from);
    let start = before[..quoted]
        .rfind(stops)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    // 「甲」を名乗る投稿者: the name belongs to the phrase.
    let called =
        ["を名乗", "と名乗", "を自称", "と称"].iter().any(|word| before[start..].starts_with(word));
    let start = scene
        .quote_before(from + start)
        .filter(|quote| called && quote.start >= from)
        .map_or(start, |quote| quote.start - from);
    let cut = ["は", "で", "が", "を"]
        .iter()
        .filter_map(|particle| cut_after(before, start, quoted, particle))
        .max()
        .unwrap_or(start);
    let cut = BEHIND
        .iter()
        .filter_map(|word| Some(cut + before.get(cut..quoted)?.rfind(word)? + word.len()))
        .filter(|at| before[*at..].trim().chars().count() >= 2)
        .max()
        .unwrap_or(cut);
    let raw = &before[cut..];
    let kept = raw.trim_start_matches([' ', '「', '『', '\n', '-']);
    let kept = LEADS.iter().fold(kept, |kept, lead| kept.strip_prefix(lead).unwrap_or(kept));
    let front = cut + (raw.len() - kept.len());
    let range = from + front..from + front + kept.len();
    (!kept.is_empty() && kept.chars().count() <= 48).then_some(range)
}

/// Where a phrase starts behind a particle: 会見で社長 is 社長, 機器を管理する甲社 is 甲社.
fn cut_after(before: &str, start: usize, end: usize, particle: &str) -> Option<usize> {
    let at = start + before.get(start..end)?.rfind(particle)?;
    let behind = at + particle.len();
    let noun = before[start..at].chars().next_back().is_some_and(ends_noun);
    let rest = &before[behind..];
    let called = ["名乗", "自称", "称する"].iter().any(|word| rest.starts_with(word));
    if called || !noun || rest.trim().chars().count() < 2 {
        return None;
    }
    match particle {
        "は" | "で" => Some(behind),
        _ => verb_end(rest).map(|end| behind + end),
    }
    .filter(|at| *at < before.len())
}

/// Where a verb ends that a noun follows: behind する in を管理する甲社.
fn verb_end(rest: &str) -> Option<usize> {
    let mut signs = rest.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let follows = signs.peek().is_some_and(|(_, next)| ends_noun(*next) || *next == ' ');
        let ends = matches!(
            sign,
            'る' | 'た' | 'う' | 'い' | 'く' | 'す' | 'む' | 'ぶ' | 'ぐ' | 'つ' | 'だ'
        );
        if ends && follows {
            return Some(at + sign.len_utf8());
        }
    }
    None
}

/// Kanji, katakana, Latin letters, digits, closing brackets end a noun; hiragana do not.
pub(super) fn ends_noun(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{3400}'..='\u{9fff}' | 'a'..='z' | 'A'..='Z' | '0'..='9' | ')' | '）' | '」' | '々')
}

/// Places of a particle outside quotation marks, that ends a noun phrase.
pub(super) fn particles<'s>(
    scene: &'s Scene<'_, '_, '_>,
    range: Range<usize>,
    particle: &'s str,
) -> impl Iterator<Item = usize> + 's {
    let head = scene.text(range.clone());
    head.match_indices(particle).filter_map(move |(at, _)| {
        let before = head[..at].trim_end();
        let noun = before.chars().next_back().is_some_and(ends_noun) || ends_in_people(before);
        (noun && scene.is_open(range.start + at)).then_some(range.start + at)
    })
}

/// 当局者ら, 利用者たち.
fn ends_in_people(before: &str) -> bool {
    ["者ら", "官ら", "たち", "社ら", "氏ら", "課など", "省など", "庁など", "社など", "局など"]
        .iter()
        .any(|end| before.ends_with(end))
}

/// Whether a phrase can speak: no number, no thing, no time.
pub(super) fn fits(scene: &Scene<'_, '_, '_>, phrase: &Range<usize>) -> bool {
    let shown = bare(scene.text(phrase.clone()));
    let number = shown.chars().all(|sign| sign.is_ascii_digit() || "年月日時分頃".contains(sign));
    let end = phrase.start + shown.len();
    let counted = ["社", "人", "行", "校", "者", "名", "庁"].iter().any(|end| shown.ends_with(end));
    let thing = scene.said.mentions.iter().any(|(place, mention)| {
        (place.end == phrase.end || place.end == end)
            && !(counted && mention.kind == MentionKind::Count)
            && matches!(
                mention.kind,
                MentionKind::Vulnerability
                    | MentionKind::Tool
                    | MentionKind::Date
                    | MentionKind::Package
                    | MentionKind::Technique
                    | MentionKind::Count
                    | MentionKind::Money
                    | MentionKind::Product
            )
    });
    let alone = |noun: &str| {
        shown.strip_suffix(noun).is_some_and(|rest| {
            let kana = |sign: char| matches!(sign, '\u{3041}'..='\u{309f}');
            rest.chars().next_back().is_none_or(kana) && !rest.ends_with("まとめ")
        })
    };
    !shown.is_empty()
        && !number
        && !thing
        && !NO_SPEAKERS.iter().any(|noun| word::ends(shown, noun))
        && !NO_SPEAKERS_ALONE.iter().any(|noun| alone(noun))
}

/// Without the words in brackets behind it: 甲社(東京都).
fn bare(shown: &str) -> &str {
    let open = shown.rfind(['(', '（']).filter(|at| *at > 0 && shown.ends_with([')', '）']));
    open.map_or(shown, |at| shown[..at].trim_end())
}

/// Whether a phrase is known to be somebody: a name of the pack, a person without a name, a
/// word that goes back to somebody, or one that bodies end in.
pub(super) fn is_body(scene: &Scene<'_, '_, '_>, phrase: &Range<usize>) -> bool {
    let shown = bare(scene.text(phrase.clone()));
    let end = phrase.start + shown.len();
    let known = scene.said.mentions.iter().any(|(place, mention)| {
        place.end == end && place.start >= phrase.start && is_somebody(mention.kind)
    });
    let unnamed = scene
        .hits(phrase)
        .iter()
        .any(|hit| hit.cue.kind == CueKind::Unnamed && hit.range.end <= phrase.end);
    let meant = scene.said.anaphor(shown).is_some();
    // 調査報道サイト「甲」: what it is stands before the name.
    let quoted = shown.strip_suffix('」').and_then(|inner| inner.split_once('「'));
    let head = quoted.map_or(shown, |(head, _)| head);
    unnamed || known || meant || BODIES.iter().any(|ending| head.ends_with(ending))
}

fn is_somebody(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Organization | MentionKind::Person | MentionKind::ThreatActor)
}

/// The speakers that a noun phrase names: several for 甲庁と乙庁 and 両機関.
pub(super) fn speakers(scene: &Scene<'_, '_, '_>, phrase: Range<usize>) -> Vec<Speaker> {
    let shown = scene.text(phrase.clone());
    // 集団「甲」と乙国の「丙」
    let quote = shown.strip_prefix('と').and_then(|_| scene.quote_before(phrase.start));
    if let Some(first) =
        quote.and_then(|_| phrase_before(scene, scene.said.range.start, phrase.start))
    {
        let second = phrase.start + 'と'.len_utf8()..phrase.end;
        return vec![speaker(scene, first), speaker(scene, second)];
    }
    if shown.starts_with('両') {
        let both: Vec<Speaker> = scene.said.memory.both().into_iter().map(named).collect();
        if both.len() == 2 {
            return both;
        }
    }
    let joint: Vec<Range<usize>> = scene
        .said
        .mentions
        .iter()
        .filter(|(place, mention)| {
            phrase.start <= place.start && place.end <= phrase.end && is_somebody(mention.kind)
        })
        .map(|(place, _)| place.clone())
        .collect();
    match joint.as_slice() {
        [first, second]
            if first.start == phrase.start
                && second.end == phrase.end
                && is_joint(scene.text(first.end..second.start)) =>
        {
            vec![speaker(scene, first.clone()), speaker(scene, second.clone())]
        }
        _ => vec![speaker(scene, phrase)],
    }
}

/// 甲庁と乙庁, 甲社と丙社傘下の乙社.
fn is_joint(between: &str) -> bool {
    let rest = ["と", "及び", "および"].iter().find_map(|link| between.strip_prefix(link));
    rest.is_some_and(|rest| rest.is_empty() || (rest.ends_with('の') && rest.chars().count() <= 12))
}

fn named((name, span): (String, noroshi_model::Span)) -> Speaker {
    Speaker::Named { name, span: Some(span) }
}

/// A noun phrase as a speaker: without a name when its head is a word for people.
pub(super) fn speaker(scene: &Scene<'_, '_, '_>, phrase: Range<usize>) -> Speaker {
    let shown = bare(scene.text(phrase.clone()));
    let shown = shown.strip_suffix("など").unwrap_or(shown);
    let kept = PRODUCTS.iter().find_map(|product| shown.strip_suffix(product)).unwrap_or(shown);
    let range = phrase.start..phrase.start + kept.len();
    let span = scene.said.shadow.span(range.clone());
    if AUTHORS.contains(&kept) || kept.starts_with("当社の") {
        return Speaker::Author;
    }
    if let Some(same) = scene.said.memory.same_unnamed(kept) {
        return same;
    }
    if let Some(meant) = scene.said.anaphor(kept) {
        return named(meant);
    }
    let unnamed = scene
        .hits(&range)
        .iter()
        .any(|hit| hit.cue.kind == CueKind::Unnamed && hit.range.end == range.end);
    if let Some(person) = person_at_end(scene, &range) {
        return person;
    }
    let people = is_people(kept) && !named_inside(scene, &range);
    if unnamed || people {
        return Speaker::Unnamed { as_written: kept.to_owned(), span };
    }
    Speaker::Named { name: kept.to_owned(), span }
}

/// 甲社の山田太郎社長: the person, whatever stands around the name.
fn person_at_end(scene: &Scene<'_, '_, '_>, range: &Range<usize>) -> Option<Speaker> {
    let persons = scene.said.mentions.iter().rev();
    let (place, mention) = persons
        .filter(|(place, mention)| {
            mention.kind == MentionKind::Person
                && range.start <= place.start
                && place.end <= range.end
        })
        .find(|(place, _)| scene.text(place.end..range.end).chars().count() <= 8)?;
    let name = scene.text(place.clone()).to_owned();
    Some(Speaker::Named { name, span: Some(mention.span) })
}

/// Ends in a word for people, with or without their number.
fn is_people(shown: &str) -> bool {
    let counted = shown.strip_suffix('人').is_some_and(|rest| {
        rest.ends_with(|sign: char| {
            sign.is_ascii_digit() || "一二三四五六七八九十数".contains(sign)
        })
    });
    let heads = ["人物", "人", "者", "筋", "ら", "メディア", "報道", "一人", "会社", "側"];
    counted || heads.iter().any(|head| shown.ends_with(head))
}

fn named_inside(scene: &Scene<'_, '_, '_>, range: &Range<usize>) -> bool {
    scene.said.mentions.iter().any(|(place, mention)| {
        place.start >= range.start && place.end == range.end && is_somebody(mention.kind)
    })
}
