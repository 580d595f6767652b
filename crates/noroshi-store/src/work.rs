//! One transaction, on either engine, and the values that go in and come out.

use std::sync::Arc;

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, Transaction};

use crate::{AnyStore, StoreError, postgres};

/// A transaction with a name: what is being done, in words that fit after "cannot".
///
/// Dropped without [`Work::commit`], it is taken back as a whole.
pub(crate) struct Work {
    engine: Engine,
    doing: &'static str,
    url: Arc<str>,
}

enum Engine {
    Sqlite(Transaction<'static, sqlx::Sqlite>),
    Postgres(Transaction<'static, sqlx::Postgres>),
}

/// A value to bind.
pub(crate) enum Value {
    Int(i64),
    Text(String),
    MaybeText(Option<String>),
    Bytes(Vec<u8>),
}

impl AnyStore {
    /// Starts to write. SQLite takes the write lock at once: a lock taken later could not wait.
    pub(crate) async fn write(&self, doing: &'static str) -> Result<Work, StoreError> {
        self.begin(doing, "BEGIN IMMEDIATE", postgres::WRITE).await
    }

    /// Starts to read one consistent state.
    pub(crate) async fn read(&self, doing: &'static str) -> Result<Work, StoreError> {
        self.begin(doing, "BEGIN", postgres::READ).await
    }

    /// Starts to search one consistent state.
    pub(crate) async fn read_index(&self, doing: &'static str) -> Result<Work, StoreError> {
        self.begin(doing, "BEGIN", postgres::SEARCH).await
    }

    async fn begin(
        &self,
        doing: &'static str,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Result<Work, StoreError> {
        let engine = match self {
            Self::Sqlite(store) => store.pool.begin_with(sqlite).await.map(Engine::Sqlite),
            Self::Postgres(store) => store.pool.begin_with(postgres).await.map(Engine::Postgres),
        };
        let engine = engine.map_err(|source| StoreError::of(source, doing, self.url()))?;
        let url = match self {
            Self::Sqlite(store) => Arc::clone(&store.url),
            Self::Postgres(store) => Arc::clone(&store.url),
        };
        Ok(Work { engine, doing, url })
    }
}

impl Work {
    /// Makes everything done so far permanent.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let done = match self.engine {
            Engine::Sqlite(transaction) => transaction.commit().await,
            Engine::Postgres(transaction) => transaction.commit().await,
        };
        done.map_err(|source| StoreError::of(source, self.doing, &self.url))
    }

    /// Runs a statement; the number of rows it touched.
    pub(crate) async fn run(
        &mut self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        let sql = AssertSqlSafe(sql.into());
        let done = match &mut self.engine {
            Engine::Sqlite(transaction) => {
                let query = values.into_iter().fold(sqlx::query(sql), bind_sqlite);
                query.execute(&mut **transaction).await.map(|done| done.rows_affected())
            }
            Engine::Postgres(transaction) => {
                let query = values.into_iter().fold(sqlx::query(sql), bind_postgres);
                query.execute(&mut **transaction).await.map(|done| done.rows_affected())
            }
        };
        done.map_err(|source| StoreError::of(source, self.doing, &self.url))
    }

    /// Runs a statement; the rows it gives.
    pub(crate) async fn rows(
        &mut self,
        sql: impl Into<String>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let sql = AssertSqlSafe(sql.into());
        let found = match &mut self.engine {
            Engine::Sqlite(transaction) => {
                let query = values.into_iter().fold(sqlx::query(sql), bind_sqlite);
                let rows = query.fetch_all(&mut **transaction).await;
                rows.map(|rows| rows.into_iter().map(Cells::Sqlite).collect::<Vec<_>>())
            }
            Engine::Postgres(transaction) => {
                let query = values.into_iter().fold(sqlx::query(sql), bind_postgres);
                let rows = query.fetch_all(&mut **transaction).await;
                rows.map(|rows| rows.into_iter().map(Cells::Postgres).collect())
            }
        };
        let found = found.map_err(|source| StoreError::of(source, self.doing, &self.url))?;
        let row = |cells| Row { cells, doing: self.doing, url: Arc::clone(&self.url) };
        Ok(found.into_iter().map(row).collect())
    }

    /// Whether this is SQLite; only search is asked differently there.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// The error for something stored that cannot be understood.
    pub(crate) fn damaged(&self, what: impl ToString, reason: impl ToString) -> StoreError {
        let (what, reason) = (what.to_string(), reason.to_string());
        StoreError::Damaged { url: self.url.to_string(), what, reason }
    }
}

type SqliteQuery<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;
type PostgresQuery<'q> = sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments>;

fn bind_sqlite(query: SqliteQuery<'_>, value: Value) -> SqliteQuery<'_> {
    match value {
        Value::Int(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::MaybeText(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
    }
}

fn bind_postgres(query: PostgresQuery<'_>, value: Value) -> PostgresQuery<'_> {
    match value {
        Value::Int(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::MaybeText(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
    }
}

/// A row of either engine. Columns are counted from 0.
pub(crate) struct Row {
    cells: Cells,
    doing: &'static str,
    url: Arc<str>,
}

enum Cells {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.checked(match &self.cells {
            Cells::Sqlite(row) => row.try_get(column),
            Cells::Postgres(row) => row.try_get(column),
        })
    }

    pub(crate) fn text(&self, column: usize) -> Result<String, StoreError> {
        self.checked(match &self.cells {
            Cells::Sqlite(row) => row.try_get(column),
            Cells::Postgres(row) => row.try_get(column),
        })
    }

    pub(crate) fn maybe_text(&self, column: usize) -> Result<Option<String>, StoreError> {
        self.checked(match &self.cells {
            Cells::Sqlite(row) => row.try_get(column),
            Cells::Postgres(row) => row.try_get(column),
        })
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>, StoreError> {
        self.checked(match &self.cells {
            Cells::Sqlite(row) => row.try_get(column),
            Cells::Postgres(row) => row.try_get(column),
        })
    }

    fn checked<T>(&self, cell: Result<T, sqlx::Error>) -> Result<T, StoreError> {
        cell.map_err(|source| StoreError::of(source, self.doing, &self.url))
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

/// Beyond `i64` there is nothing that fits into memory.
impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

/// PostgreSQL takes no NUL in text. Columns of text are there to be asked, the truth stands in
/// the records, so a NUL becomes the replacement character here.
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.replace('\0', "\u{FFFD}"))
    }
}

impl From<Option<&str>> for Value {
    fn from(value: Option<&str>) -> Self {
        Self::MaybeText(value.map(|text| text.replace('\0', "\u{FFFD}")))
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
