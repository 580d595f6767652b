//! What was found, as findings of the model: what, about whom, where said, since when, for how much, how far the
//! source can be trusted, and what to do next.

mod asset;
mod listing;

pub use asset::{Duty, asset_findings};
pub use listing::{Offer, listing_findings};

use jiff::Timestamp;
use jiff::civil::Date;

/// The start of a day, in UTC.
fn moment(day: Date) -> Option<Timestamp> {
    day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}
