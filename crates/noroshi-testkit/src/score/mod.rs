//! Scores readings against annotated passages: precision, recall and F1 per kind, and how
//! often stance, speaker and level are right.
//!
//! | what | counts as found when |
//! |---|---|
//! | mention | kind and span are equal |
//! | claim | the spans share at least half of the longer one, innermost speaker and stance are equal |
//! | event | date and precision are equal and the victims share one (or both have none) |
//! | relation | the predicate is equal and subject and object name the same |
//! | source | it names the same |
//! | drift | kind is equal and both sentences overlap |
//! | attribution | the claim stands at the place, its level is equal and the candidates name the same |
//!
//! Two names are the same when one holds the other.

mod gold;
mod same;
mod second;

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use noroshi_model::{Claim, Reading, Stance};

pub use gold::{
    Attribution, Bytes, Claim as ExpectedClaim, Date, Drift, Event, Mention, Passage, Relation,
    Source,
};

use same::Shown;

/// Found, expected and right.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// What the reader found.
    pub found: usize,
    /// What the annotation holds.
    pub expected: usize,
    /// What both hold.
    pub right: usize,
}

impl Tally {
    /// Share of what was found that is right, 0.0 to 1.0; 1.0 when nothing was found.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of what is expected that was found, 0.0 to 1.0; 1.0 when nothing is expected.
    pub fn recall(self) -> f64 {
        share(self.right, self.expected)
    }

    /// Harmonic mean of both.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.found + self.expected)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// A difference between reading and annotation.
#[derive(Debug)]
pub struct Difference {
    /// The passage.
    pub passage: String,
    /// `mention`, `claim`, `event`, …
    pub what: &'static str,
    /// Whether the annotation holds it and the reader does not.
    pub missed: bool,
    /// The thing in words.
    pub shown: String,
}

/// What was scored so far.
#[derive(Debug, Default)]
pub struct Score {
    rows: BTreeMap<String, Tally>,
    rates: BTreeMap<&'static str, (usize, usize)>,
    /// Every difference, in order of passages.
    pub differences: Vec<Difference>,
}

impl Score {
    /// Adds a passage and its reading.
    pub fn add(&mut self, passage: &Passage, reading: &Reading) {
        let shown = Shown { passage, reading };
        for (kind, mentions) in shown.mentions() {
            self.compare(passage, "mention", &format!("mention {kind}"), mentions);
        }
        self.compare(passage, "claim", "claims", shown.claims());
        self.compare(passage, "event", "events", shown.events());
        self.compare(passage, "relation", "relations", shown.relations());
        self.compare(passage, "source", "sources", shown.sources());
        self.compare(passage, "drift", "drift", shown.drifts());
        self.rate_claims(&shown);
    }

    /// Micro average over all kinds of mentions.
    pub fn mentions(&self) -> Tally {
        let rows = self.rows.iter().filter(|(name, _)| name.starts_with("mention "));
        rows.fold(Tally::default(), |sum, (_, row)| Tally {
            found: sum.found + row.found,
            expected: sum.expected + row.expected,
            right: sum.right + row.right,
        })
    }

    /// All figures by name, 0.0 to 1.0, except `denials read as assertions`, a count.
    pub fn figures(&self) -> BTreeMap<String, f64> {
        let mut figures: BTreeMap<String, f64> =
            self.rows.iter().map(|(name, row)| (format!("{name} F1"), row.f1())).collect();
        figures.insert("mentions micro F1".to_owned(), self.mentions().f1());
        for (name, (right, all)) in &self.rates {
            let counted = *name == DENIALS_LOST;
            let figure = if counted { *right as f64 } else { share(*right, *all) };
            figures.insert((*name).to_owned(), figure);
        }
        figures
    }

    fn compare(&mut self, passage: &Passage, what: &'static str, row: &str, sides: same::Sides) {
        let same::Sides { expected, found, right } = sides;
        let row = self.rows.entry(row.to_owned()).or_default();
        row.expected += expected.len();
        row.found += found.len();
        row.right += right.len();
        let (of_expected, of_found): (Vec<usize>, Vec<usize>) = right.into_iter().unzip();
        let mut differ = |missed: bool, all: Vec<String>, matched: &[usize]| {
            let others = all.into_iter().enumerate().filter(|(at, _)| !matched.contains(at));
            self.differences.extend(others.map(|(_, shown)| Difference {
                passage: passage.id.clone(),
                what,
                missed,
                shown,
            }));
        };
        differ(true, expected, &of_expected);
        differ(false, found, &of_found);
    }

    /// Rates over the claims that stand at an expected place, whoever speaks.
    fn rate_claims(&mut self, shown: &Shown<'_>) {
        for (expected, found) in shown.placed_claims() {
            let Some(claim) = found else {
                if let Some(held) = &expected.attribution {
                    self.rate(ATTRIBUTED, false);
                    self.differ(
                        shown,
                        "attribution",
                        true,
                        format!("{} {} | no claim | {}", held.level, held.candidate, expected.text),
                    );
                }
                continue;
            };
            self.rate("stance accuracy", claim.stance.word() == expected.stance);
            self.rate("speaker accuracy", same::innermost(expected, claim));
            self.rate("chain accuracy", same::chain(expected, claim));
            if expected.level.is_some() {
                self.rate("level within one step", same::level(expected, claim));
            }
            let silent = matches!(expected.stance.as_str(), "denies" | "declines");
            if silent {
                self.rate(DENIALS_LOST, is_assertion(claim));
                if is_assertion(claim) {
                    let words = format!("{} | {}", expected.stance, expected.text);
                    self.differ(shown, "denial", true, words);
                }
            }
            if let Some(held) = &expected.attribution {
                let right = same::held(held, claim);
                self.rate(ATTRIBUTED, right);
                if !right {
                    let got = claim.attribution.as_ref();
                    let got = got.map(|got| format!("{} {}", got.level.word(), got.candidate));
                    let got = got.unwrap_or_else(|| "nobody".to_owned());
                    let words =
                        format!("{} {} | {got} | {}", held.level, held.candidate, expected.text);
                    self.differ(shown, "attribution", true, words);
                }
            }
        }
        for (claim, right) in shown.attributed() {
            self.rate("attribution precision", right);
            if let Some(got) = claim.attribution.as_ref().filter(|_| !right) {
                let said = claim.span.of(&shown.passage.text).unwrap_or_default();
                let words = format!("{} {} | {said}", got.level.word(), got.candidate);
                self.differ(shown, "attribution", false, words);
            }
        }
    }

    fn differ(&mut self, shown: &Shown<'_>, what: &'static str, missed: bool, words: String) {
        let passage = shown.passage.id.clone();
        self.differences.push(Difference { passage, what, missed, shown: words });
    }

    fn rate(&mut self, name: &'static str, right: bool) {
        let rate = self.rates.entry(name).or_default();
        rate.0 += usize::from(right);
        rate.1 += 1;
    }
}

const DENIALS_LOST: &str = "denials read as assertions";
const ATTRIBUTED: &str = "attribution recall";

fn is_assertion(claim: &Claim) -> bool {
    claim.stance == Stance::Asserts
}

impl Display for Score {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:24} precision recall     F1   expected found", "")?;
        let micro = [("mentions, micro".to_owned(), self.mentions())];
        let rows = self.rows.iter().map(|(name, row)| (name.clone(), *row));
        for (name, row) in micro.into_iter().chain(rows) {
            let (precision, recall, f1) = (row.precision(), row.recall(), row.f1());
            writeln!(
                out,
                "{name:24} {precision:9.3} {recall:6.3} {f1:6.3} {:10} {:5}",
                row.expected, row.found
            )?;
        }
        for (name, (right, all)) in &self.rates {
            writeln!(out, "{name:28} {right} of {all}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use noroshi_model::{ClaimKind, Language, Span, Speaker, SpeakerChain};

    use super::*;

    const LINE: &str = r#"{"id":"T000","published":null,"text":"甲社は関与を否定した。","mentions":[{"kind":"organization","text":"甲社","span":[0,6]}],
        "claims":[{"speaker":["甲社"],"stance":"denies","level":null,"attribution":null,"text":"関与を否定した。","span":[9,33]}],
        "events":[],"relations":[],"sources":[],"drift":[]}"#;

    fn reading(stance: Stance) -> Reading {
        let span = Span::new(9, 33).expect("not empty");
        let speaker = Speaker::Named { name: "甲社".to_owned(), span: None };
        let claim = Claim {
            span,
            sentence: span,
            speakers: SpeakerChain::new(speaker, Vec::new()),
            stance,
            kind: ClaimKind::Statement,
            likelihood: None,
            hearsay_marks: 0,
            attribution: None,
            about: String::new(),
            roots: Vec::new(),
        };
        Reading { claims: vec![claim], ..Reading::nothing(Language::Ja) }
    }

    #[test]
    fn a_denial_that_was_read_as_such_is_right() {
        let passage = Passage::parse(&LINE.replace('\n', "")).expect("a passage");
        let mut score = Score::default();
        score.add(&passage, &reading(Stance::Denies));
        let figures = score.figures();
        assert_eq!(figures["claims F1"], 1.0);
        assert_eq!(figures["denials read as assertions"], 0.0);
        assert_eq!(figures["mentions micro F1"], 0.0, "the organisation was not found");
    }

    #[test]
    fn a_denial_that_was_read_as_an_assertion_is_counted_and_shown() {
        let passage = Passage::parse(&LINE.replace('\n', "")).expect("a passage");
        let mut score = Score::default();
        score.add(&passage, &reading(Stance::Asserts));
        let figures = score.figures();
        assert_eq!(figures["claims F1"], 0.0);
        assert_eq!(figures["denials read as assertions"], 1.0);
        assert_eq!(score.differences.iter().filter(|one| one.what == "claim").count(), 2);
    }

    #[test]
    fn a_span_that_shows_other_words_is_refused() {
        let wrong = LINE.replace("[0,6]", "[0,9]").replace('\n', "");
        assert!(Passage::parse(&wrong).is_err());
    }
}
