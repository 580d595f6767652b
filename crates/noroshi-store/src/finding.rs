//! What was found in the own estate, and what people did about it.

use std::collections::BTreeMap;

use noroshi_model::{Finding, FindingId, FindingKind, FindingState, Level};

use crate::concern::rank;
use crate::insert::Insert;
use crate::stored::{StoredFinding, read, write};
use crate::work::{Row, Value, Work};
use crate::{AnyStore, StoreError};

/// A kept finding, with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFinding {
    /// The finding as it was last seen.
    pub finding: Finding,
    /// What people have done about it.
    pub state: FindingState,
    /// When it was first seen, in UTC seconds.
    pub first: i64,
    /// When it was last seen, in UTC seconds.
    pub last: i64,
    /// Decisions, oldest first.
    pub marks: Vec<Mark>,
}

/// A decision on a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The state that was set.
    pub state: FindingState,
    /// Who set it.
    pub who: String,
    /// When, in UTC seconds.
    pub at: i64,
    /// Why, in the words of that person; may be empty.
    pub note: String,
}

/// What keeping findings changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeptCount {
    /// Never seen before.
    pub new: usize,
    /// Seen before, and raised again because what they say changed.
    pub changed: usize,
    /// Seen before and unchanged.
    pub same: usize,
}

/// Which findings are asked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only of these kinds; all when empty.
    pub kinds: Vec<FindingKind>,
    /// Only in these states; all when empty.
    pub states: Vec<FindingState>,
    /// At least this level.
    pub at_least: Option<Level>,
    /// At most so many; all when `None`.
    pub limit: Option<usize>,
}

/// Keeps findings.
pub trait FindingStore: Send + Sync {
    /// Keeps findings seen at `now` (UTC seconds). One that was seen before is not kept twice:
    /// it goes back to [`FindingState::New`] when what a person reads of it has changed, unless
    /// it was decided that it is not ours.
    fn keep_findings(
        &self,
        findings: &[Finding],
        now: i64,
    ) -> impl Future<Output = Result<KeptCount, StoreError>> + Send;

    /// Findings, most pressing first, then newest first, then by id.
    fn findings(
        &self,
        wanted: &Wanted,
    ) -> impl Future<Output = Result<Vec<KeptFinding>, StoreError>> + Send;

    /// Findings whose id begins so.
    fn findings_like(
        &self,
        beginning: &str,
    ) -> impl Future<Output = Result<Vec<KeptFinding>, StoreError>> + Send;

    /// Sets the state of a finding. Returns `false` when there is no such finding.
    fn mark_finding(
        &self,
        id: &FindingId,
        mark: &Mark,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Marks those findings of a kind whose key begins so and that were last seen before
    /// `since` (UTC seconds) as done, by `mark`: what was looked for again and not found.
    /// Returns how many.
    fn retire_findings(
        &self,
        kind: FindingKind,
        beginning: &str,
        since: i64,
        mark: &Mark,
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;
}

const FINDING: Insert = Insert {
    head: "INSERT INTO finding (id, kind, key, level, state, sense, time, first, last, record)",
    casts: &[""; 10],
    tail: "ON CONFLICT (id) DO UPDATE SET level = excluded.level, state = excluded.state, \
           sense = excluded.sense, time = excluded.time, last = excluded.last, \
           record = excluded.record",
};

const MARK: Insert = Insert {
    head: "INSERT INTO finding_mark (finding, nth, state, who, at, note)",
    casts: &[""; 6],
    tail: "",
};

const FOUND: &str = "SELECT id, kind, key, state, first, last, record FROM finding";

/// Ids asked for in one statement.
const IDS: usize = 500;

/// What the store knew of a finding.
struct Before {
    state: FindingState,
    sense: String,
    first: i64,
}

impl FindingStore for AnyStore {
    async fn keep_findings(&self, findings: &[Finding], now: i64) -> Result<KeptCount, StoreError> {
        let mut work = self.write("keep findings").await?;
        let mut once: BTreeMap<FindingId, &Finding> = BTreeMap::new();
        for finding in findings {
            once.insert(finding.id(), finding);
        }
        let before = before(&mut work, once.keys()).await?;
        let mut count = KeptCount::default();
        let mut values = Vec::with_capacity(once.len() * FINDING.casts.len());
        for (id, finding) in once {
            let was = before.get(id.as_str());
            values.extend(columns(&work, &id, finding, was, now, &mut count)?);
        }
        FINDING.run(&mut work, values).await?;
        work.commit().await?;
        Ok(count)
    }

    async fn findings(&self, wanted: &Wanted) -> Result<Vec<KeptFinding>, StoreError> {
        let mut work = self.read("list findings").await?;
        let mut values: Vec<Value> = vec![wanted.at_least.map_or(0, rank).into()];
        let mut sql = format!("{FOUND} WHERE level >= $1");
        let kinds = wanted.kinds.iter().map(|kind| kind.word());
        one_of(&mut sql, &mut values, "kind", kinds);
        let states = wanted.states.iter().map(|state| state.word());
        one_of(&mut sql, &mut values, "state", states);
        values.push(wanted.limit.unwrap_or(usize::MAX).into());
        sql += &format!(" ORDER BY level DESC, time DESC, id LIMIT ${}", values.len());
        let rows = work.rows(sql, values).await?;
        with_marks(&mut work, rows).await
    }

    async fn findings_like(&self, beginning: &str) -> Result<Vec<KeptFinding>, StoreError> {
        let mut work = self.read("find a finding").await?;
        let sql = format!("{FOUND} WHERE id >= $1 AND id < $2 ORDER BY id LIMIT 100");
        let values = range(&beginning.to_ascii_lowercase()).into();
        let rows = work.rows(sql, values).await?;
        with_marks(&mut work, rows).await
    }

    async fn mark_finding(&self, id: &FindingId, mark: &Mark) -> Result<bool, StoreError> {
        let mut work = self.write("mark a finding").await?;
        let done = set(&mut work, id.as_str(), mark).await?;
        work.commit().await?;
        Ok(done)
    }

    async fn retire_findings(
        &self,
        kind: FindingKind,
        beginning: &str,
        since: i64,
        mark: &Mark,
    ) -> Result<usize, StoreError> {
        let mut work = self.write("retire findings").await?;
        let sql = "SELECT id FROM finding WHERE kind = $1 AND last < $2 \
                   AND state IN ('new', 'seen') AND key >= $3 AND key < $4 ORDER BY id";
        let [from, to] = range(beginning);
        let values = vec![kind.word().into(), since.into(), from, to];
        let rows = work.rows(sql, values).await?;
        for row in &rows {
            set(&mut work, &row.text(0)?, mark).await?;
        }
        work.commit().await?;
        Ok(rows.len())
    }
}

async fn before<'a>(
    work: &mut Work,
    ids: impl Iterator<Item = &'a FindingId>,
) -> Result<BTreeMap<String, Before>, StoreError> {
    let ids: Vec<&FindingId> = ids.collect();
    let mut known = BTreeMap::new();
    for some in ids.chunks(IDS) {
        let mut values = Vec::with_capacity(some.len());
        let mut sql = "SELECT id, state, sense, first FROM finding WHERE first >= 0".to_owned();
        one_of(&mut sql, &mut values, "id", some.iter().map(|id| id.as_str()));
        for row in work.rows(sql, values).await? {
            let state = state(work, &row.text(1)?)?;
            let was = Before { state, sense: row.text(2)?, first: row.int(3)? };
            known.insert(row.text(0)?, was);
        }
    }
    Ok(known)
}

fn columns(
    work: &Work,
    id: &FindingId,
    finding: &Finding,
    was: Option<&Before>,
    now: i64,
    count: &mut KeptCount,
) -> Result<[Value; 10], StoreError> {
    let stored = StoredFinding::from(finding);
    let sense = stored.sense().map_err(|damage| work.damaged("a finding", damage))?;
    let record = write(&stored).map_err(|damage| work.damaged("a finding", damage))?;
    let state = match was {
        None => {
            count.new += 1;
            FindingState::New
        }
        Some(was) if was.sense == sense || was.state == FindingState::NotUs => {
            count.same += 1;
            was.state
        }
        Some(_) => {
            count.changed += 1;
            FindingState::New
        }
    };
    let first = was.map_or(now, |was| was.first);
    Ok([
        id.as_str().into(),
        finding.kind.word().into(),
        finding.key.as_str().into(),
        rank(finding.level).into(),
        state.word().into(),
        sense.as_str().into(),
        finding.time.map_or(first, jiff::Timestamp::as_second).into(),
        first.into(),
        now.into(),
        record.into(),
    ])
}

/// Between which two values everything stands that begins so, byte by byte.
fn range(beginning: &str) -> [Value; 2] {
    [beginning.into(), format!("{beginning}{}", char::MAX).as_str().into()]
}

/// Adds `AND column IN (…)` for words; nothing when there are none.
fn one_of<'a>(
    sql: &mut String,
    values: &mut Vec<Value>,
    column: &str,
    words: impl Iterator<Item = &'a str>,
) {
    let before = values.len();
    values.extend(words.map(Value::from));
    if values.len() > before {
        let asked: Vec<String> = (before + 1..=values.len()).map(|at| format!("${at}")).collect();
        *sql += &format!(" AND {column} IN ({})", asked.join(", "));
    }
}

async fn set(work: &mut Work, id: &str, mark: &Mark) -> Result<bool, StoreError> {
    let sql = "UPDATE finding SET state = $1 WHERE id = $2";
    if work.run(sql, vec![mark.state.word().into(), id.into()]).await? == 0 {
        return Ok(false);
    }
    let sql = "SELECT COUNT(*) FROM finding_mark WHERE finding = $1";
    let rows = work.rows(sql, vec![id.into()]).await?;
    let nth = rows.first().map_or(Ok(0), |row| row.int(0))?;
    let values = vec![
        id.into(),
        nth.into(),
        mark.state.word().into(),
        mark.who.as_str().into(),
        mark.at.into(),
        mark.note.as_str().into(),
    ];
    MARK.run(work, values).await?;
    Ok(true)
}

async fn with_marks(work: &mut Work, rows: Vec<Row>) -> Result<Vec<KeptFinding>, StoreError> {
    let mut ids = Vec::with_capacity(rows.len());
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        ids.push(row.text(0)?);
        found.push(kept(work, row)?);
    }
    let mut marks = marks(work, &ids).await?;
    for (id, finding) in ids.iter().zip(&mut found) {
        finding.marks = marks.remove(id).unwrap_or_default();
    }
    Ok(found)
}

async fn marks(work: &mut Work, ids: &[String]) -> Result<BTreeMap<String, Vec<Mark>>, StoreError> {
    let mut marks: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
    for some in ids.chunks(IDS) {
        let mut values = Vec::with_capacity(some.len());
        let mut sql =
            "SELECT finding, state, who, at, note FROM finding_mark WHERE nth >= 0".into();
        one_of(&mut sql, &mut values, "finding", some.iter().map(String::as_str));
        sql += " ORDER BY finding, nth";
        for row in work.rows(sql, values).await? {
            let state = state(work, &row.text(1)?)?;
            let mark = Mark { state, who: row.text(2)?, at: row.int(3)?, note: row.text(4)? };
            marks.entry(row.text(0)?).or_default().push(mark);
        }
    }
    Ok(marks)
}

fn kept(work: &Work, row: &Row) -> Result<KeptFinding, StoreError> {
    let id = row.text(0)?;
    let (kind, key) = (row.text(1)?, row.text(2)?);
    let record = read::<StoredFinding<'static>>(&row.bytes(6)?);
    let finding = record.and_then(|record| record.of(&kind, key));
    let finding = finding.map_err(|damage| work.damaged(format!("finding {id}"), damage))?;
    let state = state(work, &row.text(3)?)?;
    Ok(KeptFinding { finding, state, first: row.int(4)?, last: row.int(5)?, marks: Vec::new() })
}

fn state(work: &Work, word: &str) -> Result<FindingState, StoreError> {
    let found = FindingState::ALL.into_iter().find(|state| state.word() == word);
    found.ok_or_else(|| work.damaged("the state of a finding", format!("`{word}` is none")))
}
