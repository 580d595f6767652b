//! Short forms that a document defines: `霞台電力株式会社(以下、霞台電力)`,
//! `Democratic National Committee (DNC)`.

use std::ops::Range;

/// What is not a name of its own, though documents define it.
const SELF: &[&str] = &[
    "当社",
    "弊社",
    "本社",
    "同社",
    "当行",
    "当院",
    "本学",
    "当庁",
    "当省",
    "当市",
    "当センター",
    "当協会",
    "当機構",
    "本件",
    "本製品",
    "本サービス",
    "本脆弱性",
    "当該",
    "甲",
    "乙",
];

/// The short form that is defined right behind a name.
pub(super) fn behind(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[name.end..];
    let inner = rest.trim_start_matches(' ');
    let open = inner.chars().next().filter(|sign| matches!(sign, '(' | '〔' | '['))?;
    let from = name.end + (rest.len() - inner.len()) + open.len_utf8();
    let body = &text[from..];
    let close = body.char_indices().take(60).find(|(_, sign)| matches!(sign, ')' | '〕' | ']'))?.0;
    let body = &body[..close];
    hereafter(body, from).or_else(|| letters(text, name, body, from))
}

/// `以下、X`, `以下「X」という`, `hereinafter "X"`, `以下简称X`.
fn hereafter(body: &str, from: usize) -> Option<Range<usize>> {
    let openings = [
        "以下简称",
        "以下簡稱",
        "以下",
        "略称",
        "通称",
        "简称",
        "簡稱",
        "hereinafter",
        "hereafter",
    ];
    let opening = openings.iter().find(|word| body.starts_with(*word))?;
    let quotes = |sign: char| {
        matches!(sign, '、' | ',' | ':' | ' ' | '「' | '『' | '"' | '“' | '”' | '」' | '』' | '\'')
    };
    let rest = &body[opening.len()..];
    let start = rest.len() - rest.trim_start_matches(quotes).len();
    let tail = &rest[start..];
    let end = tail.find(['」', '』', '"', '”', '、']).unwrap_or(tail.len());
    let shown = tail[..end].trim_end_matches("という").trim_end_matches("と略す").trim_end();
    let at = from + opening.len() + start;
    let fits = (2..=40).contains(&shown.len()) && !SELF.contains(&shown);
    fits.then_some(at..at + shown.len())
}

/// `(DNC)`: two to eight letters; for a Latin name its initials, in order.
fn letters(text: &str, name: &Range<usize>, body: &str, from: usize) -> Option<Range<usize>> {
    let short = body.split([',', ';', '、', ':']).next()?.trim_end();
    let latin = short.len() >= 2
        && short.len() <= 8
        && short.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'&'))
        && short.bytes().filter(u8::is_ascii_uppercase).count() * 2 > short.len();
    let full = &text[name.clone()];
    let fits = latin && (!full.is_ascii() || initials(full, short));
    fits.then_some(from..from + short.len())
}

/// Whether each letter of the short form opens a word of the full one, in order; small words
/// and inner letters may be skipped.
fn initials(full: &str, short: &str) -> bool {
    let mut words = full.split([' ', '-', '/']).filter(|word| !word.is_empty());
    let first = short.chars().next().map(|sign| sign.to_ascii_lowercase());
    let opens = words
        .clone()
        .any(|word| word.chars().next().map(|sign| sign.to_ascii_lowercase()) == first);
    let heads: Vec<char> = words
        .by_ref()
        .filter_map(|word| word.chars().next())
        .map(|sign| sign.to_ascii_lowercase())
        .collect();
    let mut heads = heads.iter();
    let matched =
        short.chars().filter(|sign| heads.any(|head| *head == sign.to_ascii_lowercase())).count();
    opens && matched * 3 >= short.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: Option<&str>) {
        let got = behind(text, &(0..name.len())).map(|range| &text[range]);
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_short_form_is_what_the_document_says() {
        check("霞台電力株式会社(以下、霞台電力)は", "霞台電力株式会社", Some("霞台電力"));
        check("霞台電力株式会社(以下「霞台電力」という。)", "霞台電力株式会社", Some("霞台電力"));
        check("霞台電力株式会社(以下、当社)", "霞台電力株式会社", None);
        check("甲社(KDP)", "甲社", Some("KDP"));
        check("甲社(2024年)", "甲社", None);
        check("Central Harbour Committee (CHC)", "Central Harbour Committee", Some("CHC"));
        check("Central Harbour Committee (RAT)", "Central Harbour Committee", None);
    }
}
