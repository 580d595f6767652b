//! Listings, names and known-exploited vulnerabilities against what is ours.
//!
//! Three questions of one desk: does somebody offer something of ours ([`listing`]), is a name in a text
//! one of ours in whatever script it is written ([`name`]), and does a vulnerability that is known to be
//! exploited stand on an asset of ours ([`kev`]). The answers leave as findings ([`alert`]).
//!
//! The crate reads what the organisation lawfully has: letters of monitoring services, exports, mail. It
//! opens no file, asks no clock and contacts nobody. Contacts and secrets of a posting are masked here,
//! before anything else sees them.

pub mod alert;
pub mod fold;
pub mod kev;
pub mod listing;
pub mod name;
