//! Texts on which reading once broke, found by fuzzing: nothing panics, every span is in the text.
#![expect(clippy::expect_used, reason = "a test")]

use noroshi_read::Reader;

#[track_caller]
fn check(text: &str) {
    let (knowledge, _) = noroshi_know::pack();
    let document = noroshi_testkit::document(text);
    let reading = Reader::new(&knowledge).read(&document);
    for mention in &reading.mentions {
        mention.span.of(text).expect("a mention inside the text");
    }
}

#[test]
fn a_path_before_a_control_character_ends_there() {
    check("\\\\3\\\0\0\0\u{b}");
    check("C:\\a\\b\u{b}\u{b}");
}

#[test]
fn a_name_may_go_on_behind_its_sentence() {
    check("をon sons. Ar d");
}
