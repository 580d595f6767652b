//! How good answers turned out to be, once the truth is known.

use noroshi_model::ScaleStep;

use crate::parse::number;
use crate::wording::step;

/// Brier score of an answer over several hypotheses: the sum of squared differences between
/// what was said and what is, 0 (right and sure) to 2 (wrong and sure).
///
/// Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly
/// Weather Review 78 (1950).
pub fn brier(shares: &[f64], answer: usize) -> f64 {
    let truth = |at: usize| if at == answer { 1.0 } else { 0.0 };
    shares.iter().enumerate().map(|(at, share)| (share - truth(at)).powi(2)).sum()
}

/// What was said in one step of the scale, and how often it was so.
#[derive(Debug, Clone, PartialEq)]
pub struct Bin {
    /// The step.
    pub step: ScaleStep,
    /// Answers that were given in it.
    pub said: usize,
    /// Those that were so.
    pub held: usize,
    /// Mean of the probabilities that were given.
    pub mean: f64,
}

impl Bin {
    /// Share of the answers that were so.
    pub fn share(&self) -> f64 {
        number(self.held) / number(self.said.max(1))
    }
}

/// Calibration over resolved questions: each hypothesis of each is one answer. Steps in which
/// nothing was said are left out.
pub fn calibration(resolved: &[(Vec<f64>, usize)]) -> Vec<Bin> {
    let mut bins: Vec<Bin> =
        ScaleStep::ALL.into_iter().map(|step| Bin { step, said: 0, held: 0, mean: 0.0 }).collect();
    for (shares, answer) in resolved {
        for (at, share) in shares.iter().enumerate() {
            let own = step(*share);
            let Some(bin) = bins.iter_mut().find(|bin| bin.step == own) else { continue };
            bin.mean = (bin.mean * number(bin.said) + share) / number(bin.said + 1);
            bin.said += 1;
            bin.held += usize::from(at == *answer);
        }
    }
    bins.retain(|bin| bin.said > 0);
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sure_right_answer_scores_zero_and_a_sure_wrong_one_two() {
        assert!(brier(&[1.0, 0.0], 0).abs() < 1e-12);
        assert!((brier(&[1.0, 0.0], 1) - 2.0).abs() < 1e-12);
        // .6/.3/.1 and the second holds: .36 + .49 + .01.
        assert!((brier(&[0.6, 0.3, 0.1], 1) - 0.86).abs() < 1e-12);
    }

    #[test]
    fn calibration_counts_what_was_said_in_each_step() {
        let resolved = vec![(vec![0.7, 0.3], 0), (vec![0.6, 0.4], 1)];
        let bins = calibration(&resolved);
        let likely = bins.iter().find(|bin| bin.step == ScaleStep::Likely).expect("said");
        assert_eq!((likely.said, likely.held), (2, 1));
        assert!((likely.mean - 0.65).abs() < 1e-12 && (likely.share() - 0.5).abs() < 1e-12);
        assert_eq!(bins.len(), 2);
    }
}
