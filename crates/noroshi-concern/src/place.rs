//! Where an entry of the profile stands in a sentence, and whether it is ours that stands there.

use std::ops::Range;

use noroshi_model::Surface;

use crate::cues::{Cues, holds};
use crate::needle::Needle;

/// All places of an entry in a folded sentence that are not part of a longer word.
pub(crate) fn places(sentence: &str, needle: &Needle, cues: &Cues) -> Vec<Range<usize>> {
    let found = sentence.match_indices(needle.folded.as_str());
    let ranges = found.map(|(at, words)| at..at + words.len());
    ranges.filter(|range| stands_alone(sentence, range, needle.surface, cues)).collect()
}

fn stands_alone(sentence: &str, range: &Range<usize>, surface: Surface, cues: &Cues) -> bool {
    let (head, tail) = (&sentence[..range.start], &sentence[range.end..]);
    let (before, after) = (head.chars().next_back(), tail.chars().next());
    let first = sentence[range.clone()].chars().next();
    let last = sentence[range.clone()].chars().next_back();
    let apart = !runs_on(before, first, surface) && !runs_on(last, after, surface);
    let other = first.is_some_and(|it| !it.is_ascii())
        && cues.name.other.iter().any(|it| tail.starts_with(it.as_str()));
    apart && !other && is_whole(surface, before, tail)
}

/// Whether two neighbouring characters are of one word.
fn runs_on(one: Option<char>, other: Option<char>, surface: Surface) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let inner = |char: char| match surface {
        Surface::Package => char.is_ascii_alphanumeric() || "-_/@".contains(char),
        _ => char.is_ascii_alphanumeric(),
    };
    inner(one) && inner(other) || is_katakana(one) && is_katakana(other)
}

fn is_katakana(char: char) -> bool {
    matches!(char, '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// A domain may have labels before it, nothing else; a name is no part of a host.
fn is_whole(surface: Surface, before: Option<char>, tail: &str) -> bool {
    let mut rest = tail.chars();
    let label =
        rest.next() == Some('.') && rest.next().is_some_and(|it| it.is_ascii_alphanumeric());
    match surface {
        Surface::Domain => !label && before != Some('-') && !tail.starts_with('-'),
        Surface::Name | Surface::Supplier => !label && !matches!(before, Some('@' | '.' | '-')),
        _ => true,
    }
}

/// Whether the one named only looks on: is written to, cited, credited, or warns.
pub(crate) fn is_aside(sentence: &str, range: &Range<usize>, cues: &Cues) -> bool {
    let (head, tail) = (sentence[..range.start].trim_end_matches('「'), &sentence[range.end..]);
    let tail = tail.trim_start_matches(['」', ')', '）']);
    let aside = &cues.aside;
    let spaced = |word: &String| head.ends_with(word.as_str()) || head.ends_with(word.trim_end());
    aside.behind.iter().any(|word| tail.starts_with(word.as_str()))
        || aside.before.iter().any(spaced)
        || (holds(sentence, &aside.watching) && !holds(sentence, &aside.itself))
}

/// Whether a longer name of an organisation is more than ours with a legal form.
pub(crate) fn is_other(mention: &str, ours: &str, cues: &Cues) -> bool {
    let Some(at) = mention.find(ours) else { return false };
    let mut rest = format!("{} {}", &mention[..at], &mention[at + ours.len()..]);
    for form in &cues.name.forms {
        rest = rest.replace(form.as_str(), " ");
    }
    !rest.trim().is_empty()
}
