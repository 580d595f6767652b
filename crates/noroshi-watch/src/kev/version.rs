//! Versions, and ranges of them.

use std::cmp::Ordering;

/// Compares two versions part by part: numbers as numbers, words as words; a word (`rc1`) comes before its end.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let (one, other) = (parts(one), parts(other));
    for at in 0..one.len().max(other.len()) {
        let order = match (one.get(at), other.get(at)) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(a), None) => against_end(a),
            (None, Some(b)) => against_end(b).reverse(),
            (None, None) => Ordering::Equal,
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn against_end(part: &Part) -> Ordering {
    match part {
        Part::Before(_) => Ordering::Less,
        Part::Number(digits) => {
            if digits.is_empty() {
                Ordering::Equal
            } else {
                Ordering::Greater
            }
        }
        Part::Word(_) => Ordering::Greater,
    }
}

/// A part of a version. `Before` holds a word of a version that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Before(String),
    Word(String),
    /// Digits without leading zeros, longer ones being greater.
    Number(Digits),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Digits(String);

impl Digits {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialOrd for Digits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Digits {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

fn parts(version: &str) -> Vec<Part> {
    let lower = version.trim().to_lowercase();
    let plain = lower
        .strip_prefix('v')
        .filter(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))
        .unwrap_or(&lower);
    let plain = plain.split('+').next().unwrap_or_default();
    let mut parts = Vec::new();
    let mut rest = plain;
    while let Some(first) = rest.chars().next() {
        let same =
            |sign: char| sign.is_ascii_digit() == first.is_ascii_digit() && sign.is_alphanumeric();
        if !first.is_alphanumeric() {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|sign: char| !same(sign)).unwrap_or(rest.len());
        parts.push(part(&rest[..end]));
        rest = &rest[end..];
    }
    parts
}

fn part(text: &str) -> Part {
    if text.starts_with(|sign: char| sign.is_ascii_digit()) {
        return Part::Number(Digits(text.trim_start_matches('0').to_owned()));
    }
    let unfinished =
        ["alpha", "beta", "rc", "pre", "preview", "dev", "snapshot", "m"].contains(&text);
    if unfinished { Part::Before(text.to_owned()) } else { Part::Word(text.to_owned()) }
}

/// Whether a version is numbers with dots, at most with a mark of an unfinished one: only then is a comparison exact.
pub(super) fn is_plain(version: &str) -> bool {
    let version = version.trim().trim_start_matches(['v', 'V']);
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let dotted = numbers.split('.').count() >= 2
        && numbers
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let tail = &version[numbers.len()..];
    dotted
        && (tail.is_empty()
            || ["-alpha", "-beta", "-rc"].iter().any(|mark| tail.to_lowercase().starts_with(mark)))
}

/// A stretch of versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Range {
    /// From this version on.
    pub from: Option<String>,
    /// From behind this version on.
    pub after: Option<String>,
    /// Up to, not including, this version.
    pub below: Option<String>,
    /// Up to and including this version.
    pub up_to: Option<String>,
    /// This version alone.
    pub exactly: Option<String>,
}

impl Range {
    /// Whether a version lies inside.
    pub fn holds(&self, version: &str) -> bool {
        let is = |bound: &Option<String>, fits: fn(Ordering) -> bool| {
            bound.as_ref().is_none_or(|bound| fits(compare(version, bound)))
        };
        is(&self.exactly, Ordering::is_eq)
            && is(&self.from, Ordering::is_ge)
            && is(&self.after, Ordering::is_gt)
            && is(&self.below, Ordering::is_lt)
            && is(&self.up_to, Ordering::is_le)
    }

    /// Whether every bound is a version that can be compared exactly.
    pub fn is_plain(&self) -> bool {
        let bounds = [&self.from, &self.after, &self.below, &self.up_to, &self.exactly];
        bounds.into_iter().flatten().all(|bound| is_plain(bound) || bound == "0")
    }

    /// Whether there is any bound.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let signs = [
            (">= ", &self.from),
            ("> ", &self.after),
            ("< ", &self.below),
            ("<= ", &self.up_to),
            ("= ", &self.exactly),
        ];
        let shown: Vec<String> = signs
            .iter()
            .filter_map(|(sign, bound)| bound.as_ref().map(|bound| format!("{sign}{bound}")))
            .collect();
        out.write_str(&if shown.is_empty() { "*".to_owned() } else { shown.join(", ") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers() {
        for (less, more) in [
            ("1.9", "1.10"),
            ("7.0.13", "7.0.14"),
            ("2.0-rc1", "2.0"),
            ("9.1r14", "9.1r15"),
            ("1.0", "1.0.1"),
            ("8.5p1", "8.5p2"),
            ("10.2.9", "10.2.9-h1"),
            ("2019", "2022"),
        ] {
            assert_eq!(compare(less, more), Ordering::Less, "{less} {more}");
            assert_eq!(compare(more, less), Ordering::Greater, "{more} {less}");
        }
        for (one, other) in [("1.0", "1.0.0"), ("v1.2", "1.2"), ("01.2", "1.2")] {
            assert_eq!(compare(one, other), Ordering::Equal, "{one} {other}");
        }
    }

    #[test]
    fn a_range_has_its_ends() {
        let range = Range {
            from: Some("7.0.0".to_owned()),
            below: Some("7.0.14".to_owned()),
            ..Range::default()
        };
        assert!(range.holds("7.0.0") && range.holds("7.0.13"));
        assert!(!range.holds("7.0.14") && !range.holds("6.4.9"));
        assert_eq!(range.to_string(), ">= 7.0.0, < 7.0.14");
        assert!(
            is_plain("7.0.14")
                && is_plain("v2.0.0-rc1")
                && !is_plain("22.7R2.4")
                && !is_plain("2019")
        );
    }
}
