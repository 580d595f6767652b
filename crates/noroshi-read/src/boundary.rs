//! Where a name ends, and what stands beside it.

use std::ops::Range;

use noroshi_model::EntityKind;

/// Whether a match is not a piece of a longer word, host, file name or path.
pub(crate) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let shown = &text[range.clone()];
    let (Some(first), Some(last)) = (shown.chars().next(), shown.chars().next_back()) else {
        return false;
    };
    opens(first, before) && closes(text, range.end, last, after)
}

fn opens(first: char, before: Option<char>) -> bool {
    let Some(before) = before else { return true };
    if first.is_ascii_alphanumeric() {
        return !(before.is_ascii_alphanumeric() || matches!(before, '_' | '.' | '@' | '\\'));
    }
    !(is_katakana(first) && is_katakana(before))
}

fn closes(text: &str, end: usize, last: char, after: Option<char>) -> bool {
    let Some(after) = after else { return true };
    if last.is_ascii_alphanumeric() {
        let second = text[end..].chars().nth(1);
        let joined =
            matches!(after, '.' | ':') && second.is_some_and(|sign| sign.is_ascii_alphanumeric());
        return !(after.is_ascii_alphanumeric() || matches!(after, '_' | '@' | '\\') || joined)
            || is_rat(text, end);
    }
    !(is_katakana(last) && is_katakana(after))
}

/// Whether a word is a part of a path or of a page's address: `/blogs/emotet-is-back`.
pub(crate) fn inside_slug(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let joins = |byte: Option<&u8>| matches!(byte, Some(b'-' | b'/' | b'_' | b'='));
    joins(range.start.checked_sub(1).and_then(|at| bytes.get(at))) || joins(bytes.get(range.end))
}

/// 同国外務省, ロシアの国防省: a ministry of another country than the one whose ministry is
/// known by the bare name.
pub(crate) fn of_another_country(text: &str, range: &Range<usize>, kinds: &[EntityKind]) -> bool {
    let office = ["省", "庁", "軍", "警察"].iter().any(|end| text[range.clone()].ends_with(end));
    let foreign = [
        "同国",
        "同国の",
        "中国の",
        "ロシアの",
        "米国の",
        "北朝鮮の",
        "韓国の",
        "台湾の",
        "イランの",
        "英国の",
        "ウクライナの",
        "各国の",
        "外国の",
    ];
    office
        && kinds.contains(&EntityKind::Organization)
        && foreign.iter().any(|owner| text[..range.start].ends_with(owner))
}

/// `NetwireRAT`: the name of a malware family goes on over a `RAT` that is written with it.
pub(crate) fn with_suffix(text: &str, range: Range<usize>, kinds: &[EntityKind]) -> Range<usize> {
    let rest = &text[range.end..];
    let family = kinds == [EntityKind::Malware] || kinds == [EntityKind::Tool];
    if family && rest.starts_with("RAT") { range.start..range.end + "RAT".len() } else { range }
}

/// 日本政府, "Chinese government": the country's name ends before its government.
pub(crate) fn without_body(text: &str, range: Range<usize>, kinds: &[EntityKind]) -> Range<usize> {
    if kinds != [EntityKind::Country] {
        return range;
    }
    let shown = &text[range.clone()];
    let bodies = ["政府", " government", " Government"];
    let bare =
        bodies.iter().find_map(|body| shown.strip_suffix(body)).filter(|bare| !bare.is_empty());
    range.start..range.start + bare.unwrap_or(shown).len()
}

/// `NetwireRAT`: a remote access trojan, written as one word.
fn is_rat(text: &str, end: usize) -> bool {
    let rest = text[end..].strip_prefix("RAT");
    rest.is_some_and(|rest| !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric()))
}

/// Katakana and the long-vowel mark; not the middle dot.
pub(crate) fn is_katakana(sign: char) -> bool {
    matches!(sign, '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

/// `reach` bytes to each side of a range, on character boundaries, within the line.
pub(crate) fn window(text: &str, range: &Range<usize>, reach: usize) -> Range<usize> {
    let mut start = range.start.saturating_sub(reach);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (range.end + reach).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let start = text[start..range.start].rfind('\n').map_or(start, |at| start + at + 1);
    let end = text[range.end..end].find('\n').map_or(end, |at| range.end + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: bool) {
        let at = text.find(name).expect("is there");
        assert_eq!(stands_alone(text, &(at..at + name.len())), expected, "{text}");
    }

    #[test]
    fn a_piece_of_a_longer_word_is_no_name() {
        check("プラスティック製", "ティック", false);
        check("Tickの手口", "Tick", true);
        check("sticky", "tick", false);
        check("emotet.example", "emotet", false);
        check("is Emotet. The", "Emotet", true);
        check("マルウェアEmotetに", "Emotet", true);
    }
}
