//! Text folded for finding names, with the way back to the bytes.
//!
//! NFKC, lower case, hiragana as katakana, variants of kanji as one of them; blanks, hyphens and middle dots
//! left out. Folded text is for comparing only and is never shown.

use std::collections::HashMap;
use std::sync::OnceLock;

use noroshi_model::Span;
use unicode_normalization::UnicodeNormalization as _;

/// Text in folded form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each character of `text`: where it starts there, and its source in the original.
    places: Vec<(u32, u32, u32)>,
}

impl Folded {
    /// Folds a text. Linear in its length.
    pub fn of(original: &str) -> Self {
        let mut folded = Self::default();
        let mut at = 0;
        while let Some(segment) = segment(&original[at..]) {
            folded.take(segment, at, last_of(&original[..at]), &original[at + segment.len()..]);
            at += segment.len();
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original of a range of bytes of the folded text.
    pub fn original(&self, start: usize, end: usize) -> Option<Span> {
        let nth = |offset: usize| self.places.partition_point(|place| (place.0 as usize) < offset);
        let first = self.places.get(nth(start))?;
        let last = self.places.get(nth(end).checked_sub(1)?)?;
        Span::new(first.1 as usize, last.2 as usize)
    }

    /// Characters of the folded text, by number, in front of which something was left out.
    pub(crate) fn gaps(&self) -> impl Iterator<Item = usize> {
        let pairs = self.places.iter().zip(self.places.iter().skip(1)).enumerate();
        pairs.filter(|(_, (one, next))| one.2 < next.1).map(|(at, _)| at + 1)
    }

    fn take(&mut self, segment: &str, at: usize, before: Option<char>, rest: &str) {
        let (Ok(from), Ok(to)) = (u32::try_from(at), u32::try_from(at + segment.len())) else {
            return;
        };
        if segment == "\n"
            && !(before.is_some_and(is_cjk) && rest.chars().next().is_some_and(is_cjk))
        {
            return self.push('\n', from, to);
        }
        for sign in segment.nfkc().flat_map(char::to_lowercase) {
            if !is_left_out(sign) {
                self.push(variant(katakana(sign)), from, to);
            }
        }
    }

    fn push(&mut self, sign: char, from: u32, to: u32) {
        let Ok(at) = u32::try_from(self.text.len()) else { return };
        self.places.push((at, from, to));
        self.text.push(sign);
    }
}

/// A text in folded form, without the way back.
pub fn fold(text: &str) -> String {
    Folded::of(text).text
}

/// A character with the marks that follow it: half-width katakana are voiced by a mark of their own.
fn segment(rest: &str) -> Option<&str> {
    let first = rest.chars().next()?;
    let marks = rest[first.len_utf8()..].chars().take(8).take_while(|sign| is_mark(*sign));
    rest.get(..first.len_utf8() + marks.map(char::len_utf8).sum::<usize>())
}

fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{ff9e}' | '\u{ff9f}' | '\u{3099}' | '\u{309a}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
}

fn last_of(text: &str) -> Option<char> {
    text.chars().next_back()
}

/// Whether a character is written without blanks around it: kanji, kana, hanzi.
pub(crate) fn is_cjk(sign: char) -> bool {
    is_kana(sign) || is_kanji(sign)
}

pub(crate) fn is_kanji(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々')
}

pub(crate) fn is_kana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
        && sign != '・'
}

pub(crate) fn is_katakana(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fa}' | 'ー' | '\u{ff66}'..='\u{ff9f}')
}

fn is_left_out(sign: char) -> bool {
    let joined = matches!(
        sign,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '・'
                | '·'
                | '\u{2022}'
                | '\u{2027}'
                | '\''
                | '\u{2019}'
                | '.'
                | ','
    );
    let unseen = matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}');
    sign.is_whitespace() || joined || unseen
}

fn katakana(sign: char) -> char {
    match sign {
        '\u{3041}'..='\u{3096}' => char::from_u32(sign as u32 + 0x60).unwrap_or(sign),
        _ => sign,
    }
}

/// The character that stands for all its variants.
fn variant(sign: char) -> char {
    if (sign as u32) < 0x3400 { sign } else { variants().get(&sign).copied().unwrap_or(sign) }
}

fn variants() -> &'static HashMap<char, char> {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let tables =
            [include_str!("../data/variants-opencc.txt"), include_str!("../data/variants-own.txt")];
        let mut table = HashMap::new();
        for class in
            tables.iter().flat_map(|text| text.lines()).filter(|line| !line.starts_with('#'))
        {
            join(&mut table, class);
        }
        let members: Vec<char> = table.keys().copied().collect();
        members.into_iter().map(|sign| (sign, top(&table, sign))).collect()
    })
}

/// Puts the characters of a class under one, together with the classes that they were in before.
fn join(table: &mut HashMap<char, char>, class: &str) {
    let tops: Vec<char> = class.chars().map(|sign| top(table, sign)).collect();
    let Some(least) = tops.iter().min().copied() else { return };
    table.extend(tops.into_iter().chain(class.chars()).map(|sign| (sign, least)));
}

fn top(table: &HashMap<char, char>, mut sign: char) -> char {
    while let Some(next) = table.get(&sign).filter(|next| **next != sign) {
        sign = *next;
    }
    sign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_fold_alike() {
        for (one, other) in [
            ("防衛省", "防卫省"),
            ("防衛省", "防衞省"),
            ("厚生労働省", "厚生劳动省"),
            ("厚生労働省", "厚生勞動省"),
            ("広島電鉄", "廣島電鐵"),
            ("ﾒﾙｶﾘ", "メルカリ"),
            ("ﾊﾞﾝﾀﾞｲ", "バンダイ"),
            ("かぜもり", "カゼモリ"),
            ("ＮＴＴ ドコモ", "NTTドコモ"),
            ("三井・住友", "三井住友"),
            ("日本\n銀行", "日本銀行"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (one, other) in [("防衛省", "防災省"), ("トヨタ", "トヨダ"), ("a\nb", "ab")]
        {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn the_way_back_leads_to_the_bytes() {
        let text = "ｶﾞ 防 卫省。";
        let folded = Folded::of(text);
        let at = folded.text().find(&fold("防衛省")).expect("found");
        let span = folded.original(at, at + fold("防衛省").len()).expect("inside");
        assert_eq!(span.of(text), Some("防 卫省"));
    }
}
