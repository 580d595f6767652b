//! How a relation or an event came to be read.

use std::fmt;

use crate::Reason;

/// How often statements that a model told like this one were right, in hundredths.
///
/// Calibrated: measured on annotated passages of hands that the model had not seen. What is
/// true of the world is another question, see [`crate::Likelihood`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chance(u8);

impl Chance {
    /// A share between 0.0 and 1.0, rounded to hundredths; what lies outside counts as its end.
    pub fn of(share: f32) -> Self {
        let hundredths = (0..100_u8).take_while(|it| f32::from(*it) + 0.5 <= share * 100.0).count();
        Self(u8::try_from(hundredths).unwrap_or(100))
    }

    /// Hundredths from 0 to 100; `None` above.
    pub fn hundredths(count: u8) -> Option<Self> {
        (count <= 100).then_some(Self(count))
    }

    /// Between 0.0 and 1.0.
    pub fn share(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// Between 0 and 100.
    pub fn in_hundredths(self) -> u8 {
        self.0
    }
}

/// On what grounds a relation or an event was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Grounds {
    /// By a rule: its name, and the words that fired it.
    Rule(Reason),
    /// By a model alone, which was trained on annotated passages. Read the sentence
    /// before acting on it.
    Learned(Chance),
    /// By a rule and by the model.
    Both(Reason, Chance),
}

impl Grounds {
    /// The word that stands for a reason where a model alone told it.
    pub const LEARNED: &'static str = "learned";

    /// The rule, if one told it.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Rule(reason) | Self::Both(reason, _) => Some(reason),
            Self::Learned(_) => None,
        }
    }

    /// How often the model is right where it tells such a thing; `None` when a rule alone told it.
    pub fn chance(&self) -> Option<Chance> {
        match self {
            Self::Rule(_) => None,
            Self::Learned(chance) | Self::Both(_, chance) => Some(*chance),
        }
    }

    /// Whether a model told it and no rule.
    pub fn is_learned_alone(&self) -> bool {
        matches!(self, Self::Learned(_))
    }

    /// The same with what the model says of it as well.
    #[must_use]
    pub fn with(self, chance: Chance) -> Self {
        match self {
            Self::Rule(reason) | Self::Both(reason, _) => Self::Both(reason, chance),
            Self::Learned(_) => Self::Learned(chance),
        }
    }
}

impl fmt::Display for Grounds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason() {
            Some(reason) => reason.fmt(out),
            None => out.write_str(Self::LEARNED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_has_hundredths_and_stays_between_none_and_all() {
        assert_eq!(Chance::of(0.625).in_hundredths(), 63);
        assert_eq!(Chance::of(0.624).in_hundredths(), 62);
        assert_eq!([Chance::of(-1.0), Chance::of(f32::NAN)], [Chance(0); 2]);
        assert_eq!(Chance::of(7.0), Chance(100));
        assert_eq!(Chance::hundredths(101), None);
        assert!((Chance(7).share() - 0.07).abs() < 1e-6);
    }

    #[test]
    fn only_what_no_rule_tells_is_learned_alone() {
        let rule = Grounds::Rule(Reason::with("cue", "狙う"));
        let both = rule.clone().with(Chance(70));
        assert!(!both.is_learned_alone() && Grounds::Learned(Chance(70)).is_learned_alone());
        assert_eq!((both.to_string().as_str(), both.chance()), ("cue: 狙う", Some(Chance(70))));
        assert_eq!(Grounds::Learned(Chance(70)).to_string(), Grounds::LEARNED);
        assert_eq!(rule.chance(), None);
    }
}
