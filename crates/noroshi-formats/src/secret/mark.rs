//! The mark in place of a secret, and the text with its marks.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use noroshi_model::Span;
use sha2::Sha256;

use super::Found;

/// How a mark starts.
pub(super) const START: &str = "[masked:";
/// Bytes of the keyed hash that a mark shows.
const SHOWN: usize = 4;

/// The key of a workspace: with it a mark tells equal secrets from different ones, and
/// without it nobody can try passwords against a mark. It has no way to be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskKey(Vec<u8>);

impl MaskKey {
    /// Least bytes of a key: less can be tried out.
    pub const LEAST: usize = 16;

    /// A key of these bytes; `None` when they are fewer than [`MaskKey::LEAST`].
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (bytes.len() >= Self::LEAST).then(|| Self(bytes.to_vec()))
    }

    /// A number by which a value of a kind is known again under this key, and only under it: of
    /// HMAC-SHA-256 the first eight bytes.
    pub fn number(&self, kind: &str, value: &[u8]) -> Option<u64> {
        let hash = self.hmac(&[kind.as_bytes(), b"\0", value])?;
        hash.first_chunk().map(|first| u64::from_be_bytes(*first))
    }

    /// The first bytes of HMAC-SHA-256 of a secret, in hexadecimal.
    fn hash(&self, secret: &str) -> Option<String> {
        let hash = self.hmac(&[secret.as_bytes()])?;
        Some(hash.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect())
    }

    fn hmac(&self, parts: &[&[u8]]) -> Option<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        parts.iter().for_each(|part| mac.update(part));
        Some(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for MaskKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(noroshi_model::Secret::MASK)
    }
}

/// The marks of a text.
pub(super) struct Marks {
    /// Start and end in the text, where the mark starts in the new one, and the mark.
    places: Vec<(usize, usize, usize, String)>,
}

impl Marks {
    /// Marks for secrets of a text that are in order and apart.
    pub(super) fn new(text: &str, found: &[Found], key: Option<&MaskKey>) -> Self {
        let mut places: Vec<(usize, usize, usize, String)> = Vec::with_capacity(found.len());
        let (mut old, mut new) = (0, 0);
        for one in found {
            let mark = mark(one.kind, &text[one.range.clone()], key);
            new += one.range.start - old;
            old = one.range.end;
            let length = mark.len();
            places.push((one.range.start, one.range.end, new, mark));
            new += length;
        }
        Self { places }
    }

    /// The text with marks; `None` when it stays as it is.
    pub(super) fn put(&self, text: &str) -> Option<String> {
        if self.places.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len() + 32 * self.places.len());
        let mut at = 0;
        for (start, end, _, mark) in &self.places {
            out.push_str(&text[at..*start]);
            out.push_str(mark);
            at = *end;
        }
        out.push_str(&text[at..]);
        Some(out)
    }

    /// Where a byte of the text stands now; one inside a secret stands at its mark.
    pub(super) fn moved(&self, at: usize) -> usize {
        let behind = self.places.partition_point(|(start, ..)| *start < at);
        let Some((_, end, new, mark)) = behind.checked_sub(1).and_then(|nth| self.places.get(nth))
        else {
            return at;
        };
        new + mark.len() + at.saturating_sub(*end)
    }
}

/// `[masked:password:7f3a9c21]`; without a key `[masked:password]`.
fn mark(kind: &str, secret: &str, key: Option<&MaskKey>) -> String {
    match key.and_then(|key| key.hash(secret)) {
        Some(hash) => format!("{START}{kind}:{hash}]"),
        None => format!("{START}{kind}]"),
    }
}

/// The mark that starts here.
pub(super) fn mark_at(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..).filter(|rest| rest.starts_with(START))?;
    Span::new(at, at + rest.find(']')? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: RFC 4231, test case 1.
    #[test]
    fn the_hash_is_hmac_sha_256() {
        let key = MaskKey::new(&[0x0b; 20]).expect("long enough");
        assert_eq!(key.hash("Hi There").as_deref(), Some("b0344c61"));
    }

    #[test]
    fn a_number_belongs_to_its_key_and_kind() {
        let key = |byte| MaskKey::new(&[byte; 20]).expect("long enough");
        let number = key(7).number("contact", b"x");
        assert_eq!(number, key(7).number("contact", b"x"));
        assert!(number.is_some() && number != key(8).number("contact", b"x"));
        assert_ne!(number, key(7).number("key", b"x"));
    }

    #[test]
    fn a_key_is_never_printed_and_never_short() {
        assert_eq!(format!("{:?}", MaskKey::new(&[7; 16])), "Some(***)");
        assert_eq!(MaskKey::new(&[7; 15]), None);
    }

    #[test]
    fn what_stands_behind_a_mark_moves_along() {
        let found = [Found { range: 2..4, kind: "x" }, Found { range: 6..7, kind: "x" }];
        let marks = Marks::new("ab12cd3e", &found, None);
        let text = marks.put("ab12cd3e").expect("marked");
        assert_eq!(text, "ab[masked:x]cd[masked:x]e");
        let moved: Vec<usize> = (0..=8).map(|at| marks.moved(at)).collect();
        assert_eq!(moved, [0, 1, 2, 12, 12, 13, 14, 24, 25]);
    }
}
