//! English names of organisations that no table holds: by the word that says what they are.

use std::ops::Range;

use super::word::{Case, Gap, Word};

/// Words that close the name of an organisation.
const CLOSING: &[&str] = &[
    "Agency",
    "Airlines",
    "Airways",
    "Alliance",
    "Association",
    "Authority",
    "Bancorp",
    "Bank",
    "Bureau",
    "Clinic",
    "College",
    "Commission",
    "Committee",
    "Company",
    "Consortium",
    "Corp",
    "Corp.",
    "Corporation",
    "Council",
    "Department",
    "Directorate",
    "Embassy",
    "Enterprises",
    "Federation",
    "Foundation",
    "GmbH",
    "Holdings",
    "Hospital",
    "Inc",
    "Inc.",
    "Industries",
    "Institute",
    "Institution",
    "LLC",
    "LLP",
    "Labs",
    "Laboratories",
    "Laboratory",
    "Limited",
    "Ltd",
    "Ltd.",
    "Ministry",
    "Motors",
    "Organisation",
    "Organization",
    "PLC",
    "Parliament",
    "Party",
    "Pharmaceuticals",
    "Police",
    "Secretariat",
    "Society",
    "Technologies",
    "Telecom",
    "Telecommunications",
    "Tribune",
    "University",
    "Union",
];

/// Words that open one, with `of` or `for` behind them.
const OPENING: &[&str] = &[
    "Academy",
    "Agency",
    "Association",
    "Bank",
    "Board",
    "Bureau",
    "Center",
    "Centers",
    "Centre",
    "Centres",
    "Chamber",
    "College",
    "Commission",
    "Committee",
    "Commonwealth",
    "Council",
    "Department",
    "Directorate",
    "Embassy",
    "Federation",
    "Foundation",
    "Government",
    "Institute",
    "Ministry",
    "Office",
    "Organisation",
    "Organization",
    "School",
    "Secretariat",
    "Service",
    "Society",
    "Union",
    "University",
];

/// Forms of companies: enough by themselves, in headings too.
const FORMS: &[&str] = &[
    "Inc",
    "Inc.",
    "Ltd",
    "Ltd.",
    "LLC",
    "LLP",
    "GmbH",
    "Corp",
    "Corp.",
    "Corporation",
    "Limited",
    "PLC",
    "Holdings",
    "Bancorp",
];

/// What says nothing by itself: `National Bank`, `Law Enforcement Agency`.
const GENERAL: &[&str] = &[
    "Local",
    "National",
    "State",
    "Federal",
    "Public",
    "Private",
    "Law",
    "Enforcement",
    "Government",
    "Foreign",
    "Certificate",
    "Certification",
    "Registration",
    "Security",
    "Domestic",
    "International",
    "Central",
    "Financial",
    "Investment",
    "Online",
    "Your",
    "Our",
    "Software",
    "Parent",
    "Target",
    "Victim",
    "Gaming",
    "Chemical",
    "Insurance",
    "Technology",
    "Data",
    "Cyber",
    "Steering",
    "Registrant",
    "Admin",
    "Tech",
    "Billing",
    "Coronavirus",
    "City",
    "Encrypt",
    "Road",
    "Police",
    "Commercial",
    "Official",
    "Tax",
    "Health",
    "Third",
    "Social",
];

/// Words that open a sentence or stand before a name and are no part of it.
const BEFORE: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "By",
    "From",
    "For",
    "To",
    "Of",
    "When",
    "While",
    "After",
    "Before",
    "Since",
    "During",
    "Our",
    "Their",
    "This",
    "That",
    "These",
    "Those",
    "Figure",
    "Table",
    "Image",
    "Additionally",
    "However",
    "Also",
    "And",
    "But",
    "Or",
    "If",
    "As",
    "With",
    "Without",
    "Both",
    "Many",
    "Most",
    "Some",
    "Former",
    "Fake",
    "Legitimate",
    "Per",
    "According",
    "Like",
    "Its",
    "His",
    "Her",
    "Dear",
    "Re",
    "Subject",
    "Via",
    "Source",
    "Recently",
    "Although",
    "Because",
    "Through",
    "Between",
    "Against",
    "Under",
    "Within",
    "Meanwhile",
    "Later",
    "CEO",
    "President",
    "Director",
    "Minister",
    "Mr.",
    "Ms.",
    "Dr.",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Contact",
    "About",
    "Using",
    "Where",
    "It",
    "We",
    "Read",
    "See",
    "Download",
    "Step",
    "Case",
    "Is",
    "Are",
    "Was",
];

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
    let form = |word: &Word| FORMS.contains(&word.of(text));
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
        let opening = OPENING.contains(&shown)
            && run.get(at + 1).is_some_and(|next| matches!(next.of(text), "of" | "for"))
            && run[at].case != Case::Lower;
        let closing = CLOSING.contains(&shown) && (!heading || FORMS.contains(&shown));
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
    while start > from && run[start - 1].is_capital() && run[start].gap == Gap::Space {
        start -= 1;
    }
    let before = |word: &Word| {
        let shown = word.of(text);
        BEFORE.contains(&shown) || matches!(shown, "U.S." | "US" | "UK" | "U.K." | "EU")
    };
    while start < at && before(&run[start]) {
        start += 1;
    }
    start
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
                .any(|word| CLOSING.contains(&word.of(text)) || OPENING.contains(&word.of(text)))
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
        CLOSING.contains(&word.of(text)) || matches!(word.of(text), "Co." | "Co")
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
            && !GENERAL.contains(&shown)
            && !CLOSING.contains(&shown)
    });
    let country_only = name.len() == 2 && head == 1 && !opening && shown.ends_with(" Party");
    telling && !system && (!country_only || shown.len() > 9) && name.len() <= 12
}
