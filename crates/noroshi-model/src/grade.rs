//! Admiralty grading: reliability of the source and credibility of the information.

use std::fmt;

/// How reliable a source has been. Source: NATO STANAG 2511 / AJP-2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Cannot be judged. Not worse than E: unknown.
    F,
}

/// How credible a piece of information is. Source: NATO STANAG 2511 / AJP-2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credibility {
    /// `1`: confirmed by other sources. Only [`Credibility::confirmed`] makes one.
    Confirmed(ConfirmedBy),
    /// `2`
    ProbablyTrue,
    /// `3`
    PossiblyTrue,
    /// `4`
    Doubtful,
    /// `5`
    Improbable,
    /// `6`. Not worse than 5: unknown.
    CannotBeJudged,
}

/// Proof that at least two independent roots were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConfirmedBy(usize);

impl Credibility {
    /// `1`, computed from the number of independent source roots; `None` below two.
    pub fn confirmed(independent_roots: usize) -> Option<Self> {
        (independent_roots >= 2).then_some(Self::Confirmed(ConfirmedBy(independent_roots)))
    }

    /// The digit, 1 to 6.
    pub fn digit(self) -> u8 {
        match self {
            Self::Confirmed(_) => 1,
            Self::ProbablyTrue => 2,
            Self::PossiblyTrue => 3,
            Self::Doubtful => 4,
            Self::Improbable => 5,
            Self::CannotBeJudged => 6,
        }
    }
}

/// `B2`. Deliberately without `Ord`: F and 6 mean "unknown", so no total order is honest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grade {
    /// The letter, entered apart from the digit.
    pub source: Reliability,
    /// The digit.
    pub information: Credibility,
}

impl fmt::Display for Grade {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}{}", self.source, self.information.digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_confirms_nothing() {
        assert_eq!(Credibility::confirmed(1), None);
        assert_eq!(Credibility::confirmed(2).map(Credibility::digit), Some(1));
    }
}
