//! What looks like a date and is none.

use noroshi_model::Language;

use super::check;

#[test]
fn codes_versions_and_numbers() {
    check(
        Language::En,
        &[
            ("CVE-2024-3400 is exploited", &[]),
            ("version 2024.1.2 and v6.1.7601", &[]),
            ("version 2024.12.26", &[]),
            ("192.168.12.26 and 10.0.0.1", &[]),
            ("24/7 support, 10/100 links, 1/2 of them", &[]),
            ("call 03-1234-5678", &[]),
            ("$2,024 and 2024 dollars", &[]),
            ("of 2024 records", &[]),
            ("They may march on. It may 5 times fail", &[]),
            ("March of the servers; a second attempt", &[]),
            ("Mar-a-Lago and Dec are names", &[]),
            ("Patch Tuesday and Black Friday", &[]),
            ("on the 10th floor", &[]),
            ("the 21st century", &[]),
            ("summer school, fall back, spring boot 3", &[]),
            ("ratio 16:9, port 127.0.0.1:8080", &[]),
            ("12:30:00:1f:aa:bb", &[]),
            ("d41d8cd98f00b204e9800998ecf8427e", &[]),
            ("Operation August, Red October", &[]),
            ("2024-13-45", &[]),
            ("2024-02-30", &[]),
            ("JPCERT-AT-2024-0012", &[]),
            ("build 2024.12", &[]),
            ("20241226", &[]),
            ("over the last year", &[]),
            ("12-07-2019", &[]),
            ("RSA of 2048 bits", &[]),
            ("| Jan-15 |", &[]),
        ],
    );
}

#[test]
fn lengths_and_other_words_of_japanese() {
    check(
        Language::Ja,
        &[
            ("3日間停止した", &[]),
            ("10日ぶりに復旧", &[]),
            ("3か月で完了", &[]),
            ("12日本", &[]),
            ("毎月10日と毎日", &[]),
            ("第2.5.1章", &[]),
            ("2024件の通報", &[]),
            ("約10日を要した", &[]),
            ("過去30日の件数", &[]),
            ("20年間の運用", &[]),
            ("2000年問題", &[]),
            ("1990年代", &[]),
            ("3日目に", &[]),
            ("前年比で増加", &[]),
            ("今日では一般的", &[]),
            ("5年前後の周期", &[]),
            ("Windows10月例更新", &[]),
            ("電話03-1234-5678", &[]),
            ("13月と32日", &[]),
            ("1日1回", &[]),
            ("2024年2月30日", &[]),
            ("上月さんは", &[]),
            ("7時間後に復旧", &[]),
            ("午前と午後", &[]),
            ("CVE-2024-3400が公開", &[]),
            ("2営業日", &[]),
        ],
    );
}
