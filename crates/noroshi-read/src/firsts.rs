//! Phrases of Latin script, looked up by their first word.

use crate::word::{self, Place, Table};

/// Phrases by their first word; upper and lower case are the same.
pub(crate) struct Firsts {
    /// Key of the first word and number of the phrase, sorted.
    firsts: Vec<(u64, u32)>,
    table: Table,
}

impl Firsts {
    /// Phrases with their numbers. An empty one is never found.
    pub(crate) fn new<'p>(phrases: impl Iterator<Item = (&'p str, u32)>) -> Self {
        let named = phrases.filter(|(phrase, _)| !phrase.is_empty());
        let mut firsts: Vec<(u64, u32)> =
            named.map(|(phrase, number)| (word::first(phrase.as_bytes()).1, number)).collect();
        firsts.sort_unstable();
        let table = Table::new(firsts.iter().map(|(key, _)| *key));
        Self { firsts, table }
    }

    /// Gives the number of each phrase whose first word stands at one of the places, and where.
    pub(crate) fn find(&self, places: &[Place], mut put: impl FnMut(u32, usize)) {
        for place in places {
            for (key, number) in &self.firsts[self.table.range(place.key)] {
                if *key == place.key {
                    put(*number, place.start);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_by_its_first_word_or_sign() {
        let phrases = ["according to", "(also", "", "ACCORDING"];
        let firsts = Firsts::new(phrases.into_iter().zip(0..));
        let mut found = Vec::new();
        let text = "漢字According (also)";
        let mut places = Vec::new();
        word::places(text, &(0..text.len()), &mut places);
        firsts.find(&places, |number, at| found.push((number, at)));
        found.sort_unstable();
        assert_eq!(found, [(0, 6), (1, 16), (3, 6)]);
    }
}
