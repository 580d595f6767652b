//! Names that follow a scheme: numbered clusters, weather, animals.
//!
//! A vendor hands such names out faster than any table is kept. Source of the schemes:
//! Mandiant (UNC, APT, FIN), CERT-UA (UAC), Proofpoint (TA), Microsoft (weather and
//! Storm-), CrowdStrike (animals), each as published on its own site.

use std::ops::Range;

/// Prefix, and how many digits follow: `UNC1234`, `UAC-0133`, `TA505`, `Storm-0558`.
const NUMBERED: &[(&str, Range<usize>)] = &[
    ("UNC", 2..6),
    ("UAC-", 4..5),
    ("UAC", 4..5),
    ("UTA", 4..5),
    ("TA", 3..5),
    ("APT-C-", 1..4),
    ("APT-Q-", 1..4),
    ("APT-", 1..4),
    ("APT ", 1..4),
    ("APT", 1..4),
    ("FIN", 1..4),
    ("Storm-", 4..5),
    ("STORM-", 4..5),
    ("DEV-", 4..5),
    ("TAG-", 2..4),
    ("ITG", 2..4),
    ("TEMP_", 1..4),
    ("CL-STA-", 4..5),
    ("CL-CRI-", 4..5),
    ("CL-UNK-", 4..5),
    ("G0", 3..4),
];

const WEATHER: &[&str] = &[
    "Typhoon",
    "Blizzard",
    "Sandstorm",
    "Sleet",
    "Tempest",
    "Tsunami",
    "Flood",
    "Hail",
    "Rain",
    "Cyclone",
];
const ANIMALS: &[&str] = &[
    "PANDA", "BEAR", "KITTEN", "SPIDER", "CHOLLIMA", "LEOPARD", "TIGER", "JACKAL", "BUFFALO",
    "WOLF", "HAWK", "SPHINX", "LYNX", "OCELOT", "CRANE", "SAIGA",
];

/// A name of a scheme, and the scheme's word.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scheme {
    pub(crate) range: Range<usize>,
    pub(crate) word: &'static str,
}

/// Every name of a scheme in a text, in order.
pub(crate) fn scan(text: &str) -> Vec<Scheme> {
    let bytes = text.as_bytes();
    let mut found: Vec<Scheme> = Vec::new();
    for at in 0..bytes.len() {
        let opens = bytes[at].is_ascii_uppercase() && (at == 0 || !is_word(bytes[at - 1]));
        if opens && found.last().is_none_or(|last| last.range.end <= at) {
            found.extend(numbered(text, at).or_else(|| second_word(text, at)));
        }
    }
    found
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn numbered(text: &str, at: usize) -> Option<Scheme> {
    if !matches!(text.as_bytes()[at], b'U' | b'T' | b'A' | b'F' | b'S' | b'D' | b'I' | b'C' | b'G')
    {
        return None;
    }
    let rest = &text[at..];
    NUMBERED.iter().find_map(|(prefix, digits)| {
        let number = rest.strip_prefix(prefix)?.bytes().take_while(u8::is_ascii_digit).count();
        let end = at + prefix.len() + number;
        let next = text.as_bytes().get(end).copied().unwrap_or(b' ');
        let whole = !(next.is_ascii_alphanumeric()
            || next == b'_'
            || (next == b'.'
                && text.as_bytes().get(end + 1).is_some_and(u8::is_ascii_alphanumeric)));
        let tactic = rest.starts_with("TA0") || rest.starts_with("G0");
        (digits.contains(&number) && whole && !tactic)
            .then_some(Scheme { range: at..end, word: prefix })
    })
}

/// `Salt Typhoon`, `WICKED PANDA`: a capitalised word and the scheme's second word.
fn second_word(text: &str, at: usize) -> Option<Scheme> {
    let first = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if !(3..=14).contains(&first) || text.as_bytes().get(at + first) != Some(&b' ') {
        return None;
    }
    let (one, rest) = (&text[at..at + first], &text[at + first + 1..]);
    let second = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let two = &rest[..second];
    let title = one[1..].bytes().all(|byte| byte.is_ascii_lowercase());
    let capitals = one.bytes().all(|byte| byte.is_ascii_uppercase());
    let weather = WEATHER.iter().find(|word| **word == two && title && !is_ordinary(one));
    let animal = ANIMALS.iter().find(|word| **word == two && capitals);
    weather.or(animal).map(|word| Scheme { range: at..at + first + 1 + second, word })
}

/// Words that stand before weather in ordinary text.
fn is_ordinary(word: &str) -> bool {
    [
        "The", "This", "Heavy", "Super", "Tropical", "Flash", "Acid", "When", "After", "During",
        "Our", "Syn", "Log", "Packet",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = scan(text).into_iter().map(|scheme| &text[scheme.range]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn schemes_are_told_from_other_codes() {
        check("UNC5221とUAC-0133、TA2722", &["UNC5221", "UAC-0133", "TA2722"]);
        check("Linen Typhoon and MUTANT PANDA", &["Linen Typhoon", "MUTANT PANDA"]);
        check("TA0001 T1059 APT.1 STORMS Tropical Cyclone CVE-2024-3400 FINAL", &[]);
    }
}
