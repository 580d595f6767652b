//! Which elements belong to the article, as `dom_smoothie` (Readability) finds it.
//!
//! Its text is not used: it drops tables and lists now and then. Only its opinion is: a
//! block that is nothing but links is navigation outside the article, and a list of
//! references inside it.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{Config, Readability};

/// Elements of a page beyond which the article is not looked for: the finder goes through
/// the page many times.
const MOST_ELEMENTS: usize = 20_000;
/// Attribute by which an element is known again in the result.
const MARK: &str = "data-noroshi";

/// The elements of the article; empty when none was found.
#[derive(Debug, Default)]
pub(super) struct Main(HashSet<NodeId>);

impl Main {
    /// Whether this element is part of it; everything is, while no article is known.
    pub(super) fn holds(&self, element: NodeId) -> bool {
        self.0.is_empty() || self.0.contains(&element)
    }
}

/// Finds the article. The finder is foreign code fed with hostile pages; if it panics, the
/// page is read without its opinion, which only costs the mark of some link lists.
pub(super) fn main(document: &Document) -> Main {
    let root = document.root();
    let elements: Vec<NodeRef<'_>> = root.descendants_it().filter(NodeRef::is_element).collect();
    if elements.len() > MOST_ELEMENTS {
        return Main::default();
    }
    let found = catch_unwind(AssertUnwindSafe(|| article(document)));
    let numbers = found.ok().flatten().map(|html| marks(&html)).unwrap_or_default();
    Main(numbers.iter().filter_map(|number| Some(elements.get(*number)?.id)).collect())
}

/// The article as HTML, each element marked with its number in the page.
fn article(document: &Document) -> Option<String> {
    let copy = document.clone();
    let elements: Vec<NodeRef<'_>> =
        copy.root().descendants().into_iter().filter(NodeRef::is_element).collect();
    for (number, node) in elements.iter().enumerate() {
        node.set_attr(MARK, &number.to_string());
    }
    drop(elements);
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut finder = Readability::with_document(copy, None, Some(config)).ok()?;
    finder.parse().ok().map(|article| article.content.to_string())
}

/// The numbers of the marked elements in a piece of HTML.
fn marks(html: &str) -> Vec<usize> {
    let pieces = html.split(MARK).skip(1).filter_map(|piece| piece.strip_prefix("=\""));
    pieces.filter_map(|piece| piece.split('"').next()?.parse().ok()).collect()
}
