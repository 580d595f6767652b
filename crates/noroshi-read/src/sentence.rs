//! Sentences of a line.

use std::ops::Range;

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "inc", "ltd", "co", "corp", "no", "vs", "e.g", "i.e", "etc",
    "al", "fig", "sec", "ver", "v", "st", "jr", "sr", "u.s", "u.k", "u.n", "e.u", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "dept", "gov",
    "gen", "sen", "rep", "a.k.a", "cf", "est",
];

/// Hands on the sentences of a line, without white space around them. A full stop inside 「…」 ends
/// none; so does one inside a host name, a number or an abbreviation.
pub(crate) fn split(text: &str, line: &Range<usize>, mut put: impl FnMut(Range<usize>)) {
    let (mut start, mut at, mut depth) = (line.start, line.start, 0_i32);
    while let Some(sign) = next_mark(text, &mut at, line.end) {
        let end = at + sign.len_utf8();
        match sign {
            '「' | '『' => depth += 1,
            '」' | '』' => depth = (depth - 1).max(0),
            _ => {}
        }
        let rest = &text[end..line.end];
        let too_long = end - start > 1200;
        at = end;
        if (depth == 0 || too_long) && ends(text, start, end, sign, rest.chars().next()) {
            at += rest.len() - rest.trim_start_matches(['」', '』', '）', ')', '"', '。']).len();
            put_trimmed(text, start..at, &mut put);
            (start, depth) = (at, 0);
        }
    }
    put_trimmed(text, start..line.end, &mut put);
}

/// Goes to the next character that may end or hold a sentence together.
fn next_mark(text: &str, at: &mut usize, end: usize) -> Option<char> {
    let bytes = text.as_bytes();
    // 。「」『』 begin with 0xe3 0x80, ！？ with 0xef 0xbc.
    let may = |place: usize| match bytes[place] {
        b'.' | b'!' | b'?' => true,
        0xe3 => bytes.get(place + 1) == Some(&0x80),
        0xef => bytes.get(place + 1) == Some(&0xbc),
        _ => false,
    };
    *at = (*at..end).find(|place| may(*place))?;
    text[*at..end].chars().next()
}

fn put_trimmed(text: &str, range: Range<usize>, put: &mut impl FnMut(Range<usize>)) {
    let raw = &text[range.clone()];
    let kept = raw.trim();
    let front = raw.len() - raw.trim_start().len();
    if !kept.is_empty() {
        put(range.start + front..range.start + front + kept.len());
    }
}

fn ends(text: &str, start: usize, end: usize, sign: char, next: Option<char>) -> bool {
    match sign {
        '。' | '！' | '？' => true,
        '!' | '?' => next.is_none_or(|next| !next.is_ascii_graphic()),
        '.' => full_stop(text, start, end, next),
        _ => false,
    }
}

/// An ASCII full stop ends a sentence before white space and a capital, a quote or a digit,
/// or before another script.
fn full_stop(text: &str, start: usize, end: usize, next: Option<char>) -> bool {
    match next {
        None => return true,
        Some(next) if next.is_whitespace() || matches!(next, '"' | ')' | '\'') => {}
        Some(_) => return false,
    }
    let follows = text[end..].trim_start_matches(['"', ')', '\'']).trim_start().chars().next();
    let opens = follows.is_none_or(|sign| !sign.is_lowercase());
    opens && !is_abbreviation(&text[start..end - 1])
}

fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rfind([' ', '(', '"', '\t', '\u{a0}'])
        .map_or(before, |at| &before[at + 1..])
        .to_ascii_lowercase();
    let initial = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    initial || ABBREVIATIONS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut got = Vec::new();
        split(text, &(0..text.len()), |range| got.push(&text[range]));
        assert_eq!(got, expected);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        check("攻撃があった。被害はない。", &["攻撃があった。", "被害はない。"]);
        check(
            "同社は「攻撃があった。対応中だ」と述べた。",
            &["同社は「攻撃があった。対応中だ」と述べた。"],
        );
        check(
            "It was e.g. Emotet. The U.S. agency agreed.",
            &["It was e.g. Emotet.", "The U.S. agency agreed."],
        );
        check(
            "See evil.example.com for 1.5 GB. Done",
            &["See evil.example.com for 1.5 GB.", "Done"],
        );
        check("（注）これは。」次", &["（注）これは。」", "次"]);
    }
}
