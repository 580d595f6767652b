//! From a probability to words and back, and what a sentence of the analyst may say.
//!
//! The scale is that of [`ScaleStep`]. A generated sentence names the words of both ends of the
//! range, so it is never stronger than the range; likelihood and confidence never stand in one
//! sentence (ICD 203).

use noroshi_model::ScaleStep;

use crate::Tongue;
use crate::question::Chance;

/// The step in which a probability falls.
pub fn step(probability: f64) -> ScaleStep {
    let reaches = |step: &ScaleStep| probability <= f64::from(step.range().1) + 1e-6;
    ScaleStep::ALL.into_iter().find(reaches).unwrap_or(ScaleStep::AlmostCertain)
}

/// The words of a step.
pub fn words(step: ScaleStep, tongue: Tongue) -> &'static str {
    tongue.pick(step.english(), step.japanese())
}

/// The step of a scale word, or of its ICD 203 twin.
pub fn step_of(phrase: &str) -> Option<ScaleStep> {
    PHRASES.iter().find(|(words, _)| *words == phrase).map(|(_, step)| *step)
}

/// A range in words: one step, or from one to another.
pub fn said(range: Chance, tongue: Tongue) -> String {
    let (low, high) = (step(range.low), step(range.high));
    let words = |step| words(step, tongue);
    if low == high {
        return words(low).to_owned();
    }
    tongue.pick(
        format!("between {} and {}", words(low), words(high)),
        format!("「{}」から「{}」の間", words(low), words(high)),
    )
}

/// A probability in per cent.
pub fn per_cent(probability: f64) -> String {
    let shown = probability * 100.0;
    if (0.95..99.05).contains(&shown) { format!("{shown:.0} %") } else { format!("{shown:.1} %") }
}

/// Something wrong with a sentence of the analyst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Its likelihood word says more than the range allows.
    TooStrong {
        /// The word.
        phrase: &'static str,
    },
    /// Likelihood and confidence in one sentence.
    Mixed {
        /// The sentence.
        sentence: String,
    },
}

/// What is wrong with the words of a conclusion about a hypothesis with this posterior.
///
/// A word is too strong when its range begins above the point, or does not meet the range at all
/// from above. A weaker word is never wrong here.
pub fn slips(conclusion: &str, answer: Chance) -> Vec<Slip> {
    let mut slips = Vec::new();
    for sentence in sentences(conclusion) {
        let found = phrases(sentence);
        for (phrase, step) in &found {
            let begins = f64::from(step.range().0);
            if begins > answer.point || begins > answer.high {
                slips.push(Slip::TooStrong { phrase });
            }
        }
        if !found.is_empty() && speaks_of_confidence(sentence) {
            slips.push(Slip::Mixed { sentence: sentence.trim().to_owned() });
        }
    }
    slips
}

fn speaks_of_confidence(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    ["confidence", "確信度", "確度"].iter().any(|word| lower.contains(word))
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '!', '?', '！', '？', '\n'])
        .flat_map(|part| part.split_inclusive(". "))
        .filter(|part| !part.trim().is_empty())
}

/// Scale words in a sentence, the longest at each place.
fn phrases(sentence: &str) -> Vec<(&'static str, ScaleStep)> {
    let lower = sentence.to_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lower.len() {
        let rest = &lower[at..];
        let begins =
            |one: &&(&'static str, ScaleStep)| rest.starts_with(one.0) && whole(&lower, at, one.0);
        let longest = PHRASES.iter().filter(begins).max_by_key(|(words, _)| words.len());
        let next = rest.chars().next().map_or(1, char::len_utf8);
        at += longest.map_or(next, |(words, _)| words.len());
        found.extend(longest.copied());
    }
    found
}

/// Whether an English phrase stands there as words of its own.
fn whole(text: &str, at: usize, phrase: &str) -> bool {
    if !phrase.is_ascii() {
        return true;
    }
    let letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric());
    !letter(text[..at].chars().next_back()) && !letter(text[at + phrase.len()..].chars().next())
}

/// Words of the scale in both languages; the second English column is that of ICD 203.
const PHRASES: &[(&str, ScaleStep)] = &[
    ("almost no chance", ScaleStep::AlmostNoChance),
    ("remote", ScaleStep::AlmostNoChance),
    ("very unlikely", ScaleStep::VeryUnlikely),
    ("highly improbable", ScaleStep::VeryUnlikely),
    ("unlikely", ScaleStep::Unlikely),
    ("improbable", ScaleStep::Unlikely),
    ("roughly even chance", ScaleStep::RoughlyEven),
    ("roughly even odds", ScaleStep::RoughlyEven),
    ("likely", ScaleStep::Likely),
    ("probable", ScaleStep::Likely),
    ("probably", ScaleStep::Likely),
    ("very likely", ScaleStep::VeryLikely),
    ("highly probable", ScaleStep::VeryLikely),
    ("almost certain", ScaleStep::AlmostCertain),
    ("almost certainly", ScaleStep::AlmostCertain),
    ("nearly certain", ScaleStep::AlmostCertain),
    ("certain", ScaleStep::AlmostCertain),
    ("certainly", ScaleStep::AlmostCertain),
    ("ほぼあり得ない", ScaleStep::AlmostNoChance),
    ("可能性は非常に低い", ScaleStep::VeryUnlikely),
    ("可能性は低い", ScaleStep::Unlikely),
    ("五分五分", ScaleStep::RoughlyEven),
    ("可能性が高い", ScaleStep::Likely),
    ("可能性が非常に高い", ScaleStep::VeryLikely),
    ("ほぼ確実", ScaleStep::AlmostCertain),
    ("間違いない", ScaleStep::AlmostCertain),
    ("断定できる", ScaleStep::AlmostCertain),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_becomes_a_range_and_the_same_phrase_again() {
        for tongue in [Tongue::Ja, Tongue::En] {
            for one in ScaleStep::ALL {
                let back = step_of(words(one, tongue)).expect("a word of the scale");
                let (low, high) = back.range();
                assert_eq!(step(f64::from(f32::midpoint(low, high))), one);
            }
        }
    }

    #[test]
    fn a_range_over_several_steps_names_both_ends() {
        let range = Chance { low: 0.3, point: 0.5, high: 0.6 };
        assert_eq!(said(range, Tongue::En), "between unlikely and likely");
        assert_eq!(said(range, Tongue::Ja), "「可能性は低い」から「可能性が高い」の間");
        assert_eq!(said(Chance::exactly(0.6), Tongue::En), "likely");
    }

    #[track_caller]
    fn check(conclusion: &str, point: f64, expected: usize) {
        let answer = Chance { low: point - 0.1, point, high: point + 0.1 };
        assert_eq!(slips(conclusion, answer).len(), expected, "{conclusion}");
    }

    #[test]
    fn a_word_above_the_range_is_too_strong() {
        check("It was very likely the group.", 0.6, 1);
        check("It was likely the group.", 0.6, 0);
        check("It was unlikely to be the group.", 0.6, 0);
        check("同集団による可能性が非常に高い。", 0.6, 1);
        check("同集団による可能性が高い。", 0.6, 0);
        check("The trail is likelyless.", 0.1, 0);
    }

    #[test]
    fn likelihood_and_confidence_need_a_sentence_each() {
        check("It is likely, with high confidence.", 0.6, 1);
        check("It is likely. Confidence is low.", 0.6, 0);
        check("可能性が高い。確信度は低い。", 0.6, 0);
        check("可能性が高く、ではなく可能性が高い(確信度は低い)。", 0.6, 1);
    }
}
