//! Dates as metadata writes them: ISO 8601 in its many shapes, RFC 5322, PDF, and 年月日.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::fmt::temporal::Pieces;
use noroshi_model::{Basis, Dated, Moment, Precision};

/// A date from a metadata field; `None` when it cannot be read, which is no error: the
/// reader then looks for a byline.
pub(crate) fn metadata(field: &str, written: &str) -> Option<Dated> {
    let moment = moment(written)?;
    Some(Dated { moment, basis: Basis::Metadata(field.to_owned()) })
}

/// The moment that is written here.
pub(crate) fn moment(written: &str) -> Option<Moment> {
    let written = written.trim();
    iso(written).or_else(|| mail(written)).or_else(|| numbers(written))
}

/// ISO 8601: `2024-12-26`, `2024-12-26T07:24:00+09:00`, `2024-12-26 07:24`.
fn iso(written: &str) -> Option<Moment> {
    let pieces = Pieces::parse(written).ok()?;
    let zone = pieces.to_numeric_offset().map(|offset| offset.seconds() / 60);
    let Some(time) = pieces.time() else { return Moment::day(pieces.date()) };
    let start = DateTime::from_parts(pieces.date(), time);
    let fine = written.matches(':').count() >= if written.contains("+") { 3 } else { 2 };
    stretch(start, if fine { Precision::Instant } else { Precision::Minute }, zone)
}

/// RFC 5322, as the `Date` header has it.
fn mail(written: &str) -> Option<Moment> {
    let zoned = rfc2822::DateTimeParser::new().parse_zoned(written).ok()?;
    stretch(zoned.datetime(), Precision::Instant, Some(zoned.offset().seconds() / 60))
}

/// Year, month and day in this order, whatever stands between: `2024/12/26`, `2024年12月26日`.
fn numbers(written: &str) -> Option<Moment> {
    let mut parts = written.split(|letter: char| !letter.is_ascii_digit());
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let year: i16 = next().filter(|part| part.len() == 4)?.parse().ok()?;
    let Some(month) = next() else { return Moment::year(year) };
    let month = month.parse().ok()?;
    match next() {
        Some(day) => Moment::day(Date::new(year, month, day.parse().ok()?).ok()?),
        None => Moment::month(year, month),
    }
}

/// PDF: `D:20241226072400+09'00'`, cut off anywhere after the year.
///
/// Source: ISO 32000-1:2008, 7.9.4, "Dates".
pub(crate) fn pdf(written: &str) -> Option<Moment> {
    let digits = written.trim().trim_start_matches("D:");
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i8>().ok();
    let year: i16 = digits.get(0..4)?.parse().ok()?;
    let Some(month) = number(4..6) else { return Moment::year(year) };
    let Some(day) = number(6..8) else { return Moment::month(year, month) };
    let date = Date::new(year, month, day).ok()?;
    let (Some(hour), Some(minute)) = (number(8..10), number(10..12)) else {
        return Moment::day(date);
    };
    let time = Time::new(hour, minute, number(12..14).unwrap_or(0), 0).ok()?;
    stretch(DateTime::from_parts(date, time), Precision::Instant, pdf_zone(digits.get(14..)?))
}

/// `Z`, `+09'00'`, `-0500` as minutes east of UTC.
fn pdf_zone(written: &str) -> Option<i32> {
    if written.starts_with('Z') {
        return Some(0);
    }
    let sign = if written.starts_with('-') { -1 } else { 1 };
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(0..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).and_then(|text| text.parse().ok()).unwrap_or(0);
    Some(sign * (hours * 60 + minutes))
}

/// One second or one minute from `start`, with the zone if there is one.
pub(crate) fn stretch(start: DateTime, precision: Precision, zone: Option<i32>) -> Option<Moment> {
    let length = if precision == Precision::Instant { 1.second() } else { 1.minute() };
    let moment = Moment::new(start, start.checked_add(length).ok()?, precision)?;
    let zone = zone.and_then(|minutes| i16::try_from(minutes).ok());
    Some(zone.map_or(moment, |minutes| moment.in_zone(minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edtf(written: &str) -> Option<String> {
        moment(written).map(Moment::edtf)
    }

    #[test]
    fn dates_keep_their_precision_and_zone() {
        assert_eq!(edtf("2024-12-26").as_deref(), Some("2024-12-26"));
        assert_eq!(edtf("2024-12-26T07:24+09:00").as_deref(), Some("2024-12-26T07:24+09:00"));
        assert_eq!(edtf("2024-12-26T07:24:05Z").as_deref(), Some("2024-12-26T07:24:05Z"));
        assert_eq!(edtf("2024-12-26 07:24").as_deref(), Some("2024-12-26T07:24"));
        assert_eq!(edtf("2024/1/5").as_deref(), Some("2024-01-05"));
        assert_eq!(edtf("2024年12月26日").as_deref(), Some("2024-12-26"));
        assert_eq!(edtf("2024-12").as_deref(), Some("2024-12"));
        assert_eq!(
            edtf("Thu, 26 Dec 2024 07:24:00 +0900").as_deref(),
            Some("2024-12-26T07:24:00+09:00")
        );
        assert_eq!(edtf("last week"), None);
    }

    #[test]
    fn a_pdf_date_may_be_cut_off() {
        let shown = |written| pdf(written).map(Moment::edtf);
        let full = shown("D:20241226072400+09'00'");
        assert_eq!(full.as_deref(), Some("2024-12-26T07:24:00+09:00"));
        assert_eq!(shown("D:202412").as_deref(), Some("2024-12"));
        assert_eq!(shown("D:2024").as_deref(), Some("2024"));
        assert_eq!(shown("yesterday"), None);
    }
}
