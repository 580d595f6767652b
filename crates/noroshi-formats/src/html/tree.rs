//! The tree of a page, built so that no page can make it deep or slow.
//!
//! The HTML algorithm looks through all open elements for many tags, and opens formatting
//! elements again in every paragraph. Ten thousand nested elements therefore cost their
//! square. Before a tag reaches the tree builder, elements deeper than a limit are dropped
//! (browsers do the same, at 512) and formatting elements are dropped always: they carry no
//! text of their own.

use std::cell::{Cell, RefCell};

use dom_query::{Document, LocalName, NodeId};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};

/// A page as a tree.
pub(super) struct Tree {
    pub(super) document: Document,
    /// Elements that were too deep. Their text is there.
    pub(super) flattened: usize,
}

/// The tree of a page; elements inside more than `depth` others are flattened.
pub(super) fn parse(html: &str, depth: usize) -> Tree {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(Document::default(), options);
    let guard = Guard::new(builder, depth);
    let tokenizer = Tokenizer::new(guard, Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    let guard = tokenizer.sink;
    Tree { flattened: guard.flattened.get(), document: guard.builder.sink.finish() }
}

/// Elements that mark letters up and hold no block.
const FORMATTING: [&str; 15] = [
    "b", "big", "code", "em", "font", "i", "mark", "nobr", "s", "small", "strike", "strong", "tt",
    "u", "center",
];

/// Elements whose end tag may be left out. They close each other, so they are not counted.
const CLOSING_THEMSELVES: [&str; 14] = [
    "html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot",
    "colgroup",
];

/// Elements without content, and those whose content is raw text.
const LEAVES: [&str; 24] = [
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "keygen",
];

/// Stands between the tokenizer and the tree builder.
struct Guard {
    builder: TreeBuilder<NodeId, Document>,
    depth: usize,
    /// Open elements that count, outermost first.
    open: RefCell<Vec<LocalName>>,
    /// Elements dropped and not closed yet.
    dropped: Cell<usize>,
    flattened: Cell<usize>,
}

impl Guard {
    fn new(builder: TreeBuilder<NodeId, Document>, depth: usize) -> Self {
        let (dropped, flattened) = (Cell::new(0), Cell::new(0));
        Self { builder, depth, open: RefCell::default(), dropped, flattened }
    }

    /// Whether the tree builder may see this tag.
    fn admits(&self, tag: &Tag) -> bool {
        let name: &str = &tag.name;
        if FORMATTING.contains(&name) {
            return false;
        }
        if LEAVES.contains(&name) || (CLOSING_THEMSELVES.contains(&name) && !self.in_drawing()) {
            return true;
        }
        match tag.kind {
            TagKind::StartTag => self.opens(tag),
            TagKind::EndTag => self.closes(tag),
        }
    }

    /// Inside SVG and MathML no element closes another.
    fn in_drawing(&self) -> bool {
        self.open.borrow().iter().any(|name| matches!(&**name, "svg" | "math"))
    }

    fn opens(&self, tag: &Tag) -> bool {
        let mut open = self.open.borrow_mut();
        let fits = open.len() < self.depth;
        if fits {
            open.push(tag.name.clone());
        } else {
            self.dropped.set(self.dropped.get() + 1);
            self.flattened.set(self.flattened.get() + 1);
        }
        fits
    }

    fn closes(&self, tag: &Tag) -> bool {
        if self.dropped.get() > 0 {
            self.dropped.set(self.dropped.get() - 1);
            return false;
        }
        let mut open = self.open.borrow_mut();
        if let Some(at) = open.iter().rposition(|name| *name == tag.name) {
            open.truncate(at);
        }
        true
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match &token {
            Token::TagToken(tag) if !self.admits(tag) => TokenSinkResult::Continue,
            _ => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
