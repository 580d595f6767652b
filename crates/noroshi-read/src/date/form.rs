//! A date as it is written, before it is known which year or month is meant.

use std::ops::Range;

/// What a relative word is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The day of writing: 昨年, "last week".
    Writing,
    /// The date told last: 翌日, "the following month".
    Told,
}

/// The year of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// As written.
    At(i16),
    /// Worked out from the year of an era.
    Era(i16),
    /// Years from the base.
    Shift(i16, Base),
}

/// Which twelve months a year means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    /// January to December.
    Common,
    /// 年度: April to March.
    Fiscal,
    /// 3月期: the twelve months that end with the month named.
    Ending,
}

/// The month of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// As written, 1 to 12.
    At(i8),
    /// Months from the base.
    Shift(i16, Base),
    /// 翌月の8月: months from the base, and which month that is.
    Named(i16, Base, i8),
}

/// The day of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// As written, 1 to 31.
    At(i8),
    /// Days from the base.
    Shift(i32, Base),
    /// A day of the week, 0 is Monday.
    Weekday(i8),
    /// 翌19日: the day after the one told last, when that is its number.
    Next(i8),
    /// 同19日: a day of the month told last.
    Same(i8),
    /// No day that the words alone give: 7日以内.
    Open,
}

/// A week, counted from the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Week {
    /// Weeks from the base.
    Shift(i32, Base),
    /// Its Saturday and Sunday.
    Weekend(i32, Base),
    /// The week in which the day of the form lies.
    Of,
    /// 第3週 of the month of the form, counted from 1; a week begins on Monday.
    Nth(i8),
    /// 最終週 of the month of the form.
    Last,
}

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// 1 to 4.
    Quarter(i8),
    /// 1 or 2.
    Half(i8),
    /// 1 spring to 4 winter.
    Season(i8),
    /// 1 early, 2 middle, 3 late.
    Third(i8),
    /// 年初: January.
    Start,
    /// 年末: December.
    End,
    /// 年明け: January as a month.
    Opening,
    /// 暮れ: December as a month.
    Closing,
    /// 年始: the first week of January.
    NewYear,
    /// 年末年始: the holidays around New Year.
    Holidays,
}

/// A part of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// 上旬, 中旬, 下旬 as 1, 2, 3.
    Third(i8),
    /// 前半, 後半 as 1, 2.
    Half(i8),
}

/// A time of day. Hours may run past 24: 25時 is one o'clock of the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// From one hour up to another.
    Part(i8, i8),
    /// An hour.
    Hour(i8),
    /// Hour and minute.
    Minute(i8, i8),
    /// Hour, minute and second.
    Second(i8, i8, i8),
}

/// A named time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Fixed(i16),
    /// A zone of the United States by its standard time; summer time is added by the date.
    American(i16),
    /// 現地時間: some zone other than the reader's.
    Local,
}

/// Where to look for a date that can lie on either side of the day of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lean {
    /// Before it.
    Past,
    /// After it.
    Future,
}

/// All parts of a date that a text writes in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) year: Option<Year>,
    pub(super) calendar: Calendar,
    pub(super) stretch: Option<Stretch>,
    pub(super) month: Option<Month>,
    pub(super) part: Option<Part>,
    pub(super) week: Option<Week>,
    pub(super) day: Option<Day>,
    pub(super) time: Option<Time>,
    pub(super) zone: Option<Zone>,
    pub(super) lean: Option<Lean>,
    /// 同5時: in the same half of the day as the time told last.
    pub(super) same_half: bool,
}

impl Form {
    /// Nothing written yet.
    pub(super) const EMPTY: Self = Self {
        year: None,
        calendar: Calendar::Common,
        stretch: None,
        month: None,
        part: None,
        week: None,
        day: None,
        time: None,
        zone: None,
        lean: None,
        same_half: false,
    };

    pub(super) const fn of_year(year: Year) -> Self {
        Self { year: Some(year), ..Self::EMPTY }
    }

    pub(super) const fn of_month(month: Month) -> Self {
        Self { month: Some(month), ..Self::EMPTY }
    }

    pub(super) const fn of_week(week: Week) -> Self {
        Self { week: Some(week), ..Self::EMPTY }
    }

    pub(super) const fn of_day(day: Day) -> Self {
        Self { day: Some(day), ..Self::EMPTY }
    }

    pub(super) const fn of_stretch(stretch: Stretch) -> Self {
        Self { stretch: Some(stretch), ..Self::EMPTY }
    }

    pub(super) const fn of_time(time: Time) -> Self {
        Self { time: Some(time), ..Self::EMPTY }
    }

    /// A whole calendar date.
    pub(super) const fn dated(year: Year, month: i8, day: i8) -> Self {
        let form = Self::of_year(year);
        Self { month: Some(Month::At(month)), day: Some(Day::At(day)), ..form }
    }

    /// Whether nothing but a time of day is written.
    pub(super) fn is_time_only(&self) -> bool {
        Self { time: None, zone: None, same_half: false, ..*self } == Self::EMPTY
    }
}

/// A date and where it is written; `until` when the place names two ends (3~5日).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
    pub(super) until: Option<Form>,
}

impl Written {
    pub(super) fn one(range: Range<usize>, form: Form) -> Self {
        Self { range, form, until: None }
    }
}
