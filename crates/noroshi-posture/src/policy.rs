//! A policy of a baseline, and what was found about it.

use std::fmt;

use jiff::civil::Date;

/// The id of a policy: `MS.AAD.3.1v1` is the stem `MS.AAD.3.1` and the version `v1`.
///
/// The version changes when the meaning changes, so memory is kept by stem and table of
/// migrations, see [`crate::Migrations`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyId {
    stem: String,
    version: String,
}

impl PolicyId {
    /// Reads an id; `None` when the text is not dotted, has other signs than letters, digits,
    /// `-`, `_` and dots, or is longer than 64 bytes.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
        if text.len() > 64 || !text.contains('.') || !text.chars().all(fits) {
            return None;
        }
        let (stem, version) = match text.rfind('v') {
            Some(at) if text[..at].ends_with(|sign: char| sign.is_ascii_digit()) => {
                text.split_at(at)
            }
            _ => (text, ""),
        };
        Some(Self { stem: stem.to_ascii_uppercase(), version: version.to_owned() })
    }

    /// The id without its version, in capitals.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// The version with its `v`; empty when there is none.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Suite, product, group and number as far as they are numbers, for ordering: `MS.AAD.3.10`
    /// comes after `MS.AAD.3.9`.
    pub(crate) fn order(&self) -> (Vec<&str>, Vec<u64>) {
        let parts = self.stem.split('.');
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        for part in parts {
            match part.parse() {
                Ok(number) => numbers.push(number),
                Err(_) => words.push(part),
            }
        }
        (words, numbers)
    }
}

impl fmt::Display for PolicyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.stem, self.version)
    }
}

/// How binding a policy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Criticality {
    /// Recommended.
    Should,
    /// Required.
    Shall,
    /// The baseline does not say.
    Unstated,
}

impl Criticality {
    /// Reads the word of a baseline or of results: `Shall`, `Should/Not-Implemented`, `May`.
    pub fn read(text: &str) -> Self {
        let lower = text.trim().to_ascii_lowercase();
        match lower.split(['/', ' ']).next() {
            Some("shall") => Self::Shall,
            Some("should" | "may") => Self::Should,
            _ => Self::Unstated,
        }
    }

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shall => "SHALL",
            Self::Should => "SHOULD",
            Self::Unstated => "-",
        }
    }

    /// The criticality of a word of [`Criticality::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Shall, Self::Should, Self::Unstated].into_iter().find(|one| one.word() == word)
    }
}

/// How a policy is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// By a rule over the settings.
    Automated,
    /// By events of the log, which may have none.
    LogBased,
    /// By a person: the baseline has no rule for it.
    NotImplemented,
    /// By a person: another product may meet it.
    ThirdParty,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] =
        [Self::Automated, Self::LogBased, Self::NotImplemented, Self::ThirdParty];

    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::LogBased => "log-based",
            Self::NotImplemented => "not-implemented",
            Self::ThirdParty => "manual",
        }
    }

    /// The kind of a word of [`Kind::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether a person has to look.
    pub fn is_manual(self) -> bool {
        matches!(self, Self::NotImplemented | Self::ThirdParty)
    }
}

/// What was found about a policy, in the words of the SCuBA tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The requirement is met.
    Pass,
    /// A required policy is not met.
    Fail,
    /// A recommended policy is not met.
    Warning,
    /// A person has to look.
    NotApplicable,
    /// The log holds no event that would tell.
    NoEvents,
    /// It could not be judged: a command failed, or there is no result.
    Error,
    /// The configuration leaves it out.
    Omitted,
    /// The configuration says that the result is wrong.
    Incorrect,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 8] = [
        Self::Pass,
        Self::Fail,
        Self::Warning,
        Self::NotApplicable,
        Self::NoEvents,
        Self::Error,
        Self::Omitted,
        Self::Incorrect,
    ];

    /// The word of ScubaGear and ScubaGoggles.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "Pass",
            Self::Fail => "Fail",
            Self::Warning => "Warning",
            Self::NotApplicable => "N/A",
            Self::NoEvents => "No events found",
            Self::Error => "Error",
            Self::Omitted => "Omitted",
            Self::Incorrect => "Incorrect result",
        }
    }

    /// The verdict of a word of the tools, in any case; `Error - Test results missing` is an
    /// error.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        if word.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("error")) {
            return Some(Self::Error);
        }
        Self::ALL.into_iter().find(|one| one.word().eq_ignore_ascii_case(word))
    }

    /// Whether the requirement is not met.
    pub fn fails(self) -> bool {
        matches!(self, Self::Fail | Self::Warning)
    }
}

/// Whether an exception still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExceptionState {
    /// It holds.
    Active,
    /// Its last day is over, so it counts no more.
    Expired,
}

impl ExceptionState {
    /// The word used in JSON and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
        }
    }
}

/// Somebody answers for a policy that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Who carries the risk; empty when the file does not say.
    pub owner: String,
    /// Who agreed; empty when the file does not say.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds; `None` for an omission without an end.
    pub until: Option<Date>,
    /// Whether it holds on the day of the run.
    pub state: ExceptionState,
}

/// What was found about one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyResult {
    /// The policy, with the version of the baseline that judged.
    pub policy: PolicyId,
    /// The product as the baseline names it: `aad`, `gmail`.
    pub product: String,
    /// The heading in the baseline; empty when unknown.
    pub group: String,
    /// The sentence of the baseline, plain; empty when unknown.
    pub requirement: String,
    /// What counts.
    pub verdict: Verdict,
    /// What was found before omissions and corrections.
    pub found: Verdict,
    /// What the rule said; `None` when there is nothing to stand on.
    pub requirement_met: Option<bool>,
    /// How binding it is.
    pub criticality: Criticality,
    /// How it is judged.
    pub kind: Kind,
    /// What was found, plain text, lines separated by line feeds.
    pub details: String,
    /// What was found, as the tool words it, with its HTML. Never shown; kept for comparing.
    pub raw_details: String,
    /// Commands and calls that it needed and that did not work.
    pub missing: Vec<String>,
    /// Who answers for it.
    pub exception: Option<Exception>,
    /// Comments of the organisation, plain text.
    pub comments: Vec<String>,
    /// The day until which it shall be mended, as the configuration writes it.
    pub remediation: Option<String>,
}

impl PolicyResult {
    /// The day until which it shall be mended; `None` without one, or when what the
    /// configuration says is no date.
    pub fn remediation_day(&self) -> Option<Date> {
        self.remediation.as_deref().and_then(crate::config::day)
    }

    /// Whether somebody has to act: it fails and nobody answers for it, or it could not be
    /// assessed.
    pub fn is_open(&self) -> bool {
        let state = self.exception.as_ref().map(|it| it.state);
        let excepted = state == Some(ExceptionState::Active);
        self.verdict == Verdict::Error || (self.verdict.fails() && !excepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_stem_and_a_version() {
        let id = PolicyId::read("MS.AAD.3.10v2").expect("an id");
        assert_eq!((id.stem(), id.version()), ("MS.AAD.3.10", "v2"));
        assert_eq!(id.to_string(), "MS.AAD.3.10v2");
        let bare = PolicyId::read("gws.drive.1.1").expect("an id");
        assert_eq!((bare.stem(), bare.version()), ("GWS.DRIVE.1.1", ""));
        assert_eq!(
            PolicyId::read("MS.AAD.1.1v0.3").map(|id| id.version().to_owned()),
            Some("v0.3".to_owned())
        );
        for wrong in ["", "nothing", "=cmd|'x'!A1", "MS.AAD.<b>"] {
            assert_eq!(PolicyId::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_survive_being_written_and_read() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_word(verdict.word()), Some(verdict));
        }
        assert_eq!(Verdict::from_word("Error - Test results missing"), Some(Verdict::Error));
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(Criticality::read("Should/3rd Party"), Criticality::Should);
    }
}
