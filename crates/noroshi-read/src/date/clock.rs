//! Times of day and their zones.

use super::cursor::Cursor;
use super::form::{Time, Zone};
use super::words::HALF_DAYS;

/// Parts of the day in Japanese and Chinese: name, first hour, hour after, hours added to a
/// clock behind the word. Source: Japan Meteorological Agency, terms for times of day,
/// <https://www.jma.go.jp/jma/kishou/know/yougo_hp/toki.html>, widened where news use is wider.
const PARTS: &[(&str, (i8, i8, i8))] = &[
    ("未明", (0, 3, 0)),
    ("明け方", (3, 6, 0)),
    ("早朝", (4, 8, 0)),
    ("早上", (5, 9, 0)),
    ("朝", (6, 10, 0)),
    ("午前中", (0, 12, 0)),
    ("午前", (0, 12, 0)),
    ("上午", (6, 12, 0)),
    ("凌晨", (0, 6, 0)),
    ("昼前", (9, 12, 0)),
    ("昼過ぎ", (12, 15, 0)),
    ("昼すぎ", (12, 15, 0)),
    ("昼休み", (11, 14, 12)),
    ("昼", (11, 14, 12)),
    ("中午", (11, 13, 12)),
    ("午後", (12, 24, 12)),
    ("下午", (12, 18, 12)),
    ("夕方", (15, 18, 12)),
    ("夕刻", (15, 18, 12)),
    ("夕", (15, 18, 12)),
    ("傍晚", (17, 19, 12)),
    ("夜更け", (22, 24, 12)),
    ("夜半", (22, 24, 12)),
    ("夜間", (18, 24, 12)),
    ("夜", (18, 24, 12)),
    ("晩", (18, 24, 12)),
    ("晚上", (18, 24, 12)),
    ("晚间", (18, 24, 12)),
    ("深夜", (22, 24, 12)),
];

/// English parts of the day.
const ENGLISH_PARTS: &[(&str, (i8, i8))] =
    &[("morning", (6, 12)), ("afternoon", (12, 18)), ("evening", (17, 22)), ("night", (18, 24))];

/// Zones by the names that reports use, longest first where one begins another.
const ZONES: &[(&str, Zone)] = &[
    ("UTC", Zone::Fixed(0)),
    ("GMT", Zone::Fixed(0)),
    ("JST", Zone::Fixed(540)),
    ("KST", Zone::Fixed(540)),
    ("CEST", Zone::Fixed(120)),
    ("CET", Zone::Fixed(60)),
    ("EEST", Zone::Fixed(180)),
    ("EET", Zone::Fixed(120)),
    ("BST", Zone::Fixed(60)),
    ("MSK", Zone::Fixed(180)),
    ("EST", Zone::Fixed(-300)),
    ("EDT", Zone::Fixed(-240)),
    ("PST", Zone::Fixed(-480)),
    ("PDT", Zone::Fixed(-420)),
    ("ET", Zone::American(-300)),
    ("PT", Zone::American(-480)),
    ("日本時間", Zone::Fixed(540)),
    ("協定世界時", Zone::Fixed(0)),
    ("世界標準時", Zone::Fixed(0)),
    ("北京时间", Zone::Fixed(480)),
    ("北京時間", Zone::Fixed(480)),
    ("米東部時間", Zone::American(-300)),
    ("米太平洋時間", Zone::American(-480)),
    ("現地時間", Zone::Local),
    ("当地时间", Zone::Local),
];

/// A time of day as Japanese and Chinese write it behind a day.
pub(super) fn eastern(cursor: &mut Cursor) -> Option<(Time, Option<Zone>)> {
    let mut ahead = *cursor;
    let time = noon(&mut ahead).or_else(|| part(&mut ahead)).or_else(|| clock(&mut ahead))?;
    *cursor = ahead;
    Some((time, zone(cursor)))
}

/// The clock behind a word that holds a part of a day already: 今朝4時50分.
pub(super) fn within(cursor: Cursor, part: Time) -> (Cursor, Time) {
    let mut ahead = cursor;
    let Time::Part(from, _) = part else { return (cursor, part) };
    let added = if from < 12 { 0 } else { 12 };
    match clock(&mut ahead).and_then(|time| lifted(time, from, added)) {
        Some(time) => (ahead, time),
        None => (cursor, part),
    }
}

fn noon(cursor: &mut Cursor) -> Option<Time> {
    (cursor.eat("正午") && !cursor.sees("前")).then_some(Time::Minute(12, 0))
}

/// 未明, or 午後 with the hour behind it.
fn part(cursor: &mut Cursor) -> Option<Time> {
    let (from, to, added) = cursor.eat_from(PARTS)?;
    if cursor.sees_any(&["日新聞", "鮮", "日", "礼", "間", "刊", "勤"]) && !cursor.sees("間に")
    {
        return None;
    }
    let mut ahead = *cursor;
    ahead.eat("の");
    ahead.eat(" ");
    match clock(&mut ahead).and_then(|time| lifted(time, from, added)) {
        Some(time) => {
            *cursor = ahead;
            Some(time)
        }
        None => Some(Time::Part(from, to)),
    }
}

/// A clock behind a part of the day that begins at `from`. 深夜1時 stays undecided: some mean
/// the night before, some the night after.
fn lifted(time: Time, from: i8, added: i8) -> Option<Time> {
    let lift = |hour: i8| match hour {
        0..6 if from == 22 => None,
        11.. if from == 11 => Some(hour),
        0..=12 => Some(hour + added),
        _ => Some(hour),
    };
    with_hour(time, lift)
}

/// The same time with its hour changed.
fn with_hour(time: Time, change: impl Fn(i8) -> Option<i8>) -> Option<Time> {
    Some(match time {
        Time::Hour(hour) => Time::Hour(change(hour)?),
        Time::Minute(hour, minute) => Time::Minute(change(hour)?, minute),
        Time::Second(hour, minute, second) => Time::Second(change(hour)?, minute, second),
        Time::Part(..) => time,
    })
}

/// Whether a time is that of every working day: 平日は午前9時から.
pub(super) fn is_daily(cursor: Cursor) -> bool {
    ["平日", "毎日", "毎朝", "毎晩"].iter().any(|word| cursor.behind(48).contains(word))
}

/// 7時, 7時24分, 7時半, 07:24; also eats 過ぎ and 前.
pub(super) fn clock(cursor: &mut Cursor) -> Option<Time> {
    let mut ahead = *cursor;
    // 一時 is more often a while than an hour.
    if ahead.sees("一時") && ahead.follows_any(&["午前", "午後", "深夜", "未明"]).is_none()
    {
        return None;
    }
    let hour = ahead.figure(2)?.within(0..=29)?;
    let time = if ahead.eat(":") { colon(&mut ahead, hour)? } else { kanji(&mut ahead, hour)? };
    *cursor = ahead;
    Some(time)
}

/// What follows the colon of 07:24 or 07:24:15.
fn colon(cursor: &mut Cursor, hour: i8) -> Option<Time> {
    let minute = sixty(cursor.exactly(2)?)?;
    let mut ahead = *cursor;
    if ahead.eat(":")
        && let Some(second) = ahead.exactly(2)
    {
        *cursor = ahead;
        fraction(cursor);
        return ends_clock(*cursor).then_some(Time::Second(hour, minute, sixty(second)?));
    }
    ends_clock(*cursor).then_some(Time::Minute(hour, minute))
}

/// Steps over the fraction of a second.
fn fraction(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    if ahead.eat_any(&[".", ","]) && ahead.number(9).is_some() {
        *cursor = ahead;
    }
}

fn sixty(value: u32) -> Option<i8> {
    i8::try_from(value).ok().filter(|value| *value < 60)
}

/// Whether a clock may end here: not inside `12:30:00:1f` or `12:30.5`.
fn ends_clock(cursor: Cursor) -> bool {
    let mut bytes = cursor.rest().bytes();
    match bytes.next() {
        Some(b':' | b'.') => {
            !bytes.next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b':')
        }
        Some(b'Z' | b'a' | b'A' | b'p' | b'P') => true,
        Some(byte) => !super::cursor::is_word(byte),
        None => true,
    }
}

/// What follows the hour of 7時24分.
fn kanji(cursor: &mut Cursor, hour: i8) -> Option<Time> {
    cursor.eat(" ");
    if !cursor.eat_any(&["時", "时", "点", "點"])
        || cursor.sees_any(&["間", "间", "点", "計", "代"])
    {
        return None;
    }
    let time = minutes(cursor, hour);
    if cursor.eat_any(&["過ぎ", "すぎ", "许", "許", "左右", "台"]) {
        return Some(time);
    }
    Some(match time {
        Time::Hour(hour) if hour > 0 && cursor.eat("前") => Time::Hour(hour - 1),
        time => time,
    })
}

/// The minutes behind 7時, and the seconds behind them.
fn minutes(cursor: &mut Cursor, hour: i8) -> Time {
    if cursor.eat("半") {
        return Time::Minute(hour, 30);
    }
    let Some(minute) = unit(cursor, &["分"]) else { return Time::Hour(hour) };
    match unit(cursor, &["秒"]) {
        Some(second) => Time::Second(hour, minute, second),
        None => Time::Minute(hour, minute),
    }
}

/// A number under sixty with a unit that is not the start of 分間.
fn unit(cursor: &mut Cursor, units: &[&str]) -> Option<i8> {
    let mut ahead = *cursor;
    ahead.eat(" ");
    let value = ahead.figure(2)?.within(0..=59)?;
    ahead.eat(" ");
    if !ahead.eat_any(units) || ahead.sees_any(&["間", "间"]) {
        return None;
    }
    *cursor = ahead;
    Some(value)
}

/// A clock of Japanese or Chinese that gives at least the hour.
pub(super) fn exact(cursor: &mut Cursor) -> Option<(Time, Option<Zone>)> {
    let mut ahead = *cursor;
    let time = clock(&mut ahead);
    match time {
        None => half_day(cursor),
        Some(time) => {
            *cursor = ahead;
            Some((time, zone(cursor)))
        }
    }
}

/// A clock behind 午前, 下午 and their like.
pub(super) fn half_day(cursor: &mut Cursor) -> Option<(Time, Option<Zone>)> {
    let mut ahead = *cursor;
    let added = ahead.eat_from(HALF_DAYS)?;
    ahead.eat(" ");
    let time = lifted(clock(&mut ahead)?, added, added)?;
    *cursor = ahead;
    Some((time, zone(cursor)))
}

/// A clock as English writes it: `07:24`, `7:24 a.m.`, `7 pm`, with its zone.
pub(super) fn english(cursor: &mut Cursor) -> Option<(Time, Option<Zone>)> {
    let mut ahead = *cursor;
    let hour = ahead.number(2)?.within(0..=24)?;
    let time = if ahead.eat(":") { colon(&mut ahead, hour)? } else { Time::Hour(hour) };
    let half = meridiem(&mut ahead);
    let time = match (time, half) {
        (Time::Hour(_), None) => return None,
        (time, half) => twelve_hour(time, half)?,
    };
    *cursor = ahead;
    Some((time, zone(cursor)))
}

/// `a.m.` as 0 and `p.m.` as 12.
fn meridiem(cursor: &mut Cursor) -> Option<i8> {
    let mut ahead = *cursor;
    ahead.eat(" ");
    let table: &[(&str, i8)] =
        &[("a.m.", 0), ("p.m.", 12), ("am", 0), ("pm", 12), ("AM", 0), ("PM", 12), ("a.m", 0)];
    let added = ahead.eat_from(table)?;
    if !ahead.ends_word() {
        return None;
    }
    *cursor = ahead;
    Some(added)
}

/// A time of a twelve-hour clock on the clock of twenty-four hours.
fn twelve_hour(time: Time, half: Option<i8>) -> Option<Time> {
    let Some(added) = half else { return Some(time) };
    with_hour(time, |hour| (1..=12).contains(&hour).then_some(hour % 12 + added))
}

/// " morning" and its like behind an English day.
pub(super) fn english_part(cursor: &mut Cursor) -> Option<Time> {
    let mut ahead = *cursor;
    if !ahead.eat(" ") {
        return None;
    }
    let (from, to) = ahead.eat_from(ENGLISH_PARTS)?;
    if !ahead.ends_word() {
        return None;
    }
    *cursor = ahead;
    Some(Time::Part(from, to))
}

/// A zone behind a time: ` UTC`, `(JST)`, `Z`, `+09:00`.
pub(super) fn zone(cursor: &mut Cursor) -> Option<Zone> {
    let mut ahead = *cursor;
    let zone = offset(&mut ahead).or_else(|| named(&mut ahead))?;
    *cursor = ahead;
    Some(zone)
}

fn named(cursor: &mut Cursor) -> Option<Zone> {
    cursor.eat(" ");
    let closed = cursor.eat("(");
    let zone = cursor.eat_from(ZONES)?;
    (cursor.ends_word() && (!closed || cursor.eat(")"))).then_some(zone)
}

/// `Z`, `+09:00`, `+0900`.
fn offset(cursor: &mut Cursor) -> Option<Zone> {
    if cursor.eat("Z") {
        return cursor.ends_word().then_some(Zone::Fixed(0));
    }
    cursor.eat(" ");
    let sign = cursor.eat_from(&[("+", 1), ("-", -1)])?;
    let hours = i16::try_from(cursor.two_digits()?).ok().filter(|hours| *hours <= 14)?;
    cursor.eat(":");
    let minutes = i16::from(sixty(cursor.two_digits()?)?);
    cursor.ends_word().then_some(Zone::Fixed(sign * (hours * 60 + minutes)))
}

/// A zone named right before a date: 日本時間26日午前7時.
pub(super) fn zone_before(cursor: Cursor) -> Option<Zone> {
    ZONES.iter().find(|(name, _)| !name.is_ascii() && cursor.follows(name)).map(|(_, zone)| *zone)
}
