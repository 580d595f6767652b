//! Files that cannot be read, each with the code of its refusal.

use noroshi_formats::{Limits, Received, document};
use noroshi_model::Language;

#[track_caller]
fn refused(bytes: &[u8], code: &str) {
    let limits = Limits { bytes: 1 << 20, text: 1 << 16, ..Limits::default() };
    let received = Received { path: "given.txt", bytes, fetched: None };
    let problem = document(&received, &limits).expect_err("refused");
    assert_eq!(problem.code, code, "{problem}");
    for language in [Language::En, Language::Ja] {
        let words = noroshi_model::words(problem.code, language);
        let what = words.what(&problem.all_facts());
        assert!(what.contains("given.txt") && !what.contains('{'), "{what}");
        assert!(!words.fix(&problem.all_facts()).is_empty());
    }
}

/// Bytes that look random and are the same each time.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_be_bytes()[1]
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn an_empty_file() {
    refused(b"", "NRS-FORMAT-001");
}

#[test]
fn a_type_that_is_not_read_is_named() {
    refused(b"PK\x03\x04\x14\0\0\0a.txt", "NRS-FORMAT-002");
    refused(b"\x89PNG\r\n\x1a\n\0\0", "NRS-FORMAT-002");
    refused(b"SQLite format 3\0\x10\0", "NRS-FORMAT-002");
    refused(b"MZ\x90\0\x03\0\0\0", "NRS-FORMAT-002");
}

#[test]
fn noise_and_control_characters() {
    refused(&noise(8_192), "NRS-FORMAT-003");
    refused(&[b'a', 0, 0, 1, 2, 3, b'b'], "NRS-FORMAT-003");
}

#[test]
fn more_bytes_or_text_than_the_limit() {
    refused(&vec![b'a'; (1 << 20) + 1], "NRS-FORMAT-004");
    refused(&vec![b'a'; (1 << 16) + 1], "NRS-FORMAT-008");
}

#[test]
fn a_page_of_twenty_thousand_nested_elements_is_flattened() {
    let page = format!(
        "<html><body>{}deep{}</body></html>",
        "<div>".repeat(20_000),
        "</div>".repeat(20_000)
    );
    let received = Received { path: "a.html", bytes: page.as_bytes(), fetched: None };
    let (document, problems) = document(&received, &Limits::default()).expect("readable");
    assert_eq!(document.text, "deep");
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["NRS-FORMAT-015"]);
}

#[test]
fn broken_base64_in_mail_is_named() {
    let mail = b"From: a@a.example\r\nTo: b@b.example\r\nSubject: x\r\nDate: Thu, 19 Dec 2024 10:15:00 +0900\r\n\
        MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        VGhlIHBvcnQgd2FzIGNsb3NlZC4=\r\nVGhl!!!***IHBv\r\nIEl0IGlzIG9wZW4u\r\n";
    let received = Received { path: "a.eml", bytes: mail, fetched: None };
    let (document, problems) = document(&received, &Limits::default()).expect("readable");
    assert_eq!(document.text, "The port was closed.The\u{fffd} It is open.");
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["NRS-FORMAT-012"]);
}
