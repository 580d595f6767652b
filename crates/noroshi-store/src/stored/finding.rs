//! A stored finding, without its kind and key, which stand beside the record; a stored check.

use jiff::Timestamp;
use noroshi_model::{Artefact, Attitude, Bilingual, Check, Citation, Finding, FindingKind, Level};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::word::{Word, member};
use super::{Damage, StoredSpan};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredFinding<'a> {
    #[serde(flatten)]
    sense: Sense<'a>,
    ours: Vec<StoredArtefact<'a>>,
    #[serde(default)]
    time: Option<i64>,
}

/// What a person reads. A change of it is news; another place of the same thing is none.
#[derive(Serialize, Deserialize)]
struct Sense<'a> {
    level: Word<'a>,
    subject: Word<'a>,
    title: Both<'a>,
    reason: Both<'a>,
    theirs: Vec<StoredCitation<'a>>,
    #[serde(default)]
    techniques: Vec<Word<'a>>,
    #[serde(default)]
    unknown: Vec<Both<'a>>,
    #[serde(default)]
    next: Vec<Both<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Both<'a> {
    en: Word<'a>,
    ja: Word<'a>,
}

#[derive(Serialize, Deserialize)]
struct StoredArtefact<'a> {
    path: Word<'a>,
    at: Word<'a>,
    text: Word<'a>,
}

#[derive(Serialize, Deserialize)]
struct StoredCitation<'a> {
    who: Word<'a>,
    what: Word<'a>,
    text: Word<'a>,
    #[serde(default)]
    document: Option<Word<'a>>,
    #[serde(default)]
    span: Option<StoredSpan>,
    #[serde(default)]
    link: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attitude: Option<Word<'a>>,
}

impl<'a> From<&'a Finding> for StoredFinding<'a> {
    fn from(finding: &'a Finding) -> Self {
        let sense = Sense {
            level: finding.level.word().into(),
            subject: finding.subject.as_str().into(),
            title: (&finding.title).into(),
            reason: (&finding.reason).into(),
            theirs: finding.theirs.iter().map(StoredCitation::from).collect(),
            techniques: finding.techniques.iter().map(|id| id.to_string().into()).collect(),
            unknown: finding.unknown.iter().map(Both::from).collect(),
            next: finding.next.iter().map(Both::from).collect(),
        };
        Self {
            sense,
            ours: finding.ours.iter().map(StoredArtefact::from).collect(),
            time: finding.time.map(Timestamp::as_second),
        }
    }
}

impl StoredFinding<'_> {
    /// A digest of what a person reads.
    pub(crate) fn sense(&self) -> Result<String, Damage> {
        let bytes = serde_json::to_vec(&self.sense);
        let bytes = bytes.map_err(|error| Damage::new(error.to_string()))?;
        Ok(Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// The finding of this record, with what stands beside it.
    pub(crate) fn of(self, kind: &str, key: String) -> Result<Finding, Damage> {
        let sense = self.sense;
        let levels = [Level::Know, Level::Soon, Level::Now];
        let time = self.time.map(Timestamp::from_second).transpose();
        let techniques = sense.techniques.iter().map(|id| Ok(id.parse()?));
        Ok(Finding {
            kind: member(&FindingKind::ALL, FindingKind::word, kind)?,
            key,
            level: member(&levels, Level::word, &sense.level)?,
            subject: sense.subject.into_owned(),
            title: sense.title.into(),
            reason: sense.reason.into(),
            ours: self.ours.into_iter().map(Artefact::from).collect(),
            theirs: sense.theirs.into_iter().map(Citation::try_from).collect::<Result<_, _>>()?,
            time: time.map_err(|error| Damage::new(error.to_string()))?,
            techniques: techniques.collect::<Result<_, Damage>>()?,
            unknown: sense.unknown.into_iter().map(Bilingual::from).collect(),
            next: sense.next.into_iter().map(Bilingual::from).collect(),
        })
    }
}

impl<'a> From<&'a Bilingual> for Both<'a> {
    fn from(text: &'a Bilingual) -> Self {
        Self { en: text.en.as_str().into(), ja: text.ja.as_str().into() }
    }
}

impl From<Both<'_>> for Bilingual {
    fn from(text: Both<'_>) -> Self {
        Self::new(text.en, text.ja)
    }
}

impl<'a> From<&'a Artefact> for StoredArtefact<'a> {
    fn from(one: &'a Artefact) -> Self {
        Self {
            path: one.path.as_str().into(),
            at: one.at.as_str().into(),
            text: one.text.as_str().into(),
        }
    }
}

impl From<StoredArtefact<'_>> for Artefact {
    fn from(one: StoredArtefact<'_>) -> Self {
        Self { path: one.path.into_owned(), at: one.at.into_owned(), text: one.text.into_owned() }
    }
}

impl<'a> From<&'a Citation> for StoredCitation<'a> {
    fn from(one: &'a Citation) -> Self {
        Self {
            who: one.who.as_str().into(),
            what: one.what.as_str().into(),
            text: one.text.as_str().into(),
            document: one.place.map(|(document, _)| document.to_string().into()),
            span: one.place.map(|(_, span)| span.into()),
            link: one.link.as_deref().map(Word::from),
            attitude: one.attitude.map(|attitude| attitude.word().into()),
        }
    }
}

impl TryFrom<StoredCitation<'_>> for Citation {
    type Error = Damage;

    fn try_from(one: StoredCitation<'_>) -> Result<Self, Damage> {
        let place = match (one.document, one.span) {
            (Some(document), Some(span)) => Some((document.parse()?, span.try_into()?)),
            _ => None,
        };
        let attitude = one.attitude.map(|word| member(&Attitude::ALL, Attitude::word, &word));
        Ok(Self {
            who: one.who.into_owned(),
            what: one.what.into_owned(),
            text: one.text.into_owned(),
            place,
            link: one.link.map(Word::into_owned),
            attitude: attitude.transpose()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredCheck<'a> {
    kind: Word<'a>,
    scope: Both<'a>,
    #[serde(default)]
    document: Option<Word<'a>>,
    at: i64,
    looked_at: usize,
    found: usize,
    #[serde(default)]
    gaps: Vec<Both<'a>>,
}

impl<'a> From<&'a Check> for StoredCheck<'a> {
    fn from(check: &'a Check) -> Self {
        Self {
            kind: check.kind.word().into(),
            scope: (&check.scope).into(),
            document: check.document.map(|document| document.to_string().into()),
            at: check.at.as_second(),
            looked_at: check.looked_at,
            found: check.found,
            gaps: check.gaps.iter().map(Both::from).collect(),
        }
    }
}

impl StoredCheck<'_> {
    /// The same for the same kind, scope and report.
    pub(crate) fn id(&self) -> String {
        let document = self.document.as_deref().unwrap_or_default();
        let digest = Sha256::digest([&self.kind, "\0", &self.scope.en, "\0", document].concat());
        digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl TryFrom<StoredCheck<'_>> for Check {
    type Error = Damage;

    fn try_from(stored: StoredCheck<'_>) -> Result<Self, Damage> {
        let at = Timestamp::from_second(stored.at);
        Ok(Self {
            kind: member(&FindingKind::ALL, FindingKind::word, &stored.kind)?,
            scope: stored.scope.into(),
            document: stored.document.map(|id| id.parse()).transpose()?,
            at: at.map_err(|error| Damage::new(error.to_string()))?,
            looked_at: stored.looked_at,
            found: stored.found,
            gaps: stored.gaps.into_iter().map(Bilingual::from).collect(),
        })
    }
}
