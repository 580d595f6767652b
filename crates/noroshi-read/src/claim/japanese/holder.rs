//! Who holds what a predicate reports: the speaker of によると, the topic of a verb of saying.

use std::ops::Range;

use noroshi_model::{CueKind, Speaker};

use super::phrase::{fits, is_body, particles, phrase_before, speaker};
use super::report::{Predicate, Takes};
use super::scene::Scene;
use crate::cue::Hit;

/// What somebody has published stands for who did: 記事によると.
const WORKS: &[&str] = &["それ", "これ", "記事", "同記事", "報告書", "同報告書", "発表"];

/// The speaker of によると, who passes it on before it, and where the statement goes on.
pub(super) fn cited(
    scene: &Scene<'_, '_, '_>,
    range: &Range<usize>,
) -> Option<(Speaker, Vec<Speaker>, usize)> {
    let hit = scene.hits(range).iter().find(|hit| {
        hit.cue.kind == CueKind::Attribution
            && scene.is_open(hit.range.start)
            && !takes_up(scene, hit)
    })?;
    let phrase = phrase_before(scene, range.start, hit.range.start)?;
    let shown = scene.text(phrase.clone());
    let body = WORKS.contains(&shown).then(|| scene.said.memory.last_body()).flatten();
    let who = body.map_or_else(
        || speaker(scene, phrase.clone()),
        |(name, span)| Speaker::Named { name, span: Some(span) },
    );
    let rest = scene.rest(hit.range.end);
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ', 'と']).len();
    let after =
        if hit.range.end + gap < scene.said.range.end { hit.range.end + gap } else { range.start };
    let front = particles(scene, range.start..phrase.start, "は").next();
    let front = front
        .and_then(|at| phrase_before(scene, range.start, at))
        .filter(|front| fits(scene, front));
    Some((who, front.map(|front| speaker(scene, front)).into_iter().collect(), after))
}

/// これを引用した週刊波濤: what is cited stood in the sentence before; who cites it speaks.
fn takes_up(scene: &Scene<'_, '_, '_>, hit: &Hit<'_>) -> bool {
    let before = scene.text(scene.said.range.start..hit.range.start);
    hit.cue.text.starts_with("を引用") && before.ends_with(['れ'])
}

/// The topic of a verb of saying (甲社は…と発表した) and the place behind it. A topic right before a
/// quotation is the one who is quoted; else the first that can speak; a subject with が only when it
/// is known to be somebody.
pub(super) fn topic(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    verb: &Predicate,
) -> Option<(Range<usize>, usize)> {
    let end = verb.range.start;
    let able = |at: usize| phrase_before(scene, from, at).filter(|phrase| fits(scene, phrase));
    let tops: Vec<(Range<usize>, usize)> =
        particles(scene, from..end, "は").filter_map(|at| Some((able(at)?, at))).collect();
    let quoted = tops.iter().rev().find(|(phrase, at)| {
        is_quoted(scene, *at, end) && (tops.len() == 1 || is_body(scene, phrase))
    });
    let body = tops.iter().find(|(phrase, _)| is_body(scene, phrase));
    let beside = || {
        let quote = scene.quote_before(end).filter(|quote| quote.start > from)?;
        let at = ["が", "も"].iter().find_map(|particle| {
            let at = quote.start.checked_sub(particle.len())?;
            scene.text(at..quote.start).eq(*particle).then_some(at)
        })?;
        Some((able(at).filter(|phrase| is_body(scene, phrase))?, at))
    };
    let first = || tops.first().filter(|_| !verb.hearsay);
    let subject = || {
        ["が", "も"].iter().find_map(|particle| {
            let near = verb.takes != Takes::Clause && !verb.hearsay;
            particles(scene, from..end, particle)
                .filter(|at| {
                    let behind = scene.text(at + particle.len()..end);
                    is_apart(behind)
                        || (near && behind.chars().count() <= 10)
                        || (verb.takes == Takes::Clause && goes_on(behind))
                })
                .find_map(|at| Some((able(at).filter(|phrase| is_body(scene, phrase))?, at)))
        })
    };
    let (phrase, at) = from_whom(scene, from, verb)
        .or_else(beside)
        .or_else(|| quoted.or(body).cloned())
        .or_else(|| record(scene, from, verb))
        .or_else(|| first().cloned())
        .or_else(subject)?;
    let rest = scene.rest(at + "は".len());
    let gap = rest.len() - rest.trim_start_matches(['、', ',', ' ']).len();
    Some((phrase, at + "は".len() + gap))
}

/// Whether a quotation starts close behind a topic.
fn is_quoted(scene: &Scene<'_, '_, '_>, at: usize, end: usize) -> bool {
    let quote = scene.quote_in(&(at..end));
    quote.is_some_and(|quote| scene.text(at..quote.start).chars().count() <= 15)
}

/// Whether a subject is set apart from what follows: 甲社が20日、…, not 甲社が管理する端末.
fn is_apart(behind: &str) -> bool {
    behind.chars().take(14).any(|sign| matches!(sign, '、' | '「' | ','))
}

/// 甲が掲示板に名を書き込み、…と主張した: what the subject does first leads on to what it says.
fn goes_on(behind: &str) -> bool {
    let Some(comma) = behind.find('、') else { return false };
    let head = &behind[..comma];
    let verb = head.ends_with(['し', 'み', 'り', 'き', 'び', 'い', 'て', 'で', 'え', 'け', 'ち']);
    verb && head.chars().count() <= 40 && !head.contains('が')
}

/// 甲紙は…乙が…を認めたと報じた: who says inside what is passed on.
pub(super) fn passed_on(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    inner: &Predicate,
) -> Option<Speaker> {
    let subject = particles(scene, from..inner.range.start, "が").find_map(|at| {
        let phrase = phrase_before(scene, from, at)?;
        is_body(scene, &phrase).then_some(phrase)
    })?;
    Some(speaker(scene, subject))
}

/// 甲社より…との連絡を受けた: who told it.
fn from_whom(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    verb: &Predicate,
) -> Option<(Range<usize>, usize)> {
    let told = scene.text(verb.range.clone());
    if !["との連絡", "との通報"].iter().any(|word| told.starts_with(word)) {
        return None;
    }
    ["より", "から"].iter().find_map(|particle| {
        let mut places = particles(scene, from..verb.range.start, particle);
        places.find_map(|at| Some((phrase_before(scene, from, at)?, at + 'り'.len_utf8())))
    })
}

/// 報告書では…と記されている: the record speaks.
fn record(
    scene: &Scene<'_, '_, '_>,
    from: usize,
    verb: &Predicate,
) -> Option<(Range<usize>, usize)> {
    let told = scene.text(verb.range.clone());
    if !["記", "書か", "載", "言い切", "とあ"].iter().any(|word| told.contains(word)) {
        return None;
    }
    ["では", "には"].iter().find_map(|particle| {
        let at = particles(scene, from..verb.range.start, particle).next()?;
        Some((phrase_before(scene, from, at)?, at + 'で'.len_utf8()))
    })
}
