//! Rules in the language of YARA: the project's own (`rules/yara/`) and those of the user.
//!
//! With the feature `yara` they are compiled and run by `yara-x`, without includes and with no module but
//! `math` and `string`. Without it the own rules are absent, and whoever gives rules is told so.

#[cfg(not(feature = "yara"))]
mod absent;
#[cfg(feature = "yara")]
mod engine;
#[cfg(feature = "yara")]
mod own;

use noroshi_model::Bilingual;

#[cfg(not(feature = "yara"))]
pub use absent::{YaraRules, YaraScanner};
#[cfg(feature = "yara")]
pub use engine::{YaraRules, YaraScanner};

use super::rule::Grade;

/// A file of rules as the user has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// Where it lies.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a rule says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YaraRule {
    /// Its identifier after `yara:`, as in suppressions.
    pub word: String,
    /// The file that it stands in.
    pub file: String,
    /// `author`, as written; the file when it names nobody.
    pub author: String,
    /// `description`, as written, and `description_ja` if there is one; the identifier when there is none.
    pub says: Bilingual,
    /// `severity`, or `score` from 0 to 100 as YARA Forge gives it; medium when there is neither.
    pub grade: Grade,
    /// `reference`, when it is a web address.
    pub link: Option<String>,
}
