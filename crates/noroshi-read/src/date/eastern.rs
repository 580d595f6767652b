//! Dates as Japanese and Chinese write them: from the year down, 2024年12月26日午前7時24分.

use super::clock;
use super::cursor::{Cursor, Number, is_word};
use super::form::{Base, Calendar, Day, Form, Month, Time, Week, Written, Year, Zone};
use super::kanji;
use super::numeric::{plausible_year, weekday, with_time};
use super::parts::{day_ends, day_refused, month_part, stretch, weekday_of_week};

/// Signs between two ends that share one unit: 1~3月.
pub(super) const BETWEEN: &[&str] = &["~", "〜", "-", "–", "から", "至", "到", "―"];
const MONTHS_LONG: &[&str] = &["か月", "ヶ月", "カ月", "ヵ月", "ケ月", "箇月", "个月", "個月"];

/// A date at the cursor, which stands on the first digit of a number.
pub(super) fn read(cursor: Cursor) -> Option<Written> {
    if !may_begin(cursor) {
        return None;
    }
    let mut ahead = cursor;
    let number = ahead.figure(4)?;
    let joined = ahead;
    ahead.eat(" ");
    distance(cursor, ahead, number)
        .or_else(|| year(cursor, ahead, number))
        .or_else(|| month(cursor, ahead, number))
        .or_else(|| quarter(cursor, joined, number))
        .or_else(|| two_ends(cursor, joined, number))
        .or_else(|| day(cursor, ahead, number))
        .or_else(|| time(cursor).filter(|_| !joined.sees(":")))
}

/// Whether a number here stands by itself.
fn may_begin(cursor: Cursor) -> bool {
    match cursor.last_char() {
        Some(':') => {
            // 参考:2023年6月, not 12:30.
            let clock = ["0:", "1:", "2:", "3:", "4:", "5:", "6:", "7:", "8:", "9:"];
            cursor.follows_any(&clock).is_none()
        }
        Some('.' | ',' | '/' | '_' | '#' | '$') => false,
        Some(before) if kanji::is_numeral(before) => false,
        Some('年' | '月' | '日' | '週') => {
            let every = ["毎年", "毎月", "毎日", "毎週", "每年", "每月"];
            cursor.follows_any(&every).is_none()
        }
        Some(letter) => !(letter.is_ascii() && is_word(letter as u8)),
        None => true,
    }
}

/// 2024年, 24年12月, 2024年度.
fn year(start: Cursor, mut ahead: Cursor, number: Number) -> Option<Written> {
    if !ahead.eat("年") || ahead.sees_any(&["代", "問題", "间", "間", "以上", "ぶり", "来の"])
    {
        return None;
    }
    let year = match number.digits {
        4 => plausible_year(number.value)?,
        2 if short_year_goes_on(ahead) || is_short_year(start, ahead, number) => {
            i16::try_from(2000 + number.value).ok()?
        }
        _ => return None,
    };
    Some(from_year(start, ahead, Year::At(year)))
}

/// Whether a year of two digits is a year and not a length: a month or 度 follows.
fn short_year_goes_on(mut cursor: Cursor) -> bool {
    cursor.eat(" ");
    cursor.sees("度") || (cursor.figure(2).is_some() && cursor.sees("月"))
}

/// 21年から22年にかけ, 23年に入り: a year of this century by what follows it; 20年にわたり is a length.
fn is_short_year(start: Cursor, end: Cursor, number: Number) -> bool {
    const LENGTH: &[&str] = &[
        "にわた",
        "に渡",
        "に及",
        "にも",
        "に一",
        "に1",
        "に延",
        "になる",
        "に迫",
        "に当",
        "に満",
        "に相",
    ];
    const AT: &[&str] =
        &["に", "から2", "から1", "末", "春", "夏", "秋", "冬", "の春", "の夏", "の秋", "の冬"];
    let counted = ["約", "計", "懲役", "禁錮", "延べ", "平成", "昭和", "令和", "過去"];
    (19..=29).contains(&number.value)
        && start.follows_any(&counted).is_none()
        && end.sees_any(AT)
        && !end.sees_any(LENGTH)
}

/// What follows a year, with 年 behind it.
pub(super) fn from_year(start: Cursor, mut ahead: Cursor, year: Year) -> Written {
    let mut form = Form::of_year(year);
    if ahead.eat("度") {
        form.calendar = Calendar::Fiscal;
    }
    refine(start, ahead, form)
}

/// 12月, 12月26日.
fn month(start: Cursor, mut ahead: Cursor, number: Number) -> Option<Written> {
    let month = number.within(1..=12)?;
    let issue = ahead.sees("月号");
    if start.follows("第") || issue || is_sentence(start) || !eat_month(&mut ahead) {
        return None;
    }
    let from = start.follows_any(&["翌", "同"]).map_or(start, |word| start.back(word));
    Some(refine(from, ahead, Form::of_month(Month::At(month))))
}

/// The 6月 of 懲役2年6月 is a length of time.
fn is_sentence(start: Cursor) -> bool {
    let sentenced =
        || ["懲役", "禁錮", "拘禁刑"].iter().any(|word| start.behind(30).contains(word));
    start.follows("年") && sentenced()
}

/// 月 behind a number, when it is the name of a month.
fn eat_month(cursor: &mut Cursor) -> bool {
    let mut ahead = *cursor;
    if !ahead.eat("月") || ahead.sees_any(&["間", "间", "例", "額", "次", "刊", "給"]) {
        return false;
    }
    ahead.eat_any(&["度", "份"]);
    *cursor = ahead;
    true
}

/// A bare 26日.
fn day(start: Cursor, mut ahead: Cursor, number: Number) -> Option<Written> {
    let day = number.within(1..=31)?;
    if !ahead.eat("日") || day_refused(start, ahead, day) {
        return None;
    }
    let (word, day) = match start.follows_any(&["翌", "同", "昨"]) {
        Some("翌") => ("翌", Day::Next(day)),
        Some("同") => ("同", Day::Same(day)),
        other => (other.unwrap_or(""), Day::At(day)),
    };
    Some(refine(start.back(word), ahead, Form::of_day(day)))
}

/// 第4四半期; the range begins at 第.
fn quarter(start: Cursor, mut ahead: Cursor, number: Number) -> Option<Written> {
    let quarter = number.within(1..=4)?;
    if !start.follows("第") || !ahead.eat_any(&["四半期", "季度"]) {
        return None;
    }
    let from = start.at() - "第".len();
    let form = Form::of_stretch(super::form::Stretch::Quarter(quarter));
    Some(Written::one(from..ahead.at(), form))
}

/// その3日前, 2週間後, 3か月前, 3年前.
fn distance(start: Cursor, mut ahead: Cursor, number: Number) -> Option<Written> {
    use super::words::Unit;
    let count = i16::try_from(number.value).ok().filter(|_| number.digits <= 3)?;
    let unit = if ahead.eat_any(&["日", "天"]) {
        Unit::Day
    } else if ahead.eat_any(&["週間", "周", "週", "星期"]) {
        Unit::Week
    } else if ahead.eat_any(MONTHS_LONG) {
        Unit::Month
    } else if ahead.eat("年") {
        Unit::Year
    } else if ahead.eat("時間") && ahead.sees("以内") {
        Unit::Day
    } else {
        return None;
    };
    let told = start.follows("その") || start.follows("其");
    let form = match (ahead.eat("以内"), unit) {
        (true, _) => Form::of_day(Day::Open),
        (false, unit) => match (side(&mut ahead, told)?, unit) {
            // Counted from a day, weeks lead to a day.
            ((sign, Base::Told), Unit::Week) => Unit::Day.from(sign * count * 7, Base::Told),
            ((sign, base), unit) => unit.from(sign * count, base),
        },
    };
    let from = if start.follows("その") { start.at() - "その".len() } else { start.at() };
    Some(Written::one(from..ahead.at(), form))
}

/// 前 or 後 behind a length, with the point it is counted from.
fn side(cursor: &mut Cursor, told: bool) -> Option<(i16, Base)> {
    if cursor.eat_any(&["前", "以前"]) {
        let base = if told { Base::Told } else { Base::Writing };
        let whole = !cursor.sees_any(&["後", "后", "半", "期", "回", "年", "日", "月", "比", "倒"]);
        return whole.then_some((-1, base));
    }
    let later = cursor.eat_any(&["後", "后"]);
    (later && !cursor.sees_any(&["半", "期", "続", "方", "者"])).then_some((1, Base::Told))
}

/// 1~3月, 3~5日, 2020~2024年: two ends with one unit behind the second.
fn two_ends(start: Cursor, mut ahead: Cursor, first: Number) -> Option<Written> {
    if !ahead.eat_any(BETWEEN) {
        return None;
    }
    let second = ahead.figure(4)?;
    ahead.eat(" ");
    if ahead.eat("年") {
        return year_ends(start, ahead, first, second);
    }
    if first.value >= second.value {
        return None;
    }
    if eat_month(&mut ahead) {
        let ends = (first.within(1..=12)?, second.within(1..=12)?);
        return Some(months(start, ahead, Form::EMPTY, ends));
    }
    let ends = (first.within(1..=31)?, second.within(1..=31)?);
    (ahead.eat("日") && !day_refused(start, ahead, ends.1))
        .then(|| days(start, ahead, Form::EMPTY, ends))
}

fn year_ends(start: Cursor, end: Cursor, first: Number, second: Number) -> Option<Written> {
    let (first, second) = (plausible_year(first.value)?, plausible_year(second.value)?);
    let until = Some(Form::of_year(Year::At(second)));
    let form = Form::of_year(Year::At(first));
    (first < second).then(|| Written { range: start.at()..end.at(), form, until })
}

/// Two months of one year; three of them that are a quarter become one (1~3月期).
fn months(start: Cursor, mut end: Cursor, form: Form, ends: (i8, i8)) -> Written {
    let quarter = ends.1 - ends.0 == 2 && ends.1 % 3 == 0;
    if end.eat("期") && quarter {
        let stretch = Some(super::form::Stretch::Quarter(ends.1 / 3));
        return Written::one(start.at()..end.at(), Form { stretch, ..form });
    }
    let month = |month| Form { month: Some(Month::At(month)), ..form };
    Written { range: start.at()..end.at(), form: month(ends.0), until: Some(month(ends.1)) }
}

fn days(start: Cursor, end: Cursor, form: Form, ends: (i8, i8)) -> Written {
    let day = |day| Form { day: Some(Day::At(day)), ..form };
    Written { range: start.at()..end.at(), form: day(ends.0), until: Some(day(ends.1)) }
}

/// A time of day by itself; it belongs to the day told last.
fn time(cursor: Cursor) -> Option<Written> {
    let mut ahead = cursor;
    let number = ahead.figure(2)?;
    // 6点 counts things in Japanese; Chinese puts 上午 or 下午 before the hour.
    if clock::is_daily(cursor) || (number.digits < 3 && ahead.sees_any(&["点", "點"])) {
        return None;
    }
    let mut ahead = cursor;
    let time = clock::clock(&mut ahead)?;
    let zone = clock::zone(&mut ahead);
    if let Some(word) = cursor.follows_any(&["深夜", "未明", "早朝", "夕方", "朝", "夜"])
    {
        return Some(with_part(cursor.back(word), ahead, time, zone));
    }
    let same_half = cursor.follows("同");
    let start = if same_half { cursor.at() - "同".len() } else { cursor.at() };
    Some(Written::one(start..ahead.at(), Form { zone, same_half, ..Form::of_time(time) }))
}

/// 夜7時, 深夜2時 by themselves.
fn with_part(start: Cursor, end: Cursor, time: Time, zone: Option<Zone>) -> Written {
    let mut ahead = start;
    let lifted = clock::eastern(&mut ahead).filter(|_| ahead.at() == end.at());
    let time = lifted.map_or(time, |(time, _)| time);
    Written::one(start.at()..end.at(), Form { zone, ..Form::of_time(time) })
}

/// Goes on from year to month to day to time for as long as the text does.
pub(super) fn refine(start: Cursor, cursor: Cursor, form: Form) -> Written {
    let mut ahead = cursor;
    ahead.eat_any(&["の", "的", " ", "、"]);
    let next = match form {
        Form { day: Some(_), .. } => return day_goes_on(start, cursor, form),
        Form { part: Some(_), .. } | Form { stretch: Some(_), .. } => None,
        Form { week: Some(week), .. } => in_week(start, ahead, form, week),
        Form { month: Some(month), .. } => in_month(start, ahead, cursor, form, month),
        _ => in_year(start, ahead, cursor, form),
    };
    next.unwrap_or_else(|| Written::one(start.at()..cursor.at(), form))
}

/// Weekday and time behind a day.
fn day_goes_on(start: Cursor, cursor: Cursor, form: Form) -> Written {
    let mut ahead = cursor;
    if !weekday(&mut ahead) {
        named_day(&mut ahead);
    }
    if ahead.sees("の週") && !ahead.sees("の週末") {
        ahead.eat("の週");
        let form = Form { week: Some(Week::Of), ..form };
        return Written::one(start.at()..ahead.at(), form);
    }
    if let Some(part) = form.time {
        let (end, time) = clock::within(ahead, part);
        return Written::one(start.at()..end.at(), Form { time: Some(time), ..form });
    }
    with_time(start, ahead, form)
}

/// The weekday of 13日の日曜 and the 祝日 of 13日の祝日.
fn named_day(cursor: &mut Cursor) {
    let mut ahead = *cursor;
    if !ahead.eat("の") {
        return;
    }
    if ahead.eat("祝日") || weekday_of_week(&mut ahead).is_some() {
        *cursor = ahead;
    }
}

fn in_year(start: Cursor, spaced: Cursor, joined: Cursor, form: Form) -> Option<Written> {
    let mut ahead = spaced;
    if let Some(number) = ahead.figure(2)
        && let Some(month) = number.within(1..=12)
    {
        let mut single = ahead;
        single.eat(" ");
        if eat_month(&mut single) {
            return Some(month_behind_year(start, single, form, month));
        }
        return month_ends(start, ahead, form, month);
    }
    part_of_year(start, joined, spaced, form)
}

/// The month behind a year; 期 makes it the end of a business year.
fn month_behind_year(start: Cursor, mut end: Cursor, form: Form, month: i8) -> Written {
    let form = Form { month: Some(Month::At(month)), ..form };
    if end.eat("期") {
        let form = Form { calendar: Calendar::Ending, ..form };
        return Written::one(start.at()..end.at(), form);
    }
    refine(start, end, form)
}

fn month_ends(start: Cursor, mut ahead: Cursor, form: Form, first: i8) -> Option<Written> {
    if !ahead.eat_any(BETWEEN) {
        return None;
    }
    let second = ahead.figure(2)?.within(1..=12).filter(|second| *second > first)?;
    eat_month(&mut ahead).then(|| months(start, ahead, form, (first, second)))
}

fn part_of_year(start: Cursor, joined: Cursor, spaced: Cursor, form: Form) -> Option<Written> {
    [joined, spaced].into_iter().find_map(|cursor| {
        let mut ahead = cursor;
        let stretch = Some(stretch(&mut ahead)?);
        Some(Written::one(start.at()..ahead.at(), Form { stretch, ..form }))
    })
}

fn in_month(
    start: Cursor,
    spaced: Cursor,
    joined: Cursor,
    form: Form,
    month: Month,
) -> Option<Written> {
    let mut ahead = spaced;
    if let Some(number) = ahead.figure(2) {
        let joined = ahead;
        ahead.eat(" ");
        return named_month(start, ahead, form, month, number)
            .or_else(|| day_of_month(start, ahead, form, number))
            .or_else(|| day_ends_of_month(start, joined, form, number))
            .or_else(|| day_of_list(start, joined, form, number));
    }
    if let Some(week) = week_of_month(&mut ahead) {
        let form = Form { week: Some(week), ..form };
        return Some(Written::one(start.at()..ahead.at(), form));
    }
    [joined, spaced].into_iter().find_map(|cursor| {
        let mut ahead = cursor;
        let part = Some(month_part(&mut ahead)?);
        Some(Written::one(start.at()..ahead.at(), Form { part, ..form }))
    })
}

/// 第3週, 最終週.
fn week_of_month(cursor: &mut Cursor) -> Option<Week> {
    if cursor.eat("最終週") {
        return Some(Week::Last);
    }
    let mut ahead = *cursor;
    let number = ahead.eat("第").then(|| ahead.figure(1)).flatten()?.within(1..=5)?;
    if !ahead.eat("週") {
        return None;
    }
    *cursor = ahead;
    Some(Week::Nth(number))
}

/// The 8月 of 翌月の8月.
fn named_month(
    start: Cursor,
    mut ahead: Cursor,
    form: Form,
    month: Month,
    number: Number,
) -> Option<Written> {
    let Month::Shift(count, base) = month else { return None };
    let name = number.within(1..=12)?;
    eat_month(&mut ahead).then(|| {
        let month = Some(Month::Named(count, base, name));
        refine(start, ahead, Form { month, ..form })
    })
}

fn day_of_month(start: Cursor, mut ahead: Cursor, form: Form, number: Number) -> Option<Written> {
    let day = number.within(1..=31)?;
    if !ahead.eat_any(&["日", "号"]) || day_ends(ahead) {
        return None;
    }
    Some(refine(start, ahead, Form { day: Some(Day::At(day)), ..form }))
}

/// 12月3~5日.
fn day_ends_of_month(
    start: Cursor,
    mut ahead: Cursor,
    form: Form,
    number: Number,
) -> Option<Written> {
    let first = number.within(1..=31)?;
    if let Some(both) = both_days(start, ahead, form, first) {
        return Some(both);
    }
    if !ahead.eat_any(BETWEEN) {
        return None;
    }
    let second = ahead.figure(2)?.within(1..=31).filter(|second| *second > first)?;
    (ahead.eat_any(&["日", "号"]) && !day_ends(ahead))
        .then(|| days(start, ahead, form, (first, second)))
}

/// 12月18、19の両日.
fn both_days(start: Cursor, mut ahead: Cursor, form: Form, first: i8) -> Option<Written> {
    if !ahead.eat_any(&["、", "・", ","]) {
        return None;
    }
    let second = ahead.figure(2)?.within(1..=31).filter(|second| *second == first + 1)?;
    ahead.eat("日");
    ahead.eat("の両日").then(|| days(start, ahead, form, (first, second)))
}

/// The 24 of 12月24、25日; 25日 is read next and carries the month.
fn day_of_list(start: Cursor, end: Cursor, form: Form, number: Number) -> Option<Written> {
    let day = number.within(1..=31)?;
    let mut ahead = end;
    let listed = ahead.eat_any(&["、", "・", ","]) && ahead.figure(2).is_some();
    let form = Form { day: Some(Day::At(day)), ..form };
    (listed && ahead.sees("日")).then(|| Written::one(start.at()..end.at(), form))
}

/// A weekday or the weekend behind 先週.
fn in_week(start: Cursor, mut ahead: Cursor, form: Form, week: Week) -> Option<Written> {
    if let Week::Shift(count, base) = week
        && ahead.eat("末")
    {
        let form = Form::of_week(Week::Weekend(count, base));
        return Some(Written::one(start.at()..ahead.at(), form));
    }
    let day = Some(Day::Weekday(weekday_of_week(&mut ahead)?));
    Some(refine(start, ahead, Form { day, ..form }))
}
