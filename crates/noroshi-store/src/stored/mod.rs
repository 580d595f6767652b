//! What stands in the store: types of its own, versioned, that turn into the model's and back.
//!
//! A record is one JSON object with its version in `v`. Readers ignore fields that they do not
//! know and take absent ones for empty, so a field can be added within a version; a field that
//! changes its meaning needs a new version, and the reader of the old one stays.

mod concern;
mod date;
mod document;
mod entity;
mod finding;
mod grounds;
mod listing;
mod mention;
mod package;
mod problem;
mod reading;
mod source;
mod statement;
mod technique;
mod word;

use std::fmt;

use noroshi_model::{IdError, Span};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use concern::StoredConcern;
pub(crate) use document::StoredDocument;
pub(crate) use entity::{Statements, StoredSource};
pub(crate) use finding::{StoredCheck, StoredFinding};
pub(crate) use listing::StoredListing;
pub(crate) use package::StoredReport;
pub(crate) use problem::StoredUnread;
pub(crate) use reading::StoredReading;

/// The version that this program writes.
const VERSION: u32 = 1;

/// Why a record cannot be understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Damage(String);

impl Damage {
    fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl From<IdError> for Damage {
    fn from(error: IdError) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A record and its version, as written.
#[derive(Serialize)]
struct Written<'a, T> {
    v: u32,
    is: &'a T,
}

/// A record of the version that this program reads.
#[derive(Deserialize)]
struct Read<T> {
    is: T,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// Writes a record.
pub(crate) fn write<T: Serialize>(record: &T) -> Result<Vec<u8>, Damage> {
    serde_json::to_vec(&Written { v: VERSION, is: record })
        .map_err(|error| Damage::new(error.to_string()))
}

/// Reads a record.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Damage> {
    let damage = |error: serde_json::Error| Damage::new(error.to_string());
    let Version { v } = serde_json::from_slice(bytes).map_err(damage)?;
    match v {
        VERSION => serde_json::from_slice::<Read<T>>(bytes).map(|read| read.is).map_err(damage),
        newer => Err(Damage::new(format!("version {newer} of the record is not known"))),
    }
}

/// A span as `[start, end]`.
#[derive(Serialize, Deserialize)]
struct StoredSpan(usize, usize);

impl From<Span> for StoredSpan {
    fn from(span: Span) -> Self {
        Self(span.start(), span.end())
    }
}

impl TryFrom<StoredSpan> for Span {
    type Error = Damage;

    fn try_from(StoredSpan(start, end): StoredSpan) -> Result<Self, Damage> {
        Self::new(start, end).ok_or_else(|| Damage::new(format!("no span from {start} to {end}")))
    }
}

/// Turns a list into the stored form.
fn store<'a, M, S: From<&'a M>>(list: &'a [M]) -> Vec<S> {
    list.iter().map(S::from).collect()
}

/// Turns a list back into the model's.
fn load<S, M: TryFrom<S, Error = Damage>>(list: Vec<S>) -> Result<Vec<M>, Damage> {
    list.into_iter().map(M::try_from).collect()
}

fn load_maybe<S, M: TryFrom<S, Error = Damage>>(one: Option<S>) -> Result<Option<M>, Damage> {
    one.map(M::try_from).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_a_later_version_is_not_guessed_at() {
        let read: Result<StoredSpan, Damage> = read(br#"{"v":2,"is":[0,1]}"#);
        assert!(read.is_err_and(|damage| damage.to_string().contains("version 2")));
    }
}
