//! One pass over a text for everything that may announce a secret.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::place::Page;
use super::{Found, fixed, named, shell};
use crate::leaked::words;

/// What was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trigger {
    /// The name of a secret.
    Name(named::Strength),
    /// The start of a vendor's token: index into the table, and into its starts.
    Token(usize, usize),
    Fixed(fixed::Sign),
    Shell(shell::Sign),
    /// The flag of a program.
    Flag,
}

/// The automaton, and what each of its patterns means.
struct Triggers {
    automaton: Option<AhoCorasick>,
    meanings: Vec<Trigger>,
}

/// All secrets that something announces, in order of place.
pub(super) fn scan(page: &Page<'_>) -> Vec<Found> {
    let triggers = triggers();
    let Some(automaton) = &triggers.automaton else { return Vec::new() };
    let mut found: Vec<Found> = Vec::new();
    let mut end = 0;
    for hit in automaton.find_iter(page.text) {
        let range = hit.range();
        if range.start < end {
            continue;
        }
        let one = triggers.meanings[hit.pattern().as_usize()].secret(page, range);
        if let Some(one) = one.filter(|one| one.range.start >= end && !one.range.is_empty()) {
            end = one.range.end;
            found.push(one);
        }
    }
    found
}

impl Trigger {
    fn secret(self, page: &Page<'_>, hit: Range<usize>) -> Option<Found> {
        match self {
            Self::Name(strength) => named::secret(page, hit, strength),
            Self::Token(token, start) => fixed::token(page, hit, &words().token[token], start),
            Self::Fixed(sign) => fixed::secret(page, hit, sign),
            Self::Shell(sign) => shell::secret(page, hit, sign),
            Self::Flag => shell::flagged(page, &hit),
        }
    }
}

fn triggers() -> &'static Triggers {
    static TRIGGERS: OnceLock<Triggers> = OnceLock::new();
    TRIGGERS.get_or_init(|| {
        let (patterns, meanings): (Vec<String>, Vec<Trigger>) = table().into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns);
        Triggers { automaton: automaton.ok(), meanings }
    })
}

fn table() -> Vec<(String, Trigger)> {
    let secrets = &words().secrets;
    let names = |words: &'static [String], strength| {
        words.iter().map(move |word| (word.clone(), Trigger::Name(strength)))
    };
    let mut table: Vec<(String, Trigger)> = Vec::new();
    table.extend(names(&secrets.strong, named::Strength::Strong));
    table.extend(names(&secrets.weak, named::Strength::Weak));
    for (nth, token) in words().token.iter().enumerate() {
        let starts = token.starts.iter().enumerate();
        table.extend(starts.map(|(at, start)| (start.clone(), Trigger::Token(nth, at))));
    }
    let fixed = fixed::SIGNS.iter().map(|(word, sign)| ((*word).to_owned(), Trigger::Fixed(*sign)));
    let shell = shell::SIGNS.iter().map(|(word, sign)| ((*word).to_owned(), Trigger::Shell(*sign)));
    table.extend(fixed.chain(shell));
    table.extend(words().flag.iter().map(|it| (it.flag.clone(), Trigger::Flag)));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_automaton_is_built() {
        assert!(triggers().automaton.is_some());
    }
}
