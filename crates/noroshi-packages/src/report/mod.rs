//! Reported packages: who reports which versions, and what that means for a version in use.
//!
//! Records come from [`Records`] and [`Archive`]. A package in use is held against them, and
//! against what kept reports say, by [`judge`].

mod details;
mod osv;
mod stream;
mod version;

pub use osv::record;
pub use stream::{Archive, MOST_RECORD_BYTES, MOST_VALUE_BYTES, Next, Records};
pub use version::{Answer, allows, compare, is_in, is_same};
