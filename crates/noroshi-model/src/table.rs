//! A table: rows as lines of the canonical text, cells apart by a tab.

use crate::{BlockKind, Document, Span};

/// Between two cells of a row of a table, workbook or ledger.
const BETWEEN: char = '\t';

/// One cell that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// Name of its column, if the table names its columns.
    pub column: Option<&'a str>,
    /// What stands in it.
    pub text: &'a str,
    /// Where.
    pub span: Span,
}

/// One row below the names of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow<'a> {
    /// The whole row.
    pub span: Span,
    /// Its cells that are not empty, from left to right.
    pub cells: Vec<Cell<'a>>,
}

impl Document {
    /// The rows of tables, with the name of the column of each cell.
    pub fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        let mut header: Vec<&str> = Vec::new();
        self.blocks.iter().filter_map(move |block| {
            let line = block.span.of(&self.text)?;
            match block.kind {
                BlockKind::HeaderRow => header = line.split(BETWEEN).map(str::trim).collect(),
                BlockKind::Row => return Some(row(block.span, line, &header)),
                BlockKind::Heading(_) => header.clear(),
                _ => {}
            }
            None
        })
    }

    /// Name of the column in which something stands.
    pub fn column_of(&self, span: Span) -> Option<&str> {
        let at = self.blocks.partition_point(|block| block.span.end() <= span.start());
        let row = self.blocks.get(at).filter(|block| block.span.covers(span))?;
        let above = self.blocks[..at].iter().rev();
        let header = above
            .take_while(|block| matches!(block.kind, BlockKind::Row | BlockKind::HeaderRow))
            .find(|block| block.kind == BlockKind::HeaderRow)?;
        let before = self.text.get(row.span.start()..span.start())?;
        let nth = before.matches(BETWEEN).count();
        let name = header.span.of(&self.text)?.split(BETWEEN).nth(nth)?.trim();
        (!name.is_empty()).then_some(name)
    }
}

fn row<'a>(span: Span, line: &'a str, header: &[&'a str]) -> TableRow<'a> {
    let mut at = span.start();
    let mut cells = Vec::new();
    for (nth, raw) in line.split(BETWEEN).enumerate() {
        let start = at + raw.len() - raw.trim_start().len();
        let text = raw.trim();
        let place = Span::new(start, start + text.len());
        let column = header.get(nth).copied().filter(|name| !name.is_empty());
        cells.extend(place.map(|span| Cell { column, text, span }));
        at += raw.len() + BETWEEN.len_utf8();
    }
    TableRow { span, cells }
}
