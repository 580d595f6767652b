//! Text to mentions, dates and claims, in Japanese, English and Chinese.
//!
//! Start at [`Reader::read`]: a document goes through a normalised shadow of its text, lines
//! and boilerplate, sentences, observables with their roles, names, dates, quantities, and
//! then claims. Nothing here opens a file or asks the clock.

mod boilerplate;
mod boundary;
mod brand;
pub mod case;
mod claim;
mod cue;
mod date;
mod dictionary;
mod event;
mod explain;
mod firsts;
mod heads;
mod language;
mod layout;
mod learned;
mod looked;
mod memory;
mod message;
mod name;
mod newname;
mod observable;
mod package;
mod pattern;
mod person;
mod quantity;
mod quick;
mod reader;
mod refusal;
mod relation;
mod role;
mod said;
mod sector;
mod sentence;
mod several;
mod shadow;
mod signs;
mod source;
mod technique;
mod title;
mod word;

pub use explain::{Explained, Fired, Part};
pub use reader::Reader;
