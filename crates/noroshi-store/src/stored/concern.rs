//! A stored concern, without its document, which stands beside the record.

use noroshi_model::{Concern, ConcernReason, DocumentId, Level, Surface};
use serde::{Deserialize, Serialize};

use super::word::{Word, for_ever, member};
use super::{Damage, StoredSpan};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredConcern<'a> {
    level: Word<'a>,
    sentence: StoredSpan,
    at: StoredSpan,
    surface: Word<'a>,
    ours: Word<'a>,
    theirs: Word<'a>,
    rule: Word<'a>,
    cue: Word<'a>,
}

impl<'a> From<&'a Concern> for StoredConcern<'a> {
    fn from(concern: &'a Concern) -> Self {
        let reason = &concern.reason;
        Self {
            level: concern.level.word().into(),
            sentence: concern.sentence.into(),
            at: concern.span.into(),
            surface: reason.surface.word().into(),
            ours: reason.ours.as_str().into(),
            theirs: reason.theirs.as_str().into(),
            rule: reason.rule.into(),
            cue: reason.cue.as_str().into(),
        }
    }
}

impl StoredConcern<'_> {
    /// The concern of this record, with its document.
    pub(crate) fn of(self, document: DocumentId) -> Result<Concern, Damage> {
        let levels = [Level::Know, Level::Soon, Level::Now];
        Ok(Concern {
            level: member(&levels, Level::word, &self.level)?,
            document,
            sentence: self.sentence.try_into()?,
            span: self.at.try_into()?,
            reason: ConcernReason {
                surface: member(&Surface::ALL, Surface::word, &self.surface)?,
                ours: self.ours.into_owned(),
                theirs: self.theirs.into_owned(),
                rule: for_ever(&self.rule)?,
                cue: self.cue.into_owned(),
            },
        })
    }
}
