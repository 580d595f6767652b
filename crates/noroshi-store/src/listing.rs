//! Postings that offer something, and which of them are one offer.

use noroshi_model::{DocumentId, Span};

use crate::insert::Insert;
use crate::stored::{StoredListing, read, write};
use crate::{AnyStore, StoreError};

/// A kept posting. Contacts and secrets are masked before it is handed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptListing {
    /// Derived from the posting and its place.
    pub id: String,
    /// Id of the first posting of the same offer; its own when it is the first.
    pub thread: String,
    /// When it was first seen, in UTC seconds.
    pub seen: i64,
    /// The word of its class of goods.
    pub class: String,
    /// The words that told the class.
    pub words: Vec<String>,
    /// About whom, as written.
    pub subject: Option<String>,
    /// Amount in plain digits, and currency.
    pub price: Option<(String, String)>,
    /// When it was posted, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where it was posted.
    pub place: Option<String>,
    /// How much is offered, as written.
    pub volume: Option<String>,
    /// Who sells, masked.
    pub seller: Option<String>,
    /// Kinds of contact that it gives.
    pub contact: Vec<String>,
    /// Numbers by which the same contact is known again.
    pub reach: Option<KeptReach>,
    /// The words, masked.
    pub text: String,
    /// The document it stands in.
    pub document: DocumentId,
    /// The file, for people.
    pub path: String,
    /// The place inside the file, for people.
    pub at: String,
    /// The place inside the text of the document, if it has one.
    pub span: Option<Span>,
}

/// The contacts of a posting, as numbers that only the holder of a key can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReach {
    /// The number of the key itself: under another one the others say nothing.
    pub key: u64,
    /// One for each contact.
    pub marks: Vec<u64>,
}

/// Keeps the history of offers.
pub trait ListingStore: Send + Sync {
    /// Keeps postings. One that is kept already stays as it was first seen, but for its thread.
    /// Returns how many were not kept before.
    fn keep_listings(
        &self,
        listings: &[KeptListing],
    ) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// At most so many postings: newest first, then by id.
    fn listings(
        &self,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<KeptListing>, StoreError>> + Send;

    /// The postings of one offer: oldest first, then by id.
    fn listings_of(
        &self,
        thread: &str,
    ) -> impl Future<Output = Result<Vec<KeptListing>, StoreError>> + Send;
}

const LISTING: Insert = Insert {
    head: "INSERT INTO listing (id, thread, class, date, seen, record)",
    casts: &[""; 6],
    tail: "ON CONFLICT (id) DO UPDATE SET thread = excluded.thread",
};

const FOUND: &str = "SELECT id, thread, seen, record FROM listing";

impl ListingStore for AnyStore {
    async fn keep_listings(&self, listings: &[KeptListing]) -> Result<usize, StoreError> {
        let mut work = self.write("keep listings").await?;
        let before = count(&mut work).await?;
        let mut once: Vec<&KeptListing> = listings.iter().collect();
        once.sort_by(|one, other| one.id.cmp(&other.id));
        once.dedup_by(|one, other| one.id == other.id);
        let mut values = Vec::with_capacity(once.len() * LISTING.casts.len());
        for kept in once {
            let record = write(&StoredListing::from(kept));
            let record = record.map_err(|damage| work.damaged("a listing", damage))?;
            values.extend([
                kept.id.as_str().into(),
                kept.thread.as_str().into(),
                kept.class.as_str().into(),
                kept.date.as_deref().unwrap_or_default().into(),
                kept.seen.into(),
                record.into(),
            ]);
        }
        LISTING.run(&mut work, values).await?;
        let after = count(&mut work).await?;
        work.commit().await?;
        Ok(after.saturating_sub(before))
    }

    async fn listings(&self, limit: usize) -> Result<Vec<KeptListing>, StoreError> {
        let mut work = self.read("list listings").await?;
        let sql = format!("{FOUND} ORDER BY date DESC, seen DESC, id LIMIT $1");
        let rows = work.rows(sql, vec![limit.into()]).await?;
        rows.iter().map(|row| listing(&work, row)).collect()
    }

    async fn listings_of(&self, thread: &str) -> Result<Vec<KeptListing>, StoreError> {
        let mut work = self.read("list listings").await?;
        let sql = format!("{FOUND} WHERE thread = $1 ORDER BY date, seen, id");
        let rows = work.rows(sql, vec![thread.into()]).await?;
        rows.iter().map(|row| listing(&work, row)).collect()
    }
}

async fn count(work: &mut crate::work::Work) -> Result<usize, StoreError> {
    let rows = work.rows("SELECT count(*) FROM listing", Vec::new()).await?;
    let number = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or_default();
    Ok(usize::try_from(number).unwrap_or_default())
}

fn listing(work: &crate::work::Work, row: &crate::work::Row) -> Result<KeptListing, StoreError> {
    let id = row.text(0)?;
    let (thread, seen) = (row.text(1)?, row.int(2)?);
    let record = read::<StoredListing<'static>>(&row.bytes(3)?);
    let kept = record.and_then(|record| record.of(id.clone(), thread, seen));
    kept.map_err(|damage| work.damaged(format!("listing {id}"), damage))
}
