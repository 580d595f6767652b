//! What is known of the policies of the baselines: titles, flags, techniques, migrations.
//!
//! The table itself is compiled in from `knowledge/posture/`.

use noroshi_model::{Bilingual, TechniqueId};

use crate::{Criticality, PolicyId};

/// What is known of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFact {
    /// The policy, with the version that the facts are about.
    pub policy: PolicyId,
    /// The product: `aad`, `gmail`.
    pub product: String,
    /// A short title in both languages.
    pub title: Bilingual,
    /// How binding it is.
    pub criticality: Criticality,
    /// Whether BOD 25-01 makes it a duty of US federal agencies.
    pub bod: bool,
    /// Techniques of ATT&CK that it stands against.
    pub techniques: Vec<TechniqueId>,
}
