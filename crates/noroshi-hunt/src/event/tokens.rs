//! Message tokens (`%%1936`) of Windows, decoded.

use std::collections::HashMap;
use std::sync::OnceLock;

fn table() -> &'static HashMap<String, String> {
    static TABLE: OnceLock<HashMap<String, String>> = OnceLock::new();
    TABLE.get_or_init(|| toml::from_str(include_str!("../../data/tokens.toml")).unwrap_or_default())
}

/// The text with its tokens decoded; `None` when none is known.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut decoded = String::with_capacity(text.len() + 16);
    let mut known = false;
    let mut rest = text;
    while let Some(at) = rest.find("%%") {
        decoded.push_str(&rest[..at]);
        let digits = rest[at + 2..].bytes().take_while(u8::is_ascii_digit).count();
        let (token, tail) = rest[at..].split_at(2 + digits);
        match table().get(token) {
            Some(words) => {
                known = true;
                decoded.push_str(words);
            }
            None => decoded.push_str(token),
        }
        rest = tail;
    }
    decoded.push_str(rest);
    known.then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tokens_are_decoded_and_others_stay() {
        assert_eq!(decode("%%1936").as_deref(), Some("TokenElevationTypeDefault (1)"));
        let both = decode("%%4416\n\t%%99999 é%%4417");
        let expect = "ReadData (or ListDirectory)\n\t%%99999 éWriteData (or AddFile)";
        assert_eq!(both.as_deref(), Some(expect));
        assert_eq!(decode("100%%"), None);
    }
}
