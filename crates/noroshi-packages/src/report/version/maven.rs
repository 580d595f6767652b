//! Versions of Maven.
//!
//! Source: `ComparableVersion` of Apache Maven, "Version Order Specification", in words: parts at
//! `.`, `-` and where digits meet letters; known words before and after a release; zeros and
//! words that mean a release do not count at the end.

use std::cmp::Ordering;

use super::semantic::number;

/// The order of two versions; `None` when one of them is none.
pub(super) fn compare(one: &str, other: &str) -> Option<Ordering> {
    let (one, other) = (parts(one)?, parts(other)?);
    let length = one.len().max(other.len());
    for at in 0..length {
        let order = match (one.get(at), other.get(at)) {
            (Some(one), Some(other)) => one.order(other),
            (Some(one), None) => one.order(&Part::Nothing),
            (None, Some(other)) => Part::Nothing.order(other),
            (None, None) => Ordering::Equal,
        };
        if order != Ordering::Equal {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

enum Part {
    Number(String),
    Word(String),
    Nothing,
}

/// Words in their order around a release, which is the empty word.
const WORDS: [&str; 7] = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];

impl Part {
    /// Where a part stands: known words, then other words, then numbers.
    fn rank(&self) -> (usize, &str) {
        match self {
            Self::Nothing => (5, ""),
            Self::Word(word) => {
                let at = WORDS.iter().position(|known| known == word);
                at.map_or((WORDS.len(), word.as_str()), |at| (at, ""))
            }
            Self::Number(digits) if digits.bytes().all(|byte| byte == b'0') => (5, ""),
            Self::Number(_) => (WORDS.len() + 1, ""),
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(two)) => number(one, two),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

fn parts(text: &str) -> Option<Vec<Part>> {
    let text = text.trim().to_ascii_lowercase();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte);
    if text.is_empty() || !text.bytes().all(fits) {
        return None;
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut word = String::new();
    let mut was_digit = false;
    for sign in text.chars().chain(['.']) {
        let digit = sign.is_ascii_digit();
        let ends = !sign.is_ascii_alphanumeric() || digit != was_digit && !word.is_empty();
        if ends && !word.is_empty() {
            parts.push(part(&std::mem::take(&mut word), digit));
        }
        if sign.is_ascii_alphanumeric() {
            word.push(sign);
        }
        was_digit = digit;
    }
    while parts.last().is_some_and(|last| last.rank() == (5, "")) {
        parts.pop();
    }
    Some(parts)
}

/// A part; one letter before a digit is short for a word.
fn part(word: &str, before_digit: bool) -> Part {
    if word.starts_with(|sign: char| sign.is_ascii_digit()) {
        return Part::Number(word.to_owned());
    }
    let word = match word {
        "a" if before_digit => "alpha",
        "b" if before_digit => "beta",
        "m" if before_digit => "milestone",
        "cr" => "rc",
        "ga" | "final" | "release" => "",
        other => other,
    };
    Part::Word(word.to_owned())
}
