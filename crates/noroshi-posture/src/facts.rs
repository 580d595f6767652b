//! What is known of each policy before anything is evaluated: group, duty, techniques, titles.
//!
//! Compiled in from `facts/`. The ids, flags and techniques are CISA's (CC0-1.0, no endorsement);
//! the titles are ours and short, so the sentence of the baseline is shown beside them.

mod file;
mod migration;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use noroshi_model::{Bilingual, TechniqueId};

pub use self::migration::{Fate, Migrations};
use crate::{Criticality, PolicyId};

/// A badge that the baseline puts on a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Badge {
    /// Named by Binding Operational Directive 25-01, a duty of US federal civilian agencies only.
    Bod2501,
    /// A tool can judge it from the exported settings.
    Automated,
    /// A person has to look.
    Manual,
    /// Judged from log events, which reach back for about six months only.
    LogBased,
    /// The judgement depends on what the organisation configures, such as exclusions.
    Configurable,
}

impl Badge {
    /// The word of the fact files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bod2501 => "bod-25-01",
            Self::Automated => "automated",
            Self::Manual => "manual",
            Self::LogBased => "log-based",
            Self::Configurable => "configurable",
        }
    }
}

/// Who says it, and as of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSource {
    /// Short name, unique.
    pub id: String,
    /// Title with the release that was read.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// Where it is.
    pub url: String,
    /// Licence of what was taken.
    pub licence: String,
    /// State of the source, `YYYY-MM-DD`.
    pub seen: String,
}

/// A group of policies: a chapter of a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `MS.AAD.3`.
    pub id: String,
    /// The product's word in exports and results: `aad`.
    pub product: String,
    /// English: the heading of the baseline. Japanese: ours.
    pub title: Bilingual,
}

/// What is known of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFact {
    /// The policy, with its version in the newest baseline read.
    pub policy: PolicyId,
    /// The product's word in exports and results: `aad`, `gmail`.
    pub product: String,
    /// Our short title in both languages.
    pub title: Bilingual,
    /// How binding it is.
    pub criticality: Criticality,
    /// Whether BOD 25-01 makes it a duty of US federal civilian agencies.
    pub bod: bool,
    /// In the order of [`Badge`].
    pub badges: Vec<Badge>,
    /// The kind of exclusion that its configuration allows, in CISA's word; empty if none.
    pub exclusion: String,
    /// Techniques of ATT&CK that it stands against, by the baseline.
    pub techniques: Vec<TechniqueId>,
    /// Place in [`Facts::groups`].
    group: usize,
}

impl PolicyFact {
    /// Whether the baseline puts this badge on it.
    pub fn has(&self, badge: Badge) -> bool {
        self.badges.contains(&badge)
    }
}

/// All facts about policies. Read once, from what is compiled in.
#[derive(Debug, Default)]
pub struct Facts {
    policies: BTreeMap<String, PolicyFact>,
    groups: Vec<Group>,
    sources: Vec<FactSource>,
    migrations: Migrations,
}

impl Facts {
    /// The facts compiled in. The text is part of the program and is checked by a test; what
    /// could not be read would be absent, never wrong.
    pub fn compiled_in() -> &'static Self {
        static FACTS: OnceLock<Facts> = OnceLock::new();
        FACTS.get_or_init(|| file::read(file::COMPILED_IN).unwrap_or_default())
    }

    /// The facts about a policy, in whichever version.
    pub fn policy(&self, id: &PolicyId) -> Option<&PolicyFact> {
        self.policies.get(id.stem())
    }

    /// The facts about a policy of any release: its own, or those of the one policy it moved to.
    pub fn policy_or_successor(&self, id: &PolicyId) -> Option<&PolicyFact> {
        self.policy(id).or_else(|| match self.fate(id) {
            Fate::Moved([only]) => self.policies.get(only),
            _ => None,
        })
    }

    /// All policies in the order of their ids as text.
    pub fn policies(&self) -> impl Iterator<Item = &PolicyFact> {
        self.policies.values()
    }

    /// The policies of a baseline (`MS`, `GWS`, `NRS`: the first part of its ids) for a product
    /// word such as `aad`, in the order of their numbers.
    pub fn of_product(&self, baseline: &str, product: &str) -> Vec<&PolicyFact> {
        let of = |fact: &&PolicyFact| {
            let first = fact.policy.stem().split('.').next();
            fact.product == product && first == Some(baseline)
        };
        let mut found: Vec<&PolicyFact> = self.policies().filter(of).collect();
        found.sort_by_key(|fact| fact.policy.order());
        found
    }

    /// The group of a policy.
    pub fn group(&self, fact: &PolicyFact) -> Option<&Group> {
        self.groups.get(fact.group)
    }

    /// All groups in the order of the baselines.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Where the facts come from; to be shown wherever they are.
    pub fn sources(&self) -> &[FactSource] {
        &self.sources
    }

    /// Old ids to new ones.
    pub fn migrations(&self) -> &Migrations {
        &self.migrations
    }

    /// What became of a policy that some release knew, with or without version.
    pub fn fate(&self, id: &PolicyId) -> Fate<'_> {
        self.migrations.fate(id, self.policy(id).map(|fact| &fact.policy))
    }
}
