//! The SQLite engine: one file, nothing to install.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::StoreError;
use crate::address::SqlitePlace;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// How long a statement waits for another process before the store counts as busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a migration is tried when another process makes the same one at the same time.
const ATTEMPTS: u32 = 20;

/// How long is waited before a further try.
const STEP: Duration = Duration::from_millis(25);

/// Connections to one file. SQLite has one writer at a time; readers do not wait for it.
const CONNECTIONS: u32 = 4;

/// A store in a file of SQLite.
///
/// Why acknowledged data survives: a transaction is appended to the write-ahead log, and
/// `synchronous = FULL` flushes the log to the disk before the commit returns. After `kill -9`
/// or a power cut, the next process that opens the store replays complete transactions from
/// the log; a transaction without its commit record is ignored as a whole.
#[derive(Clone)]
pub struct Sqlite {
    pub(crate) pool: SqlitePool,
    pub(crate) url: Arc<str>,
}

impl std::fmt::Debug for Sqlite {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sqlite").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Sqlite {
    pub(crate) async fn open(place: &SqlitePlace<'_>, url: String) -> Result<Self, StoreError> {
        let (options, connections) = match place {
            SqlitePlace::Memory => (SqliteConnectOptions::new().in_memory(true), 1),
            SqlitePlace::File(path) => (SqliteConnectOptions::new().filename(path), CONNECTIONS),
        };
        let pool = connect(connections, tuned(options), &url).await?;
        migrate(&pool, &url).await?;
        Ok(Self { pool, url: url.into() })
    }
}

/// Opens the file. Turning on the write-ahead log of a new file needs it alone, and SQLite does
/// not wait for that as it waits for a lock: while another process does the same, it is tried again.
async fn connect(
    connections: u32,
    options: SqliteConnectOptions,
    url: &str,
) -> Result<SqlitePool, StoreError> {
    let since = Instant::now();
    loop {
        let opened = pool(connections).connect_with(options.clone()).await;
        match opened.map_err(|source| StoreError::of(source, "open it", url)) {
            Ok(pool) => return Ok(pool),
            Err(StoreError::Busy { .. }) if since.elapsed() < PATIENCE => {}
            Err(StoreError::Failed { url, source, .. }) => {
                return Err(StoreError::Unavailable { url, source });
            }
            Err(other) => return Err(other),
        }
        tokio::time::sleep(STEP).await;
    }
}

/// A store in memory lives as long as its only connection, so that one is never given up.
fn pool(connections: u32) -> SqlitePoolOptions {
    let options = SqlitePoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    if connections > 1 {
        return options;
    }
    options.min_connections(1).idle_timeout(None).max_lifetime(None)
}

/// Checkpoints are further apart than SQLite's own (4 MB), because a bulk load would else copy
/// the same pages of the index again and again.
fn tuned(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .page_size(8192)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("wal_autocheckpoint", "8192")
        .pragma("journal_size_limit", "67108864")
        .pragma("cache_size", "-65536")
        .pragma("temp_store", "MEMORY")
}

/// Two processes may open a new store at once; the slower one then finds the tables made.
async fn migrate(pool: &SqlitePool, url: &str) -> Result<(), StoreError> {
    let mut last = Ok(());
    for attempt in 0..ATTEMPTS {
        tokio::time::sleep(STEP * attempt).await;
        last = MIGRATIONS.run(pool).await;
        if !matches!(last, Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..))) {
            break;
        }
    }
    last.map_err(|source| migration_error(source, url))
}

/// A migration that this program does not know was made by a newer one.
pub(crate) fn migration_error(source: MigrateError, url: &str) -> StoreError {
    let url = url.to_owned();
    match source {
        MigrateError::VersionMissing(version) => StoreError::Newer { url, version },
        MigrateError::Execute(source) => {
            match StoreError::of(source, "bring its tables up to date", &url) {
                StoreError::Failed { source, .. } => {
                    StoreError::Migration { url, source: MigrateError::Execute(source) }
                }
                other => other,
            }
        }
        source => StoreError::Migration { url, source },
    }
}
