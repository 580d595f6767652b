//! Dates as English writes them: December 26, 2024; 26 December; early last month.

use super::clock;
use super::cursor::{Cursor, is_word};
use super::form::{Day, Form, Lean, Month, Part, Stretch, Week, Written, Year};
use super::numeric::plausible_year;
use super::words::{Division, MONTHS, SIDES, Side, UNITS, Unit, WEEKDAYS};

/// What must stand before a year or month that stands alone.
const PREPOSITIONS: &[&str] = &[
    "in ",
    "since ",
    "by ",
    "until ",
    "till ",
    "from ",
    "during ",
    "of ",
    "between ",
    "through ",
    "to ",
    "before ",
    "after ",
    "around ",
    "late ",
    "early ",
    "mid-",
    "mid ",
    "throughout ",
    "late-",
    "early-",
    "in the year ",
    "for ",
    "circa ",
    "into ",
    "since at least ",
    "from at least ",
    "as of ",
];

/// What before a year, a month or their like narrows it to a part.
const NARROWING: &[(&str, i8)] = &[
    ("beginning of ", 1),
    ("start of ", 1),
    ("early in ", 1),
    ("early-", 1),
    ("early ", 1),
    ("earlier in ", 1),
    ("middle of ", 2),
    ("mid-", 2),
    ("mid ", 2),
    ("late in ", 3),
    ("late-", 3),
    ("late ", 3),
    ("end of ", 4),
];

/// Whether a month or year that stands alone needs a preposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    Refused,
    Allowed,
}

/// A date that begins with a digit: 26 December 2024, 3 days later, 2024, the 26th, 07:24.
pub(super) fn read(cursor: Cursor, alone: Alone) -> Option<Written> {
    if !super::numeric::may_begin(cursor) {
        let hyphened = cursor.follows_any(&["mid-", "early-", "late-"]);
        return hyphened.and_then(|_| lone_year(cursor, alone));
    }
    day_first(cursor)
        .or_else(|| year_first(cursor))
        .or_else(|| lone_year(cursor, alone))
        .or_else(|| counted(cursor))
        .or_else(|| ordinal(cursor))
        .or_else(|| time(cursor))
}

/// 26 December 2024, 26th of December, 26-Dec-2024.
fn day_first(start: Cursor) -> Option<Written> {
    let mut ahead = start;
    let day = ahead.number(2)?.within(1..=31)?;
    eat_suffix(&mut ahead, day);
    let until = second_day(start, &mut ahead, day);
    if !ahead.eat_any(&[" of ", " ", "-"]) {
        return None;
    }
    let (month, full) = month_name(&mut ahead)?;
    if !full {
        ahead.eat(".");
    }
    let form = Form { day: Some(Day::At(day)), ..Form::of_month(Month::At(month)) };
    let year = year_behind(&mut ahead, &[", ", " of ", " ", "-", "/"]);
    let form = Form { year, ..form };
    if year.is_none() && !ahead.ends_word() {
        return None;
    }
    Some(with_until(timed(start, ahead, form), until))
}

/// The -28 of 26-28 December; "and" joins two ends only behind "between".
fn second_day(start: Cursor, cursor: &mut Cursor, first: i8) -> Option<i8> {
    let mut ahead = *cursor;
    if ahead.sees(" and ") && !start.follows("between ") {
        return None;
    }
    if !ahead.eat_any(&["-", " - ", " to ", " through ", " and "]) {
        return None;
    }
    let day = ahead.number(2)?.within(1..=31).filter(|day| *day > first)?;
    eat_suffix(&mut ahead, day);
    if !ahead.ends_number() {
        return None;
    }
    *cursor = ahead;
    Some(day)
}

fn with_until(written: Written, until: Option<i8>) -> Written {
    let until = until.map(|day| Form { day: Some(Day::At(day)), ..written.form });
    Written { until, ..written }
}

/// Steps over the st, nd, rd, th of an ordinal.
fn eat_suffix(cursor: &mut Cursor, day: i8) -> bool {
    let suffix = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    cursor.eat(suffix)
}

/// The month whose name stands here as a whole word, and whether it is not shortened.
fn month_name(cursor: &mut Cursor) -> Option<(i8, bool)> {
    let mut ahead = *cursor;
    let month = ahead.eat_from(MONTHS).or_else(|| capital_month(&mut ahead))?;
    if !ahead.ends_word() {
        return None;
    }
    let name = cursor.ahead(ahead.at() - cursor.at());
    let full = MONTHS.iter().take(12).any(|(full, _)| full.eq_ignore_ascii_case(name));
    *cursor = ahead;
    Some((month, full))
}

/// DECEMBER, DEC.
fn capital_month(cursor: &mut Cursor) -> Option<i8> {
    let seen = cursor.ahead(9);
    let (name, month) = MONTHS.iter().find(|(name, _)| {
        seen.get(..name.len()).is_some_and(|seen| {
            seen.eq_ignore_ascii_case(name) && seen.bytes().all(|byte| byte.is_ascii_uppercase())
        })
    })?;
    *cursor = cursor.moved(cursor.at() + name.len());
    Some(*month)
}

/// A year behind one of `separators`, complete by itself.
fn year_behind(cursor: &mut Cursor, separators: &[&str]) -> Option<Year> {
    let mut ahead = *cursor;
    if !ahead.eat_any(separators) {
        return None;
    }
    let year = plausible_year(ahead.exactly(4)?)?;
    if !ahead.ends_number() {
        return None;
    }
    *cursor = ahead;
    Some(Year::At(year))
}

/// The date with the time or part of the day behind it.
fn timed(start: Cursor, mut cursor: Cursor, form: Form) -> Written {
    if let Some(time) = clock::english_part(&mut cursor) {
        return Written::one(start.at()..cursor.at(), Form { time: Some(time), ..form });
    }
    let mut ahead = cursor;
    let lead = [" at around ", " at ", ", at ", " around ", ", ", " - ", " @ ", " "];
    if ahead.eat_any(&lead)
        && let Some((time, zone)) = clock::english(&mut ahead)
    {
        return Written::one(start.at()..ahead.at(), Form { time: Some(time), zone, ..form });
    }
    Written::one(start.at()..cursor.at(), form)
}

/// A date that begins with the name of a month.
pub(super) fn from_month(start: Cursor, alone: Alone) -> Option<Written> {
    let mut ahead = start;
    if start.last_char().is_some_and(|letter| letter.is_ascii() && blocks(letter)) {
        return None;
    }
    let (month, full) = month_name(&mut ahead)?;
    let mut behind = ahead;
    behind.eat(".");
    let form = Form::of_month(Month::At(month));
    if !full {
        return month_and_day(start, behind, form)
            .filter(|written| written.form.year.is_some() || !behind.sees("-"))
            .or_else(|| month_and_year(start, behind, form));
    }
    month_and_day(start, ahead, form)
        .or_else(|| month_and_year(start, ahead, form))
        .or_else(|| lone_month(start, ahead, form, alone))
}

/// Whether a character right before makes a name part of something else.
fn blocks(letter: char) -> bool {
    is_word(letter as u8) || "./@#$%\\:=+".contains(letter)
}

/// December 26, 2024 07:24.
fn month_and_day(start: Cursor, mut ahead: Cursor, form: Form) -> Option<Written> {
    if !ahead.eat_any(&["  ", " ", "-"]) {
        return None;
    }
    let day = ahead.number(2)?.within(1..=31)?;
    eat_suffix(&mut ahead, day);
    let until = second_day(start, &mut ahead, day);
    let form = Form { day: Some(Day::At(day)), ..form };
    let year = year_behind(&mut ahead, &[", ", " ", ","]);
    if year.is_none() && !day_complete(ahead) {
        return None;
    }
    Some(with_until(timed(start, ahead, Form { year, ..form }), until))
}

/// Whether a day ends here: `December 26-` may be an interval, `December 26.5` is nothing.
fn day_complete(cursor: Cursor) -> bool {
    cursor.ends_number() || cursor.sees("-")
}

/// December 2024, December of 2024.
fn month_and_year(start: Cursor, mut ahead: Cursor, form: Form) -> Option<Written> {
    let year = year_behind(&mut ahead, &[" of ", ", ", " ", "-", "/"])?;
    Some(narrowed(start, ahead, Form { year: Some(year), ..form }))
}

/// A month by itself, which needs a preposition, or last, this, next.
fn lone_month(start: Cursor, end: Cursor, form: Form, alone: Alone) -> Option<Written> {
    let lean = match start.follows_any(&["last ", "this past ", "this ", "next "]) {
        Some("last " | "this past ") => Some(Lean::Past),
        Some("next ") => Some(Lean::Future),
        Some(_) => None,
        None if alone == Alone::Allowed || start.follows_any(PREPOSITIONS).is_some() => None,
        None => return None,
    };
    let named = end.ends_word() && !end.sees("'s ");
    named.then(|| narrowed(start, end, Form { lean, ..form }))
}

/// The date with "early", "mid-", "end of" before it, which then belong to it.
pub(super) fn narrowed(start: Cursor, end: Cursor, form: Form) -> Written {
    let whole = Written::one(start.at()..end.at(), form);
    if form.day.is_some() || form.week.is_some() || form.stretch.is_some() {
        return whole;
    }
    let Some((word, third)) = NARROWING.iter().find(|(word, _)| start.follows(word)) else {
        return whole;
    };
    let range = start.at() - word.len()..end.at();
    let form = match (form.month, third) {
        (Some(_), third) => Form { part: Some(Part::Third(third.min(&3).to_owned())), ..form },
        (None, 4) => Form { stretch: Some(Stretch::End), ..form },
        (None, third) => Form { stretch: Some(Stretch::Third(*third)), ..form },
    };
    Written::one(range, form)
}

/// 2024 Q3, 2024 H1.
fn year_first(start: Cursor) -> Option<Written> {
    let mut ahead = start;
    let year = Year::At(plausible_year(ahead.exactly(4)?)?);
    ahead.eat_any(&[" ", "-"]);
    let stretch = Some(letter_stretch(&mut ahead)?);
    Some(Written::one(start.at()..ahead.at(), Form { stretch, ..Form::of_year(year) }))
}

/// Q3, H1, 1H.
fn letter_stretch(cursor: &mut Cursor) -> Option<Stretch> {
    const LETTERED: &[(&str, Stretch)] = &[
        ("Q1", Stretch::Quarter(1)),
        ("Q2", Stretch::Quarter(2)),
        ("Q3", Stretch::Quarter(3)),
        ("Q4", Stretch::Quarter(4)),
        ("H1", Stretch::Half(1)),
        ("H2", Stretch::Half(2)),
        ("1H", Stretch::Half(1)),
        ("2H", Stretch::Half(2)),
    ];
    let stretch = cursor.eat_from(LETTERED)?;
    cursor.ends_word().then_some(stretch)
}

/// Q3 2024: the letter stands before the digit that was found.
pub(super) fn letter_first(cursor: Cursor) -> Option<Written> {
    let letter = cursor.last_char().filter(|letter| "QH".contains(*letter));
    let start = match letter {
        Some(_) => cursor.moved(cursor.at() - 1),
        None => cursor,
    };
    if start.last_char().is_some_and(|before| before.is_ascii() && blocks(before)) {
        return None;
    }
    let mut ahead = start;
    let stretch = Some(letter_stretch(&mut ahead)?);
    let year = year_behind(&mut ahead, &[" of ", ", ", " ", "/"]).or_else(|| shared_year(ahead));
    let asked = year.is_some() || start.follows_any(&["in ", "during ", "of "]).is_some();
    let form = Form { year, stretch, ..Form::EMPTY };
    asked.then(|| Written::one(start.at()..ahead.at(), form))
}

/// The 2024 of Q2 and Q3 of 2024, seen from behind Q2.
fn shared_year(mut cursor: Cursor) -> Option<Year> {
    let joined = cursor.eat_any(&[" and ", " to ", "-", " - ", "/"]);
    letter_stretch(&mut cursor).filter(|_| joined)?;
    year_behind(&mut cursor, &[" of ", ", ", " ", "/"])
}

/// 2024 behind a preposition.
fn lone_year(start: Cursor, alone: Alone) -> Option<Written> {
    let mut ahead = start;
    let year = plausible_year(ahead.exactly(4)?).filter(|year| (1940..=2040).contains(year))?;
    let led = alone == Alone::Allowed || is_led(start, ahead);
    let whole = ahead.ends_number() || years_ahead(ahead);
    if !led || !whole || counts_things(ahead) {
        return None;
    }
    Some(narrowed(start, ahead, Form::of_year(Year::At(year))))
}

/// Whether the words around four digits make a year of them: "since at least 2019",
/// "2019 and 2020", "(2019)".
fn is_led(start: Cursor, end: Cursor) -> bool {
    let listed = start.follows(" and ") && {
        let before = start.behind(9).as_bytes();
        before.len() == 9 && before.iter().take(4).all(u8::is_ascii_digit)
    };
    let bracketed = start.last_char() == Some('(') && end.sees(")");
    listed || bracketed || start.follows_any(PREPOSITIONS).is_some()
}

/// Whether `-2024` follows: the first year of two.
fn years_ahead(mut cursor: Cursor) -> bool {
    cursor.eat("-") && cursor.exactly(4).and_then(plausible_year).is_some() && cursor.ends_number()
}

/// Whether a number of things is meant: "of 2024 records".
fn counts_things(cursor: Cursor) -> bool {
    const THINGS: &[&str] = &[
        " records",
        " accounts",
        " users",
        " victims",
        " hosts",
        " devices",
        " customers",
        " people",
        " servers",
        " domains",
        " files",
        " companies",
        " organi",
        " systems",
        " employees",
        " IP",
        " samples",
        " bytes",
        " unique",
        " dollars",
    ];
    cursor.sees_any(THINGS)
}

/// 3 days later, 2 weeks ago.
fn counted(start: Cursor) -> Option<Written> {
    let mut ahead = start;
    let count = i16::try_from(ahead.number(3)?.value).ok()?;
    ahead.eat(" ");
    let (unit, side) = distance(&mut ahead)?;
    Some(Written::one(start.at()..ahead.at(), unit.away(count, side)))
}

fn distance(cursor: &mut Cursor) -> Option<(Unit, Side)> {
    let unit = cursor.eat_from(UNITS)?;
    let side = cursor.eat_from(SIDES)?;
    cursor.ends_word().then_some((unit, side))
}

/// "two days later", found by its unit: the number stands before.
pub(super) fn spelled(cursor: Cursor) -> Option<Written> {
    const NUMBERS: &[(&str, i16)] = &[
        ("one ", 1),
        ("two ", 2),
        ("three ", 3),
        ("four ", 4),
        ("five ", 5),
        ("six ", 6),
        ("seven ", 7),
        ("eight ", 8),
        ("nine ", 9),
        ("ten ", 10),
        ("an ", 1),
        ("a ", 1),
    ];
    let (word, count) = NUMBERS.iter().find(|(word, _)| cursor.follows(word))?;
    let mut ahead = cursor;
    let (unit, side) = distance(&mut ahead)?;
    Some(Written::one(cursor.at() - word.len()..ahead.at(), unit.away(*count, side)))
}

/// "on the 26th", with nothing behind that it could count.
fn ordinal(start: Cursor) -> Option<Written> {
    let mut ahead = start;
    let day = ahead.number(2)?.within(1..=31)?;
    let led = ["on the ", "by the ", "until the ", "from the ", "since the ", "to the "];
    if !eat_suffix(&mut ahead, day) || start.follows_any(&led).is_none() || !day_stands(ahead) {
        return None;
    }
    Some(Written::one(start.at()..ahead.at(), Form::of_day(Day::At(day))))
}

/// Whether what follows an ordinal is no noun.
fn day_stands(cursor: Cursor) -> bool {
    const AFTER: &[&str] = &[
        " and ",
        " to ",
        " through ",
        " when ",
        " after ",
        " before ",
        " until ",
        " with ",
        " by ",
        " the ",
        " at ",
        " in ",
    ];
    match cursor.next_char() {
        None => true,
        Some(' ') => cursor.sees_any(AFTER),
        Some(letter) => matches!(letter, '.' | ',' | ';' | ':' | ')' | '!' | '?'),
    }
}

/// A clock by itself, or before its day: 07:24 UTC on December 26.
fn time(start: Cursor) -> Option<Written> {
    let mut ahead = start;
    let (time, zone) = clock::english(&mut ahead)?;
    let alone = Form { zone, ..Form::of_time(time) };
    let mut behind = ahead;
    behind.eat_any(&[" on ", ", ", " "]);
    let day = weekday_or_month(behind).filter(|written| {
        written.form.day.is_some() && written.form.time.is_none() && written.until.is_none()
    });
    Some(match day {
        Some(day) => {
            let form = Form { time: Some(time), zone, ..day.form };
            Written::one(start.at()..day.range.end, form)
        }
        None => Written::one(start.at()..ahead.at(), alone),
    })
}

fn weekday_or_month(cursor: Cursor) -> Option<Written> {
    from_month(cursor, Alone::Refused).or_else(|| day_first(cursor)).or_else(|| {
        let mut ahead = cursor;
        let day = ahead.eat_from(WEEKDAYS)?;
        from_weekday(cursor, ahead, day)
    })
}

/// Tuesday; Thursday, December 26; "last Tuesday".
pub(super) fn from_weekday(start: Cursor, end: Cursor, day: i8) -> Option<Written> {
    if !end.ends_word() || start.last_char().is_some_and(|c| c.is_ascii() && blocks(c)) {
        return None;
    }
    let mut ahead = end;
    ahead.eat_any(&[", ", " "]);
    let dated = from_month(ahead, Alone::Refused).or_else(|| day_first(ahead));
    if let Some(written) = dated.filter(|written| written.form.day.is_some()) {
        return Some(Written { range: start.at()..written.range.end, ..written });
    }
    lone_weekday(start, end, day)
}

fn lone_weekday(start: Cursor, end: Cursor, day: i8) -> Option<Written> {
    let names =
        ["Patch ", "Black ", "Cyber ", "Good ", "Super ", "every ", "each ", "Ruby ", "Giving "];
    if start.follows_any(&names).is_some() {
        return None;
    }
    let lean = match start.follows_any(&["last ", "next "]) {
        Some("last ") => Some(Lean::Past),
        Some(_) => Some(Lean::Future),
        None => None,
    };
    Some(timed(start, end, Form { lean, ..Form::of_day(Day::Weekday(day)) }))
}

/// A phrase such as "last month", with "early" before it and the rest of a day behind.
pub(super) fn phrase(start: Cursor, end: Cursor, form: Form) -> Option<Written> {
    let inside = start.last_char().is_some_and(|letter| letter.is_ascii() && blocks(letter));
    let length = start.follows("the ") && form.day.is_none() && form.stretch.is_none();
    if inside
        || length
        || !end.ends_word()
        || end.sees_any(&["'s threat", "'s digital", "'s cyber"])
    {
        return None;
    }
    if form.day.is_some() && form.time.is_none() {
        return Some(timed(start, end, form));
    }
    Some(narrowed(start, end, form))
}

/// "first half of 2024", "summer 2024", "second quarter of last year".
pub(super) fn division(start: Cursor, end: Cursor, division: Division) -> Option<Written> {
    if start.last_char().is_some_and(|letter| letter.is_ascii() && blocks(letter)) {
        return None;
    }
    let mut ahead = end;
    if let Some(year) = year_behind(&mut ahead, &[" of ", " in ", ", ", " "]) {
        let stretch = Some(stretch_of(division));
        return Some(Written::one(start.at()..ahead.at(), Form { stretch, ..Form::of_year(year) }));
    }
    division_of_words(start, end, division)
}

fn stretch_of(division: Division) -> Stretch {
    match division {
        Division::Quarter(quarter) => Stretch::Quarter(quarter),
        Division::Half(half) => Stretch::Half(half),
        Division::Season(season) => Stretch::Season(season),
    }
}

/// A division of a month, or of a year that is a phrase.
fn division_of_words(start: Cursor, mut ahead: Cursor, division: Division) -> Option<Written> {
    let of = ahead.eat(" of ");
    if !of {
        return None;
    }
    if let Some(year) = year_phrase(&mut ahead) {
        let stretch = Some(stretch_of(division));
        return Some(Written::one(start.at()..ahead.at(), Form { stretch, ..year }));
    }
    let Division::Half(half) = division else { return None };
    let month = from_month(ahead, Alone::Allowed).filter(|month| month.form.day.is_none())?;
    let form = Form { part: Some(Part::Half(half)), ..month.form };
    Some(Written::one(start.at()..month.range.end, form))
}

fn year_phrase(cursor: &mut Cursor) -> Option<Form> {
    use super::form::Base;
    let year = |count| Form::of_year(Year::Shift(count, Base::Writing));
    cursor.eat_from(&[("last year", year(-1)), ("this year", year(0)), ("next year", year(1))])
}

/// "the week of December 23": the words before make a week of the day.
pub(super) fn week_of(cursor: Cursor, written: Written) -> Written {
    let Some(word) = cursor.follows_any(&["week of ", "week ending ", "week beginning "]) else {
        return written;
    };
    if written.form.day.is_none() || written.range.start != cursor.at() {
        return written;
    }
    let form = Form { week: Some(Week::Of), time: None, ..written.form };
    Written { range: cursor.at() - word.len()..written.range.end, form, until: None }
}
