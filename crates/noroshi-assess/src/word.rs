//! The closed sets of the question file, each with the word that stands for it.

/// Defines a closed set with the words of the file.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used in files and in JSON.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }

            /// All words, for a message.
            pub(crate) fn allowed() -> String {
                Self::ALL.iter().map(|one| format!("`{}`", one.word())).collect::<Vec<_>>().join(", ")
            }
        }
    };
}

words! {
    /// How a piece of evidence fits a hypothesis.
    Rating {
        /// Fits very well.
        VeryConsistent = "CC",
        /// Fits.
        Consistent = "C",
        /// Says nothing either way.
        Neutral = "N",
        /// Cannot be applied.
        NotApplicable = "NA",
        /// Does not fit.
        Inconsistent = "I",
        /// Does not fit at all.
        VeryInconsistent = "II",
    }
}

impl Rating {
    /// 2 to -2; neutral and not applicable are 0.
    pub fn value(self) -> i8 {
        match self {
            Self::VeryConsistent => 2,
            Self::Consistent => 1,
            Self::Neutral | Self::NotApplicable => 0,
            Self::Inconsistent => -1,
            Self::VeryInconsistent => -2,
        }
    }

    /// The same, one step less extreme; `None` when it is not extreme.
    pub fn softened(self) -> Option<Self> {
        match self {
            Self::VeryConsistent => Some(Self::Consistent),
            Self::VeryInconsistent => Some(Self::Inconsistent),
            _ => None,
        }
    }
}

words! {
    /// Which part of the picture a row fills. Source: T. Steffens, "Attribution of Advanced
    /// Persistent Threats" (2020), MICTIC.
    Facet {
        /// Programs and their traces.
        Malware = "malware",
        /// Addresses, domains, certificates.
        Infrastructure = "infrastructure",
        /// The attacker's own servers, seized or seen from inside.
        ControlServer = "control-server",
        /// What was observed at victims: times, behaviour, methods.
        Telemetry = "telemetry",
        /// What people, states or documents say.
        Intelligence = "intelligence",
        /// Who gains: motive, timing, politics.
        CuiBono = "cui-bono",
    }
}

words! {
    /// A corner of the Diamond model. Source: Caltagirone, Pendergast, Betz (2013).
    Vertex {
        /// Who.
        Adversary = "adversary",
        /// With what.
        Capability = "capability",
        /// Over what.
        Infrastructure = "infrastructure",
        /// Against whom.
        Victim = "victim",
    }
}

words! {
    /// A mark on a row.
    Tag {
        /// Its source took it back.
        Retracted = "retracted",
        /// Others contradict it.
        Disputed = "disputed",
        /// Told by somebody who was not there.
        SecondHand = "second-hand",
        /// Said to be provisional.
        Preliminary = "preliminary",
        /// Looked for and not found.
        Absence = "absence",
        /// Somebody denies.
        Denial = "denial",
        /// Would be said in either case.
        Routine = "routine",
    }
}

words! {
    /// Whether a row counts.
    Status {
        /// It does.
        Accepted = "accepted",
        /// A machine proposed it; an analyst has not decided.
        Suggested = "suggested",
        /// An analyst said no.
        Refused = "refused",
    }
}

words! {
    /// Low, medium, high.
    Grading {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

impl Grading {
    /// The factor of PARC ACH: 1/sqrt(2), 1, sqrt(2).
    pub fn factor(self) -> f64 {
        match self {
            Self::Low => std::f64::consts::FRAC_1_SQRT_2,
            Self::Medium => 1.0,
            Self::High => std::f64::consts::SQRT_2,
        }
    }
}

words! {
    /// Whether a hypothesis is one of the two that are always there.
    RoleOfHypothesis {
        /// An answer like others.
        Answer = "answer",
        /// Something that nobody thought of.
        Other = "other",
        /// The traces were planted.
        Deception = "deception",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_being_written_and_read() {
        for rating in Rating::ALL {
            assert_eq!(Rating::from_word(rating.word()), Some(*rating));
        }
        assert_eq!(Facet::from_word("cui-bono"), Some(Facet::CuiBono));
        assert_eq!(Rating::from_word("X"), None);
    }
}
