//! Lines, paragraphs, headings, and the parts that yield nothing.

use std::ops::Range;

use noroshi_model::{BlockKind, Document, Language};

use crate::boilerplate;
use crate::cue::Cues;
use crate::language::{self, Scripts};
use crate::shadow::Shadow;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    Text,
    Heading,
    Row,
    Code,
}

/// A line of the shadow, without the white space around it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) range: Range<usize>,
    /// Lines of one paragraph share a number.
    pub(crate) paragraph: u32,
    pub(crate) kind: LineKind,
    pub(crate) language: Language,
    /// Yields nothing.
    pub(crate) boilerplate: bool,
    /// The markup says that it is navigation.
    pub(crate) navigation: bool,
}

/// The document's lines and its main language.
pub(crate) fn lines(
    document: &Document,
    shadow: &Shadow<'_>,
    cues: &Cues,
) -> (Vec<Line>, Language) {
    let text = shadow.text();
    let (mut lines, scripts) = split(text);
    let mut whole = Scripts::default();
    scripts.iter().for_each(|one| whole.add(*one));
    let main = language::main(document, text, whole);
    for (line, scripts) in lines.iter_mut().zip(&scripts) {
        line.language = scripts.language(main);
    }
    hints(document, shadow, &mut lines);
    mark_headings(text, &mut lines);
    boilerplate::mark(text, &mut lines, cues);
    (lines, main)
}

fn split(text: &str) -> (Vec<Line>, Vec<Scripts>) {
    let (mut lines, mut scripts) = (Vec::new(), Vec::new());
    let (mut start, mut paragraph) = (0, 0);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    for end in ends {
        let raw = &text[start..end];
        let front = raw.len() - raw.trim_start().len();
        let kept = raw.trim();
        if kept.is_empty() {
            paragraph += 1;
        } else {
            let range = start + front..start + front + kept.len();
            scripts.push(Scripts::of(kept));
            let (language, kind) = (Language::Unknown, LineKind::Text);
            lines.push(Line {
                range,
                paragraph,
                kind,
                language,
                boilerplate: false,
                navigation: false,
            });
        }
        start = end + 1;
    }
    (lines, scripts)
}

/// What the format knew of each line.
fn hints(document: &Document, shadow: &Shadow<'_>, lines: &mut [Line]) {
    let mut blocks = document.blocks.iter().peekable();
    for line in lines {
        let Some(span) = shadow.span(line.range.clone()) else { continue };
        while blocks.next_if(|block| block.span.end() <= span.start()).is_some() {}
        let Some(block) = blocks.peek().filter(|block| block.span.overlaps(span)) else { continue };
        match block.kind {
            BlockKind::Heading(_) => line.kind = LineKind::Heading,
            BlockKind::Row | BlockKind::HeaderRow => line.kind = LineKind::Row,
            BlockKind::Code => line.kind = LineKind::Code,
            BlockKind::Navigation | BlockKind::PageFurniture => line.navigation = true,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote => {}
            BlockKind::Time | BlockKind::Sender | BlockKind::Recipient | BlockKind::Said => {}
        }
    }
}

/// Headings of plain text: short, marked at the front, not a sentence.
fn mark_headings(text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.kind == LineKind::Text) {
        let shown = &text[line.range.clone()];
        if shown.len() <= 160 && looks_like_heading(shown) {
            line.kind = LineKind::Heading;
        } else if is_row(shown) {
            line.kind = LineKind::Row;
        }
    }
}

/// A tab, or two bars.
fn is_row(shown: &str) -> bool {
    let bytes = shown.as_bytes();
    memchr::memchr(b'\t', bytes).is_some() || memchr::memchr_iter(b'|', bytes).nth(1).is_some()
}

fn looks_like_heading(shown: &str) -> bool {
    let marked =
        shown.starts_with(['#', '■', '□', '◆', '◇', '●', '○', '▼', '▽', '【', '＜', '《', '〔']);
    let sentence = shown.ends_with(['。', '.', '、', ',']);
    (marked || numbered(shown)) && !sentence && shown.chars().count() <= 60
}

/// `1. …`, `2-3 …`, `第1章 …`.
fn numbered(shown: &str) -> bool {
    let rest =
        shown.trim_start_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | '-'));
    let digits = shown.len() - rest.len();
    let chapter = shown.starts_with('第')
        && shown.chars().take(6).any(|sign| matches!(sign, '章' | '節' | '部'));
    chapter
        || ((1..=6).contains(&digits)
            && shown.as_bytes()[0].is_ascii_digit()
            && (rest.starts_with(' ') || shown[..digits].ends_with('.')))
}
