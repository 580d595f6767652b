//! How one name is spelt, and where a name ends.

use std::ops::Range;

/// The spellings of a name that writers mix: with a space, a hyphen or neither between its
/// words and between letters and a number; with and without a middle dot; with and without
/// the last long-vowel mark.
pub(crate) fn variants(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    let parts = parts(name);
    if parts.len() > 1 && parts.len() <= 4 && name.is_ascii() {
        all.extend([" ", "-", ""].map(|joint| parts.join(joint)));
    } else if name.contains('・') {
        all.extend([name.replace('・', ""), name.replace('・', " ")]);
    }
    if name.ends_with('ー') && name.chars().count() >= 5 {
        all.push(name.trim_end_matches('ー').to_owned());
    }
    all.sort();
    all.dedup();
    all.retain(|form| form.chars().count() >= 2);
    all
}

/// The words of a name: cut at spaces and hyphens, and between letters and digits.
fn parts(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for word in name.split([' ', '-']).filter(|word| !word.is_empty()) {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let number = (2..word.len()).contains(&letters)
            && word.as_bytes()[letters..].iter().all(u8::is_ascii_digit);
        if number && letters <= 5 {
            parts.extend([&word[..letters], &word[letters..]]);
        } else {
            parts.push(word);
        }
    }
    parts
}

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
        return !(after.is_ascii_alphanumeric() || matches!(after, '_' | '@' | '\\') || joined);
    }
    !(is_katakana(last) && is_katakana(after))
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

    #[test]
    fn writers_mix_spaces_hyphens_and_dots() {
        assert_eq!(variants("Cobalt Strike"), ["Cobalt Strike", "Cobalt-Strike", "CobaltStrike"]);
        assert_eq!(variants("APT41"), ["APT 41", "APT-41", "APT41"]);
        assert!(variants("ソルト・タイフーン").contains(&"ソルトタイフーン".to_owned()));
    }

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
