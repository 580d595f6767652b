//! The engine that an address names.

use crate::address::{Address, shown};
use crate::{Postgres, Sqlite, StoreError};

/// A store, in the engine named by its address. An enum, not `dyn` and not a type parameter on
/// every caller: the set is closed.
///
/// Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub enum AnyStore {
    /// A file, or memory.
    Sqlite(Sqlite),
    /// A server.
    Postgres(Postgres),
}

impl AnyStore {
    /// Opens `sqlite:PATH`, a path, `sqlite::memory:` or `postgres://…`, makes a file that is
    /// missing, and brings the tables up to date.
    ///
    /// # Errors
    /// [`StoreError::BadUrl`] when the address names no engine, [`StoreError::Unavailable`]
    /// when there is nothing to open, [`StoreError::Newer`] when a newer program has changed
    /// the tables, [`StoreError::Migration`] when they cannot be brought up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match Address::read(url)? {
            Address::Sqlite(place) => Sqlite::open(&place, shown(url)).await.map(Self::Sqlite),
            Address::Postgres(url) => Postgres::open(url, shown(url)).await.map(Self::Postgres),
        }
    }

    /// The address, with its password masked.
    pub fn url(&self) -> &str {
        match self {
            Self::Sqlite(store) => &store.url,
            Self::Postgres(store) => &store.url,
        }
    }

    /// The engine's name, for people.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Closes all connections, of clones too, and waits until they are closed.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(store) => store.pool.close().await,
            Self::Postgres(store) => store.pool.close().await,
        }
    }
}
