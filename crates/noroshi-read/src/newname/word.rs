//! Words of a line in Latin script: where they stand, how they are written, and what is
//! between them.

use std::ops::Range;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// `group`, `2024`.
    Lower,
    /// `Group`.
    Title,
    /// `DNC`.
    Upper,
    /// `RedLine`, `M00nD3V`.
    Mixed,
}

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// One space, nothing else.
    Space,
    /// A comma and a space.
    Comma,
    /// Anything else, or the start of the line.
    Other,
}

/// A word; a possessive `'s` is not part of its range.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) case: Case,
    pub(super) gap: Gap,
    pub(super) possessive: bool,
}

impl Word {
    /// The word as written.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Whether it starts with a capital letter or is written in a way names are.
    pub(super) fn is_capital(&self) -> bool {
        self.case != Case::Lower
    }
}

/// Fills `words` with those of a range.
pub(super) fn split(text: &str, range: &Range<usize>, words: &mut Vec<Word>) {
    words.clear();
    let bytes = text.as_bytes();
    let (mut at, mut last) = (range.start, None::<usize>);
    while at < range.end {
        if !opens(bytes[at]) {
            at += 1;
            continue;
        }
        let end = end_of(text, at, range.end);
        let (shown_end, possessive) = without_possessive(text, at, end);
        let shown_end = with_full_stop(text, at, shown_end, possessive);
        words.push(Word {
            start: at,
            end: shown_end,
            case: case(&text[at..shown_end]),
            gap: last.map_or(Gap::Other, |last| gap(&text[last..at])),
            possessive,
        });
        at = end.max(shown_end);
        last = Some(at);
    }
}

/// Letters, digits, and the first byte of the letters beside ASCII that names are written
/// with (Latin-1 and Latin Extended).
fn opens(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, 0xc3..=0xc6)
}

fn end_of(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    // The bulk of most words.
    let plain = bytes[start..limit].iter().take_while(|byte| byte.is_ascii_alphanumeric());
    let mut at = start + plain.count();
    while at < limit {
        let inside = match bytes[at] {
            byte if opens(byte) => true,
            b'-' | b'\'' | b'&' | b'_' => bytes.get(at + 1).copied().is_some_and(opens),
            b'.' => is_initials(bytes, start, at),
            0xe2 if text[at..].starts_with('’') => {
                at += 2;
                bytes.get(at + 1).copied().is_some_and(opens)
            }
            0x80..=0xbf => bytes[at - 1] >= 0xc3 && bytes[at - 1] <= 0xc6,
            _ => false,
        };
        if !inside {
            return if bytes.get(at) == Some(&0x99) { at - 2 } else { at };
        }
        at += 1;
    }
    at
}

/// `U.S.`, `S.A.`: single letters with full stops.
fn is_initials(bytes: &[u8], start: usize, at: usize) -> bool {
    let letters = bytes[start..at].iter().enumerate();
    let alternates =
        letters.clone().all(
            |(place, byte)| {
                if place % 2 == 0 { byte.is_ascii_uppercase() } else { *byte == b'.' }
            },
        );
    alternates && (at - start) % 2 == 1 && (at - start > 1 || bytes.get(at + 2) == Some(&b'.'))
}

fn without_possessive(text: &str, start: usize, end: usize) -> (usize, bool) {
    let shown = &text[start..end];
    // Most words end in another letter.
    if !shown.ends_with(['s', 'S']) {
        return (end, false);
    }
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|ending| shown.strip_suffix(ending))
        .map_or((end, false), |bare| (start + bare.len(), true))
}

/// `Inc.`, `Co.`: the full stop of an abbreviation belongs to it.
fn with_full_stop(text: &str, start: usize, end: usize, possessive: bool) -> usize {
    if possessive || text.as_bytes().get(end) != Some(&b'.') {
        return end;
    }
    let short = matches!(
        &text[start..end],
        "Inc" | "Co" | "Ltd" | "Corp" | "Pty" | "Mr" | "Ms" | "Mrs" | "Dr"
    );
    if short { end + 1 } else { end }
}

fn case(shown: &str) -> Case {
    if shown.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Case::Lower;
    }
    let first = shown.chars().next().is_some_and(char::is_uppercase);
    let (upper, lower) = if shown.is_ascii() {
        let count = |of: fn(&u8) -> bool| shown.bytes().filter(of).count();
        (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase))
    } else {
        let letters = || shown.chars().filter(|sign| sign.is_alphabetic());
        let upper = letters().filter(|sign| sign.is_uppercase()).count();
        (upper, letters().count() - upper)
    };
    match (first, upper, lower) {
        (_, 0, _) => Case::Lower,
        (_, _, 0) => Case::Upper,
        (true, 1, _) => Case::Title,
        _ => Case::Mixed,
    }
}

fn gap(between: &str) -> Gap {
    match between.as_bytes() {
        b" " | b"\xc2\xa0" => Gap::Space,
        b", " | b"," => Gap::Comma,
        _ => Gap::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_what_belongs_to_them() {
        let text = "Düsseldorf’s U.S. office of AT&T, Gravity Co., Ltd. and x's co-op’";
        let mut words = Vec::new();
        split(text, &(0..text.len()), &mut words);
        let shown: Vec<&str> = words.iter().map(|word| word.of(text)).collect();
        assert_eq!(
            shown,
            [
                "Düsseldorf",
                "U.S.",
                "office",
                "of",
                "AT&T",
                "Gravity",
                "Co.",
                "Ltd.",
                "and",
                "x",
                "co-op"
            ]
        );
        assert!(words[0].possessive);
        assert_eq!(words[7].gap, Gap::Comma);
    }
}
