//! Documents that could not be read.

use noroshi_model::{DocumentId, Problem};

use crate::insert::Insert;
use crate::stored::{StoredUnread, read, write};
use crate::work::Work;
use crate::{AnyStore, StoreError};

/// A document that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it was found.
    pub path: String,
    /// Why it could not be read.
    pub problem: Problem,
    /// When it was given, in UTC seconds.
    pub given: i64,
}

/// Keeps what could not be read, so that nothing is dropped in silence.
pub trait ProblemStore: Send + Sync {
    /// Notes that a document could not be read, in place of an earlier note for its path. The
    /// note goes when a document of that path is kept.
    fn keep_problem(&self, unread: &Unread) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// All notes, in order of path.
    fn problems(&self) -> impl Future<Output = Result<Vec<Unread>, StoreError>> + Send;
}

const PROBLEM: Insert = Insert {
    head: "INSERT INTO problem (key, path, code, given, record)",
    casts: &[""; 5],
    tail: "ON CONFLICT (key) DO UPDATE SET path = excluded.path, code = excluded.code, \
           given = excluded.given, record = excluded.record",
};

/// Paths forgotten in one statement.
const PATHS: usize = 500;

impl ProblemStore for AnyStore {
    async fn keep_problem(&self, unread: &Unread) -> Result<(), StoreError> {
        let mut work = self.write("note a problem").await?;
        let record = write(&StoredUnread::from(unread));
        let record = record.map_err(|damage| work.damaged(&unread.path, damage))?;
        let values = vec![
            key(&unread.path).as_str().into(),
            unread.path.as_str().into(),
            unread.problem.code.into(),
            unread.given.into(),
            record.into(),
        ];
        PROBLEM.run(&mut work, values).await?;
        work.commit().await
    }

    async fn problems(&self) -> Result<Vec<Unread>, StoreError> {
        let mut work = self.read("list problems").await?;
        let sql = "SELECT path, record FROM problem ORDER BY path, key";
        let rows = work.rows(sql, Vec::new()).await?;
        let mut problems = Vec::with_capacity(rows.len());
        for row in rows {
            let record = read::<StoredUnread<'static>>(&row.bytes(1)?).and_then(Unread::try_from);
            let path = row.text(0)?;
            problems.push(record.map_err(|damage| work.damaged(path, damage))?);
        }
        Ok(problems)
    }
}

/// Forgets the problems of paths that have been read now.
pub(crate) async fn forget(
    work: &mut Work,
    paths: impl Iterator<Item = &str>,
) -> Result<(), StoreError> {
    let keys: Vec<String> = paths.map(key).collect();
    for some in keys.chunks(PATHS) {
        let asked: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
        let sql = format!("DELETE FROM problem WHERE key IN ({})", asked.join(", "));
        work.run(sql, some.iter().map(|key| key.as_str().into()).collect()).await?;
    }
    Ok(())
}

/// A key of fixed length: a URL may be longer than an index takes.
fn key(path: &str) -> String {
    DocumentId::of(path.as_bytes()).to_string()
}
