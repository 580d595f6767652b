//! Learns to choose: among candidates, each a set of features, which is the right one.
//!
//! Yes or no is a choice between a candidate and one without features; a choice among classes has a candidate for each
//! class, whose features are mixed with its number. The chance of a candidate is the softmax of the sums of its weights
//! (logistic regression).

use std::collections::BTreeMap;

use crate::descent::{Known, Lessons, worth};

/// Candidates, and the place of the right one.
pub(crate) struct Question {
    pub(crate) candidates: Vec<Vec<u32>>,
    pub(crate) right: usize,
}

impl Question {
    /// Whether something with these features is so.
    pub(crate) fn yes_or_no(features: Vec<u32>, yes: bool) -> Self {
        Self { candidates: vec![Vec::new(), features], right: usize::from(yes) }
    }
}

/// The weights of the features, in order of their numbers.
pub(crate) fn fit<'q>(
    questions: impl IntoIterator<Item = &'q Question>,
    lessons: Lessons,
) -> Vec<(u32, f32)> {
    let questions: Vec<&Question> = questions.into_iter().collect();
    let known = Known::new(questions.iter().flat_map(|one| &one.candidates));
    let asked: Vec<(Vec<Vec<usize>>, usize)> = questions
        .iter()
        .map(|one| (one.candidates.iter().map(|it| known.dense(it)).collect(), one.right))
        .collect();
    known.fit(lessons, |weights, slope| {
        let mut loss = 0.0;
        for (candidates, right) in &asked {
            let worths: Vec<f64> = candidates.iter().map(|it| worth(weights, it)).collect();
            let most = worths.iter().copied().fold(f64::MIN, f64::max);
            let sum: f64 = worths.iter().map(|worth| (worth - most).exp()).sum();
            loss += most + sum.ln() - worths[*right];
            for (at, (candidate, worth)) in candidates.iter().zip(worths).enumerate() {
                let wrong = (worth - most).exp() / sum - f64::from(u8::from(at == *right));
                candidate.iter().for_each(|feature| slope[*feature] += wrong);
            }
        }
        loss
    })
}

/// Several models as rows of one file: the first is class 0.
pub(crate) fn heads(models: Vec<Vec<(u32, f32)>>) -> Vec<crate::write::Row> {
    let count = models.len();
    let mut rows: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for (head, model) in models.into_iter().enumerate() {
        for (feature, weight) in model {
            rows.entry(feature).or_insert_with(|| vec![0.0; count])[head] = weight;
        }
    }
    rows.into_iter().collect()
}
