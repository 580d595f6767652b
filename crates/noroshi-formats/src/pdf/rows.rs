//! The lines of a page, put together from its glyphs.
//!
//! Glyphs on one baseline are one line; a wide gap in it is a tab, so a row of a table stays
//! a row. The reading order that the library guesses is better for pages set in columns and
//! worse for tables (it moved cells of an indicator table away from their rows), so it is
//! used only where [`lines`] sees columns or vertical writing and gives `None`.

use std::ops::Range;

use pdf_oxide::layout::TextChar;

/// Baselines closer than this share of the size are one line.
const SAME_LINE: f32 = 0.3;
/// Glyphs smaller than this share of the usual size may be raised above another line.
const SMALL: f32 = 0.72;
/// Gaps, as shares of the size: between Latin words, between others, between cells.
const WORD: f32 = 0.18;
const WIDE: f32 = 0.6;
const CELL: f32 = 1.2;
/// A distance of baselines, as a share of the size, beyond which lines are paragraphs apart: of
/// lines set close, and as a multiple of the usual distance where all are set wide.
const PARAGRAPH: f32 = 1.9;
const BEYOND_USUAL: f32 = 1.15;
/// Lines farther apart than this are no running text, however many there are.
const WIDEST: f32 = 2.7;
/// A line that fills this share of the width goes on in the next one.
const FULL: f32 = 0.85;

/// A glyph of horizontal writing.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    letter: char,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
}

/// The text of a page; `None` when its glyphs do not stand in plain lines.
pub(super) fn lines(chars: &[TextChar]) -> Option<String> {
    let glyphs: Vec<Glyph> = chars.iter().filter_map(glyph).collect();
    let turned = chars.iter().filter(|letter| !letter.char.is_whitespace()).count();
    let letters = glyphs.iter().filter(|glyph| glyph.letter != ' ').count();
    if letters * 10 < turned * 9 || letters == 0 {
        return None;
    }
    let rows = rows(glyphs);
    let plain = letters >= rows.len() * 3 || rows.len() < 8;
    (plain && !in_columns(&rows)).then(|| text(&rows))
}

/// A glyph that can be placed; `None` for turned ones and white space other than spaces.
fn glyph(letter: &TextChar) -> Option<Glyph> {
    let level = letter.rotation_degrees.abs() < 5.0 || letter.rotation_degrees.abs() > 355.0;
    let shown = !letter.char.is_control() && (letter.char == ' ' || !letter.char.is_whitespace());
    let known =
        letter.origin_x.is_finite() && letter.origin_y.is_finite() && letter.font_size > 0.1;
    let right = letter.origin_x + letter.advance_width.max(0.0);
    (level && shown && known && right.is_finite()).then_some(Glyph {
        letter: letter.char,
        left: letter.origin_x,
        right,
        base: letter.origin_y,
        size: letter.font_size,
    })
}

/// Glyphs on one baseline, from left to right.
#[derive(Debug)]
struct Row {
    base: f32,
    size: f32,
    glyphs: Vec<Glyph>,
}

impl Row {
    fn sort(&mut self) {
        self.glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
}

/// The rows of a page from the top. Small glyphs are placed last: a raised footnote mark
/// joins the row beside it.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Row> {
    let usual = usual_size(&glyphs);
    glyphs.sort_by(|one, other| other.base.total_cmp(&one.base));
    let (small, large): (Vec<_>, Vec<_>) =
        glyphs.into_iter().partition(|glyph| glyph.size < usual * SMALL);
    let mut rows = on_baselines(large);
    rows.iter_mut().for_each(Row::sort);
    let own = raise(small, &mut rows);
    rows.extend(on_baselines(own));
    rows.retain(|row| row.glyphs.iter().any(|glyph| glyph.letter != ' '));
    rows.sort_by(|one, other| other.base.total_cmp(&one.base));
    rows.iter_mut().for_each(Row::sort);
    rows.iter_mut().for_each(raise_digits);
    rows
}

/// Puts small glyphs into the rows beside them; gives back those that stand alone.
fn raise(small: Vec<Glyph>, rows: &mut [Row]) -> Vec<Glyph> {
    let places: Vec<Option<usize>> = small.iter().map(|glyph| beside(rows, glyph)).collect();
    let mut own = Vec::new();
    for (glyph, place) in small.into_iter().zip(places) {
        match place.and_then(|at| rows.get_mut(at)) {
            Some(row) => row.glyphs.push(glyph),
            None => own.push(glyph),
        }
    }
    own
}

/// The size of the glyph in the middle, by size.
fn usual_size(glyphs: &[Glyph]) -> f32 {
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0)
}

/// Groups glyphs, sorted from the top, by baseline.
fn on_baselines(glyphs: Vec<Glyph>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if row.base - glyph.base <= SAME_LINE * row.size.min(glyph.size) => {
                row.size = row.size.max(glyph.size);
                row.glyphs.push(glyph);
            }
            _ => rows.push(Row { base: glyph.base, size: glyph.size, glyphs: vec![glyph] }),
        }
    }
    rows
}

/// The row in whose height a small glyph stands, close to one of its glyphs.
fn beside(rows: &[Row], glyph: &Glyph) -> Option<usize> {
    let below = rows.partition_point(|row| row.base > glyph.base + SAME_LINE * row.size);
    let row = rows.get(below)?;
    let high = glyph.base - row.base;
    let level = (-SAME_LINE * row.size..row.size * 0.7).contains(&high);
    let at = row.glyphs.partition_point(|other| other.left < glyph.left);
    let neighbours = &row.glyphs[at.saturating_sub(1)..row.glyphs.len().min(at + 1)];
    let near =
        |other: &Glyph| glyph.left - other.right < row.size && other.left - glyph.right < row.size;
    (level && neighbours.iter().any(near)).then_some(below)
}

/// Makes the digits of footnote marks superscripts, so they do not fuse with a number: one
/// to three small digits close behind a larger letter. (The library gives a raised glyph the
/// baseline of its line, so its size alone tells it; longer numbers are small print.)
fn raise_digits(row: &mut Row) {
    let small = |glyph: &Glyph| glyph.size < row.size * SMALL && glyph.letter.is_ascii_digit();
    let mut marks: Vec<Range<usize>> = Vec::new();
    for (at, glyph) in row.glyphs.iter().enumerate().filter(|(_, glyph)| small(glyph)) {
        match marks.last_mut() {
            Some(mark) if mark.end == at => mark.end += 1,
            _ => marks.extend(follows(&row.glyphs, at, glyph).then_some(at..at + 1)),
        }
    }
    for mark in marks.into_iter().filter(|mark| mark.len() <= 3) {
        for glyph in &mut row.glyphs[mark] {
            glyph.letter = superscript(glyph.letter);
        }
    }
}

/// Whether a glyph stands close behind a letter that is larger.
fn follows(glyphs: &[Glyph], at: usize, glyph: &Glyph) -> bool {
    let before = at.checked_sub(1).and_then(|before| glyphs.get(before));
    before.is_some_and(|before| before.size > glyph.size && gap(before, glyph) < WORD)
}

fn superscript(digit: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let value = digit.to_digit(10).and_then(|value| RAISED.get(value as usize));
    value.copied().unwrap_or(digit)
}

/// The stretches of a row between wide gaps.
fn cells(row: &Row) -> Vec<Range<f32>> {
    let mut cells: Vec<Range<f32>> = Vec::new();
    for glyph in row.glyphs.iter().filter(|glyph| glyph.letter != ' ') {
        match cells.last_mut() {
            Some(cell) if glyph.left - cell.end < CELL * row.size => {
                cell.end = cell.end.max(glyph.right);
            }
            _ => cells.push(glyph.left..glyph.right),
        }
    }
    cells
}

/// Whether the page is set in columns: most rows are two or three long stretches, and a
/// gap runs down the page at one place.
fn in_columns(rows: &[Row]) -> bool {
    let (left, right) = rows
        .iter()
        .flat_map(|row| &row.glyphs)
        .fold((f32::MAX, f32::MIN), |(left, right), glyph| {
            (left.min(glyph.left), right.max(glyph.right))
        });
    let long = (right - left) * 0.25;
    let split = rows.iter().filter(|row| {
        let cells = cells(row);
        (2..=3).contains(&cells.len()) && cells.iter().all(|cell| cell.end - cell.start > long)
    });
    rows.len() >= 10 && split.count() * 2 > rows.len()
}

/// The distance of baselines, as a share of the size.
fn pitch(above: &Row, row: &Row) -> f32 {
    (above.base - row.base) / row.size.min(above.size).max(1.0)
}

/// Beyond which distance lines of this page are paragraphs apart: what follows a full line shows
/// how wide the text is set, as Japanese often is.
fn paragraph(rows: &[Row]) -> f32 {
    let left = rows.iter().filter_map(|row| row.glyphs.first()).map(|glyph| glyph.left);
    let (left, right) = (left.fold(f32::MAX, f32::min), rows.iter().map(end).fold(0.0, f32::max));
    let full = left + (right - left) * FULL;
    let pairs = rows.windows(2).filter(|pair| end(&pair[0]) >= full);
    let mut pitches: Vec<f32> = pairs.map(|pair| pitch(&pair[0], &pair[1])).collect();
    pitches.sort_by(f32::total_cmp);
    let usual = pitches.get(pitches.len() / 2).filter(|usual| **usual <= WIDEST);
    let usual = usual.filter(|_| pitches.len() >= 3).copied().unwrap_or(0.0);
    PARAGRAPH.max(usual * BEYOND_USUAL)
}

/// Where the last glyph of a row ends.
fn end(row: &Row) -> f32 {
    row.glyphs.last().map_or(0.0, |glyph| glyph.right)
}

fn text(rows: &[Row]) -> String {
    let beyond = paragraph(rows);
    let mut text = String::new();
    for (row, above) in rows.iter().zip(std::iter::once(None).chain(rows.iter().map(Some))) {
        if let Some(above) = above {
            text.push_str(if pitch(above, row) > beyond { "\n\n" } else { "\n" });
        }
        write(row, &mut text);
    }
    text
}

/// Writes a row. Spaces of the file count as hints: they are written where there also is
/// room for one, so a font change between Japanese and Latin letters makes none.
fn write(row: &Row, text: &mut String) {
    let even = is_justified(row);
    let mut last: Option<Glyph> = None;
    let mut spaced = false;
    for glyph in &row.glyphs {
        if glyph.letter == ' ' {
            spaced = true;
            continue;
        }
        if let Some(last) = last {
            text.push_str(between(&last, glyph, spaced, even));
        }
        text.push(glyph.letter);
        (last, spaced) = (Some(*glyph), false);
    }
}

fn between(one: &Glyph, next: &Glyph, spaced: bool, even: bool) -> &'static str {
    let gap = gap(one, next);
    let latin = one.letter.is_ascii() && next.letter.is_ascii();
    let enough = if latin || spaced { WORD } else { WIDE };
    match gap {
        gap if gap >= CELL && !even => "\t",
        gap if gap >= enough => " ",
        _ => "",
    }
}

/// The distance of two glyphs, as a share of their size.
fn gap(one: &Glyph, next: &Glyph) -> f32 {
    (next.left - one.right) / one.size.max(next.size)
}

/// Whether a line was stretched to the margin: many gaps, all alike. The gaps of a table
/// differ, because its words do.
fn is_justified(row: &Row) -> bool {
    let shown: Vec<&Glyph> = row.glyphs.iter().filter(|glyph| glyph.letter != ' ').collect();
    let gaps = shown.windows(2).map(|pair| gap(pair[0], pair[1])).filter(|gap| *gap >= WORD);
    let (count, least, most) = gaps.fold((0, f32::MAX, 0.0_f32), |(count, least, most), gap| {
        (count + 1, least.min(gap), most.max(gap))
    });
    count >= 4 && most < least * 1.3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pieces: &[(&str, f32)]) -> Row {
        let (mut glyphs, mut left) = (Vec::new(), 0.0);
        for (words, size) in pieces {
            for letter in words.chars() {
                let right = left + size * 0.5;
                glyphs.push(Glyph { letter, left, right, base: 0.0, size: *size });
                left = right;
            }
        }
        Row { base: 0.0, size: 10.0, glyphs }
    }

    fn shown(pieces: &[(&str, f32)]) -> String {
        let mut row = row(pieces);
        raise_digits(&mut row);
        text(&[row])
    }

    #[test]
    fn a_small_number_behind_a_letter_is_a_footnote_mark() {
        assert_eq!(shown(&[("侵入した", 10.0), ("12", 6.0), ("3件", 10.0)]), "侵入した¹²3件");
    }

    #[test]
    fn small_print_stays_as_it_is() {
        assert_eq!(shown(&[("報告", 10.0), ("2024", 6.0)]), "報告2024");
        assert_eq!(shown(&[("12", 6.0), ("注", 6.0)]), "12注");
    }
}
