//! Tables of separated values: commas, tabs or semicolons, with or without quotation marks.
//!
//! Source: RFC 4180, and what programs write all the same: rows of different lengths, a
//! quotation mark inside a word, one that is never closed.

use std::borrow::Cow;

use noroshi_model::Media;

use crate::draft::Draft;
use crate::table::{Grid, Whole, has_figures, header};
use crate::{Limits, fault};

/// Bytes by which it is decided whether a text is a table.
const SAMPLE: usize = 1 << 16;
/// Rows by which it is decided.
const ROWS: usize = 50;
/// Farthest end of a quotation.
const QUOTED: usize = 1 << 16;

/// A table; `None` for any other text. `path` only breaks a tie.
pub(crate) fn read(text: &str, path: &str, limits: &Limits) -> Option<Draft> {
    let separator = separator(text, path)?;
    let media = if separator == '\t' { Media::Tsv } else { Media::Csv };
    let mut grid = Grid::new(media, limits);
    let mut rows = Rows::new(text, separator);
    let (mut width, mut ragged) = (None, 0_usize);
    let mut whole = Whole::Yes;
    for row in rows.by_ref() {
        if !grid.has_room() {
            whole = Whole::No;
            break;
        }
        let filled = row.iter().any(|cell| !cell.trim().is_empty());
        ragged += usize::from(filled && row.len() != *width.get_or_insert(row.len()));
        grid.row(&row);
    }
    let mut draft = grid.finish(whole);
    draft.problems.extend((ragged > 0).then(|| fault::ragged(ragged)));
    draft.problems.extend(rows.unclosed.map(fault::unclosed));
    Some(draft)
}

/// What separates the cells; `None` when the text is no table. A name such as `a.csv` needs
/// less evidence: without one the columns must have names or figures.
fn separator(text: &str, path: &str) -> Option<char> {
    let ends = |end: &str| {
        path.len() >= end.len()
            && path.as_bytes()[path.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    let named = [".csv", ".tsv", ".tab"].into_iter().any(ends);
    let sample = &text[..text.floor_char_boundary(SAMPLE.min(text.len()))];
    let fitting =
        [',', '\t', ';'].into_iter().filter_map(|sign| Some((fit(sample, sign, named)?, sign)));
    fitting.max_by_key(|(fit, _)| *fit).map(|(_, sign)| sign)
}

/// How well a separator fits: cells of a usual row.
fn fit(sample: &str, separator: char, named: bool) -> Option<usize> {
    let rows: Vec<Vec<Cow<'_, str>>> = Rows::new(sample, separator)
        .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
        .take(ROWS)
        .collect();
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    let width = widths.get(widths.len() / 2).copied().filter(|width| *width >= 2)?;
    let same = widths.iter().filter(|own| **own == width).count();
    if named {
        return (same * 2 >= rows.len()).then_some(width);
    }
    let least = if separator == '\t' { 2 } else { 3 };
    let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let letters: usize = lines.iter().map(|line| line.chars().count()).sum();
    let short = letters <= rows.len() * width * 40;
    let sentences =
        lines.iter().filter(|line| line.ends_with(['。', '.'])).count() * 4 > lines.len();
    let regular = rows.len() >= 3 && width >= least && same * 10 >= rows.len() * 9;
    let telling = header(&lines).is_some() && has_figures(&lines[1..], width);
    (regular && short && !sentences && telling).then_some(width)
}

/// The rows of a text.
struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    separator: char,
    /// The first line with a quotation that never ends.
    unclosed: Option<usize>,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, separator: char) -> Self {
        let at = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut rows = Self { text, at, line: 1, separator, unclosed: None };
        rows.skip_declaration();
        rows
    }

    /// `sep=;`, which one program writes above the table.
    fn skip_declaration(&mut self) {
        let first = self.text[self.at..].lines().next().unwrap_or_default();
        if first.starts_with("sep=") && first.len() <= 5 {
            let rest = &self.text[self.at + first.len()..];
            self.at += first.len() + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            self.line += 1;
        }
    }

    /// The cell at the present place; afterwards the place is that of what ends it.
    fn cell(&mut self) -> Cow<'a, str> {
        let rest = &self.text[self.at..];
        if let Some(inside) = rest.strip_prefix('"') {
            if let Some(end) = closing(inside) {
                self.at += end + 2;
                self.line += inside[..end].matches('\n').count();
                let tail = self.bare();
                let cell = &inside[..end];
                let plain = if cell.contains("\"\"") {
                    Cow::Owned(cell.replace("\"\"", "\""))
                } else {
                    Cow::Borrowed(cell)
                };
                return if tail.is_empty() { plain } else { Cow::Owned(plain.into_owned() + tail) };
            }
            self.unclosed.get_or_insert(self.line);
        }
        Cow::Borrowed(self.bare())
    }

    /// Everything up to the next separator or line end.
    fn bare(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find([self.separator, '\n', '\r']).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }
}

/// Where the quotation ends: a mark that is not doubled.
fn closing(inside: &str) -> Option<usize> {
    let bytes = &inside.as_bytes()[..inside.len().min(QUOTED)];
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == b'"') {
        let end = at + next;
        if bytes.get(end + 1) != Some(&b'"') {
            return Some(end);
        }
        at = end + 2;
        if at >= bytes.len() {
            return None;
        }
    }
    None
}

impl<'a> Iterator for Rows<'a> {
    type Item = Vec<Cow<'a, str>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            row.push(self.cell());
            let rest = &self.text[self.at..];
            if rest.starts_with(self.separator) {
                self.at += self.separator.len_utf8();
            } else {
                self.at += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
                self.line += 1;
                return Some(row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str, path: &str) -> Option<(String, Vec<&'static str>)> {
        let draft = read(text, path, &Limits::default())?;
        Some((draft.text, draft.problems.iter().map(|problem| problem.code).collect()))
    }

    #[test]
    fn quotations_may_hold_separators_marks_and_line_ends() {
        let text = "name,note\r\n\"a, b\",\"say \"\"hi\"\"\"\r\nc,\"two\nlines\"\r\n";
        let expected = "name\tnote\na, b\tsay \"hi\"\nc\ttwo lines\n".to_owned();
        assert_eq!(table(text, "a.csv"), Some((expected, vec![])));
    }

    #[test]
    fn content_decides_where_the_name_is_silent() {
        let text = "date;item;price\n2024-02-16;log;480\n2024-02-17;mail;350\n";
        let (shown, _) = table(text, "a.txt").expect("a table");
        assert!(shown.starts_with("date\titem\tprice\n"));
        assert_eq!(
            table("One, two, three.\nFour, five, six.\nSeven, eight, nine.\n", "a.txt"),
            None
        );
        assert_eq!(table("甲社は、攻撃を受けた。\n", "a.csv"), None);
    }

    #[test]
    fn a_quotation_that_never_ends_is_named() {
        let (shown, problems) = table("a,b\n1,\"x\n2,y\n", "a.csv").expect("a table");
        assert_eq!((shown.as_str(), problems), ("a\tb\n1\t\"x\n2\ty\n", vec!["NRS-FORMAT-028"]));
    }

    #[test]
    fn rows_of_other_lengths_are_counted() {
        let (_, problems) = table("a,b,c\n1,2,3\n1,2\n1,2,3\n", "a.csv").expect("a table");
        assert_eq!(problems, ["NRS-FORMAT-029"]);
    }
}
