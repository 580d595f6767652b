//! English names beside a word that says what they are: "the X ransomware", "a backdoor
//! dubbed X", "researchers at X".

use noroshi_model::MentionKind;

use super::context_words::NO_NAMES;
use super::word::{Case, Gap, Word};
use super::{New, Strength};

/// Words for a kind of malware; the name stands before them or behind "dubbed".
const MALWARE: &[&str] = &[
    "ransomware",
    "malware",
    "trojan",
    "stealer",
    "infostealer",
    "backdoor",
    "loader",
    "rat",
    "botnet",
    "wiper",
    "spyware",
    "worm",
    "rootkit",
    "bootkit",
    "keylogger",
    "dropper",
    "downloader",
    "implant",
    "cryptominer",
    "skimmer",
    "webshell",
    "stager",
];

/// Words for those who attack.
const ACTOR: &[&str] = &["group", "gang", "hackers", "apt", "collective", "crew", "hacktivists"];

/// Words for tools; "X tool" alone is enough only for a name that is written like one.
const TOOL: &[&str] = &["tool", "toolkit", "builder", "crypter", "packer", "utility"];

/// Words that give a name: "dubbed X".
const GIVEN: &[&str] = &["dubbed", "called", "named", "nicknamed", "codenamed"];

/// Words for companies before a name: "the security firm X".
const COMPANY: &[&str] =
    &["company", "firm", "vendor", "retailer", "manufacturer", "giant", "startup", "subsidiary"];

/// Adds what the words of a line say of the names beside them.
pub(super) fn scan(text: &str, words: &[Word], heading: bool, found: &mut Vec<New>) {
    for at in 0..words.len() {
        let (after, ahead) =
            (at > 0 && words[at - 1].is_capital(), words.get(at + 1).is_some_and(Word::is_capital));
        let shown = words[at].of(text);
        if !(after || ahead)
            || shown.len() > 14
            || !matches!(words[at].case, Case::Lower | Case::Title) && shown != "RAT"
        {
            continue;
        }
        let mut lower = [0; 14];
        let lower = &mut lower[..shown.len()];
        lower.copy_from_slice(shown.as_bytes());
        lower.make_ascii_lowercase();
        let Ok(lower) = std::str::from_utf8(lower) else { continue };
        if after {
            before(text, words, at, lower, heading, found);
        }
        if ahead {
            behind(text, words, at, lower, heading, found);
        }
    }
}

/// "X ransomware", "X hackers".
fn before(text: &str, words: &[Word], at: usize, head: &str, heading: bool, found: &mut Vec<New>) {
    let kind = if MALWARE.contains(&head) {
        MentionKind::Malware
    } else if ACTOR.contains(&head) {
        MentionKind::ThreatActor
    } else if TOOL.contains(&head) {
        MentionKind::Tool
    } else {
        return;
    };
    if at == 0 || words[at].gap != Gap::Space || words[at - 1].possessive {
        return;
    }
    let name = &words[at - 1];
    let opens = at == 1 || (at > 1 && words[at - 1].gap == Gap::Other) || heading;
    let odd = name.case == Case::Mixed || has_digit(name.of(text));
    let odd = odd && name.of(text).starts_with(|sign: char| sign.is_ascii_uppercase());
    let plain =
        matches!(name.case, Case::Title | Case::Upper) && !opens && kind == MentionKind::Malware;
    let the = at > 1 && matches!(words[at - 2].of(text), "the" | "The");
    if kind == MentionKind::ThreatActor && !(odd && the) {
        return;
    }
    let short = name.case == Case::Upper && name.end - name.start <= 4;
    let joined = name.of(text).split_once('-').is_some_and(|(_, rest)| {
        rest.starts_with(|sign: char| sign.is_uppercase()) && !has_digit(rest)
    });
    if short || joined {
        return;
    }
    let longer = at > 1 && words[at - 1].gap == Gap::Space && words[at - 2].is_capital();
    if (odd || (plain && !longer)) && may_be_name(name.of(text)) {
        found.push(New::context(name.start..name.end, kind, Strength::Beside));
    }
}

/// "a backdoor dubbed X", "researchers at X", "Operation X".
fn behind(text: &str, words: &[Word], at: usize, shown: &str, heading: bool, found: &mut Vec<New>) {
    let Some(kind) = given_kind(text, words, at, shown) else { return };
    let Some(next) = words.get(at + 1) else { return };
    let quoted = matches!(&text[words[at].end..next.start], " \"" | " “" | " '" | " ‘");
    if (next.gap != Gap::Space && !quoted) || !next.is_capital() || heading {
        return;
    }
    let mut end = at + 2;
    let most = if kind == MentionKind::Malware { 2 } else { 3 };
    while end < words.len()
        && end - at - 1 < most
        && words[end].gap == Gap::Space
        && words[end].is_capital()
        && !words[end - 1].possessive
    {
        end += 1;
    }
    let name = &words[at + 1..end];
    if may_be_name(name[0].of(text)) {
        let place = name[0].start..name[name.len() - 1].end;
        found.push(New::context(place, kind, Strength::Named));
    }
}

/// What a word says of the name behind it.
fn given_kind(text: &str, words: &[Word], at: usize, shown: &str) -> Option<MentionKind> {
    let word = |back: usize| at.checked_sub(back).map(|place| words[place].of(text));
    if shown == "operation" && words[at].case == Case::Title {
        return None;
    }
    if GIVEN.contains(&shown) {
        return last_kind(text, words, at);
    }
    let people = |word: &str| {
        matches!(word, "researchers" | "Researchers" | "analysts" | "experts" | "engineers")
    };
    let told = matches!(shown, "at" | "from" | "with") && word(1).is_some_and(people);
    let according =
        shown == "to" && word(1).is_some_and(|word| matches!(word, "According" | "according"));
    let company = COMPANY.contains(&shown) && words[at].case == Case::Lower;
    (told || according || company).then_some(MentionKind::Organization)
}

/// The nearest word for a kind before "dubbed", within the sentence.
fn last_kind(text: &str, words: &[Word], at: usize) -> Option<MentionKind> {
    let near = &words[at.saturating_sub(8)..at];
    near.iter().rev().find_map(|word| {
        let lower = word.of(text).to_ascii_lowercase();
        let bare = lower.strip_suffix('s').unwrap_or(&lower);
        let is = |list: &[&str]| list.contains(&lower.as_str()) || list.contains(&bare);
        match () {
            () if is(MALWARE) => Some(MentionKind::Malware),
            () if is(ACTOR) || is(&["actor", "cluster", "adversary"]) => {
                Some(MentionKind::ThreatActor)
            }
            () if is(TOOL) || is(&["framework"]) => Some(MentionKind::Tool),
            () if is(&["campaign", "operation"]) => Some(MentionKind::Campaign),
            () if is(COMPANY) => Some(MentionKind::Organization),
            () => None,
        }
    })
}

fn has_digit(shown: &str) -> bool {
    shown.bytes().any(|byte| byte.is_ascii_digit())
}

/// Not a word that stands before such words in ordinary text; not a hyphenated adjective.
fn may_be_name(shown: &str) -> bool {
    let hyphen = shown
        .split_once('-')
        .is_some_and(|(_, rest)| rest.starts_with(|sign: char| sign.is_lowercase()));
    shown.len() >= 3
        && shown.len() <= 24
        && !hyphen
        && !NO_NAMES.contains(shown)
        && !shown.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}
