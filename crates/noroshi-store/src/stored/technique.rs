//! Stored techniques that sentences tell of.

use noroshi_model::{TagBasis, TechniqueTag};
use serde::{Deserialize, Serialize};

use super::word::{Word, unknown};
use super::{Damage, StoredSpan, load};

/// `[technique, span, cues, basis, score]`; the score is null unless the model said so.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredTechnique<'a>(String, StoredSpan, Vec<StoredSpan>, Word<'a>, Option<f32>);

impl From<&TechniqueTag> for StoredTechnique<'_> {
    fn from(tag: &TechniqueTag) -> Self {
        let cues = tag.cues.iter().copied().map(Into::into).collect();
        let basis = tag.basis.word().into();
        Self(tag.technique.to_string(), tag.span.into(), cues, basis, tag.basis.score())
    }
}

impl TryFrom<StoredTechnique<'_>> for TechniqueTag {
    type Error = Damage;

    fn try_from(
        StoredTechnique(technique, span, cues, basis, score): StoredTechnique<'_>,
    ) -> Result<Self, Damage> {
        Ok(Self {
            technique: technique.parse().map_err(|_| unknown(&technique))?,
            span: span.try_into()?,
            cues: load(cues)?,
            basis: TagBasis::from_word(&basis, score).ok_or_else(|| unknown(&basis))?,
        })
    }
}
