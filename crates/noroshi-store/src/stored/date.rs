//! Stored dates.

use noroshi_model::{Basis, Dated, DocumentDates, Moment, Precision};
use serde::{Deserialize, Serialize};

use super::word::{Word, for_ever, unknown};
use super::{Damage, StoredSpan, load_maybe};

#[derive(Serialize, Deserialize)]
pub(super) struct StoredMoment {
    from: String,
    until: String,
    fine: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<i16>,
}

impl From<Moment> for StoredMoment {
    fn from(moment: Moment) -> Self {
        Self {
            from: moment.start().to_string(),
            until: moment.end().to_string(),
            fine: moment.precision().word().to_owned(),
            zone: moment.zone(),
        }
    }
}

impl TryFrom<StoredMoment> for Moment {
    type Error = Damage;

    fn try_from(stored: StoredMoment) -> Result<Self, Damage> {
        let precision = Precision::from_word(&stored.fine).ok_or_else(|| unknown(&stored.fine))?;
        let from = stored.from.parse().map_err(|_| unknown(&stored.from))?;
        let until = stored.until.parse().map_err(|_| unknown(&stored.until))?;
        let moment = Self::new(from, until, precision).ok_or_else(|| unknown(&stored.from))?;
        Ok(stored.zone.map_or(moment, |minutes| moment.in_zone(minutes)))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredBasis<'a> {
    Metadata(Word<'a>),
    Byline(StoredSpan),
    Title,
    FileName,
    Given,
    Rule(Word<'a>),
}

impl<'a> From<&'a Basis> for StoredBasis<'a> {
    fn from(basis: &'a Basis) -> Self {
        match basis {
            Basis::Metadata(field) => Self::Metadata(field.into()),
            Basis::Byline(span) => Self::Byline((*span).into()),
            Basis::Title => Self::Title,
            Basis::FileName => Self::FileName,
            Basis::Given => Self::Given,
            Basis::Rule(rule) => Self::Rule((*rule).into()),
        }
    }
}

impl TryFrom<StoredBasis<'_>> for Basis {
    type Error = Damage;

    fn try_from(stored: StoredBasis<'_>) -> Result<Self, Damage> {
        Ok(match stored {
            StoredBasis::Metadata(field) => Self::Metadata(field.into_owned()),
            StoredBasis::Byline(span) => Self::Byline(span.try_into()?),
            StoredBasis::Title => Self::Title,
            StoredBasis::FileName => Self::FileName,
            StoredBasis::Given => Self::Given,
            StoredBasis::Rule(rule) => Self::Rule(for_ever(&rule)?),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredDated<'a> {
    at: StoredMoment,
    why: StoredBasis<'a>,
}

impl<'a> From<&'a Dated> for StoredDated<'a> {
    fn from(dated: &'a Dated) -> Self {
        Self { at: dated.moment.into(), why: (&dated.basis).into() }
    }
}

impl TryFrom<StoredDated<'_>> for Dated {
    type Error = Damage;

    fn try_from(stored: StoredDated<'_>) -> Result<Self, Damage> {
        Ok(Self { moment: stored.at.try_into()?, basis: stored.why.try_into()? })
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StoredDates<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<StoredDated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    covers: Option<StoredDated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rendered: Option<StoredDated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fetched: Option<StoredDated<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<StoredDated<'a>>,
}

impl<'a> From<&'a DocumentDates> for StoredDates<'a> {
    fn from(dates: &'a DocumentDates) -> Self {
        Self {
            published: dates.published.as_ref().map(Into::into),
            covers: dates.covers.as_ref().map(Into::into),
            rendered: dates.rendered.as_ref().map(Into::into),
            fetched: dates.fetched.as_ref().map(Into::into),
            anchor: dates.anchor.as_ref().map(Into::into),
        }
    }
}

impl TryFrom<StoredDates<'_>> for DocumentDates {
    type Error = Damage;

    fn try_from(stored: StoredDates<'_>) -> Result<Self, Damage> {
        Ok(Self {
            published: load_maybe(stored.published)?,
            covers: load_maybe(stored.covers)?,
            rendered: load_maybe(stored.rendered)?,
            fetched: load_maybe(stored.fetched)?,
            anchor: load_maybe(stored.anchor)?,
        })
    }
}
