//! Kinds of events.

use noroshi_model::Reason;

/// What kind of thing happened, as the lexicon names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Intrusion,
    Attack,
    Infection,
    Leak,
    Theft,
    Fraud,
    Encryption,
    Alteration,
    Outage,
    Arrest,
    Takedown,
    Claim,
    Release,
    Payment,
    Demand,
    Sale,
    Distribution,
    Discovery,
    Exploitation,
    Judgement,
    /// 被害, "incident": which one the context says.
    Mention,
}

/// Kinds that tellers mix: one event can be told by any word of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Access,
    Data,
    Single(Kind),
}

impl Kind {
    const ALL: [(&'static str, Self); 21] = [
        ("intrusion", Self::Intrusion),
        ("attack", Self::Attack),
        ("infection", Self::Infection),
        ("leak", Self::Leak),
        ("theft", Self::Theft),
        ("fraud", Self::Fraud),
        ("encryption", Self::Encryption),
        ("alteration", Self::Alteration),
        ("outage", Self::Outage),
        ("arrest", Self::Arrest),
        ("takedown", Self::Takedown),
        ("claim", Self::Claim),
        ("release", Self::Release),
        ("payment", Self::Payment),
        ("demand", Self::Demand),
        ("sale", Self::Sale),
        ("distribution", Self::Distribution),
        ("discovery", Self::Discovery),
        ("exploitation", Self::Exploitation),
        ("judgement", Self::Judgement),
        ("mention", Self::Mention),
    ];

    /// Why it is told: the kind, and the words for it.
    pub(super) fn reason(self, words: &str) -> Reason {
        Reason::with(self.word(), words)
    }

    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("mention", |(word, _)| word)
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }

    pub(super) fn family(self) -> Family {
        match self {
            Self::Intrusion | Self::Attack | Self::Infection | Self::Mention => Family::Access,
            Self::Leak | Self::Theft => Family::Data,
            other => Family::Single(other),
        }
    }

    /// Its own verb says that it falls upon the subject: 漏えいした, 停止した.
    pub(super) fn falls(self) -> bool {
        matches!(self, Self::Leak | Self::Infection | Self::Outage)
    }

    /// What an attack brings with it.
    pub(super) fn is_effect(self) -> bool {
        matches!(self, Self::Outage | Self::Leak | Self::Encryption)
    }

    /// The victim is the one who does it: pays, stops its line.
    pub(super) fn by_victim(self) -> bool {
        matches!(self, Self::Payment | Self::Outage)
    }

    /// に says where it took place: 甲社のサイトに設置され.
    pub(super) fn is_placed(self) -> bool {
        matches!(self, Self::Outage | Self::Alteration)
    }

    /// Somebody takes what is not theirs.
    pub(super) fn is_taking(self) -> bool {
        matches!(self, Self::Theft | Self::Leak | Self::Fraud)
    }

    /// It falls upon persons.
    pub(super) fn is_of_persons(self) -> bool {
        matches!(self, Self::Arrest | Self::Judgement)
    }

    /// An office does it: police arrest, ministries close.
    pub(super) fn by_office(self) -> bool {
        matches!(self, Self::Arrest | Self::Takedown | Self::Judgement)
    }

    /// It is done when it is announced: an arrest on the 3rd is reported on the 3rd.
    pub(super) fn is_public(self) -> bool {
        matches!(self, Self::Arrest | Self::Claim | Self::Judgement)
    }
}
