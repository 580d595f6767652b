//! Names that no table holds: organisations, actors, malware, tools and campaigns, by the
//! words beside them and the way they are written; and the short forms a document defines.
//!
//! Every such mention says so: its reason starts with `new-`, and it has no candidates. A
//! name that a document introduced is a mention wherever it stands again.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use noroshi_model::{Language, Mention, MentionKind};

use crate::layout::{Line, LineKind};

mod chinese;
mod chinese_words;
mod context;
mod context_words;
mod government;
mod japanese;
mod japanese_words;
mod merge;
mod organization;
mod organization_words;
mod quoted;
mod repeat;
mod short;
mod word;

pub(crate) use merge::merge;
pub(crate) use repeat::places;
use word::Word;

/// How sure the words beside a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// In quotation marks, beside the word.
    Quoted,
    /// Given by the words before it: "dubbed X".
    Named,
    /// Written like a name, before such a word: counts where the document does it twice.
    Beside,
    /// The name itself says what it is.
    Shape,
    /// The document says that this is short for a name.
    Short,
    /// A country's government, which the country's name is a part of.
    Government,
    /// The document introduced the name elsewhere.
    Repeat,
    /// The document defined the short form elsewhere.
    ShortRepeat,
}

impl Strength {
    fn is_context(self) -> bool {
        matches!(self, Self::Named | Self::Beside)
    }
}

/// A name that no table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct New {
    range: Range<usize>,
    kind: MentionKind,
    strength: Strength,
}

impl New {
    fn context(range: Range<usize>, kind: MentionKind, strength: Strength) -> Self {
        Self { range, kind, strength }
    }

    fn shape(range: Range<usize>) -> Self {
        Self::context(range, MentionKind::Organization, Strength::Shape)
    }

    /// Where it starts.
    pub(crate) fn start(&self) -> usize {
        self.range.start
    }

    /// The rule that found it.
    fn rule(&self) -> &'static str {
        match self.strength {
            Strength::Quoted => "new-quoted",
            Strength::Named | Strength::Beside => "new-context",
            Strength::Shape => "new-organization",
            Strength::Short | Strength::ShortRepeat => "new-short-form",
            Strength::Government => "government",
            Strength::Repeat => "new-again",
        }
    }

    fn is_short(&self) -> bool {
        matches!(self.strength, Strength::Short | Strength::ShortRepeat)
    }
}

/// Every new name of a text, in order, none overlapping another. `known` are the mentions of
/// names and observables that were found already, in order.
pub(crate) fn find(text: &str, lines: &[Line], known: &[(Range<usize>, Mention)]) -> Vec<New> {
    let mut found = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let read = |line: &&Line| !line.boilerplate && line.kind != LineKind::Code;
    for line in lines.iter().filter(read) {
        in_line(text, line, &mut words, &mut found);
    }
    settle(text, &mut found, known);
    governments(text, known, &mut found);
    short_forms(text, known, &mut found);
    repeats(text, &mut found);
    apart(&mut found);
    found
}

/// The names that a line shows by itself.
fn in_line(text: &str, line: &Line, words: &mut Vec<Word>, found: &mut Vec<New>) {
    let mut organizations = Vec::new();
    word::split(text, &line.range, words);
    let latin = line.language == Language::En;
    let heading = !latin || line.kind == LineKind::Heading || is_heading(text, line, words);
    organization::scan(text, words, heading, &mut organizations);
    match line.language {
        Language::En => context::scan(text, words, heading, found),
        Language::Ja => {
            japanese::scan(text, &line.range, &mut organizations);
            quoted::scan(text, &line.range, found);
        }
        Language::Zh => {
            chinese::scan(text, &line.range, &mut organizations);
            quoted::scan(text, &line.range, found);
        }
        Language::Unknown => {}
    }
    found.extend(organizations.into_iter().map(New::shape));
}

/// Whether nearly every longer word of a line has a capital.
fn is_heading(text: &str, line: &Line, words: &[Word]) -> bool {
    if text[line.range.clone()].ends_with(['.', '!', '?']) {
        return false;
    }
    let long = words.iter().filter(|word| word.end - word.start > 3);
    let (mut all, mut capital) = (0, 0);
    long.for_each(|word| {
        all += 1;
        capital += usize::from(word.is_capital());
    });
    all >= 4 && capital * 4 >= all * 3
}

/// Leaves out context names that the document writes as ordinary words too, and those that
/// are known as something else.
fn settle(text: &str, found: &mut Vec<New>, known: &[(Range<usize>, Mention)]) {
    let plain = |new: &New| {
        let shown = &text[new.range.clone()];
        new.strength.is_context()
            && shown.is_ascii()
            && shown[1..].bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let lower: HashSet<String> = found
        .iter()
        .filter(|new| plain(new))
        .map(|new| text[new.range.clone()].to_ascii_lowercase())
        .collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let ordinary: HashSet<&str> =
        repeat::find(text, &lower).into_iter().map(|(range, _)| &text[range]).collect();
    found.retain(|new| {
        !(plain(new) && ordinary.contains(text[new.range.clone()].to_ascii_lowercase().as_str()))
    });
    let names: HashSet<&str> = known
        .iter()
        .filter(|(_, mention)| !mention.candidates.is_empty())
        .map(|(range, _)| &text[range.clone()])
        .collect();
    found
        .retain(|new| new.strength != Strength::Named || !names.contains(&text[new.range.clone()]));
}

fn governments(text: &str, known: &[(Range<usize>, Mention)], found: &mut Vec<New>) {
    let countries = known.iter().filter(|(_, mention)| mention.kind == MentionKind::Country);
    let bodies = countries.filter_map(|(range, _)| government::around(text, range));
    found.extend(
        bodies.map(|range| New::context(range, MentionKind::Organization, Strength::Government)),
    );
}

/// The short forms behind every organisation, known or new.
fn short_forms(text: &str, known: &[(Range<usize>, Mention)], found: &mut Vec<New>) {
    let organizations =
        known.iter().filter(|(_, mention)| mention.kind == MentionKind::Organization);
    let known = organizations.filter_map(|(range, _)| short::behind(text, range));
    let new = found.iter().filter(|new| new.kind == MentionKind::Organization);
    let new = new.filter_map(|new| short::behind(text, &new.range));
    let mut short: Vec<Range<usize>> = known.chain(new).collect();
    short.sort_by_key(|range| (range.start, range.end));
    short.dedup();
    found.extend(
        short
            .into_iter()
            .map(|range| New::context(range, MentionKind::Organization, Strength::Short)),
    );
}

/// Adds every further place of the names found.
fn repeats(text: &str, found: &mut Vec<New>) {
    let mut names: Vec<(&str, MentionKind, Strength)> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for new in found.iter().filter(|new| new.strength != Strength::Government) {
        for shown in [&text[new.range.clone()], bare(&text[new.range.clone()])] {
            let place = shown.chars().last().is_some_and(|sign| "市県都府町村区".contains(sign));
            if enough(shown, new.kind) && !place {
                let strength =
                    if new.is_short() { Strength::ShortRepeat } else { Strength::Repeat };
                let at = *seen.entry(shown).or_insert(names.len());
                if at == names.len() {
                    names.push((shown, new.kind, strength));
                } else if new.is_short() {
                    names[at] = (shown, new.kind, strength);
                }
            }
        }
    }
    let texts: Vec<&str> = names.iter().map(|(shown, _, _)| *shown).collect();
    let again = repeat::find(text, &texts);
    found
        .extend(again.into_iter().map(|(range, at)| New::context(range, names[at].1, names[at].2)));
}

/// A company's name without the form of the company.
fn bare(shown: &str) -> &str {
    const FORMS: &[&str] =
        &["株式会社", "有限会社", "合同会社", "(株)", "(有)", "股份有限公司", "有限公司"];
    let form = |form: &&&str| shown.starts_with(**form) || shown.ends_with(**form);
    FORMS.iter().find(form).map_or(shown, |form| {
        shown.strip_prefix(form).or_else(|| shown.strip_suffix(form)).unwrap_or(shown)
    })
}

/// Whether a name is long enough to be looked for without the words beside it.
fn enough(shown: &str, kind: MentionKind) -> bool {
    let signs = shown.chars().count();
    let least = if shown.is_ascii() { 3 } else { 2 };
    let han = shown.chars().all(|sign| matches!(sign, '\u{4e00}'..='\u{9fff}'));
    signs >= least && (kind != MentionKind::Organization || !han || signs >= 3)
}

/// Of names that overlap, the one that starts first stays, and of those the longest and the
/// surest.
fn apart(found: &mut Vec<New>) {
    found.sort_by_key(|new| {
        let rank = match new.strength {
            Strength::Short | Strength::ShortRepeat => 0,
            Strength::Repeat => 2,
            _ => 1,
        };
        (new.range.start, std::cmp::Reverse(new.range.end), rank, new.kind)
    });
    let mut end = 0;
    found.retain(|new| {
        let free = new.range.start >= end;
        end = if free { new.range.end } else { end };
        free
    });
}
