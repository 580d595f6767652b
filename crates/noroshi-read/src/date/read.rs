//! One date at one place: hands a beginning to the reader that knows it.

use noroshi_model::Language;

use super::clock;
use super::cursor::{Cursor, is_word};
use super::english::{self, Alone};
use super::form::{Base, Form, Written, Year};
use super::words::{self, Hit, Trigger};
use super::{eastern, numeric};

/// Reads the date that begins at a hit.
pub(super) fn read(line: Cursor, hit: Hit, language: Language, alone: Alone) -> Option<Written> {
    let (start, end) = (line.moved(hit.start), line.moved(hit.end));
    match hit.trigger {
        Trigger::Digit => digits(start, language, alone),
        Trigger::Era(before) => era(start, end, before),
        Trigger::Eastern(form) => eastern_word(start, end, form),
        Trigger::Chinese(form) if language == Language::Zh => eastern_word(start, end, form),
        Trigger::Chinese(_) => None,
        Trigger::YearBefore => eastern_word(start, end, year_before(language)),
        Trigger::HalfDay(_) => half_day(start),
        Trigger::Month(_) => {
            english::from_month(start, alone).map(|written| english::week_of(start, written))
        }
        Trigger::Weekday(day) => english::from_weekday(start, end, day),
        Trigger::English(form) => english::phrase(start, end, form),
        Trigger::Division(division) => english::division(start, end, division),
        Trigger::Distance(..) => english::spelled(start),
    }
}

fn digits(start: Cursor, language: Language, alone: Alone) -> Option<Written> {
    if is_code(start) {
        return None;
    }
    numeric::read(start, language)
        .or_else(|| eastern::read(start))
        .or_else(|| english::letter_first(start))
        .or_else(|| english::read(start, alone).map(|written| english::week_of(start, written)))
        .or_else(|| numeric::of_era_letter(start))
        .or_else(|| lettered_era(start, language))
}

/// Whether a byte before a number makes it a part of a longer word.
pub(super) fn joins(before: u8) -> bool {
    is_word(before) && !b"RHSQ".contains(&before)
}

/// Whether a number is part of a longer word, so that no reader needs to look at it. Only the
/// letters of eras and of quarters may stand right before.
fn is_code(start: Cursor) -> bool {
    let before = start.last_char().filter(char::is_ascii).map_or(b' ', |letter| letter as u8);
    let joined = joins(before);
    let longest = 8;
    let digits = start.rest().bytes().take(longest + 1).take_while(u8::is_ascii_digit).count();
    joined || digits > longest
}

/// R6年12月, H31年度; H31 alone only before a Japanese word of time.
fn lettered_era(start: Cursor, language: Language) -> Option<Written> {
    let before = numeric::era_letter(start)?;
    let from = start.moved(start.at() - 1);
    let mut ahead = start;
    let year = i16::try_from(ahead.number(2)?.value).ok().filter(|year| *year > 0)?;
    let year = Year::Era(before + year);
    if ahead.eat("年") {
        return Some(eastern::from_year(from, ahead, year));
    }
    let timely = ahead.sees_any(&["以降", "から", "まで", "以前", "末", "時点", "の"]);
    (language == Language::Ja && timely)
        .then(|| Written::one(from.at()..ahead.at(), Form::of_year(year)))
}

/// 令和6年12月26日, 令和元年.
fn era(start: Cursor, mut ahead: Cursor, before: i16) -> Option<Written> {
    ahead.eat(" ");
    let year = if ahead.eat("元") { 1 } else { ahead.number(3)?.value };
    let year = Year::Era(before + i16::try_from(year).ok().filter(|year| *year > 0)?);
    ahead.eat(" ");
    if ahead.eat_any(&["年", "."]) && !ahead.sees("代") {
        return Some(eastern::from_year(start, ahead, year));
    }
    None
}

fn year_before(language: Language) -> Form {
    let shift = match language {
        Language::Zh => Year::Shift(-2, Base::Writing),
        _ => Year::Shift(-1, Base::Told),
    };
    Form::of_year(shift)
}

/// What behind a relative word makes another word of it: 前年比, 今日本.
const OTHER_WORDS: &[&str] = &[
    "比", "代", "本", "間", "调整", "調整", "来の", "来高", "来安", "版", "限り", "賀状", "では",
    "性", "的",
];

/// A relative word of Japanese or Chinese with the finer parts behind it.
fn eastern_word(start: Cursor, end: Cursor, form: Form) -> Option<Written> {
    let every = start.follows_any(&["毎", "每", "約", "半"]).is_some();
    if every || end.sees_any(OTHER_WORDS) {
        return None;
    }
    Some(eastern::refine(start, end, form))
}

/// 午前7時 by itself; it belongs to the day told last.
fn half_day(start: Cursor) -> Option<Written> {
    let mut ahead = start;
    let (time, zone) = clock::half_day(&mut ahead)?;
    Some(Written::one(start.at()..ahead.at(), Form { zone, ..Form::of_time(time) }))
}

/// Signs between the two ends of an interval.
const EASTERN_TO: &[&str] = &["から", "~", "〜", "至", "到", "より", "―", "ないし"];
const ENGLISH_TO: &[&str] = &[" to ", " through ", " until ", " till ", " - ", "-", "–"];

/// How far ahead the second end of an interval may begin, in bytes: "from May to the end of".
const SECOND_END: usize = 24;

/// The second end of an interval, right behind the first.
pub(super) fn second_end(line: Cursor, first: &Written, language: Language) -> Option<Written> {
    if first.until.is_some() {
        return None;
    }
    let mut ahead = line.moved(first.range.end);
    if !ahead.eat_any(&[" から", " ~ ", " 〜 "]) && !ahead.eat_any(EASTERN_TO) {
        let between = line.moved(first.range.start).follows("between ");
        let joined = ahead.eat_any(ENGLISH_TO) || (between && ahead.eat(" and "));
        joined.then_some(())?;
    }
    ahead.eat_any(&[" ", "、"]);
    second_at(line, ahead, language)
}

/// A date that begins at a place, counting the words that belong to its front.
fn second_at(line: Cursor, place: Cursor, language: Language) -> Option<Written> {
    let from = place.at();
    let hit = words::next_within(place.ahead(SECOND_END), from)?;
    let written = read(line, hit, language, Alone::Allowed)?;
    let gap = place.rest().get(..written.range.start.checked_sub(from)?)?;
    let front = ["", "the ", "at least ", "around ", "about ", "約"];
    front.contains(&gap).then_some(written)
}
