//! What can end a collection as a whole, and what can go wrong with one section of it.

use noroshi_model::{Diagnosis, Problem};

/// Why nothing could be collected. It never holds a secret.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "fields are placeholders of the message")]
pub enum CollectError {
    /// The server does not answer, or not in a way that can be trusted.
    #[error("cannot reach `{host}`")]
    Unreachable { host: String, reason: String },
    /// The server refuses the credentials.
    #[error("`{host}` does not accept the credentials")]
    Credentials { host: String, reason: String },
    /// The key file or secret cannot be used.
    #[error("cannot use the key: {reason}")]
    Key { reason: String },
    /// The address is none that may be asked.
    #[error("cannot ask `{address}`")]
    Address { address: String },
    /// The file that remembers finished sections cannot be read or written.
    #[error("cannot keep the state of the collection in `{path}`")]
    State { path: String, source: std::io::Error },
    /// The state belongs to another collection.
    #[error("the state in `{path}` belongs to another collection")]
    OtherState { path: String, reason: String },
    /// The name server is none.
    #[error("cannot ask the name server `{address}`")]
    NameServer { address: String },
    /// The certificate authority cannot be used.
    #[error("cannot use the certificates of `{path}`")]
    Authority { path: String, reason: String },
    /// The proxy cannot be used. Its address may hold a password and is not told.
    #[error("cannot use the proxy: {reason}")]
    Proxy { reason: String },
}

impl Diagnosis for CollectError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "NRS-COLLECT-001",
            Self::Credentials { .. } => "NRS-COLLECT-002",
            Self::Key { .. } => "NRS-COLLECT-003",
            Self::Address { .. } => "NRS-COLLECT-004",
            Self::State { .. } => "NRS-COLLECT-005",
            Self::OtherState { .. } => "NRS-COLLECT-006",
            Self::NameServer { .. } => "NRS-COLLECT-007",
            Self::Authority { .. } => "NRS-COLLECT-008",
            Self::Proxy { .. } => "NRS-COLLECT-009",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreachable { host, reason } | Self::Credentials { host, reason } => {
                vec![("host", host.clone()), ("reason", reason.clone())]
            }
            Self::Key { reason } | Self::Proxy { reason } => vec![("reason", reason.clone())],
            Self::Address { address } | Self::NameServer { address } => {
                vec![("address", address.clone())]
            }
            Self::State { path, source } => {
                vec![("path", path.clone()), ("reason", source.to_string())]
            }
            Self::OtherState { path, reason } | Self::Authority { path, reason } => {
                vec![("path", path.clone()), ("reason", reason.clone())]
            }
        }
    }
}

/// Why one section has no answer. The others go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The application may not read it.
    Denied(String),
    /// The service does not have it, for instance without a licence.
    Absent(String),
    /// Asked too often, and waiting longer was not worth it.
    Throttled,
    /// More than any tenant has.
    TooMuch(String),
    /// The answer points elsewhere.
    Foreign(String),
    /// The answer is none, or none that is understood.
    Broken(String),
    /// No name server answers, or none is known.
    Unanswered(String),
    /// The token was refused, even a fresh one. Ends everything.
    Credentials(String),
}

impl Miss {
    /// What is said about a section.
    pub(crate) fn problem(&self, section: &str) -> Problem {
        let (code, reason) = match self {
            Self::Denied(reason) => ("NRS-COLLECT-010", reason.as_str()),
            Self::Absent(reason) => ("NRS-COLLECT-011", reason.as_str()),
            Self::Throttled => ("NRS-COLLECT-012", ""),
            Self::TooMuch(reason) => ("NRS-COLLECT-013", reason.as_str()),
            Self::Foreign(reason) => ("NRS-COLLECT-014", reason.as_str()),
            Self::Unanswered(reason) => ("NRS-COLLECT-016", reason.as_str()),
            Self::Broken(reason) | Self::Credentials(reason) => {
                ("NRS-COLLECT-015", reason.as_str())
            }
        };
        Problem::new(code).fact("section", section).fact("reason", reason)
    }
}

/// Foreign words on one line, without control characters, at most 200 characters.
pub(crate) fn plain(text: &str) -> String {
    let safe = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().take(200).map(safe).collect::<String>().trim().to_owned()
}
