//! Each rule of the strict editor, passing and failing, in both languages.

use noroshi_model::{ScaleStep, Span};

use super::*;

fn cited(text: &str, ceiling: Option<ScaleStep>) -> Statement {
    let span = Span::new(0, 3).expect("not empty");
    let citation = Citation { source: 1, span, sentence: span };
    Statement { text: text.to_owned(), basis: Basis::Cited(vec![citation]), ceiling }
}

/// Passes every sentence of `good`, refuses every one of `bad` with `flaw`.
fn check(good: &[&str], bad: &[&str], ceiling: Option<ScaleStep>, flaw: fn(String) -> Flaw) {
    for text in good {
        assert_eq!(statement(&cited(text, ceiling)), Vec::new(), "{text}");
    }
    for text in bad {
        assert!(statement(&cited(text, ceiling)).contains(&flaw((*text).to_owned())), "{text}");
    }
}

#[test]
fn a_fact_needs_a_citation() {
    let bare = |text: &str| Statement {
        text: text.to_owned(),
        basis: Basis::Cited(Vec::new()),
        ceiling: None,
    };
    for text in ["乙社が侵入を受けた。", "Otsu was breached."] {
        assert_eq!(statement(&bare(text)), vec![Flaw::Uncited(text.to_owned())]);
        assert_eq!(statement(&cited(text, None)), Vec::new());
        assert_eq!(statement(&Statement::counted(text.to_owned())), Vec::new());
    }
}

#[test]
fn likelihood_and_confidence_never_share_a_sentence() {
    check(
        &[
            "可能性が高い。この評価の確信度は中程度である。",
            "It is likely. Confidence in this is moderate.",
        ],
        &["確信度は高く、関与した可能性が高い。", "We have high confidence that it is likely."],
        Some(ScaleStep::Likely),
        Flaw::TwoScales,
    );
}

#[test]
fn wording_is_never_stronger_than_its_evidence() {
    check(
        &[
            "関与した可能性が高い。",
            "五分五分である。",
            "It is likely.",
            "It is a roughly even chance.",
        ],
        &[
            "関与はほぼ確実である。",
            "可能性が非常に高い。",
            "It is almost certain.",
            "It is unlikely.",
        ],
        Some(ScaleStep::Likely),
        Flaw::TooStrong,
    );
    check(
        &["可能性は低い。", "It is unlikely."],
        &["ほぼあり得ない。", "There is almost no chance.", "It is likely."],
        Some(ScaleStep::Unlikely),
        Flaw::TooStrong,
    );
}

#[test]
fn without_evidence_no_word_of_likelihood_is_carried() {
    check(
        &[
            "製品「可能性が高い君」が一致した。",
            "The product “Likely” matches.",
            "Unlikelyhood Ltd",
        ],
        &["影響する可能性が高い。", "It is probably affected."],
        None,
        Flaw::TooStrong,
    );
}

#[test]
fn relative_dates_are_for_quotes_only() {
    check(
        &["2024年12月に公開された。", "原文に「先月」とある。", "It says “last month” there."],
        &["先月公開された。", "This was seen recently."],
        None,
        Flaw::RelativeDate,
    );
}

#[test]
fn only_latin_words_that_stand_alone_count() {
    assert!(stands_in("it is likely.", "likely"));
    assert!(!stands_in("it is unlikely.", "likely"));
    assert!(stands_in("この可能性が高いとみる", "可能性が高い"));
}
