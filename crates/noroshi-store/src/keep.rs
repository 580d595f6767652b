//! Writing documents: one row of each, and rows for what was read.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{Dated, DocumentId, Tlp};

use crate::insert::Insert;
use crate::problem::forget;
use crate::search::Tokens;
use crate::stored::{Damage, StoredDocument, StoredReading, write};
use crate::work::{Value, Work};
use crate::{Kept, StoreError};

const DOCUMENT: Insert = Insert {
    head: "INSERT INTO document (id, path, title, media, language, tlp, published, dated, \
           falls_from, falls_until, bytes)",
    casts: &[""; 11],
    tail: "ON CONFLICT (id) DO NOTHING RETURNING number, id",
};

const BODY: Insert = Insert {
    head: "INSERT INTO body (document, text, record, reading)",
    casts: &[""; 4],
    tail: "",
};

const MENTION: Insert = Insert {
    head: "INSERT INTO mention (document, nth, kind, canonical, role, from_byte, until_byte)",
    casts: &[""; 7],
    tail: "",
};

const CLAIM: Insert = Insert {
    head: "INSERT INTO claim (document, nth, kind, stance, speaker, level, candidate, \
           from_byte, until_byte)",
    casts: &[""; 9],
    tail: "",
};

const SQLITE_PASSAGE: Insert =
    Insert { head: "INSERT INTO passage (rowid, tokens)", casts: &[""; 2], tail: "" };

const POSTGRES_PASSAGE: Insert = Insert {
    head: "INSERT INTO passage (document, nth, tokens)",
    casts: &["", "", "::tsvector"],
    tail: "",
};

/// Bits of a passage's rowid that number the passages of one document.
const PASSAGE_BITS: u32 = 24;

/// Longest text of a column that is asked by value, in bytes: PostgreSQL's index takes 2,700.
const LONGEST: usize = 800;

/// Keeps documents that are not there yet; says of each whether it is new.
pub(crate) async fn keep_all(work: &mut Work, kept: &[Kept]) -> Result<Vec<bool>, StoreError> {
    let numbers = number(work, kept).await?;
    let mut written = BTreeSet::new();
    let mut rows = Rows::default();
    let mut new = Vec::with_capacity(kept.len());
    for one in kept {
        let id = one.document.id;
        let number = numbers.get(&id.to_string()).filter(|_| written.insert(id));
        new.push(number.is_some());
        if let Some(number) = number {
            let added = rows.add(*number, one, work.is_sqlite());
            added.map_err(|damage| work.damaged(format!("document {id}"), damage))?;
        }
    }
    rows.insert(work).await?;
    forget(work, kept.iter().map(|one| one.document.path.as_str())).await?;
    Ok(new)
}

/// Makes a row for each document that is not there yet; numbers of the new ones by id.
async fn number(work: &mut Work, kept: &[Kept]) -> Result<BTreeMap<String, i64>, StoreError> {
    let values = kept.iter().flat_map(columns).collect();
    let rows = DOCUMENT.run(work, values).await?;
    rows.iter().map(|row| Ok((row.text(1)?, row.int(0)?))).collect()
}

fn columns(kept: &Kept) -> [Value; 11] {
    let (document, reading) = (&kept.document, &kept.reading);
    let title = reading.title.as_deref().or(document.title.as_deref());
    let published = reading.dates.published.as_ref().or(document.published.as_ref());
    let fetched = reading.dates.fetched.as_ref().or(document.fetched.as_ref());
    let dates = &reading.dates;
    let falls = published.or(dates.covers.as_ref()).or(dates.anchor.as_ref());
    let tlp = document.tlp.into_iter().chain(reading.tlp).max().map(Tlp::label);
    [
        document.id.to_string().as_str().into(),
        document.path.as_str().into(),
        title.into(),
        document.media.iana().into(),
        reading.language.code().into(),
        tlp.into(),
        published.map(|dated| dated.moment.edtf()).as_deref().into(),
        published.or(fetched).map(start).unwrap_or_default().as_str().into(),
        falls.map(start).as_deref().into(),
        falls.map(|dated| dated.moment.end().to_string()).as_deref().into(),
        i64::try_from(kept.bytes).unwrap_or(i64::MAX).into(),
    ]
}

fn start(dated: &Dated) -> String {
    dated.moment.start().to_string()
}

/// Values of many documents, table by table.
#[derive(Default)]
struct Rows {
    bodies: Vec<Value>,
    mentions: Vec<Value>,
    claims: Vec<Value>,
    passages: Vec<Value>,
}

impl Rows {
    fn add(&mut self, number: i64, kept: &Kept, sqlite: bool) -> Result<(), Damage> {
        self.bodies.extend([
            number.into(),
            kept.document.text.clone().into_bytes().into(),
            write(&StoredDocument::from(&kept.document))?.into(),
            write(&StoredReading::from(&kept.reading))?.into(),
        ]);
        self.mentions(number, kept);
        self.claims(number, kept);
        self.passages(number, kept, sqlite);
        Ok(())
    }

    fn mentions(&mut self, number: i64, kept: &Kept) {
        for (nth, mention) in kept.reading.mentions.iter().enumerate() {
            self.mentions.extend([
                number.into(),
                nth.into(),
                mention.kind.word().into(),
                shown_canonical(&mention.canonical),
                mention.role.map(|role| role.word()).into(),
                mention.span.start().into(),
                mention.span.end().into(),
            ]);
        }
    }

    fn claims(&mut self, number: i64, kept: &Kept) {
        for (nth, claim) in kept.reading.claims.iter().enumerate() {
            let held = claim.attribution.as_ref();
            self.claims.extend([
                number.into(),
                nth.into(),
                claim.kind.word().into(),
                claim.stance.word().into(),
                claim.speakers.innermost().shown().into(),
                held.map(|held| held.level.word()).into(),
                held.map(|held| beginning(&held.candidate)).into(),
                claim.span.start().into(),
                claim.span.end().into(),
            ]);
        }
    }

    fn passages(&mut self, number: i64, kept: &Kept, sqlite: bool) {
        let tokens = Tokens::of(&kept.document.text);
        for (nth, passage) in (0_i64..).zip(tokens.passages()) {
            if sqlite {
                let row = (number << PASSAGE_BITS) | nth;
                self.passages.extend([row.into(), tokens.spaced(&passage).into()]);
            } else {
                let vector = tokens.vector(&passage);
                self.passages.extend([number.into(), nth.into(), vector.as_str().into()]);
            }
        }
    }

    async fn insert(self, work: &mut Work) -> Result<(), StoreError> {
        let passage = if work.is_sqlite() { &SQLITE_PASSAGE } else { &POSTGRES_PASSAGE };
        BODY.run(work, self.bodies).await?;
        MENTION.run(work, self.mentions).await?;
        CLAIM.run(work, self.claims).await?;
        passage.run(work, self.passages).await?;
        Ok(())
    }
}

/// The canonical value of a mention as its column has it; a very long one is cut.
pub(crate) fn shown_canonical(canonical: &str) -> Value {
    beginning(canonical).into()
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// The row number of a document that is kept.
pub(crate) async fn number_of(work: &mut Work, id: DocumentId) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT number FROM document WHERE id = $1";
    let rows = work.rows(sql, vec![id.to_string().as_str().into()]).await?;
    rows.first().map(|row| row.int(0)).transpose()
}
