//! A document: bytes that became text, with what the format knew about it.

use crate::{Dated, DocumentId, Language, Span, Tlp};

/// What the bytes were, decided by content, not by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// An RFC 5322 message.
    Mail,
    /// PDF.
    Pdf,
    /// A table of comma- or semicolon-separated values.
    Csv,
    /// A table of tab-separated values.
    Tsv,
    /// An Office Open XML workbook.
    Xlsx,
    /// A conversation exported as JSON.
    ChatJson,
}

impl Media {
    /// IANA media type.
    pub fn iana(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Mail => "message/rfc822",
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv",
            Self::Tsv => "text/tab-separated-values",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::ChatJson => "application/json",
        }
    }
}

/// What the format said a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading; 1 is the highest.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A row that names the columns of the rows below it.
    HeaderRow,
    /// When the message or entry behind it was written.
    Time,
    /// Who wrote a message.
    Sender,
    /// To whom a message went.
    Recipient,
    /// The words of a message.
    Said,
    /// Code or a literal example.
    Code,
    /// A quotation of somebody else's text.
    Quote,
    /// A running header or footer of a page.
    PageFurniture,
    /// Navigation, share bars, related articles, as the markup says.
    Navigation,
}

impl BlockKind {
    /// Whether it belongs to a conversation.
    pub fn is_of_message(self) -> bool {
        matches!(self, Self::Time | Self::Sender | Self::Recipient | Self::Said)
    }
}

/// A part of the canonical text with what the format said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Which part.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// A link that the markup carries: its words in the text, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words that are linked.
    pub span: Span,
    /// The target as written in the markup.
    pub target: String,
}

/// A document as the rest of Noroshi sees it.
///
/// `text` is the canonical text. It is never changed after it was made; every span points
/// into it. For a plain UTF-8 file it is the file itself, byte for byte, but for secrets: each
/// has a mark in its place, which a problem tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// SHA-256 of the bytes as received.
    pub id: DocumentId,
    /// Where it was found: a path or URL, for people.
    pub path: String,
    /// What the bytes were.
    pub media: Media,
    /// Title, if the format or the text has one.
    pub title: Option<String>,
    /// Who published it, if the format says so.
    pub publisher: Option<String>,
    /// The canonical text.
    pub text: String,
    /// Parts that the format knew, in order, not overlapping; empty when it knew none.
    pub blocks: Vec<Block>,
    /// Links that the markup carries.
    pub links: Vec<Link>,
    /// Publication date that the metadata gives.
    pub published: Option<Dated>,
    /// When it was taken, as the caller says.
    pub fetched: Option<Dated>,
    /// Language that the metadata gives.
    pub declared_language: Option<Language>,
    /// Label of the document, if it carries one.
    pub tlp: Option<Tlp>,
}
