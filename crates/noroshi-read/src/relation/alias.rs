//! Other names in brackets: 甲（別名乙、丙）, "A (also known as B)", "A (B, C)".

use std::ops::Range;

use noroshi_model::{Mention, MentionKind, Predicate, Reason};

use super::term::Term;
use super::{Found, fit};
use crate::said::Said;

/// Words that open a list of other names.
const OPENING: &[&str] = &[
    "別名は",
    "別名:",
    "別名",
    "別称",
    "通称",
    "またの名",
    "又の名",
    "旧称",
    "旧名",
    "also known as",
    "also tracked as",
    "aka",
    "a.k.a.",
    "AKA",
    "formerly known as",
    "formerly",
    "previously",
    "tracked as",
    "又称",
    "又稱",
    "又名",
    "别名",
    "亦称",
    "也称",
];

/// Words that close a list of other names: 甲（乙、丙とも）.
const CLOSING: &[&str] = &[
    "としても知られる",
    "とも呼ばれる",
    "とも呼ぶ",
    "とも称される",
    "などとも",
    "とも",
    "とも表記",
];

/// Brackets of at most so many bytes are read.
const LONGEST: usize = 240;

/// The other names that stand in brackets behind a name.
pub(super) fn in_brackets(said: &Said<'_, '_>) -> Vec<Found> {
    let mut found = Vec::new();
    for one in said.mentions.iter().filter(|(_, mention)| fit::is_name(mention.kind)) {
        let Some(inside) = bracket(said, one.0.end) else { continue };
        let shown = said.text[inside.clone()].trim_start();
        let lead = inside.end - shown.len();
        let opening = OPENING.iter().find(|word| shown.starts_with(**word));
        let closing = CLOSING.iter().find(|word| shown.ends_with(**word));
        let names = match opening {
            Some(word) => listed(said, lead + word.len()..inside.end),
            None if closing.is_some() => {
                let names = shown.len() - closing.map_or(0, |word| word.len());
                listed(said, lead..lead + names)
            }
            None if is_mixed(one.1.kind) => bare(said, &inside, one.1.kind),
            None if one.1.kind == MentionKind::Organization => short(said, one, &inside),
            None => Vec::new(),
        };
        let subject = Term::mention(said, one);
        let reason = match opening.or(closing) {
            Some(word) => Reason::with("brackets", *word),
            None => Reason::rule("brackets"),
        };
        found.extend(names.into_iter().map(|object| Found {
            subject: subject.clone(),
            predicate: Predicate::SameAs,
            object,
            place: one.0.start..inside.end,
            reason: reason.clone(),
        }));
    }
    found
}

/// Kinds whose bare brackets hold other names; those of a company hold its seat or ticker.
fn is_mixed(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::ThreatActor | MentionKind::Malware | MentionKind::Campaign)
}

/// Ends of the names of public bodies: in brackets behind them stands a short name, not a seat.
const BODIES: &[&str] = &[
    "機構",
    "機関",
    "庁",
    "省",
    "委員会",
    "局",
    "連盟",
    "連合",
    "センター",
    "センタ",
    "協会",
    "警察",
    "協議会",
    "裁判所",
    "研究所",
];

/// 国際刑事警察機構（ICPO）, 欧州刑事警察機構（ユーロポール）: the short name of a body.
fn short(said: &Said<'_, '_>, one: &(Range<usize>, Mention), inside: &Range<usize>) -> Vec<Term> {
    let name = &said.text[one.0.clone()];
    let held = &said.text[inside.clone()];
    let words = held.trim();
    let length = words.chars().count();
    let body = BODIES.iter().any(|end| name.ends_with(end));
    let capitals = words.chars().filter(char::is_ascii_uppercase).count();
    let letters = words.chars().all(|sign| sign.is_ascii_alphanumeric() || "-/&".contains(sign));
    let initials = letters && capitals >= 2 && capitals * 2 > length && !name.is_ascii();
    // 安洵信息（i-Soon）: what a name in kanji is called abroad.
    let abroad = !name.is_ascii()
        && !name.chars().any(|sign| sign.is_ascii_alphanumeric())
        && words.chars().all(|sign| sign.is_ascii_alphabetic() || sign == '-')
        && capitals >= 1
        && length >= 4;
    let initials = initials || abroad;
    let katakana = body && words.chars().all(|sign| matches!(sign, '\u{30a1}'..='\u{30fc}'));
    let place = said.mentions.iter().any(|(at, mention)| {
        inside.start <= at.start && at.end <= inside.end && mention.kind == MentionKind::Country
    });
    if !(2..=12).contains(&length) || place || !(initials || katakana) {
        return Vec::new();
    }
    let start = inside.start + (held.len() - held.trim_start().len());
    Vec::from([Term::words(said, start..start + words.len())])
}

/// What stands in the brackets that open at a place, or behind a closing 」 or a class noun.
fn bracket(said: &Said<'_, '_>, from: usize) -> Option<Range<usize>> {
    let rest = said.text.get(from..said.range.end)?;
    let open = rest.char_indices().take(10).find(|(_, sign)| *sign == '(')?.0;
    let between = rest[..open].trim_matches([' ', '」', '』', '"']);
    let class = ["", "グループ", "ランサムウェア", "マルウェア", "集団", "group", "ransomware"];
    if !class.contains(&between) {
        return None;
    }
    let start = from + open + 1;
    let length = rest[open + 1..].find(')').filter(|length| *length <= LONGEST)?;
    Some(start..start + length)
}

/// All names of a list: mentions as they are, other words between the separators too.
fn listed(said: &Said<'_, '_>, range: Range<usize>) -> Vec<Term> {
    let mut names = Vec::new();
    let mut from = range.start;
    let text = &said.text[range.clone()];
    for piece in text.split(['、', ',', '/', ';', '，']) {
        let bare = piece.trim_start_matches([' ', '・', ':']);
        let bare = OPENING.iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare);
        let words = bare.trim_matches([' ', '・', '「', '」', '『', '』', '"', ':', '。']);
        let words =
            words.strip_prefix("and ").or_else(|| words.strip_prefix("or ")).unwrap_or(words);
        let words = words.strip_suffix("など").unwrap_or(words);
        let start = from + piece.find(words).unwrap_or(0);
        from +=
            piece.len() + said.text[from + piece.len()..].chars().next().map_or(1, char::len_utf8);
        if is_name(words) {
            names.push(Term::words(said, start..start + words.len()));
        }
    }
    names
}

/// Short, and no clause.
fn is_name(words: &str) -> bool {
    let kana = words.chars().filter(|sign| super::phrase::is_hiragana(*sign)).count();
    let words_of = words.split(' ').count();
    (2..=32).contains(&words.chars().count()) && kana <= 4 && words_of <= 4
}

/// Names of the same kind, when the brackets hold nothing else.
fn bare(said: &Said<'_, '_>, inside: &Range<usize>, kind: MentionKind) -> Vec<Term> {
    let within: Vec<&(Range<usize>, Mention)> = said
        .mentions
        .iter()
        .filter(|(place, _)| inside.start <= place.start && place.end <= inside.end)
        .collect();
    let mut rest = String::new();
    let mut from = inside.start;
    for (place, _) in &within {
        rest.push_str(&said.text[from..place.start]);
        from = place.end;
    }
    rest.push_str(&said.text[from..inside.end]);
    let only = rest.chars().all(|sign| matches!(sign, ' ' | '、' | ',' | '/' | '，' | '・'));
    // The brand of a gang and the name of its malware are one name.
    let alike = |other: MentionKind| other == kind || (is_mixed(other) && is_mixed(kind));
    if !only || within.iter().any(|(_, mention)| !alike(mention.kind)) {
        return Vec::new();
    }
    within.into_iter().map(|one| Term::mention(said, one)).collect()
}
