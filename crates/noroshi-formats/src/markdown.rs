//! Markdown: the file itself is the text; the markup tells blocks and links.
//!
//! Source: CommonMark 0.31 with the tables of GitHub Flavored Markdown, as `pulldown-cmark`
//! reads them; its event ranges are byte ranges of the file.

use std::ops::Range;

use noroshi_model::{BlockKind, Language, Link, Media, Span};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::date;
use crate::draft::Draft;

/// A Markdown document.
pub(crate) fn read(text: String) -> Draft {
    let mut draft = Draft::new(Media::Markdown, text);
    let body = front_matter(&mut draft);
    let source = draft.text.clone();
    let mut outline = Outline { draft: &mut draft, kinds: Vec::new(), open: None, links: vec![] };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(&source[body..], options).into_offset_iter() {
        outline.take(event, range.start + body..range.end + body);
    }
    outline.flush();
    title_from_heading(&mut draft);
    draft
}

/// The walk through the events: which block is open, and in what it stands.
struct Outline<'a> {
    draft: &'a mut Draft,
    /// Kinds of the blocks around, innermost last.
    kinds: Vec<BlockKind>,
    /// The block being gathered.
    open: Option<Range<usize>>,
    /// Links being gathered: target, and the words so far.
    links: Vec<(String, Option<Range<usize>>)>,
}

impl Outline<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            Event::Rule => self.flush(),
            _ => self.words(&range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        if let Some(kind) = self.kind(&tag) {
            self.flush();
            self.kinds.push(kind);
        } else if is_inline(&tag) {
            self.words(range);
        }
        if let Tag::Link { dest_url, .. } = tag {
            self.links.push((dest_url.into_string(), None));
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::Link {
            self.finish_link();
        }
        if is_block(tag) {
            self.flush();
            self.kinds.pop();
        }
    }

    /// The kind of a block that starts here; `None` for what is no block of its own.
    fn kind(&self, tag: &Tag<'_>) -> Option<BlockKind> {
        let around = self.kinds.last().copied();
        match tag {
            Tag::Heading { level, .. } => Some(BlockKind::Heading(*level as u8)),
            Tag::CodeBlock(_) => Some(BlockKind::Code),
            Tag::BlockQuote(_) => Some(BlockKind::Quote),
            Tag::TableHead | Tag::TableRow => Some(BlockKind::Row),
            Tag::Item => Some(around.unwrap_or(BlockKind::Item)),
            Tag::Paragraph | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => {
                Some(around.unwrap_or(BlockKind::Paragraph))
            }
            _ => None,
        }
    }

    /// Adds words to the open block and to the links around them.
    fn words(&mut self, range: &Range<usize>) {
        for (_, words) in &mut self.links {
            *words = Some(joined(words.take(), range));
        }
        self.open = Some(joined(self.open.take(), range));
    }

    fn finish_link(&mut self) {
        let Some((target, Some(words))) = self.links.pop() else { return };
        let span = Span::new(words.start, words.end);
        self.draft.links.extend(span.map(|span| Link { span, target }));
    }

    /// Ends the open block.
    fn flush(&mut self) {
        let Some(range) = self.open.take() else { return };
        let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
        let words = &self.draft.text[range.clone()];
        let start = range.end - words.trim_start().len();
        let end = range.start + words.trim_end().len();
        self.draft.block(start, end, kind);
    }
}

fn joined(so_far: Option<Range<usize>>, range: &Range<usize>) -> Range<usize> {
    let so_far = so_far.unwrap_or_else(|| range.clone());
    so_far.start.min(range.start)..so_far.end.max(range.end)
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The ends that belong to the starts of [`Outline::kind`].
fn is_block(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_))
        || matches!(tag, TagEnd::TableHead | TagEnd::TableRow | TagEnd::Item)
        || matches!(tag, TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::FootnoteDefinition)
}

/// Reads the block between `---` lines at the start; the byte where the body starts.
fn front_matter(draft: &mut Draft) -> usize {
    let start = draft.text.len() - draft.text.trim_start_matches('\u{feff}').len();
    let Some(length) = fenced(&draft.text[start..]) else { return start };
    let header = draft.text[start..start + length].to_owned();
    let value = |keys: &[&str]| keys.iter().find_map(|key| field(&header, key));
    draft.title = value(&["title"]);
    draft.publisher = value(&["publisher"]);
    draft.language = value(&["lang", "language"]).and_then(|code| Language::from_code(&code));
    draft.published = value(&["date"]).and_then(|written| date::metadata("date", &written));
    draft.block(start, start + header.trim_end().len(), BlockKind::PageFurniture);
    start + length
}

/// Length of a front matter with both its fences.
fn fenced(text: &str) -> Option<usize> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let fence = line.trim_end();
        if number == 0 && fence != "---" {
            return None;
        }
        at += line.len();
        if number > 0 && (fence == "---" || fence == "...") {
            return Some(at);
        }
    }
    None
}

/// `key: value` of a front matter, without quotes.
fn field(header: &str, key: &str) -> Option<String> {
    let lines = header.lines().filter_map(|line| line.split_once(':'));
    let found = lines.filter(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
    let mut values = found.map(|value| value.trim().trim_matches(['"', '\'']).to_owned());
    values.find(|value| !value.is_empty())
}

fn title_from_heading(draft: &mut Draft) {
    let first = draft.blocks.iter().find(|block| block.kind == BlockKind::Heading(1));
    let words = first.and_then(|block| block.span.of(&draft.text));
    let plain = words.map(|words| words.replace("**", "").replace('`', ""));
    draft.title = draft.title.take().or(plain);
}
