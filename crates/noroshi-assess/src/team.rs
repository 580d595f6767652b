//! Several analysts, each without seeing the others: where they disagree, and one judgement
//! made from all of theirs, with the dissent beside it.
//!
//! Stated beliefs about answers that exclude each other seldom sum to one. They are first made
//! coherent (the nearest point with shares of zero or more that sum to one) and then averaged.
//! Source: Mandel, Karvetski, Dhami, "Boosting intelligence analysts' judgment accuracy",
//! Judgment and Decision Making 13 (2018), where this cut the mean absolute error most.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use noroshi_model::Problem;
use serde::Deserialize;
use toml::Spanned;

use crate::Tongue;
use crate::matrix::Matrix;
use crate::parse::number;
use crate::place::place;
use crate::posterior::{Weighing, posterior};
use crate::question::Question;
use crate::score::SAME;
use crate::word::{Rating, Status};
use crate::write::quoted;

/// What one analyst said, alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// Who.
    pub analyst: String,
    /// By row and hypothesis.
    pub ratings: Vec<Vec<Option<Rating>>>,
    /// Stated belief by hypothesis, before seeing anybody else's; `None` when not all are given.
    pub belief: Option<Vec<f64>>,
    /// Why this analyst disagrees, in their own words.
    pub dissent: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Spanned<String>,
    analyst: Spanned<String>,
    #[serde(default)]
    belief: BTreeMap<Spanned<String>, Spanned<f64>>,
    #[serde(default)]
    ratings: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
    dissent: Option<String>,
}

/// A blank rating file for an analyst: rows and hypotheses, and nobody's ratings.
pub fn blank(question: &Question, analyst: &str, tongue: Tongue) -> String {
    let mut out = format!(
        "# Rate across: one row at a time, all hypotheses. CC, C, N, I, II or NA.\nquestion = {}\nanalyst = {}\n\n# How likely each answer is to you now, before you see anybody else's; 0.0 to 1.0.\n[belief]\n",
        quoted(&question.id),
        quoted(analyst)
    );
    for one in &question.hypotheses {
        let _ = writeln!(out, "# {} = 0.0    # {}", quoted(&one.id), comment(one.title.of(tongue)));
    }
    for row in question.rows.iter().filter(|row| row.status == Status::Accepted) {
        let _ =
            write!(out, "\n# {}\n[ratings.{}]\n", comment(row.text.of(tongue)), quoted(&row.id));
        for one in &question.hypotheses {
            let _ = writeln!(out, "# {} = \"\"", quoted(&one.id));
        }
    }
    out
}

fn comment(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}

impl Voice {
    /// Reads a rating file.
    ///
    /// # Errors
    /// The faults of the file, each with its place.
    pub fn parse(text: &str, path: &str, question: &Question) -> Result<Self, Vec<Problem>> {
        let at = |code, start| {
            let (line, column) = place(text, start);
            Problem::new(code).at(path).fact("line", line).fact("column", column)
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            vec![at("NRS-ASSESS-001", start).fact("reason", error.message().trim())]
        })?;
        let mut problems = Vec::new();
        if *file.question.as_ref() != question.id {
            let (own, wanted) = (file.question.as_ref(), &question.id);
            problems.push(
                at("NRS-ASSESS-014", file.question.span().start)
                    .fact("own", own)
                    .fact("wanted", wanted),
            );
        }
        let unknown = |kind: &str, id: &Spanned<String>, known: String| {
            at("NRS-ASSESS-003", id.span().start)
                .fact("kind", kind)
                .fact("id", id.as_ref())
                .fact("known", known)
        };
        let hypotheses =
            || question.hypotheses.iter().map(|one| one.id.clone()).collect::<Vec<_>>().join(", ");
        let width = question.hypotheses.len();
        let mut voice = Self {
            analyst: file.analyst.into_inner(),
            ratings: vec![vec![None; width]; question.rows.len()],
            belief: None,
            dissent: file.dissent,
        };
        let mut belief = vec![None; width];
        for (id, share) in &file.belief {
            let Some(own) = question.hypothesis(id.as_ref()) else {
                problems.push(unknown("hypothesis", id, hypotheses()));
                continue;
            };
            if !(0.0..=1.0).contains(share.as_ref()) {
                let fault = at("NRS-ASSESS-006", share.span().start).fact("key", "belief");
                problems.push(fault.fact("value", share.as_ref()).fact("allowed", "0.0 to 1.0"));
            }
            belief[own] = Some(*share.as_ref());
        }
        voice.belief = belief.into_iter().collect();
        for (row, given) in &file.ratings {
            let Some(own) = question.rows.iter().position(|it| it.id == *row.as_ref()) else {
                let known = question
                    .rows
                    .iter()
                    .take(12)
                    .map(|it| it.id.clone())
                    .collect::<Vec<_>>()
                    .join(", ");
                problems.push(unknown("row", row, known));
                continue;
            };
            for (id, word) in given {
                match (question.hypothesis(id.as_ref()), Rating::from_word(word.as_ref())) {
                    (None, _) => problems.push(unknown("hypothesis", id, hypotheses())),
                    (_, None) => problems.push(
                        at("NRS-ASSESS-005", word.span().start)
                            .fact("value", word.as_ref())
                            .fact("allowed", Rating::allowed()),
                    ),
                    (Some(hypothesis), rating) => voice.ratings[own][hypothesis] = rating,
                }
            }
        }
        if problems.is_empty() { Ok(voice) } else { Err(problems) }
    }

    /// The question with this analyst's ratings in place of all others.
    fn own(&self, question: &Question) -> Question {
        let mut own = question.clone();
        for (row, ratings) in own.rows.iter_mut().zip(&self.ratings) {
            row.ratings.clone_from(ratings);
            row.likelihood.iter_mut().for_each(|given| *given = None);
        }
        own
    }
}

/// One voice, worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Who.
    pub analyst: String,
    /// Posterior from the analyst's own ratings.
    pub posterior: Vec<f64>,
    /// Stated belief, made coherent.
    pub coherent: Option<Vec<f64>>,
    /// How far the stated belief was from coherent.
    pub incoherence: Option<f64>,
    /// Whether the analyst's first hypothesis is not that of the whole team.
    pub dissents: bool,
    /// Why, in their own words.
    pub dissent: Option<String>,
}

/// A team's judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Each voice.
    pub voices: Vec<Heard>,
    /// By row and hypothesis: standard deviation of the rating values, where two or more rated.
    pub disagreement: Vec<Vec<Option<f64>>>,
    /// Mean of the coherent beliefs, each voice alike; `None` when nobody stated one.
    pub belief: Option<Vec<f64>>,
    /// Mean of the posteriors from the ratings.
    pub posterior: Vec<f64>,
}

/// Works out what a team says.
pub fn team(question: &Question, voices: &[Voice]) -> Team {
    let mut heard: Vec<Heard> = voices.iter().map(|voice| hear(question, voice)).collect();
    let beliefs: Vec<&Vec<f64>> = heard.iter().filter_map(|one| one.coherent.as_ref()).collect();
    let belief = (!beliefs.is_empty()).then(|| mean(&beliefs));
    let posteriors: Vec<&Vec<f64>> = heard.iter().map(|one| &one.posterior).collect();
    let posterior = mean(&posteriors);
    let whole = first(belief.as_ref().unwrap_or(&posterior));
    for one in &mut heard {
        one.dissents = first(one.coherent.as_ref().unwrap_or(&one.posterior)) != whole;
    }
    let cell = |row: usize, hypothesis: usize| {
        let given = voices.iter().filter_map(|voice| voice.ratings[row][hypothesis]);
        deviation(&given.map(|it| f64::from(it.value())).collect::<Vec<_>>())
    };
    let width = question.hypotheses.len();
    let disagreement = (0..question.rows.len())
        .map(|row| (0..width).map(|hypothesis| cell(row, hypothesis)).collect())
        .collect();
    Team { voices: heard, disagreement, belief, posterior }
}

fn hear(question: &Question, voice: &Voice) -> Heard {
    let own = voice.own(question);
    let (matrix, _) = Matrix::of(&own, None);
    let coherent = voice.belief.as_ref().map(|belief| coherent(belief));
    let distance = |(stated, made): (&Vec<f64>, &Vec<f64>)| {
        stated.iter().zip(made).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    };
    Heard {
        analyst: voice.analyst.clone(),
        posterior: posterior(&matrix, Weighing::Clustered).iter().map(|it| it.point).collect(),
        incoherence: voice.belief.as_ref().zip(coherent.as_ref()).map(distance),
        coherent,
        dissents: false,
        dissent: voice.dissent.clone(),
    }
}

/// The nearest shares of zero or more that sum to one (Euclidean projection on the simplex).
///
/// Source: Duchi, Shalev-Shwartz, Singer, Chandra, ICML 2008.
pub fn coherent(belief: &[f64]) -> Vec<f64> {
    let mut sorted = belief.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (at, share) in sorted.iter().enumerate() {
        sum += share;
        let candidate = (sum - 1.0) / number(at + 1);
        if share - candidate > 0.0 {
            shift = candidate;
        }
    }
    belief.iter().map(|share| (share - shift).max(0.0)).collect()
}

fn mean(all: &[&Vec<f64>]) -> Vec<f64> {
    let width = all.first().map_or(0, |one| one.len());
    (0..width).map(|at| all.iter().map(|one| one[at]).sum::<f64>() / number(all.len())).collect()
}

fn deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let size = number(values.len());
    let mean = values.iter().sum::<f64>() / size;
    Some((values.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / size).sqrt())
}

fn first(shares: &[f64]) -> Vec<usize> {
    let best = shares.iter().copied().fold(0.0, f64::max);
    (0..shares.len()).filter(|at| shares[*at] >= best - SAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(belief: &[f64], expected: &[f64]) {
        let got = coherent(belief);
        for (got, expected) in got.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-9, "{got} instead of {expected}");
        }
    }

    #[test]
    fn beliefs_are_moved_to_the_nearest_shares() {
        // .2 too much, spread over three: each less by .0667.
        check(&[0.6, 0.4, 0.2], &[0.6 - 0.2 / 3.0, 0.4 - 0.2 / 3.0, 0.2 - 0.2 / 3.0]);
        check(&[0.5, 0.5], &[0.5, 0.5]);
        // Too little is added evenly.
        check(&[0.2, 0.2], &[0.5, 0.5]);
        // A share would become negative: it stays at zero, the rest is spread over the others.
        check(&[1.0, 0.9, 0.0], &[0.55, 0.45, 0.0]);
    }

    #[test]
    fn disagreement_is_the_spread_of_the_values() {
        // CC and II: mean 0, deviation 2.
        assert_eq!(deviation(&[2.0, -2.0]), Some(2.0));
        assert_eq!(deviation(&[2.0]), None);
    }
}
