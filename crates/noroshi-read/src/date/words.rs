//! The words that can begin a date, and the one automaton that finds them.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use super::form::{Base, Calendar, Day, Form, Month, Part, Stretch, Time, Week, Year};
use super::kanji;

/// What was found, and where a reader should start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) trigger: Trigger,
}

/// A kind of beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// An ASCII digit.
    Digit,
    /// An era; the year before its first.
    Era(i16),
    /// A word of Japanese or Chinese that is a date by itself.
    Eastern(Form),
    /// A word that is a date in Chinese only.
    Chinese(Form),
    /// 前年: last year in Japanese, the year before last in Chinese.
    YearBefore,
    /// 午前, 下午: the hours that are added.
    HalfDay(i8),
    /// 正午.
    Noon,
    /// 木曜, 0 is Monday.
    EasternWeekday(i8),
    /// 春 by itself: 1 spring to 4 winter.
    Season(i8),
    /// 週末 by itself.
    Weekend,
    /// 半年 or 半日 before 前 or 後.
    HalfAway,
    /// けさ.
    ThisMorning,
    /// 夕方 by itself.
    PartOfDay,
    /// The name of a month.
    Month(i8),
    /// The name of a day of the week, 0 is Monday.
    Weekday(i8),
    /// An English phrase that is a date by itself.
    English(Form),
    /// "first half", "second quarter", "summer": needs a year or a month behind it.
    Division(Division),
    /// "days later": needs a number before it.
    Distance(Unit, Side),
}

/// The divisions that English puts before the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Division {
    Quarter(i8),
    Half(i8),
    Season(i8),
}

/// A unit of a distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Which way a distance goes, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Later,
    Earlier,
    Ago,
}

impl Unit {
    /// `count` units to a side.
    pub(super) fn away(self, count: i16, side: Side) -> Form {
        let (count, base) = match side {
            Side::Later => (count, Base::Told),
            Side::Earlier => (-count, Base::Told),
            Side::Ago => (-count, Base::Writing),
        };
        self.from(count, base)
    }

    /// `count` units from `base`.
    pub(super) fn from(self, count: i16, base: Base) -> Form {
        match self {
            Self::Day => Form::of_day(Day::Shift(count.into(), base)),
            Self::Week => Form::of_week(Week::Shift(count.into(), base)),
            Self::Month => Form::of_month(Month::Shift(count, base)),
            Self::Year => Form::of_year(Year::Shift(count, base)),
        }
    }
}

const fn year(count: i16, base: Base) -> Form {
    Form::of_year(Year::Shift(count, base))
}

const fn fiscal(count: i16, base: Base) -> Form {
    Form { calendar: Calendar::Fiscal, ..year(count, base) }
}

const fn month(count: i16, base: Base) -> Form {
    Form::of_month(Month::Shift(count, base))
}

const fn week(count: i32, base: Base) -> Form {
    Form::of_week(Week::Shift(count, base))
}

const fn day(count: i32, base: Base) -> Form {
    Form::of_day(Day::Shift(count, base))
}

const fn at(count: i32, base: Base, from: i8, to: i8) -> Form {
    Form { time: Some(Time::Part(from, to)), ..day(count, base) }
}

const fn season(count: i16, season: i8) -> Form {
    Form { stretch: Some(Stretch::Season(season)), ..year(count, Base::Writing) }
}

const fn edge(stretch: Stretch) -> Form {
    Form::of_stretch(stretch)
}

const fn third(third: i8) -> Form {
    Form { part: Some(Part::Third(third)), ..month(0, Base::Told) }
}

use Base::{Told, Writing};

/// Words shared by Japanese and Chinese, or that only one of the two could write.
const EASTERN: &[(&str, Form)] = &[
    ("一昨年", year(-2, Writing)),
    ("おととし", year(-2, Writing)),
    ("昨年", year(-1, Writing)),
    ("去年", year(-1, Writing)),
    ("今年", year(0, Writing)),
    ("ことし", year(0, Writing)),
    ("本年", year(0, Writing)),
    ("来年", year(1, Writing)),
    ("來年", year(1, Writing)),
    ("再来年", year(2, Writing)),
    ("明年", year(1, Writing)),
    ("翌年", year(1, Told)),
    ("次年", year(1, Told)),
    ("翌々年", year(2, Told)),
    ("同年", year(0, Told)),
    ("同じ年", year(0, Told)),
    ("前の年", year(-1, Told)),
    ("昨年度", fiscal(-1, Writing)),
    ("今年度", fiscal(0, Writing)),
    ("今期", Form::of_day(Day::Open)),
    ("来期", Form::of_day(Day::Open)),
    ("前四半期", Form::of_day(Day::Open)),
    ("前の四半期", Form::of_day(Day::Open)),
    ("新年度", Form::of_day(Day::Open)),
    ("本年度", fiscal(0, Writing)),
    ("来年度", fiscal(1, Writing)),
    ("前年度", fiscal(-1, Told)),
    ("翌年度", fiscal(1, Told)),
    ("同年度", fiscal(0, Told)),
    ("先々月", month(-2, Writing)),
    ("先月", month(-1, Writing)),
    ("今月", month(0, Writing)),
    ("本月", month(0, Writing)),
    ("来月", month(1, Writing)),
    ("翌月", month(1, Told)),
    ("次月", month(1, Told)),
    ("前月", month(-1, Told)),
    ("同月", month(0, Told)),
    ("同じ月", month(0, Told)),
    ("前の月", month(-1, Told)),
    ("当月", month(0, Told)),
    ("月内", month(0, Told)),
    ("上个月", month(-1, Writing)),
    ("上個月", month(-1, Writing)),
    ("这个月", month(0, Writing)),
    ("這個月", month(0, Writing)),
    ("下个月", month(1, Writing)),
    ("下個月", month(1, Writing)),
    ("先々週", week(-2, Writing)),
    ("先週", week(-1, Writing)),
    ("今週", week(0, Writing)),
    ("来週", week(1, Writing)),
    ("翌週", week(1, Told)),
    ("前週", week(-1, Told)),
    ("同週", week(0, Told)),
    ("同じ週", week(0, Told)),
    ("前の週", week(-1, Told)),
    ("次の週", week(1, Told)),
    ("上周", week(-1, Writing)),
    ("上週", week(-1, Writing)),
    ("本周", week(0, Writing)),
    ("本週", week(0, Writing)),
    ("这周", week(0, Writing)),
    ("下周", week(1, Writing)),
    ("下週", week(1, Writing)),
    ("一昨日", day(-2, Writing)),
    ("おととい", day(-2, Writing)),
    ("昨日", day(-1, Writing)),
    ("きのう", day(-1, Writing)),
    ("本日", day(0, Writing)),
    ("今日", day(0, Writing)),
    ("きょう", day(0, Writing)),
    ("明日", day(1, Writing)),
    ("明後日", day(2, Writing)),
    ("昨天", day(-1, Writing)),
    ("今天", day(0, Writing)),
    ("明天", day(1, Writing)),
    ("前天", day(-2, Writing)),
    ("翌々日", day(2, Told)),
    ("前々日", day(-2, Told)),
    ("この日", day(0, Told)),
    ("その日", day(0, Told)),
    ("次の日", day(1, Told)),
    ("同じ日", day(0, Told)),
    ("前日", day(-1, Told)),
    ("翌日", day(1, Told)),
    ("次日", day(1, Told)),
    ("同日", day(0, Told)),
    ("当日", day(0, Told)),
    ("當日", day(0, Told)),
    ("当天", day(0, Told)),
    ("昨晩", at(-1, Writing, 18, 24)),
    ("昨夜", at(-1, Writing, 18, 24)),
    ("昨晚", at(-1, Writing, 18, 24)),
    ("今朝", at(0, Writing, 6, 10)),
    ("今晩", at(0, Writing, 18, 24)),
    ("今夜", at(0, Writing, 18, 24)),
    ("翌朝", at(1, Told, 6, 10)),
    ("同夜", at(0, Told, 18, 24)),
    ("同じ夜", at(0, Told, 18, 24)),
    ("その夜", at(0, Told, 18, 24)),
    ("当夜", at(0, Told, 18, 24)),
    ("同じ朝", at(0, Told, 6, 10)),
    ("同じ晩", at(0, Told, 18, 24)),
    ("前の晩", at(-1, Told, 18, 24)),
    ("前夜", at(-1, Told, 18, 24)),
    ("翌晩", at(1, Told, 18, 24)),
    ("昨春", season(-1, 1)),
    ("昨夏", season(-1, 2)),
    ("昨秋", season(-1, 3)),
    ("昨冬", season(-1, 4)),
    ("今春", season(0, 1)),
    ("今夏", season(0, 2)),
    ("今秋", season(0, 3)),
    ("今冬", season(0, 4)),
    ("この春", season(0, 1)),
    ("この夏", season(0, 2)),
    ("この秋", season(0, 3)),
    ("この冬", season(0, 4)),
    ("来春", season(1, 1)),
    ("来夏", season(1, 2)),
    ("来秋", season(1, 3)),
    ("年末年始", edge(Stretch::Holidays)),
    ("年末", edge(Stretch::End)),
    ("年底", edge(Stretch::End)),
    ("年始", edge(Stretch::NewYear)),
    ("正月", edge(Stretch::NewYear)),
    ("元日", Form { day: Some(Day::At(1)), ..Form::of_month(Month::At(1)) }),
    ("大みそか", Form { day: Some(Day::At(31)), ..Form::of_month(Month::At(12)) }),
    ("大晦日", Form { day: Some(Day::At(31)), ..Form::of_month(Month::At(12)) }),
    ("お盆", Form::of_month(Month::At(8))),
    ("年初", edge(Stretch::Start)),
    ("年明け", edge(Stretch::Opening)),
    ("上半期", edge(Stretch::Half(1))),
    ("下半期", edge(Stretch::Half(2))),
    ("上半年", edge(Stretch::Half(1))),
    ("下半年", edge(Stretch::Half(2))),
    ("第一四半期", edge(Stretch::Quarter(1))),
    ("第二四半期", edge(Stretch::Quarter(2))),
    ("第三四半期", edge(Stretch::Quarter(3))),
    ("第四四半期", edge(Stretch::Quarter(4))),
    ("第一季度", edge(Stretch::Quarter(1))),
    ("第二季度", edge(Stretch::Quarter(2))),
    ("第三季度", edge(Stretch::Quarter(3))),
    ("第四季度", edge(Stretch::Quarter(4))),
    ("月初", third(1)),
    ("月末", third(3)),
    ("月底", third(3)),
];

/// Words that are something else in Japanese: 上月 is a family name there.
const CHINESE: &[(&str, Form)] = &[("上月", month(-1, Writing)), ("下月", month(1, Writing))];

/// Days of the week in Japanese, 0 is Monday.
const EASTERN_WEEKDAYS: &[(&str, i8)] =
    &[("月曜", 0), ("火曜", 1), ("水曜", 2), ("木曜", 3), ("金曜", 4), ("土曜", 5), ("日曜", 6)];

/// Seasons without a year, each with its number.
const SEASONS: &[(&str, i8)] = &[
    ("春先", 1),
    ("春", 1),
    ("初夏", 2),
    ("夏", 2),
    ("秋口", 3),
    ("秋", 3),
    ("晩秋", 3),
    ("冬", 4),
];

/// An era and the year before its first.
const ERAS: &[(&str, i16)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("民国", 1911),
    ("民國", 1911),
];

/// The halves of a day and the hours they add.
pub(super) const HALF_DAYS: &[(&str, i8)] =
    &[("午前", 0), ("午後", 12), ("上午", 0), ("下午", 12), ("凌晨", 0), ("晚上", 12)];

/// English phrases, in lower case; each is also found with a capital.
const ENGLISH: &[(&str, Form)] = &[
    ("last year", year(-1, Writing)),
    ("this year", year(0, Writing)),
    ("next year", year(1, Writing)),
    ("that year", year(0, Told)),
    ("the same year", year(0, Told)),
    ("the following year", year(1, Told)),
    ("the previous year", year(-1, Told)),
    ("last month", month(-1, Writing)),
    ("this month", month(0, Writing)),
    ("next month", month(1, Writing)),
    ("that month", month(0, Told)),
    ("the same month", month(0, Told)),
    ("the following month", month(1, Told)),
    ("the previous month", month(-1, Told)),
    ("last week", week(-1, Writing)),
    ("this week", week(0, Writing)),
    ("next week", week(1, Writing)),
    ("that week", week(0, Told)),
    ("the same week", week(0, Told)),
    ("the following week", week(1, Told)),
    ("the previous week", week(-1, Told)),
    ("yesterday", day(-1, Writing)),
    ("today", day(0, Writing)),
    ("tomorrow", day(1, Writing)),
    ("that day", day(0, Told)),
    ("that same day", day(0, Told)),
    ("the same day", day(0, Told)),
    ("the next day", day(1, Told)),
    ("the following day", day(1, Told)),
    ("the previous day", day(-1, Told)),
    ("the day before yesterday", day(-2, Writing)),
    ("this morning", at(0, Writing, 6, 12)),
    ("this afternoon", at(0, Writing, 12, 18)),
    ("last night", at(-1, Writing, 18, 24)),
    ("last weekend", Form::of_week(Week::Weekend(-1, Writing))),
    ("over the weekend", Form::of_week(Week::Weekend(-1, Writing))),
    ("last spring", season(-1, 1)),
    ("last summer", season(-1, 2)),
    ("last autumn", season(-1, 3)),
    ("last fall", season(-1, 3)),
    ("last winter", season(-1, 4)),
    ("this spring", season(0, 1)),
    ("this summer", season(0, 2)),
    ("this autumn", season(0, 3)),
    ("this fall", season(0, 3)),
    ("this winter", season(0, 4)),
];

/// Divisions of a year or month; each is also found with a capital.
const DIVISIONS: &[(&str, Division)] = &[
    ("first quarter", Division::Quarter(1)),
    ("second quarter", Division::Quarter(2)),
    ("third quarter", Division::Quarter(3)),
    ("fourth quarter", Division::Quarter(4)),
    ("final quarter", Division::Quarter(4)),
    ("first half", Division::Half(1)),
    ("second half", Division::Half(2)),
    ("latter half", Division::Half(2)),
    ("spring", Division::Season(1)),
    ("summer", Division::Season(2)),
    ("autumn", Division::Season(3)),
    ("fall", Division::Season(3)),
    ("winter", Division::Season(4)),
];

/// Units of English distances, longest first.
pub(super) const UNITS: &[(&str, Unit)] = &[
    ("days", Unit::Day),
    ("day", Unit::Day),
    ("weeks", Unit::Week),
    ("week", Unit::Week),
    ("months", Unit::Month),
    ("month", Unit::Month),
    ("years", Unit::Year),
    ("year", Unit::Year),
];

/// Where English distances lead.
pub(super) const SIDES: &[(&str, Side)] =
    &[(" later", Side::Later), (" earlier", Side::Earlier), (" ago", Side::Ago)];

/// Month names, longest first within a month.
pub(super) const MONTHS: &[(&str, i8)] = &[
    ("January", 1),
    ("February", 2),
    ("March", 3),
    ("April", 4),
    ("May", 5),
    ("June", 6),
    ("July", 7),
    ("August", 8),
    ("September", 9),
    ("October", 10),
    ("November", 11),
    ("December", 12),
    ("Sept", 9),
    ("Jan", 1),
    ("Feb", 2),
    ("Mar", 3),
    ("Apr", 4),
    ("Jun", 6),
    ("Jul", 7),
    ("Aug", 8),
    ("Sep", 9),
    ("Oct", 10),
    ("Nov", 11),
    ("Dec", 12),
];

/// Days of the week, 0 is Monday.
pub(super) const WEEKDAYS: &[(&str, i8)] = &[
    ("Monday", 0),
    ("Tuesday", 1),
    ("Wednesday", 2),
    ("Thursday", 3),
    ("Friday", 4),
    ("Saturday", 5),
    ("Sunday", 6),
];

/// The automaton and what each of its patterns means.
struct Finder {
    automaton: AhoCorasick,
    triggers: Vec<Trigger>,
}

static FINDER: LazyLock<Option<Finder>> =
    LazyLock::new(|| build(AhoCorasickKind::ContiguousNFA, |_| true));

/// For text that is all ASCII: a tenth of the words, so that its automaton stays in the cache.
static ASCII_FINDER: LazyLock<Option<Finder>> =
    LazyLock::new(|| build(AhoCorasickKind::DFA, str::is_ascii));

/// The patterns: each word with its trigger.
#[derive(Default)]
struct Patterns {
    words: Vec<String>,
    triggers: Vec<Trigger>,
}

impl Patterns {
    fn add(&mut self, word: impl Into<String>, trigger: Trigger) {
        self.words.push(word.into());
        self.triggers.push(trigger);
    }

    fn add_all<T: Copy>(&mut self, table: &[(&str, T)], trigger: impl Fn(T) -> Trigger) {
        for (word, value) in table {
            self.add(*word, trigger(*value));
        }
    }

    /// As written, and with the first letter raised.
    fn add_phrases<T: Copy>(&mut self, table: &[(&str, T)], trigger: impl Fn(T) -> Trigger + Copy) {
        self.add_all(table, trigger);
        for (word, value) in table {
            self.add(capitalised(word), trigger(*value));
        }
    }

    /// As written, and all in capitals.
    fn add_names<T: Copy>(&mut self, table: &[(&str, T)], trigger: impl Fn(T) -> Trigger + Copy) {
        self.add_all(table, trigger);
        for (word, value) in table {
            self.add(word.to_ascii_uppercase(), trigger(*value));
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

fn patterns() -> Patterns {
    let mut all = Patterns::default();
    for digit in '0'..='9' {
        all.add(digit, Trigger::Digit);
    }
    kanji::numerals_of_dates().into_iter().for_each(|word| all.add(word, Trigger::Digit));
    all.add("前年", Trigger::YearBefore);
    all.add("正午", Trigger::Noon);
    all.add("週末", Trigger::Weekend);
    all.add_all(EASTERN_WEEKDAYS, Trigger::EasternWeekday);
    all.add_all(SEASONS, Trigger::Season);
    all.add("けさ", Trigger::ThisMorning);
    for word in ["夕方", "昼すぎ", "昼過ぎ", "早朝", "未明", "夜", "昼"] {
        all.add(word, Trigger::PartOfDay);
    }
    for word in ["半年前", "半年後", "半日前", "半日後"] {
        all.add(word, Trigger::HalfAway);
    }
    all.add_all(CHINESE, Trigger::Chinese);
    all.add_all(EASTERN, Trigger::Eastern);
    all.add_all(ERAS, Trigger::Era);
    all.add_all(HALF_DAYS, Trigger::HalfDay);
    all.add_names(MONTHS, Trigger::Month);
    all.add_all(WEEKDAYS, Trigger::Weekday);
    all.add_phrases(ENGLISH, Trigger::English);
    all.add_phrases(DIVISIONS, Trigger::Division);
    for (unit, unit_value) in UNITS {
        for (side, side_value) in SIDES {
            all.add(format!("{unit}{side}"), Trigger::Distance(*unit_value, *side_value));
        }
    }
    all
}

fn build(kind: AhoCorasickKind, wanted: impl Fn(&str) -> bool) -> Option<Finder> {
    let Patterns { words, triggers } = patterns();
    let kept = words.into_iter().zip(triggers).filter(|(word, _)| wanted(word));
    let (words, triggers): (Vec<String>, Vec<Trigger>) = kept.unzip();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(kind))
        .build(words)
        .ok()?;
    Some(Finder { automaton, triggers })
}

/// The first beginning of a date in `text[from..to]`.
pub(super) fn next(text: &str, from: usize, to: usize) -> Option<Hit> {
    FINDER.as_ref()?.next(text, from, to)
}

/// The same for a range that is all ASCII.
pub(super) fn next_in_ascii(text: &str, from: usize, to: usize) -> Option<Hit> {
    ASCII_FINDER.as_ref()?.next(text, from, to)
}

impl Finder {
    fn next(&self, text: &str, from: usize, to: usize) -> Option<Hit> {
        let found = self.automaton.find(Input::new(text).range(from..to))?;
        let trigger = *self.triggers.get(found.pattern().as_usize())?;
        Some(Hit { start: found.start(), end: found.end(), trigger })
    }
}

/// The first beginning of a date in a piece of text that starts at `offset` of the whole.
pub(super) fn next_within(piece: &str, offset: usize) -> Option<Hit> {
    let hit = next(piece, 0, piece.len())?;
    Some(Hit { start: hit.start + offset, end: hit.end + offset, ..hit })
}
