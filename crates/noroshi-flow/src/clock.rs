//! The clock: asked here and nowhere else.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Now, in whole seconds UTC.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is asked")]
pub(crate) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// Today, in UTC.
pub(crate) fn today() -> Date {
    let now = Timestamp::from_second(now()).unwrap_or_default();
    TimeZone::UTC.to_datetime(now).date()
}
