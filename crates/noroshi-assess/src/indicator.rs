//! What a hypothesis expects, against a document.

use jiff::civil::Date;
use noroshi_model::{Document, Reading, Span};

use crate::question::Question;
use crate::suggest::{day, fold};

/// A sentence that a hypothesis expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Which hypothesis.
    pub hypothesis: usize,
    /// Which of its expectations.
    pub expectation: usize,
    /// The sentence.
    pub sentence: Span,
}

/// The first sentence of a document for each expectation that it meets. A document from before
/// the question was asked, or after the expectation ended, meets none.
pub fn expected(question: &Question, document: &Document, reading: &Reading) -> Vec<Expected> {
    let day = day(reading);
    if day.is_some_and(|day| day < question.asked) {
        return Vec::new();
    }
    let own = reading.sentences.iter().filter(|one| !one.boilerplate);
    let sentences: Vec<(Span, String)> =
        own.filter_map(|one| Some((one.span, fold(one.span.of(&document.text)?)))).collect();
    let mut found = Vec::new();
    for (hypothesis, one) in question.hypotheses.iter().enumerate() {
        for (expectation, wanted) in one.expects.iter().enumerate() {
            if ended(wanted.until, day) {
                continue;
            }
            let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
            let (all, any) = (folded(&wanted.all), folded(&wanted.any));
            let meets = |(_, words): &&(Span, String)| {
                all.iter().all(|word| words.contains(word))
                    && (any.is_empty() || any.iter().any(|word| words.contains(word)))
            };
            let first = sentences.iter().find(meets);
            found.extend(first.map(|(sentence, _)| Expected {
                hypothesis,
                expectation,
                sentence: *sentence,
            }));
        }
    }
    found
}

fn ended(until: Option<Date>, day: Option<Date>) -> bool {
    until.zip(day).is_some_and(|(until, day)| day > until)
}
