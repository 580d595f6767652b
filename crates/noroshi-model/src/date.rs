//! Dates as reports give them: a stretch of time, how fine it is, and what it dates.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::Span;

/// How fine a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// A second.
    Instant,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// Morning, afternoon, night.
    PartOfDay,
    /// A day.
    Day,
    /// A week.
    Week,
    /// 上旬, 中旬, 下旬: a third of a month.
    Third,
    /// A month.
    Month,
    /// A season of three months.
    Season,
    /// A quarter of a calendar year.
    Quarter,
    /// Half a calendar year.
    HalfYear,
    /// A year.
    Year,
    /// Two ends given by the text.
    Interval,
}

impl Precision {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::PartOfDay => "part-of-day",
            Self::Day => "day",
            Self::Week => "week",
            Self::Third => "third-of-month",
            Self::Month => "month",
            Self::Season => "season",
            Self::Quarter => "quarter",
            Self::HalfYear => "half-year",
            Self::Year => "year",
            Self::Interval => "interval",
        }
    }

    /// The precision of a word of [`Precision::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Instant,
            Self::Minute,
            Self::Hour,
            Self::PartOfDay,
            Self::Day,
            Self::Week,
            Self::Third,
            Self::Month,
            Self::Season,
            Self::Quarter,
            Self::HalfYear,
            Self::Year,
            Self::Interval,
        ];
        all.into_iter().find(|precision| precision.word() == word)
    }
}

/// A stretch of local time: from `start` up to, not including, `end`.
///
/// Two moments are in order only when one ends before the other starts; otherwise they
/// cannot be compared, which is an answer (so there is no `Ord`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    start: DateTime,
    end: DateTime,
    precision: Precision,
    /// Minutes east of UTC, when the text or the rule says it.
    zone: Option<i16>,
}

impl Moment {
    /// A stretch from `start` up to `end`; `None` when it would be empty or reversed.
    pub fn new(start: DateTime, end: DateTime, precision: Precision) -> Option<Self> {
        (start < end).then_some(Self { start, end, precision, zone: None })
    }

    /// One calendar day.
    pub fn day(date: Date) -> Option<Self> {
        let next = date.checked_add(1.day()).ok()?;
        Self::new(date.to_datetime(jiff::civil::Time::midnight()), midnight(next), Precision::Day)
    }

    /// One calendar month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        let next = first.checked_add(1.month()).ok()?;
        Self::new(midnight(first), midnight(next), Precision::Month)
    }

    /// One calendar year.
    pub fn year(year: i16) -> Option<Self> {
        let first = Date::new(year, 1, 1).ok()?;
        let next = first.checked_add(1.year()).ok()?;
        Self::new(midnight(first), midnight(next), Precision::Year)
    }

    /// From the start of one to the end of the other.
    pub fn between(from: Self, to: Self) -> Option<Self> {
        Self::new(from.start, to.end, Precision::Interval)
    }

    /// From its start on, without an end: 2022年から.
    pub fn since(self) -> Self {
        Self { end: DateTime::MAX, precision: Precision::Interval, ..self }
    }

    /// Whether no end is known.
    pub fn is_open(self) -> bool {
        self.end == DateTime::MAX
    }

    /// The same stretch with a zone, in minutes east of UTC.
    pub fn in_zone(self, minutes: i16) -> Self {
        Self { zone: Some(minutes), ..self }
    }

    /// First instant.
    pub fn start(self) -> DateTime {
        self.start
    }

    /// First instant that is no longer inside.
    pub fn end(self) -> DateTime {
        self.end
    }

    /// How fine it is.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Minutes east of UTC, if known.
    pub fn zone(self) -> Option<i16> {
        self.zone
    }

    /// Whether the two share an instant.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// EDTF level 1 where it has a form, an interval of days otherwise.
    ///
    /// `2024`, `2024-12`, `2024-12-26`, `2024-12-26T07:24`, `2024-21` (spring),
    /// `2024-12-21/2024-12-31`, `2024-12-21/..` (since). Source: Library of Congress, EDTF,
    /// <https://www.loc.gov/standards/datetime/>.
    pub fn edtf(self) -> String {
        let day = self.start.date();
        match self.precision {
            Precision::Year => format!("{:04}", day.year()),
            Precision::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Precision::Season => format!("{:04}-{}", day.year(), season(day.month())),
            Precision::Day => day.to_string(),
            Precision::Instant => format!("{}{}", self.start, self.zone_text()),
            Precision::Minute => format!("{}{}", self.clock_text(true), self.zone_text()),
            Precision::Hour => format!("{}{}", self.clock_text(false), self.zone_text()),
            _ if self.is_open() => format!("{day}/.."),
            _ => format!("{day}/{}", last_day(self.end)),
        }
    }

    fn clock_text(self, minutes: bool) -> String {
        let (date, time) = (self.start.date(), self.start.time());
        if minutes {
            format!("{date}T{:02}:{:02}", time.hour(), time.minute())
        } else {
            format!("{date}T{:02}", time.hour())
        }
    }

    fn zone_text(self) -> String {
        match self.zone {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

fn midnight(date: Date) -> DateTime {
    date.to_datetime(jiff::civil::Time::midnight())
}

/// The last day that has an instant before `end`.
fn last_day(end: DateTime) -> Date {
    end.checked_sub(1.nanosecond()).map_or(end.date(), DateTime::date)
}

/// EDTF season number of a first month: 21 spring, 22 summer, 23 autumn, 24 winter.
fn season(month: i8) -> u8 {
    match month {
        3..=5 => 21,
        6..=8 => 22,
        9..=11 => 23,
        _ => 24,
    }
}

/// What a date dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Something happened.
    Occurrence,
    /// Something was found.
    Discovery,
    /// Something was said or published.
    Report,
    /// Something is due.
    Deadline,
    /// The text does not say.
    Unclear,
}

impl Subject {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Occurrence => "occurrence",
            Self::Discovery => "discovery",
            Self::Report => "report",
            Self::Deadline => "deadline",
            Self::Unclear => "unclear",
        }
    }
}

/// Why a date is believed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Metadata of the file: the field's name, such as `article:published_time` or `Date`.
    Metadata(String),
    /// A line of the text that carries the date.
    Byline(Span),
    /// The title says it.
    Title,
    /// The file name says it.
    FileName,
    /// Told by whoever gave the document to Noroshi.
    Given,
    /// Worked out; the word names the rule.
    Rule(&'static str),
}

impl Basis {
    /// One word or phrase for JSON and the brief.
    pub fn shown(&self) -> String {
        match self {
            Self::Metadata(field) => format!("metadata:{field}"),
            Self::Byline(_) => "byline".to_owned(),
            Self::Title => "title".to_owned(),
            Self::FileName => "file-name".to_owned(),
            Self::Given => "given".to_owned(),
            Self::Rule(rule) => format!("rule:{rule}"),
        }
    }
}

/// A moment and why it is believed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dated {
    /// When.
    pub moment: Moment,
    /// Why.
    pub basis: Basis,
}

/// The five dates of a document. Each is absent rather than guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentDates {
    /// First publication.
    pub published: Option<Dated>,
    /// The period the document reports on.
    pub covers: Option<Dated>,
    /// Printed by the page when it was shown; never a publication date.
    pub rendered: Option<Dated>,
    /// When it was taken.
    pub fetched: Option<Dated>,
    /// The point from which 昨年 or "last week" is counted.
    pub anchor: Option<Dated>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_precision_has_its_edtf_form() {
        let day = Moment::day(Date::constant(2024, 12, 26)).expect("a day");
        assert_eq!(day.edtf(), "2024-12-26");
        assert_eq!(Moment::month(2024, 12).map(Moment::edtf).as_deref(), Some("2024-12"));
        assert_eq!(Moment::year(2024).map(Moment::edtf).as_deref(), Some("2024"));
        let month = Moment::month(2024, 2).expect("a month");
        assert_eq!(
            Moment::between(month, day).map(Moment::edtf).as_deref(),
            Some("2024-02-01/2024-12-26")
        );
    }

    #[test]
    fn a_minute_shows_its_zone() {
        let start = jiff::civil::datetime(2024, 12, 26, 7, 24, 0, 0);
        let end = jiff::civil::datetime(2024, 12, 26, 7, 25, 0, 0);
        let minute = Moment::new(start, end, Precision::Minute).expect("in order").in_zone(540);
        assert_eq!(minute.edtf(), "2024-12-26T07:24+09:00");
    }
}
