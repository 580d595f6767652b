//! Postings that offer something: what, about whom, for how much, when, where.

mod class;

pub use class::GoodsClass;

use noroshi_model::{DocumentId, Money, Span};

/// A posting as it was received, before anything is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The document it stands in.
    pub document: DocumentId,
    /// The file, for people.
    pub path: String,
    /// The place inside the file, for people: `row 4`, `attribute 17`.
    pub at: String,
    /// The place inside the text of the document, if it has one.
    pub span: Option<Span>,
    /// The words of the posting.
    pub text: String,
    /// Further cells or attributes: the name of the column and what stands there.
    pub fields: Vec<(String, String)>,
}

/// What a posting offers. Contacts and secrets in `text` are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What is offered.
    pub class: GoodsClass,
    /// About whom, as written; `None` when the posting names nobody.
    pub subject: Option<String>,
    /// The price asked for.
    pub price: Option<Money>,
    /// The day on which it was posted, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where it was posted: a forum, a channel.
    pub place: Option<String>,
    /// The seller, all but the first two signs masked.
    pub seller: Option<String>,
    /// The kinds of contact that the posting gives, such as `telegram`; never the contact itself.
    pub contact: Vec<String>,
    /// The words, masked.
    pub text: String,
}
