//! From what is written to a stretch of time: missing parts come from the date told last,
//! then from the day of writing.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use noroshi_model::{Moment, Precision};

use super::calendar::{self, day_of, last_day, midnight, month_of, shifted, year_of};
use super::form::{Base, Calendar, Day, Form, Lean, Month, Stretch, Time, Week, Year, Zone};

/// What a date without all its parts is read against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// The day of writing.
    pub(super) anchor: Option<Moment>,
    /// The date told last in the same paragraph.
    pub(super) told: Option<Moment>,
    /// Whether it was told in the same sentence.
    pub(super) told_here: bool,
    /// The date told last there or just before: what 同日 means.
    pub(super) recalled: Option<Moment>,
    /// The side the sentence speaks of.
    pub(super) lean: Lean,
    /// Zone of a time that names none, in minutes east of UTC.
    pub(super) zone: Option<i16>,
}

/// What decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The words alone.
    Words,
    /// The day of writing.
    Anchor,
    /// The date told last.
    Told,
}

/// A date that is known now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settled {
    pub(super) moment: Moment,
    pub(super) rule: &'static str,
    pub(super) source: Source,
}

impl Settled {
    fn new(moment: Moment, (rule, source): How) -> Self {
        Self { moment, rule, source }
    }
}

type How = (&'static str, Source);

const ABSOLUTE: How = ("absolute", Source::Words);
const ERA: How = ("era", Source::Words);
const RELATIVE: How = ("relative", Source::Anchor);
const PAST: How = ("nearest-past", Source::Anchor);
const FUTURE: How = ("nearest-future", Source::Anchor);
const CARRIED_YEAR: How = ("carried-year", Source::Told);
const CARRIED_MONTH: How = ("carried-month", Source::Told);
const CARRIED_DAY: How = ("carried-day", Source::Told);

/// The stretch of time a form means; `None` when something is missing or impossible.
pub(super) fn resolve(form: &Form, context: &Context) -> Option<Settled> {
    let settled = Resolver { form, context }.dated()?;
    match form.time {
        Some(time) if form.same_half => {
            at_time(settled, in_same_half(time, context), form.zone, context)
        }
        Some(time) => at_time(settled, time, form.zone, context),
        None => Some(settled),
    }
}

struct Resolver<'a> {
    form: &'a Form,
    context: &'a Context,
}

impl Resolver<'_> {
    fn dated(&self) -> Option<Settled> {
        let form = self.form;
        match (form.day, form.week, form.month, form.stretch) {
            (Some(day), ..) => self.day(day),
            (_, Some(week), ..) => self.week(week),
            (_, _, Some(month), _) => self.month(month),
            (_, _, _, Some(stretch)) => self.stretch(stretch),
            _ => match form.year {
                Some(_) => self.year(),
                None => self.told_day(),
            },
        }
    }

    fn lean(&self) -> Lean {
        self.form.lean.unwrap_or(self.context.lean)
    }

    /// What a base is, and what that makes of the date.
    fn base(&self, base: Base, carried: How) -> Option<(Moment, How)> {
        match base {
            Base::Writing => self.context.anchor.map(|anchor| (anchor, RELATIVE)),
            Base::Told => self.context.recalled.map(|told| (told, carried)),
        }
    }

    /// A time by itself: the day told last.
    fn told_day(&self) -> Option<Settled> {
        let moment = Moment::day(day_of(self.context.told?)?)?;
        Some(Settled::new(moment, CARRIED_DAY))
    }

    fn year(&self) -> Option<Settled> {
        let (year, how) = self.year_number()?;
        Some(Settled::new(calendar::year(year, self.form.calendar)?, how))
    }

    fn year_number(&self) -> Option<(i16, How)> {
        match self.form.year? {
            Year::At(year) => Some((year, ABSOLUTE)),
            Year::Era(year) => Some((year, ERA)),
            Year::Shift(count, base) => {
                let (moment, how) = self.base(base, CARRIED_YEAR)?;
                let year = match self.form.calendar {
                    Calendar::Fiscal => fiscal_year(moment)?,
                    _ => year_of(moment)?,
                };
                Some((year.checked_add(count)?, how))
            }
        }
    }

    fn stretch(&self, stretch: Stretch) -> Option<Settled> {
        if self.form.year.is_some() {
            let (year, how) = self.year_number()?;
            let year = if is_this_winter(self.form, self.context) { year - 1 } else { year };
            let moment = calendar::stretch(year, stretch, self.form.calendar)?;
            return Some(Settled::new(moment, how));
        }
        if let Some(year) = self.context.told.and_then(year_of) {
            let moment = calendar::stretch(year, stretch, Calendar::Common)?;
            return Some(Settled::new(moment, CARRIED_YEAR));
        }
        self.nearest_stretch(stretch)
    }

    /// The stretch nearest to the day of writing; the turn of a year lies on either side.
    fn nearest_stretch(&self, stretch: Stretch) -> Option<Settled> {
        let today = last_day(self.context.anchor?);
        let turn = matches!(stretch, Stretch::Holidays | Stretch::End | Stretch::NewYear);
        let years = [today.year() - 1, today.year(), today.year() + 1];
        let moments =
            years.into_iter().filter_map(|year| calendar::stretch(year, stretch, Calendar::Common));
        if turn {
            let moment = moments.min_by_key(|moment| distance(*moment, today))?;
            return Some(Settled::new(moment, RELATIVE));
        }
        let (mut past, future): (Vec<_>, Vec<_>) =
            moments.partition(|moment| moment.start().date() <= today);
        let chosen = match self.lean() {
            Lean::Past => (past.pop()?, PAST),
            Lean::Future => (future.first().copied()?, FUTURE),
        };
        Some(Settled::new(chosen.0, chosen.1))
    }

    fn month(&self, month: Month) -> Option<Settled> {
        let (year, number, how) = self.month_number(month, 1)?;
        if self.form.calendar == Calendar::Ending {
            return Some(Settled::new(calendar::year_ending(year, number)?, how));
        }
        let moment = match self.form.part {
            Some(part) => calendar::part_of_month((year, number), part)?,
            None => Moment::month(year, number)?,
        };
        Some(Settled::new(moment, how))
    }

    /// Year and month; `day` helps to tell which side of the day of writing it lies on.
    fn month_number(&self, month: Month, day: i8) -> Option<(i16, i8, How)> {
        match month {
            Month::At(number) => {
                let (year, how) = match self.form.year {
                    Some(_) => self.year_number()?,
                    None => self.guessed_year(number, day)?,
                };
                let turned = self.form.calendar == Calendar::Fiscal && number < 4;
                Some((if turned { year.checked_add(1)? } else { year }, number, how))
            }
            Month::Shift(count, base) => {
                let (moment, how) = self.base(base, CARRIED_MONTH)?;
                let (year, number) = calendar::shifted_month(month_of(moment)?, count)?;
                Some((year, number, how))
            }
            Month::Named(count, base, number) => {
                let (moment, how) = self.base(base, CARRIED_MONTH)?;
                let (year, near) = calendar::shifted_month(month_of(moment)?, count)?;
                Some((year + turn_of_year(near, number), number, how))
            }
        }
    }

    /// The year of a month without one.
    fn guessed_year(&self, month: i8, day: i8) -> Option<(i16, How)> {
        let told = self.context.told.filter(|told| year_of(*told).is_some() && self.lends(*told));
        if let (Some(told), None) = (told, self.form.lean) {
            return Some((self.year_near(told, month, day)?, CARRIED_YEAR));
        }
        let anchor = self.context.anchor?;
        match self.lean() {
            Lean::Past => Some((year_before(last_day(anchor), month, day), PAST)),
            Lean::Future => Some((nearest_year(anchor.start().date(), month, day), FUTURE)),
        }
    }

    /// Whether the date told last lends its parts to one that lacks them. A bare year is mostly looked
    /// back at, and so is a bare month of another sentence: 2017年にも起きた。4月2日に….
    fn lends(&self, told: Moment) -> bool {
        self.context.anchor.is_none()
            || (self.context.told_here && told.precision() != Precision::Year)
            || told.precision() <= Precision::Day
    }

    /// The year of the date told last, unless the turn of a year lies between.
    fn year_near(&self, told: Moment, month: i8, day: i8) -> Option<i16> {
        let year = match month_of(told) {
            Some((year, near)) => year + turn_of_year(near, month),
            None => year_of(told)?,
        };
        let late = self.context.anchor.is_some_and(|anchor| {
            let today = last_day(anchor);
            (year, month, day) > (today.year(), today.month(), today.day())
        });
        let wrong = late && self.lean() == Lean::Past && self.within_a_year(year);
        Some(if wrong { year - 1 } else { year })
    }

    /// Whether a year is that of the day of writing or the one after.
    fn within_a_year(&self, year: i16) -> bool {
        self.context.anchor.and_then(year_of).is_some_and(|now| year - now <= 1)
    }

    fn day(&self, day: Day) -> Option<Settled> {
        let (date, how) = match day {
            Day::At(day) => self.day_number(day)?,
            Day::Shift(count, base) => {
                let (moment, how) = self.base(base, CARRIED_DAY)?;
                (shifted(day_of(moment)?, count)?, how)
            }
            Day::Weekday(weekday) => self.weekday(weekday)?,
            Day::Next(day) => {
                let next = self.next_day(day).or_else(|| self.nearest_day(day));
                next.or_else(|| self.day_number(day))?
            }
            Day::Same(day) => self.same_month(day).or_else(|| self.day_number(day))?,
            Day::Open => return None,
        };
        let moment = match self.form.week {
            Some(Week::Of) => calendar::week(date)?,
            _ => Moment::day(date)?,
        };
        Some(Settled::new(moment, how))
    }

    /// The day after the one told last, when it has this number.
    fn next_day(&self, day: i8) -> Option<(Date, How)> {
        let next = shifted(last_day(self.context.recalled?), 1)?;
        (next.day() == day).then_some((next, CARRIED_DAY))
    }

    /// A day of the month told last.
    fn same_month(&self, day: i8) -> Option<(Date, How)> {
        let (year, month) = month_of(self.context.recalled?)?;
        Some((Date::new(year, month, day).ok()?, CARRIED_MONTH))
    }

    fn day_number(&self, day: i8) -> Option<(Date, How)> {
        if let Some(month) = self.form.month {
            let (year, number, how) = self.month_number(month, day)?;
            return Some((Date::new(year, number, day).ok()?, how));
        }
        if self.form.year.is_some() {
            return None;
        }
        let told = self.context.told.filter(|told| self.lends(*told));
        match told.and_then(month_of) {
            Some(month) => Some((self.day_in(month, day)?, CARRIED_MONTH)),
            None => self.nearest_day(day),
        }
    }

    /// A day of the month told last, or of the month before when it would lie ahead.
    fn day_in(&self, month: (i16, i8), day: i8) -> Option<Date> {
        let date = Date::new(month.0, month.1, day).ok();
        if let Some(later) = self.later_day(month, day) {
            return Some(later);
        }
        let ahead = |date: &Date| self.context.anchor.is_some_and(|now| *date > last_day(now));
        let same_month = self.context.anchor.and_then(month_of) == Some(month);
        if self.lean() == Lean::Past && same_month && date.as_ref().is_some_and(ahead) {
            let (year, month) = calendar::shifted_month(month, -1)?;
            return Date::new(year, month, day).ok();
        }
        date
    }

    /// A sentence later the story has gone on: after 28日, 14日 is in the next month if that has come.
    fn later_day(&self, month: (i16, i8), day: i8) -> Option<Date> {
        let (told, now) = (day_of(self.context.told?)?, last_day(self.context.anchor?));
        if self.context.told_here || day >= told.day() {
            return None;
        }
        let (year, month) = calendar::shifted_month(month, 1)?;
        Date::new(year, month, day).ok().filter(|next| *next <= now)
    }

    fn nearest_day(&self, day: i8) -> Option<(Date, How)> {
        let anchor = self.context.anchor?;
        let month = month_of(anchor)?;
        let (ahead, how) = match self.lean() {
            Lean::Past => (-1, PAST),
            Lean::Future => (1, FUTURE),
        };
        let fits = |date: &Date| match self.lean() {
            Lean::Past => *date <= last_day(anchor),
            Lean::Future => *date >= anchor.start().date(),
        };
        (0..3).find_map(|step| {
            let (year, month) = calendar::shifted_month(month, step * ahead)?;
            Some((Date::new(year, month, day).ok().filter(fits)?, how))
        })
    }

    fn weekday(&self, weekday: i8) -> Option<(Date, How)> {
        if let Some(Week::Shift(count, base)) = self.form.week {
            let (moment, how) = self.base(base, CARRIED_DAY)?;
            let monday = calendar::monday(self.day_for_week(moment, count)?)?;
            return Some((shifted(monday, weekday.into())?, how));
        }
        let today = day_of(self.context.anchor?)?;
        let weekday = Weekday::from_monday_zero_offset(weekday).ok()?;
        let since = i32::from(weekday.until(today.weekday()));
        let days = match (self.form.lean, self.context.lean) {
            (Some(Lean::Past), _) if since == 0 => -7,
            (Some(Lean::Past), _) | (None, Lean::Past) => -since,
            (Some(Lean::Future), _) if since == 0 => 7,
            (Some(Lean::Future), _) | (None, Lean::Future) => (7 - since) % 7,
        };
        Some((shifted(today, days)?, RELATIVE))
    }

    fn week(&self, week: Week) -> Option<Settled> {
        if let (Week::Nth(_) | Week::Last, Some(month)) = (week, self.form.month) {
            let (year, number, how) = self.month_number(month, 1)?;
            return Some(Settled::new(calendar::week_of_month((year, number), week)?, how));
        }
        let (Week::Shift(count, base) | Week::Weekend(count, base)) = week else { return None };
        let (moment, how) = self.base(base, ("carried-week", Source::Told))?;
        let day = self.day_for_week(moment, count)?;
        let moment = match week {
            Week::Weekend(..) => calendar::weekend(day)?,
            _ => calendar::week(day)?,
        };
        Some(Settled::new(moment, how))
    }

    /// A day some weeks from a day or a week.
    fn day_for_week(&self, moment: Moment, weeks: i32) -> Option<Date> {
        let day = (moment.precision() <= Precision::Week).then(|| moment.start().date())?;
        shifted(day, weeks.checked_mul(7)?)
    }
}

/// 今冬 in January is the winter that began in the year before.
fn is_this_winter(form: &Form, context: &Context) -> bool {
    form.stretch == Some(Stretch::Season(4))
        && matches!(form.year, Some(Year::Shift(_, Base::Writing)))
        && context.anchor.is_some_and(|anchor| anchor.start().month() <= 6)
}

/// The year in which the 年度 of a moment began.
fn fiscal_year(moment: Moment) -> Option<i16> {
    if moment.precision() == Precision::Year {
        return year_of(moment);
    }
    let first = moment.start().date();
    Some(if first.month() < 4 { first.year() - 1 } else { first.year() })
}

/// How many years lie between a month and one named soon after or before: 1 from December
/// to January, -1 from January to December, otherwise 0.
fn turn_of_year(told: i8, month: i8) -> i16 {
    match told - month {
        9.. => 1,
        ..=-9 => -1,
        _ => 0,
    }
}

/// The year in which a day of a month was last reached.
fn year_before(today: Date, month: i8, day: i8) -> i16 {
    let passed = (month, day) <= (today.month(), today.day());
    if passed { today.year() } else { today.year() - 1 }
}

/// The year in which a day of a month lies nearest; what a sentence expects is seldom half a year
/// away, and a day just passed is told beside what is expected.
fn nearest_year(today: Date, month: i8, day: i8) -> i16 {
    let days = |year: i16| {
        let date = Date::new(year, month, day).or_else(|_| Date::new(year, month, 28)).ok()?;
        Some((today.until(date).ok()?.get_days().abs(), -date.year(), year))
    };
    let years = [today.year() - 1, today.year(), today.year() + 1];
    years.into_iter().filter_map(days).min().map_or(today.year(), |(_, _, year)| year)
}

/// Days between a moment and a day; 0 inside.
fn distance(moment: Moment, day: Date) -> i32 {
    let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
    let before = days(day, moment.start().date()).max(0);
    let after = days(last_day(moment), day).max(0);
    before.max(after)
}

/// The moment of a day narrowed to a time.
fn at_time(day: Settled, time: Time, zone: Option<Zone>, context: &Context) -> Option<Settled> {
    let date = day_of(day.moment)?;
    let (from, to, precision) = seconds(time);
    let at = |seconds: i32| midnight(date).checked_add(seconds.seconds()).ok();
    let moment = Moment::new(at(from)?, at(to)?, precision)?;
    let moment = match zone.map_or(context.zone, |zone| minutes(zone, date)) {
        Some(minutes) => moment.in_zone(minutes),
        None => moment,
    };
    Some(Settled { moment, ..day })
}

/// 午後2時から同5時: the afternoon goes on.
fn in_same_half(time: Time, context: &Context) -> Time {
    let afternoon = context.told.is_some_and(|told| told.start().hour() >= 12);
    match time {
        Time::Hour(hour) if afternoon && hour < 12 => Time::Hour(hour + 12),
        Time::Minute(hour, minute) if afternoon && hour < 12 => Time::Minute(hour + 12, minute),
        other => other,
    }
}

/// First and one past the last second of a time, counted from midnight.
fn seconds(time: Time) -> (i32, i32, Precision) {
    let clock = |hour: i8, minute: i8, second: i8| {
        (i32::from(hour) * 60 + i32::from(minute)) * 60 + i32::from(second)
    };
    match time {
        Time::Part(from, to) => (clock(from, 0, 0), clock(to, 0, 0), Precision::PartOfDay),
        Time::Hour(hour) => (clock(hour, 0, 0), clock(hour, 60, 0), Precision::Hour),
        Time::Minute(hour, minute) => {
            let from = clock(hour, minute, 0);
            (from, from + 60, Precision::Minute)
        }
        Time::Second(hour, minute, second) => {
            let from = clock(hour, minute, second);
            (from, from + 1, Precision::Instant)
        }
    }
}

/// Minutes east of UTC on a day.
fn minutes(zone: Zone, date: Date) -> Option<i16> {
    match zone {
        Zone::Fixed(minutes) => Some(minutes),
        Zone::American(standard) => Some(if is_summer(date) { standard + 60 } else { standard }),
        Zone::Local => None,
    }
}

/// Whether the United States keep summer time: second Sunday of March to first Sunday of
/// November. Source: Energy Policy Act of 2005, section 110.
fn is_summer(date: Date) -> bool {
    let sunday = |month, nth| {
        Date::new(date.year(), month, 1)
            .and_then(|first| first.nth_weekday_of_month(nth, Weekday::Sunday))
    };
    match (sunday(3, 2), sunday(11, 1)) {
        (Ok(from), Ok(to)) => from <= date && date < to,
        _ => false,
    }
}
