//! Postings of one document in their order: a letter names an organisation once, and then says 同社.

use noroshi_model::Span;

use super::{GoodsClass, Jargon, Listing, Posting, read, subject};
use crate::name::{Sighting, Sureness, Watcher};

/// Words for the organisation that was named before.
const SAME: &[&str] = &[
    "同社",
    "同行",
    "同市",
    "同県",
    "同校",
    "同院",
    "同省",
    "同庁",
    "同大学",
    "同病院",
    "同グループ",
    "该公司",
    "該公司",
    "该行",
    "该机构",
    "the same company",
    "the same firm",
    "this company",
    "the company's",
];
/// Postings behind a name in which such a word still means it.
const REACH: usize = 2;

/// Reads the postings of one document in their order. Where one names nobody and says 同社, it is about the organisation
/// that the postings just before it named, if they named a single one.
pub fn read_all(postings: &[Posting], watcher: &Watcher, jargon: &Jargon) -> Vec<Listing> {
    let mut last: Option<(usize, Named)> = None;
    let mut found = Vec::with_capacity(postings.len());
    for (at, posting) in postings.iter().enumerate() {
        let mut listing = read(posting, watcher, jargon);
        match Named::of(&listing) {
            Some(named) => last = Some((at, named)),
            None if posting.listed => last = None,
            None => {
                if let Some((_, named)) = last.as_ref().filter(|(from, _)| at - from <= REACH) {
                    named.give(&mut listing, watcher);
                }
            }
        }
        found.push(listing);
    }
    found
}

/// An organisation that a posting named.
struct Named {
    name: String,
    watched: Vec<Sighting>,
}

impl Named {
    fn of(listing: &Listing) -> Option<Self> {
        let told = listing.subject.clone().filter(|name| !is_same(name));
        let name = told
            .or_else(|| listing.watched.first()?.span.of(&listing.text).map(str::to_owned))
            .or_else(|| subject::organization(&listing.text))?;
        Some(Self { name, watched: listing.watched.clone() })
    }

    /// Gives its name to a posting that says 同社 and names nobody.
    fn give(&self, listing: &mut Listing, watcher: &Watcher) {
        let Some(span) = same(&listing.text) else { return };
        if listing.class == GoodsClass::None {
            return;
        }
        listing.subject = Some(self.name.clone());
        let mut given: Vec<usize> = self.watched.iter().map(|one| one.watched).collect();
        given.sort_unstable();
        given.dedup();
        // Two of ours before: which of them is meant, nobody can say.
        let [watched] = given[..] else { return };
        let name = watcher.watched().get(watched).map(|one| one.canonical.clone());
        let sureness = self.watched.iter().map(|one| one.sureness).max();
        listing.watched.push(Sighting {
            watched,
            span,
            spelling: name.unwrap_or_default(),
            rule: "same",
            sureness: sureness.unwrap_or(Sureness::Possible),
        });
    }
}

fn is_same(name: &str) -> bool {
    SAME.iter().any(|word| name.starts_with(word))
}

fn same(text: &str) -> Option<Span> {
    let found = SAME.iter().filter_map(|word| Some((text.find(word)?, word.len())));
    found.min().and_then(|(at, length)| Span::new(at, at + length))
}
