//! English names of organisations that no table holds: by the word that says what they are.

use std::ops::Range;

use super::organization_words::{BEFORE, CLOSING, FORMS, GENERAL, OPENING};
use super::word::{Case, Gap, Word};

/// Parts of systems that are named like organisations.
const SYSTEMS: &[&str] = &[
    "Local Security Authority",
    "Certificate Authority",
    "Certification Authority",
    "Windows Security Center",
    "Root Authority",
    "Limited Company",
    "Creative Cloud",
];

/// Adds the organisations of a line. `heading`: most of its words have a capital.
pub(super) fn scan(text: &str, words: &[Word], heading: bool, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while at < words.len() {
        if !words[at].is_capital() {
            at += 1;
            continue;
        }
        let end = run(text, words, at);
        inside(text, &words[at..end], heading, found);
        at = end;
    }
}

/// Where the run of capitalised words and the small words between them ends.
fn run(text: &str, words: &[Word], from: usize) -> usize {
    let mut at = from + 1;
    while at < words.len() && !words[at - 1].possessive {
        let step = step(text, words, at);
        if step == 0 {
            break;
        }
        at += step;
    }
    at
}

/// How many words the run goes on by: a capitalised one, or one behind small words.
fn step(text: &str, words: &[Word], at: usize) -> usize {
    let form = |word: &Word| FORMS.contains(word.of(text));
    let word = &words[at];
    if word.gap == Gap::Comma && form(word) {
        return 1;
    }
    if word.gap != Gap::Space {
        return 0;
    }
    if word.is_capital() {
        return 1;
    }
    let small = |word: &Word| matches!(word.of(text), "of" | "for" | "and" | "the" | "in");
    let spaced = |place: usize| words.get(place).is_some_and(|word| word.gap == Gap::Space);
    let capital = |place: usize| spaced(place) && words[place].is_capital();
    match () {
        () if small(word) && capital(at + 1) => 2,
        () if small(word) && spaced(at + 1) && small(&words[at + 1]) && capital(at + 2) => 3,
        () => 0,
    }
}

/// The organisations inside a run.
fn inside(text: &str, run: &[Word], heading: bool, found: &mut Vec<Range<usize>>) {
    let mut from = 0;
    for at in 0..run.len() {
        if at < from {
            continue;
        }
        let shown = run[at].of(text);
        let opening = OPENING.contains(shown)
            && run.get(at + 1).is_some_and(|next| matches!(next.of(text), "of" | "for"))
            && run[at].case != Case::Lower;
        let closing = CLOSING.contains(shown) && (!heading || FORMS.contains(shown));
        if !opening && !closing {
            continue;
        }
        let start = back(text, run, at, from);
        let end = if opening { forward(text, run, at) } else { last_closing(text, run, at) };
        if says_which(text, &run[start..end], at - start, opening) {
            found.push(run[start].start..run[end - 1].end);
            from = end;
        }
    }
}

/// The first word of the name whose head stands at `at`.
fn back(text: &str, run: &[Word], at: usize, from: usize) -> usize {
    let mut start = at;
    while start > from && run[start - 1].is_capital() && joined(text, run, start) {
        start -= 1;
    }
    let before = |word: &Word| {
        let shown = word.of(text);
        BEFORE.contains(shown) || matches!(shown, "U.S." | "US" | "UK" | "U.K." | "EU")
    };
    while start < at && before(&run[start]) {
        start += 1;
    }
    start
}

/// Whether a word goes on with the name before it: `Harbour Co., Ltd`.
fn joined(text: &str, run: &[Word], at: usize) -> bool {
    run[at].gap == Gap::Space || FORMS.contains(run[at].of(text))
}

/// Behind the last word of a name that opens with its head.
fn forward(text: &str, run: &[Word], at: usize) -> usize {
    let lists = matches!(
        run[at].of(text),
        "School"
            | "University"
            | "Academy"
            | "Bureau"
            | "Ministry"
            | "Department"
            | "Organization"
            | "Organisation"
            | "Office"
            | "Institute"
            | "Agency"
            | "Committee"
            | "Commission"
    );
    let mut end = at + 2;
    while end < run.len() {
        let next = run[end].of(text);
        let headed = |from: usize| {
            run[from..]
                .iter()
                .take(4)
                .any(|word| CLOSING.contains(word.of(text)) || OPENING.contains(word.of(text)))
        };
        let stop = match next {
            "and" => !lists || headed(end + 1),
            "in" => !matches!(run[at].of(text), "Organization" | "Organisation" | "Association"),
            _ => false,
        };
        if stop {
            break;
        }
        end += 1;
    }
    while end > at + 2 && !run[end - 1].is_capital() {
        end -= 1;
    }
    end.min(run.len())
}

/// Behind the last closing word of those that follow each other: `Heavy Industries Co., Ltd`.
fn last_closing(text: &str, run: &[Word], at: usize) -> usize {
    let mut end = at + 1;
    while run.get(end).is_some_and(|word| {
        CLOSING.contains(word.of(text)) || matches!(word.of(text), "Co." | "Co")
    }) {
        end += 1;
    }
    end
}

/// Whether the words beside the head say which organisation it is.
fn says_which(text: &str, name: &[Word], head: usize, opening: bool) -> bool {
    let shown = &text[name[0].start..name[name.len() - 1].end];
    let system = SYSTEMS.iter().any(|system| shown.ends_with(system));
    let telling = name.iter().enumerate().any(|(place, word)| {
        let shown = word.of(text);
        place != head
            && word.is_capital()
            && shown.len() > 1
            && !GENERAL.contains(shown)
            && !CLOSING.contains(shown)
    });
    let country_only = name.len() == 2 && head == 1 && !opening && shown.ends_with(" Party");
    telling && !system && (!country_only || shown.len() > 9) && name.len() <= 12
}
