//! The words that reading goes by: data of the pack, not code.

use crate::{Language, Likelihood};

/// What a cue tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CueKind {
    /// A verb of saying: と発表した, "said". Its value is a stance.
    Speech,
    /// Names the speaker before it: によると, "according to".
    Attribution,
    /// A speaker without a name: 関係者, "officials".
    Unnamed,
    /// Wording of likelihood. Has an interval.
    Hedge,
    /// Looked for, not found.
    Absence,
    /// The author reasons.
    Reasoning,
    /// Told by somebody else: という, とのこと, "reportedly".
    Hearsay,
    /// Turns a statement round: ない, "not".
    Negation,
    /// Holds somebody responsible: 関与, "attributed to".
    Blame,
    /// Says whose an observable is. Its value is a role.
    Role,
    /// Heads a part that yields nothing: 関連記事, "Share this".
    Boilerplate,
    /// Stands beside a name of this kind. Its value is a kind of mention, and the side.
    Context,
    /// Says what a date dates. Its value is a subject.
    Dated,
    /// Tells of an ATT&CK technique, its value. Parts with ` + ` between must all stand in one
    /// sentence. A value that ends in `?` asks for a cue with the value `second` as well; with
    /// `advice` or `denied` the sentence tells of none.
    Technique,
    /// A word that is no country here though it looks like one, and the like.
    Stop,
}

impl CueKind {
    /// All kinds.
    pub const ALL: [Self; 15] = [
        Self::Speech,
        Self::Attribution,
        Self::Unnamed,
        Self::Hedge,
        Self::Absence,
        Self::Reasoning,
        Self::Hearsay,
        Self::Negation,
        Self::Blame,
        Self::Role,
        Self::Boilerplate,
        Self::Context,
        Self::Dated,
        Self::Technique,
        Self::Stop,
    ];

    /// The word used in the pack.
    pub fn word(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Attribution => "attribution",
            Self::Unnamed => "unnamed",
            Self::Hedge => "hedge",
            Self::Absence => "absence",
            Self::Reasoning => "reasoning",
            Self::Hearsay => "hearsay",
            Self::Negation => "negation",
            Self::Blame => "blame",
            Self::Role => "role",
            Self::Boilerplate => "boilerplate",
            Self::Context => "context",
            Self::Dated => "dated",
            Self::Technique => "technique",
            Self::Stop => "stop",
        }
    }

    /// The kind of a word of [`CueKind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A word or phrase, and what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// The phrase as it stands in normalised (NFKC) text.
    pub text: String,
    /// Language in which it means this.
    pub language: Language,
    /// What it tells.
    pub kind: CueKind,
    /// The value that goes with the kind; empty when it needs none.
    pub value: String,
    /// Interval of a hedge.
    pub likelihood: Option<Likelihood>,
}

/// All cues.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lexicon {
    /// In the order of the pack.
    pub cues: Vec<Cue>,
}
