//! That a part of the estate was looked at.

use noroshi_model::Check;

use crate::insert::Insert;
use crate::stored::{StoredCheck, read, write};
use crate::{AnyStore, StoreError};

/// Keeps what was looked at, and when.
pub trait CheckStore: Send + Sync {
    /// Keeps a check in place of an earlier one of the same kind, scope and report.
    fn keep_check(&self, check: &Check) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// All checks: newest first, then by kind and scope.
    fn checks(&self) -> impl Future<Output = Result<Vec<Check>, StoreError>> + Send;
}

const CHECK: Insert = Insert {
    head: "INSERT INTO estate_check (id, kind, at, record)",
    casts: &[""; 4],
    tail: "ON CONFLICT (id) DO UPDATE SET at = excluded.at, record = excluded.record",
};

impl CheckStore for AnyStore {
    async fn keep_check(&self, check: &Check) -> Result<(), StoreError> {
        let mut work = self.write("note what was looked at").await?;
        let stored = StoredCheck::from(check);
        let record = write(&stored).map_err(|damage| work.damaged("a check", damage))?;
        let values = vec![
            stored.id().as_str().into(),
            check.kind.word().into(),
            check.at.as_second().into(),
            record.into(),
        ];
        CHECK.run(&mut work, values).await?;
        work.commit().await
    }

    async fn checks(&self) -> Result<Vec<Check>, StoreError> {
        let mut work = self.read("list checks").await?;
        let sql = "SELECT id, record FROM estate_check ORDER BY at DESC, kind, id";
        let rows = work.rows(sql, Vec::new()).await?;
        let mut checks = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.text(0)?;
            let check = read::<StoredCheck<'static>>(&row.bytes(1)?).and_then(Check::try_from);
            checks.push(check.map_err(|damage| work.damaged(format!("check {id}"), damage))?);
        }
        Ok(checks)
    }
}
