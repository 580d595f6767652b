//! What is known beforehand: entities, their names, and who says so.

use std::fmt;

use crate::{EntityId, Language, Lexicon, MentionKind};

/// What kind of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named after the word of the field")]
pub enum EntityKind {
    ThreatActor,
    Malware,
    Tool,
    Organization,
    Product,
    Sector,
    Country,
    Campaign,
    Regulation,
    Technique,
    Tactic,
}

impl EntityKind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::ThreatActor,
        Self::Malware,
        Self::Tool,
        Self::Organization,
        Self::Product,
        Self::Sector,
        Self::Country,
        Self::Campaign,
        Self::Regulation,
        Self::Technique,
        Self::Tactic,
    ];

    /// The word used in ids, folders of the pack, and the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::ThreatActor => "threat-actor",
            Self::Malware => "malware",
            Self::Tool => "tool",
            Self::Organization => "organization",
            Self::Product => "product",
            Self::Sector => "sector",
            Self::Country => "country",
            Self::Campaign => "campaign",
            Self::Regulation => "regulation",
            Self::Technique => "technique",
            Self::Tactic => "tactic",
        }
    }

    /// The kind of a word of [`EntityKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// How a mention of such an entity is called. A tactic is shown as a technique.
    pub fn mention(self) -> MentionKind {
        match self {
            Self::ThreatActor => MentionKind::ThreatActor,
            Self::Malware => MentionKind::Malware,
            Self::Tool => MentionKind::Tool,
            Self::Organization => MentionKind::Organization,
            Self::Product => MentionKind::Product,
            Self::Sector => MentionKind::Sector,
            Self::Country => MentionKind::Country,
            Self::Campaign => MentionKind::Campaign,
            Self::Regulation => MentionKind::Regulation,
            Self::Technique | Self::Tactic => MentionKind::Technique,
        }
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Short id that facts refer to.
    pub id: String,
    /// Title of the publication or data set.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where; empty when it has no address.
    pub url: String,
    /// Licence of the data; empty when only facts are stated in own words.
    pub licence: String,
}

impl Source {
    /// How the id of a report begins in which a rule read a statement.
    pub const DOCUMENT: &'static str = "document:";

    /// How the id of a report begins in which a model alone read a statement.
    pub const LEARNED: &'static str = "learned:";

    /// Whether a model alone read the statement in a report: nobody may have said so.
    pub fn is_learned(id: &str) -> bool {
        id.starts_with(Self::LEARNED)
    }
}

/// How a name may be found in running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameRule {
    /// Unmistakable: whatever its case.
    Word,
    /// Only as it is written.
    Case,
    /// An ordinary word too: only with a context word beside it.
    Context,
    /// Recorded, never searched.
    Never,
}

impl NameRule {
    /// The word used in the pack.
    pub fn word(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Case => "case",
            Self::Context => "context",
            Self::Never => "never",
        }
    }

    /// The rule of a word of [`NameRule::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Word, Self::Case, Self::Context, Self::Never]
            .into_iter()
            .find(|rule| rule.word() == word)
    }
}

/// One name of an entity: a statement by a source, not an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Language of the name; `Unknown` for any.
    pub language: Language,
    /// Vendor or body that uses it.
    pub by: Option<String>,
    /// How it may be found.
    pub rule: NameRule,
    /// Id of the source.
    pub source: String,
    /// At which date, `YYYY-MM-DD`.
    pub seen: String,
}

/// How two entities are linked, as a source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named after the word of the field")]
pub enum LinkKind {
    SameAs,
    RelatedTo,
    PartOf,
    SuccessorOf,
    SponsoredBy,
    OperatedBy,
    UsedBy,
    BasedIn,
    InSector,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::SameAs,
        Self::RelatedTo,
        Self::PartOf,
        Self::SuccessorOf,
        Self::SponsoredBy,
        Self::OperatedBy,
        Self::UsedBy,
        Self::BasedIn,
        Self::InSector,
    ];

    /// The word used in the pack.
    pub fn word(self) -> &'static str {
        match self {
            Self::SameAs => "same-as",
            Self::RelatedTo => "related-to",
            Self::PartOf => "part-of",
            Self::SuccessorOf => "successor-of",
            Self::SponsoredBy => "sponsored-by",
            Self::OperatedBy => "operated-by",
            Self::UsedBy => "used-by",
            Self::BasedIn => "based-in",
            Self::InSector => "in-sector",
        }
    }

    /// The kind of a word of [`LinkKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A link to another entity, with who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// To what.
    pub to: EntityId,
    /// Id of the source.
    pub source: String,
    /// At which date, `YYYY-MM-DD`.
    pub seen: String,
}

/// A further fact, with who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about: `country`, `attack-id`, `tactic`, `type`.
    pub key: String,
    /// The value.
    pub value: String,
    /// Id of the source.
    pub source: String,
    /// At which date, `YYYY-MM-DD`.
    pub seen: String,
}

/// A thing that has names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Kind and slug.
    pub id: EntityId,
    /// All names; the first is the one to show.
    pub names: Vec<Name>,
    /// Links to others.
    pub links: Vec<Link>,
    /// Further facts.
    pub facts: Vec<Fact>,
}

impl Entity {
    /// The name to show.
    pub fn name(&self) -> &str {
        self.names.first().map_or(self.id.slug(), |name| &name.text)
    }

    /// The first name in a language, or the name to show.
    pub fn name_in(&self, language: Language) -> &str {
        let own = self.names.iter().find(|name| name.language == language);
        own.map_or(self.name(), |name| &name.text)
    }

    /// The first value of a fact.
    pub fn fact(&self, key: &str) -> Option<&str> {
        self.facts.iter().find(|fact| fact.key == key).map(|fact| fact.value.as_str())
    }
}

/// One way to write names, and whose names are written so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As it is to be written, in normalised (NFKC) text.
    pub written: String,
    /// Places in [`Knowledge::entities`], and how the name may be found there. Empty for a
    /// stop word: something that looks like a name and is none.
    pub holders: Vec<(u32, NameRule)>,
}

/// The knowledge pack: entities sorted by id, sources sorted by id, the lexicon of reading.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Knowledge {
    /// All entities, sorted by id.
    pub entities: Vec<Entity>,
    /// All sources, sorted by id.
    pub sources: Vec<Source>,
    /// Words that reading goes by.
    pub lexicon: Lexicon,
    /// Every searchable spelling, sorted by its lower-case form.
    pub forms: Vec<Form>,
}

impl Knowledge {
    /// The entity of an id.
    pub fn entity(&self, id: &EntityId) -> Option<&Entity> {
        let at = self.entities.binary_search_by(|entity| entity.id.cmp(id)).ok()?;
        self.entities.get(at)
    }

    /// The source of an id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        let at = self.sources.binary_search_by(|source| source.id.as_str().cmp(id)).ok()?;
        self.sources.get(at)
    }
}
