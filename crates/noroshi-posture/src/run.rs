//! One run of a baseline over the settings of one tenant.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::{PolicyResult, Verdict};

/// The suite of products that a baseline is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Suite {
    /// Microsoft 365, judged by ScubaGear.
    M365,
    /// Google Workspace, judged by ScubaGoggles.
    Gws,
}

impl Suite {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::M365 => "M365",
            Self::Gws => "GWS",
        }
    }

    /// The suite of a word of [`Suite::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::M365, Self::Gws].into_iter().find(|one| one.word() == word)
    }

    /// The suite's name, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::M365 => "Microsoft 365",
            Self::Gws => "Google Workspace",
        }
    }
}

/// Whose settings they are. Parts that the export does not tell are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant {
    /// The id at the provider.
    pub id: String,
    /// The name, for people.
    pub name: String,
    /// The domain.
    pub domain: String,
    /// The organisation, as its configuration says.
    pub organisation: String,
}

impl Tenant {
    /// What it is called: name, domain, id, whichever is there first.
    pub fn title(&self) -> &str {
        [&self.name, &self.domain, &self.id]
            .into_iter()
            .find(|it| !it.is_empty())
            .map_or("-", |it| it)
    }

    /// What makes two runs runs of the same tenant: id, else domain, else name.
    pub fn key(&self) -> &str {
        [&self.id, &self.domain, &self.name]
            .into_iter()
            .find(|it| !it.is_empty())
            .map_or("-", |it| it)
    }
}

/// One run: who, by which baseline, when, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The suite.
    pub suite: Suite,
    /// Whose settings.
    pub tenant: Tenant,
    /// The baseline or tool: `ScubaGear`, `ScubaGoggles`, or the name of another baseline.
    pub tool: String,
    /// Its version; empty when unknown.
    pub tool_version: String,
    /// The moment for which it was judged.
    pub at: Timestamp,
    /// When the settings were exported, if the export tells.
    pub exported: Option<Timestamp>,
    /// The file that was judged or taken in, for people.
    pub source: String,
    /// SHA-256 of that file, hexadecimal.
    pub sha256: String,
    /// Results in the order of their ids.
    pub results: Vec<PolicyResult>,
}

impl Run {
    /// The id: the same for the same file, baseline and moment.
    pub fn id(&self) -> String {
        let mut digest = Sha256::new();
        let moment = self.at.as_second().to_string();
        let parts = [
            self.suite.word(),
            self.tenant.key(),
            &self.tool,
            &self.tool_version,
            &moment,
            &self.sha256,
        ];
        for part in parts {
            digest.update(part);
            digest.update([0]);
        }
        digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Products with a result, in the order of their names.
    pub fn products(&self) -> Vec<&str> {
        let mut products: Vec<&str> = self.results.iter().map(|one| one.product.as_str()).collect();
        products.sort_unstable();
        products.dedup();
        products
    }

    /// How many results there are of each verdict.
    pub fn summary(&self) -> Summary {
        let mut counts = [0; Verdict::ALL.len()];
        for one in &self.results {
            if let Some(at) = Verdict::ALL.iter().position(|verdict| *verdict == one.verdict) {
                counts[at] += 1;
            }
        }
        Summary { counts }
    }
}

/// How many results there are of each verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    counts: [usize; Verdict::ALL.len()],
}

impl Summary {
    /// How many of a verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        let at = Verdict::ALL.iter().position(|one| *one == verdict);
        at.map_or(0, |at| self.counts[at])
    }

    /// How many in all.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}
