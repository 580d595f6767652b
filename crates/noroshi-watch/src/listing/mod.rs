//! Postings that offer something: what, about whom, for how much, when, where.
//!
//! A listing is a claim by somebody who wants to sell. That it was repeated makes it no truer.

mod about;
mod again;
mod class;
mod classify;
mod column;
mod contact;
mod day;
mod differ;
mod feature;
mod jargon;
mod json;
mod letter;
mod model;
mod posting;
mod price;
mod read;
mod repost;
mod subject;

pub use class::GoodsClass;
pub use contact::{masked, masked_handle};
pub use jargon::{Jargon, JargonFile};
pub use json::json_postings;
pub use letter::read_all;
pub use model::Model;
pub use posting::{Origin, Posting, postings};
pub use price::Price;
pub use read::{Listing, features, features_if, read};
pub use repost::{Change, Thread, lend_classes, threads};
