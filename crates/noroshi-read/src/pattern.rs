//! Names that follow a scheme: numbered clusters, weather, animals.
//!
//! A vendor hands such names out faster than any table is kept. Source of the schemes:
//! Mandiant (UNC, APT, FIN), CERT-UA (UAC), Proofpoint (TA), Microsoft (weather and
//! Storm-), CrowdStrike (animals), each as published on its own site.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::quick::Quickly;

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

/// Animals as vendors write them with a capital: `Grey Heron`. Only beside a word of attack,
/// or in a text that is not in Latin letters.
const CREATURES: &[&str] = &[
    "Panda",
    "Bear",
    "Kitten",
    "Spider",
    "Chollima",
    "Leopard",
    "Tiger",
    "Jackal",
    "Buffalo",
    "Wolf",
    "Hawk",
    "Sphinx",
    "Lynx",
    "Ocelot",
    "Crane",
    "Saiga",
    "Heron",
    "Osprey",
    "Otter",
    "Weasel",
    "Stork",
    "Ibis",
    "Fox",
    "Dragon",
    "Hyena",
    "Cobra",
    "Viper",
    "Python",
    "Scorpion",
    "Raven",
    "Crow",
    "Eagle",
    "Falcon",
    "Owl",
    "Vulture",
    "Kestrel",
    "Badger",
    "Ferret",
    "Mongoose",
    "Lion",
    "Panther",
    "Puma",
    "Jaguar",
    "Cougar",
    "Elephant",
    "Rhino",
    "Hippo",
    "Gazelle",
    "Antelope",
    "Bison",
    "Yak",
    "Camel",
    "Horse",
    "Mustang",
    "Rabbit",
    "Hare",
    "Squirrel",
    "Beaver",
    "Mole",
    "Bat",
    "Shark",
    "Whale",
    "Dolphin",
    "Octopus",
    "Squid",
    "Crab",
    "Lobster",
    "Turtle",
    "Tortoise",
    "Gecko",
    "Lizard",
    "Toad",
    "Frog",
    "Hornet",
    "Wasp",
    "Mantis",
    "Beetle",
    "Moth",
    "Peacock",
    "Pelican",
    "Swan",
    "Goose",
    "Albatross",
    "Penguin",
    "Werewolf",
    "Mythic",
    "Taurus",
    "Ursa",
    "Serpens",
    "Libra",
    "Scorpius",
    "Pisces",
    "Draco",
    "Gemini",
    "Virgo",
    "Capricornus",
];

/// The metals of Secureworks: `BRONZE BUTLER`.
const METALS: &[&str] =
    &["BRONZE", "COBALT", "GOLD", "IRON", "NICKEL", "TUNGSTEN", "ALUMINUM", "ZINC"];

/// Second words of all schemes: most pairs of words with capitals have none.
static SECOND: LazyLock<HashSet<&str, Quickly>> =
    LazyLock::new(|| [WEATHER, ANIMALS, CREATURES].into_iter().flatten().copied().collect());

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
    // Every second word of a scheme has a capital.
    if !rest.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        return None;
    }
    let second = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let two = &rest[..second];
    if !SECOND.contains(two) && !METALS.contains(&one) {
        return None;
    }
    let title = one[1..].bytes().all(|byte| byte.is_ascii_lowercase());
    let capitals = one.bytes().all(|byte| byte.is_ascii_uppercase());
    let weather = WEATHER.iter().find(|word| **word == two && title && !is_ordinary(one));
    let animal = ANIMALS.iter().find(|word| **word == two && capitals);
    let metal = METALS.iter().find(|word| {
        **word == one
            && two.len() >= 4
            && two.bytes().all(|byte| byte.is_ascii_uppercase())
            && !METALS.contains(&two)
    });
    let creature = || {
        let fits = title && !is_ordinary(one) && alone(text, at, at + first + 1 + second);
        CREATURES.iter().find(|word| **word == two && fits && is_told(text, at))
    };
    weather
        .or(animal)
        .or(metal)
        .or_else(creature)
        .map(|word| Scheme { range: at..at + first + 1 + second, word })
}

/// Whether two words are not the middle of a longer name in capitals.
fn alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches(' ');
    let capital = before.rsplit(' ').next().is_some_and(|word| {
        word.starts_with(|sign: char| sign.is_ascii_uppercase())
            && !is_ordinary(word)
            && before.ends_with(|sign: char| sign.is_ascii_lowercase())
    });
    let after = text[end..].strip_prefix(' ');
    !(capital || after.is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_uppercase())))
}

/// Whether the words around speak of those who attack; in a text of ideographs and kana two
/// Latin words with capitals are enough.
fn is_told(text: &str, at: usize) -> bool {
    let place = crate::boundary::window(text, &(at..at), 160);
    let near = &text[place];
    let eastern = near.chars().filter(|sign| *sign >= '\u{3041}').take(8).count() == 8;
    let words = [
        "group",
        "actor",
        "hacker",
        "espionage",
        "attributed",
        "adversary",
        "threat",
        "intrusion",
        "malware",
        "cluster",
        "tracked as",
    ];
    eastern || words.iter().any(|word| near.contains(word))
}

/// Words that stand before weather in ordinary text.
fn is_ordinary(word: &str) -> bool {
    [
        "The", "This", "Heavy", "Super", "Tropical", "Flash", "Acid", "When", "After", "During",
        "Our", "Syn", "Log", "Packet", "And", "With", "By", "From", "For", "Big", "Polar", "Teddy",
        "Black", "White", "Dead", "Wild", "Red", "Grizzly", "Chicago", "Sea", "Great", "Bald",
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
