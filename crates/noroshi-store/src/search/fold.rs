//! The shadow text that is searched: NFKC, lower case, each letter with its place.
//!
//! Half-width and full-width spellings, a voiced mark that follows its kana, and capitals come
//! out alike. Hiragana and katakana stay apart, and so do a simplified and a traditional form.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A letter of the shadow text and the bytes of the canonical text that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) char: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a letter is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Written without spaces between words: kanji, kana, hangul.
    Cjk,
    /// Part of a word between spaces.
    Word,
    /// The end of a line.
    LineEnd,
    /// White space inside a line.
    Space,
    /// Anything else.
    Mark,
}

impl Letter {
    pub(super) fn class(&self) -> Class {
        match self.char {
            'a'..='z' | '0'..='9' => Class::Word,
            '\n' => Class::LineEnd,
            char if is_cjk(char) => Class::Cjk,
            char if char.is_alphanumeric() => Class::Word,
            char if char.is_whitespace() => Class::Space,
            _ => Class::Mark,
        }
    }
}

/// The letters of a text.
pub(super) fn fold(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len() / 2);
    let mut rest = text.char_indices().peekable();
    while let Some((start, char)) = rest.next() {
        let mut end = start + char.len_utf8();
        while let Some((at, mark)) = rest.next_if(|(_, next)| joins(*next)) {
            end = at + mark.len_utf8();
        }
        if end == start + char.len_utf8() && is_plain(char) {
            letters.push(Letter { char: char.to_ascii_lowercase(), start, end });
        } else {
            let folded = text[start..end].nfkc().flat_map(char::to_lowercase);
            letters.extend(folded.map(|char| Letter { char, start, end }));
        }
    }
    letters
}

/// Whether NFKC and lower case leave a letter alone, apart from ASCII capitals.
fn is_plain(char: char) -> bool {
    matches!(char, '\0'..='\x7f' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether a letter is written onto the one before it: combining marks, the half-width voiced
/// marks, and the second and third letters of a hangul syllable.
fn joins(char: char) -> bool {
    match char {
        '\0'..='\u{2FF}' => false,
        '\u{FF9E}' | '\u{FF9F}' | '\u{1160}'..='\u{11FF}' => true,
        _ => canonical_combining_class(char) != 0,
    }
}

fn is_cjk(char: char) -> bool {
    matches!(
        char,
        '\u{3005}'..='\u{3007}'
            | '\u{303B}'
            | '\u{3041}'..='\u{3096}'
            | '\u{309D}'..='\u{309F}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFD}'
    ) || is_katakana(char)
}

/// Whether a letter continues a katakana word; the long vowel mark does.
pub(super) fn is_katakana(char: char) -> bool {
    matches!(char, '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).iter().map(|letter| letter.char).collect()
    }

    #[test]
    fn widths_and_case_come_out_alike() {
        assert_eq!(folded("ＡＰＴ４１ VSCode"), "apt41 vscode");
        assert_eq!(folded("ﾗﾝｻﾑｳｪｱ ｶﾞｰﾄﾞ"), "ランサムウェア ガード");
        assert_eq!(folded("カ\u{3099}"), "ガ");
        assert_eq!(folded("㈱甲 ①"), "(株)甲 1");
    }

    #[test]
    fn each_letter_knows_its_bytes() {
        let text = "Ａｶﾞ狼";
        let shown: Vec<&str> = fold(text).iter().map(|at| &text[at.start..at.end]).collect();
        assert_eq!(shown, ["Ａ", "ｶﾞ", "狼"]);
    }

    #[test]
    fn the_fast_way_gives_what_nfkc_gives() {
        for char in (0..0x3FFFF).filter_map(char::from_u32).filter(|char| is_plain(*char)) {
            let slow: String = char.to_string().nfkc().flat_map(char::to_lowercase).collect();
            assert_eq!(folded(&char.to_string()), slow, "{char:?}");
        }
    }
}
