//! An error that a person can act on.

use std::error::Error;

/// An error with a stable code. `Display` says what happened, `source` why; what to do
/// about it is written once per language in `messages/{ja,en}.toml`, under the code.
pub trait Diagnosis: Error {
    /// Stable, searchable code such as `NRS-STORE-002`; the same in every language.
    fn code(&self) -> &'static str;

    /// Values for the placeholders of the message.
    fn facts(&self) -> Vec<(&'static str, String)>;
}
