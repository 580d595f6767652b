//! Dates in running text, and the five dates of a document.
//!
//! A reader goes through each sentence once, from one beginning of a date to the next
//! ([`words`]); every reader looks ahead a bounded number of characters, so the work grows
//! with the length of the text only. What is written ([`form`]) is kept apart from what it
//! means ([`resolve`]): the year of 12月26日 is a guess with a named rule, never a fact.

mod calendar;
mod clock;
pub(crate) mod cursor;
mod document;
mod eastern;
mod english;
mod form;
mod kanji;
mod numeric;
mod parts;
mod plain;
mod read;
mod resolve;
mod scan;
mod subject;
mod tail;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use noroshi_model::{Language, Moment, Reason, Subject};

pub(crate) use document::document_dates;
pub(crate) use kanji::is_numeral;
pub(crate) use scan::{lines_with_dates, scan};

/// A date in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundDate {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// What it means; `None` when what it is counted from is not known.
    pub(crate) moment: Option<Moment>,
    /// What it dates.
    pub(crate) subject: Subject,
    /// The rule, and the words or the date it is counted from.
    pub(crate) reason: Reason,
}

/// A sentence to look at, in order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// The language it is written in.
    pub(crate) language: Language,
    /// Dates carry over inside a paragraph.
    pub(crate) paragraph: u32,
}
