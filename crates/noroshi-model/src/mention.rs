//! What a text mentions, where, and in which role.

use crate::{EntityId, Moment, Money, Span, Subject};

/// What kind of thing is mentioned. The words are those of `noroshi read --format json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named after the word of the field")]
pub enum MentionKind {
    ThreatActor,
    Malware,
    Tool,
    Vulnerability,
    Organization,
    Sector,
    Country,
    Campaign,
    Technique,
    Package,
    Url,
    Domain,
    Ip,
    Cidr,
    Hash,
    Email,
    Path,
    Registry,
    Bitcoin,
    Product,
    Person,
    Regulation,
    Date,
    Money,
    Count,
}

impl MentionKind {
    /// All kinds, in the order of the documentation.
    pub const ALL: [Self; 25] = [
        Self::ThreatActor,
        Self::Malware,
        Self::Tool,
        Self::Vulnerability,
        Self::Organization,
        Self::Sector,
        Self::Country,
        Self::Campaign,
        Self::Technique,
        Self::Package,
        Self::Url,
        Self::Domain,
        Self::Ip,
        Self::Cidr,
        Self::Hash,
        Self::Email,
        Self::Path,
        Self::Registry,
        Self::Bitcoin,
        Self::Product,
        Self::Person,
        Self::Regulation,
        Self::Date,
        Self::Money,
        Self::Count,
    ];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::ThreatActor => "threat-actor",
            Self::Malware => "malware",
            Self::Tool => "tool",
            Self::Vulnerability => "vulnerability",
            Self::Organization => "organization",
            Self::Sector => "sector",
            Self::Country => "country",
            Self::Campaign => "campaign",
            Self::Technique => "technique",
            Self::Package => "package",
            Self::Url => "url",
            Self::Domain => "domain",
            Self::Ip => "ip",
            Self::Cidr => "cidr",
            Self::Hash => "hash",
            Self::Email => "email",
            Self::Path => "path",
            Self::Registry => "registry",
            Self::Bitcoin => "bitcoin",
            Self::Product => "product",
            Self::Person => "person",
            Self::Regulation => "regulation",
            Self::Date => "date",
            Self::Money => "money",
            Self::Count => "count",
        }
    }

    /// The kind of a word of [`MentionKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether mentions of this kind are observables, which carry a role.
    pub fn is_observable(self) -> bool {
        matches!(
            self,
            Self::Url
                | Self::Domain
                | Self::Ip
                | Self::Cidr
                | Self::Hash
                | Self::Email
                | Self::Path
                | Self::Registry
                | Self::Bitcoin
        )
    }
}

/// Whose an observable is. A citation is not an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The attacker's.
    Indicator,
    /// A citation, a publisher, a vendor's page.
    Reference,
    /// The victim's.
    Victim,
    /// Made up to show something.
    Example,
    /// Where the publisher can be reached.
    Contact,
    /// A legitimate service that the attacker used: never block-listed by itself.
    Abused,
}

impl Role {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::Reference => "reference",
            Self::Victim => "victim",
            Self::Example => "example",
            Self::Contact => "contact",
            Self::Abused => "abused",
        }
    }

    /// The role of a word of [`Role::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Indicator, Self::Reference, Self::Victim, Self::Example, Self::Contact, Self::Abused]
            .into_iter()
            .find(|role| role.word() == word)
    }
}

/// Why something was read the way it was: the rule's name, and the words that fired it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reason {
    /// Name of the rule, stable, kebab-case: `defanged`, `cue`, `reserved-range`.
    pub rule: &'static str,
    /// The words of the text or the value of a table that decided, if any.
    pub detail: Option<String>,
}

impl Reason {
    /// A rule that needs no further words.
    pub fn rule(rule: &'static str) -> Self {
        Self { rule, detail: None }
    }

    /// A rule and what fired it.
    pub fn with(rule: &'static str, detail: impl Into<String>) -> Self {
        Self { rule, detail: Some(detail.into()) }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.detail {
            Some(detail) => write!(out, "{}: {detail}", self.rule),
            None => out.write_str(self.rule),
        }
    }
}

/// One thing that a text mentions at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// What kind of thing.
    pub kind: MentionKind,
    /// Where; the surface form is what stands there.
    pub span: Span,
    /// Refanged, normalised value; for names the name of the only candidate, or as written.
    pub canonical: String,
    /// Whose it is; observables only.
    pub role: Option<Role>,
    /// Why it was read so.
    pub reason: Reason,
    /// Entities of the pack that carry this name: none when it is not in the pack, several
    /// when the name is shared and the context does not decide.
    pub candidates: Vec<EntityId>,
    /// What else a value of this kind has.
    pub value: Value,
}

/// The part of a mention that only some kinds have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing further.
    Plain,
    /// A date.
    Date(Moment, Subject),
    /// An amount of money.
    Money(Money),
    /// A number of things, and what is counted as written.
    Count(u64, String),
}
