//! What touches us, and why.

use crate::{DocumentId, Span};

/// How much it presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Good to know.
    Know,
    /// Look at it this week.
    Soon,
    /// Look at it today.
    Now,
}

impl Level {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Know => "know",
            Self::Soon => "soon",
            Self::Now => "now",
        }
    }
}

/// Which part of the estate is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Surface {
    /// Our own name.
    Name,
    /// One of our domains.
    Domain,
    /// A supplier.
    Supplier,
    /// A product we use.
    Product,
    /// A package we use.
    Package,
    /// Our sector, in our country.
    Sector,
}

impl Surface {
    /// All surfaces, nearest first.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Domain, Self::Supplier, Self::Product, Self::Package, Self::Sector];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Domain => "domain",
            Self::Supplier => "supplier",
            Self::Product => "product",
            Self::Package => "package",
            Self::Sector => "sector",
        }
    }
}

/// Why a statement concerns us: what of ours it touches, and what it says of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConcernReason {
    /// Which part of the estate.
    pub surface: Surface,
    /// The entry of the profile that matched.
    pub ours: String,
    /// What the text has, as written.
    pub theirs: String,
    /// What happens to it there: the cue's rule, such as `attacked`, `exploited`, `offered`.
    pub rule: &'static str,
    /// The words that fired the rule.
    pub cue: String,
}

/// A statement that touches us, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// How much it presses.
    pub level: Level,
    /// Which document.
    pub document: DocumentId,
    /// The sentence.
    pub sentence: Span,
    /// What matched inside the sentence.
    pub span: Span,
    /// Why.
    pub reason: ConcernReason,
}
