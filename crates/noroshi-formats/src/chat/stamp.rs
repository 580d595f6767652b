//! Dates and times as chat programs and logs write them at the start of a line.

use std::ops::Range;

use jiff::civil::{Date, DateTime, Time};
use noroshi_model::{Moment, Precision};

use crate::date::{moment, stretch};

/// A date or time at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Bytes that it takes.
    pub(crate) length: usize,
    /// The day, where one is written and cannot mean another.
    pub(crate) day: Option<Date>,
    /// Whether a day is written at all.
    pub(crate) dated: bool,
    /// Hour, minute and, if written, second.
    pub(crate) time: Option<(i8, i8, Option<i8>)>,
    /// Minutes east of UTC, if written.
    zone: Option<i32>,
}

/// What stands at the start of a text: a date, a time, or a date and a time.
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    let mut cursor = Cursor { text, at: 0 };
    let date = cursor.date();
    let after_date = cursor.at;
    if date.is_some() {
        cursor.weekday();
        cursor.between();
    }
    let time = cursor.time();
    if time.is_none() {
        cursor.at = after_date;
        if date.is_some() {
            cursor.weekday();
        }
    }
    let zone = time.and_then(|_| cursor.zone());
    let (dated, day) = (date.is_some(), date.flatten());
    (dated || time.is_some()).then_some(Stamp { length: cursor.at, day, dated, time, zone })
}

/// The moment that is written here, on the day of a heading if the text has a time only.
pub fn written_moment(text: &str, heading: Option<&str>) -> Option<Moment> {
    let own = stamp(text.trim());
    let day = own.and_then(|own| own.day).or_else(|| stamp(heading?.trim())?.day);
    let Some((stamp, day)) = own.zip(day) else { return moment(text) };
    let Some((hour, minute, second)) = stamp.time else { return Moment::day(day) };
    let time = Time::new(hour, minute, second.unwrap_or(0), 0).ok()?;
    let fine = if second.is_some() { Precision::Instant } else { Precision::Minute };
    stretch(DateTime::from_parts(day, time), fine, stamp.zone)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self, words: &[&str]) -> bool {
        let found = words.iter().find(|word| self.rest().starts_with(**word));
        self.at += found.map_or(0, |word| word.len());
        found.is_some()
    }

    /// A number of so many digits, with no further digit behind.
    fn number(&mut self, digits: Range<usize>) -> Option<i16> {
        let length = self.rest().bytes().take(5).take_while(u8::is_ascii_digit).count();
        if !digits.contains(&length) {
            return None;
        }
        let number = self.rest()[..length].parse().ok();
        self.at += length;
        number
    }

    /// A day; `Some(None)` for one that may mean two days, such as `03/04/2024`.
    fn date(&mut self) -> Option<Option<Date>> {
        let start = self.at;
        let found = self.year_first().or_else(|| {
            self.at = start;
            self.year_last()
        });
        self.at = if found.is_some() { self.at } else { start };
        found
    }

    fn year_first(&mut self) -> Option<Option<Date>> {
        let year = self.number(4..5)?;
        self.skip(&["-", "/", ".", "年"]).then_some(())?;
        let month = self.number(1..3)?;
        self.skip(&["-", "/", ".", "月"]).then_some(())?;
        let day = self.number(1..3)?;
        self.skip(&["日"]);
        Some(Some(self.day(year, month, day)?))
    }

    fn year_last(&mut self) -> Option<Option<Date>> {
        let first = self.number(1..3)?;
        let dotted = self.rest().starts_with('.');
        self.skip(&["/", ".", "-"]).then_some(())?;
        let second = self.number(1..3)?;
        self.skip(&["/", ".", "-"]).then_some(())?;
        let year = self.number(4..5)?;
        Some(match (dotted || first > 12, second > 12 || first == second) {
            (true, _) => Some(self.day(year, second, first)?),
            (false, true) => Some(self.day(year, first, second)?),
            (false, false) => {
                self.day(year, first, second)?;
                None
            }
        })
    }

    fn day(&self, year: i16, month: i16, day: i16) -> Option<Date> {
        let small = |number| i8::try_from(number).ok();
        (1970..2200).contains(&year).then_some(())?;
        Date::new(year, small(month)?, small(day)?).ok()
    }

    /// `(金)`, ` Fri`.
    fn weekday(&mut self) {
        let start = self.at;
        self.skip(&[" "]);
        let open = self.skip(&["(", "（"]);
        let days = [
            "月",
            "火",
            "水",
            "木",
            "金",
            "土",
            "日",
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
            "星期一",
            "星期二",
            "星期三",
            "星期四",
            "星期五",
            "星期六",
            "星期日",
            "周一",
            "周二",
            "周三",
            "周四",
            "周五",
            "周六",
            "周日",
        ];
        let named = self.skip(&days);
        self.skip(&["曜日"]);
        let closed = self.skip(&[")", "）"]);
        self.at = if named && open == closed { self.at } else { start };
    }

    fn between(&mut self) {
        self.skip(&["T", ", ", ","]);
        while self.skip(&[" ", "\u{3000}", "\t", "\u{a0}"]) {}
    }

    fn time(&mut self) -> Option<(i8, i8, Option<i8>)> {
        let start = self.at;
        let found = self.clock();
        self.at = if found.is_some() { self.at } else { start };
        found
    }

    fn clock(&mut self) -> Option<(i8, i8, Option<i8>)> {
        let early = self.skip(&["午前", "上午"]);
        let late = !early && self.skip(&["午後", "下午"]);
        let mut hour = self.number(1..3)?;
        self.skip(&[":", "時"]).then_some(())?;
        let minute = self.number(2..3)?;
        let second = if self.skip(&[":"]) { Some(self.number(2..3)?) } else { None };
        self.fraction();
        self.skip(&["分"]);
        let (am, pm) =
            (early || self.skip(&[" AM", " am", "AM"]), late || self.skip(&[" PM", " pm", "PM"]));
        if pm && hour < 12 {
            hour += 12;
        } else if am && hour == 12 {
            hour = 0;
        }
        let fits = hour < 24 && minute < 60 && second.unwrap_or(0) < 60;
        let small = |number| i8::try_from(number).ok();
        fits.then_some(())?;
        Some((small(hour)?, small(minute)?, second.and_then(small)))
    }

    fn fraction(&mut self) {
        let digits = self
            .rest()
            .strip_prefix(['.', ','])
            .map(|rest| rest.bytes().take(9).take_while(u8::is_ascii_digit).count());
        self.at += digits.filter(|digits| *digits > 0).map_or(0, |digits| digits + 1);
    }

    fn zone(&mut self) -> Option<i32> {
        let start = self.at;
        if self.skip(&["Z", " UTC", " GMT"]) {
            return Some(0);
        }
        if self.skip(&[" JST"]) {
            return Some(540);
        }
        self.skip(&[" "]);
        let east = self.skip(&["+"]);
        let found = if east || self.skip(&["-"]) { self.offset(east) } else { None };
        self.at = if found.is_some() { self.at } else { start };
        found
    }

    fn offset(&mut self, east: bool) -> Option<i32> {
        let digits = self
            .rest()
            .get(..5)
            .filter(|part| part.as_bytes()[2] == b':')
            .map(|part| part.replace(':', ""));
        let length = if digits.is_some() { 5 } else { 4 };
        let digits = digits.or_else(|| self.rest().get(..4).map(str::to_owned))?;
        let number: i32 =
            digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.at += length;
        let minutes = number / 100 * 60 + number % 100;
        Some(if east { minutes } else { -minutes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, rest: &str, expected: Option<&str>) {
        let found = stamp(text).expect("a stamp");
        assert_eq!(&text[found.length..], rest, "{text}");
        let shown = written_moment(&text[..found.length], None).map(Moment::edtf);
        assert_eq!(shown.as_deref(), expected, "{text}");
    }

    #[test]
    fn stamps_of_many_programs_are_read() {
        check("2024-02-16 10:21] a", "] a", Some("2024-02-16T10:21"));
        check("2024/02/16 10:21:33 alice", " alice", Some("2024-02-16T10:21:33"));
        check("2024年2月16日(金) 10:21 甲", " 甲", Some("2024-02-16T10:21"));
        check("16.02.2024 10:21]", "]", Some("2024-02-16T10:21"));
        check("16/02/2024, 10:21 - alice", " - alice", Some("2024-02-16T10:21"));
        check("2/16/2024, 10:21 PM - a", " - a", Some("2024-02-16T22:21"));
        check("2024-02-16T10:21:33.250+09:00 a", " a", Some("2024-02-16T10:21:33+09:00"));
        check("2024/02/16(金)", "", Some("2024-02-16"));
        check("03/04/2024 10:21 a", " a", None);
        check("午後3:05\tx", "\tx", None);
        assert_eq!(stamp("1.2.3 is a version"), None);
        assert_eq!(stamp("10 apples"), None);
    }

    #[test]
    fn a_time_stands_on_the_day_above_it() {
        let shown = written_moment("10:21", Some("2024/02/16(金)")).map(Moment::edtf);
        assert_eq!(shown.as_deref(), Some("2024-02-16T10:21"));
    }
}
