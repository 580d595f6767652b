//! What fired in a sentence, as a person who tunes the lexicon sees it.

use std::sync::OnceLock;

use noroshi_model::{CueKind, Knowledge};
use noroshi_read::{Part, Reader};

const TEXT: &str = "■ 調査結果\n\n関係者によると、甲野電機株式会社は12月3日に不正アクセスを受けた可能性が高い。\
                    攻撃者はＣＶＥ－２０２４－３４００を悪用したとみられる。天気は晴れ。\n";

fn knowledge() -> &'static Knowledge {
    static PACK: OnceLock<Knowledge> = OnceLock::new();
    PACK.get_or_init(|| noroshi_know::pack().0)
}

/// One line per sentence: its part, its cues, and how much was read from it.
fn check(text: &str, expect: &dyn Fn(&[noroshi_read::Explained<'_>], &str)) {
    let reader = Reader::new(knowledge());
    let document = noroshi_testkit::document(text);
    let reading = reader.read(&document);
    expect(&reader.explain(&document, &reading), &document.text);
}

#[test]
fn every_sentence_of_the_reading_is_explained_once() {
    let reader = Reader::new(knowledge());
    let document = noroshi_testkit::document(TEXT);
    let reading = reader.read(&document);
    let explained = reader.explain(&document, &reading);
    let sentences: Vec<_> = explained.iter().map(|told| told.sentence).collect();
    assert_eq!(sentences, reading.sentences);
    let count = |of: &dyn Fn(&noroshi_read::Explained<'_>) -> usize| -> usize {
        explained.iter().map(of).sum()
    };
    assert_eq!(count(&|told| told.claims.len()), reading.claims.len());
    assert_eq!(count(&|told| told.mentions.len()), reading.mentions.len());
    assert_eq!(count(&|told| told.relations.len()), reading.relations.len());
    assert!(!reading.claims.is_empty() && !reading.mentions.is_empty());
}

#[test]
fn a_cue_is_told_with_its_words_value_and_interval() {
    check(TEXT, &|explained, text| {
        let told = explained.iter().find(|told| told.normalised.contains("甲野電機"));
        let told = told.expect("the sentence is there");
        assert_eq!(told.part, Part::Text);
        let hedge = told.cues.iter().find(|fired| fired.cue.kind == CueKind::Hedge);
        let hedge = hedge.expect("a hedge fired");
        assert_eq!(hedge.span.of(text), Some("可能性が高い"));
        assert_eq!(hedge.cue.value, "likely");
        assert!(hedge.cue.likelihood.is_some());
        assert!(told.cues.iter().any(|fired| fired.cue.kind == CueKind::Attribution));
    });
}

#[test]
fn the_text_is_shown_as_the_lexicon_meets_it() {
    check(TEXT, &|explained, _| {
        assert!(explained.iter().any(|told| told.normalised.contains("CVE-2024-3400")));
    });
}

#[test]
fn a_heading_is_told_to_yield_no_claims() {
    check(TEXT, &|explained, _| {
        assert_eq!(explained[0].normalised, "■ 調査結果");
        assert_eq!(explained[0].part, Part::Heading);
        assert!(explained[0].cues.is_empty() && explained[0].claims.is_empty());
    });
}
