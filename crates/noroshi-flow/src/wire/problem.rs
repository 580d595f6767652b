//! A problem in JSON.

use noroshi_model::{Language, Problem, words};
use serde::Serialize;

/// What was left out, why, and what to do.
#[derive(Debug, Serialize)]
pub struct ProblemLine {
    code: &'static str,
    what: String,
    why: String,
    fix: Vec<String>,
    path: Option<String>,
    span: Option<[usize; 2]>,
}

impl ProblemLine {
    /// A problem in the words of a language.
    pub fn new(problem: &Problem, language: Language) -> Self {
        let (words, facts) = (words(problem.code, language), problem.all_facts());
        Self {
            code: problem.code,
            what: words.what(&facts),
            why: words.why(&facts),
            fix: words.fix(&facts),
            path: problem.place.path.clone(),
            span: problem.place.span.map(|span| [span.start(), span.end()]),
        }
    }
}
