//! The weights of the marks: what each adds to the sum whose logistic is the score.
//!
//! Fitted by `cargo run --release -p noroshi-packages --example lookalike -- table` on 8,000 popular
//! names, 7,000 honest and 5,656 reported ones, and labelled pairs; sources and licences of the lists
//! are in docs/measurements.md. A positive weight speaks for a look-alike. Marks that come
//! together share the effect: a long name without one letter has `dropped` and `dropped-long`.

use super::mark::MARK_COUNT;

/// Score from which a name is flagged. Cross-validated, at most one honest name in a hundred of
/// those ranked 8,001 to 15,000 on `PyPI` reaches it, in each of four divisions into folds.
pub const FLAGGED: f64 = 0.64;

/// Score from which few honest names are flagged: one in four hundred, measured in the same way.
pub const STRICT: f64 = 0.80;

/// The word of each mark and its weight, in the order of the marks.
pub const TABLE: [(&str, f64); MARK_COUNT] = [
    ("always", 0.330),
    ("delimiter", -1.422),
    ("order", -0.500),
    ("glyph", 0.232),
    ("python", -1.151),
    ("repeated", 2.692),
    ("dropped", -2.543),
    ("undoubled", -2.194),
    ("added", -0.335),
    ("replaced", -0.588),
    ("swapped", 1.333),
    ("two", 0.825),
    ("plural", 0.930),
    ("digit", -1.381),
    ("last-digit", 0.220),
    ("front", 0.037),
    ("back", -0.329),
    ("joined", 1.567),
    ("first", -0.424),
    ("last", -0.327),
    ("near-key", 0.113),
    ("vowel", 0.521),
    ("length", 0.287),
    ("short", -1.189),
    ("five", -1.247),
    ("six", -0.799),
    ("eight", -0.128),
    ("rank", -0.018),
    ("top", 1.508),
    ("dropped-long", 1.375),
    ("two-rank", 0.070),
    ("two-length", -1.077),
    ("odd", 0.044),
    ("worse", 0.051),
    ("usual", 0.006),
    ("word", -1.139),
    ("covered", -0.874),
    ("covered-less", 0.351),
    ("crowd", -0.511),
    ("single", 0.111),
    ("rest", -0.848),
    ("rest-word", -0.144),
    ("rest-odd", -0.178),
    ("part-rank", 0.299),
    ("part-length", -1.559),
    ("form-rank", -0.048),
    ("ends", 0.158),
];

/// The weights alone.
pub const WEIGHTS: [f64; MARK_COUNT] = weights();

const fn weights() -> [f64; MARK_COUNT] {
    let mut weights = [0.0; MARK_COUNT];
    let mut at = 0;
    while at < MARK_COUNT {
        weights[at] = TABLE[at].1;
        at += 1;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similar::MARKS;

    #[test]
    fn each_weight_stands_beside_its_own_mark() {
        let words: Vec<&str> = MARKS.iter().map(|mark| mark.word).collect();
        let table: Vec<&str> = TABLE.iter().map(|(word, _)| *word).collect();
        assert_eq!(words, table);
    }

    #[test]
    fn a_stricter_score_is_higher() {
        const { assert!(FLAGGED < STRICT) };
    }
}
