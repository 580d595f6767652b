//! For tests: documents made from a text alone, scores of readings, invented files with
//! planted secrets, what a model alone could tell, and logs of a day on which nothing happened.

mod leaked;
mod learned;
pub mod ordinary;
pub mod score;

pub use leaked::{Leaked, in_clear, leaked};
pub use learned::with_learned;

use noroshi_model::{Document, DocumentId, Media};

/// A plain-text document that knows nothing of itself but its text: no title, no dates, no
/// blocks. Its id is that of the text's bytes, as for a UTF-8 file.
pub fn document(text: &str) -> Document {
    Document {
        id: DocumentId::of(text.as_bytes()),
        path: "case".to_owned(),
        media: Media::Text,
        title: None,
        publisher: None,
        text: text.to_owned(),
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_document_is_the_given_text() {
        let made = document("狼煙");
        assert_eq!(made.text, "狼煙");
        assert_eq!(made.id, DocumentId::of("狼煙".as_bytes()));
    }
}
