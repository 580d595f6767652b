//! Chinese names of organisations that no table holds.

use std::ops::Range;

use super::chinese_words::{CLOSING, GENERAL};

/// Characters before which a name begins: particles, prepositions and verbs.
const STOPS: &str = "的在和与與对對向被由是了为為据據从從于於将將把及或等称稱说說该該某家这這那名叫其至至给給让讓令让到到用以因并並但却仍已曾即则則例如称";

/// Adds the organisations of a line.
pub(super) fn scan(text: &str, line: &Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut from = line.start;
    let mut at = line.start;
    while let Some(sign) = text[at..line.end].chars().next() {
        let rest = &text[at..line.end];
        if !is_of_name(sign) || STOPS.contains(sign) {
            from = at + sign.len_utf8();
        } else if let Some(word) = CLOSING.iter().find(|word| rest.starts_with(**word)) {
            let end = at + word.len();
            let goes_on = CLOSING.iter().any(|next| text[end..line.end].starts_with(next));
            if names_one(&text[from..at]) && !goes_on {
                found.push(from..end);
            }
            at = end;
            from = if goes_on { from } else { end };
            continue;
        }
        at += sign.len_utf8();
    }
}

fn is_of_name(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '\u{4e00}'..='\u{9fff}' | '·')
}

fn names_one(name: &str) -> bool {
    (2..=12).contains(&name.chars().count())
        && !GENERAL.contains(name)
        && !name.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        scan(text, &(0..text.len()), &mut found);
        let got: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_name_begins_behind_a_particle() {
        check("据霞台电力有限公司称，海鸣大学的系统被入侵", &["霞台电力有限公司", "海鸣大学"]);
        check("该公司与多家银行，安全公司表示", &[]);
    }
}
