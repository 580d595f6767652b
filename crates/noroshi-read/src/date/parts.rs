//! Words for parts of years, months and weeks, and the words that show a length of time.

use super::cursor::Cursor;
use super::form::{Part, Stretch};

/// Words for a part of the year before them, longest first where one begins another.
const STRETCHES: &[(&str, Stretch)] = &[
    ("年末年始", Stretch::Holidays),
    ("末から年始", Stretch::Holidays),
    ("末年始", Stretch::Holidays),
    ("年末", Stretch::End),
    ("年底", Stretch::End),
    ("暮れ", Stretch::Closing),
    ("年始", Stretch::NewYear),
    ("年明け", Stretch::Opening),
    ("年初", Stretch::Start),
    ("明け", Stretch::Opening),
    ("末", Stretch::End),
    ("底", Stretch::End),
    ("上半期", Stretch::Half(1)),
    ("下半期", Stretch::Half(2)),
    ("上半年", Stretch::Half(1)),
    ("下半年", Stretch::Half(2)),
    ("上期", Stretch::Half(1)),
    ("下期", Stretch::Half(2)),
    ("前半", Stretch::Half(1)),
    ("後半", Stretch::Half(2)),
    ("第一四半期", Stretch::Quarter(1)),
    ("第二四半期", Stretch::Quarter(2)),
    ("第三四半期", Stretch::Quarter(3)),
    ("第四四半期", Stretch::Quarter(4)),
    ("第一季度", Stretch::Quarter(1)),
    ("第二季度", Stretch::Quarter(2)),
    ("第三季度", Stretch::Quarter(3)),
    ("第四季度", Stretch::Quarter(4)),
    ("一季度", Stretch::Quarter(1)),
    ("二季度", Stretch::Quarter(2)),
    ("三季度", Stretch::Quarter(3)),
    ("四季度", Stretch::Quarter(4)),
    ("初頭", Stretch::Third(1)),
    ("初め", Stretch::Third(1)),
    ("はじめ", Stretch::Third(1)),
    ("半ば", Stretch::Third(2)),
    ("なかば", Stretch::Third(2)),
    ("中頃", Stretch::Third(2)),
    ("中ごろ", Stretch::Third(2)),
    ("中盤", Stretch::Third(2)),
    ("終盤", Stretch::Third(3)),
];

const SEASONS: &[(&str, i8)] = &[
    ("春先", 1),
    ("初夏", 2),
    ("秋口", 3),
    ("晩秋", 3),
    ("春季", 1),
    ("夏季", 2),
    ("秋季", 3),
    ("冬季", 4),
    ("春", 1),
    ("夏", 2),
    ("秋", 3),
    ("冬", 4),
];

/// What makes a season the start of another word: 春節, 秋田.
const NO_SEASON: &[&str] = &["節", "节", "田", "目", "山", "川", "日", "本", "野", "葉", "闘"];

const MONTH_PARTS: &[(&str, Part)] = &[
    ("上旬", Part::Third(1)),
    ("初旬", Part::Third(1)),
    ("中旬", Part::Third(2)),
    ("下旬", Part::Third(3)),
    ("前半", Part::Half(1)),
    ("後半", Part::Half(2)),
    ("上半月", Part::Half(1)),
    ("下半月", Part::Half(2)),
    ("初め", Part::Third(1)),
    ("はじめ", Part::Third(1)),
    ("月初", Part::Third(1)),
    ("半ば", Part::Third(2)),
    ("なかば", Part::Third(2)),
    ("中頃", Part::Third(2)),
    ("中ごろ", Part::Third(2)),
    ("月末", Part::Third(3)),
    ("終わり", Part::Third(3)),
    ("末", Part::Third(3)),
    ("底", Part::Third(3)),
];

/// A part of a year: 上半期, 第4四半期, 春, Q4.
pub(super) fn stretch(cursor: &mut Cursor) -> Option<Stretch> {
    cursor
        .eat_from(STRETCHES)
        .or_else(|| quarter(cursor))
        .or_else(|| season(cursor))
        .or_else(|| beginning(cursor))
}

/// 第4四半期, 第4季度, Q4.
fn quarter(cursor: &mut Cursor) -> Option<Stretch> {
    let mut ahead = *cursor;
    let lettered = ahead.eat("Q");
    if !lettered {
        ahead.eat("第");
    }
    let quarter = ahead.number(1)?.within(1..=4)?;
    let ended = if lettered { ahead.ends_word() } else { ahead.eat_any(&["四半期", "季度"]) };
    if !ended {
        return None;
    }
    *cursor = ahead;
    Some(Stretch::Quarter(quarter))
}

fn season(cursor: &mut Cursor) -> Option<Stretch> {
    let mut ahead = *cursor;
    let season = ahead.eat_from(SEASONS)?;
    if ahead.sees_any(NO_SEASON) {
        return None;
    }
    *cursor = ahead;
    Some(Stretch::Season(season))
}

/// 初 of 2024年初, but not of 2024年初の.
fn beginning(cursor: &mut Cursor) -> Option<Stretch> {
    let mut ahead = *cursor;
    let ends = ["に", "か", "ま", "よ", "、", ",", ".", "。", ")", " ", "以"];
    if !ahead.eat("初") || !(ahead.rest().is_empty() || ahead.sees_any(&ends)) {
        return None;
    }
    *cursor = ahead;
    Some(Stretch::Start)
}

/// A part of a month: 上旬, 末.
pub(super) fn month_part(cursor: &mut Cursor) -> Option<Part> {
    cursor.eat_from(MONTH_PARTS)
}

/// 金曜日 behind 先週, 五 behind 上周; 0 is Monday.
pub(super) fn weekday_of_week(cursor: &mut Cursor) -> Option<i8> {
    const JAPANESE: &[(&str, i8)] = &[
        ("月曜", 0),
        ("火曜", 1),
        ("水曜", 2),
        ("木曜", 3),
        ("金曜", 4),
        ("土曜", 5),
        ("日曜", 6),
    ];
    const CHINESE: &[(&str, i8)] =
        &[("一", 0), ("二", 1), ("三", 2), ("四", 3), ("五", 4), ("六", 5), ("日", 6), ("天", 6)];
    if let Some(day) = cursor.eat_from(JAPANESE) {
        cursor.eat("日");
        return Some(day);
    }
    let chinese = cursor.follows_any(&["上周", "上週", "本周", "本週", "这周", "下周", "下週"]);
    chinese.and_then(|_| cursor.eat_from(CHINESE))
}

/// What behind 日 makes a number of days of it.
const LENGTHS: &[&str] = &[
    "間",
    "间",
    "ぶり",
    "以内",
    "以上",
    "以下",
    "未満",
    "連続",
    "おき",
    "ごと",
    "目",
    "程度",
    "ほど",
    "余り",
    "当たり",
    "あたり",
    "平均",
    "たらず",
    "足らず",
    "超",
    "かけ",
    "かか",
    "内に",
    "しか",
    "を要",
    "違い",
    "にわた",
    "続",
    "も遅",
    "延ば",
    "近く",
    "早く",
    "早い",
    "先に",
    "少ない",
    "少なか",
    "多い",
    "多か",
    "が過ぎ",
    "遅れ",
    "がかり",
];

/// What before a number makes a number of days of it.
const LENGTHS_BEFORE: &[&str] = &[
    "約",
    "计",
    "計",
    "過去",
    "直近",
    "最大",
    "最長",
    "最短",
    "残り",
    "わずか",
    "全",
    "およそ",
    "第",
    "延べ",
    "累計",
    "平均",
    "週",
    "週に",
    "丸",
    "要したのは",
    "日数は",
    "数",
    "最近",
    "每",
];

/// Whether 日 behind a number is part of another word even after a month: 26日間.
pub(super) fn day_ends(cursor: Cursor) -> bool {
    cursor.sees_any(&["間", "间", "ぶり", "連続"])
}

/// Whether a bare 26日 is a length of time or part of another word (12日本).
pub(super) fn day_refused(start: Cursor, end: Cursor, day: i8) -> bool {
    end.sees_any(LENGTHS)
        || end.sees("本")
        || (end.sees("分") && !end.sees("分か"))
        || start.follows_any(LENGTHS_BEFORE).is_some()
        || (day <= 10 && end.sees("で"))
        || (day == 1 && end.next_char().is_some_and(|next| next.is_ascii_digit()))
}
