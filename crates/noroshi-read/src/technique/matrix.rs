//! The matrix of ATT&CK that a document speaks of: Enterprise, Mobile and ICS share names of
//! techniques, and the sentence alone does not tell which is meant.

use noroshi_model::{EntityId, EntityKind, Knowledge, Mention};

/// A matrix of ATT&CK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matrix {
    Enterprise,
    Mobile,
    Ics,
}

impl Matrix {
    /// The matrix that the mentions of a document speak of most: by techniques that only one
    /// has, and by operating systems. Without any, and where it is even, it is Enterprise.
    pub(crate) fn of<'m>(
        knowledge: &Knowledge,
        mentions: impl Iterator<Item = &'m Mention>,
    ) -> Self {
        let (mut enterprise, mut mobile, mut ics) = (0_usize, 0_usize, 0_usize);
        for mention in mentions {
            let [one] = mention.candidates.as_slice() else { continue };
            match Self::told_by(knowledge, one) {
                Some(Self::Enterprise) => enterprise += 1,
                Some(Self::Mobile) => mobile += 1,
                Some(Self::Ics) => ics += 1,
                None => {}
            }
        }
        if mobile > enterprise && mobile >= ics {
            Self::Mobile
        } else if ics > enterprise {
            Self::Ics
        } else {
            Self::Enterprise
        }
    }

    /// The technique that a name stands for: the only one, or the only one of the matrix.
    pub(crate) fn meant<'c>(
        self,
        knowledge: &Knowledge,
        candidates: &'c [EntityId],
    ) -> Option<&'c EntityId> {
        if let [one] = candidates {
            return Self::of_technique(knowledge, one).map(|_| one);
        }
        let own = |id: &&EntityId| Self::of_technique(knowledge, id) == Some(self);
        let mut all = candidates.iter().filter(own);
        all.next().filter(|_| all.next().is_none())
    }

    fn told_by(knowledge: &Knowledge, id: &EntityId) -> Option<Self> {
        match (id.kind, id.slug()) {
            (EntityKind::Technique, _) => Self::of_technique(knowledge, id),
            (EntityKind::Product, "android" | "ios") => Some(Self::Mobile),
            (EntityKind::Product, "windows" | "windows-server" | "macos" | "linux-kernel") => {
                Some(Self::Enterprise)
            }
            _ => None,
        }
    }

    /// The matrix of a technique of the pack.
    fn of_technique(knowledge: &Knowledge, id: &EntityId) -> Option<Self> {
        if id.kind != EntityKind::Technique {
            return None;
        }
        match knowledge.entity(id)?.fact("matrix") {
            Some("mobile") => Some(Self::Mobile),
            Some("ics") => Some(Self::Ics),
            _ => Some(Self::Enterprise),
        }
    }
}
