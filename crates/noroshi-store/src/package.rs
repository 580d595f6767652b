//! Reported packages: imported records, looked up by package, with what they said before.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use noroshi_model::{DocumentId, KnownReport, PackageReport, ReportKind};

use crate::insert::Insert;
use crate::stored::{StoredReport, read, write};
use crate::work::{Row, Value, Work};
use crate::{AnyStore, StoreError};

/// What an import of reports did, counted in packages of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportCount {
    /// Not known before.
    pub added: usize,
    /// Known, and the record says something else now.
    pub updated: usize,
    /// Known, and the record says the same, or what is kept is newer.
    pub unchanged: usize,
    /// Of those added or updated: taken back by their publisher.
    pub withdrawn: usize,
}

/// How many reports of one kind are kept on packages of one ecosystem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSum {
    /// Type of the package URL.
    pub ecosystem: String,
    /// What kind of report.
    pub kind: ReportKind,
    /// How many.
    pub count: usize,
    /// How many of them were taken back.
    pub withdrawn: usize,
}

/// Keeps reports on packages.
pub trait PackageStore: Send + Sync {
    /// Takes over reports, seen at `now`. All packages of one record must be given together: a
    /// package that the record named before and does not name now is moved to the history.
    /// A report that is older than what is kept, by its own date of change, changes nothing.
    ///
    /// Some thousand at a time are best.
    fn import_reports(
        &self,
        reports: &[PackageReport],
        now: Timestamp,
    ) -> impl Future<Output = Result<ReportCount, StoreError>> + Send;

    /// Reports on packages, by their keys ([`noroshi_model::package_key`]), in order of key and
    /// id, those that were taken back too.
    fn reports_on(
        &self,
        keys: &[String],
    ) -> impl Future<Output = Result<Vec<KnownReport>, StoreError>> + Send;

    /// Reports of a record, in order of package.
    fn reports_of(
        &self,
        id: &str,
    ) -> impl Future<Output = Result<Vec<KnownReport>, StoreError>> + Send;

    /// How many reports are kept, by ecosystem and kind.
    fn report_sums(&self) -> impl Future<Output = Result<Vec<ReportSum>, StoreError>> + Send;

    /// Names of packages that kept documents mention, each with those documents.
    fn mentioned_packages(
        &self,
    ) -> impl Future<Output = Result<Vec<(String, Vec<DocumentId>)>, StoreError>> + Send;
}

const REPORT: Insert = Insert {
    head: "INSERT INTO package_report (package, id, kind, modified, withdrawn, first_seen, \
           digest, record)",
    casts: &[""; 8],
    tail: "",
};

/// Keys or ids asked for in one statement.
const ASKED: usize = 500;

/// What is kept of one report, as far as an import asks.
struct Held {
    package: String,
    digest: String,
    modified: String,
}

impl PackageStore for AnyStore {
    async fn import_reports(
        &self,
        reports: &[PackageReport],
        now: Timestamp,
    ) -> Result<ReportCount, StoreError> {
        let mut work = self.write("import reports on packages").await?;
        let ids: BTreeSet<&str> = reports.iter().map(|report| report.id.as_str()).collect();
        let held = held(&mut work, &ids).await?;
        let given = latest(reports);
        let mut import =
            Import { held, now: now.as_second(), count: ReportCount::default(), new: Vec::new() };
        for (_, report) in given {
            import.take(&mut work, report).await?;
        }
        let count = import.finish(&mut work).await?;
        work.commit().await?;
        Ok(count)
    }

    async fn reports_on(&self, keys: &[String]) -> Result<Vec<KnownReport>, StoreError> {
        let mut work = self.read("look up reports on packages").await?;
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let rows = select(&mut work, "package", &keys, "package, id").await?;
        known(&mut work, rows).await
    }

    async fn reports_of(&self, id: &str) -> Result<Vec<KnownReport>, StoreError> {
        let mut work = self.read("look up a report on packages").await?;
        let rows = select(&mut work, "id", &[id], "package, id").await?;
        known(&mut work, rows).await
    }

    async fn report_sums(&self) -> Result<Vec<ReportSum>, StoreError> {
        let mut work = self.read("count reports on packages").await?;
        // CAST, because PostgreSQL sums into a type of its own.
        let sql = "SELECT package, kind, withdrawn FROM package_report ORDER BY package";
        let mut sums: BTreeMap<(String, ReportKind), (usize, usize)> = BTreeMap::new();
        for row in work.rows(sql, Vec::new()).await? {
            let package = row.text(0)?;
            let ecosystem = package.split('/').next().unwrap_or_default().to_owned();
            let word = row.text(1)?;
            let kind = ReportKind::ALL.into_iter().find(|kind| kind.word() == word);
            let kind = kind.ok_or_else(|| work.damaged("a report on a package", &word))?;
            let sum = sums.entry((ecosystem, kind)).or_default();
            *sum = (sum.0 + 1, sum.1 + usize::from(row.int(2)? != 0));
        }
        let sum = |((ecosystem, kind), (count, withdrawn))| ReportSum {
            ecosystem,
            kind,
            count,
            withdrawn,
        };
        Ok(sums.into_iter().map(sum).collect())
    }

    async fn mentioned_packages(&self) -> Result<Vec<(String, Vec<DocumentId>)>, StoreError> {
        let mut work = self.read("list mentioned packages").await?;
        let sql = "SELECT DISTINCT mention.canonical, document.id FROM mention \
                   JOIN document ON document.number = mention.document \
                   WHERE mention.kind = 'package' ORDER BY mention.canonical, document.id";
        let mut names: Vec<(String, Vec<DocumentId>)> = Vec::new();
        for row in work.rows(sql, Vec::new()).await? {
            let (name, id) = (row.text(0)?, row.text(1)?);
            let id =
                id.parse().map_err(|_| work.damaged("a document", format!("`{id}` is no id")))?;
            match names.last_mut().filter(|(last, _)| *last == name) {
                Some((_, documents)) => documents.push(id),
                None => names.push((name, vec![id])),
            }
        }
        Ok(names)
    }
}

/// Of reports that are given twice the one that changed last; in order of id and package.
fn latest(reports: &[PackageReport]) -> BTreeMap<(&str, String), &PackageReport> {
    let mut latest: BTreeMap<(&str, String), &PackageReport> = BTreeMap::new();
    for report in reports {
        let place = latest.entry((&report.id, report.key())).or_insert(report);
        if report.modified >= place.modified {
            *place = report;
        }
    }
    latest
}

/// `$1, $2, …`
fn placeholders(count: usize) -> String {
    (1..=count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

/// What is kept of records, by id.
async fn held(
    work: &mut Work,
    ids: &BTreeSet<&str>,
) -> Result<HashMap<String, Vec<Held>>, StoreError> {
    let ids: Vec<&str> = ids.iter().copied().collect();
    let mut held: HashMap<String, Vec<Held>> = HashMap::new();
    for some in ids.chunks(ASKED) {
        let asked = placeholders(some.len());
        let sql = format!(
            "SELECT id, package, digest, modified FROM package_report WHERE id IN ({asked})"
        );
        for row in work.rows(sql, some.iter().map(|id| (*id).into()).collect()).await? {
            let one = Held { package: row.text(1)?, digest: row.text(2)?, modified: row.text(3)? };
            held.entry(row.text(0)?).or_default().push(one);
        }
    }
    Ok(held)
}

/// An import under way.
struct Import {
    /// What is kept and was not given yet.
    held: HashMap<String, Vec<Held>>,
    now: i64,
    count: ReportCount,
    new: Vec<Value>,
}

impl Import {
    async fn take(&mut self, work: &mut Work, report: &PackageReport) -> Result<(), StoreError> {
        let record = write(&StoredReport::from(report));
        let record = record.map_err(|damage| work.damaged(&report.id, damage))?;
        let digest = DocumentId::of(&record).to_string();
        let key = report.key();
        let held = self.held.get_mut(&report.id);
        let at = held.as_ref().and_then(|held| held.iter().position(|one| one.package == key));
        let Some((held, at)) = held.zip(at) else {
            self.count.added += 1;
            self.count.withdrawn += usize::from(report.withdrawn.is_some());
            self.new.extend(columns(report, &key, self.now, &digest, record));
            return Ok(());
        };
        let held = held.swap_remove(at);
        if held.digest == digest || modified(report) < held.modified {
            self.count.unchanged += 1;
            return Ok(());
        }
        self.count.updated += 1;
        self.count.withdrawn += usize::from(report.withdrawn.is_some());
        to_history(work, &report.id, &key, self.now).await?;
        let sql = "UPDATE package_report SET kind = $1, modified = $2, withdrawn = $3, changed = $4, \
                   digest = $5, record = $6 WHERE id = $7 AND package = $8";
        let values = vec![
            report.kind.word().into(),
            modified(report).as_str().into(),
            i64::from(report.withdrawn.is_some()).into(),
            self.now.into(),
            digest.as_str().into(),
            record.into(),
            report.id.as_str().into(),
            key.as_str().into(),
        ];
        work.run(sql, values).await?;
        Ok(())
    }

    /// Writes what is new, and moves what its record does not name any more to the history.
    async fn finish(self, work: &mut Work) -> Result<ReportCount, StoreError> {
        REPORT.run(work, self.new).await?;
        for (id, held) in self.held {
            for one in held {
                to_history(work, &id, &one.package, self.now).await?;
                let sql = "DELETE FROM package_report WHERE id = $1 AND package = $2";
                work.run(sql, vec![id.as_str().into(), one.package.as_str().into()]).await?;
            }
        }
        Ok(self.count)
    }
}

async fn to_history(work: &mut Work, id: &str, package: &str, now: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO package_report_before (id, package, until, record) \
               SELECT id, package, CAST($1 AS BIGINT), record FROM package_report \
               WHERE id = $2 AND package = $3 ON CONFLICT (id, package, until) DO NOTHING";
    work.run(sql, vec![now.into(), id.into(), package.into()]).await?;
    Ok(())
}

fn modified(report: &PackageReport) -> String {
    report.modified.map(|moment| moment.to_string()).unwrap_or_default()
}

fn columns(
    report: &PackageReport,
    key: &str,
    now: i64,
    digest: &str,
    record: Vec<u8>,
) -> [Value; 8] {
    [
        key.into(),
        report.id.as_str().into(),
        report.kind.word().into(),
        modified(report).as_str().into(),
        i64::from(report.withdrawn.is_some()).into(),
        now.into(),
        digest.into(),
        record.into(),
    ]
}

async fn select(
    work: &mut Work,
    column: &str,
    values: &[&str],
    order: &str,
) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for some in values.chunks(ASKED) {
        let asked = placeholders(some.len());
        let sql = format!(
            "SELECT id, package, first_seen, COALESCE(changed, -1), record FROM package_report \
             WHERE {column} IN ({asked}) ORDER BY {order}"
        );
        rows.extend(work.rows(sql, some.iter().map(|value| (*value).into()).collect()).await?);
    }
    Ok(rows)
}

async fn known(work: &mut Work, rows: Vec<Row>) -> Result<Vec<KnownReport>, StoreError> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, package, changed) = (row.text(0)?, row.text(1)?, row.int(3)?);
        let report = report(work, &id, &row.bytes(4)?)?;
        // Only what changed has a history.
        let before = if changed < 0 { Vec::new() } else { before(work, &id, &package).await? };
        let moment = |seconds| Timestamp::from_second(seconds).unwrap_or_default();
        let changed = (changed >= 0).then(|| moment(changed));
        all.push(KnownReport { report, first_seen: moment(row.int(2)?), changed, before });
    }
    all.sort_by(|a, b| (a.report.key(), &a.report.id).cmp(&(b.report.key(), &b.report.id)));
    Ok(all)
}

async fn before(
    work: &mut Work,
    id: &str,
    package: &str,
) -> Result<Vec<(PackageReport, Timestamp)>, StoreError> {
    let sql = "SELECT until, record FROM package_report_before \
               WHERE id = $1 AND package = $2 ORDER BY until";
    let rows = work.rows(sql, vec![id.into(), package.into()]).await?;
    let one = |row: &Row| {
        let until = Timestamp::from_second(row.int(0)?).unwrap_or_default();
        Ok((report(work, id, &row.bytes(1)?)?, until))
    };
    rows.iter().map(one).collect()
}

fn report(work: &Work, id: &str, record: &[u8]) -> Result<PackageReport, StoreError> {
    let record = read::<StoredReport<'_>>(record).and_then(PackageReport::try_from);
    record.map_err(|damage| work.damaged(format!("report {id}"), damage))
}
