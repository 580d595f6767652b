//! Money, by the sign before a number or the word behind it.

use noroshi_model::{Currency, Language, Money, Value};

use super::FoundQuantity;
use super::number::Amount;
use crate::date::cursor::{Cursor, is_word};

/// Signs and codes before a number, longest first where one ends another.
const BEFORE: &[(&str, Currency)] = &[
    ("US$ ", Currency::Usd),
    ("US$", Currency::Usd),
    ("NT$ ", Currency::Twd),
    ("NT$", Currency::Twd),
    ("$ ", Currency::Usd),
    ("$", Currency::Usd),
    ("€ ", Currency::Eur),
    ("€", Currency::Eur),
    ("£", Currency::Gbp),
    ("¥ ", Currency::Jpy),
    ("¥", Currency::Jpy),
    ("₩", Currency::Krw),
    ("₽", Currency::Rub),
    ("₿", Currency::Btc),
    ("USD ", Currency::Usd),
    ("USD", Currency::Usd),
    ("EUR ", Currency::Eur),
    ("GBP ", Currency::Gbp),
    ("JPY ", Currency::Jpy),
    ("CNY ", Currency::Cny),
    ("RMB ", Currency::Cny),
    ("KRW ", Currency::Krw),
    ("RUB ", Currency::Rub),
    ("TWD ", Currency::Twd),
    ("人民币", Currency::Cny),
    ("人民幣", Currency::Cny),
    ("新台币", Currency::Twd),
    ("新台幣", Currency::Twd),
];

/// Words behind a number, longest first where one begins another.
const BEHIND: &[(&str, Currency)] = &[
    ("円", Currency::Jpy),
    ("米ドル", Currency::Usd),
    ("台湾ドル", Currency::Twd),
    ("ドル", Currency::Usd),
    ("ユーロ", Currency::Eur),
    ("ポンド", Currency::Gbp),
    ("人民元", Currency::Cny),
    ("ウォン", Currency::Krw),
    ("ルーブル", Currency::Rub),
    ("ビットコイン", Currency::Btc),
    ("テザー", Currency::Usdt),
    ("美元", Currency::Usd),
    ("美金", Currency::Usd),
    ("欧元", Currency::Eur),
    ("歐元", Currency::Eur),
    ("英镑", Currency::Gbp),
    ("英鎊", Currency::Gbp),
    ("日元", Currency::Jpy),
    ("日圓", Currency::Jpy),
    ("韩元", Currency::Krw),
    ("韓元", Currency::Krw),
    ("人民币", Currency::Cny),
    ("新台币", Currency::Twd),
    ("新台幣", Currency::Twd),
    ("台币", Currency::Twd),
    ("台幣", Currency::Twd),
    ("卢布", Currency::Rub),
    ("盧布", Currency::Rub),
    ("比特币", Currency::Btc),
    ("比特幣", Currency::Btc),
    ("元", Currency::Cny),
    ("U.S. dollars", Currency::Usd),
    ("US dollars", Currency::Usd),
    ("dollars", Currency::Usd),
    ("euros", Currency::Eur),
    ("pounds", Currency::Gbp),
    ("yen", Currency::Jpy),
    ("yuan", Currency::Cny),
    ("rubles", Currency::Rub),
    ("roubles", Currency::Rub),
    ("Korean won", Currency::Krw),
    ("bitcoins", Currency::Btc),
    ("bitcoin", Currency::Btc),
    ("Bitcoin", Currency::Btc),
    ("BTC", Currency::Btc),
    ("USDT", Currency::Usdt),
    ("USD", Currency::Usd),
    ("EUR", Currency::Eur),
    ("GBP", Currency::Gbp),
    ("JPY", Currency::Jpy),
    ("CNY", Currency::Cny),
    ("RMB", Currency::Cny),
    ("KRW", Currency::Krw),
    ("RUB", Currency::Rub),
    ("TWD", Currency::Twd),
];

/// What behind a one-letter currency makes another word of it: 元社員, 円滑.
const OTHER_WORDS: &[&str] = &["社", "従業", "職", "年", "々", "論", "素", "滑", "卓", "形", "周"];

/// `$1,200`, `USD 1.5 million`.
pub(super) fn signed(cursor: Cursor, language: Language) -> Option<FoundQuantity> {
    let last = cursor.last_char()?;
    if !matches!(last, ' ' | '$' | '€' | '£' | '¥' | '₩' | '₽' | '₿' | 'D' | '币' | '幣')
    {
        return None;
    }
    if last == ' ' && !cursor.behind(3).contains(['$', '€', '¥', 'D', 'R', 'P', 'Y', 'B', 'W']) {
        return None;
    }
    let (sign, currency) = BEFORE.iter().find(|(sign, _)| cursor.behind(9).ends_with(sign))?;
    let start = cursor.moved(cursor.at() - sign.len());
    if start.last_char().is_some_and(|letter| letter.is_ascii() && joins(letter)) {
        return None;
    }
    let mut end = cursor;
    let amount = Amount::read(&mut end)?.lettered(&mut end)?;
    let variable = *sign == "$" && end.at() - cursor.at() == 1 && !end.sees(" ");
    if !end.ends_word() || variable {
        return None;
    }
    let chinese = *sign == "¥" && language == Language::Zh;
    let currency = if chinese { Currency::Cny } else { *currency };
    eat_code(&mut end, currency);
    Some(found(start, end, amount, currency))
}

/// Whether a character before a sign makes another currency or a variable of it: `HK$`, `{$`.
fn joins(letter: char) -> bool {
    is_word(letter as u8) || "$\\{%".contains(letter)
}

/// Steps over the USD of `$300 USD`, the 円 of ¥300円 and the 元 of 新台币300元.
fn eat_code(cursor: &mut Cursor, currency: Currency) {
    let mut ahead = *cursor;
    ahead.eat(" ");
    let local = ahead.eat("元") && !ahead.sees_any(OTHER_WORDS);
    if local || behind(&mut ahead) == Some(currency) {
        *cursor = ahead;
    }
}

/// 3億円, `0.5 BTC`, `1.5 million dollars`: the word behind `amount`, which ends at `end`.
pub(super) fn named(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    end.eat_any(&[" ", "-"]);
    let currency = behind(&mut end)?;
    Some(found(start, end, amount, currency))
}

/// The currency whose word stands here.
fn behind(cursor: &mut Cursor) -> Option<Currency> {
    let mut ahead = *cursor;
    let currency = ahead.eat_from(BEHIND)?;
    let latin = ahead.last_char().is_some_and(|letter| letter.is_ascii());
    if (latin && !ahead.ends_word()) || ahead.sees_any(OTHER_WORDS) {
        return None;
    }
    *cursor = ahead;
    Some(currency)
}

fn found(start: Cursor, end: Cursor, amount: Amount, currency: Currency) -> FoundQuantity {
    let money = Money { amount: amount.plain(), currency };
    let canonical = money.to_string();
    FoundQuantity { range: start.at()..end.at(), value: Value::Money(money), canonical }
}
