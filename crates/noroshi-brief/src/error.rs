//! Why a brief cannot be made.

use std::fmt;

use noroshi_model::{Diagnosis, Tlp};

use crate::lint::Flaw;

/// Why a brief cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BriefError {
    /// There is no document in the period.
    NoDocuments {
        /// The period, `YYYY-MM`.
        period: String,
    },
    /// The wished label is laxer than a cited source's.
    TooLax {
        /// What was wished.
        wished: Tlp,
        /// The strictest label of the cited sources.
        strictest: Tlp,
        /// The sources that forbid it: title and label.
        sources: Vec<String>,
    },
    /// The strict editor refused the assembled brief.
    Refused {
        /// What it found; never empty.
        flaws: Vec<Flaw>,
    },
}

impl fmt::Display for BriefError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = noroshi_model::words(self.code(), noroshi_model::Language::En);
        out.write_str(&words.what(&self.facts()))
    }
}

impl std::error::Error for BriefError {}

impl Diagnosis for BriefError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDocuments { .. } => "NRS-BRIEF-001",
            Self::TooLax { .. } => "NRS-BRIEF-002",
            Self::Refused { .. } => "NRS-BRIEF-003",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoDocuments { period } => vec![("period", period.clone())],
            Self::TooLax { wished, strictest, sources } => vec![
                ("wished", wished.to_string()),
                ("strictest", strictest.to_string()),
                ("sources", sources.join("; ")),
            ],
            Self::Refused { flaws } => vec![
                ("count", flaws.len().to_string()),
                ("first", flaws.first().map(ToString::to_string).unwrap_or_default()),
            ],
        }
    }
}
