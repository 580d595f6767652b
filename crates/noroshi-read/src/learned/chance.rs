//! From the chance that a model gives to how often it was right at such a chance. Shared with the command that trains it.

use noroshi_model::Chance;

/// A line from the log odds that a model gives to those that were measured.
///
/// Source: Platt, "Probabilistic Outputs for Support Vector Machines and Comparisons to Regularized Likelihood
/// Methods", Advances in Large Margin Classifiers, 1999.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Curve {
    pub(crate) slope: f32,
    pub(crate) shift: f32,
}

impl Curve {
    /// The measured chance at what the model gives, both between 0.0 and 1.0.
    pub(crate) fn share(self, given: f32) -> f32 {
        1.0 / (1.0 + (-(self.slope * log_odds(given) + self.shift)).exp())
    }

    /// The same, rounded to hundredths.
    pub(crate) fn chance(self, given: f32) -> Chance {
        Chance::of(self.share(given))
    }
}

/// Neither none nor all is ever sure.
pub(crate) fn log_odds(chance: f32) -> f32 {
    let chance = chance.clamp(0.001, 0.999);
    (chance / (1.0 - chance)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_line_keeps_the_chance_and_a_shift_lowers_it() {
        let straight = Curve { slope: 1.0, shift: 0.0 };
        assert!((straight.share(0.8) - 0.8).abs() < 1e-5);
        let lower = Curve { slope: 0.5, shift: -0.7 };
        assert!(lower.share(0.8) < 0.8 && lower.share(0.7) < lower.share(0.8));
        assert_eq!(straight.chance(0.804).in_hundredths(), 80);
        assert!(straight.share(1.0) < 1.0 && straight.share(0.0) > 0.0);
    }
}
