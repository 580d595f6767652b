//! The PostgreSQL engine: one server for many people and machines.

use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions, Connection};

use crate::StoreError;
use crate::sqlite::migration_error;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long to wait for an answer or a free connection.
const PATIENCE: Duration = Duration::from_secs(15);

/// Connections of one process; a server allows a hundred by default.
const CONNECTIONS: u32 = 8;

/// Begins a transaction that writes.
pub(crate) const WRITE: &str = "BEGIN; SET LOCAL synchronous_commit = on";

/// Begins a transaction that reads one consistent state.
pub(crate) const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Begins a search. Left to itself, the planner reads all passages: it knows that their rows are
/// few and small, not that the tokens beside them are long. Then only the index of tokens is left.
pub(crate) const SEARCH: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
     SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off";

/// A store in a PostgreSQL database.
///
/// Why acknowledged data survives: every transaction that writes asks for `synchronous_commit`
/// (`WRITE`), so its commit returns only after the server has flushed its log.
#[derive(Clone)]
pub struct Postgres {
    pub(crate) pool: PgPool,
    pub(crate) url: Arc<str>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Postgres").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Postgres {
    pub(crate) async fn open(address: &str, url: String) -> Result<Self, StoreError> {
        let bad = |source: sqlx::Error| StoreError::BadUrl {
            url: url.clone(),
            reason: source.to_string(),
        };
        let options: PgConnectOptions = address.parse().map_err(bad)?;
        let answer = first_answer(&options).await;
        answer.map_err(|source| StoreError::Unavailable { url: url.clone(), source })?;
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
        let pool = pool.connect_lazy_with(options);
        MIGRATIONS.run(&pool).await.map_err(|source| migration_error(source, &url))?;
        Ok(Self { pool, url: url.into() })
    }
}

/// Connects once without the pool, which would try a server that refuses again and again, and
/// then say only that it took too long.
async fn first_answer(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let late = |_| sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
    let connection = tokio::time::timeout(PATIENCE, options.connect()).await.map_err(late)??;
    connection.close().await
}
