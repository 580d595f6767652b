//! Text as it is compared: NFKC, lower case, single spaces, with the way back.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A folded text that knows where each of its bytes comes from.
#[derive(Debug, Clone)]
pub(crate) struct Folded {
    pub(crate) text: String,
    /// Start and end in the original of the piece that each folded byte comes from.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// The folded form of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origin: Vec::new() };
        for (start, piece) in pieces(text) {
            folded.push(piece, start);
        }
        folded
    }

    fn push(&mut self, piece: &str, start: usize) {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let from = self.text.len();
        if piece.chars().all(char::is_whitespace) {
            self.text.push_str(if self.text.is_empty() || self.text.ends_with(' ') {
                ""
            } else {
                " "
            });
        } else {
            self.text.extend(piece.nfkc().flat_map(char::to_lowercase));
        }
        let origin = (narrow(start), narrow(start + piece.len()));
        self.origin.extend(std::iter::repeat_n(origin, self.text.len() - from));
    }

    /// Where a range of the folded text stands in the original.
    pub(crate) fn original(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (start, _) = self.origin.get(range.start)?;
        let (_, end) = self.origin.get(range.end.checked_sub(1)?)?;
        Some(*start as usize..*end as usize)
    }
}

/// Characters with the marks that combine with them; a line break inside Chinese or
/// Japanese is left out.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut chars = text.char_indices().peekable();
    let mut last = ' ';
    std::iter::from_fn(move || {
        loop {
            let (start, char) = chars.next()?;
            let mut end = start + char.len_utf8();
            while let Some((at, mark)) = chars.next_if(|(_, next)| joins(*next)) {
                end = at + mark.len_utf8();
            }
            let next = chars.peek().map_or(' ', |(_, next)| *next);
            if char == '\n' && is_wide(last) && is_wide(next) {
                continue;
            }
            last = char;
            return text.get(start..end).map(|piece| (start, piece));
        }
    })
}

/// Half-width voiced marks and combining marks belong to the character before.
fn joins(char: char) -> bool {
    matches!(char, '\u{ff9e}' | '\u{ff9f}' | '\u{3099}' | '\u{309a}' | '\u{300}'..='\u{36f}')
}

fn is_wide(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{9fff}' | '\u{ff66}'..='\u{ff9f}')
}

/// The folded form alone.
pub(crate) fn fold(text: &str) -> String {
    Folded::of(text.trim()).text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_width_full_width_and_case_fold_together_and_lead_back() {
        let text = "被害: ｶﾞｲｱ ＶＰＮ装置";
        let folded = Folded::of(text);
        let at = folded.text.find("ガイア vpn").expect("folded");
        let original = folded.original(&(at..at + "ガイア vpn".len())).expect("inside");
        assert_eq!(&text[original], "ｶﾞｲｱ ＶＰＮ");
    }

    #[test]
    fn a_name_broken_over_two_lines_is_one_name() {
        assert_eq!(fold("北斗\n物流"), "北斗物流");
        assert_eq!(fold("Gate\nKeep"), "gate keep");
    }
}
