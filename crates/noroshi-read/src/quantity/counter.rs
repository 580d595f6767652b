//! Counters of Japanese and Chinese, and numbers in kanji before them: 412点, 二社, 1時間12分, 半日.

use noroshi_model::Value;

use super::FoundQuantity;
use super::number::Amount;
use super::units::{KANJI_UNITS, UNITS};
use crate::date::cursor::Cursor;
use crate::date::is_numeral;

/// What behind a counter makes it an ordinal.
const NOT_COUNTED: &[&str] = &["目"];

/// A count of `amount`, which is written between the two cursors.
pub(super) fn read(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut end = end;
    end.eat(" ");
    time(start, end, amount).or_else(|| unit(start, end, amount))
}

fn unit(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let (unit, others) = UNITS.iter().find(|(unit, _)| end.sees(unit))?;
    end.eat(unit);
    if end.sees_any(others) || end.sees_any(NOT_COUNTED) {
        return None;
    }
    // A share counts in Japanese only: English reports are full of percentages.
    if *unit == "%" && end.next_char().is_none_or(|next| next.is_ascii()) {
        return None;
    }
    if is_name_or_one(start, end, amount, unit) {
        return None;
    }
    let whole = end;
    if *unit == "時間" {
        more(&mut end, &["分", "秒"]);
        end.eat("半");
    }
    if unit.ends_with(['月', '間']) && !end.sees("半ば") {
        end.eat("半");
    }
    Some(counted(start, whole, end, amount, unit))
}

/// 捜査1課 and 26165部隊 are names; 1行, 1個人 and 1つ, 2つ count nothing of weight.
fn is_name_or_one(start: Cursor, end: Cursor, amount: Amount, unit: &str) -> bool {
    let number = start.rest().get(..end.at() - start.at()).unwrap_or("");
    let long = !number.contains([',', '万', '千']) && number.len() > 4 + unit.len();
    let most = |most: u64| amount.whole().is_some_and(|number| number <= most);
    match unit {
        "課" | "班" => start.last_char().is_some_and(is_kanji),
        "部隊" => long,
        "アカウント" => start.follows("Microsoft "),
        "行" | "個人" => most(1),
        "つ" => most(2),
        _ => false,
    }
}

/// Lengths of time whose units are also parts of dates and of other words: 25分, 3年2月, 41日.
fn time(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    amount.whole()?;
    if end.eat("分") {
        return minutes(start, end, amount);
    }
    if end.eat("年") {
        return years(start, end, amount);
    }
    (end.eat("日") && !end.sees("間") && is_length_of_days(start, end))
        .then(|| found(start, end, amount, "日"))
}

/// 25分, 1分12秒, 3分の1.
fn minutes(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut ahead = end;
    if ahead.eat("の") && ahead.number(2).is_some() && !ahead.sees_any(&["分", "件", "人"]) {
        return Some(as_written(start, ahead));
    }
    let others =
        ["野", "割", "析", "類", "布", "岐", "散", "離", "担", "配", "厘", "間", "以", "署", "前"];
    let half_past = start.last_char() == Some('時');
    if end.sees_any(&others) || end.sees_any(NOT_COUNTED) || half_past {
        return None;
    }
    let whole = end;
    more(&mut end, &["秒"]);
    Some(counted(start, whole, end, amount, "分"))
}

/// 5年, 1年半, 1年2カ月; not 中学3年, 1年生 or 令和6年.
fn years(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let number = start.rest().get(..end.at() - start.at())?;
    let long = number.bytes().filter(u8::is_ascii_digit).count() > 2;
    let school = ["学", "校", "大", "小", "同", "第", "和", "成", "正", "国", "毎年"];
    let others = ["生", "代", "前", "後", "以内", "度", "目", "次", "来", "式", "版", "間", "号"];
    // 21年から22年にかけて names years of this century.
    let named = (20..30).contains(&amount.whole()?) && end.sees_any(&["から", "にかけ"]);
    if long || named || start.follows_any(&school).is_some() || end.sees_any(&others) {
        return None;
    }
    let whole = end;
    let sentenced = ["懲役", "禁錮", "拘禁刑"].iter().any(|word| start.follows(word));
    let months: &[&str] = &["か月", "カ月", "ヵ月", "ヶ月", "月"];
    more(&mut end, if sentenced { months } else { &months[..4] });
    end.eat("半");
    if end.sees_any(&["前", "後", "以内"]) {
        return None;
    }
    Some(counted(start, whole, end, amount, "年"))
}

/// Steps over the smaller parts of a length: the 12分 of 1時間12分.
fn more(cursor: &mut Cursor, units: &[&str]) {
    for unit in units {
        let mut ahead = *cursor;
        if ahead.figure(2).is_some() && ahead.eat(unit) && !ahead.sees_any(&["前", "間"]) {
            *cursor = ahead;
        }
    }
}

/// Whether 日 counts days; what is no date by its surroundings is read here.
fn is_length_of_days(start: Cursor, end: Cursor) -> bool {
    const BEHIND: &[&str] = &[
        "余",
        "あまり",
        "近く",
        "ほど",
        "程度",
        "以上",
        "しか",
        "も",
        "分",
        "違い",
        "遅れ",
        "ぶり",
        "がかり",
        "か",
        "かけ",
        "かか",
        "で",
        "を要",
        "続",
        "おき",
        "連続",
        "未満",
        "超",
        "と半日",
    ];
    const BEFORE: &[&str] = &[
        "約",
        "およそ",
        "丸",
        "平均",
        "週",
        "週に",
        "要したのは",
        "日数は",
        "わずか",
        "延べ",
        "最長",
        "最大",
        "計",
    ];
    const NEVER: &[&str] = &["毎月", "年", "月", "毎年", "翌", "同", "昨"];
    if start.follows_any(NEVER).is_some() || end.sees_any(&["目", "前", "後", "以内", "付"]) {
        return false;
    }
    end.sees_any(BEHIND) || start.follows_any(BEFORE).is_some()
}

/// The 200 of 200の組織: a number that counts the noun behind の. Small ones are often ordinals or labels.
pub(super) fn bare(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut ahead = end;
    let whole = amount.whole().filter(|number| *number >= 10)?;
    let noun = ahead.eat("の").then(|| ahead.next_char()).flatten()?;
    let is_noun = is_kanji(noun) || matches!(noun, 'ァ'..='ヶ');
    let digits = start.rest().get(..end.at() - start.at())?;
    let year = digits.len() == 4 && (1900..2100).contains(&whole);
    let before = start.last_char()?;
    let free = matches!(
        before,
        '約' | 'そ'
            | '、'
            | 'の'
            | 'は'
            | 'が'
            | 'を'
            | 'に'
            | 'で'
            | 'た'
            | 'る'
            | 'も'
            | 'と'
            | 'ら'
            | 'む'
            | '計'
            | '界'
            | '全'
    );
    if !is_noun || !free || year || (digits.len() > 3 && !digits.contains(',')) {
        return None;
    }
    Some(found(start, end, amount, ""))
}

/// A number in kanji with a counter, at the cursor: 二社, 四百二十名, 半日.
pub(super) fn kanji(start: Cursor) -> Option<FoundQuantity> {
    if start.last_char().is_some_and(|sign| is_numeral(sign) || sign == '第' || sign == '毎') {
        return None;
    }
    half(start).or_else(|| vague(start)).or_else(|| numeral(start))
}

/// 数時間, 数百万件, 十数枚: a number of which only the size is told.
fn vague(start: Cursor) -> Option<FoundQuantity> {
    let mut end = start;
    let few = end.eat("数");
    let powers = &["十", "百", "千", "万", "億"];
    let mut size = 0;
    while end.eat_any(powers) {
        size += 1;
    }
    let dozen = !few && size == 1 && start.sees("十数") && end.eat("数");
    if !few && !dozen {
        return None;
    }
    let lengths = ["時間", "日間", "日", "週間", "か月", "カ月", "ヶ月", "年"];
    if few && size == 0 {
        let length = end.eat_any(&lengths);
        let date = end.sees_any(&["前", "後", "以", "おき", "ごと", "来"]);
        return (length && !date).then(|| as_written(start, end));
    }
    let (unit, others) = UNITS.iter().find(|(unit, _)| end.sees(unit))?;
    end.eat(unit);
    (!end.sees_any(others) && !end.sees_any(NOT_COUNTED)).then(|| as_written(start, end))
}

/// 半日, 半年, 半年間, 丸一日.
fn half(start: Cursor) -> Option<FoundQuantity> {
    let mut end = start;
    if end.eat_any(&["半年間", "半年", "半日", "半月"]) {
        let others = ["前", "後", "ごと", "ぶり", "以内", "報", "期", "板", "講"];
        let joined =
            start.last_char().is_some_and(|sign| matches!(sign, '上' | '下' | '後' | '前'))
                || start.follows("この");
        return (!joined && !end.sees_any(&others)).then(|| as_written(start, end));
    }
    let whole = ["丸一日", "丸二日", "丸三日", "丸1日", "丸2日", "丸3日"];
    end.eat_any(&whole).then(|| as_written(start, end))
}

fn numeral(start: Cursor) -> Option<FoundQuantity> {
    let mut end = start;
    let amount = Amount::in_kanji(&mut end)?;
    let number = amount.whole()?;
    if number == 1 {
        // 一人, 一件, 一つ are mostly no counts; a length of one is.
        return end
            .eat_any(&["か月", "カ月", "ヵ月", "ヶ月", "週間", "年半"])
            .then(|| as_written(start, end))
            .filter(|_| !end.sees_any(&["前", "後", "以", "ご"]));
    }
    if end.eat("年") {
        let others = ["生", "代", "前", "後", "以内", "度", "目", "次", "来", "月", "貨"];
        let joined = start.last_char().is_some_and(is_kanji);
        return (!joined && number < 100 && !end.sees_any(&others)).then(|| {
            end.eat("余り");
            found(start, end, amount, "年")
        });
    }
    if end.eat("日") {
        return days(start, end, amount);
    }
    let (unit, others) =
        UNITS.iter().find(|(unit, _)| KANJI_UNITS.contains(unit) && end.sees(unit))?;
    end.eat(unit);
    // 三者 and 二件 take up what was named; 二度 is again.
    let taken_up = match *unit {
        "者" => number < 4,
        "件" | "度" => number < 3,
        _ => false,
    };
    let idle = taken_up
        || end.sees_any(others)
        || end.sees_any(NOT_COUNTED)
        || (*unit == "度" && end.sees("と"))
        || (*unit == "つ" && number < 4)
        || end.next_char().is_some_and(is_numeral);
    (!idle).then(|| found(start, end, amount, unit))
}

/// 十日余り, 三日三晩, 三日と半日.
fn days(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    if end.eat_any(&["三晩", "と半日"]) {
        return Some(as_written(start, end));
    }
    let joined = start.last_char().is_some_and(|sign| sign == '月' || sign == '週');
    (!joined && is_length_of_days(start, end)).then(|| found(start, end, amount, "日"))
}

fn is_kanji(sign: char) -> bool {
    matches!(sign, '一'..='龠' | '々')
}

/// A count up to `end`; what stands behind its first part at `whole` is told by its form only.
fn counted(start: Cursor, whole: Cursor, end: Cursor, amount: Amount, unit: &str) -> FoundQuantity {
    if whole.at() == end.at() { found(start, end, amount, unit) } else { as_written(start, end) }
}

/// A count whose form is all that is known of it: 半年, 1時間12分, 3分の1, 数百万件.
fn as_written(start: Cursor, end: Cursor) -> FoundQuantity {
    let canonical = start.rest().get(..end.at() - start.at()).unwrap_or("").to_owned();
    FoundQuantity { range: start.at()..end.at(), value: Value::Plain, canonical }
}

/// A count; one that is no whole number keeps its digits as its canonical form.
fn found(start: Cursor, end: Cursor, amount: Amount, unit: &str) -> FoundQuantity {
    let value = amount.whole().map_or(Value::Plain, |number| Value::Count(number, unit.to_owned()));
    let canonical = format!("{} {unit}", amount.plain()).trim_end().to_owned();
    FoundQuantity { range: start.at()..end.at(), value, canonical }
}
