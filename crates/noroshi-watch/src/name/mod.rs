//! Names of organisations and brands across scripts.

use noroshi_model::Span;

/// One organisation or brand to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// The name to show, and the key of results.
    pub canonical: String,
    /// Further spellings in any script, abbreviations and former names among them.
    pub aliases: Vec<String>,
    /// Own domains.
    pub domains: Vec<String>,
}

/// A place where a watched name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Which of the watched, by position.
    pub watched: usize,
    /// The place in the text that was given.
    pub span: Span,
    /// The spelling that matched.
    pub spelling: String,
    /// Which rule found it.
    pub rule: &'static str,
}
