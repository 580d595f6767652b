//! Hashes, vulnerability and technique ids, Bitcoin addresses.

use noroshi_model::{CveId, JvnId, MentionKind, TechniqueId};
use sha2::{Digest, Sha256};

use super::Found;
use super::piece::{Part, Piece};

/// MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal. Runs of decimal digits are no hash.
pub(super) fn hash(_: &str, part: &Part<'_, '_>) -> Option<Found> {
    let text = part.text();
    let label = text.rfind(':').map_or(0, |at| at + 1);
    let hex = &text[label..];
    let fits =
        matches!(hex.len(), 32 | 40 | 64 | 128) && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !fits || hex.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let range = part.piece.range(part.range.start + label..part.range.end);
    Some(Found {
        range,
        kind: MentionKind::Hash,
        canonical: hex.to_ascii_lowercase(),
        defanged: false,
    })
}

/// CVE, JVN and ATT&CK ids anywhere in a piece, bounded by anything but letters and digits.
pub(super) fn ids(piece: &Piece<'_>, found: &mut Vec<Found>) {
    let bytes = piece.clear.as_bytes();
    let mut at = 0;
    let opens = |byte: &u8| matches!(byte, b'C' | b'c' | b'J' | b'j' | b'T');
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(opens)) {
        at += offset;
        let inside = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let one = if inside { None } else { id_at(piece, at) };
        at = one.as_ref().map_or(at + 1, |(_, end)| *end);
        found.extend(one.map(|(found, _)| found));
    }
}

fn id_at(piece: &Piece<'_>, at: usize) -> Option<(Found, usize)> {
    let rest = &piece.clear.as_bytes()[at..];
    match rest.first()? {
        b'C' | b'c' => cve(piece, at),
        b'J' | b'j' => jvn(piece, at),
        b'T' => technique(piece, at),
        _ => None,
    }
}

/// How many bytes at `at` are of a kind.
fn run(piece: &Piece<'_>, at: usize, fits: impl Fn(u8) -> bool) -> usize {
    piece.clear.as_bytes()[at..].iter().take_while(|byte| fits(**byte)).count()
}

fn bounded(piece: &Piece<'_>, end: usize) -> bool {
    !piece
        .clear
        .as_bytes()
        .get(end)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn id(
    piece: &Piece<'_>,
    at: usize,
    end: usize,
    kind: MentionKind,
    canonical: String,
) -> Option<(Found, usize)> {
    let found = Found { range: piece.range(at..end), kind, canonical, defanged: false };
    bounded(piece, end).then_some((found, end))
}

fn cve(piece: &Piece<'_>, at: usize) -> Option<(Found, usize)> {
    let rest = piece.clear.get(at..)?;
    let head = rest
        .get(..9)
        .filter(|head| head[..4].eq_ignore_ascii_case("CVE-") && head.ends_with('-'))?;
    let end = at + head.len() + run(piece, at + head.len(), |byte| byte.is_ascii_digit());
    let parsed: CveId = piece.clear[at..end].parse().ok()?;
    id(piece, at, end, MentionKind::Vulnerability, parsed.to_string())
}

fn jvn(piece: &Piece<'_>, at: usize) -> Option<(Found, usize)> {
    let end =
        at + run(piece, at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'-'));
    let parsed: JvnId = piece.clear[at..end].parse().ok()?;
    id(piece, at, end, MentionKind::Vulnerability, parsed.to_string())
}

fn technique(piece: &Piece<'_>, at: usize) -> Option<(Found, usize)> {
    let letters = 1 + usize::from(piece.clear.as_bytes().get(at + 1) == Some(&b'A'));
    let number = at + letters + run(piece, at + letters, |byte| byte.is_ascii_digit());
    let sub = piece.clear.as_bytes().get(number) == Some(&b'.');
    let end = if sub {
        number + 1 + run(piece, number + 1, |byte| byte.is_ascii_digit())
    } else {
        number
    };
    let whole = piece.clear[at..end].parse::<TechniqueId>().ok().map(|parsed| (parsed, end));
    let parent =
        || piece.clear[at..number].parse::<TechniqueId>().ok().map(|parsed| (parsed, number));
    let (parsed, end) = whole.or_else(parent)?;
    id(piece, at, end, MentionKind::Technique, parsed.to_string())
}

/// A Bitcoin address whose checksum is right.
///
/// Source: Base58Check (Bitcoin developer reference), Bech32 and Bech32m (BIP 173, BIP 350).
pub(super) fn bitcoin(_: &str, part: &Part<'_, '_>) -> Option<Found> {
    let text = part.text();
    let right = match text.as_bytes().first()? {
        b'1' | b'3' if (26..=35).contains(&text.len()) => base58_is_right(text),
        b'b' | b'B' if (42..=62).contains(&text.len()) => {
            bech32_is_right(&text.to_ascii_lowercase())
        }
        _ => false,
    };
    right.then(|| Found {
        range: part.piece.range(part.range.clone()),
        kind: MentionKind::Bitcoin,
        canonical: text.to_owned(),
        defanged: false,
    })
}

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

fn base58_is_right(text: &str) -> bool {
    let mut number = [0_u8; 25];
    for byte in text.bytes() {
        let Some(digit) = BASE58.iter().position(|sign| *sign == byte) else { return false };
        let mut carry = digit;
        for place in number.iter_mut().rev() {
            carry += usize::from(*place) * 58;
            *place = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return false;
        }
    }
    let (payload, checksum) = number.split_at(21);
    Sha256::digest(Sha256::digest(payload)).starts_with(checksum)
}

const BECH32: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

fn bech32_is_right(text: &str) -> bool {
    let Some(data) = text.strip_prefix("bc1") else { return false };
    let mut check: u32 = 1;
    let mut step = |value: u32| {
        let top = check >> 25;
        check = (check & 0x1ff_ffff) << 5 ^ value;
        for (bit, generator) in [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
            .into_iter()
            .enumerate()
        {
            if top >> bit & 1 == 1 {
                check ^= generator;
            }
        }
    };
    // The human-readable part "bc", expanded.
    [3, 3, 0, 2, 3].into_iter().for_each(&mut step);
    for byte in data.bytes() {
        let Some(value) = BECH32.iter().position(|sign| *sign == byte) else { return false };
        step(value as u32);
    }
    check == 1 || check == 0x2bc8_30a3
}
