//! Numbers written in kanji: 十二月, 二十九日, 二〇二五年.

use super::cursor::{Cursor, Number};

/// The digits in order of their value.
const DIGITS: &[char] = &['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The most characters that are read as one number.
const LONGEST: usize = 5;

fn digit(sign: char) -> Option<u32> {
    let at = DIGITS.iter().position(|digit| *digit == sign)?;
    u32::try_from(at).ok()
}

/// Whether a character is part of a number in kanji, or makes one vague (数十, 何十).
pub(crate) fn is_numeral(sign: char) -> bool {
    digit(sign).is_some() || "十百千万億数何".contains(sign)
}

/// Steps over a number up to 99, or four digits in a row.
pub(super) fn number(cursor: &mut Cursor) -> Option<Number> {
    let signs: Vec<char> =
        cursor.rest().chars().take(LONGEST).take_while(|sign| is_numeral(*sign)).collect();
    let value = value(&signs)?;
    let length: usize = signs.iter().map(|sign| sign.len_utf8()).sum();
    *cursor = cursor.moved(cursor.at() + length);
    let digits = if value > 99 { 4 } else { usize::from(value > 9) + 1 };
    Some(Number { value, digits })
}

fn value(signs: &[char]) -> Option<u32> {
    match *signs {
        ['十'] => Some(10),
        [one] => digit(one),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(digit(tens)? * 10),
        [tens, '十', ones] => Some(digit(tens)? * 10 + digit(ones)?),
        [thousands, hundreds, tens, ones] => [thousands, hundreds, tens, ones]
            .into_iter()
            .try_fold(0, |sum, sign| Some(sum * 10 + digit(sign)?)),
        _ => None,
    }
}

/// A number from 1 to 99 as kanji write it.
fn written(number: usize) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let mut text = String::new();
    if tens > 1 {
        text.extend(DIGITS.get(tens));
    }
    if tens > 0 {
        text.push('十');
    }
    if ones > 0 {
        text.extend(DIGITS.get(ones));
    }
    text
}

/// The beginnings of dates in kanji. A bare 三日 is more often a length of time than a day.
pub(super) fn numerals_of_dates() -> Vec<String> {
    let with = |numbers: std::ops::RangeInclusive<usize>, unit: &'static str| {
        numbers.map(move |number| written(number) + unit)
    };
    let mut all: Vec<String> = with(1..=12, "月").chain(with(11..=31, "日")).collect();
    for unit in ["日", "年", "週間", "か月", "カ月", "ヶ月", "ヵ月"] {
        for side in ["前", "後", "以内"] {
            all.extend(with(1..=30, unit).map(|length| length + side));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_dates_are_read_as_they_are_written() {
        for number in 1..=31_usize {
            let text = written(number);
            let mut cursor = Cursor::new(&text, 0..text.len());
            let read = number_of(&mut cursor);
            assert_eq!(read, u32::try_from(number).ok(), "{text}");
            assert_eq!(cursor.rest(), "");
        }
        let mut year = Cursor::new("二〇二五年", 0..15);
        assert_eq!(number_of(&mut year), Some(2025));
    }

    fn number_of(cursor: &mut Cursor) -> Option<u32> {
        number(cursor).map(|number| number.value)
    }
}
