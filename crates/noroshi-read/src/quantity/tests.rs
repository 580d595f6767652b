//! What texts say, and which quantities they give.

use noroshi_model::Language;
use proptest::prelude::*;

use super::quantities;
use crate::date::Line;

fn lines(text: &str, language: Language) -> Vec<Line> {
    vec![Line { range: 0..text.len(), language, paragraph: 0 }]
}

/// Rows of a text and its quantities as `surface = canonical`.
fn check(language: Language, rows: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let got: Vec<String> = quantities(text, &lines(text, language))
            .into_iter()
            .map(|found| format!("{} = {}", &text[found.range], found.canonical))
            .collect();
        if got != *expected {
            wrong.push(format!("{text}\n  expected {expected:?}\n  got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn money_in_japanese_and_chinese() {
    check(
        Language::Ja,
        &[
            ("約3億円が流出", &["3億円 = 300000000 JPY"]),
            ("3億5,000万円", &["3億5,000万円 = 350000000 JPY"]),
            ("1億2000万円", &["1億2000万円 = 120000000 JPY"]),
            ("1.5億円", &["1.5億円 = 150000000 JPY"]),
            ("1,200ドル", &["1,200ドル = 1200 USD"]),
            ("300万米ドル", &["300万米ドル = 3000000 USD"]),
            ("50台湾ドル", &["50台湾ドル = 50 TWD"]),
            ("10万ユーロ", &["10万ユーロ = 100000 EUR"]),
            ("150万元", &["150万元 = 1500000 CNY"]),
            ("20人民元", &["20人民元 = 20 CNY"]),
            ("5千万ウォン", &["5千万ウォン = 50000000 KRW"]),
            ("100ポンド", &["100ポンド = 100 GBP"]),
            ("300ルーブル", &["300ルーブル = 300 RUB"]),
            ("0.5ビットコイン", &["0.5ビットコイン = 0.5 BTC"]),
            ("0.5 BTC を要求", &["0.5 BTC = 0.5 BTC"]),
            ("300 USDT", &["300 USDT = 300 USDT"]),
            ("¥1,200", &["¥1,200 = 1200 JPY"]),
            ("100香港ドル", &[]),
            ("2元社員", &[]),
        ],
    );
    check(
        Language::Zh,
        &[
            ("150万元", &["150万元 = 1500000 CNY"]),
            ("3亿美元", &["3亿美元 = 300000000 USD"]),
            ("新台幣100元", &["新台幣100元 = 100 TWD"]),
            ("¥300", &["¥300 = 300 CNY"]),
            ("人民币500万元", &["人民币500万元 = 5000000 CNY"]),
        ],
    );
}

#[test]
fn money_in_english() {
    check(
        Language::En,
        &[
            ("a ransom of $1,200", &["$1,200 = 1200 USD"]),
            ("US$1.5 million", &["US$1.5 million = 1500000 USD"]),
            ("$1.5M in losses", &["$1.5M = 1500000 USD"]),
            ("$300 USD", &["$300 USD = 300 USD"]),
            ("USD 1,200", &["USD 1,200 = 1200 USD"]),
            ("€2bn", &["€2bn = 2000000000 EUR"]),
            ("£500.50", &["£500.50 = 500.5 GBP"]),
            ("1.5 million dollars", &["1.5 million dollars = 1500000 USD"]),
            ("0.25 bitcoin", &["0.25 bitcoin = 0.25 BTC"]),
            ("2 million yuan", &["2 million yuan = 2000000 CNY"]),
            ("HK$100 and {$1} and \"$1\"", &[]),
        ],
    );
}

#[test]
fn counts_in_japanese() {
    check(
        Language::Ja,
        &[
            ("約300件の通報", &["300件 = 300 件"]),
            ("2024件の通報", &["2024件 = 2024 件"]),
            ("1万2千人分", &["1万2千人 = 12000 人"]),
            ("3社と25機関", &["3社 = 3 社", "25機関 = 25 機関"]),
            ("10カ国の5団体", &["10カ国 = 10 カ国", "5団体 = 5 団体"]),
            ("12か所、1,234アカウント", &["12か所 = 12 か所", "1,234アカウント = 1234 アカウント"]),
            ("200 GBのデータ", &["200 GB = 200 GB"]),
            ("1.5TBのデータ", &["1.5TB = 1500 GB"]),
            ("50ギガバイト", &["50ギガバイト = 50 ギガバイト"]),
            ("10~20件", &["10 = 10 件", "20件 = 20 件"]),
            (
                "3種類、4回、5台、6枚、7校",
                &["3種類 = 3 種類", "4回 = 4 回", "5台 = 5 台", "6枚 = 6 枚", "7校 = 7 校"],
            ),
            ("2024年12月26日に3件", &["3件 = 3 件"]),
            ("第3回、3回目、2台湾、1個人", &[]),
            ("CVE-2024-3400件", &[]),
            ("バージョン6.1.7601個", &[]),
            ("2024-12-26、07:24、192.168.0.1", &[]),
        ],
    );
}

#[test]
fn counts_in_kanji_and_of_time() {
    check(
        Language::Ja,
        &[
            ("四百二十名と一万八千人", &["四百二十名 = 420 名", "一万八千人 = 18000 人"]),
            ("二社、二十六名、三倍", &["二社 = 2 社", "二十六名 = 26 名", "三倍 = 3 倍"]),
            ("一人、一つ、二つ、三者、二度と、二三本、第三者、四半期", &[]),
            ("25分、1分12秒", &["25分 = 25 分", "1分12秒 = 1分12秒"]),
            ("1時間12分、3時間", &["1時間12分 = 1時間12分", "3時間 = 3 時間"]),
            ("懲役3年2月、5年、1年半", &["3年2月 = 3年2月", "5年 = 5 年", "1年半 = 1年半"]),
            ("中学3年、1年生、令和6年、7時25分", &[]),
            ("41日かかり、10日余り、20日に", &["41日 = 41 日", "10日 = 10 日"]),
            ("半年、半日、半年前", &["半年 = 半年", "半日 = 半日"]),
            ("数百万件、十数枚、数分", &["数百万件 = 数百万件", "十数枚 = 十数枚"]),
            ("8.5%に、想定の3分の1", &["8.5% = 8.5 %", "3分の1 = 3分の1"]),
            ("約200の組織、CVSS 9.8の", &["200 = 200"]),
            ("捜査1課、26165部隊、1行、1つ", &[]),
        ],
    );
}

#[test]
fn counts_in_english() {
    check(
        Language::En,
        &[
            ("1,200 records were stolen", &["1,200 records = 1200 records"]),
            ("3 million records", &["3 million records = 3000000 records"]),
            ("more than 50 organizations", &["50 organizations = 50 organizations"]),
            ("Over 500 companies", &["500 companies = 500 companies"]),
            ("30 compromised IP addresses", &["30 compromised IP addresses = 30 addresses"]),
            (
                "2.5 million customer accounts",
                &["2.5 million customer accounts = 2500000 accounts"],
            ),
            ("over 2000 devices", &["2000 devices = 2000 devices"]),
            ("200GB of data", &["200GB = 200 GB"]),
            ("10-20 servers", &["10 = 10 servers", "20 servers = 20 servers"]),
            ("In 2024 companies paid", &[]),
            ("Windows 11 devices", &[]),
            ("port 443 servers", &[]),
            ("5 days and victims", &[]),
            ("v3.2 files", &[]),
        ],
    );
}

proptest! {
    #[test]
    fn any_text_gives_quantities_in_order(text in "[0-9,.$€円件億万ドル a-z~-]{0,80}") {
        let mut floor = 0;
        for found in quantities(&text, &lines(&text, Language::Ja)) {
            prop_assert!(text.get(found.range.clone()).is_some_and(|surface| !surface.is_empty()));
            prop_assert!(found.range.start >= floor);
            floor = found.range.end;
        }
    }
}
