//! Decimal numbers as text writes them, with 万, 億, million: exact, never rounded.

use crate::date::cursor::Cursor;
use crate::date::is_numeral;

/// `digits` with the point before the last `places` of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    digits: u128,
    places: u32,
}

/// Multipliers of Japanese and Chinese as powers of ten, longest first.
const EASTERN: &[(&str, u32)] = &[
    ("千億", 11),
    ("百億", 10),
    ("十億", 9),
    ("千亿", 11),
    ("百亿", 10),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("兆", 12),
    ("億", 8),
    ("亿", 8),
    ("万", 4),
    ("萬", 4),
    ("千", 3),
    ("百", 2),
];

/// Multipliers of English.
const ENGLISH: &[(&str, u32)] = &[
    (" thousand", 3),
    (" million", 6),
    (" billion", 9),
    (" trillion", 12),
    (" Million", 6),
    (" Billion", 9),
    ("-million", 6),
    ("-billion", 9),
    (" mn", 6),
    (" bn", 9),
];

/// Letters behind an amount of money: `$1.5M`.
const LETTERS: &[(&str, u32)] =
    &[("bn", 9), ("mn", 6), ("K", 3), ("k", 3), ("M", 6), ("m", 6), ("B", 9), ("b", 9), ("T", 12)];

/// The most digits that are read as one number.
const LONGEST: usize = 15;

impl Amount {
    /// Steps over a number in kanji: 二, 四百二十, 一万八千.
    pub(super) fn in_kanji(cursor: &mut Cursor) -> Option<Self> {
        let mut ahead = *cursor;
        let first = below_ten_thousand(&mut ahead)?;
        let sum = match ahead.eat("万") {
            true if first > 0 => first * 10_000 + below_ten_thousand(&mut ahead)?,
            true => return None,
            false => first,
        };
        if sum == 0 || ahead.next_char().is_some_and(is_numeral) {
            return None;
        }
        *cursor = ahead;
        Some(Self { digits: sum.into(), places: 0 })
    }

    /// Steps over a number with its multipliers.
    pub(super) fn read(cursor: &mut Cursor) -> Option<Self> {
        let mut ahead = *cursor;
        let first = plain(&mut ahead)?;
        let amount = match ahead.eat_from(EASTERN) {
            Some(power) => first.times(power)?.with_smaller(&mut ahead, power)?,
            None => match english(&mut ahead) {
                Some(power) => first.times(power)?,
                None => first,
            },
        };
        *cursor = ahead;
        Some(amount)
    }

    /// Adds the 2000万 of 1億2000万.
    fn with_smaller(self, cursor: &mut Cursor, mut power: u32) -> Option<Self> {
        let mut sum = self;
        loop {
            let mut ahead = *cursor;
            let Some(next) = plain(&mut ahead) else { return Some(sum) };
            let own = ahead.eat_from(EASTERN).unwrap_or(0);
            if own >= power {
                return Some(sum);
            }
            sum = sum.plus(next.times(own)?)?;
            power = own;
            *cursor = ahead;
            if own == 0 {
                return Some(sum);
            }
        }
    }

    /// Steps over the M of `$1.5M`.
    pub(super) fn lettered(self, cursor: &mut Cursor) -> Option<Self> {
        let mut ahead = *cursor;
        let Some(power) = ahead.eat_from(LETTERS) else { return Some(self) };
        if !ahead.ends_word() {
            return Some(self);
        }
        *cursor = ahead;
        self.times(power)
    }

    /// This many times ten to the power.
    pub(super) fn times(self, power: u32) -> Option<Self> {
        let taken = power.min(self.places);
        let digits = self.digits.checked_mul(10_u128.checked_pow(power - taken)?)?;
        Some(Self { digits, places: self.places - taken })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let lifted =
            |amount: Self| amount.digits.checked_mul(10_u128.checked_pow(places - amount.places)?);
        Some(Self { digits: lifted(self)?.checked_add(lifted(other)?)?, places })
    }

    /// As a whole number, when it is one.
    pub(super) fn whole(self) -> Option<u64> {
        let ones = 10_u128.checked_pow(self.places)?;
        self.digits.is_multiple_of(ones).then(|| u64::try_from(self.digits / ones).ok()).flatten()
    }

    /// Plain digits with at most one point: `1200`, `0.5`.
    pub(super) fn plain(self) -> String {
        let ones = 10_u128.saturating_pow(self.places);
        let (whole, part) = (self.digits / ones, self.digits % ones);
        if part == 0 {
            return whole.to_string();
        }
        let places = self.places as usize;
        format!("{whole}.{part:0places$}").trim_end_matches('0').to_owned()
    }
}

fn english(cursor: &mut Cursor) -> Option<u32> {
    let mut ahead = *cursor;
    let power = ahead.eat_from(ENGLISH)?;
    if !ahead.ends_word() {
        return None;
    }
    *cursor = ahead;
    Some(power)
}

/// Steps over 四百二十; 0 when there is no number, `None` when its parts are out of order (二三).
fn below_ten_thousand(cursor: &mut Cursor) -> Option<u64> {
    const DIGITS: &[(&str, u64)] = &[
        ("一", 1),
        ("二", 2),
        ("三", 3),
        ("四", 4),
        ("五", 5),
        ("六", 6),
        ("七", 7),
        ("八", 8),
        ("九", 9),
    ];
    const POWERS: &[(&str, u64)] = &[("千", 1000), ("百", 100), ("十", 10)];
    let (mut sum, mut smallest) = (0, u64::MAX);
    loop {
        let (digit, power) = (cursor.eat_from(DIGITS), cursor.eat_from(POWERS));
        if digit.is_none() && power.is_none() {
            return Some(sum);
        }
        let unit = power.unwrap_or(1);
        if unit >= smallest {
            return None;
        }
        sum += digit.unwrap_or(1) * unit;
        smallest = unit;
    }
}

/// `1,200`, `0.5`, `300`.
fn plain(cursor: &mut Cursor) -> Option<Amount> {
    let seen = cursor.ahead(LONGEST + 6).as_bytes();
    let whole = whole_part(seen);
    let places = decimals(seen.get(whole..).unwrap_or(&[]));
    let end = if places == 0 { whole } else { whole + 1 + places };
    let written = || seen.iter().take(end).filter(|byte| byte.is_ascii_digit());
    if !(1..=LONGEST).contains(&written().count()) {
        return None;
    }
    let value = written().fold(0_u128, |sum, digit| sum * 10 + u128::from(digit - b'0'));
    *cursor = cursor.moved(cursor.at() + end);
    Some(Amount { digits: value, places: u32::try_from(places).ok()? })
}

/// Length of the digits before the point, with commas between groups of three.
fn whole_part(seen: &[u8]) -> usize {
    let run = |from: usize| {
        let rest = seen.get(from..).unwrap_or(&[]);
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut end = run(0);
    if end > 3 {
        return end;
    }
    while seen.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
    }
    end
}

/// Number of digits behind the point; 0 when there is no point or a second one.
fn decimals(rest: &[u8]) -> usize {
    if rest.first() != Some(&b'.') {
        return 0;
    }
    let places = rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
    let again =
        rest.get(places + 1) == Some(&b'.') && rest.get(places + 2).is_some_and(u8::is_ascii_digit);
    if again { 0 } else { places }
}
