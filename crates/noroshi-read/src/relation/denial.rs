//! Who denies what.

use std::ops::Range;

use noroshi_model::{
    Claim, CueKind, Grounds, Language, Predicate, Reason, Relation, Speaker, Stance,
};

use super::Found;
use super::term::Term;
use crate::cue::Hit;
use crate::said::Said;
use crate::several::Several;

/// The denials of a sentence: the speaker and what is said to have been done.
pub(super) fn relations(said: &Said<'_, '_>, claims: &[Claim]) -> Vec<Found> {
    let denies = |claim: &&Claim| claim.stance == Stance::Denies;
    let Some(claim) = claims.iter().rfind(denies) else { return Vec::new() };
    let Some(hit) = said
        .hits
        .iter()
        .rev()
        .find(|hit| hit.cue.kind == CueKind::Speech && hit.cue.value == "denies")
    else {
        return Vec::new();
    };
    let subject = match claim.speakers.innermost() {
        Speaker::Named { name, .. } => name.clone(),
        Speaker::Unnamed { as_written, .. } => as_written.clone(),
        Speaker::Author => match OWN.iter().find(|own| said.shown().contains(**own)) {
            Some(own) => (*own).to_owned(),
            None => return Vec::new(),
        },
    };
    let object = match said.language {
        Language::Ja => japanese(said, hit).or_else(|| negated(said, hit)),
        _ => behind(said, hit),
    };
    let Some(object) = object else { return Vec::new() };
    let empty =
        ["これ", "それ", "否定", "事実無根", "事実", "根拠", "でっち上げ", "中傷", "的", "状況"];
    let shown = said.text[object.clone()].trim();
    let pointer = matches!(shown, "it" | "this" | "that");
    if pointer || empty.iter().any(|word| shown.starts_with(word)) {
        return Vec::new();
    }
    let subject = Term { text: subject, kind: None, place: said.range.clone() };
    vec![Found {
        subject,
        predicate: Predicate::Denies,
        object: Term::words(said, object),
        place: said.range.clone(),
        reason: Reason::with("denial", &said.text[hit.range.clone()]),
    }]
}

/// What the denying claims of a document say was not so, where no relation tells it yet. The author's own are left out:
/// who he is stands nowhere.
pub(crate) fn of_claims(text: &str, claims: &[Claim], relations: &[Relation]) -> Vec<Relation> {
    let told: Vec<&Relation> =
        relations.iter().filter(|one| one.predicate == Predicate::Denies).collect();
    let relation = |claim: &Claim| {
        let subject = match claim.speakers.innermost() {
            Speaker::Named { name, .. } => name.as_str(),
            Speaker::Unnamed { as_written, .. } => as_written.as_str(),
            Speaker::Author => return None,
        };
        let first = told.partition_point(|one| one.span.end() <= claim.sentence.start());
        let mut near =
            told[first..].iter().take_while(|one| one.span.start() < claim.sentence.end());
        if near.any(|one| one.subject.contains(subject) || subject.contains(&one.subject)) {
            return None;
        }
        let object = denied(claim.span.of(text)?)?;
        Some(Relation {
            subject: subject.to_owned(),
            predicate: Predicate::Denies,
            object: object.replace('\n', ""),
            span: claim.sentence,
            grounds: Grounds::Rule(Reason::rule("denying-claim")),
        })
    };
    claims.iter().filter(|claim| claim.stance == Stance::Denies).filter_map(relation).collect()
}

/// Letters of a denied statement at most that is one side of a relation.
const STATEMENT: usize = 80;

/// Letters at most of a statement that may hold a word of [`BARE`] and nothing else.
const SHORT: usize = 24;

/// Words that deny without a word of what is denied.
static BARE: Several = Several::of(&[
    "根拠",
    "事実無根",
    "身に覚え",
    "でたらめ",
    "中傷",
    "言いがかり",
    "でっち上げ",
    "一蹴",
    "一笑",
    "首を横",
    "反発",
    "退け",
    "心当たり",
    "取り合わ",
]);

/// The part of a denying statement that says what is denied.
fn denied(statement: &str) -> Option<&str> {
    let ends =
        ["については", "を否定", "を否認", "をきっぱり", "を全面", "を強く", "を一貫", "を認めて"];
    let end = ends.iter().filter_map(|end| statement.find(end)).chain(denied_part(statement));
    let end = end.filter(|at| *at > 0).min().unwrap_or(statement.len());
    let kept = statement[..end].trim_matches(['、', '。', '「', '」', ' ', '\n']);
    let length = kept.chars().count();
    let says = length > SHORT || !BARE.is_in(kept);
    (says && (2..=STATEMENT).contains(&length)).then_some(kept)
}

/// How the house calls itself that denies in its own notice.
const OWN: &[&str] = &[
    "当社",
    "弊社",
    "当行",
    "当院",
    "本学",
    "当大学",
    "当組合",
    "弊組合",
    "当協会",
    "当機構",
    "当センター",
    "弊所",
];

/// 金銭の支払いはしていない, 身代金は払っていない: the clause up to the stem that is negated.
fn negated(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Range<usize>> {
    let lead = &said.text[said.range.start..hit.range.start];
    let cut = lead.rfind(['、', '。', '「', '『']).map_or(0, |at| at + '、'.len_utf8());
    let topic = lead[cut..].find('は').map_or(cut, |at| cut + at + 'は'.len_utf8());
    let hit_text = &said.text[hit.range.clone()];
    let stem = hit_text.trim_end_matches(|sign| matches!(sign, '\u{3041}'..='\u{3096}'));
    let end = hit.range.start + if stem.is_empty() { 0 } else { stem.len() };
    let start = said.range.start + if topic < lead.len() { topic } else { cut };
    let shown = said.text.get(start..end)?.trim_end_matches(['は', 'を', 'も', 'が', 'に', 'と']);
    // The stem must be a noun: 支払いはしていない, not 支払っていない.
    let noun = hit_text[stem.len()..].starts_with(['は', 'も', 'が', 'を', 'に', 'し', 'さ']);
    let vague = ["一切", "一度", "そのよう", "これ", "それ", "とは", "確たる", "何", "人違"];
    let told = !shown.contains('」') && !vague.iter().any(|word| shown.starts_with(word));
    (noun && told && shown.chars().count() >= 2).then_some(start..start + shown.len())
}

/// 関与を否定, 「…」と否定, …は事実ではない.
fn japanese(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Range<usize>> {
    let text = &said.text[said.range.start..hit.range.end];
    if let Some(quoted) = quotation(text) {
        // 「中国は攻撃に反対する。関与していない」: the last sentence denies.
        let last = text[quoted.clone()]
            .rfind('。')
            .map_or(quoted.start, |at| quoted.start + at + '。'.len_utf8());
        let quoted = if last < quoted.end { last..quoted.end } else { quoted };
        let inner = &text[quoted.clone()];
        let length = denied_part(inner)?;
        return Some(said.range.start + quoted.start..said.range.start + quoted.start + length);
    }
    let cut = text
        .rfind("を否")
        .or_else(|| text.rfind("については"))
        .or_else(|| text.rfind("は事実"))
        .or_else(|| text.rfind("事実は"))
        .or_else(|| text.rfind("との"))
        .or_else(|| text.rfind("を全面"))
        .or_else(|| text.rfind("を強く"))
        .or_else(|| text.rfind("と否"))?;
    let before = text[..cut].trim_end_matches("こと");
    let stops = ['、', '。', ',', '「', '」'];
    let start = before
        .rfind(stops)
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let phrase = &before[start..];
    let topic = phrase.rfind("は").map_or(0, |at| at + "は".len());
    let start = start + if topic < phrase.len() { topic } else { 0 };
    let kept = before[start..].trim();
    (kept.chars().count() >= 2).then(|| {
        let front = start + (before[start..].len() - before[start..].trim_start().len());
        said.range.start + front..said.range.start + front + kept.len()
    })
}

fn quotation(text: &str) -> Option<Range<usize>> {
    let open = text.find('「')? + '「'.len_utf8();
    let length = text[open..].find('」').unwrap_or(text.len() - open);
    (length >= 12).then_some(open..open + length)
}

/// 情報が流出した of 情報が流出した事実はない.
pub(super) fn denied_part(inner: &str) -> Option<usize> {
    let ends = [
        "という事実は",
        "との事実は",
        "事実は",
        "は事実ではな",
        "は事実無根",
        "ことはな",
        "していない",
        "しておりません",
        "はしていな",
        "は無関係",
        "とは関係",
        "は関与していな",
        "ではな",
        "とは異な",
    ];
    ends.iter().filter_map(|end| inner.find(end)).filter(|at| *at > 0).min()
}

/// The words behind an English or Chinese verb of denial.
fn behind(said: &Said<'_, '_>, hit: &Hit<'_>) -> Option<Range<usize>> {
    let rest = &said.text[hit.range.end..said.range.end];
    let lead = rest.trim_start_matches([' ', ',', ':', '，']);
    let lead = ["that ", "having ", "any ", "all ", "了", "与", "有关"]
        .iter()
        .fold(lead, |text, word| text.strip_prefix(word).unwrap_or(text));
    let end = lead.find([',', ';', '，', '。', '"']).unwrap_or(lead.trim_end_matches('.').len());
    let kept = lead[..end].trim();
    let start = said.range.end - lead.len();
    (kept.chars().count() >= 2 && kept.chars().count() <= 90).then(|| start..start + kept.len())
}

#[cfg(test)]
mod tests {
    use super::denied;

    #[test]
    fn what_is_denied_ends_where_the_denial_begins() {
        assert_eq!(denied("身代金を払った事実はない"), Some("身代金を払った"));
        assert_eq!(denied("公開については「自分ではない」"), Some("公開"));
        assert_eq!(denied("原因は部品の故障だった、"), Some("原因は部品の故障だった"));
    }

    #[test]
    fn a_denial_of_nothing_in_particular_has_no_object() {
        assert_eq!(denied("根も葉もない中傷だ"), None);
        assert_eq!(denied("身に覚えがない"), None);
    }
}
