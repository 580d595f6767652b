//! What concerns us.

use noroshi_model::{Concern, DocumentId, Level};

use crate::insert::Insert;
use crate::keep::number_of;
use crate::stored::{StoredConcern, read, write};
use crate::work::{Row, Value, Work};
use crate::{AnyStore, StoreError};

/// Keeps what concerns us.
pub trait ConcernStore: Send + Sync {
    /// Keeps the concerns of a document in place of those that it had. Returns `false`, and
    /// changes nothing, when the document is not kept.
    fn replace_concerns(
        &self,
        document: DocumentId,
        concerns: &[Concern],
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Concerns of at least a level: most pressing first, then newest document first, then in
    /// the order in which they were given.
    fn concerns(
        &self,
        at_least: Level,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Concern>, StoreError>> + Send;

    /// Concerns of one document, in the order in which they were given.
    fn concerns_of(
        &self,
        document: DocumentId,
    ) -> impl Future<Output = Result<Vec<Concern>, StoreError>> + Send;
}

const CONCERN: Insert = Insert {
    head: "INSERT INTO concern (document, nth, level, surface, ours, record)",
    casts: &[""; 6],
    tail: "",
};

const FOUND: &str = "SELECT document.id, concern.record \
                     FROM concern JOIN document ON document.number = concern.document";

impl ConcernStore for AnyStore {
    async fn replace_concerns(
        &self,
        document: DocumentId,
        concerns: &[Concern],
    ) -> Result<bool, StoreError> {
        let mut work = self.write("keep concerns").await?;
        let Some(number) = number_of(&mut work, document).await? else { return Ok(false) };
        work.run("DELETE FROM concern WHERE document = $1", vec![number.into()]).await?;
        let mut values = Vec::with_capacity(concerns.len() * CONCERN.casts.len());
        for (nth, concern) in concerns.iter().enumerate() {
            values.extend(columns(&work, number, nth, concern)?);
        }
        CONCERN.run(&mut work, values).await?;
        work.commit().await?;
        Ok(true)
    }

    async fn concerns(&self, at_least: Level, limit: usize) -> Result<Vec<Concern>, StoreError> {
        let mut work = self.read("list concerns").await?;
        let sql = format!(
            "{FOUND} WHERE concern.level >= $1 \
             ORDER BY concern.level DESC, document.dated DESC, document.id, concern.nth LIMIT $2"
        );
        let rows = work.rows(sql, vec![rank(at_least).into(), limit.into()]).await?;
        rows.iter().map(|row| concern(&work, row)).collect()
    }

    async fn concerns_of(&self, document: DocumentId) -> Result<Vec<Concern>, StoreError> {
        let mut work = self.read("list concerns").await?;
        let sql = format!("{FOUND} WHERE document.id = $1 ORDER BY concern.nth");
        let rows = work.rows(sql, vec![document.to_string().as_str().into()]).await?;
        rows.iter().map(|row| concern(&work, row)).collect()
    }
}

fn columns(
    work: &Work,
    number: i64,
    nth: usize,
    concern: &Concern,
) -> Result<[Value; 6], StoreError> {
    let record = write(&StoredConcern::from(concern));
    let record = record.map_err(|damage| work.damaged("a concern", damage))?;
    Ok([
        number.into(),
        nth.into(),
        rank(concern.level).into(),
        concern.reason.surface.word().into(),
        concern.reason.ours.as_str().into(),
        record.into(),
    ])
}

/// Levels in the order in which they press.
pub(crate) fn rank(level: Level) -> i64 {
    match level {
        Level::Know => 0,
        Level::Soon => 1,
        Level::Now => 2,
    }
}

fn concern(work: &Work, row: &Row) -> Result<Concern, StoreError> {
    let id = row.text(0)?;
    let damaged = |reason: String| work.damaged(format!("a concern of document {id}"), reason);
    let document = id.parse().map_err(|_| damaged("its id is not an id".to_owned()))?;
    let record = read::<StoredConcern<'static>>(&row.bytes(1)?);
    record.and_then(|record| record.of(document)).map_err(|damage| damaged(damage.to_string()))
}
