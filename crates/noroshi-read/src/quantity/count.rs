//! Numbers of things: 300件, 3 million records, 200 GB.

use noroshi_model::Value;

use super::FoundQuantity;
use super::number::Amount;
use crate::date::cursor::{Cursor, is_word};

/// Units of Japanese and Chinese, and what behind each makes another word of it.
const EASTERN: &[(&str, &[&str])] = &[
    ("日間", &[]),
    ("時間", &["帯", "外", "後", "前", "以", "目", "内"]),
    ("週間", &["後", "前", "以"]),
    ("年間", &["後", "で", "売"]),
    ("分間", &[]),
    ("か月", &["後", "前", "以", "ご", "ぶ"]),
    ("カ月", &["後", "前", "以", "ご", "ぶ"]),
    ("ヵ月", &["後", "前", "以", "ご", "ぶ"]),
    ("ヶ月", &["後", "前", "以", "ご", "ぶ"]),
    ("割", &["当", "引", "り", "合"]),
    ("倍", &["増"]),
    ("%", &[]),
    ("行", &["目", "政", "動", "為", "員"]),
    ("軒", &[]),
    ("冊", &["目"]),
    ("通", &["信", "話", "知", "り", "過", "常", "目", "報"]),
    ("店舗", &[]),
    ("工場", &["長"]),
    ("事業者", &[]),
    ("店", &["長", "員", "頭"]),
    ("アカウント", &[]),
    ("レコード", &[]),
    ("ファイル", &["サーバ", "名"]),
    ("ページ", &["目"]),
    ("ギガバイト", &[]),
    ("テラバイト", &[]),
    ("メガバイト", &[]),
    ("ギガ", &[]),
    ("自治体", &[]),
    ("種類", &[]),
    ("機関", &[]),
    ("組織", &[]),
    ("団体", &[]),
    ("口座", &[]),
    ("病院", &[]),
    ("か所", &[]),
    ("カ所", &[]),
    ("ヵ所", &[]),
    ("ヶ所", &[]),
    ("箇所", &[]),
    ("個所", &[]),
    ("カ国", &["語"]),
    ("か国", &["語"]),
    ("ヵ国", &["語"]),
    ("ヶ国", &["語"]),
    ("個国", &[]),
    ("国家", &[]),
    ("企業", &[]),
    ("法人", &[]),
    ("世帯", &[]),
    ("端末", &[]),
    ("万件", &[]),
    ("件", &["名", "数"]),
    ("人", &["間", "材", "気", "事", "権", "工", "類", "物"]),
    ("名", &["前", "称", "義", "古", "刺", "目"]),
    ("社", &["員", "会", "内", "長", "外", "債"]),
    ("台", &["湾", "帳", "頭", "風", "本"]),
    ("回", &["答", "線", "収", "避", "復", "路", "転", "目"]),
    ("個", &["人", "別", "性", "室"]),
    ("枚", &["目"]),
    ("本", &["社", "人", "部", "番", "格", "来", "体", "庁", "書"]),
    ("校", &["正", "長", "閲", "舎"]),
    ("家", &["庭", "族", "電", "宅"]),
    ("个", &["月", "人"]),
    ("份", &[]),
    ("次", &["の", "期", "世", "回", "に", "元"]),
];

/// Things that English reports count, singular left out: "1 record" is rarely a finding.
const THINGS: &[&str] = &[
    "records",
    "accounts",
    "users",
    "victims",
    "organizations",
    "organisations",
    "companies",
    "devices",
    "systems",
    "customers",
    "people",
    "employees",
    "servers",
    "addresses",
    "domains",
    "files",
    "documents",
    "countries",
    "packages",
    "downloads",
    "individuals",
    "patients",
    "machines",
    "computers",
    "endpoints",
    "hosts",
    "websites",
    "sites",
    "samples",
    "repositories",
    "attacks",
    "incidents",
    "vulnerabilities",
    "entities",
    "firms",
    "businesses",
    "hospitals",
    "schools",
    "banks",
    "wallets",
    "emails",
    "messages",
    "credentials",
    "passwords",
    "routers",
    "cameras",
    "installations",
    "instances",
    "members",
    "students",
    "agencies",
    "institutions",
    "IPs",
    "URLs",
    "hashes",
    "indicators",
    "pages",
    "targets",
    "extensions",
    "apps",
    "times",
];

/// Sizes of data, from small to large by a thousand each.
const SIZES: &[&str] = &["KB", "MB", "GB", "TB", "PB"];
const LONG_SIZES: &[&str] = &["kilobytes", "megabytes", "gigabytes", "terabytes", "petabytes"];

/// Words between a number and its noun may not be these.
const BREAKS: &[&str] = &[
    "and", "or", "the", "to", "of", "in", "on", "at", "by", "for", "from", "with", "that", "is",
    "are", "was", "were", "a", "an", "has", "have", "had", "as", "its", "their", "which", "per",
    "percent", "days", "hours", "minutes", "years", "months", "weeks", "bit", "when", "while",
];

/// A count of `amount`, which is written between the two cursors.
pub(super) fn read(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    eastern(start, end, amount)
        .or_else(|| size(start, end, amount))
        .or_else(|| english(start, end, amount))
        .or_else(|| lower_end(start, end, amount))
}

/// Whether a number here stands by itself: not inside a version, a code or an ordinal.
/// A hyphen is allowed behind the lower end of a span of counts, which ends at `floor`.
pub(super) fn may_begin(cursor: Cursor, floor: usize) -> bool {
    match cursor.last_char() {
        Some('-') => cursor.at() == floor + 1,
        Some('第') => false,
        Some(' ') => cursor.follows_any(&["no. ", "vol. ", "ver. "]).is_none(),
        Some('.' | ',' | '/' | ':' | '#' | '%' | '=' | '@' | '\\' | '$') => false,
        Some(letter) => !(letter.is_ascii() && is_word(letter as u8)),
        None => true,
    }
}

fn eastern(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    const NOT_COUNTED: &[&str] = &["目", "当たり", "あたり", "当り"];
    end.eat(" ");
    let (unit, others) = EASTERN.iter().find(|(unit, _)| end.sees(unit))?;
    end.eat(unit);
    if end.sees_any(others) || end.sees_any(NOT_COUNTED) {
        return None;
    }
    // A share counts in Japanese only: English reports are full of percentages.
    if *unit == "%" && end.next_char().is_none_or(|next| next.is_ascii()) {
        return None;
    }
    found(start, end, amount.whole()?, unit)
}

/// Sizes of data. A fraction is told in the next smaller unit: 1.5TB is 1500 GB.
fn size(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    end.eat(" ");
    let sizes = [SIZES, LONG_SIZES].into_iter().find_map(|sizes| {
        let at = sizes.iter().position(|size| end.sees(size))?;
        Some((sizes, at))
    });
    let (sizes, at) = sizes?;
    let unit = sizes.get(at)?;
    end.eat(unit);
    if !end.ends_word() || end.sees_any(&["/s", "ps"]) {
        return None;
    }
    match amount.whole() {
        Some(whole) => found(start, end, whole, unit),
        None => {
            let smaller = sizes.get(at.checked_sub(1)?)?;
            found(start, end, amount.times(3)?.whole()?, smaller)
        }
    }
}

/// A number, at most two words, and a noun of the list.
fn english(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let number = start.rest().get(..end.at() - start.at())?;
    if looks_like_year(start, number) || follows_name(start) {
        return None;
    }
    let mut ahead = end;
    for _ in 0..3 {
        if !ahead.eat(" ") {
            return None;
        }
        let word = word_of(ahead);
        ahead = ahead.moved(ahead.at() + word.len());
        if THINGS.contains(&word) && ahead.ends_word() {
            return found(start, ahead, amount.whole()?, word);
        }
        if word.is_empty() || BREAKS.contains(&word) {
            return None;
        }
    }
    None
}

/// The letters and inner hyphens at the cursor, at most thirty.
fn word_of(cursor: Cursor<'_>) -> &str {
    let seen = cursor.ahead(30);
    let letters = seen.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-');
    seen.get(..letters.count()).unwrap_or("")
}

/// Whether four bare digits are rather a year: "in 2024 companies".
fn looks_like_year(start: Cursor, number: &str) -> bool {
    let bare = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let counted = ["over ", "about ", "than ", "least ", "nearly ", "some ", "around ", "all "];
    bare && start.follows_any(&counted).is_none()
}

/// Whether the word before is a name, so that the number belongs to it: Windows 11 devices.
fn follows_name(start: Cursor) -> bool {
    const OPENERS: &[&str] = &[
        "Over ",
        "About ",
        "Some ",
        "Nearly ",
        "Than ",
        "Approximately ",
        "Around ",
        "Almost ",
        "All ",
        "The ",
        "These ",
        "Another ",
        "Additional ",
        "To ",
        "Least ",
        "Roughly ",
        "In ",
        "Of ",
        "And ",
        "Only ",
        "At ",
        "Affected ",
        "Up ",
        "A ",
        "From ",
        "By ",
    ];
    let before = start.behind(40);
    let Some(before) = before.strip_suffix(' ') else { return false };
    let from = before.rfind(' ').map_or(0, |space| space + 1);
    let word = before.get(from..).unwrap_or("");
    let versioned = ["version", "versions", "port", "ports", "page", "chapter", "section", "step"];
    let name = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    versioned.contains(&word) || (name && start.follows_any(OPENERS).is_none())
}

/// The 10 of 10~20件: a count with the unit that stands behind the second number.
fn lower_end(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut second = end;
    if !second.eat_any(&["~", "〜", "-", "から"]) {
        return None;
    }
    let place = second;
    let upper = Amount::read(&mut second)?;
    let counted = eastern(place, second, upper).or_else(|| english(place, second, upper))?;
    let Value::Count(_, unit) = counted.value else { return None };
    found(start, end, amount.whole()?, &unit)
}

fn found(start: Cursor, end: Cursor, number: u64, unit: &str) -> Option<FoundQuantity> {
    let canonical = format!("{number} {unit}");
    let value = Value::Count(number, unit.to_owned());
    Some(FoundQuantity { range: start.at()..end.at(), value, canonical })
}
