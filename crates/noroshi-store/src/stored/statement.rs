//! Stored claims, events and relations.

use noroshi_model::{
    Attribution, Claim, Event, Likelihood, Relation, Span, Speaker, SpeakerChain, Stance,
};
use serde::{Deserialize, Serialize};

use super::date::StoredMoment;
use super::grounds::StoredGrounds;
use super::word::{Word, attribution_level, claim_kind, event_status, predicate, subject, unknown};
use super::{Damage, StoredSpan, load, load_maybe};

#[derive(Serialize, Deserialize)]
pub(super) struct StoredClaim<'a> {
    at: StoredSpan,
    sentence: StoredSpan,
    speakers: Vec<StoredSpeaker<'a>>,
    stance: Word<'a>,
    kind: Word<'a>,
    /// Lower end, upper end, place of the wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    likelihood: Option<(f32, f32, StoredSpan)>,
    #[serde(default)]
    hearsay: usize,
    /// Level, candidate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attribution: Option<(Word<'a>, Word<'a>)>,
    about: Word<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roots: Vec<Word<'a>>,
}

impl<'a> From<&'a Claim> for StoredClaim<'a> {
    fn from(claim: &'a Claim) -> Self {
        let likelihood = claim.likelihood.as_ref();
        let attribution = claim.attribution.as_ref();
        Self {
            at: claim.span.into(),
            sentence: claim.sentence.into(),
            speakers: claim.speakers.iter().map(Into::into).collect(),
            stance: claim.stance.word().into(),
            kind: claim.kind.word().into(),
            likelihood: likelihood.map(|(likely, at)| (likely.low(), likely.high(), (*at).into())),
            hearsay: claim.hearsay_marks,
            attribution: attribution
                .map(|held| (held.level.word().into(), held.candidate.as_str().into())),
            about: claim.about.as_str().into(),
            roots: claim.roots.iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<StoredClaim<'_>> for Claim {
    type Error = Damage;

    fn try_from(stored: StoredClaim<'_>) -> Result<Self, Damage> {
        Ok(Self {
            span: stored.at.try_into()?,
            sentence: stored.sentence.try_into()?,
            speakers: chain(stored.speakers)?,
            stance: Stance::from_word(&stored.stance).ok_or_else(|| unknown(&stored.stance))?,
            kind: claim_kind(&stored.kind)?,
            likelihood: stored.likelihood.map(likelihood).transpose()?,
            hearsay_marks: stored.hearsay,
            attribution: stored.attribution.map(attribution).transpose()?,
            about: stored.about.into_owned(),
            roots: stored.roots.into_iter().map(Word::into_owned).collect(),
        })
    }
}

fn chain(stored: Vec<StoredSpeaker<'_>>) -> Result<SpeakerChain, Damage> {
    let mut speakers = load::<_, Speaker>(stored)?.into_iter();
    let outermost = speakers.next().ok_or_else(|| Damage::new("a claim has no speaker"))?;
    Ok(SpeakerChain::new(outermost, speakers.collect()))
}

fn likelihood((low, high, at): (f32, f32, StoredSpan)) -> Result<(Likelihood, Span), Damage> {
    let wrong = || Damage::new(format!("no likelihood from {low} to {high}"));
    Ok((Likelihood::new(low, high).ok_or_else(wrong)?, at.try_into()?))
}

fn attribution((level, candidate): (Word<'_>, Word<'_>)) -> Result<Attribution, Damage> {
    Ok(Attribution { level: attribution_level(&level)?, candidate: candidate.into_owned() })
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredSpeaker<'a> {
    Named(Word<'a>, Option<StoredSpan>),
    Unnamed(Word<'a>, Option<StoredSpan>),
    Author,
}

impl<'a> From<&'a Speaker> for StoredSpeaker<'a> {
    fn from(speaker: &'a Speaker) -> Self {
        match speaker {
            Speaker::Named { name, span } => Self::Named(name.into(), span.map(Into::into)),
            Speaker::Unnamed { as_written, span } => {
                Self::Unnamed(as_written.into(), span.map(Into::into))
            }
            Speaker::Author => Self::Author,
        }
    }
}

impl TryFrom<StoredSpeaker<'_>> for Speaker {
    type Error = Damage;

    fn try_from(stored: StoredSpeaker<'_>) -> Result<Self, Damage> {
        Ok(match stored {
            StoredSpeaker::Named(name, span) => {
                Self::Named { name: name.into_owned(), span: load_maybe(span)? }
            }
            StoredSpeaker::Unnamed(words, span) => {
                Self::Unnamed { as_written: words.into_owned(), span: load_maybe(span)? }
            }
            StoredSpeaker::Author => Self::Author,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredEvent<'a> {
    what: Word<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<(StoredMoment, Word<'a>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    victims: Vec<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actors: Vec<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    techniques: Vec<Word<'a>>,
    status: Word<'a>,
    at: Vec<StoredSpan>,
    #[serde(default)]
    why: StoredGrounds<'a>,
}

impl<'a> From<&'a Event> for StoredEvent<'a> {
    fn from(event: &'a Event) -> Self {
        let when = event.when.as_ref();
        Self {
            what: event.what.as_str().into(),
            when: when.map(|(moment, dated)| ((*moment).into(), dated.word().into())),
            victims: event.victims.iter().map(Into::into).collect(),
            actors: event.actors.iter().map(Into::into).collect(),
            techniques: event.techniques.iter().map(Into::into).collect(),
            status: event.status.word().into(),
            at: event.spans.iter().copied().map(Into::into).collect(),
            why: (&event.grounds).into(),
        }
    }
}

impl TryFrom<StoredEvent<'_>> for Event {
    type Error = Damage;

    fn try_from(stored: StoredEvent<'_>) -> Result<Self, Damage> {
        let owned = |words: Vec<Word<'_>>| words.into_iter().map(Word::into_owned).collect();
        let when = |(moment, dated): (StoredMoment, Word<'_>)| {
            Ok::<_, Damage>((moment.try_into()?, subject(&dated)?))
        };
        Ok(Self {
            what: stored.what.into_owned(),
            when: stored.when.map(when).transpose()?,
            victims: owned(stored.victims),
            actors: owned(stored.actors),
            techniques: owned(stored.techniques),
            status: event_status(&stored.status)?,
            spans: load(stored.at)?,
            grounds: stored.why.try_into()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredRelation<'a> {
    subject: Word<'a>,
    is: Word<'a>,
    object: Word<'a>,
    at: StoredSpan,
    #[serde(default)]
    why: StoredGrounds<'a>,
}

impl<'a> From<&'a Relation> for StoredRelation<'a> {
    fn from(relation: &'a Relation) -> Self {
        Self {
            subject: relation.subject.as_str().into(),
            is: relation.predicate.word().into(),
            object: relation.object.as_str().into(),
            at: relation.span.into(),
            why: (&relation.grounds).into(),
        }
    }
}

impl TryFrom<StoredRelation<'_>> for Relation {
    type Error = Damage;

    fn try_from(stored: StoredRelation<'_>) -> Result<Self, Damage> {
        Ok(Self {
            subject: stored.subject.into_owned(),
            predicate: predicate(&stored.is)?,
            object: stored.object.into_owned(),
            span: stored.at.try_into()?,
            grounds: stored.why.try_into()?,
        })
    }
}
