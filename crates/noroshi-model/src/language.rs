//! The languages Noroshi reads and writes.

/// Language of a block of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
    /// Chinese, simplified or traditional.
    Zh,
    /// Neither, or too short to tell.
    Unknown,
}

impl Language {
    /// BCP 47 code; `und` when unknown.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
            Self::Zh => "zh",
            Self::Unknown => "und",
        }
    }

    /// The language of a BCP 47 code; `None` for one Noroshi does not read.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or(code);
        match primary.to_ascii_lowercase().as_str() {
            "ja" => Some(Self::Ja),
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            "und" => Some(Self::Unknown),
            _ => None,
        }
    }
}
