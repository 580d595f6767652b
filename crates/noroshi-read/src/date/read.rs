//! One date at one place: hands a beginning to the reader that knows it.

use noroshi_model::Language;

use super::clock;
use super::cursor::{Cursor, is_word};
use super::english::{self, Alone};
use super::form::{Base, Day, Form, Month, Stretch, Week, Written, Year};
use super::words::{self, Hit, Trigger};
use super::{eastern, numeric, plain};

/// Reads the date that begins at a hit.
pub(super) fn read(line: Cursor, hit: Hit, language: Language, alone: Alone) -> Option<Written> {
    let (start, end) = (line.moved(hit.start), line.moved(hit.end));
    match hit.trigger {
        Trigger::Digit => digits(start, language, alone),
        Trigger::Era(before) => era(start, end, before),
        Trigger::Eastern(form) => eastern_word(start, end, form),
        Trigger::EasternWeekday(day) => plain::weekday(start, end, day),
        Trigger::Season(season) => plain::season(start, end, season),
        Trigger::Weekend => plain::weekend(start, end),
        Trigger::Noon => Some(plain::noon(start, end)),
        Trigger::HalfAway => plain::half_away(start, end),
        Trigger::ThisMorning => plain::this_morning(start, end),
        Trigger::PartOfDay => plain::part_of_day(start),
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
    let year = if ahead.eat("元") { 1 } else { ahead.figure(3)?.value };
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
    "性", "的", "同期", "同月", "香",
];

/// A relative word of Japanese or Chinese with the finer parts behind it.
fn eastern_word(start: Cursor, end: Cursor, form: Form) -> Option<Written> {
    let every = start.follows_any(&["毎", "每", "約", "半"]).is_some();
    if every || end.sees_any(OTHER_WORDS) || is_inside_a_word(start) {
        return None;
    }
    // その翌日, but not その本年.
    let told = start.follows("その") && is_of_told(form);
    let from = if told { start.moved(start.at() - "その".len()) } else { start };
    Some(eastern::refine(from, end, form))
}

/// 日本年金, 瀬戸口明日香, らっきょう: the letters are those of another word.
fn is_inside_a_word(start: Cursor) -> bool {
    let Some(before) = start.last_char() else { return false };
    let kana = matches!(before, 'ぁ'..='ん');
    let particle =
        matches!(before, 'は' | 'が' | 'に' | 'も' | 'で' | 'を' | 'の' | 'と' | 'た' | 'る');
    // 6か月内 is a length.
    if start.sees("月内") {
        return matches!(before, 'か' | 'カ' | 'ヵ' | 'ヶ' | 'ケ' | '箇' | '数');
    }
    if start.sees_any(&["本年", "明日", "今日", "今期"]) {
        return matches!(before, '一'..='龠');
    }
    let word = start.sees_any(&["きょう", "きのう", "ことし"]);
    start.sees("ことしか") || word && (matches!(before, '一'..='龠') || (kana && !particle))
}

/// Whether a form counts from the date told last.
fn is_of_told(form: Form) -> bool {
    matches!(form.day, Some(Day::Shift(_, Base::Told)))
        || matches!(form.week, Some(Week::Shift(_, Base::Told)))
        || matches!(form.month, Some(Month::Shift(_, Base::Told)))
        || matches!(form.year, Some(Year::Shift(_, Base::Told)))
}

/// 午前7時 by itself; it belongs to the day told last.
fn half_day(start: Cursor) -> Option<Written> {
    if clock::is_daily(start) {
        return None;
    }
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
    if language == Language::Ja {
        if let Some(other) = other_day(ahead, first) {
            return Some(other);
        }
        ahead.eat_any(&["ごろ", "頃", "ころ"]);
    }
    if !ahead.eat_any(&[" から", " ~ ", " 〜 "]) && !ahead.eat_any(EASTERN_TO) {
        let between = line.moved(first.range.start).follows("between ");
        let joined = ahead.eat_any(ENGLISH_TO) || (between && ahead.eat(" and "));
        joined.then_some(())?;
    }
    ahead.eat_any(&[" ", "、"]);
    short_year(ahead, first).or_else(|| second_at(line, ahead, language))
}

/// The 21日 of 二日後の21日 and the 翌朝 of 19日の翌朝: the same day in other words, right behind.
pub(super) fn named_day(line: Cursor, first: &Written, language: Language) -> Option<Written> {
    let mut ahead = line.moved(first.range.end);
    let joined = ahead.eat("の");
    let next = ahead.next_char()?;
    let told = joined && is_of_day(first.form) && next == '翌';
    let number = next.is_ascii_digit() || super::kanji::is_numeral(next);
    let counted = number && first.form.time.is_none() && counts_to_a_day(line, first);
    if language != Language::Ja || !(told || counted) {
        return None;
    }
    let named = second_at(line, ahead, language).filter(|one| one.range.start == ahead.at())?;
    let whole = matches!(named.form.day, Some(Day::At(_))) || named.form.month.is_some();
    (told || whole).then_some(named)
}

/// Whether a form is a day of the calendar.
fn is_of_day(form: Form) -> bool {
    form.time.is_none() && matches!(form.day, Some(Day::At(_) | Day::Next(_) | Day::Same(_)))
}

/// Whether a form counts its way to a day: 前日, 先週金曜, 5週間後, 年末.
fn counts_to_a_day(line: Cursor, first: &Written) -> bool {
    let form = first.form;
    let distance = line.moved(first.range.end).follows_any(&["前", "後"]).is_some();
    let shifted = matches!(form.day, Some(Day::Shift(..) | Day::Weekday(_))) || distance;
    let ending = matches!(form.stretch, Some(Stretch::End | Stretch::NewYear));
    shifted || (ending && form.year.is_none())
}

/// The 6日 of 6月4日と6日: a later day of the same month.
fn other_day(place: Cursor, first: &Written) -> Option<Written> {
    let Form { day: Some(Day::At(day)), time: None, .. } = first.form else { return None };
    let mut ahead = place;
    let number = ahead.eat("と").then(|| ahead.number(2)).flatten()?.within(1..=31)?;
    let whole = ahead.eat("日") && number > day && !super::parts::day_ends(ahead);
    let form = Form::of_day(Day::Same(number));
    whole.then(|| Written::one(place.at()..ahead.at(), form))
}

/// The 24年 of 2021年から24年.
fn short_year(place: Cursor, first: &Written) -> Option<Written> {
    let Form { year: Some(Year::At(from)), month: None, .. } = first.form else { return None };
    let mut ahead = place;
    let number = ahead.number(2).filter(|number| number.digits == 2)?;
    let year = from - from % 100 + i16::try_from(number.value).ok()?;
    let later = ahead.eat("年") && year > from;
    later.then(|| eastern::from_year(place, ahead, Year::At(year)))
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
