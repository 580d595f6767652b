//! Persons named with a title.

use std::ops::Range;

const TITLES: &[&str] = &[
    "氏",
    "容疑者",
    "被告",
    "さん",
    "社長",
    "会長",
    "首相",
    "大統領",
    "官房長官",
    "報道官",
    "教授",
];

/// Two to five kanji (or a katakana name with its middle dot) before a title.
pub(crate) fn scan(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for title in TITLES {
        for (at, _) in text.match_indices(title) {
            let after = text[at + title.len()..].chars().next();
            let inside_word =
                *title == "氏" && after.is_some_and(|sign| matches!(sign, '名' | '族' | '素'));
            found.extend(name_before(text, at).filter(|_| !inside_word));
        }
    }
    found.sort_by_key(|range| range.start);
    found.dedup_by(|later, first| later.start < first.end);
    found
}

fn name_before(text: &str, end: usize) -> Option<Range<usize>> {
    let before = &text[..end];
    let last = before.chars().next_back()?;
    let katakana = |sign: char| matches!(sign, '\u{30a1}'..='\u{30fc}' | '=');
    let kanji = |sign: char| matches!(sign, '\u{4e00}'..='\u{9fff}' | '々');
    let (fits, least, most): (&dyn Fn(char) -> bool, usize, usize) = if katakana(last) {
        (&katakana, 3, 24)
    } else if kanji(last) {
        (&kanji, 2, 5)
    } else {
        return None;
    };
    let name: Vec<(usize, char)> =
        before.char_indices().rev().take(most + 1).take_while(|(_, sign)| fits(*sign)).collect();
    let start = name.last()?.0;
    let shown = &text[start..end];
    let office = [
        "同社", "社", "副", "代表", "同", "元", "前", "首席", "主任", "担当", "国", "省", "庁",
        "団", "銀行", "大学",
    ]
    .iter()
    .any(|word| shown.ends_with(word));
    ((least..=most).contains(&name.len()) && !office).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_person() {
        let text = "山田太郎氏とジョン・ドウ容疑者、氏名は不明。同社社長は";
        let got: Vec<&str> = scan(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(got, ["山田太郎", "ジョン・ドウ"]);
    }
}
