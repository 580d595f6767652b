//! What could not be done, kept beside what could.

use std::fmt;

use crate::Span;

/// Where a problem lies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// File, URL or document, for people.
    pub path: Option<String>,
    /// Part of the canonical text.
    pub span: Option<Span>,
}

/// Something that was skipped or went wrong in one item of a batch. The rest went on.
///
/// The words for people come from `messages/{ja,en}.toml` by `code`; `facts` fill the
/// placeholders, so one problem reads the same in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable code, such as `NRS-FORMAT-002`.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// Values for the placeholders of the message.
    pub facts: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem without further facts.
    pub fn new(code: &'static str) -> Self {
        Self { code, place: Place::default(), facts: Vec::new() }
    }

    /// The same problem with a value for a placeholder.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// The same problem at a path.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.place.path = Some(path.into());
        self
    }

    /// The same problem at a part of the text.
    #[must_use]
    pub fn within(mut self, span: Span) -> Self {
        self.place.span = Some(span);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = crate::words(self.code, crate::Language::En);
        out.write_str(&words.what(&self.all_facts()))
    }
}

impl Problem {
    /// The facts, with the path as `{path}`.
    pub fn all_facts(&self) -> Vec<(&str, String)> {
        let path = self.place.path.iter().map(|path| ("path", path.clone()));
        path.chain(self.facts.iter().map(|(name, value)| (*name, value.clone()))).collect()
    }
}
