//! What was found in the own estate: in logs, settings, lockfiles, listings, assets.
//!
//! A finding stands on two feet. *Ours* is what was found, with the place it stands at; *theirs*
//! is who says that it matters: the author of a rule, a reporter of a package, the sentence of
//! a report. An engine that cannot name one of the two has no finding.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::{Attitude, DocumentId, Level, Span, TechniqueId};

/// One text in both languages in which Noroshi speaks to people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Japanese.
    pub ja: String,
}

impl Bilingual {
    /// A text from its two wordings.
    pub fn new(en: impl Into<String>, ja: impl Into<String>) -> Self {
        Self { en: en.into(), ja: ja.into() }
    }

    /// A text that is the same in both: a name, a title that is never translated.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { en: text.clone(), ja: text }
    }

    /// The wording for a language; English for any that is not Japanese.
    pub fn pick(&self, language: crate::Language) -> &str {
        if language == crate::Language::Ja { &self.ja } else { &self.en }
    }
}

/// Where in the estate it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A kept report says something of what is ours.
    Report,
    /// An event of a log matched a rule or an indicator.
    Log,
    /// A setting of a tenant fails a policy.
    Setting,
    /// A package in use is reported, looks like another or reads badly.
    Package,
    /// A listing offers something that is ours.
    Listing,
    /// An asset has a vulnerability that is known to be exploited.
    Asset,
}

impl FindingKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Report, Self::Log, Self::Setting, Self::Package, Self::Listing, Self::Asset];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Log => "log",
            Self::Setting => "setting",
            Self::Package => "package",
            Self::Listing => "listing",
            Self::Asset => "asset",
        }
    }
}

/// What people have done about a finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingState {
    /// Nobody has looked yet, or it changed since somebody did.
    #[default]
    New,
    /// Somebody has seen it.
    Seen,
    /// Dealt with.
    Done,
    /// It does not concern us.
    NotUs,
}

impl FindingState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::New, Self::Seen, Self::Done, Self::NotUs];

    /// The word used in JSON, on the command line and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Seen => "seen",
            Self::Done => "done",
            Self::NotUs => "not-us",
        }
    }
}

/// Our side: what stands in the own estate, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Artefact {
    /// The file, as it was given.
    pub path: String,
    /// The place inside it, for people: `record 4711`, `line 12`, a JSON path.
    pub at: String,
    /// What stands there, secrets masked; long values cut.
    pub text: String,
}

/// Their side: who says that it matters, and in which words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Citation {
    /// Who says so: the author of a rule, a reporter, a publisher.
    pub who: String,
    /// The rule, record, policy or report, by its own id or title.
    pub what: String,
    /// The words, as written.
    pub text: String,
    /// The place of the words, when they stand in a kept document.
    pub place: Option<(DocumentId, Span)>,
    /// Where a person can read it: a URL or path, if there is one.
    pub link: Option<String>,
    /// What the speaker does with it, when it is a statement of a report. What does not support
    /// the finding stands here too, and is never shown as if it did.
    pub attitude: Option<Attitude>,
}

/// The id of a finding: derived from what makes two findings the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingId(String);

impl FindingId {
    /// The id in the store: 24 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Something of the own estate that somebody says matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where in the estate.
    pub kind: FindingKind,
    /// What makes two findings the same one, in the words of the engine: rule and event,
    /// policy and tenant, record and purl. Found again, it is one finding.
    pub key: String,
    /// How much it presses, by the data alone.
    pub level: Level,
    /// What of ours it is about: a host, a tenant, a purl, a name.
    pub subject: String,
    /// What it is, in a few words.
    pub title: Bilingual,
    /// Why it is one.
    pub reason: Bilingual,
    /// Our side. Never empty.
    pub ours: Vec<Artefact>,
    /// Their side. Never empty.
    pub theirs: Vec<Citation>,
    /// When it happened or was offered, if known.
    pub time: Option<Timestamp>,
    /// ATT&CK techniques that it may be a sign of.
    pub techniques: Vec<TechniqueId>,
    /// What is not known and would change the answer.
    pub unknown: Vec<Bilingual>,
    /// What to do next.
    pub next: Vec<Bilingual>,
}

impl Finding {
    /// The id: the same for the same kind and key, always.
    pub fn id(&self) -> FindingId {
        let digest = Sha256::new().chain_update(self.kind.word()).chain_update([0]);
        let digest = digest.chain_update(&self.key).finalize();
        FindingId(digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect())
    }
}

/// That a part of the estate was looked at, whatever came of it: the negative answer needs it.
///
/// Without a check there is no "nothing found", only "never looked".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which part of the estate.
    pub kind: FindingKind,
    /// What was looked for and where, in few words: `rules of the pack in 3 logs`. One check is
    /// kept for each kind and scope, the last one.
    pub scope: Bilingual,
    /// The report whose statements were looked for; `None` when it was not about one report.
    pub document: Option<DocumentId>,
    /// When.
    pub at: Timestamp,
    /// How many things were looked at: events, policies, packages, assets.
    pub looked_at: usize,
    /// How many findings came of it.
    pub found: usize,
    /// What could not be looked at, and why: a missing log source, a section of an export.
    pub gaps: Vec<Bilingual>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(kind: FindingKind, key: &str) -> Finding {
        Finding {
            kind,
            key: key.to_owned(),
            level: Level::Know,
            subject: "host".to_owned(),
            title: Bilingual::same("a rule"),
            reason: Bilingual::new("it matched", "一致した"),
            ours: Vec::new(),
            theirs: Vec::new(),
            time: None,
            techniques: Vec::new(),
            unknown: Vec::new(),
            next: Vec::new(),
        }
    }

    #[test]
    fn an_id_depends_on_kind_and_key_alone() {
        let one = finding(FindingKind::Log, "rule event");
        let later = Finding { level: Level::Now, ..one.clone() };
        assert_eq!(one.id(), later.id());
        assert_ne!(one.id(), finding(FindingKind::Package, "rule event").id());
        assert_ne!(one.id(), finding(FindingKind::Log, "rule other").id());
        assert_eq!(one.id().as_str().len(), 24);
    }

    #[test]
    fn any_language_but_japanese_is_told_in_english() {
        let text = Bilingual::new("it matched", "一致した");
        assert_eq!(text.pick(crate::Language::Ja), "一致した");
        assert_eq!(text.pick(crate::Language::Zh), "it matched");
    }
}
