//! How likely a statement is, as its wording says. Not how confident anybody is.

/// An interval of probability, both ends between 0.0 and 1.0 (not per cent).
///
/// What the *wording* says, not what is true; see `knowledge/lexicon`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihood {
    low: f32,
    high: f32,
}

impl Likelihood {
    /// An interval; `None` when the ends are reversed or outside 0.0 to 1.0.
    pub fn new(low: f32, high: f32) -> Option<Self> {
        (0.0 <= low && low <= high && high <= 1.0).then_some(Self { low, high })
    }

    /// Lower end, 0.0 to 1.0.
    pub fn low(self) -> f32 {
        self.low
    }

    /// Upper end, 0.0 to 1.0.
    pub fn high(self) -> f32 {
        self.high
    }

    /// The step of the ICD 203 scale in which the middle of the interval falls.
    pub fn step(self) -> ScaleStep {
        let middle = f32::midpoint(self.low, self.high);
        ScaleStep::ALL
            .into_iter()
            .find(|step| middle <= step.range().1)
            .unwrap_or(ScaleStep::AlmostCertain)
    }
}

/// The seven steps in which Noroshi writes likelihood.
///
/// Source: ICD 203, "Analytic Standards" (ODNI, 2015), section D.6.e.2.a; the Japanese words
/// are Noroshi's own, because no official equivalent was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScaleStep {
    /// 1-5 %
    AlmostNoChance,
    /// 5-20 %
    VeryUnlikely,
    /// 20-45 %
    Unlikely,
    /// 45-55 %
    RoughlyEven,
    /// 55-80 %
    Likely,
    /// 80-95 %
    VeryLikely,
    /// 95-99 %
    AlmostCertain,
}

impl ScaleStep {
    /// All steps, least likely first.
    pub const ALL: [Self; 7] = [
        Self::AlmostNoChance,
        Self::VeryUnlikely,
        Self::Unlikely,
        Self::RoughlyEven,
        Self::Likely,
        Self::VeryLikely,
        Self::AlmostCertain,
    ];

    /// Lower and upper end, 0.0 to 1.0.
    pub fn range(self) -> (f32, f32) {
        match self {
            Self::AlmostNoChance => (0.01, 0.05),
            Self::VeryUnlikely => (0.05, 0.20),
            Self::Unlikely => (0.20, 0.45),
            Self::RoughlyEven => (0.45, 0.55),
            Self::Likely => (0.55, 0.80),
            Self::VeryLikely => (0.80, 0.95),
            Self::AlmostCertain => (0.95, 0.99),
        }
    }

    /// English term.
    pub fn english(self) -> &'static str {
        match self {
            Self::AlmostNoChance => "almost no chance",
            Self::VeryUnlikely => "very unlikely",
            Self::Unlikely => "unlikely",
            Self::RoughlyEven => "roughly even chance",
            Self::Likely => "likely",
            Self::VeryLikely => "very likely",
            Self::AlmostCertain => "almost certain",
        }
    }

    /// Japanese term.
    pub fn japanese(self) -> &'static str {
        match self {
            Self::AlmostNoChance => "ほぼあり得ない",
            Self::VeryUnlikely => "可能性は非常に低い",
            Self::Unlikely => "可能性は低い",
            Self::RoughlyEven => "五分五分",
            Self::Likely => "可能性が高い",
            Self::VeryLikely => "可能性が非常に高い",
            Self::AlmostCertain => "ほぼ確実",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_no_gaps() {
        for pair in ScaleStep::ALL.windows(2) {
            assert_eq!(pair[0].range().1, pair[1].range().0);
        }
    }

    #[test]
    fn an_interval_falls_into_the_step_of_its_middle() {
        let likely = Likelihood::new(0.65, 0.90).expect("in order");
        assert_eq!(likely.step(), ScaleStep::Likely);
    }

    #[test]
    fn reversed_and_outside_intervals_cannot_be_built() {
        assert_eq!(Likelihood::new(0.9, 0.1), None);
        assert_eq!(Likelihood::new(0.5, 1.5), None);
    }
}
