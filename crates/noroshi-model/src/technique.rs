//! Techniques that sentences tell of, and the order of tactics.

use crate::{Entity, EntityId, Span};

/// A sentence tells of a technique, by name or by what it describes.
#[derive(Debug, Clone, PartialEq)]
pub struct TechniqueTag {
    /// The technique; a sub-technique where the words say so much.
    pub technique: EntityId,
    /// The sentence.
    pub span: Span,
    /// The words in it that made the tag, in order of place.
    pub cues: Vec<Span>,
    /// On what grounds.
    pub basis: TagBasis,
}

/// Why a sentence carries a technique.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TagBasis {
    /// Its id or name stands there.
    Named,
    /// A phrase of the lexicon stands there.
    Cue,
    /// The linear model says so.
    Model {
        /// How far the sentence lies on the technique's side; no probability.
        score: f32,
    },
}

impl TagBasis {
    /// The word used in the wire format and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Cue => "cue",
            Self::Model { .. } => "model",
        }
    }

    /// The basis of a word of [`TagBasis::word`]; that of the model needs its score.
    pub fn from_word(word: &str, score: Option<f32>) -> Option<Self> {
        match (word, score) {
            ("named", None) => Some(Self::Named),
            ("cue", None) => Some(Self::Cue),
            ("model", Some(score)) => Some(Self::Model { score }),
            _ => None,
        }
    }

    /// The score, when the model said so.
    pub fn score(self) -> Option<f32> {
        match self {
            Self::Model { score } => Some(score),
            Self::Named | Self::Cue => None,
        }
    }
}

/// Tactics of ATT&CK for Enterprise in the order of its matrix, by their short names.
///
/// Source: MITRE ATT&CK 18.1, <https://attack.mitre.org/tactics/enterprise/>.
pub const KILL_CHAIN: [&str; 14] = [
    "reconnaissance",
    "resource-development",
    "initial-access",
    "execution",
    "persistence",
    "privilege-escalation",
    "defense-evasion",
    "credential-access",
    "discovery",
    "lateral-movement",
    "collection",
    "command-and-control",
    "exfiltration",
    "impact",
];

/// The tactics of a technique as the pack has them, earliest first; those of other matrices
/// that Enterprise does not have come last.
pub fn tactics(technique: &Entity) -> Vec<&str> {
    let own = technique.facts.iter().filter(|fact| fact.key == "tactic");
    let mut tactics: Vec<&str> = own.map(|fact| fact.value.as_str()).collect();
    tactics.sort_by_key(|tactic| {
        KILL_CHAIN.iter().position(|known| known == tactic).unwrap_or(KILL_CHAIN.len())
    });
    tactics
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EntityKind, Fact};

    #[test]
    fn a_basis_survives_being_written_and_read() {
        for basis in [TagBasis::Named, TagBasis::Cue, TagBasis::Model { score: -0.25 }] {
            assert_eq!(TagBasis::from_word(basis.word(), basis.score()), Some(basis));
        }
        assert_eq!(TagBasis::from_word("model", None), None);
    }

    #[test]
    fn tactics_come_in_the_order_of_an_attack() {
        let fact = |value: &str| Fact {
            key: "tactic".to_owned(),
            value: value.to_owned(),
            source: String::new(),
            seen: String::new(),
        };
        let id = EntityId::new(EntityKind::Technique, "T1078").expect("fits");
        let facts = vec![fact("evasion"), fact("persistence"), fact("initial-access")];
        let entity = Entity { id, names: Vec::new(), links: Vec::new(), facts };
        assert_eq!(tactics(&entity), ["initial-access", "persistence", "evasion"]);
    }
}
