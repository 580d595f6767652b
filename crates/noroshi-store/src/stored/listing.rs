//! A stored posting, without its id and thread, which stand beside the record.

use serde::{Deserialize, Serialize};

use super::word::Word;
use super::{Damage, StoredSpan};
use crate::{KeptListing, KeptReach};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredListing<'a> {
    class: Word<'a>,
    #[serde(default)]
    words: Vec<String>,
    subject: Option<Word<'a>>,
    price: Option<(String, String)>,
    date: Option<Word<'a>>,
    place: Option<Word<'a>>,
    volume: Option<Word<'a>>,
    seller: Option<Word<'a>>,
    #[serde(default)]
    contact: Vec<String>,
    /// Number of the key, and one for each contact.
    #[serde(default)]
    reach: Option<(u64, Vec<u64>)>,
    text: Word<'a>,
    document: String,
    path: Word<'a>,
    within: Word<'a>,
    at: Option<StoredSpan>,
}

fn word(text: Option<&String>) -> Option<Word<'_>> {
    text.map(|text| text.as_str().into())
}

impl<'a> From<&'a KeptListing> for StoredListing<'a> {
    fn from(kept: &'a KeptListing) -> Self {
        Self {
            class: kept.class.as_str().into(),
            words: kept.words.clone(),
            subject: word(kept.subject.as_ref()),
            price: kept.price.clone(),
            date: word(kept.date.as_ref()),
            place: word(kept.place.as_ref()),
            volume: word(kept.volume.as_ref()),
            seller: word(kept.seller.as_ref()),
            contact: kept.contact.clone(),
            reach: kept.reach.as_ref().map(|reach| (reach.key, reach.marks.clone())),
            text: kept.text.as_str().into(),
            document: kept.document.to_string(),
            path: kept.path.as_str().into(),
            within: kept.at.as_str().into(),
            at: kept.span.map(StoredSpan::from),
        }
    }
}

impl StoredListing<'_> {
    /// The posting of this record, with what stands beside it.
    pub(crate) fn of(self, id: String, thread: String, seen: i64) -> Result<KeptListing, Damage> {
        let owned = |text: Option<Word<'_>>| text.map(Word::into_owned);
        Ok(KeptListing {
            id,
            thread,
            seen,
            class: self.class.into_owned(),
            words: self.words,
            subject: owned(self.subject),
            price: self.price,
            date: owned(self.date),
            place: owned(self.place),
            volume: owned(self.volume),
            seller: owned(self.seller),
            contact: self.contact,
            reach: self.reach.map(|(key, marks)| KeptReach { key, marks }),
            text: self.text.into_owned(),
            document: self.document.parse()?,
            path: self.path.into_owned(),
            at: self.within.into_owned(),
            span: self.at.map(TryInto::try_into).transpose()?,
        })
    }
}
