//! The price of an offer: an amount with its currency.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use noroshi_model::Language;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::differ::numerals;

/// An amount of money that a posting asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Price {
    /// Plain decimal digits with at most one point.
    pub amount: String,
    /// ISO 4217 code; `BTC`, `ETH`, `XMR`, `USDT` for those; empty when the text names none.
    pub currency: &'static str,
}

impl Price {
    /// A price that was read before; `None` for a currency that is not known.
    pub fn new(amount: &str, currency: &str) -> Option<Self> {
        if currency.is_empty() {
            return Some(Self { amount: amount.to_owned(), currency: "" });
        }
        let (currency, _) = CURRENCIES.iter().find(|(code, _)| *code == currency)?;
        Some(Self { amount: amount.to_owned(), currency })
    }
}

impl std::fmt::Display for Price {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(format!("{} {}", self.amount, self.currency).trim_end())
    }
}

/// Words of currencies, in lower case. A yen sign is that of the language.
const CURRENCIES: &[(&str, &[&str])] = &[
    ("USDT", &["usdt", "u", "泰达币"]),
    ("TWD", &["nt$", "台币", "新台币", "台幣", "twd"]),
    ("JPY", &["円", "日元", "日円", "日圆", "jpy", "yen", "円相当"]),
    (
        "USD",
        &["us$", "$", "usd", "ドル", "米ドル", "美元", "美金", "刀", "dollars", "dollar", "bucks"],
    ),
    ("CNY", &["元", "块", "块钱", "人民币", "人民元", "rmb", "cny"]),
    ("EUR", &["€", "eur", "ユーロ", "欧元", "euro", "euros"]),
    ("GBP", &["£", "gbp", "ポンド", "英镑", "pounds"]),
    ("KRW", &["₩", "krw", "ウォン", "韩元", "won"]),
    ("RUB", &["₽", "rub", "ルーブル", "卢布", "rubles"]),
    ("BTC", &["btc", "₿", "ビットコイン", "比特币", "bitcoin"]),
    ("ETH", &["eth", "イーサ"]),
    ("XMR", &["xmr", "モネロ", "门罗币", "monero"]),
];

/// Words in front of an amount that is a price.
const ASKED: &[&str] = &[
    "価格",
    "値段",
    "単価",
    "売値",
    "販売額",
    "即決",
    "開始",
    "希望",
    "料金",
    "price",
    "asking",
    "start",
    "sell for",
    "selling for",
    "cost",
    "for only",
    "bin",
    "buy now",
    "售价",
    "价格",
    "单价",
    "起拍",
    "一口价",
    "要价",
    "只要",
    "报价",
    "@",
    "from",
    "offers",
    "each",
];
/// Words in front of an amount that is something else.
const ELSE: &[&str] = &[
    "revenue",
    "年商",
    "年収",
    "月給",
    "時給",
    "月薪",
    "salary",
    "売上",
    "売り上げ",
    "資本金",
    "营收",
    "营业额",
    "年营",
    "balance",
    "残高",
    "余额",
    "限度",
    "limit",
    "入金",
    "額面",
    "身代金",
    "ransom",
    "damage",
    "被害額",
    "利益",
    "収入",
    "earn",
    "balances",
    "bal",
    "额度",
    "面值",
    "注册资本",
    "保証金",
    "押金",
    "worth",
    "turnover",
    "saldo",
    "手数料",
    "step",
    "blitz",
    "即決価格",
];

/// The price that a text asks for; `language` decides whose yen sign it is.
pub(super) fn price(text: &str, language: Language) -> Option<Price> {
    let text = numerals(&text.nfkc().collect::<String>().to_lowercase());
    let mut best: Option<(u8, Price)> = None;
    for found in pattern()?.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        let Some(price) = read(&found, language) else { continue };
        let rank = rank(&text, whole.start(), whole.end());
        if rank > 0 && best.as_ref().is_none_or(|(held, _)| rank > *held) {
            best = Some((rank, price));
        }
    }
    best.map(|(_, price)| price).or_else(|| bare(&text))
}

/// All amounts of money that a text names.
pub(super) fn amounts(text: &str, language: Language) -> BTreeSet<String> {
    let text = numerals(&text.nfkc().collect::<String>().to_lowercase());
    let found = pattern().into_iter().flat_map(|pattern| pattern.captures_iter(&text));
    found.filter_map(|found| Some(read(&found, language)?.amount)).collect()
}

/// A number without a currency, which a word or a unit shows to be a price: `1500一组`, `price: 300`.
fn bare(text: &str) -> Option<Price> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let number = r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d+)?";
        let asked = "价格|售价|单价|報價|报价|价|price|asking|価格|単価|値段";
        let units = "个|组|套|条|张|份|次|号|月|天|位|台|只|单|個|組";
        Regex::new(&format!(r"(?:{asked})\s?[:：]?\s?(?P<a>{number})\s?(?P<am>万|千|k|w)?|(?P<b>{number})\s?(?P<bm>万|千|k|w)?\s?(?:一|每|/)\s?(?:{units})|(?P<c>{number})\s?(?P<cm>万|萬|千|k|w)(?:$|[\s,，。、;|/〜~)@\]])")).ok()
    };
    let found = PATTERN.get_or_init(build).as_ref()?.captures(text)?;
    let named = |name: &str| found.name(name).map(|it| it.as_str());
    let (number, times) = [("a", "am"), ("b", "bm"), ("c", "cm")]
        .into_iter()
        .find_map(|(number, times)| Some((named(number)?, named(times))))?;
    Some(Price { amount: scaled(number, times)?, currency: "" })
}

/// The price in a cell that holds nothing but one.
pub(super) fn price_in_cell(text: &str, language: Language) -> Option<Price> {
    price(&format!("price: {text}"), language)
}

fn pattern() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let all = CURRENCIES.iter().flat_map(|(_, words)| *words);
        let mut words: Vec<String> = all.map(|word| regex::escape(word)).collect();
        words.extend(["¥".to_owned()]);
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let words = words.join("|");
        let number = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?";
        let times = "億|亿|千万|百万|万|萬|千|k|m|w";
        let front = format!(r"(?P<front>{words})\s?(?P<a>{number})\s?(?P<am>{times})?");
        let back = format!(r"(?P<b>{number})\s?(?P<bm>{times})?\s?(?P<back>{words})");
        Regex::new(&format!("(?:{front})|(?:{back})")).ok()
    };
    PATTERN.get_or_init(build).as_ref()
}

fn read(found: &regex::Captures<'_>, language: Language) -> Option<Price> {
    let named = |name: &str| found.name(name).map(|it| it.as_str());
    let (word, number, times) = match named("front") {
        Some(word) => (word, named("a")?, named("am")),
        None => (named("back")?, named("b")?, named("bm")),
    };
    let currency = currency(word, language)?;
    Some(Price { amount: scaled(number, times)?, currency })
}

fn currency(word: &str, language: Language) -> Option<&'static str> {
    if word == "¥" {
        return Some(if language == Language::Zh { "CNY" } else { "JPY" });
    }
    CURRENCIES.iter().find(|(_, words)| words.contains(&word)).map(|(code, _)| *code)
}

fn scaled(number: &str, times: Option<&str>) -> Option<String> {
    let zeros = match times {
        None => 0,
        Some("千" | "k") => 3,
        Some("万" | "萬" | "w") => 4,
        Some("百万" | "m") => 6,
        Some("千万") => 7,
        Some(_) => 8,
    };
    let plain = number.replace(',', "");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut digits = format!("{whole}{part}");
    let point = whole.len() + zeros;
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, part) = digits.split_at_checked(point)?;
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
}

/// 0 for an amount that is no price, 2 for one that a word calls a price, 1 otherwise.
fn rank(text: &str, start: usize, end: usize) -> u8 {
    let after = text[end..].chars().next();
    let before = text[..start].chars().next_back();
    let latin = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    let last = text[..end].chars().next_back();
    if (latin(last) && latin(after))
        || before.is_some_and(|sign| sign.is_ascii_digit() || sign == '.')
    {
        return 0;
    }
    let head = front(text, start);
    let place = |words: &[&str]| {
        words.iter().filter_map(|word| head.rfind(word).map(|at| at + word.len())).max()
    };
    let held = text[end..].trim_start().starts_with(['付', '以', '分']);
    match (place(ELSE).filter(|at| is_told_of(&head[*at..])), place(ASKED)) {
        (Some(other), Some(asked)) if asked > other => 2,
        (Some(_), _) => 0,
        (None, _) if held => 0,
        (None, Some(_)) => 2,
        (None, None) => 1,
    }
}

/// Whether a word that ends before these signs still speaks of the amount behind them.
fn is_told_of(between: &str) -> bool {
    !between.chars().any(|sign| sign.is_ascii_digit()) && between.split_whitespace().count() <= 1
}

/// The words in front of a place, as far as the clause goes.
fn front(text: &str, start: usize) -> &str {
    let mut from = start.saturating_sub(30);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let head = &text[from..start];
    head.rfind(['\n', '。', ';', ',', '、', '|', '，', '/', '.']).map_or(head, |at| {
        head.get(at + 1..)
            .unwrap_or_default()
            .trim_start_matches(|sign: char| !sign.is_alphanumeric() && !sign.is_ascii())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The only place that touches what is tested.
    fn check(text: &str, language: Language, expected: Option<(&str, &str)>) {
        let found = price(text, language);
        assert_eq!(
            found.as_ref().map(|price| (price.amount.as_str(), price.currency)),
            expected,
            "{text}"
        );
    }

    #[test]
    fn prices_of_three_languages_are_read() {
        check("1件 500円で販売", Language::Ja, Some(("500", "JPY")));
        check("価格：３，０００ＵＳＤ", Language::Ja, Some(("3000", "USD")));
        check("150万円相当のXMR", Language::Ja, Some(("1500000", "JPY")));
        check("1.5万円/個", Language::Ja, Some(("15000", "JPY")));
        check("¥300一个", Language::Zh, Some(("300", "CNY")));
        check("300一条，打包5000元", Language::Zh, Some(("5000", "CNY")));
        check("价格 200U 不刀", Language::Zh, Some(("200", "USDT")));
        check("Price: $1.2k, escrow ok", Language::En, Some(("1200", "USD")));
        check("1500一组 现货", Language::Zh, Some(("1500", "")));
        check("0.5 BTC", Language::En, Some(("0.5", "BTC")));
        check("start 500$ step 100$ blitz 1500$", Language::En, Some(("500", "USD")));
    }

    #[test]
    fn an_amount_of_something_else_is_no_price() {
        check("revenue $50M, VPN access", Language::En, None);
        check("残高5万円のアカウント、単価8000円", Language::Ja, Some(("8000", "JPY")));
        check("使用人数 300人", Language::Ja, None);
        check("5users", Language::En, None);
    }
}
