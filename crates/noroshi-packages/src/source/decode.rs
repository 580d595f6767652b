//! Text that is written so that nobody reads it: escapes, base64, hexadecimal, numbers.
//!
//! Only what comes out as plain ASCII is given: names and code are.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

/// The longest text that is decoded, in bytes: names and small programs are shorter.
const LONGEST: usize = 8_192;

/// A text with its escapes of printable ASCII (`\x65`, `\u0065`, `\u{65}`) resolved.
pub(super) fn escapes(text: &str) -> Cow<'_, str> {
    if !(text.contains(r"\x") || text.contains(r"\u")) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let (sign, length) = escape_of(escape);
        match sign {
            Some(sign) => out.push(sign),
            None => out.push_str(escape.get(..length).unwrap_or(escape)),
        }
        rest = escape.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of the escape that a text begins with, if it is one of ours, and how long the escape is.
fn escape_of(text: &str) -> (Option<char>, usize) {
    let digits = |from: usize, to: usize| {
        let value = u32::from_str_radix(text.get(from..to)?, 16).ok()?;
        char::from_u32(value).filter(|sign| sign.is_ascii_graphic() || *sign == ' ')
    };
    if text.starts_with(r"\x") {
        return (digits(2, 4), if digits(2, 4).is_some() { 4 } else { 2 });
    }
    if let Some(end) = text.strip_prefix(r"\u{").and_then(|rest| rest.find('}')) {
        return (digits(3, 3 + end), if digits(3, 3 + end).is_some() { end + 4 } else { 2 });
    }
    if text.starts_with(r"\u") {
        return (digits(2, 6), if digits(2, 6).is_some() { 6 } else { 2 });
    }
    // Another escape: its sign is taken with it, so that `\\x41` stays as it is.
    (None, 1 + text[1..].chars().next().map_or(0, char::len_utf8))
}

/// A short text out of base64, with or without padding, in either alphabet.
pub(super) fn base64(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let engines = [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD];
    engines.iter().find_map(|engine| engine.decode(text).ok()).and_then(plain)
}

/// A short text out of hexadecimal digits.
pub(super) fn hexadecimal(text: &str) -> Option<String> {
    if text.len() > LONGEST || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pairs = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16));
    plain(pairs.collect::<Result<Vec<u8>, _>>().ok()?)
}

fn plain(bytes: Vec<u8>) -> Option<String> {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let text = String::from_utf8(bytes).ok()?;
    (!text.is_empty() && text.bytes().all(|byte| is_plain(&byte))).then_some(text)
}

/// A number as source writes it: `12`, `0x0c`.
pub(super) fn number(text: &str) -> Option<usize> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => usize::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_plain_signs_are_resolved_and_others_stay() {
        assert_eq!(escapes(r"\x65\u006e\u{76}"), "env");
        assert_eq!(escapes(r"a\n\x00\\x41\xzz\u{110000}"), r"a\n\x00\\x41\xzz\u{110000}");
        assert_eq!(escapes("\\"), "\\");
        assert_eq!(escapes("\\x\u{3042}"), "\\x\u{3042}");
    }

    #[test]
    fn only_plain_text_comes_out() {
        assert_eq!(base64("aHR0cHM=").as_deref(), Some("https"));
        assert_eq!(base64("aHR0cHM").as_deref(), Some("https"));
        assert_eq!(base64("/////w=="), None);
        assert_eq!(hexadecimal("6f73").as_deref(), Some("os"));
        assert_eq!(hexadecimal("6f7"), None);
        assert_eq!([number("0x0C"), number("7"), number("1.5")], [Some(12), Some(7), None]);
    }
}
