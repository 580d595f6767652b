//! Versions of RubyGems.
//!
//! Source: `Gem::Version#<=>`, rubygems/lib/rubygems/version.rs, in words: runs of digits and of
//! letters are segments, zeros at the end do not count, a word is less than a number.

use std::cmp::Ordering;

use super::semantic::number;

/// The order of two versions; `None` when one of them is none.
pub(super) fn compare(one: &str, other: &str) -> Option<Ordering> {
    let (one, other) = (segments(one)?, segments(other)?);
    let length = one.len().max(other.len());
    for at in 0..length {
        let part = |parts: &[&str]| parts.get(at).copied().unwrap_or("0").to_owned();
        let order = segment(&part(&one), &part(&other));
        if order != Ordering::Equal {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

fn segment(one: &str, other: &str) -> Ordering {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match (digits(one), digits(other)) {
        (true, true) => number(one, other),
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => one.cmp(other),
    }
}

fn segments(text: &str) -> Option<Vec<&str>> {
    let text = text.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    if text.is_empty() || !text.bytes().all(fits) || !text.as_bytes()[0].is_ascii_digit() {
        return None;
    }
    let mut segments = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let same = |byte: u8| {
            byte.is_ascii_digit() == first.is_ascii_digit()
                && byte.is_ascii_alphabetic() == first.is_ascii_alphabetic()
        };
        let end = rest.bytes().position(|byte| !same(byte)).unwrap_or(rest.len());
        let (part, further) = rest.split_at(end);
        if first.is_ascii_alphanumeric() {
            segments.push(part);
        }
        if part.contains('-') {
            segments.push("pre");
        }
        rest = further;
    }
    Some(segments)
}
