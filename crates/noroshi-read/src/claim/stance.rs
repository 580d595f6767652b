//! What the speaker does with a statement, and what its wording says.

use std::ops::Range;

use noroshi_model::{ClaimKind, CueKind, Language, Likelihood, Stance};

use crate::cue::Hit;
use crate::said::Said;

/// The verdict on one sentence.
pub(super) struct Judged {
    pub(super) stance: Stance,
    pub(super) kind: ClaimKind,
    pub(super) wording: Option<(Likelihood, Range<usize>)>,
}

/// A denial or a silence is decided first, so that it is never read as an assertion; then
/// wording of likelihood makes speculation; the rest asserts.
pub(super) fn judge(said: &Said<'_, '_>, scope: &Range<usize>, by_author: bool) -> Judged {
    let speech = |value: &str| {
        let mut hits = hits(said, scope).rev();
        let told = |hit: &&Hit<'_>| !(by_author && is_told_of_others(said, hit));
        hits.find(|hit| hit.cue.kind == CueKind::Speech && hit.cue.value == value && told(hit))
    };
    let wording = hedge(said, scope);
    let stance = if speech("declines").is_some_and(|hit| decides(said, hit, scope)) {
        Stance::Declines
    } else if speech("denies").is_some_and(|hit| decides(said, hit, scope))
        || (wording.is_none() && denies_identity(said, scope))
    {
        Stance::Denies
    } else if wording.is_some_and(is_speculation) {
        Stance::Speculates
    } else {
        Stance::Asserts
    };
    let wording = wording.and_then(|hit| Some((hit.cue.likelihood?, hit.range.clone())));
    Judged { stance, kind: kind(said, scope), wording }
}

/// 三ツ矢さんは支払いに応じなかった: an author who tells of somebody else that something was not so denies
/// nothing. Only a notice does that speaks of its own house.
fn is_told_of_others(said: &Said<'_, '_>, hit: &Hit<'_>) -> bool {
    let by_grammar = said.text[hit.range.clone()] != *hit.cue.text;
    let own = [
        "当社",
        "弊社",
        "当行",
        "当院",
        "本学",
        "当センター",
        "弊組合",
        "当組合",
        "おりません",
        "ございません",
    ];
    said.language == Language::Ja
        && hit.cue.value == "denies"
        && by_grammar
        && !own.iter().any(|word| said.shown().contains(word))
}

/// 「盗まれたのは設計図ではない」: somebody who is quoted says that it was another.
fn denies_identity(said: &Said<'_, '_>, scope: &Range<usize>) -> bool {
    if said.language != Language::Ja {
        return false;
    }
    let shown = &said.text[scope.clone()];
    let told = shown.split('」').next().unwrap_or(shown).trim_end_matches(['。', ' ']);
    let ends = ["ではない", "ではありません", "ではなかった", "ではございません"];
    let quoted = said.text[..scope.start].ends_with(['「', '『']);
    quoted && told.contains("のは") && ends.iter().any(|end| told.ends_with(end))
}

/// The cues of a scope.
fn hits<'h, 'k>(
    said: &'h Said<'_, 'k>,
    scope: &Range<usize>,
) -> impl DoubleEndedIterator<Item = &'h Hit<'k>> + use<'h, 'k> {
    let scope = scope.clone();
    said.hits.iter().filter(move |hit| scope.contains(&hit.range.start))
}

/// All wording of likelihood but 断定した and its like.
fn is_speculation(hit: &Hit<'_>) -> bool {
    hit.cue.value != "certain"
}

/// The cue counts when it closes the sentence or a clause of it, not inside a noun phrase
/// such as 否定した声明について or when another verb of saying takes it up.
fn decides(said: &Said<'_, '_>, hit: &Hit<'_>, scope: &Range<usize>) -> bool {
    if said.language != Language::Ja {
        return true;
    }
    let end = scope.end.max(hit.range.end);
    let rest = &said.text[hit.range.end..end];
    if is_turned_round(rest) {
        return false;
    }
    let later_assertion = hits(said, scope).any(|other| {
        other.cue.kind == CueKind::Speech
            && other.cue.value == "asserts"
            && other.range.start >= hit.range.end
    });
    let quoted = rest.starts_with('」') || rest.contains("」と");
    !later_assertion || quoted || takes_up(rest) || is_wording(rest)
}

/// 否定していない, 否定しなかった: no denial.
fn is_turned_round(rest: &str) -> bool {
    let rest = rest.strip_prefix("して").or_else(|| rest.strip_prefix('し')).unwrap_or(rest);
    [
        "いない",
        "いません",
        "おらず",
        "ない",
        "なかった",
        "かと",
        "かどうか",
        "かも",
        "か。",
        "か」",
        "のか",
        "ません",
        "はいない",
        "きれ",
        "得ない",
    ]
    .iter()
    .any(|ending| rest.starts_with(ending))
}

/// 関与を否定した声明を公表した: the words that were published deny.
fn is_wording(rest: &str) -> bool {
    let rest = rest
        .strip_prefix("した")
        .or_else(|| rest.strip_prefix('た'))
        .or_else(|| rest.strip_prefix("する"))
        .unwrap_or(rest);
    ["声明", "コメント", "談話", "見解", "発表", "文書", "投稿"]
        .iter()
        .any(|noun| rest.starts_with(noun))
}

/// 関与を否定したと発表した: the outer verb only passes the denial on.
fn takes_up(rest: &str) -> bool {
    if rest.starts_with('と') {
        return true;
    }
    let near: String = rest.chars().take(14).collect();
    [
        "と発表",
        "と述べ",
        "と説明",
        "としている",
        "とした",
        "と報じ",
        "とコメント",
        "と回答",
        "と主張",
        "ことを明らか",
        "として",
        "と話",
        "と語",
        "と伝え",
        "とみて",
        "と明らか",
        "と強調",
    ]
    .iter()
    .any(|verb| near.contains(verb))
}

fn kind(said: &Said<'_, '_>, scope: &Range<usize>) -> ClaimKind {
    let has = |kind: CueKind| hits(said, scope).any(|hit| hit.cue.kind == kind);
    if has(CueKind::Absence) {
        ClaimKind::AbsenceOfEvidence
    } else if has(CueKind::Reasoning) {
        ClaimKind::Reasoning
    } else {
        ClaimKind::Statement
    }
}

/// The wording of likelihood that closes the sentence: the last one. English `may` is the
/// verb only in lower case.
pub(super) fn hedge<'h, 'k>(said: &'h Said<'_, 'k>, scope: &Range<usize>) -> Option<&'h Hit<'k>> {
    let month = |hit: &&Hit<'_>| said.text[hit.range.clone()].starts_with("May");
    let hedges = hits(said, scope).filter(|hit| hit.cue.kind == CueKind::Hedge && !month(hit));
    match said.language {
        Language::Ja => behind_thinking(hedges.filter(|hit| !is_embedded(said, hit)).collect()),
        _ => hedges.min_by_key(|hit| hit.range.start),
    }
}

/// 運営者とみられる男: the wording says something of a noun, not of what is told.
fn is_embedded(said: &Said<'_, '_>, hit: &Hit<'_>) -> bool {
    let verb = hit.cue.text.ends_with(['る', 'た', 'い']);
    let next = said.text[hit.range.end..said.range.end].chars().next();
    let rest = &said.text[hit.range.end..said.range.end];
    let made_noun = hit.cue.value == "seems"
        && ["のは", "のが", "のも"].iter().any(|word| rest.starts_with(word));
    made_noun
        || (verb
            && next.is_some_and(
                |sign| matches!(sign, '\u{30a1}'..='\u{30fc}' | '\u{4e00}'..='\u{9fff}'),
            ))
}

/// The last wording; 可能性が高い wins over the とみている that only takes it up.
fn behind_thinking<'h, 'k>(mut hedges: Vec<&'h Hit<'k>>) -> Option<&'h Hit<'k>> {
    hedges.sort_by_key(|hit| (hit.range.end, hit.range.len()));
    let last = hedges.pop()?;
    let thinking = matches!(last.cue.value.as_str(), "seems" | "reasoned");
    let taken_up = hedges.into_iter().rev().find(|hit| {
        thinking && hit.range.end <= last.range.start + 9 && last.range.start <= hit.range.end + 12
    });
    Some(taken_up.unwrap_or(last))
}
