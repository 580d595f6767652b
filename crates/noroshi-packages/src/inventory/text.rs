//! The text of a lockfile, whatever wrote it.

use std::borrow::Cow;

/// The text of the bytes: UTF-8, or UTF-16 when a mark says so, as PowerShell writes it for
/// `pip freeze > requirements.txt`. Bytes that are no text become U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes),
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Cow<'static, str> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let signs = char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER));
    Cow::Owned(signs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_encodings_are_understood() {
        assert_eq!(decode(b"\xEF\xBB\xBFa==1"), "a==1");
        assert_eq!(decode(b"\xFF\xFEa\0=\0"), "a=");
        assert_eq!(decode(b"\xFE\xFF\0a\0="), "a=");
        assert_eq!(decode(b"a\xFF"), "a\u{FFFD}");
    }
}
