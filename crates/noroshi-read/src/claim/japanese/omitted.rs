//! Where a Japanese sentence reports what somebody says without a verb of saying behind it: 「…」と同行。,
//! …と甲社。, 甲庁は…として、注意を呼びかけた.

use noroshi_model::CueKind;

use super::phrase;
use super::report::{Predicate, closes_clause};
use super::scene::Scene;
use crate::cue::Hit;

/// 取締役の一人は「…」。: the verb is left out.
fn omitted_verb(scene: &Scene<'_, '_, '_>, end: usize) -> Option<Predicate> {
    let quote = scene.quote_before(end)?;
    let before = scene.text(scene.said.range.start..quote.start);
    let long = scene.text(quote.clone()).chars().count() >= 8;
    let topic = quote.start.checked_sub('は'.len_utf8()).filter(|_| before.ends_with('は'))?;
    let phrase = phrase::phrase_before(scene, scene.said.range.start, topic)?;
    (long && phrase::is_body(scene, &phrase)).then_some(Predicate::of_clause(end..end, None))
}

/// まとめサイトには「…」という見出しが躍った: where it is written, it is said.
pub(super) fn headline(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let written = [
        "という見出し",
        "との見出し",
        "という書き込み",
        "との書き込み",
        "という記述",
        "との記述",
        "という投稿",
        "との投稿",
        "という文言",
        "との文言",
    ];
    let quote = scene.quotes().iter().find(|quote| {
        let rest = scene.rest(quote.end);
        written.iter().any(|word| rest.starts_with(word))
    })?;
    let lead = scene.text(said.range.start..quote.start);
    let bare =
        ["には", "では", "に", "で"].iter().find_map(|particle| lead.strip_suffix(particle))?;
    let phrase = phrase::phrase_before(scene, said.range.start, said.range.start + bare.len())?;
    Some(Predicate::of_clause(quote.end..said.range.end, Some(phrase)))
}

/// 「…」と同行。 or 「…」――複数の当局者。
pub(super) fn closing_speaker(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let shown = said.shown().trim_end_matches(['。', ' ']);
    let close = shown.rfind(['」', '』'])?;
    let behind = close + '」'.len_utf8();
    let start = said.range.start + behind;
    if shown.len() == behind {
        return omitted_verb(scene, start);
    }
    let link = ["と、", "と", "――", "——", "──", "―", "—", " - ", "。(", "("]
        .iter()
        .find(|link| shown[behind..].starts_with(**link))?;
    let close = usize::from(link.ends_with('(') && shown.ends_with(')'));
    let phrase = start + link.len()..said.range.start + shown.len() - close;
    let name = scene.text(phrase.clone());
    let short = (1..=24).contains(&name.chars().count()) && !name.contains(['は', 'を', '、']);
    (short && phrase::is_body(scene, &phrase))
        .then_some(Predicate::of_clause(start..said.range.end, Some(phrase)))
}

/// …は侵入を許したと甲社。: the verb is left out behind a clause, too.
pub(super) fn unquoted_closing(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let shown = said.shown().strip_suffix('。')?;
    let to = shown.rfind('と')?;
    let name = shown[to + 'と'.len_utf8()..].trim_start_matches('、');
    let phrase = said.range.start + shown.len() - name.len()..said.range.start + shown.len();
    let short = (2..=20).contains(&name.chars().count())
        && name.ends_with(phrase::ends_noun)
        && !name.contains(['は', 'を', '、', 'が', 'に', '」']);
    let closed = closes_clause(shown[..to].trim_end_matches('、')) && !shown[..to].ends_with('」');
    let start = said.range.start + to;
    (short && closed && scene.is_open(start) && phrase::is_body(scene, &phrase))
        .then_some(Predicate::of_clause(start..said.range.end, Some(phrase)))
}

/// What is done on the ground of what is told before として、.
const CALLS: &[&str] = &[
    "呼びかけ",
    "呼び掛け",
    "注意を",
    "警戒",
    "促し",
    "促す",
    "求め",
    "謝罪",
    "陳謝",
    "おわび",
    "お詫び",
    "抗議",
    "提訴",
    "訴え",
    "調べ",
    "捜査",
    "調査",
    "非難",
    "批判",
    "反論",
    "反発",
    "説明",
    "明らかに",
    "コメント",
    "控え",
    "避け",
    "退け",
    "拒",
    "断っ",
];

/// 甲庁は、…が続いているとして、注意を呼びかけた: the ground is what it says.
pub(super) fn calling(scene: &Scene<'_, '_, '_>) -> Option<Predicate> {
    let said = scene.said;
    let shown = said.shown();
    let at = shown.rfind("として、").filter(|at| scene.is_open(said.range.start + at))?;
    let rest = &shown[at + "として、".len()..];
    let charge = |hit: &Hit<'_>| {
        hit.cue.kind == CueKind::Blame && matches!(hit.cue.value.as_str(), "held" | "charged")
    };
    let start = said.range.start + at;
    let charged = scene.hits(&(start..said.range.end)).iter().any(charge);
    let calls = CALLS.iter().any(|word| rest.contains(word)) && rest.chars().count() <= 48;
    (calls && !charged && closes_clause(&shown[..at]))
        .then_some(Predicate::of_clause(start..start + "として".len(), None))
}
