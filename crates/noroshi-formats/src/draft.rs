//! What a format made of the bytes, before it becomes a document.

use noroshi_model::{
    Block, BlockKind, Dated, Document, DocumentId, Language, Link, Media, Problem, Span,
};

use crate::{Received, fault, tlp};

/// A document in the making; each format fills what it knows.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) media: Media,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) links: Vec<Link>,
    pub(crate) published: Option<Dated>,
    pub(crate) language: Option<Language>,
    pub(crate) problems: Vec<Problem>,
}

impl Draft {
    /// A draft that knows nothing but its text.
    pub(crate) fn new(media: Media, text: String) -> Self {
        Self {
            media,
            title: None,
            publisher: None,
            text,
            blocks: Vec::new(),
            links: Vec::new(),
            published: None,
            language: None,
            problems: Vec::new(),
        }
    }

    /// Marks a part of the text behind the parts marked so far, unless it is empty.
    pub(crate) fn block(&mut self, start: usize, end: usize, kind: BlockKind) {
        let start = self.blocks.last().map_or(start, |last| start.max(last.span.end()));
        self.blocks.extend(Span::new(start, end).map(|span| Block { span, kind }));
    }

    /// Refuses a draft in which there is nothing to read.
    pub(crate) fn not_blank(self) -> Result<Self, Problem> {
        let blank = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
        if !self.text.chars().all(blank) {
            return Ok(self);
        }
        Err(if self.media == Media::Text { fault::empty() } else { fault::no_text() })
    }

    /// The document, and what was left out of it.
    pub(crate) fn finish(self, received: &Received<'_>) -> (Document, Vec<Problem>) {
        let problems = self.problems.into_iter().map(|problem| problem.at(received.path));
        let problems = problems.collect();
        let title = self.title.and_then(|title| one_line(&title));
        let document = Document {
            id: DocumentId::of(received.bytes),
            path: received.path.to_owned(),
            media: self.media,
            publisher: self.publisher.and_then(|name| one_line(&name)),
            tlp: tlp::label(title.as_deref(), &self.text, &self.blocks),
            title,
            text: self.text,
            blocks: self.blocks,
            links: self.links,
            published: self.published,
            fetched: received.fetched.clone(),
            declared_language: self.language,
        };
        (document, problems)
    }
}

/// A name or title on one line, with single spaces; `None` when nothing is left.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
