//! Stored sources that a document cites, and statements that became stronger in it.

use noroshi_model::{CitedSource, Drift, DriftKind, SourceKind};
use serde::{Deserialize, Serialize};

use super::word::{Word, unknown};
use super::{Damage, StoredSpan};

/// `[name, kind, via, span]`
#[derive(Serialize, Deserialize)]
pub(super) struct StoredSource<'a>(Word<'a>, Word<'a>, Word<'a>, StoredSpan);

impl<'a> From<&'a CitedSource> for StoredSource<'a> {
    fn from(source: &'a CitedSource) -> Self {
        let kind = source.kind.word().into();
        Self(source.name.as_str().into(), kind, source.via.as_str().into(), source.span.into())
    }
}

impl TryFrom<StoredSource<'_>> for CitedSource {
    type Error = Damage;

    fn try_from(StoredSource(name, kind, via, span): StoredSource<'_>) -> Result<Self, Damage> {
        Ok(Self {
            name: name.into_owned(),
            kind: SourceKind::from_word(&kind).ok_or_else(|| unknown(&kind))?,
            via: via.into_owned(),
            span: span.try_into()?,
        })
    }
}

/// `[kind, weaker, stronger]`
#[derive(Serialize, Deserialize)]
pub(super) struct StoredDrift<'a>(Word<'a>, StoredSpan, StoredSpan);

impl From<&Drift> for StoredDrift<'_> {
    fn from(drift: &Drift) -> Self {
        Self(drift.kind.word().into(), drift.weaker.into(), drift.stronger.into())
    }
}

impl TryFrom<StoredDrift<'_>> for Drift {
    type Error = Damage;

    fn try_from(StoredDrift(kind, weaker, stronger): StoredDrift<'_>) -> Result<Self, Damage> {
        Ok(Self {
            kind: DriftKind::from_word(&kind).ok_or_else(|| unknown(&kind))?,
            weaker: weaker.try_into()?,
            stronger: stronger.try_into()?,
        })
    }
}
