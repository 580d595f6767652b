//! Tables as text: a row is a line, cells are apart by a tab, a sheet has its name above.
//!
//! The rendering is the canonical text: the same table always gives the same one, and a value
//! leads back to its row and column.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use noroshi_model::{BlockKind, Media};

use crate::chat::stamp::stamp;
use crate::draft::Draft;
use crate::leaked::{Column, column};
use crate::secret::is_secret_column;
use crate::{Limits, fault};

/// Rows among which the names of the columns are looked for.
const HEAD: usize = 10;
/// Rows that show what a column holds.
const BODY: usize = 20;
/// Most characters of the name of a column.
const NAME: usize = 40;

/// A table in the making.
pub(crate) struct Grid<'l> {
    draft: Draft,
    limits: &'l Limits,
    /// Rows of the present sheet.
    rows: Vec<Range<usize>>,
    cells: usize,
    all_rows: usize,
    /// Most cells of a row so far, left out columns included.
    widest: usize,
}

impl<'l> Grid<'l> {
    pub(crate) fn new(media: Media, limits: &'l Limits) -> Self {
        let draft = Draft::new(media, String::new());
        Self { draft, limits, rows: Vec::new(), cells: 0, all_rows: 0, widest: 0 }
    }

    /// Starts a sheet with its name above.
    pub(crate) fn sheet(&mut self, name: &str) {
        self.finish_sheet();
        if !self.draft.text.is_empty() {
            self.draft.text.push('\n');
        }
        let start = self.draft.text.len();
        self.draft.text.push_str(&plain(name));
        self.draft.block(start, self.draft.text.len(), BlockKind::Heading(2));
        self.draft.text.push('\n');
    }

    /// Whether the limits leave room for one more row.
    pub(crate) fn has_room(&self) -> bool {
        self.cells < self.limits.cells
            && self.all_rows < self.limits.rows
            && self.draft.text.len() <= self.limits.text
    }

    /// Adds a row; one without any words adds nothing.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        let filled = cells.iter().rposition(|cell| !cell.as_ref().trim().is_empty());
        let Some(last) = filled else { return };
        self.widest = self.widest.max(last + 1);
        let kept = &cells[..(last + 1).min(self.limits.columns)];
        let start = self.draft.text.len();
        for (nth, cell) in kept.iter().enumerate() {
            self.draft.text.push_str(if nth > 0 { "\t" } else { "" });
            self.draft.text.push_str(&plain(cell.as_ref()));
        }
        self.cells += kept.len();
        self.all_rows += 1;
        self.rows.push(start..self.draft.text.len());
        self.draft.text.push('\n');
    }

    /// The rows of the present sheet as blocks.
    fn finish_sheet(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let text = std::mem::take(&mut self.draft.text);
        let lines: Vec<&str> =
            rows.iter().take(HEAD + BODY).map(|row| &text[row.clone()]).collect();
        let head = header(&lines);
        let chat = head.and_then(|head| Conversation::of(lines[head]));
        for (nth, row) in rows.into_iter().enumerate() {
            match (&chat, head) {
                (Some(chat), Some(head)) if nth > head => {
                    chat.blocks(&mut self.draft, &text[row.clone()], row.start);
                }
                (_, Some(head)) if nth == head => self.block(row, BlockKind::HeaderRow),
                _ => self.block(row, BlockKind::Row),
            }
        }
        self.draft.text = text;
    }

    fn block(&mut self, row: Range<usize>, kind: BlockKind) {
        self.draft.block(row.start, row.end, kind);
    }

    /// The draft; what the limits left out is a problem.
    pub(crate) fn finish(mut self, whole: Whole) -> Draft {
        self.finish_sheet();
        if whole == Whole::No {
            let (unit, limit) = if self.all_rows >= self.limits.rows {
                ("rows", self.limits.rows)
            } else {
                ("cells", self.limits.cells)
            };
            self.draft.problems.push(fault::rest_unread(unit, limit));
        }
        if self.widest > self.limits.columns {
            self.draft.problems.push(fault::rest_unread("columns", self.limits.columns));
        }
        self.draft
    }
}

/// Whether everything was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    Yes,
    No,
}

/// The words of a cell on one line, without a tab.
fn plain(cell: &str) -> Cow<'_, str> {
    let breaks = |sign: char| sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}');
    let cell = cell.trim_matches([' ', '\u{feff}', '\n', '\r', '\t']);
    if cell.contains(breaks) {
        Cow::Owned(cell.replace("\r\n", " ").replace(breaks, " "))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Which of the first rows names the columns: all its cells are different short words, and
/// either one is known as the name of a column, or figures stand below one.
pub(crate) fn header(lines: &[&str]) -> Option<usize> {
    (0..lines.len().min(HEAD)).find(|nth| {
        let names: Vec<&str> = lines[*nth].split('\t').map(str::trim).collect();
        let filled: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
        let distinct = filled.iter().collect::<HashSet<_>>().len() == filled.len();
        let labels = filled.len() >= 2 && filled.iter().all(|name| is_label(name));
        let secret = filled.iter().any(|name| is_secret_column(name));
        let known = filled.iter().filter(|name| column(name).is_some()).count();
        let below: Vec<&str> = lines[*nth + 1..].iter().copied().take(BODY).collect();
        distinct
            && labels
            && (secret || known * 2 >= filled.len() || has_figures(&below, names.len()))
    })
}

/// Whether one column holds figures in most of the rows.
pub(crate) fn has_figures(rows: &[&str], columns: usize) -> bool {
    (0..columns).any(|nth| {
        let cells = rows.iter().filter_map(|row| row.split('\t').nth(nth));
        let (mut all, mut figures) = (0_usize, 0_usize);
        for cell in cells.filter(|cell| !cell.trim().is_empty()) {
            all += 1;
            figures += usize::from(is_figure(cell));
        }
        all > 0 && figures * 10 >= all * 8
    })
}

fn is_label(cell: &str) -> bool {
    let words = cell.chars().any(char::is_alphabetic) && cell.chars().count() <= NAME;
    words && !is_figure(cell) && !cell.contains(['@', '。']) && !cell.contains("://")
}

/// A number, an amount, a date, an address.
fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    if stamp(cell).is_some_and(|stamp| stamp.length == cell.len()) {
        return true;
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let other = cell.chars().filter(|sign| !sign.is_ascii_digit());
    let signs = |sign: char| ".,-+%:/ ¥￥$€£円元万億千".contains(sign);
    digits > 0 && other.into_iter().all(signs)
}

/// A table whose rows are messages: which column holds what, in the order of the columns.
struct Conversation(Vec<(usize, BlockKind)>);

impl Conversation {
    /// Sender and words in a table of at most eight columns, the words last.
    fn of(header: &str) -> Option<Self> {
        let names: Vec<&str> = header.split('\t').collect();
        let kind = |name: &&str| match column(name)? {
            Column::Time => Some(BlockKind::Time),
            Column::From => Some(BlockKind::Sender),
            Column::To => Some(BlockKind::Recipient),
            Column::Said => Some(BlockKind::Said),
            _ => None,
        };
        let parts: Vec<(usize, BlockKind)> =
            names.iter().enumerate().filter_map(|(nth, name)| Some((nth, kind(name)?))).collect();
        let count = |wanted: BlockKind| parts.iter().filter(|(_, kind)| *kind == wanted).count();
        let order = parts.last().is_some_and(|(_, kind)| *kind == BlockKind::Said);
        let whole = count(BlockKind::Sender) == 1
            && count(BlockKind::Said) == 1
            && count(BlockKind::Time) <= 1;
        (order && whole && names.len() <= 8).then_some(Self(parts))
    }

    fn blocks(&self, draft: &mut Draft, line: &str, start: usize) {
        let mut at = start;
        for (nth, cell) in line.split('\t').enumerate() {
            if let Some((_, kind)) = self.0.iter().find(|(own, _)| *own == nth) {
                draft.block(at, at + cell.len(), *kind);
            }
            at += cell.len() + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_columns_are_found() {
        assert_eq!(header(&["品目\t金額（円）", "加盟店の一覧\t480,000"]), Some(0));
        assert_eq!(header(&["価格表 2024", "code\tunits", "a\t12", "b\t7"]), Some(1));
        assert_eq!(header(&["alice\ttokyo", "bob\tosaka"]), None);
        assert_eq!(header(&["1\t2", "3\t4"]), None);
    }

    #[test]
    fn a_cell_is_one_line() {
        let limits = Limits::default();
        let mut grid = Grid::new(Media::Csv, &limits);
        grid.row(&["a\r\nb", " c\td ", "", ""]);
        grid.row(&["", " "]);
        assert_eq!(grid.finish(Whole::Yes).text, "a b\tc d\n");
    }
}
