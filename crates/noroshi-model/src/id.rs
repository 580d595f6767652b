//! Ids: derived from content, never handed out.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::EntityKind;

/// The SHA-256 of a document's bytes as they were received.
///
/// Same bytes, same id: reading a file twice is reading one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId([u8; 32]);

impl DocumentId {
    /// The id of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first twelve hexadecimal digits: enough to tell documents apart by eye.
    pub fn short(self) -> String {
        self.to_string()[..12].to_owned()
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl FromStr for DocumentId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError(text.to_owned());
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

/// An entity of the knowledge pack: kind and slug, written `threat-actor/sandworm`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId {
    /// What kind of thing it is.
    pub kind: EntityKind,
    slug: String,
}

impl EntityId {
    /// An id from its parts. The slug is ASCII letters, digits, `.` and `-`, and not empty.
    ///
    /// # Errors
    /// [`IdError`] with the slug when it holds anything else.
    pub fn new(kind: EntityKind, slug: &str) -> Result<Self, IdError> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        if slug.is_empty() || !slug.bytes().all(fits) {
            return Err(IdError(slug.to_owned()));
        }
        Ok(Self { kind, slug: slug.to_owned() })
    }

    /// The part behind the kind.
    pub fn slug(&self) -> &str {
        &self.slug
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.kind, self.slug)
    }
}

impl FromStr for EntityId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError(text.to_owned());
        let (kind, slug) = text.split_once('/').ok_or_else(wrong)?;
        Self::new(EntityKind::from_word(kind).ok_or_else(wrong)?, slug)
    }
}

/// A text that is not an id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdError(pub String);

impl fmt::Display for IdError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not an id", self.0)
    }
}

impl std::error::Error for IdError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_being_written_and_read() {
        let document = DocumentId::of("狼煙".as_bytes());
        assert_eq!(document.to_string().parse(), Ok(document));
        let entity = EntityId::new(EntityKind::ThreatActor, "uac-0133").expect("fits");
        assert_eq!(entity.to_string().parse(), Ok(entity));
    }

    #[test]
    fn a_slug_with_a_slash_is_refused() {
        assert!(EntityId::new(EntityKind::Malware, "a/b").is_err());
    }
}
