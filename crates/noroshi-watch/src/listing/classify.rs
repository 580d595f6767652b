//! What is offered: the words of each class, weighed against the words of anything else.

use std::collections::{BTreeMap, BTreeSet};

use super::GoodsClass;
use super::jargon::{Hit, Told};

/// Points below which nothing is told.
const LEAST: u32 = 4;
/// Bytes between a brand and an account word that belong together.
const BESIDE: usize = 60;

/// A class with the words that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The class.
    pub(super) class: GoodsClass,
    /// Points of the class; 0 for none.
    pub(super) points: u32,
    /// The words that told it, as in the table, by their order in the text.
    pub(super) words: Vec<String>,
}

/// What else of a posting speaks for an offer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    pub(super) price: u32,
    pub(super) contact: u32,
    /// It stands in a table of offers, or in a letter that lists them.
    pub(super) listed: u32,
}

pub(super) fn classify(hits: &[Hit], signs: Signs) -> Verdict {
    let (points, words) = points(hits);
    let best = points.iter().max_by_key(|(class, points)| (**points, std::cmp::Reverse(**class)));
    let (class, most) = best.map_or((GoodsClass::None, 0), |(class, points)| (*class, *points));
    if most < LEAST || !is_offer(hits, signs, most) {
        return Verdict { class: GoodsClass::None, points: 0, words: Vec::new() };
    }
    Verdict { class, points: most, words: words.get(&class).cloned().unwrap_or_default() }
}

type Points = BTreeMap<GoodsClass, u32>;
type Words = BTreeMap<GoodsClass, Vec<String>>;

fn points(hits: &[Hit]) -> (Points, Words) {
    let (mut points, mut words) = (Points::new(), Words::new());
    let mut seen = BTreeSet::new();
    let mut give = |class: GoodsClass, weight: u32, word: &str| {
        if seen.insert((class, word.to_owned())) {
            *points.entry(class).or_default() += weight;
            words.entry(class).or_default().push(word.to_owned());
        }
    };
    for hit in hits {
        match hit.told {
            Told::Class(class, weight) => give(class, weight, &hit.word),
            Told::Brand(class) if has_account_beside(hits, hit) => give(class, 4, &hit.word),
            Told::Brand(class) => give(class, 1, &hit.word),
            _ => {}
        }
    }
    (points, words)
}

fn has_account_beside(hits: &[Hit], brand: &Hit) -> bool {
    let from = hits.partition_point(|hit| hit.span.start() + BESIDE < brand.span.start());
    let near = hits[from..].iter().take_while(|hit| hit.span.start() <= brand.span.end() + BESIDE);
    near.filter(|hit| hit.told == Told::Account).any(|hit| hit.span != brand.span)
}

fn is_offer(hits: &[Hit], signs: Signs, most: u32) -> bool {
    let mut offered = BTreeSet::new();
    let mut other = BTreeMap::new();
    for hit in hits {
        match hit.told {
            Told::Offer => {
                offered.insert(hit.word.as_str());
            }
            Told::Other(weight) => {
                other.insert(hit.word.as_str(), weight);
            }
            _ => {}
        }
    }
    let offered = u32::try_from(offered.len()).unwrap_or(u32::MAX).min(6);
    let for_it = offered * 2 + signs.price * 3 + signs.contact * 3 + signs.listed * 3;
    let against: u32 = other.values().sum();
    for_it + most / 4 > against && (for_it > 0 || most >= 2 * LEAST)
}
