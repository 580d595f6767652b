//! Where a value stands: in a setting, in what somebody writes to another, or in prose.

use std::cell::Cell;
use std::ops::Range;

use noroshi_model::{Block, BlockKind};

use crate::material::Material;

/// Most bytes of a line that are looked at around one name.
const LINE: usize = 2_048;
/// The same before it.
const BEFORE: usize = 256;

/// How readily a value is taken for a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Configuration, code, commands.
    Setting,
    /// Chats, notes, tables.
    Spoken,
    /// Running text of a report.
    Prose,
}

/// A text with what is known of its parts.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) blocks: &'a [Block],
    pub(super) material: Material,
    /// Bounds of the last line asked for: a long line is looked through once.
    pub(super) line: Cell<(usize, usize)>,
}

impl<'a> Page<'a> {
    /// What the byte stands in.
    pub(super) fn mode(&self, at: usize) -> Mode {
        let nth = self.blocks.partition_point(|block| block.span.end() <= at);
        let block = self.blocks.get(nth).filter(|block| block.span.contains(at));
        match (block.map(|block| block.kind), self.material) {
            (Some(BlockKind::Code), _) | (_, Material::Configuration) => Mode::Setting,
            (_, Material::Chat | Material::WorkLog | Material::Table) => Mode::Spoken,
            _ => Mode::Prose,
        }
    }

    /// The rest of a line from a byte on, as far as it is looked at.
    pub(super) fn rest_of_line(&self, at: usize) -> Range<usize> {
        let (_, end) = self.bounds(at);
        at..self.text.floor_char_boundary(end.min(at + LINE)).max(at)
    }

    /// The line before a byte, as far as it is looked at.
    pub(super) fn line_before(&self, at: usize) -> &'a str {
        let (start, _) = self.bounds(at);
        &self.text[self.text.floor_char_boundary(start.max(at.saturating_sub(BEFORE)))..at]
    }

    /// Start and end of the line around a byte. Those of the last line asked for are kept.
    fn bounds(&self, at: usize) -> (usize, usize) {
        let (start, end) = self.line.get();
        if (start..=end).contains(&at) {
            return (start, end);
        }
        let breaks = ['\n', '\r', '\u{c}'];
        let start = self.text[..at].rfind(breaks).map_or(0, |end| end + 1);
        let end = self.text[at..].find(breaks).map_or(self.text.len(), |end| at + end);
        self.line.set((start, end));
        (start, end)
    }

    /// The character before a byte.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }
}
