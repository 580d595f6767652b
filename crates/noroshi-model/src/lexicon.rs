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
    /// How a text cites: 出典, 新聞 at the end of a name, "Source:". Its value says which.
    Citation,
    /// How much a number or a statement says: 約, 最大, "at least". Its value says what.
    Strength,
    /// Something that happened: 不正アクセス, "was breached". Its value is a kind of event, and,
    /// behind a full stop, how the sentence is built around it.
    Event,
    /// Who and what somebody in an event is: 当社, 攻撃者, サーバー. Its value says so.
    Party,
    /// Tells of an ATT&CK technique, its value. Parts with ` + ` between must all stand in one
    /// sentence. A value that ends in `?` asks for a cue with the value `second` as well; with
    /// `advice` or `denied` the sentence tells of none.
    Technique,
    /// A word that is no country here though it looks like one, and the like.
    Stop,
    /// States a relation: 標的, "tracked as". Its value is a predicate and a frame.
    Relation,
    /// Shows that a text is about threats at all: 攻撃, 漏えい.
    Threat,
    /// Ends a sentence that states nothing but asks or advises: してください.
    Advice,
    /// A stem of the grammar of denials and silences: コメント, 関与, 控え. Its value says what
    /// it means when it is negated.
    Refusal,
}

impl CueKind {
    /// All kinds.
    pub const ALL: [Self; 23] = [
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
        Self::Citation,
        Self::Strength,
        Self::Event,
        Self::Party,
        Self::Technique,
        Self::Stop,
        Self::Relation,
        Self::Threat,
        Self::Advice,
        Self::Refusal,
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
            Self::Citation => "citation",
            Self::Strength => "strength",
            Self::Event => "event",
            Self::Party => "party",
            Self::Technique => "technique",
            Self::Stop => "stop",
            Self::Relation => "relation",
            Self::Threat => "threat",
            Self::Advice => "advice",
            Self::Refusal => "refusal",
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
