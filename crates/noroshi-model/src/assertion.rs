//! What a text states: claims, events, relations.

use crate::{Grounds, Likelihood, Moment, Span, SpeakerChain, Subject};

/// What the speaker does with the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// Says that it is so.
    Asserts,
    /// Says that it may be so.
    Speculates,
    /// Says that it is not so.
    Denies,
    /// Does not say: no comment, avoided saying, did not mention.
    Declines,
}

impl Stance {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Speculates => "speculates",
            Self::Denies => "denies",
            Self::Declines => "declines",
        }
    }

    /// The stance of a word of [`Stance::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Asserts, Self::Speculates, Self::Denies, Self::Declines]
            .into_iter()
            .find(|stance| stance.word() == word)
    }
}

/// What kind of statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimKind {
    /// Something is so.
    Statement,
    /// Something was looked for and not found. Not a likelihood.
    AbsenceOfEvidence,
    /// The speaker's own reasoning.
    Reasoning,
}

impl ClaimKind {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::AbsenceOfEvidence => "absence-of-evidence",
            Self::Reasoning => "reasoning",
        }
    }
}

/// What a speaker does with a sentence that is cited: a [`Stance`], or a search that found nothing.
/// In order of caution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Attitude {
    /// Says that it is so.
    Asserts,
    /// Says that it may be so.
    Speculates,
    /// Looked for it and did not find it.
    FoundNothing,
    /// Does not say.
    Declines,
    /// Says that it is not so.
    Denies,
}

impl Attitude {
    /// All attitudes.
    pub const ALL: [Self; 5] =
        [Self::Asserts, Self::Speculates, Self::FoundNothing, Self::Declines, Self::Denies];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserts => Stance::Asserts.word(),
            Self::Speculates => Stance::Speculates.word(),
            Self::FoundNothing => ClaimKind::AbsenceOfEvidence.word(),
            Self::Declines => Stance::Declines.word(),
            Self::Denies => Stance::Denies.word(),
        }
    }

    /// Whether the speaker holds that it is so, or may be so. What does not support a statement
    /// must never be shown as if it did.
    pub fn supports(self) -> bool {
        matches!(self, Self::Asserts | Self::Speculates)
    }
}

impl From<Stance> for Attitude {
    fn from(stance: Stance) -> Self {
        match stance {
            Stance::Asserts => Self::Asserts,
            Stance::Speculates => Self::Speculates,
            Stance::Denies => Self::Denies,
            Stance::Declines => Self::Declines,
        }
    }
}

/// How far an attribution goes. Each level says less than the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttributionLevel {
    /// Addresses, hosts, tools: "IP addresses in country X" names no more than this.
    Infrastructure,
    /// A set of activity with a working name: UNC1234.
    ActivityCluster,
    /// A group with a name.
    NamedGroup,
    /// A state or its service.
    Sponsor,
    /// Persons by name.
    Persons,
}

impl AttributionLevel {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Infrastructure => "infrastructure",
            Self::ActivityCluster => "activity-cluster",
            Self::NamedGroup => "named-group",
            Self::Sponsor => "sponsor",
            Self::Persons => "persons",
        }
    }
}

/// Whom a claim holds responsible, and how far it goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribution {
    /// How far.
    pub level: AttributionLevel,
    /// Whom, as written.
    pub candidate: String,
}

/// A statement and who stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Where the statement stands: a clause or the sentence.
    pub span: Span,
    /// The whole sentence.
    pub sentence: Span,
    /// Who says it, outermost first.
    pub speakers: SpeakerChain,
    /// What they do with it.
    pub stance: Stance,
    /// What kind of statement.
    pub kind: ClaimKind,
    /// What the wording says of its likelihood, and where; `None` when it says nothing.
    pub likelihood: Option<(Likelihood, Span)>,
    /// Marks of hearsay in the wording (という, とのこと) whose speaker is not named.
    pub hearsay_marks: usize,
    /// Whom it holds responsible, if anybody.
    pub attribution: Option<Attribution>,
    /// What it is about, in the words of the document: names in it, or its first words.
    pub about: String,
    /// The publications it goes back to, as written: what the author cites for it; empty when
    /// the document itself is the root. Unnamed persons behind one publication are one root.
    pub roots: Vec<String>,
}

impl Claim {
    /// What the innermost speaker does with it.
    pub fn attitude(&self) -> Attitude {
        match self.kind {
            ClaimKind::AbsenceOfEvidence => Attitude::FoundNothing,
            ClaimKind::Statement | ClaimKind::Reasoning => self.stance.into(),
        }
    }

    /// Links of the chain, with those that the wording only marks.
    pub fn hearsay_depth(&self) -> usize {
        self.speakers.hearsay_depth() + self.hearsay_marks
    }
}

/// Whether an event was seen or only claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// Somebody claims it.
    Claimed,
    /// Somebody observed it.
    Observed,
    /// Both.
    Both,
}

impl EventStatus {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Observed => "observed",
            Self::Both => "both",
        }
    }
}

/// Something that happened, with every place that tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What, in the words of the document.
    pub what: String,
    /// When, and what the date dates.
    pub when: Option<(Moment, Subject)>,
    /// To whom, as written.
    pub victims: Vec<String>,
    /// By whom, as written.
    pub actors: Vec<String>,
    /// ATT&CK ids.
    pub techniques: Vec<String>,
    /// Seen or claimed.
    pub status: EventStatus,
    /// Each place that tells it; never empty.
    pub spans: Vec<Span>,
    /// How it came to be read; of what is told several times, the first time that a rule told it.
    pub grounds: Grounds,
}

/// How two things are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named after the word of the field")]
pub enum Predicate {
    SameAs,
    RelatedTo,
    Targets,
    Uses,
    Exploits,
    Impersonates,
    DistributedVia,
    SponsoredBy,
    PartOf,
    LocatedIn,
    OperatedBy,
    Offers,
    Steals,
    DeadlineOf,
    Requires,
    Denies,
}

impl Predicate {
    /// All predicates.
    pub const ALL: [Self; 16] = [
        Self::SameAs,
        Self::RelatedTo,
        Self::Targets,
        Self::Uses,
        Self::Exploits,
        Self::Impersonates,
        Self::DistributedVia,
        Self::SponsoredBy,
        Self::PartOf,
        Self::LocatedIn,
        Self::OperatedBy,
        Self::Offers,
        Self::Steals,
        Self::DeadlineOf,
        Self::Requires,
        Self::Denies,
    ];

    /// The predicate of a word of [`Predicate::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|predicate| predicate.word() == word)
    }

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::SameAs => "same-as",
            Self::RelatedTo => "related-to",
            Self::Targets => "targets",
            Self::Uses => "uses",
            Self::Exploits => "exploits",
            Self::Impersonates => "impersonates",
            Self::DistributedVia => "distributed-via",
            Self::SponsoredBy => "sponsored-by",
            Self::PartOf => "part-of",
            Self::LocatedIn => "located-in",
            Self::OperatedBy => "operated-by",
            Self::Offers => "offers",
            Self::Steals => "steals",
            Self::DeadlineOf => "deadline-of",
            Self::Requires => "requires",
            Self::Denies => "denies",
        }
    }
}

/// A stated relation between two things, as written, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// As written.
    pub subject: String,
    /// How they are related.
    pub predicate: Predicate,
    /// As written.
    pub object: String,
    /// Where it is stated.
    pub span: Span,
    /// How it came to be read.
    pub grounds: Grounds,
}

/// What kind of source a document cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    /// A newspaper, a news agency, a site, a blog.
    Publication,
    /// A company, an agency, a vendor.
    Organization,
    /// A person with a name.
    Person,
    /// A report, a letter, a court document.
    Document,
    /// Somebody without a name.
    Unnamed,
}

impl SourceKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Publication, Self::Organization, Self::Person, Self::Document, Self::Unnamed];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Organization => "organization",
            Self::Person => "person",
            Self::Document => "document",
            Self::Unnamed => "unnamed",
        }
    }

    /// The kind of a word of [`SourceKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A source that a document cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedSource {
    /// As written; the address of a link that stands alone.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// The words that cite it: によると, 出典, "reported".
    pub via: String,
    /// Where it is named.
    pub span: Span,
}

/// How a statement became stronger on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DriftKind {
    /// Its wording of likelihood rose: "may" became "is likely".
    Wording,
    /// A number changed its meaning: "about 30" became "30", or became greater.
    Number,
    /// Its hedge was lost: a possibility became a fact.
    HedgeLost,
    /// It holds somebody higher responsible: a cluster became a state.
    Attribution,
}

impl DriftKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Wording, Self::Number, Self::HedgeLost, Self::Attribution];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wording => "wording",
            Self::Number => "number",
            Self::HedgeLost => "hedge-lost",
            Self::Attribution => "attribution",
        }
    }

    /// The kind of a word of [`DriftKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A statement that became stronger inside one document, with both sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drift {
    /// How.
    pub kind: DriftKind,
    /// The weaker sentence.
    pub weaker: Span,
    /// The stronger one.
    pub stronger: Span,
}
