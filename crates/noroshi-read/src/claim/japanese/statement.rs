//! What is said: quotations, parts of clauses, what was learned from somebody.

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use super::phrase::{phrase_before, speaker};
use super::scene::Scene;
use crate::several::Several;
use crate::word;

/// A quotation sentence by sentence; with the words before it when it is a piece of their clause:
/// 外国の関与は「考えにくい」.
pub(super) fn quoted(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    quote: &Range<usize>,
) -> Vec<Range<usize>> {
    let inside = quote.start + '「'.len_utf8()..quote.end - '」'.len_utf8();
    let lead = scene.text(from..quote.start);
    let piece = !lead.trim().is_empty()
        && lead.ends_with(['の', 'は', 'も', 'が', 'を'])
        && !["では", "には", "ついては", "関しては"].iter().any(|end| lead.ends_with(end))
        && scene.text(inside.clone()).chars().count() <= 16;
    // 乙への侵入について「…」: what it is about belongs to it.
    if piece {
        return only(from..inside.end);
    }
    let topic = lead.rfind('、').map_or(0, |at| at + '、'.len_utf8());
    if lead.ends_with("について") && lead.len() - topic <= 2 * quote.len() {
        return only(from + topic..inside.end);
    }
    let mut found = Vec::new();
    let mut start = inside.start;
    for (at, sign) in scene.text(inside.clone()).match_indices('。') {
        let end = inside.start + at + sign.len();
        found.push(start..end);
        start = end;
    }
    found.push(start..inside.end);
    found.retain(|range| scene.text(range.clone()).trim_matches(['。', ' ']).chars().count() >= 2);
    found
}

/// One range in a list.
pub(super) fn only(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}

/// Words behind which a clause goes on to another.
const JOINTS: &[&str] = &[
    "が、",
    "ものの、",
    "一方、",
    "一方で、",
    "し、",
    "おり、",
    "あり、",
    "て、",
    "ず、",
    "く、",
    "れ、",
];

/// Endings that look like a joint and only lead on: a reason, a topic, a span of time.
const NO_JOINTS: &[&str] = &[
    "ことから、",
    "かけて、",
    "ついて、",
    "対して、",
    "として、",
    "続いて、",
    "おいて、",
    "関して、",
    "通じて、",
    "よって、",
    "つれて、",
    "加えて、",
    "めぐって、",
    "もって、",
    "先立って、",
];

/// Nouns of likelihood: 本物である可能性が高い has no subject of its own.
const LIKELIHOODS: &[&str] = &["可能性", "公算", "疑い", "恐れ", "おそれ", "蓋然性", "確度"];

/// Words behind which the contrary follows: always another statement.
const AGAINST: &[&str] = &["が、", "ものの、", "一方、", "一方で、"];

/// The parts of a clause that say different things: …したが、…; or mean them differently: …が感染し、…は
/// ほぼ確実だ.
pub(super) fn parts(scene: &Scene<'_, '_, '_>, range: Range<usize>) -> Vec<Range<usize>> {
    let text = scene.text(range.clone());
    let hedges: Vec<usize> = scene
        .hits(&range)
        .iter()
        .filter(|hit| hit.cue.kind == CueKind::Hedge && scene.is_open(hit.range.start))
        .filter(|hit| {
            let verb = hit.cue.text.ends_with(['る', 'た', 'い']);
            !(verb && scene.rest(hit.range.end).starts_with(is_kanji))
        })
        .map(|hit| hit.range.start)
        .collect();
    let differ = |at: usize| {
        hedges.iter().any(|hedge| *hedge < at) != hedges.iter().any(|hedge| *hedge >= at)
    };
    let commas = text.match_indices('、').map(|(at, comma)| range.start + at + comma.len());
    let cut = commas.filter(|at| scene.is_open(*at)).find(|at| {
        let before = scene.text(range.start..*at);
        let against = ends_in(before, AGAINST) && is_predicate_end(before);
        let joint = ends_in(before, JOINTS) && !ends_in(before, NO_JOINTS) && differ(*at);
        let long = at - range.start >= 30 && range.end - at >= 24;
        let behind = scene.text(*at..range.end);
        // …修正されておらず、これが入り口になった: what was said goes on.
        let goes_on = ["これが", "それが", "これは"].iter().any(|word| behind.starts_with(word));
        let first = behind.find(['は', 'が', 'も', 'を', 'に', 'て']);
        let seems = ends_in(before, &["とみられ、", "と見られ、", "とみられており、"]);
        let subject = seems
            || first.is_some_and(|at| {
                behind[at..].starts_with(['は', 'が', 'も']) && !ends_in(&behind[..at], LIKELIHOODS)
            });
        let apart = is_copula(before) && range.end - at >= 24 && !opens_with_subject(behind);
        (long && (against || (joint && subject && !goes_on))) || apart
    });
    match cut {
        Some(at) => vec![range.start..at, at..range.end],
        None => only(range),
    }
}

/// 流出したのは氏名で、, 甲によるもので、: one thing is told, and another follows; not 社長は会見で、.
fn is_copula(before: &str) -> bool {
    let Some(head) = before.strip_suffix("で、") else { return false };
    let near = &head[head.rfind('、').map_or(0, |at| at + '、'.len_utf8())..];
    let noun = head.ends_with(super::phrase::ends_noun) || head.ends_with("もの");
    let cleft =
        near.find("のは").is_some_and(|at| near.len() - at < 90) || near.ends_with("によるもの");
    let cleft = cleft || (head.ends_with("もの") && near.contains('は'));
    let cause = ["原因は", "理由は"].iter().any(|word| near.contains(word));
    noun && (cleft || cause)
}

/// サーバーが暗号化された: the next part has a subject and tells of the same.
fn opens_with_subject(behind: &str) -> bool {
    let first = behind.find(['は', 'が', 'を']);
    first.is_some_and(|at| behind[at..].starts_with('が'))
}

/// 運営者とみられる男: the wording says something of a noun.
fn is_kanji(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}')
}

fn ends_in(before: &str, words: &[&str]) -> bool {
    words.iter().any(|end| word::ends(before, end))
}

/// Whether the が before a comma ends a predicate and not a subject: …したが、, not 甲社が、.
fn is_predicate_end(before: &str) -> bool {
    let Some(head) = before.strip_suffix("が、") else { return true };
    head.ends_with(['た', 'る', 'い', 'だ', 'す', 'う', 'く', 'ん', 'つ', 'ぬ'])
}

/// Verbs by which something came out.
static LEARNED: Several = Several::of(&["分かっ", "わかっ", "判明し", "明らかになっ"]);

/// …ことが関係者への取材で分かった: from whom it was learned, and what.
pub(super) fn learned(
    scene: &Scene<'_, '_, '_>,
    range: &Range<usize>,
) -> Option<(Option<Speaker>, Range<usize>)> {
    let text = scene.text(range.clone());
    let end = LEARNED.last_start(text)?;
    let at = text[..end].rfind("ことが")?;
    let between = &text[at + "ことが".len()..end];
    if !scene.is_open(range.start + at) || between.chars().count() > 40 {
        return None;
    }
    let links = ["への取材で", "の取材で", "の調べで", "の調査で", "の発表で"];
    let source = links.iter().find_map(|link| between.find(link));
    let from = range.start + at + "ことが".len();
    let phrase = source.and_then(|length| phrase_before(scene, from, from + length));
    Some((phrase.map(|phrase| speaker(scene, phrase)), range.start..range.start + at))
}
