//! Money and counts in running text.
//!
//! Every quantity begins with a digit; a reader looks a bounded number of characters back
//! (for `$`) and ahead (for the unit), so the work grows with the length of the text only.

mod count;
mod counter;
mod money;
mod number;
#[cfg(test)]
mod tests;
mod units;

use std::ops::Range;

use noroshi_model::{Language, Value};

use self::number::Amount;
use crate::date::Line;
use crate::date::cursor::{Cursor, is_word};

/// An amount of money or a number of things in a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundQuantity {
    /// Bytes of the text, with the currency or the unit.
    pub(crate) range: Range<usize>,
    /// [`Value::Money`] or [`Value::Count`].
    pub(crate) value: Value,
    /// `1200 USD`, `300 件`.
    pub(crate) canonical: String,
}

/// All quantities of `lines`, in order and not overlapping. Numbers inside dates, versions
/// and identifiers have no unit and give nothing.
pub(crate) fn quantities(text: &str, lines: &[Line]) -> Vec<FoundQuantity> {
    let mut found = Vec::new();
    let mut floor = 0;
    for line in lines {
        floor = in_line(text, line, floor, &mut found);
    }
    found
}

/// Reads one line; gives the end of the last quantity.
fn in_line(text: &str, line: &Line, floor: usize, found: &mut Vec<FoundQuantity>) -> usize {
    let mut floor = floor;
    let mut at = line.range.start.max(floor);
    let japanese = line.language == Language::Ja;
    while let Some(digit) = next_number(text, at, line.range.end, japanese) {
        let cursor = Cursor::new(text, line.range.clone()).moved(digit);
        let quantity = match text.as_bytes()[digit].is_ascii_digit() {
            true => read(cursor, floor, line.language),
            false => counter::kanji(cursor),
        };
        match quantity {
            Some(quantity) => {
                at = quantity.range.end;
                floor = at;
                found.push(quantity);
            }
            None => at = word_end(text, digit),
        }
    }
    floor
}

/// The next ASCII digit; in Japanese also the next number in kanji.
fn next_number(text: &str, from: usize, to: usize, japanese: bool) -> Option<usize> {
    let bytes = text.as_bytes().get(from..to)?;
    let begins = |(at, byte): (usize, &u8)| {
        byte.is_ascii_digit()
            || (japanese
                && *byte >= 0xe4
                && bytes.get(at..at + 3).is_some_and(|sign| NUMERALS.contains(&sign)))
    };
    bytes.iter().enumerate().position(begins).map(|at| from + at)
}

/// Kanji that begin a number: digits, 十, 百, 千, 数, 半 and 丸.
const NUMERALS: &[&[u8]] = &[
    "一".as_bytes(),
    "二".as_bytes(),
    "三".as_bytes(),
    "四".as_bytes(),
    "五".as_bytes(),
    "六".as_bytes(),
    "七".as_bytes(),
    "八".as_bytes(),
    "九".as_bytes(),
    "十".as_bytes(),
    "百".as_bytes(),
    "千".as_bytes(),
    "数".as_bytes(),
    "半".as_bytes(),
    "丸".as_bytes(),
];

/// Behind the letters and digits that stand at `from`.
fn word_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes().get(from..).unwrap_or(&[]);
    let word = bytes.iter().take_while(|byte| is_word(**byte)).count();
    let sign = bytes.first().map_or(1, |byte| if byte.is_ascii() { 1 } else { 3 });
    from + word.max(sign)
}

/// A quantity whose first digit is at the cursor and that begins behind `floor`.
fn read(cursor: Cursor, floor: usize, language: Language) -> Option<FoundQuantity> {
    if cursor.last_char().is_some_and(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let quantity = money::signed(cursor, language).or_else(|| with_unit(cursor, floor))?;
    (quantity.range.start >= floor).then_some(quantity)
}

/// A number with a currency or a unit behind it.
fn with_unit(start: Cursor, floor: usize) -> Option<FoundQuantity> {
    if !count::may_begin(start, floor) {
        return None;
    }
    let mut end = start;
    let amount = Amount::read(&mut end)?;
    let unit = end.next_char().is_some_and(|next| {
        !next.is_ascii() || next.is_ascii_alphabetic() || matches!(next, ' ' | '-' | '~' | '%')
    });
    if !unit {
        return None;
    }
    money::named(start, end, amount).or_else(|| count::read(start, end, amount))
}
