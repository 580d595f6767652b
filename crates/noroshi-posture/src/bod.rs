//! The duties of Binding Operational Directive 25-01, and the same as a yardstick.
//!
//! The directive binds federal civilian agencies of the United States and nobody else. So there
//! is a [`Standing`]: only where it is a duty do its dates appear as deadlines; for everybody
//! else it is a measure of what others are asked to do, with a rhythm of one's own.
//!
//! Everything here is a pure function; the day is an argument.
//!
//! Source: CISA, BOD 25-01, "Implementing Secure Practices for Cloud Services", 2024-12-17.

mod bundle;
mod calendar;
mod ics;
mod inventory;
mod readiness;
mod table;

pub use bundle::{Bundle, BundleFile, Submission, bundle};
pub use calendar::{Entry, Rhythm, calendar};
pub use ics::ics;
pub use inventory::{Authorisation, Inventory, InventoryEntry, Scope};
pub use readiness::{Readiness, Standard, TenantReadiness, readiness};

/// Results older than a quarter say nothing about today.
const FRESH_DAYS: i64 = 92;

/// Whether the directive binds the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Standing {
    /// It is a duty: a federal civilian agency of the United States.
    Duty,
    /// It is a yardstick. Its dates are nobody's deadline here.
    #[default]
    Yardstick,
}

impl Standing {
    /// The standing that the settings ask for; without a setting, a yardstick. A country in the
    /// profile is not enough to make it a duty: most organisations of the United States are not
    /// bound by it either.
    pub fn of(setting: Option<Self>) -> Self {
        setting.unwrap_or_default()
    }

    /// The word used in settings and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Yardstick => "yardstick",
        }
    }

    /// The standing of a word of [`Standing::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Duty, Self::Yardstick].into_iter().find(|one| one.word() == word)
    }
}
