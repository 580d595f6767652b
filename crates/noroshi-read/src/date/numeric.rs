//! Dates written in figures: `2024-12-26`, `2024/12/26 07:24`, `12/26(木)`, `R6.12.26`.

use noroshi_model::Language;

use super::clock;
use super::cursor::{Cursor, is_word};
use super::form::{Day, Form, Month, Written, Year};

/// A date in figures at the cursor, which stands on a digit.
pub(super) fn read(cursor: Cursor, language: Language) -> Option<Written> {
    if !may_begin(cursor) {
        return None;
    }
    year_first(cursor)
        .or_else(|| compact(cursor))
        .or_else(|| month_first(cursor, language))
        .or_else(|| year_last(cursor, language))
}

/// Whether a figure here can be the start of a date and not the middle of a code.
pub(super) fn may_begin(cursor: Cursor) -> bool {
    match cursor.last_char() {
        Some('-' | '.' | '/' | ':' | '_' | '@' | '#' | '=' | '%' | '$' | '\\' | '+' | ',') => false,
        Some('第') => false,
        Some(letter) => !(letter.is_ascii() && is_word(letter as u8)),
        None => true,
    }
}

/// `2024-12-26`, `2024/12/26`, `2024.12.26`, `2024-12`, `2024/12`.
fn year_first(cursor: Cursor) -> Option<Written> {
    let mut ahead = cursor;
    let year = Year::At(plausible_year(ahead.exactly(4)?)?);
    let separator = separator(&mut ahead)?;
    let month = ahead.number(2)?;
    let padded = month.digits == 2;
    let month = month.within(1..=12)?;
    if !ahead.eat(separator) {
        return year_and_month(cursor, ahead, year, month, separator);
    }
    let day = ahead.number(2)?;
    let unsure = separator == "." && !(padded && day.digits == 2);
    let form = Form::dated(year, month, day.within(1..=31)?);
    finish(cursor, ahead, form, unsure)
}

fn separator(cursor: &mut Cursor) -> Option<&'static str> {
    ["-", "/", "."].into_iter().find(|separator| cursor.eat(separator))
}

fn year_and_month(start: Cursor, end: Cursor, year: Year, month: i8, by: &str) -> Option<Written> {
    let bounded = end.ends_number() && by != "." && !end.sees_any(&["-", "号", "/"]);
    let form = Form { month: Some(Month::At(month)), ..Form::of_year(year) };
    bounded.then(|| Written::one(start.at()..end.at(), form))
}

/// Checks the end of a whole date and adds weekday and time. `unsure` dates, which could be
/// versions, need a weekday.
fn finish(start: Cursor, end: Cursor, form: Form, unsure: bool) -> Option<Written> {
    let mut ahead = end;
    if ahead.sees("T") {
        return iso_time(start, ahead, form);
    }
    if !ahead.ends_number() || is_version(start) {
        return None;
    }
    let dated = weekday(&mut ahead);
    (dated || !unsure).then(|| with_time(start, ahead, form))
}

/// Whether a word such as `v` or `version` stands before.
fn is_version(cursor: Cursor) -> bool {
    let words = [
        "version ",
        "ver. ",
        "ver.",
        "ver ",
        "build ",
        "バージョン",
        "バージョン ",
        "版本",
        "版本 ",
    ];
    cursor.follows_any(&words).is_some()
}

/// `T07:24:15.123+09:00`.
fn iso_time(start: Cursor, mut cursor: Cursor, form: Form) -> Option<Written> {
    cursor.eat("T");
    let (time, zone) = clock::english(&mut cursor)?;
    Some(Written::one(start.at()..cursor.at(), Form { time: Some(time), zone, ..form }))
}

/// The date with the time that follows it, if any.
pub(super) fn with_time(start: Cursor, cursor: Cursor, form: Form) -> Written {
    let mut ahead = cursor;
    let time = if ahead.eat_any(&[" at ", ", at ", ", around ", " around ", ", ", "、"]) {
        clock::english(&mut ahead).or_else(|| clock::exact(&mut ahead))
    } else {
        ahead.eat_any(&[" ", "の"]);
        clock::english(&mut ahead).or_else(|| clock::eastern(&mut ahead))
    };
    match time {
        Some((time, zone)) => {
            Written::one(start.at()..ahead.at(), Form { time: Some(time), zone, ..form })
        }
        None => Written::one(start.at()..cursor.at(), form),
    }
}

/// `(木)`, `(木曜日)`, `(Thu)`: steps over a weekday in parentheses.
pub(super) fn weekday(cursor: &mut Cursor) -> bool {
    let mut ahead = *cursor;
    ahead.eat(" ");
    if !ahead.eat("(") || !(weekday_name(&mut ahead) || holiday_name(&mut ahead)) {
        return false;
    }
    ahead.eat_any(&["・祝", "祝", "・休", ".", ",祝"]);
    let closed = ahead.eat(")");
    if closed {
        *cursor = ahead;
    }
    closed
}

/// 祝日, 敬老の日.
fn holiday_name(cursor: &mut Cursor) -> bool {
    if cursor.eat_any(&["祝日", "休日", "祝"]) {
        return true;
    }
    let seen = cursor.ahead(30);
    let Some((name, _)) = seen.split_once(')').filter(|(name, _)| name.ends_with("の日")) else {
        return false;
    };
    *cursor = cursor.moved(cursor.at() + name.len());
    true
}

fn weekday_name(cursor: &mut Cursor) -> bool {
    const NAMES: &[&str] = &["月", "火", "水", "木", "金", "土", "日"];
    const LATIN: &[&str] = &["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    if cursor.eat_any(&["星期", "周", "週"]) {
        return cursor.eat_any(&["一", "二", "三", "四", "五", "六", "日", "天"]);
    }
    let found = cursor.eat_any(NAMES) || cursor.eat_any(LATIN);
    cursor.eat_any(&["曜日", "曜", "day", "nesday", "sday", "rsday", "urday"]);
    found
}

/// `20241226T072415Z` of ISO 8601's basic form; eight bare digits are no date.
fn compact(cursor: Cursor) -> Option<Written> {
    let mut ahead = cursor;
    let digits = ahead.exactly(8)?;
    let form = date_of_digits(digits)?;
    if !ahead.eat("T") {
        return None;
    }
    let clock = ahead.exactly(6)?;
    let part = |value: u32| i8::try_from(value % 100).ok();
    let (hour, minute, second) = (part(clock / 10000)?, part(clock / 100)?, part(clock)?);
    let time = super::form::Time::Second(hour, minute, second);
    (hour < 25 && minute < 60 && second < 60).then_some(())?;
    let zone = clock::zone(&mut ahead);
    let form = Form { time: Some(time), zone, ..form };
    ahead.ends_word().then(|| Written::one(cursor.at()..ahead.at(), form))
}

/// `20241226` as a date.
pub(super) fn date_of_digits(digits: u32) -> Option<Form> {
    let year = plausible_year(digits / 10000)?;
    let month = i8::try_from(digits / 100 % 100).ok().filter(|month| (1..=12).contains(month))?;
    let day = i8::try_from(digits % 100).ok().filter(|day| (1..=31).contains(day))?;
    Some(Form::dated(Year::At(year), month, day))
}

/// `12/26(木)`, `12/26 07:24`, and 12/26 before a Japanese particle of time.
fn month_first(cursor: Cursor, language: Language) -> Option<Written> {
    let mut ahead = cursor;
    let month = ahead.number(2)?.within(1..=12)?;
    if !ahead.eat("/") {
        return None;
    }
    let day = ahead.number(2)?.within(1..=31)?;
    if !ahead.ends_number() || ahead.sees("/") {
        return None;
    }
    let form = Form { day: Some(Day::At(day)), ..Form::of_month(Month::At(month)) };
    let dated = weekday(&mut ahead);
    let written = with_time(cursor, ahead, form);
    let timed = written.form.time.is_some();
    let particle = language == Language::Ja
        && day > 12
        && ahead.sees_any(&["に", "から", "付", "まで", "以降", "時点", "頃", "ごろ", "~", "〜"]);
    (dated || timed || particle).then_some(written)
}

/// `12/26/2024` and `26.12.2024`. Where both readings are possible the order of the United
/// States is taken for slashes only in English, and nothing otherwise.
fn year_last(cursor: Cursor, language: Language) -> Option<Written> {
    let mut ahead = cursor;
    let first = ahead.number(2)?;
    let separator = separator(&mut ahead)?;
    let second = ahead.number(2)?;
    if !ahead.eat(separator) {
        return None;
    }
    let year = Year::At(plausible_year(ahead.exactly(4)?)?);
    let american = separator == "/" && language == Language::En;
    let (month, day) = match (first.value, second.value) {
        (13..=31, 1..=12) => (second, first),
        (1..=12, 13..=31) if separator != "." => (first, second),
        (1..=12, 1..=12) if american || first.value == second.value => (first, second),
        _ => return None,
    };
    let form = Form::dated(year, month.within(1..=12)?, day.within(1..=31)?);
    finish(cursor, ahead, form, false)
}

/// A year that reports write about.
pub(super) fn plausible_year(year: u32) -> Option<i16> {
    i16::try_from(year).ok().filter(|year| (1900..=2100).contains(year))
}

/// `R6.12.26`, `H31/4/30`, `R6年12月` behind a letter: the year before the era's first.
pub(super) fn era_letter(cursor: Cursor) -> Option<i16> {
    let mut letters = cursor.before().bytes().rev();
    let before = match letters.next()? {
        b'R' => 2018,
        b'H' => 1988,
        b'S' => 1925,
        _ => return None,
    };
    let alone = !letters.next().is_some_and(|byte| is_word(byte) || b"-./".contains(&byte));
    alone.then_some(before)
}

/// A date whose era is a letter; the letter belongs to it.
pub(super) fn of_era_letter(cursor: Cursor) -> Option<Written> {
    let before = era_letter(cursor)?;
    let mut ahead = cursor;
    let year = i16::try_from(ahead.number(2)?.value).ok().filter(|year| *year > 0)?;
    let separator = separator(&mut ahead)?;
    let month = ahead.number(2)?.within(1..=12)?;
    if !ahead.eat(separator) {
        return None;
    }
    let day = ahead.number(2)?.within(1..=31)?;
    let form = Form::dated(Year::Era(before + year), month, day);
    finish(cursor.moved(cursor.at() - 1), ahead, form, false)
}
