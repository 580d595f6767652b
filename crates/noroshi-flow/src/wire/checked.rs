//! `noroshi read --check-cases --format json`: one object per case and line.

use noroshi_model::Language;
use serde::Serialize;

use super::ProblemLine;
use crate::CheckedCase;

/// A case and what came of it.
#[derive(Debug, Serialize)]
pub struct CheckedLine<'a> {
    path: &'a str,
    holds: bool,
    faults: &'a [String],
    problem: Option<ProblemLine>,
}

impl<'a> CheckedLine<'a> {
    /// A case as one line; `language` is that of the problem's words.
    pub fn new(case: &'a CheckedCase, language: Language) -> Self {
        let (faults, problem): (&[String], _) = match &case.outcome {
            Ok(faults) => (faults, None),
            Err(problem) => (&[], Some(ProblemLine::new(problem, language))),
        };
        let holds = case.outcome.as_ref().is_ok_and(Vec::is_empty);
        Self { path: &case.path, holds, faults, problem }
    }
}
