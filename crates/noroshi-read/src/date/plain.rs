//! Words that are a date by themselves only where the words around them allow it: 木曜, 春, 週末.

use super::clock;
use super::cursor::Cursor;
use super::form::{Base, Day, Form, Month, Stretch, Time, Week, Written};
use super::numeric::with_time;

/// 木曜, 木曜日, 月曜日未明; not 毎週木曜 or 会期中の土曜.
pub(super) fn weekday(start: Cursor, mut end: Cursor, day: i8) -> Option<Written> {
    let every = ["毎週", "隔週", "毎", "中の", "日、", "・", "("];
    if start.follows_any(&every).is_some() {
        return None;
    }
    end.eat("日");
    if end.sees_any(&["版", "号", "日", "から", "・", "定休", "休", "の休"]) {
        return None;
    }
    Some(with_time(start, end, Form::of_day(Day::Weekday(day))))
}

/// 春から, 夏に; not 青春 or 『冬の狼煙』.
pub(super) fn season(start: Cursor, end: Cursor, season: i8) -> Option<Written> {
    let inside = start.last_char().is_some_and(|before| {
        is_of_a_word(before) || matches!(before, '『' | '「' | '“' | '"' | '・')
    });
    let goes_on = ["に", "から", "の", "まで", "以降", "頃", "ごろ"];
    if inside || !end.sees_any(&goes_on) {
        return None;
    }
    Some(Written::one(start.at()..end.at(), Form::of_stretch(Stretch::Season(season))))
}

/// 週末, counted from the day of writing.
pub(super) fn weekend(start: Cursor, end: Cursor) -> Option<Written> {
    if start.last_char().is_some_and(is_of_a_word) {
        return None;
    }
    let form = Form::of_week(Week::Weekend(-1, Base::Writing));
    Some(Written::one(start.at()..end.at(), form))
}

/// 正午, 正午前, 正午すぎ.
pub(super) fn noon(start: Cursor, mut end: Cursor) -> Written {
    let time = if end.eat("前") { Time::Part(10, 12) } else { Time::Minute(12, 0) };
    end.eat_any(&["過ぎ", "すぎ"]);
    Written::one(start.at()..end.at(), Form::of_time(time))
}

/// 半年前, 半年後; how far 半日前 leads is not known to the day.
pub(super) fn half_away(start: Cursor, end: Cursor) -> Option<Written> {
    let word = start.rest().get(..end.at() - start.at())?;
    if end.sees("半") {
        return None;
    }
    let later = word.ends_with('後');
    let told = later || start.follows("その");
    let base = if told { Base::Told } else { Base::Writing };
    let form = match word.starts_with("半年") {
        true => Form::of_month(Month::Shift(if later { 6 } else { -6 }, base)),
        false => Form::of_day(Day::Open),
    };
    let from = if start.follows("その") { start.at() - "その".len() } else { start.at() };
    Some(Written::one(from..end.at(), form))
}

/// けさ6時, けさ早く; not the end of another word.
pub(super) fn this_morning(start: Cursor, mut end: Cursor) -> Option<Written> {
    let before = start.last_char();
    let joined = before.is_some_and(|sign| is_of_a_word(sign) || matches!(sign, 'ぁ'..='ん'));
    let particle = before.is_some_and(|sign| matches!(sign, 'は' | 'が' | 'を' | 'に' | 'も'));
    let early = end.eat("早く");
    let goes_on = early || end.sees_any(&["に", "、"]) || {
        let mut ahead = end;
        ahead.number(2).is_some()
    };
    if (joined && !particle) || !goes_on {
        return None;
    }
    let part = Time::Part(6, 10);
    let (end, time) = if early { (end, part) } else { clock::within(end, part) };
    let form = Form { time: Some(time), ..Form::of_day(Day::Shift(0, Base::Writing)) };
    Some(Written::one(start.at()..end.at(), form))
}

/// 夕方には, 昼まで by itself: a part of the day told last.
pub(super) fn part_of_day(start: Cursor) -> Option<Written> {
    let before = start.last_char();
    let free = before.is_none_or(|sign| matches!(sign, '、' | '。' | 'は' | 'が' | 'を' | '」'));
    let mut end = start;
    let (time, zone) = clock::eastern(&mut end)?;
    if !free || !end.sees_any(&["に", "、", "まで"]) || clock::is_daily(start) {
        return None;
    }
    Some(Written::one(start.at()..end.at(), Form { zone, ..Form::of_time(time) }))
}

/// Kanji and katakana join the word behind them; kana of particles do not.
fn is_of_a_word(sign: char) -> bool {
    matches!(sign, '一'..='龠' | 'ァ'..='ヶ' | 'ー' | '々')
}
