//! HTML: the text a reader of the page sees, block by block.
//!
//! Nothing the page shows is thrown away: what the markup or the article finder calls
//! navigation stays in the text as [`BlockKind::Navigation`](noroshi_model::BlockKind), so a
//! table of indicators in an unusual place is never lost.

mod article;
mod furniture;
mod metadata;
mod page;
mod tags;
mod tree;
mod words;

use encoding_rs::Encoding;
use noroshi_model::Media;

use crate::draft::Draft;
use crate::{Limits, fault};

/// Bytes at the start of a page in which it names its encoding.
///
/// Source: WHATWG, HTML Standard, "prescan a byte stream to determine its encoding"; browsers
/// look at 1,024 bytes, pages in the field also name it later.
const PRESCAN: usize = 4_096;

/// A page whose characters are known.
pub(crate) fn read(html: &str, limits: &Limits) -> Draft {
    let tree = tree::parse(&tags::trimmed(html), limits.depth);
    let main = article::main(&tree.document);
    let mut draft = Draft::new(Media::Html, String::new());
    let around = furniture::Around::of(&tree.document);
    metadata::fill(&tree.document, &around, &mut draft);
    page::fill(&tree.document, &main, &around, &mut draft);
    if tree.flattened > 0 {
        draft.problems.push(fault::flattened(tree.flattened, limits.depth));
    }
    draft
}

/// The encoding that a page says it is in; `None` for bytes that are no page.
pub(crate) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let markup = ["<meta", "<?xml", "<html"].iter().any(|tag| start.contains(tag));
    let names = ["charset=", "encoding="].into_iter().filter(|_| markup);
    names.filter_map(|name| label(&start, name)).next()
}

fn label(start: &str, name: &str) -> Option<&'static Encoding> {
    let behind = &start[start.find(name)? + name.len()..];
    let word = behind.trim_start_matches(['"', '\'', ' ']);
    let end = word.find(|letter: char| !is_label(letter)).unwrap_or(word.len());
    Encoding::for_label(&word.as_bytes()[..end])
}

fn is_label(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_:.".contains(letter)
}
