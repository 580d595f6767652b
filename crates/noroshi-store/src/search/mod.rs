//! Full-text search that finds the same on both engines: exactly what is there.
//!
//! The engine's index proposes documents, by tokens that Noroshi made; each is then searched
//! again in its canonical text, which gives the place and turns away what only looked alike.

mod fold;
mod locate;
mod passage;
mod query;
mod snippet;
mod token;

use noroshi_model::{DocumentId, Span};

use crate::work::{Row, Value, Work};
use crate::{AnyStore, StoreError};
use locate::locate;
use query::Query;
pub use snippet::Snippet;
use snippet::snippet;
pub(crate) use token::Tokens;

/// A document that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which document.
    pub document: DocumentId,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Where it was found, for people.
    pub path: String,
    /// The best place in the canonical text: where most of the words stand near each other.
    pub span: Span,
    /// The words around that place.
    pub snippet: Snippet,
    /// When it was published, in EDTF.
    pub published: Option<String>,
}

/// Finds documents by their words.
pub trait SearchStore: Send + Sync {
    /// Documents whose text has all words of the query, newest first.
    ///
    /// Words are separated by white space; words in quotes stand side by side. Width and case
    /// make no difference, nor does the long vowel at the end of a katakana word (サーバー,
    /// サーバ). A Latin word is found as a whole word, CJK text at any length from one letter.
    /// A query without letters or digits finds nothing.
    fn search(
        &self,
        query: &str,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Hit>, StoreError>> + Send;
}

impl SearchStore for AnyStore {
    async fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let query = Query::read(query);
        let mut hits = Vec::new();
        if query.phrases.is_empty() || limit == 0 {
            return Ok(hits);
        }
        let mut work = self.read_index("search").await?;
        let mut seen = 0;
        while hits.len() < limit {
            let rows = candidates(&mut work, &query, limit, seen).await?;
            seen += rows.len();
            let last = rows.len() < limit;
            for row in rows {
                hits.extend(hit(&work, &row, &query)?);
            }
            if last {
                break;
            }
        }
        hits.truncate(limit);
        Ok(hits)
    }
}

/// Documents that the index proposes, newest first, from one on.
async fn candidates(
    work: &mut Work,
    query: &Query,
    limit: usize,
    from: usize,
) -> Result<Vec<Row>, StoreError> {
    let (asked, one) = if work.is_sqlite() {
        (query.for_sqlite(), "SELECT rowid >> 24 FROM passage WHERE passage MATCH $")
    } else {
        (query.for_postgres(), "SELECT document FROM passage WHERE tokens @@ $")
    };
    let cast = if work.is_sqlite() { "" } else { "::tsquery" };
    let all: Vec<String> = (1..=asked.len()).map(|at| format!("{one}{at}{cast}")).collect();
    let (limit_at, from_at) = (asked.len() + 1, asked.len() + 2);
    let sql = format!(
        "WITH found (document) AS MATERIALIZED ({}) \
         SELECT d.id, d.title, d.path, d.published, body.text FROM (\
         SELECT number, id, title, path, published, dated FROM document \
         WHERE number IN (SELECT document FROM found) \
         ORDER BY dated DESC, id LIMIT ${limit_at} OFFSET ${from_at}) AS d \
         JOIN body ON body.document = d.number ORDER BY d.dated DESC, d.id",
        all.join(" INTERSECT ")
    );
    let mut values: Vec<Value> = asked.iter().map(|asked| asked.as_str().into()).collect();
    values.extend([limit.into(), from.into()]);
    work.rows(sql, values).await
}

fn hit(work: &Work, row: &Row, query: &Query) -> Result<Option<Hit>, StoreError> {
    let id = row.text(0)?;
    let damaged = |reason: &str| work.damaged(format!("document {id}"), reason);
    let text = String::from_utf8(row.bytes(4)?).map_err(|_| damaged("its text is not UTF-8"))?;
    let Some(span) = locate(&text, query) else { return Ok(None) };
    Ok(Some(Hit {
        document: id.parse().map_err(|_| damaged("its id is not an id"))?,
        title: row.maybe_text(1)?,
        path: row.text(2)?,
        span,
        snippet: snippet(&text, span),
        published: row.maybe_text(3)?,
    }))
}
