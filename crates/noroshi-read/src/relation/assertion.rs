//! Whether a cue states its relation, or the sentence denies, asks, advises or doubts it.

use std::ops::Range;

use noroshi_model::{CueKind, Predicate};

use crate::cue::Hit;
use crate::said::Said;
use crate::several::Several;
use crate::word;

/// How a cue stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It closes a clause: what follows decides about it.
    Clause,
    /// It only describes the noun that follows: 甲を狙う乙は….
    Modifier,
}

/// Endings that turn a verb round.
static NOT: Several = Several::of(&[
    "ない",
    "なかっ",
    "ません",
    "ておらず",
    "ていず",
    "せず",
    "れず",
    "でなく",
    "ではなく",
    "いえず",
]);

/// What looks like a negation and is none.
static YES: Several =
    Several::of(&["だけで", "のみなら", "違いな", "ほかなら", "限ら", "かもしれ", "かねな"]);

/// Wording behind a verb by which it did not happen, or nobody says that it did.
static NEVER: Several = Several::of(&[
    "形跡は",
    "形跡がな",
    "痕跡は",
    "痕跡がな",
    "証拠は",
    "証拠がな",
    "事実は",
    "事実がな",
    "事例はな",
    "確認されていない",
    "確認されておらず",
    "確認されていません",
    "確認されておりません",
    "確認できていない",
    "見つかっていない",
    "観測されていない",
    "報告されていない",
    "わけではない",
    "とは言えない",
    "とはいえない",
    "とは限らない",
    "断定できない",
    "断定でき",
    "分かっていない",
    "言及しなかった",
    "言及していない",
    "明らかになっていない",
    "明らかでない",
]);

/// Wording behind a verb that advises, asks or imagines.
static UNREAL: Several = Several::of(&[
    "ください",
    "べき",
    "望ましい",
    "推奨",
    "ましょう",
    "かどうか",
    "場合",
    "必要があ",
    "可能な",
    "可能で",
    "ことが可能",
    "ことができ",
    "予定",
    "可能性は低",
    "可能性が低",
    "れば、",
    "たら、",
    "ことが重要",
    "おそれ",
    "恐れ",
    "ではないか",
    "ことも考えられ",
    "注意し",
    "注意が必要",
    "計画",
]);

/// Kana directly behind a verb that say it could happen.
const COULD: &[&str] = &[
    "でき",
    "され得",
    "されう",
    "される恐",
    "される可",
    "されると、",
    "すると、",
    "すれば",
    "されれば",
    "しうる",
    "し得",
];

/// Whether the sentence states what the cue says.
pub(super) fn is_stated(
    said: &Said<'_, '_>,
    cue: &Range<usize>,
    tail: usize,
    place: Place,
    predicate: Predicate,
) -> bool {
    let ending = &said.text[cue.end..tail];
    let hidden = ending.contains("とみられ") || ending.contains("とされ");
    if place == Place::Modifier && hidden && is_attribution(predicate) {
        return false;
    }
    if negates(ending) || COULD.iter().any(|kana| word::starts(&said.text[cue.end..], kana)) {
        return false;
    }
    if place == Place::Modifier {
        return true;
    }
    let mut scope = scope(said, cue.end);
    if predicate == Predicate::SameAs {
        scope.end = own_clause(said, &scope);
    }
    let rest = &said.text[scope.clone()];
    let never = NEVER.is_in(rest);
    let unreal = predicate != Predicate::Requires && UNREAL.is_in(rest);
    let asked = rest.ends_with("か。") || rest.ends_with(['?', '？']);
    let denied = predicate != Predicate::Denies && is_denied(said, &scope);
    !(never || unreal || asked || denied || is_doubted(said, &scope, predicate))
}

/// Whether words behind a side deny, ask, advise or doubt what it does: a negation in its own clause, the others up to
/// a contrast.
pub(crate) fn leaves_open(behind: &str) -> bool {
    let clause = behind.find(['、', '。']).unwrap_or(behind.len());
    let end = CONTRASTS.iter().filter_map(|word| behind.find(word)).min();
    let scope = &behind[..end.unwrap_or(behind.len())];
    let asked = behind.ends_with("か。") || behind.ends_with(['?', '？']);
    negates(&behind[..clause]) || NEVER.is_in(scope) || UNREAL.is_in(scope) || asked
}

/// Words behind which a sentence tells something else.
const CONTRASTS: &[&str] = &["が、", "ものの", "一方"];

fn negates(ending: &str) -> bool {
    NOT.is_in(ending) && !YES.is_in(ending)
}

/// From the cue to where its statement ends: a contrast or the end of the sentence or of
/// the quotation.
fn scope(said: &Said<'_, '_>, from: usize) -> Range<usize> {
    let rest = &said.text[from..said.range.end];
    let end = CONTRASTS.iter().filter_map(|word| rest.find(word)).min();
    from..from + end.unwrap_or(rest.len())
}

/// Where the clause of a name ends: 乙とも呼ばれ、….
fn own_clause(said: &Said<'_, '_>, scope: &Range<usize>) -> usize {
    let rest = &said.text[scope.clone()];
    let ends = ["れ、", "り、", "し、", "て、", "で、", "が、"];
    let end = ends.iter().filter_map(|kana| Some(rest.find(kana)? + kana.len())).min();
    scope.start + end.unwrap_or(rest.len())
}

fn within<'h, 'k>(
    said: &'h Said<'_, 'k>,
    scope: &Range<usize>,
    kind: CueKind,
) -> impl Iterator<Item = &'h Hit<'k>> {
    let (start, end) = (scope.start, scope.end);
    said.hits
        .iter()
        .filter(move |hit| hit.cue.kind == kind && start <= hit.range.start && hit.range.end <= end)
}

/// Predicates that say who is behind something: stated only without a wording of doubt.
pub(crate) fn is_attribution(predicate: Predicate) -> bool {
    matches!(
        predicate,
        Predicate::SponsoredBy | Predicate::SameAs | Predicate::OperatedBy | Predicate::PartOf
    )
}

fn is_denied(said: &Said<'_, '_>, scope: &Range<usize>) -> bool {
    within(said, scope, CueKind::Speech).any(|hit| hit.cue.value == "denies")
        || within(said, scope, CueKind::Absence).next().is_some()
}

/// A weak wording states nothing; a strong one states what happened, not who is behind it.
fn is_doubted(said: &Said<'_, '_>, scope: &Range<usize>, predicate: Predicate) -> bool {
    let behind = is_attribution(predicate);
    within(said, scope, CueKind::Hedge)
        .filter(|hit| hit.cue.value != "certain")
        .any(|hit| behind || hit.cue.likelihood.is_none_or(|wording| wording.low() < 0.5))
}
