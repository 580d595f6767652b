//! Documents and what was read in them.

use std::fmt;
use std::str::FromStr;

use noroshi_model::{Document, DocumentId, IdError, Language, MentionKind, Moment, Reading, Tlp};

use crate::keep::{keep_all, shown_canonical};
use crate::stored::{StoredDocument, StoredReading, read};
use crate::work::{Row, Work};
use crate::{AnyStore, StoreError};

/// A document, what was read in it, and how long its bytes were. The bytes themselves are not
/// kept; the canonical text is.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The document.
    pub document: Document,
    /// What was read in it.
    pub reading: Reading,
    /// Length of the bytes as they were received.
    pub bytes: u64,
}

/// A document in a list: what a table of documents shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place in the list.
    pub key: DocumentKey,
    /// Where it was found, for people.
    pub path: String,
    /// Title, if it has one.
    pub title: Option<String>,
    /// IANA media type.
    pub media: String,
    /// Main language of the text.
    pub language: Language,
    /// The strictest label of the document and its text.
    pub tlp: Option<Tlp>,
    /// When it was published, in EDTF.
    pub published: Option<String>,
    /// Length of the bytes as they were received.
    pub bytes: u64,
}

/// A place in the list of all documents: by date (published, else fetched), then by id.
///
/// Written as `DATE~ID`, so that a page can name where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentKey {
    /// Local date and time; empty for a document without a date, which comes first.
    pub dated: String,
    /// Which document.
    pub document: DocumentId,
}

impl fmt::Display for DocumentKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}~{}", self.dated, self.document)
    }
}

impl FromStr for DocumentKey {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (dated, id) = text.split_once('~').ok_or_else(|| IdError(text.to_owned()))?;
        Ok(Self { dated: dated.to_owned(), document: id.parse()? })
    }
}

/// Keeps documents with what was read in them. Every method is one transaction.
pub trait DocumentStore: Send + Sync {
    /// Keeps a document. Returns `false`, and leaves what was kept, when it was there already.
    ///
    /// A problem noted for its path is forgotten: it has been read now.
    fn keep(&self, kept: &Kept) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Keeps documents, all of them or, when it fails, none. Says of each whether it is new.
    ///
    /// Much faster than one by one; 50 to 200 at a time is best.
    fn keep_all(&self, kept: &[Kept])
    -> impl Future<Output = Result<Vec<bool>, StoreError>> + Send;

    /// The document of an id.
    fn find(&self, id: DocumentId)
    -> impl Future<Output = Result<Option<Kept>, StoreError>> + Send;

    /// Documents whose id begins with some hexadecimal digits, in order of id, twenty at most.
    fn find_by_prefix(
        &self,
        prefix: &str,
    ) -> impl Future<Output = Result<Vec<Listed>, StoreError>> + Send;

    /// Documents in order of date and id, oldest first, after a place in that order.
    fn list(
        &self,
        after: Option<&DocumentKey>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Listed>, StoreError>> + Send;

    /// How many documents there are.
    fn count(&self) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Documents of a month, in order of date and id: those published in it; without such a
    /// date those that cover it; without both those whose anchor lies in it. A date coarser
    /// than a month falls into every month that it touches. A month that does not exist has none.
    fn in_month(
        &self,
        year: i16,
        month: i8,
    ) -> impl Future<Output = Result<Vec<Kept>, StoreError>> + Send;

    /// Those of these documents that are kept, in the order given.
    fn known(
        &self,
        ids: &[DocumentId],
    ) -> impl Future<Output = Result<Vec<DocumentId>, StoreError>> + Send;

    /// Documents that mention something, in order of date and id.
    fn mentioning(
        &self,
        kind: MentionKind,
        canonical: &str,
    ) -> impl Future<Output = Result<Vec<Listed>, StoreError>> + Send;
}

/// Ids asked for in one statement.
const IDS: usize = 500;

/// Ids of one prefix that are worth showing.
const SAME_PREFIX: usize = 20;

const LISTED: &str = "SELECT dated, id, path, title, media, language, tlp, published, bytes \
                      FROM document";

const WHOLE: &str = "SELECT document.id, bytes, text, record, reading \
                     FROM document JOIN body ON body.document = document.number";

impl DocumentStore for AnyStore {
    async fn keep(&self, kept: &Kept) -> Result<bool, StoreError> {
        let new = self.keep_all(std::slice::from_ref(kept)).await?;
        Ok(new == [true])
    }

    async fn keep_all(&self, kept: &[Kept]) -> Result<Vec<bool>, StoreError> {
        let mut work = self.write("keep documents").await?;
        let new = keep_all(&mut work, kept).await?;
        work.commit().await?;
        Ok(new)
    }

    async fn find(&self, id: DocumentId) -> Result<Option<Kept>, StoreError> {
        let mut work = self.read("find a document").await?;
        let sql = format!("{WHOLE} WHERE document.id = $1");
        let rows = work.rows(sql, vec![id.to_string().as_str().into()]).await?;
        rows.first().map(|row| whole(&work, row)).transpose()
    }

    async fn find_by_prefix(&self, prefix: &str) -> Result<Vec<Listed>, StoreError> {
        let prefix = prefix.to_ascii_lowercase();
        if !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let mut work = self.read("find a document").await?;
        let beyond = format!("{prefix}g");
        let sql = format!("{LISTED} WHERE id >= $1 AND id < $2 ORDER BY id LIMIT $3");
        let values = vec![prefix.as_str().into(), beyond.as_str().into(), SAME_PREFIX.into()];
        let rows = work.rows(sql, values).await?;
        rows.iter().map(|row| listed(&work, row)).collect()
    }

    async fn list(
        &self,
        after: Option<&DocumentKey>,
        limit: usize,
    ) -> Result<Vec<Listed>, StoreError> {
        let mut work = self.read("list documents").await?;
        let (dated, id) = after
            .map_or_else(Default::default, |key| (key.dated.clone(), key.document.to_string()));
        let sql = format!("{LISTED} WHERE (dated, id) > ($1, $2) ORDER BY dated, id LIMIT $3");
        let values = vec![dated.as_str().into(), id.as_str().into(), limit.into()];
        let rows = work.rows(sql, values).await?;
        rows.iter().map(|row| listed(&work, row)).collect()
    }

    async fn count(&self) -> Result<u64, StoreError> {
        let mut work = self.read("count documents").await?;
        let rows = work.rows("SELECT count(*) FROM document", Vec::new()).await?;
        let count = rows.first().map_or(Ok(0), |row| row.int(0))?;
        Ok(count.unsigned_abs())
    }

    async fn in_month(&self, year: i16, month: i8) -> Result<Vec<Kept>, StoreError> {
        let Some(month) = Moment::month(year, month) else { return Ok(Vec::new()) };
        let mut work = self.read("find the documents of a month").await?;
        let sql = format!("{WHOLE} WHERE falls_from < $1 AND falls_until > $2 ORDER BY dated, id");
        let (start, end) = (month.start().to_string(), month.end().to_string());
        let rows = work.rows(sql, vec![end.as_str().into(), start.as_str().into()]).await?;
        rows.iter().map(|row| whole(&work, row)).collect()
    }

    async fn known(&self, ids: &[DocumentId]) -> Result<Vec<DocumentId>, StoreError> {
        let mut work = self.read("look for documents").await?;
        let mut found = std::collections::BTreeSet::new();
        for some in ids.chunks(IDS) {
            let asked: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
            let sql = format!("SELECT id FROM document WHERE id IN ({})", asked.join(", "));
            let values = some.iter().map(|id| id.to_string().as_str().into()).collect();
            for row in work.rows(sql, values).await? {
                found.insert(row.text(0)?);
            }
        }
        Ok(ids.iter().copied().filter(|id| found.contains(&id.to_string())).collect())
    }

    async fn mentioning(
        &self,
        kind: MentionKind,
        canonical: &str,
    ) -> Result<Vec<Listed>, StoreError> {
        let mut work = self.read("find mentions").await?;
        let sql = format!(
            "{LISTED} WHERE number IN (SELECT document FROM mention WHERE kind = $1 \
             AND canonical = $2) ORDER BY dated, id"
        );
        let values = vec![kind.word().into(), shown_canonical(canonical)];
        let rows = work.rows(sql, values).await?;
        rows.iter().map(|row| listed(&work, row)).collect()
    }
}

fn listed(work: &Work, row: &Row) -> Result<Listed, StoreError> {
    let id = row.text(1)?;
    let damaged = |reason: &str| work.damaged(format!("document {id}"), reason);
    let language = Language::from_code(&row.text(5)?);
    let tlp = row.maybe_text(6)?.map(|label| label.parse());
    let document = id.parse().map_err(|_| damaged("its id is not an id"))?;
    Ok(Listed {
        key: DocumentKey { dated: row.text(0)?, document },
        path: row.text(2)?,
        title: row.maybe_text(3)?,
        media: row.text(4)?,
        language: language.ok_or_else(|| damaged("its language is not known"))?,
        tlp: tlp.transpose().map_err(|_| damaged("its label is not known"))?,
        published: row.maybe_text(7)?,
        bytes: row.int(8)?.unsigned_abs(),
    })
}

fn whole(work: &Work, row: &Row) -> Result<Kept, StoreError> {
    let id = row.text(0)?;
    let damaged = |reason: String| work.damaged(format!("document {id}"), reason);
    let text = String::from_utf8(row.bytes(2)?);
    let text = text.map_err(|_| damaged("its text is not UTF-8".to_owned()))?;
    let key = id.parse().map_err(|_| damaged("its id is not an id".to_owned()))?;
    let record = read::<StoredDocument<'static>>(&row.bytes(3)?);
    let document = record.and_then(|record| record.with(key, text));
    let reading = read::<StoredReading<'static>>(&row.bytes(4)?).and_then(Reading::try_from);
    Ok(Kept {
        document: document.map_err(|damage| damaged(damage.to_string()))?,
        reading: reading.map_err(|damage| damaged(damage.to_string()))?,
        bytes: row.int(1)?.unsigned_abs(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_being_written_and_read() {
        let dated = "2024-12-26T00:00:00".to_owned();
        let key = DocumentKey { dated, document: DocumentId::of(b"x") };
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("2024".parse::<DocumentKey>().is_err());
    }
}
