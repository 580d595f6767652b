//! The languages in which an assessment is written.

use noroshi_model::Language;

/// A language of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Tongue {
    /// Japanese for Japanese, English for any other.
    pub fn of(language: Language) -> Self {
        if language == Language::Ja { Self::Ja } else { Self::En }
    }

    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// One of two wordings.
    pub fn pick<T>(self, en: T, ja: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }
}
