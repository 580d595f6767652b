//! The walk through a page: which element starts a block, which is skipped.

use dom_query::{Document, NodeRef};
use noroshi_model::{Block, BlockKind, Link, Span};

use super::article::Main;
use super::furniture::{self, Around};
use super::words::{Gap, Words};
use crate::draft::Draft;

/// Writes the text, blocks and links of a page.
pub(super) fn fill(document: &Document, main: &Main, around: &Around, draft: &mut Draft) {
    let mut page =
        Page { main, around, words: Words::new(), blocks: vec![], links: vec![], inside: false };
    let place = Place {
        kind: BlockKind::Paragraph,
        aside: false,
        literal: false,
        linked: false,
        row: false,
    };
    page.children(document.root(), place);
    page.close(place, Gap::Block);
    furniture::mark_lists(page.words.text(), &mut page.blocks);
    draft.text = page.words.into_text();
    draft.blocks = page.blocks;
    draft.links = page.links;
    draft.links.retain(|link| link.span.of(&draft.text).is_some());
}

/// Where in the page we are.
#[derive(Debug, Clone, Copy)]
struct Place {
    kind: BlockKind,
    /// In what the markup calls navigation.
    aside: bool,
    /// In `pre`.
    literal: bool,
    /// In a link.
    linked: bool,
    /// In a row of a table: blocks do not end it.
    row: bool,
}

struct Page<'a> {
    main: &'a Main,
    around: &'a Around,
    words: Words,
    blocks: Vec<Block>,
    links: Vec<Link>,
    /// Whether the open block holds something of the article.
    inside: bool,
}

/// What an element does to the text.
enum Element {
    /// Nothing of it is shown.
    Hidden,
    /// It is part of the line.
    Inline,
    /// A link.
    Anchor,
    /// A line break.
    Break,
    /// A superscript.
    Raised,
    /// A cell of a table.
    Cell,
    /// A block of its own kind, or of the kind around it; the gap stands around it.
    Block(Option<BlockKind>, Gap),
}

impl Element {
    fn of(name: &str) -> Self {
        match name {
            "script" | "style" | "template" | "noscript" | "svg" | "math" | "canvas" | "iframe"
            | "object" | "audio" | "video" | "select" | "button" | "datalist" | "title" | "rt"
            | "rp" | "meta" | "link" | "base" | "map" | "progress" | "meter" => Self::Hidden,
            "a" => Self::Anchor,
            "br" => Self::Break,
            "sup" => Self::Raised,
            "td" | "th" => Self::Cell,
            "tr" => Self::Block(Some(BlockKind::Row), Gap::Item),
            "li" | "dd" | "dt" => Self::Block(Some(BlockKind::Item), Gap::Item),
            "blockquote" => Self::Block(Some(BlockKind::Quote), Gap::Block),
            "pre" | "textarea" | "listing" | "xmp" | "plaintext" => {
                Self::Block(Some(BlockKind::Code), Gap::Block)
            }
            _ => heading(name).unwrap_or_else(|| Self::other(name)),
        }
    }

    fn other(name: &str) -> Self {
        const BLOCKS: [&str; 32] = [
            "html",
            "body",
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "nav",
            "aside",
            "ul",
            "ol",
            "dl",
            "menu",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "caption",
            "figure",
            "figcaption",
            "form",
            "fieldset",
            "legend",
            "address",
            "details",
            "summary",
            "hr",
            "hgroup",
            "search",
            "dialog",
        ];
        if BLOCKS.contains(&name) { Self::Block(None, Gap::Block) } else { Self::Inline }
    }
}

/// `h1` to `h6`.
fn heading(name: &str) -> Option<Element> {
    let level = name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))?;
    Some(Element::Block(Some(BlockKind::Heading(level)), Gap::Block))
}

impl Page<'_> {
    fn children(&mut self, node: NodeRef<'_>, place: Place) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.words_of(&child, place);
            } else if child.is_element() && !furniture::is_hidden(&child) {
                self.element(child, place);
            }
        }
    }

    fn words_of(&mut self, text: &NodeRef<'_>, place: Place) {
        let before = self.words.length();
        match place.literal {
            true => self.words.literal(&text.text(), place.linked),
            false => self.words.running(&text.text(), place.linked),
        }
        let written = self.words.length() > before;
        let holder = text.parent().map(|parent| parent.id);
        self.inside |= written && holder.is_some_and(|holder| self.main.holds(holder));
    }

    fn element(&mut self, node: NodeRef<'_>, place: Place) {
        let name = node.node_name().unwrap_or_default();
        let place = Place { aside: place.aside || self.around.is_aside(&node), ..place };
        match Element::of(&name) {
            Element::Hidden => {}
            Element::Inline => self.children(node, place),
            Element::Anchor => self.anchor(node, place),
            Element::Break => self.words.gap(if place.row { Gap::Space } else { Gap::Line }),
            Element::Raised => self.raised(node, place),
            Element::Cell => self.cell(node, place),
            Element::Block(kind, gap) => self.block(node, place, kind, gap),
        }
    }

    fn anchor(&mut self, node: NodeRef<'_>, place: Place) {
        let start = self.words.length();
        let target = node.attr("href");
        self.children(node, Place { linked: target.is_some(), ..place });
        let Some(target) = target.filter(|target| !target.trim().is_empty()) else { return };
        let span = first_line(self.words.text(), start);
        let target = target.trim().to_owned();
        self.links.extend(span.map(|span| Link { span, target }));
    }

    /// A footnote mark of digits becomes superscript digits, so it does not fuse with a
    /// number in front of it.
    fn raised(&mut self, node: NodeRef<'_>, place: Place) {
        let words = node.text();
        let mark = words.trim().trim_matches(['[', ']', '(', ')', '*', '※', '注']);
        if mark.is_empty() || !mark.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.children(node, place);
        }
        let start = self.words.length();
        let raised: String = mark.chars().map(superscript).collect();
        self.words.running(&raised, place.linked);
        let target = node.descendants_it().find_map(|inner| inner.attr("href"));
        let span = target.and_then(|target| Some((first_line(self.words.text(), start)?, target)));
        self.links.extend(span.map(|(span, target)| Link { span, target: target.to_string() }));
    }

    /// A cell of data stays in its row; a cell that lays the page out is a block like others.
    fn cell(&mut self, node: NodeRef<'_>, place: Place) {
        if !place.row {
            return self.block(node, place, None, Gap::Block);
        }
        self.children(node, place);
        self.words.gap(Gap::Cell);
    }

    fn block(&mut self, node: NodeRef<'_>, place: Place, kind: Option<BlockKind>, gap: Gap) {
        if place.row {
            self.words.gap(Gap::Space);
            self.children(node, place);
            return self.words.gap(Gap::Space);
        }
        let inner =
            Place { kind: kind.map_or(place.kind, |kind| within(place.kind, kind)), ..place };
        let row = kind == Some(BlockKind::Row) && !self.around.lays_out(&node);
        let inner = if kind == Some(BlockKind::Row) && !row { place } else { inner };
        self.close(place, gap);
        self.children(node, Place { row, literal: inner.kind == BlockKind::Code, ..inner });
        self.close(inner, gap);
    }

    /// Ends the open block.
    fn close(&mut self, place: Place, gap: Gap) {
        let inside = std::mem::take(&mut self.inside);
        let Some((start, end, linked)) = self.words.close(gap) else { return };
        let aside = place.aside || (!inside && linked > 0.8);
        let kind = if aside { BlockKind::Navigation } else { place.kind };
        self.blocks.extend(Span::new(start, end).map(|span| Block { span, kind }));
    }
}

/// The kind of a block inside another: what is quoted stays quoted.
fn within(around: BlockKind, kind: BlockKind) -> BlockKind {
    match (around, kind) {
        (BlockKind::Quote, BlockKind::Item) => BlockKind::Quote,
        _ => kind,
    }
}

/// The first line that has words from `start` on.
fn first_line(text: &str, start: usize) -> Option<Span> {
    let added = text.get(start..)?;
    let first = start + added.len() - added.trim_start().len();
    let words = added.trim().lines().next()?.trim_end();
    Span::new(first, first + words.len())
}

fn superscript(digit: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let value = digit.to_digit(10).and_then(|value| RAISED.get(value as usize));
    value.copied().unwrap_or(digit)
}
