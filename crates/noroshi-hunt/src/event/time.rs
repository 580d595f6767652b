//! Moments, as logs write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A moment; without a zone it is read as UTC.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    if let Ok(local) = text.trim_end_matches(" UTC").replace('/', "-").parse::<DateTime>() {
        return TimeZone::UTC.to_timestamp(local).ok();
    }
    if let Ok(number) = text.parse::<f64>() {
        return of_number(number);
    }
    if let Some(milliseconds) = microsoft(text) {
        return of_number(milliseconds);
    }
    let zoned = Timestamp::strptime("%d/%b/%Y:%H:%M:%S %z", text).ok();
    zoned.or_else(|| Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text).ok())
}

/// `/Date(1599235780000)/`
fn microsoft(text: &str) -> Option<f64> {
    text.strip_prefix("/Date(")?.strip_suffix(")/")?.parse().ok()
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, by their size.
pub(crate) fn of_number(number: f64) -> Option<Timestamp> {
    let seconds = match number.abs() {
        size if size < 1e11 => number,
        size if size < 1e14 => number / 1e3,
        size if size < 1e17 => number / 1e6,
        _ => number / 1e9,
    };
    #[expect(clippy::cast_possible_truncation, reason = "an excess is refused by jiff")]
    Timestamp::from_microsecond((seconds * 1e6) as i64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found = parse(text).map(|moment| moment.to_string());
        assert_eq!(found.as_deref(), (!expect.is_empty()).then_some(expect), "{text}");
    }

    #[test]
    fn moments_are_read_in_the_usual_forms() {
        check("2026-10-01T09:30:00.123Z", "2026-10-01T09:30:00.123Z");
        check("2026-10-01T09:30:00+09:00", "2026-10-01T00:30:00Z");
        check("2026-10-01 09:30:00.5", "2026-10-01T09:30:00.5Z");
        check("2026/10/01 09:30:00", "2026-10-01T09:30:00Z");
        check("01/Oct/2026:18:30:00 +0900", "2026-10-01T09:30:00Z");
        check("1790847000", "2026-10-01T09:30:00Z");
        check("1790847000123", "2026-10-01T09:30:00.123Z");
        check("2026-10-01T09:30:00+0900", "2026-10-01T00:30:00Z");
        check("/Date(1790847000000)/", "2026-10-01T09:30:00Z");
        check("yesterday", "");
    }
}
