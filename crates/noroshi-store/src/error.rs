//! What can go wrong with a store, and what a person can do about it.

use noroshi_model::Diagnosis;
use sqlx::error::{DatabaseError, ErrorKind};

/// A failure of the store itself. An absent row is never one.
///
/// `url` never holds a password: it is masked where the error is made.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "fields are placeholders of the message")]
pub enum StoreError {
    /// The server does not answer, or the file cannot be opened or made.
    #[error("cannot open the store at `{url}`")]
    Unavailable { url: String, source: sqlx::Error },
    /// The address names no engine that Noroshi has.
    #[error("`{url}` is not the address of a store")]
    BadUrl { url: String, reason: String },
    /// A migration could not be applied.
    #[error("cannot bring the store at `{url}` up to date")]
    Migration { url: String, source: sqlx::migrate::MigrateError },
    /// A newer Noroshi has changed the store.
    #[error("the store at `{url}` was changed by a newer Noroshi (migration {version})")]
    Newer { url: String, version: i64 },
    /// What is stored cannot be understood.
    #[error("{what} in the store at `{url}` is damaged: {reason}")]
    Damaged { url: String, what: String, reason: String },
    /// No room is left.
    #[error("cannot {doing}: no room left for the store at `{url}`")]
    Full { url: String, doing: &'static str, source: sqlx::Error },
    /// Somebody else held the store for too long.
    #[error("cannot {doing}: the store at `{url}` is busy")]
    Busy { url: String, doing: &'static str, source: sqlx::Error },
    /// The store may be read but not written.
    #[error("cannot {doing}: the store at `{url}` may not be written")]
    ReadOnly { url: String, doing: &'static str, source: sqlx::Error },
    /// Anything else that the engine reports.
    #[error("cannot {doing} in the store at `{url}`")]
    Failed { url: String, doing: &'static str, source: sqlx::Error },
}

impl Diagnosis for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unavailable { .. } => "NRS-STORE-001",
            Self::BadUrl { .. } => "NRS-STORE-002",
            Self::Migration { .. } => "NRS-STORE-003",
            Self::Newer { .. } => "NRS-STORE-004",
            Self::Damaged { .. } => "NRS-STORE-005",
            Self::Full { .. } => "NRS-STORE-006",
            Self::Busy { .. } => "NRS-STORE-007",
            Self::ReadOnly { .. } => "NRS-STORE-008",
            Self::Failed { .. } => "NRS-STORE-009",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unavailable { url, .. } | Self::Migration { url, .. } => {
                vec![("url", url.clone())]
            }
            Self::BadUrl { url, reason } => vec![("url", url.clone()), ("reason", reason.clone())],
            Self::Newer { url, version } => {
                vec![("url", url.clone()), ("version", version.to_string())]
            }
            Self::Damaged { url, what, reason } => {
                vec![("url", url.clone()), ("item", what.clone()), ("reason", reason.clone())]
            }
            Self::Full { url, doing, .. }
            | Self::Busy { url, doing, .. }
            | Self::ReadOnly { url, doing, .. }
            | Self::Failed { url, doing, .. } => {
                vec![("url", url.clone()), ("doing", (*doing).to_owned())]
            }
        }
    }
}

impl StoreError {
    /// The error of a statement, sorted by what a person can do about it.
    pub(crate) fn of(source: sqlx::Error, doing: &'static str, url: &str) -> Self {
        let url = url.to_owned();
        match Trouble::of(&source) {
            Trouble::Full => Self::Full { url, doing, source },
            Trouble::Busy => Self::Busy { url, doing, source },
            Trouble::ReadOnly => Self::ReadOnly { url, doing, source },
            Trouble::Gone => Self::Unavailable { url, source },
            Trouble::Damaged => {
                Self::Damaged { url, what: "the file".to_owned(), reason: source.to_string() }
            }
            Trouble::Other => Self::Failed { url, doing, source },
        }
    }
}

/// What the engine complains of.
enum Trouble {
    Full,
    Busy,
    ReadOnly,
    Gone,
    Damaged,
    Other,
}

impl Trouble {
    fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(source) => Self::of_code(source.as_ref()),
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Gone,
            _ => Self::Other,
        }
    }

    /// SQLite's primary result codes (the low byte) or PostgreSQL's SQLSTATE.
    fn of_code(source: &dyn DatabaseError) -> Self {
        let code = source.code().unwrap_or_default();
        if source.kind() != ErrorKind::Other {
            return Self::Other;
        }
        match (code.parse::<i32>(), code.len()) {
            (Ok(result), 0..=4) => Self::of_sqlite(result & 0xff),
            _ => Self::of_sqlstate(&code),
        }
    }

    fn of_sqlite(result: i32) -> Self {
        match result {
            5 | 6 => Self::Busy,
            8 => Self::ReadOnly,
            11 | 26 => Self::Damaged,
            13 => Self::Full,
            14 => Self::Gone,
            _ => Self::Other,
        }
    }

    fn of_sqlstate(state: &str) -> Self {
        match state {
            "53100" | "53200" => Self::Full,
            "55P03" | "40001" | "40P01" | "53300" => Self::Busy,
            "42501" | "25006" => Self::ReadOnly,
            "57P01" | "57P02" | "57P03" => Self::Gone,
            "XX001" | "XX002" => Self::Damaged,
            _ => Self::Other,
        }
    }
}
