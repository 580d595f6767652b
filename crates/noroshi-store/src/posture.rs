//! Runs of cloud baselines, so that two of them can be compared.

use serde::{Deserialize, Serialize};

use crate::insert::Insert;
use crate::stored::{read, write};
use crate::work::{Row, Value, Work};
use crate::{AnyStore, StoreError};

/// A run of a baseline over one tenant, in words: the store does not judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRun {
    /// Its id, from what makes two runs the same.
    pub id: String,
    /// The suite: `M365`, `GWS`.
    pub suite: String,
    /// What makes two runs runs of one tenant.
    pub tenant: String,
    /// The moment for which it was judged, in UTC seconds.
    pub at: i64,
    /// When the settings were exported, in UTC seconds, if known.
    #[serde(default)]
    pub exported: Option<i64>,
    /// Id, name, domain and organisation of the tenant, empty where unknown.
    pub names: [String; 4],
    /// The baseline and its release.
    pub tool: [String; 2],
    /// The file that was judged, and its SHA-256.
    pub source: [String; 2],
    /// The results, in order.
    pub results: Vec<KeptResult>,
}

/// The result of one policy, in the words of the SCuBA tools.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptResult {
    /// Id with version.
    pub policy: String,
    /// The product.
    pub product: String,
    /// Heading and sentence of the baseline.
    #[serde(default)]
    pub says: [String; 2],
    /// The verdict, and the one before omissions and corrections.
    pub verdict: [String; 2],
    /// What the rule said; `None` for an error.
    #[serde(default)]
    pub met: Option<bool>,
    /// SHALL or SHOULD, and how it is judged.
    pub kind: [String; 2],
    /// Plain text.
    #[serde(default)]
    pub details: String,
    /// Commands that did not work.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Owner, approver, reason, last day, and whether it holds; empty where unknown.
    #[serde(default)]
    pub exception: Option<[String; 5]>,
    /// Comments of the organisation.
    #[serde(default)]
    pub comments: Vec<String>,
    /// The day until which it shall be mended, as written.
    #[serde(default)]
    pub remediation: Option<String>,
}

/// Keeps runs of cloud baselines.
pub trait PostureStore: Send + Sync {
    /// Keeps a run. Returns `false`, and changes nothing, when it was already kept.
    fn keep_run(&self, run: &KeptRun) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Runs, newest first, at most so many; of one tenant when it is named by its key.
    fn runs(
        &self,
        tenant: Option<&str>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<KeptRun>, StoreError>> + Send;

    /// Runs whose id begins so, by id, at most 100.
    fn runs_like(
        &self,
        beginning: &str,
    ) -> impl Future<Output = Result<Vec<KeptRun>, StoreError>> + Send;
}

const RUN: Insert = Insert {
    head: "INSERT INTO posture_run (id, suite, tenant, at, record)",
    casts: &[""; 5],
    tail: "ON CONFLICT (id) DO NOTHING RETURNING id",
};

impl PostureStore for AnyStore {
    async fn keep_run(&self, run: &KeptRun) -> Result<bool, StoreError> {
        let mut work = self.write("keep a posture run").await?;
        let record = write(run).map_err(|damage| work.damaged("a posture run", damage))?;
        let values = vec![
            run.id.as_str().into(),
            run.suite.as_str().into(),
            run.tenant.as_str().into(),
            run.at.into(),
            record.into(),
        ];
        let new = !RUN.run(&mut work, values).await?.is_empty();
        work.commit().await?;
        Ok(new)
    }

    async fn runs(&self, tenant: Option<&str>, limit: usize) -> Result<Vec<KeptRun>, StoreError> {
        let mut work = self.read("list posture runs").await?;
        let order = "ORDER BY at DESC, id LIMIT";
        let (sql, values): (String, Vec<Value>) = match tenant {
            Some(tenant) => (
                format!("SELECT id, record FROM posture_run WHERE tenant = $1 {order} $2"),
                vec![tenant.into(), limit.into()],
            ),
            None => (format!("SELECT id, record FROM posture_run {order} $1"), vec![limit.into()]),
        };
        let rows = work.rows(sql, values).await?;
        rows.iter().map(|row| kept(&work, row)).collect()
    }

    async fn runs_like(&self, beginning: &str) -> Result<Vec<KeptRun>, StoreError> {
        let mut work = self.read("find a posture run").await?;
        let sql = "SELECT id, record FROM posture_run WHERE id >= $1 AND id < $2 \
                   ORDER BY id LIMIT 100";
        let from = beginning.to_ascii_lowercase();
        let to = format!("{from}{}", char::MAX);
        let rows = work.rows(sql, vec![from.as_str().into(), to.as_str().into()]).await?;
        rows.iter().map(|row| kept(&work, row)).collect()
    }
}

fn kept(work: &Work, row: &Row) -> Result<KeptRun, StoreError> {
    let id = row.text(0)?;
    let run = read::<KeptRun>(&row.bytes(1)?);
    run.map_err(|damage| work.damaged(format!("posture run {id}"), damage))
}
