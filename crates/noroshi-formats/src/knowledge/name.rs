//! Names of foreign files: their slugs, and how far they may be searched for.

use noroshi_model::{EntityKind, NameRule};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Ordinary words, some of which a source uses as a name, one per line, sorted.
const ORDINARY: &str = include_str!("ordinary.txt");

/// The slug of a name, as the curated pack has it: lower-case ASCII letters and digits with
/// a hyphen for anything between them. `None` when letters of other scripts would be lost.
pub(crate) fn slug(name: &str) -> Option<String> {
    let plain = name.nfkd().filter(|sign| !is_combining_mark(*sign));
    let mut slug = String::with_capacity(name.len());
    for sign in plain.flat_map(char::to_lowercase) {
        match sign {
            'a'..='z' | '0'..='9' => slug.push(sign),
            'ı' => slug.push('i'),
            sign if sign.is_alphanumeric() => return None,
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// The day of a moment such as `2025-04-16T20:37:51.573Z`; empty when it is none.
pub(crate) fn date(moment: &str) -> String {
    let day = moment.get(..10).unwrap_or_default();
    let fits = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    if day.bytes().enumerate().all(fits) { day.to_owned() } else { String::new() }
}

/// How far a foreign name may be searched for. Nobody has read these names one by one, so
/// whatever could be an ordinary word needs a context word beside it.
pub(crate) fn rule(name: &str, kind: EntityKind) -> NameRule {
    match kind {
        EntityKind::Tactic if is_one_word(name) => NameRule::Never,
        EntityKind::Technique | EntityKind::Tactic | EntityKind::Sector => NameRule::Context,
        _ => by_letters(name),
    }
}

fn by_letters(name: &str) -> NameRule {
    let letters = name.chars().filter(|sign| sign.is_alphanumeric()).count();
    let dense = name.chars().any(|sign| sign >= '\u{2e80}');
    let short = if dense { 1 } else { 2 };
    match letters {
        _ if !name.chars().any(char::is_alphabetic) => NameRule::Never,
        letters if letters <= short => NameRule::Never,
        letters if letters == short + 1 => NameRule::Context,
        _ if dense => NameRule::Word,
        _ => by_words(name),
    }
}

fn by_words(name: &str) -> NameRule {
    let bare = name.chars().all(char::is_alphabetic);
    let lower = name.chars().all(|sign| !sign.is_uppercase());
    let spaced = name.chars().all(|sign| sign.is_alphabetic() || sign == ' ');
    match (bare, lower) {
        (true, true) if is_listed(name) => NameRule::Never,
        (true, _) if is_listed(&name.to_lowercase()) => NameRule::Context,
        (_, true) if spaced => NameRule::Context,
        (true, false) if !is_joined(name) => NameRule::Case,
        (false, false) if spaced && is_listed_throughout(name) => NameRule::Case,
        _ => NameRule::Word,
    }
}

fn is_listed_throughout(name: &str) -> bool {
    name.split(' ').all(|word| is_listed(&word.to_lowercase()))
}

fn is_listed(word: &str) -> bool {
    thread_local! {
        static LIST: Vec<&'static str> = ORDINARY.lines().collect();
    }
    LIST.with(|list| list.binary_search(&word).is_ok())
}

fn is_one_word(name: &str) -> bool {
    !name.contains(|sign: char| sign.is_whitespace() || sign == '-')
}

/// Whether a capital stands behind a small letter, as in `BlackEnergy`: no ordinary word.
fn is_joined(name: &str) -> bool {
    let signs = name.chars().zip(name.chars().skip(1));
    signs.into_iter().any(|(left, right)| left.is_lowercase() && right.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_the_curated_pack() {
        assert_eq!(slug("Cobalt Strike").as_deref(), Some("cobalt-strike"));
        assert_eq!(slug(" TEMP.Veles (x)").as_deref(), Some("temp-veles-x"));
        assert_eq!(slug("Sath-ı Müdafaa").as_deref(), Some("sath-i-mudafaa"));
        assert_eq!(slug("ＡＰＴ 41").as_deref(), Some("apt-41"));
        assert_eq!(slug("海蓮花"), None);
        assert_eq!(slug("..."), None);
    }

    #[test]
    fn ordinary_words_are_not_searched_alone() {
        let rule = |name| rule(name, EntityKind::Malware);
        assert_eq!(rule("page"), NameRule::Never);
        assert_eq!(rule("Page"), NameRule::Context);
        assert_eq!(rule("open page"), NameRule::Context);
        assert_eq!(rule("Open Page"), NameRule::Case);
        assert_eq!(rule("frobnik"), NameRule::Context);
        assert_eq!(rule("Abc"), NameRule::Context);
        assert_eq!(rule("ab"), NameRule::Never);
        assert_eq!(rule("1337"), NameRule::Never);
        assert_eq!(rule("Frobnik"), NameRule::Case);
        assert_eq!(rule("FrobLoader"), NameRule::Word);
        assert_eq!(rule("Frobnik 2.0"), NameRule::Word);
        assert_eq!(rule("海蓮花"), NameRule::Word);
        assert_eq!(rule("海蓮"), NameRule::Context);
    }

    #[test]
    fn the_list_is_sorted_lower_case_and_without_doubles() {
        let words: Vec<&str> = ORDINARY.lines().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
    }

    #[test]
    fn a_moment_without_a_day_has_no_date() {
        assert_eq!(date("2025-04-16T20:37:51.573Z"), "2025-04-16");
        assert_eq!(date("16 April"), "");
        assert_eq!(date("２０２５年"), "");
        assert_eq!(date(""), "");
    }
}
