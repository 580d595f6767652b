//! The timeline as a picture: one lane per topic, numbered marks that do not overlap.
//!
//! The picture names nothing by itself: each number has a row with its sentence below it.

use std::fmt::Write;

use jiff::civil::Date;
use noroshi_model::{Precision, Subject};

use crate::material::Language;
use crate::show;
use crate::timeline::reach;
use crate::view::{Mark, Timeline};
use crate::words::Words;

/// Width of the picture; A4 between its margins.
const WIDTH: f64 = 720.0;
/// Width of the titles at the left.
const TITLES: f64 = 168.0;
/// Height of one row of marks.
const ROW: f64 = 22.0;
/// Height of the scale at the top.
const SCALE: f64 = 30.0;
/// Half the width of a numbered mark.
const HALF: f64 = 9.5;

/// The picture; empty when there is no mark.
pub(crate) fn svg(timeline: &Timeline, language: Language) -> String {
    let Some((first, last)) = reach(&timeline.marks) else { return String::new() };
    let axis = Axis::new(first, last);
    let mut body = String::new();
    let mut top = SCALE;
    for (at, (topic, title)) in timeline.lanes.iter().enumerate() {
        let placed = place(&axis, timeline.marks.iter().filter(|mark| mark.topic == *topic));
        let rows = placed.iter().map(|it| it.row + 1).max().unwrap_or(1);
        let height = (number(rows) * ROW).max(2.0 * 15.0) + 10.0;
        lane(&mut body, at, title, top, height);
        placed.iter().for_each(|it| mark(&mut body, it, top + 5.0, language));
        top += height;
    }
    let mut out = String::new();
    let title = escape(Words::of(language).timeline);
    let _ = write!(
        out,
        "<svg class=\"timeline\" role=\"img\" viewBox=\"0 0 {WIDTH} {:.0}\" xmlns=\"http://www.w3.org/2000/svg\"><title>{title}</title>",
        top + 4.0
    );
    scale(&mut out, &axis, top, language);
    out + &body + "</svg>"
}

/// Days to positions.
#[derive(Debug)]
struct Axis {
    first: Date,
    days: f64,
}

impl Axis {
    fn new(first: Date, last: Date) -> Self {
        let first = first.yesterday().unwrap_or(first);
        let days = days_between(first, last).max(6.0) + 2.0;
        Self { first, days }
    }

    /// Left edge of a day.
    fn at(&self, date: Date) -> f64 {
        TITLES + days_between(self.first, date) * self.day()
    }

    fn day(&self) -> f64 {
        (WIDTH - TITLES - 4.0) / self.days
    }
}

fn days_between(first: Date, last: Date) -> f64 {
    last.since(first).map_or(0.0, |span| f64::from(span.get_days()))
}

/// A mark with its place.
#[derive(Debug)]
struct Placed<'a> {
    mark: &'a Mark,
    row: usize,
    left: f64,
    right: f64,
}

/// Each mark goes into the first row where it touches no other.
fn place<'a>(axis: &Axis, marks: impl Iterator<Item = &'a Mark>) -> Vec<Placed<'a>> {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for mark in marks {
        let (left, right) = edges(axis, mark);
        let free = ends.iter().position(|end| *end + 2.0 <= left);
        let row = free.unwrap_or(ends.len());
        if row == ends.len() {
            ends.push(right);
        }
        ends[row] = right;
        placed.push(Placed { mark, row, left, right });
    }
    placed
}

/// A day is a numbered mark in its middle, anything longer a bar from end to end.
fn edges(axis: &Axis, mark: &Mark) -> (f64, f64) {
    let (from, to) = (mark.when.start().date(), show::last_day(mark.when));
    let (left, right) = (axis.at(from), axis.at(to) + axis.day());
    if is_bar(mark) && right - left > HALF * 2.0 {
        return (left, right);
    }
    let middle = f64::midpoint(left, right).clamp(TITLES + HALF, WIDTH - HALF - 1.0);
    (middle - HALF, middle + HALF)
}

fn is_bar(mark: &Mark) -> bool {
    mark.when.precision() > Precision::Day
}

fn lane(out: &mut String, at: usize, title: &str, top: f64, height: f64) {
    if at.is_multiple_of(2) {
        let _ = write!(
            out,
            "<rect class=\"lane\" x=\"0\" y=\"{top:.1}\" width=\"{WIDTH}\" height=\"{height:.1}\"/>"
        );
    }
    for (row, line) in title_lines(title).iter().enumerate() {
        let y = top + 17.0 + number(row) * 14.0;
        let _ = write!(out, "<text class=\"title\" x=\"4\" y=\"{y:.1}\">{}</text>", escape(line));
    }
}

/// At most two lines that fit beside the lane; a cut title ends with `…`.
fn title_lines(title: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for char in title.chars() {
        let own = unicode_width::UnicodeWidthChar::width(char).unwrap_or(0);
        if width + own > 26 {
            if lines.len() == 2 {
                lines[1].push('…');
                return lines;
            }
            let carried = carry(&mut lines);
            width = unicode_width::UnicodeWidthStr::width(carried.as_str());
            lines.push(carried);
        }
        width += own;
        if let Some(line) = lines.last_mut() {
            line.push(char);
        }
    }
    lines
}

/// Takes the unfinished Latin word off the last line, so that it is not cut.
fn carry(lines: &mut [String]) -> String {
    let Some(line) = lines.last_mut() else { return String::new() };
    let tail = line.char_indices().rev().take_while(|(_, char)| char.is_ascii_graphic());
    let at = tail.last().map_or(line.len(), |(at, _)| at);
    if at * 3 < line.len() { String::new() } else { line.split_off(at) }
}

fn mark(out: &mut String, placed: &Placed<'_>, top: f64, language: Language) {
    let (mark, middle) = (placed.mark, f64::midpoint(placed.left, placed.right));
    let y = top + number(placed.row) * ROW + ROW / 2.0;
    let label =
        format!("{} {}", show::moment(mark.when), Words::of(language).subject(mark.subject));
    let class = class(mark.subject);
    let _ = write!(out, "<g class=\"{class}\"><title>{}</title>", escape(&label));
    let (x, width, height) = (placed.left, placed.right - placed.left, HALF * 2.0);
    let round = if is_square(mark) { 3.0 } else { HALF };
    let _ = write!(
        out,
        "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height}\" rx=\"{round}\"/>",
        y - HALF
    );
    let _ = write!(
        out,
        "<text class=\"number\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
        y + 3.7,
        mark.number
    );
}

fn is_square(mark: &Mark) -> bool {
    is_bar(mark) || mark.subject == Subject::Deadline
}

/// Class of a mark's style.
pub(crate) fn class(subject: Subject) -> &'static str {
    match subject {
        Subject::Occurrence => "occurrence",
        Subject::Discovery => "discovery",
        Subject::Report => "report",
        Subject::Deadline => "deadline",
        Subject::Unclear => "unclear",
    }
}

/// Ticks at round distances, with the month where it begins.
fn scale(out: &mut String, axis: &Axis, bottom: f64, language: Language) {
    let step = [1, 2, 5, 7, 14, 28].into_iter().find(|step| axis.day() * f64::from(*step) > 44.0);
    let step = usize::try_from(step.unwrap_or(28)).unwrap_or(28);
    let dates = axis.first.series(jiff::Span::new().days(1)).skip(1).take(whole(axis.days) - 1);
    for date in dates.step_by(step) {
        let x = axis.at(date) + axis.day() / 2.0;
        let _ = write!(
            out,
            "<line class=\"tick\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{bottom:.1}\"/>",
            SCALE - 6.0
        );
        let label = tick(date, language);
        let _ = write!(
            out,
            "<text class=\"date\" x=\"{x:.1}\" y=\"16\" text-anchor=\"middle\">{label}</text>"
        );
    }
}

fn tick(date: Date, language: Language) -> String {
    match language {
        Language::Ja => format!("{}/{}", date.month(), date.day()),
        Language::En => {
            let shown = show::day(language, date);
            shown.rsplit_once(' ').map_or(shown.clone(), |(day, _)| day.to_owned())
        }
    }
}

fn whole(days: f64) -> usize {
    (1..=2000).find(|count| number(*count) >= days).unwrap_or(2000)
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn escape(text: &str) -> String {
    let plain = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    plain.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_title_stays_text() {
        assert_eq!(escape("<script>&\""), "&lt;script&gt;&amp;&quot;");
    }

    #[test]
    fn a_long_title_takes_two_lines_and_says_that_it_is_cut() {
        let lines =
            title_lines("航空会社のシステムに大量のデータが送りつけられた障害についての続報");
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert_eq!(title_lines("Short"), vec!["Short"]);
    }
}
