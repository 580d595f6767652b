//! A stored document, without its text, which stands beside the record.

use noroshi_model::{Block, BlockKind, Document, DocumentId, Link};
use serde::{Deserialize, Serialize};

use super::date::StoredDated;
use super::word::{Word, language, media, tlp};
use super::{Damage, StoredSpan, load, load_maybe, store};

#[derive(Serialize, Deserialize)]
pub(crate) struct StoredDocument<'a> {
    path: Word<'a>,
    media: Word<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    publisher: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<StoredBlock>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<StoredLink<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<StoredDated<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fetched: Option<StoredDated<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Word<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tlp: Option<Word<'a>>,
}

impl<'a> From<&'a Document> for StoredDocument<'a> {
    fn from(document: &'a Document) -> Self {
        Self {
            path: document.path.as_str().into(),
            media: document.media.iana().into(),
            title: document.title.as_deref().map(Into::into),
            publisher: document.publisher.as_deref().map(Into::into),
            blocks: store(&document.blocks),
            links: store(&document.links),
            published: document.published.as_ref().map(Into::into),
            fetched: document.fetched.as_ref().map(Into::into),
            language: document.declared_language.map(|language| language.code().into()),
            tlp: document.tlp.map(|tlp| tlp.label().into()),
        }
    }
}

impl StoredDocument<'_> {
    /// The document of this record, with its id and text.
    pub(crate) fn with(self, id: DocumentId, text: String) -> Result<Document, Damage> {
        Ok(Document {
            id,
            path: self.path.into_owned(),
            media: media(&self.media)?,
            title: self.title.map(Word::into_owned),
            publisher: self.publisher.map(Word::into_owned),
            text,
            blocks: load(self.blocks)?,
            links: load(self.links)?,
            published: load_maybe(self.published)?,
            fetched: load_maybe(self.fetched)?,
            declared_language: self.language.as_deref().map(language).transpose()?,
            tlp: self.tlp.as_deref().map(tlp).transpose()?,
        })
    }
}

/// `[span, kind]`
#[derive(Serialize, Deserialize)]
struct StoredBlock(StoredSpan, StoredBlockKind);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredBlockKind {
    Paragraph,
    Heading(u8),
    Item,
    Row,
    Code,
    Quote,
    PageFurniture,
    Navigation,
    HeaderRow,
    Time,
    Sender,
    Recipient,
    Said,
}

impl From<&Block> for StoredBlock {
    fn from(block: &Block) -> Self {
        Self(block.span.into(), block.kind.into())
    }
}

impl TryFrom<StoredBlock> for Block {
    type Error = Damage;

    fn try_from(StoredBlock(span, kind): StoredBlock) -> Result<Self, Damage> {
        Ok(Self { span: span.try_into()?, kind: kind.into() })
    }
}

impl From<BlockKind> for StoredBlockKind {
    fn from(kind: BlockKind) -> Self {
        match kind {
            BlockKind::Paragraph => Self::Paragraph,
            BlockKind::Heading(level) => Self::Heading(level),
            BlockKind::Item => Self::Item,
            BlockKind::Row => Self::Row,
            BlockKind::Code => Self::Code,
            BlockKind::Quote => Self::Quote,
            BlockKind::PageFurniture => Self::PageFurniture,
            BlockKind::Navigation => Self::Navigation,
            BlockKind::HeaderRow => Self::HeaderRow,
            BlockKind::Time => Self::Time,
            BlockKind::Sender => Self::Sender,
            BlockKind::Recipient => Self::Recipient,
            BlockKind::Said => Self::Said,
        }
    }
}

impl From<StoredBlockKind> for BlockKind {
    fn from(kind: StoredBlockKind) -> Self {
        match kind {
            StoredBlockKind::Paragraph => Self::Paragraph,
            StoredBlockKind::Heading(level) => Self::Heading(level),
            StoredBlockKind::Item => Self::Item,
            StoredBlockKind::Row => Self::Row,
            StoredBlockKind::Code => Self::Code,
            StoredBlockKind::Quote => Self::Quote,
            StoredBlockKind::PageFurniture => Self::PageFurniture,
            StoredBlockKind::Navigation => Self::Navigation,
            StoredBlockKind::HeaderRow => Self::HeaderRow,
            StoredBlockKind::Time => Self::Time,
            StoredBlockKind::Sender => Self::Sender,
            StoredBlockKind::Recipient => Self::Recipient,
            StoredBlockKind::Said => Self::Said,
        }
    }
}

/// `[span, target]`
#[derive(Serialize, Deserialize)]
struct StoredLink<'a>(StoredSpan, Word<'a>);

impl<'a> From<&'a Link> for StoredLink<'a> {
    fn from(link: &'a Link) -> Self {
        Self(link.span.into(), link.target.as_str().into())
    }
}

impl TryFrom<StoredLink<'_>> for Link {
    type Error = Damage;

    fn try_from(StoredLink(span, target): StoredLink<'_>) -> Result<Self, Damage> {
        Ok(Self { span: span.try_into()?, target: target.into_owned() })
    }
}
