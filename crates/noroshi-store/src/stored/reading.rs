//! A stored reading.

use noroshi_model::{Reading, Sentence};
use serde::{Deserialize, Serialize};

use super::date::StoredDates;
use super::mention::StoredMention;
use super::problem::StoredProblem;
use super::source::{StoredDrift, StoredSource};
use super::statement::{StoredClaim, StoredEvent, StoredRelation};
use super::technique::StoredTechnique;
use super::word::{Word, language, tlp};
use super::{Damage, StoredSpan, load, store};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredReading<'a> {
    language: Word<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Word<'a>>,
    #[serde(default)]
    dates: StoredDates<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tlp: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<StoredSentence<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<StoredMention<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    claims: Vec<StoredClaim<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<StoredEvent<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    relations: Vec<StoredRelation<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    techniques: Vec<StoredTechnique<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sources: Vec<StoredSource<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    drift: Vec<StoredDrift<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    boilerplate: Vec<StoredSpan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    problems: Vec<StoredProblem<'a>>,
}

impl<'a> From<&'a Reading> for StoredReading<'a> {
    fn from(reading: &'a Reading) -> Self {
        Self {
            language: reading.language.code().into(),
            title: reading.title.as_deref().map(Into::into),
            dates: (&reading.dates).into(),
            tlp: reading.tlp.map(|tlp| tlp.label().into()),
            sentences: store(&reading.sentences),
            mentions: store(&reading.mentions),
            claims: store(&reading.claims),
            events: store(&reading.events),
            relations: store(&reading.relations),
            techniques: store(&reading.techniques),
            sources: store(&reading.sources),
            drift: store(&reading.drift),
            boilerplate: reading.boilerplate.iter().copied().map(Into::into).collect(),
            problems: store(&reading.problems),
        }
    }
}

impl TryFrom<StoredReading<'_>> for Reading {
    type Error = Damage;

    fn try_from(stored: StoredReading<'_>) -> Result<Self, Damage> {
        Ok(Self {
            language: language(&stored.language)?,
            title: stored.title.map(Word::into_owned),
            dates: stored.dates.try_into()?,
            tlp: stored.tlp.as_deref().map(tlp).transpose()?,
            sentences: load(stored.sentences)?,
            mentions: load(stored.mentions)?,
            claims: load(stored.claims)?,
            events: load(stored.events)?,
            relations: load(stored.relations)?,
            techniques: load(stored.techniques)?,
            sources: load(stored.sources)?,
            drift: load(stored.drift)?,
            boilerplate: load(stored.boilerplate)?,
            problems: load(stored.problems)?,
        })
    }
}

/// `[span, language, boilerplate]`
#[derive(Serialize, Deserialize)]
struct StoredSentence<'a>(StoredSpan, Word<'a>, bool);

impl From<&Sentence> for StoredSentence<'_> {
    fn from(sentence: &Sentence) -> Self {
        Self(sentence.span.into(), sentence.language.code().into(), sentence.boilerplate)
    }
}

impl TryFrom<StoredSentence<'_>> for Sentence {
    type Error = Damage;

    fn try_from(
        StoredSentence(span, code, boilerplate): StoredSentence<'_>,
    ) -> Result<Self, Damage> {
        Ok(Self { span: span.try_into()?, language: language(&code)?, boilerplate })
    }
}
