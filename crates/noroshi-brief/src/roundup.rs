//! Round-ups: newsletters, monthly reports, market letters. They tell of many matters, so
//! they join topics with the passages that fit, and never head or make one.

use std::collections::BTreeSet;

use noroshi_model::Span;

use crate::material::Source;
use crate::similarity::{Ties, fold};
use crate::topics::{Pairs, Plan, alike};

/// Similarity from which two documents are relatives.
const RELATIVE: f64 = 0.10;
/// Groups of relatives that are strangers to each other.
const STRANGERS: usize = 3;
/// Weight of names from which a sentence tells of a topic.
const FITS: f64 = 1.6;

/// Words by which a title says that it gathers the news of a period.
const GATHERS: [&str; 20] = [
    "週刊",
    "週報",
    "週次",
    "週間まとめ",
    "月刊",
    "月報",
    "月例",
    "月次",
    "年報",
    "まとめ",
    "ニュースレター",
    "周报",
    "月报",
    "周刊",
    "weekly",
    "monthly",
    "newsletter",
    "digest",
    "round-up",
    "roundup",
];

/// Which documents are round-ups, in their order: those that say so in their title, and
/// those whose relatives are strangers to each other.
pub(crate) fn roundups(sources: &[Source<'_>], pairs: &Pairs) -> Vec<bool> {
    let count = sources.len();
    let gathers = |source: &Source<'_>| {
        let title = fold(source.title());
        GATHERS.iter().any(|word| title.contains(word))
    };
    let named: Vec<bool> = sources.iter().map(gathers).collect();
    let mut pairs = pairs.clone();
    pairs.retain(|(one, other), _| !named[*one] && !named[*other]);
    let found = named.iter().enumerate();
    found.map(|(at, it)| *it || families(at, count, &pairs) >= STRANGERS).collect()
}

/// Into how many groups a document's relatives fall when it is left out.
fn families(document: usize, count: usize, pairs: &Pairs) -> usize {
    let near = |one: usize, other: usize| alike(pairs, one, other) >= RELATIVE;
    let mut left: BTreeSet<usize> =
        (0..count).filter(|it| *it != document && near(*it, document)).collect();
    let mut groups = 0;
    while let Some(first) = left.pop_first() {
        groups += 1;
        let mut open = vec![first];
        while let Some(one) = open.pop() {
            let own: Vec<usize> = left.iter().copied().filter(|it| near(one, *it)).collect();
            own.iter().for_each(|it| {
                left.remove(it);
            });
            open.extend(own);
        }
    }
    groups
}

/// Lets round-ups join the topics that their sentences tell of.
pub(crate) fn invite(plans: &mut [Plan], guests: &[usize], sources: &[Source<'_>], ties: &Ties) {
    for plan in plans {
        for guest in guests {
            let passages = passages(plan, *guest, &sources[*guest], ties);
            if !passages.is_empty() {
                plan.guests.push((*guest, passages));
            }
        }
    }
}

/// The sentences of a round-up that hold enough names of a topic.
fn passages(plan: &Plan, guest: usize, source: &Source<'_>, ties: &Ties) -> Vec<Span> {
    let own = source.reading.sentences.iter().filter(|it| !it.boilerplate);
    let fits = own.filter(|sentence| {
        let keys = ties.inside(guest, sentence.span).filter(|(_, tie)| tie.is_name());
        let keys: BTreeSet<&str> = keys.map(|(key, _)| key).collect();
        keys.iter().map(|key| plan.weight(key)).sum::<f64>() >= FITS
    });
    fits.map(|sentence| sentence.span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_that_do_not_know_each_other_make_a_round_up() {
        let pairs = Pairs::from([
            ((0, 1), 0.2),
            ((0, 2), 0.2),
            ((0, 3), 0.2),
            ((0, 4), 0.2),
            ((3, 4), 0.3),
        ]);
        assert_eq!(families(0, 5, &pairs), 3);
        assert_eq!(families(3, 5, &pairs), 1);
    }
}
