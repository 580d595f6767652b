//! How usual a spelling is: three letters at a time, counted over the protected names.
//!
//! A slip of the fingers makes rare groups of letters (`qeu`); a name that somebody chose does not.

/// Signs told apart: `a`-`z`, digits, delimiter, edge.
const SIGNS: usize = 38;
const EDGE: usize = 37;
/// How many names must be counted before the counts mean anything.
const ENOUGH: usize = 500;

/// Counts of groups of two and three signs.
#[derive(Debug)]
pub(super) struct Trigrams {
    three: Vec<u32>,
    two: Vec<u32>,
    one: Vec<u32>,
    names: usize,
}

impl Default for Trigrams {
    fn default() -> Self {
        let (three, two) = (vec![0; SIGNS * SIGNS * SIGNS], vec![0; SIGNS * SIGNS]);
        Self { three, two, one: vec![0; SIGNS], names: 0 }
    }
}

/// The surprise of a spelling when nothing is known of spellings: about the mean of a word.
const NEUTRAL: f64 = 2.5;

impl Trigrams {
    /// Counts one name.
    pub(super) fn count(&mut self, name: &[u8]) {
        self.names += 1;
        for (left, middle, right) in groups(name) {
            self.three[(left * SIGNS + middle) * SIGNS + right] += 1;
            self.two[left * SIGNS + middle] += 1;
            self.one[left] += 1;
        }
    }

    /// Surprise of each sign of the name and of its end, in nats: 0 is certain, 4 is strange.
    pub(super) fn surprises(&self, name: &[u8]) -> Vec<f64> {
        if self.names < ENOUGH {
            return vec![NEUTRAL; name.len() + 1];
        }
        groups(name).map(|(left, middle, right)| self.surprise(left, middle, right)).collect()
    }

    fn surprise(&self, left: usize, middle: usize, right: usize) -> f64 {
        let three = f64::from(self.three[(left * SIGNS + middle) * SIGNS + right]);
        let two = f64::from(self.two[left * SIGNS + middle]);
        let back = f64::from(self.two[middle * SIGNS + right]) + 1.0;
        let sum = f64::from(self.one[middle]) + 38.0;
        // Ten pseudo-counts spread as the last two signs alone would have it.
        -((three + 10.0 * back / sum) / (two + 10.0)).ln()
    }
}

fn sign(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a'),
        b'0'..=b'9' => usize::from(byte - b'0') + 26,
        _ => 36,
    }
}

/// Each sign with the two before it, and the end.
fn groups(name: &[u8]) -> impl Iterator<Item = (usize, usize, usize)> {
    let at = |place: usize| {
        place.checked_sub(2).and_then(|place| name.get(place)).map_or(EDGE, |byte| sign(*byte))
    };
    (0..=name.len()).map(move |place| (at(place), at(place + 1), at(place + 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_that_was_seen_surprises_less() {
        let mut trigrams = Trigrams::default();
        (0..ENOUGH).for_each(|_| trigrams.count(b"requests"));
        let sum = |name: &[u8]| trigrams.surprises(name).iter().sum::<f64>();
        assert!(sum(b"requests") < sum(b"reqeusts"));
        assert_eq!(trigrams.surprises(b"ab").len(), 3);
    }

    #[test]
    fn few_names_say_nothing_about_spelling() {
        assert_eq!(Trigrams::default().surprises(b"ab"), [NEUTRAL; 3]);
    }
}
