//! Stretches of the calendar: months of a year, weeks, thirds, seasons.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use noroshi_model::{Moment, Precision};

use super::form::{Calendar, Part, Stretch, Week};

/// From the first day up to, not including, the second.
pub(super) fn days(from: Date, to: Date, precision: Precision) -> Option<Moment> {
    Moment::new(midnight(from), midnight(to), precision)
}

pub(super) fn midnight(date: Date) -> DateTime {
    date.to_datetime(Time::midnight())
}

/// A day some days away.
pub(super) fn shifted(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

/// A year and month some months away.
pub(super) fn shifted_month((year, month): (i16, i8), months: i16) -> Option<(i16, i8)> {
    let first = Date::new(year, month, 1).ok()?.checked_add(i32::from(months).months()).ok()?;
    Some((first.year(), first.month()))
}

/// `length` months from a month on.
fn months((year, month): (i16, i8), length: i16, precision: Precision) -> Option<Moment> {
    let (end_year, end_month) = shifted_month((year, month), length)?;
    days(Date::new(year, month, 1).ok()?, Date::new(end_year, end_month, 1).ok()?, precision)
}

/// The week from Monday to Sunday in which a day lies.
pub(super) fn week(day: Date) -> Option<Moment> {
    let monday = monday(day)?;
    days(monday, shifted(monday, 7)?, Precision::Week)
}

/// A week of a month: the first is the one in which the month begins.
pub(super) fn week_of_month((year, month): (i16, i8), which: Week) -> Option<Moment> {
    let first = Date::new(year, month, 1).ok()?;
    let day = match which {
        Week::Nth(nth) => shifted(first, (i32::from(nth) - 1) * 7)?,
        _ => first.last_of_month(),
    };
    let inside = monday(day)?;
    (inside <= first.last_of_month()).then(|| week(day)).flatten()
}

/// The Saturday and Sunday of the week of a day.
pub(super) fn weekend(day: Date) -> Option<Moment> {
    let monday = monday(day)?;
    days(shifted(monday, 5)?, shifted(monday, 7)?, Precision::Interval)
}

pub(super) fn monday(day: Date) -> Option<Date> {
    shifted(day, -i32::from(day.weekday().to_monday_zero_offset()))
}

/// A year of a calendar.
pub(super) fn year(year: i16, calendar: Calendar) -> Option<Moment> {
    match calendar {
        Calendar::Common | Calendar::Ending => Moment::year(year),
        Calendar::Fiscal => months((year, 4), 12, Precision::Interval),
    }
}

/// The twelve months that end with a month.
pub(super) fn year_ending(year: i16, month: i8) -> Option<Moment> {
    months(shifted_month((year, month), -11)?, 12, Precision::Interval)
}

/// A part of a month.
pub(super) fn part_of_month((year, month): (i16, i8), part: Part) -> Option<Moment> {
    let (from, to, precision) = match part {
        Part::Third(1) => (1, 11, Precision::Third),
        Part::Third(2) => (11, 21, Precision::Third),
        Part::Third(_) => (21, 0, Precision::Third),
        Part::Half(1) => (1, 16, Precision::Interval),
        Part::Half(_) => (16, 0, Precision::Interval),
    };
    let first = Date::new(year, month, from).ok()?;
    let end = match to {
        0 => {
            let (year, month) = shifted_month((year, month), 1)?;
            Date::new(year, month, 1).ok()?
        }
        day => Date::new(year, month, day).ok()?,
    };
    days(first, end, precision)
}

/// A part of a year. The holidays are those of Japanese offices, 29 December to 3 January
/// (Act on Holidays of Administrative Organs, 1988, article 1).
pub(super) fn stretch(year: i16, stretch: Stretch, calendar: Calendar) -> Option<Moment> {
    let start = if calendar == Calendar::Fiscal { (year, 4) } else { (year, 1) };
    let half = if calendar == Calendar::Fiscal { Precision::Interval } else { Precision::HalfYear };
    let run =
        |skipped: i16, length, precision| months(shifted_month(start, skipped)?, length, precision);
    match stretch {
        Stretch::Quarter(quarter) => run(i16::from(quarter) * 3 - 3, 3, Precision::Quarter),
        Stretch::Half(number) => run(i16::from(number) * 6 - 6, 6, half),
        Stretch::Third(third) => run(i16::from(third) * 4 - 4, 4, Precision::Interval),
        Stretch::Start => run(0, 1, Precision::Interval),
        Stretch::Opening => run(0, 1, Precision::Month),
        Stretch::Closing => run(11, 1, Precision::Month),
        Stretch::End => run(11, 1, Precision::Interval),
        Stretch::Season(season) => months((year, season * 3), 3, Precision::Season),
        Stretch::NewYear => {
            days(Date::new(year, 1, 1).ok()?, Date::new(year, 1, 8).ok()?, Precision::Interval)
        }
        Stretch::Holidays => {
            let end = Date::new(year.checked_add(1)?, 1, 4).ok()?;
            days(Date::new(year, 12, 29).ok()?, end, Precision::Interval)
        }
    }
}

/// The last day that has an instant inside.
pub(super) fn last_day(moment: Moment) -> Date {
    moment.end().checked_sub(1.nanosecond()).map_or(moment.end().date(), DateTime::date)
}

/// The day, when the moment lies in one.
pub(super) fn day_of(moment: Moment) -> Option<Date> {
    (moment.precision() <= Precision::Day).then(|| moment.start().date())
}

/// Year and month, when the moment lies in one.
pub(super) fn month_of(moment: Moment) -> Option<(i16, i8)> {
    let (first, last) = (moment.start().date(), last_day(moment));
    let inside =
        moment.precision() <= Precision::Month || moment.precision() == Precision::Interval;
    let same = first.year() == last.year() && first.month() == last.month();
    let whole = same || moment.precision() < Precision::Week;
    (inside && whole).then(|| (first.year(), first.month()))
}

/// The year, when the moment lies in one.
pub(super) fn year_of(moment: Moment) -> Option<i16> {
    let (first, last) = (moment.start().date(), last_day(moment));
    let within_days = moment.precision() < Precision::Week;
    (within_days || first.year() == last.year()).then(|| first.year())
}
