//! Who stands behind a statement.

use crate::Span;

/// Who stands behind a statement. There is no "nobody": a claim without a speaker
/// cannot be built, so a brief can never state hearsay as fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// Somebody with a name, and where the name stands.
    Named {
        /// As written.
        name: String,
        /// Where it is written.
        span: Option<Span>,
    },
    /// Somebody without a name: 関係者, "people familiar with the matter".
    Unnamed {
        /// The words of the text.
        as_written: String,
        /// Where they stand.
        span: Option<Span>,
    },
    /// The author of the document.
    Author,
}

impl Speaker {
    /// The words that show the speaker; `author` for the author.
    pub fn shown(&self) -> &str {
        match self {
            Self::Named { name, .. } => name,
            Self::Unnamed { as_written, .. } => as_written,
            Self::Author => "author",
        }
    }

    /// `named`, `unnamed` or `author`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Named { .. } => "named",
            Self::Unnamed { .. } => "unnamed",
            Self::Author => "author",
        }
    }
}

/// The chain of speakers, outermost first; never empty.
///
/// "A paper reports that three officials say X" in a news site's article: paper, officials.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SpeakerChain {
    outermost: Speaker,
    further: Vec<Speaker>,
}

impl SpeakerChain {
    /// A chain that starts with `outermost`, then what it cites.
    pub fn new(outermost: Speaker, further: Vec<Speaker>) -> Self {
        Self { outermost, further }
    }

    /// Outermost first.
    pub fn iter(&self) -> impl Iterator<Item = &Speaker> {
        std::iter::once(&self.outermost).chain(&self.further)
    }

    /// The one who says it first hand.
    pub fn innermost(&self) -> &Speaker {
        self.further.last().unwrap_or(&self.outermost)
    }

    /// How many hands the statement went through before the author's: the speakers that
    /// the author cites.
    pub fn hearsay_depth(&self) -> usize {
        self.iter().filter(|speaker| **speaker != Speaker::Author).count()
    }
}
