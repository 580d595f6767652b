//! Names that the pack does not know: runs of characters or words that few documents share.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::Span;

use crate::material::Source;
use crate::show::is_wide;
use crate::similarity::{fold, is_stop};

/// Characters of the shortest run of kanji or katakana that names something.
const RUN: usize = 4;
/// Characters of the longest one.
const LONGEST: usize = 16;
/// Documents that may always share a term.
const FEW: usize = 3;
/// Of so many documents, one may hold a term that still tells them apart.
const SHARE: usize = 4;

/// By document: the terms that it shares with at least one and at most few others, and
/// their places.
///
/// Places in `known` are names already and give no term.
pub(crate) fn terms(
    sources: &[Source<'_>],
    known: &[BTreeSet<Span>],
) -> Vec<BTreeMap<String, Vec<Span>>> {
    let written: Vec<_> = sources.iter().zip(known).map(|(it, known)| written(it, known)).collect();
    let grams: Vec<_> = sources.iter().map(grams).collect();
    let lower = lower_words(sources);
    let names: BTreeSet<&String> = written.iter().flat_map(BTreeMap::keys).collect();
    let mut terms = vec![BTreeMap::new(); sources.len()];
    for name in names.into_iter().filter(|name| !lower.contains(*name)) {
        let held: Vec<(usize, Vec<Span>)> = (0..sources.len())
            .map(|at| {
                let own = written[at].get(name).cloned();
                (at, own.unwrap_or_else(|| inside(&sources[at], &grams[at], name)))
            })
            .filter(|(_, places)| !places.is_empty())
            .collect();
        let rare = held.len() <= FEW || held.len() * SHARE <= sources.len();
        if held.len() > 1 && rare && is_name(name, &held, sources) {
            held.into_iter().for_each(|(at, places)| {
                terms[at].insert(name.clone(), places);
            });
        }
    }
    terms
}

/// Whether a shared run names something: it stands in a title, or is written with capitals,
/// or some document tells it more than once. A run of katakana alone is a loanword.
fn is_name(name: &str, held: &[(usize, Vec<Span>)], sources: &[Source<'_>]) -> bool {
    let titled = || held.iter().any(|(at, _)| fold(sources[*at].title()).contains(name));
    let loanword = name.chars().all(|it| matches!(it, '\u{30a1}'..='\u{30ff}'));
    let again = held.iter().any(|(_, places)| places.len() > 1);
    titled() || !loanword && (name.is_ascii() || again)
}

/// Terms that stand in a document as runs of their own.
fn written(source: &Source<'_>, known: &BTreeSet<Span>) -> BTreeMap<String, Vec<Span>> {
    let mut found: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (span, words) in prose(source) {
        let runs = wide_runs(words).into_iter().chain(proper_names(words));
        for (start, run) in runs {
            let Some(place) = Span::new(span.start() + start, span.start() + start + run.len())
            else {
                continue;
            };
            if known.iter().any(|it| it.overlaps(place)) {
                continue;
            }
            found.entry(fold(run)).or_default().push(place);
        }
    }
    found
}

fn prose<'a>(source: &Source<'a>) -> impl Iterator<Item = (Span, &'a str)> {
    let text = source.document.text.as_str();
    let own = source.reading.sentences.iter().filter(|it| !it.boilerplate);
    own.filter_map(move |it| Some((it.span, it.span.of(text)?)))
}

/// Maximal runs of kanji and katakana.
fn wide_runs(words: &str) -> Vec<(usize, &str)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, char) in words.char_indices().chain(std::iter::once((words.len(), ' '))) {
        match (start, crate::similarity::tells(char)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                runs.push((from, &words[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    runs.retain(|(_, run)| (RUN..=LONGEST).contains(&run.chars().count()));
    runs
}

/// Latin words with a capital, joined when only a space lies between.
fn proper_names(words: &str) -> Vec<(usize, &str)> {
    let mut names: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for word in words.split(|char: char| !char.is_ascii_alphanumeric() && char != '-') {
        let start = at;
        at = words.len().min(start + word.len() + next_len(words, start + word.len()));
        let capital = word.len() >= 3 && word.starts_with(|char: char| char.is_ascii_uppercase());
        if !capital || is_stop(&word.to_lowercase()) {
            continue;
        }
        match names.last_mut() {
            Some((_, end)) if words.get(*end..start) == Some(" ") => *end = start + word.len(),
            _ => names.push((start, start + word.len())),
        }
    }
    names.into_iter().filter_map(|(start, end)| Some((start, words.get(start..end)?))).collect()
}

fn next_len(words: &str, at: usize) -> usize {
    words.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

/// Words that stand somewhere without a capital: such a word is no name.
fn lower_words(sources: &[Source<'_>]) -> BTreeSet<String> {
    let mut lower = BTreeSet::new();
    for (_, words) in sources.iter().flat_map(prose) {
        let plain = words.split(|char: char| !char.is_ascii_alphanumeric() && char != '-');
        let plain = plain.filter(|it| it.starts_with(|char: char| char.is_ascii_lowercase()));
        lower.extend(plain.filter(|it| it.len() >= 3).map(str::to_owned));
    }
    lower
}

type Gram = [char; RUN];

/// All stretches of [`RUN`] telling characters.
fn grams(source: &Source<'_>) -> BTreeSet<Gram> {
    let mut grams = BTreeSet::new();
    for (_, words) in prose(source) {
        let chars: Vec<char> = words.chars().collect();
        let whole = chars.windows(RUN).filter(|it| it.iter().all(|it| is_wide(*it)));
        grams.extend(whole.filter_map(|it| Gram::try_from(it).ok()));
    }
    grams
}

/// A run of another document inside a longer one here.
fn inside(source: &Source<'_>, grams: &BTreeSet<Gram>, name: &str) -> Vec<Span> {
    let chars: Vec<char> = name.chars().collect();
    let mut parts = chars.windows(RUN).map(Gram::try_from);
    if chars.len() < RUN || !parts.all(|it| it.is_ok_and(|it| grams.contains(&it))) {
        return Vec::new();
    }
    let places = prose(source).filter_map(|(span, words)| {
        let start = span.start() + words.find(name)?;
        Span::new(start, start + name.len())
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_kanji_is_a_term_and_a_capital_word_too() {
        let runs: Vec<_> = wide_runs("北斗物流の倉庫で").into_iter().map(|it| it.1).collect();
        assert_eq!(runs, ["北斗物流"]);
        let names = proper_names("The ferry of Hokuto Line was late");
        assert_eq!(names, [(13, "Hokuto Line")]);
    }
}
