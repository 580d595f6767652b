//! Plain text in the encodings that reports come in.

use encoding_rs::{BIG5, EUC_JP, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS};
use noroshi_formats::{Limits, Received, document};
use noroshi_model::{Document, Problem};

const JAPANESE: &str = "架空港運株式会社は26日、不正アクセスを受けたと発表した。\r\n\
    攻撃者はＶＰＮ装置の脆弱性を悪用し、192.0.2.10から接続したとみられる。\r\n";
const CHINESE: &str =
    "据虚构港口公司称，攻击者利用了漏洞，尚未证实数据泄露。专家认为不排除供应链攻击的可能。\n";
const TAIWANESE: &str =
    "虛構港口公司表示，攻擊者利用漏洞入侵，尚未證實資料外洩。專家認為不排除供應鏈攻擊的可能。\n";

fn read(bytes: &[u8]) -> (Document, Vec<Problem>) {
    let received = Received { path: "a.txt", bytes, fetched: None };
    document(&received, &Limits::default()).expect("readable")
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "the text fits the encoding");
    bytes.into_owned()
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

#[track_caller]
fn decodes(bytes: &[u8], text: &str) {
    let (document, problems) = read(bytes);
    assert_eq!(document.text, text);
    assert_eq!(problems, []);
}

#[test]
fn older_japanese_encodings_are_recognised() {
    decodes(&encoded(JAPANESE, SHIFT_JIS), JAPANESE);
    decodes(&encoded(JAPANESE, EUC_JP), JAPANESE);
    decodes(&encoded(JAPANESE, ISO_2022_JP), JAPANESE);
}

#[test]
fn one_short_sentence_is_enough() {
    let text = "被害は確認されていない。";
    decodes(&encoded(text, SHIFT_JIS), text);
    decodes(&encoded(text, EUC_JP), text);
    decodes(&encoded(text, ISO_2022_JP), text);
}

#[test]
fn chinese_encodings_are_recognised() {
    decodes(&encoded(CHINESE, GB18030), CHINESE);
    decodes(&encoded(TAIWANESE, BIG5), TAIWANESE);
}

#[test]
fn utf_16_is_read_with_and_without_a_mark() {
    for mark in [true, false] {
        decodes(&utf16(JAPANESE, u16::to_le_bytes, mark), JAPANESE);
        decodes(&utf16(JAPANESE, u16::to_be_bytes, mark), JAPANESE);
    }
}

#[test]
fn utf_8_stays_byte_for_byte_with_its_mark() {
    let marked = format!("\u{feff}{JAPANESE}");
    decodes(marked.as_bytes(), &marked);
    decodes(JAPANESE.as_bytes(), JAPANESE);
}

#[test]
fn a_few_broken_bytes_in_utf_8_are_replaced_and_counted() {
    let mut bytes = JAPANESE.repeat(3).into_bytes();
    bytes.splice(27..27, [0xff, 0xfe]);
    let (document, problems) = read(&bytes);
    assert_eq!(document.text.matches('\u{fffd}').count(), 2);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, "NRS-FORMAT-010");
    assert!(problems[0].facts.contains(&("offset", "27".to_owned())));
    assert!(problems[0].facts.contains(&("count", "2".to_owned())));
}

#[test]
fn broken_bytes_in_an_english_text_do_not_become_letters() {
    let text = "The port was closed for two days, and nobody knows why it was. ".repeat(4);
    let mut bytes = text.into_bytes();
    bytes.splice(30..30, [0xff, 0xfe, 0xc0]);
    assert_eq!(read(&bytes).1[0].code, "NRS-FORMAT-010");
}

#[test]
fn a_page_in_shift_jis_is_read_whether_it_says_so_or_not() {
    for declared in ["<meta charset=Shift_JIS>", "<meta charset=utf-8>", ""] {
        let page = format!(
            "<!doctype html><html><head>{declared}</head><body><p>{}</p></body></html>",
            JAPANESE.trim()
        );
        let (document, problems) = read(&encoded(&page, SHIFT_JIS));
        assert!(
            document.text.starts_with("架空港運株式会社は26日"),
            "{declared}: {}",
            document.text
        );
        assert_eq!(problems, []);
    }
}

#[test]
fn mail_in_iso_2022_jp_is_read_in_header_and_body() {
    let mut bytes = b"From: a@csirt.example\r\nTo: b@csirt.example\r\nDate: Thu, 19 Dec 2024 10:15:00 +0900\r\n\
        Subject: =?ISO-2022-JP?B?GyRCMk02dRsoQg==?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n"
        .to_vec();
    bytes.extend(encoded(JAPANESE, ISO_2022_JP));
    let (document, problems) = read(&bytes);
    assert_eq!(document.title.as_deref(), Some("架空"));
    assert_eq!(document.text, JAPANESE);
    assert_eq!(problems, []);
}
