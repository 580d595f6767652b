//! Errors as a person sees them: code, what, why, fix.

use std::error::Error;
use std::fmt;
use std::io;

use noroshi_flow::FlowError;
use noroshi_model::{Diagnosis, Language, Problem, words};

use crate::style::{Style, Tone, safe};

/// Why a verb could not do its work.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Standard output does not take the result.
    Output(io::Error),
    /// The runtime of the store does not start.
    Runtime(io::Error),
    /// There is nothing to read in what was named.
    Nothing(String),
    /// The verb has no such form of results.
    Form(&'static str),
    /// No secret was given; the variable that may hold it.
    NoSecret(&'static str),
    /// The use case failed.
    Flow(FlowError),
}

impl CliError {
    /// What else is wrong, besides what the error itself tells.
    pub(crate) fn further(&self) -> &[Problem] {
        match self {
            Self::Flow(FlowError::Refused(problems)) => problems.get(1..).unwrap_or_default(),
            _ => &[],
        }
    }
}

impl Diagnosis for CliError {
    fn code(&self) -> &'static str {
        match self {
            Self::Output(_) => "NRS-CLI-001",
            Self::Runtime(_) => "NRS-CLI-002",
            Self::Nothing(_) => "NRS-CLI-003",
            Self::Form(_) => "NRS-CLI-006",
            Self::NoSecret(_) => "NRS-CLI-007",
            Self::Flow(error) => error.code(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Output(_) | Self::Runtime(_) => Vec::new(),
            Self::Nothing(paths) => vec![("paths", paths.clone())],
            Self::Form(form) => vec![("format", (*form).to_owned())],
            Self::NoSecret(name) => vec![("name", (*name).to_owned())],
            Self::Flow(error) => error.facts(),
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&words(self.code(), Language::En).what(&self.facts()))
    }
}

impl Error for CliError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Output(error) | Self::Runtime(error) => Some(error),
            Self::Nothing(_) | Self::Form(_) | Self::NoSecret(_) => None,
            Self::Flow(error) => error.source(),
        }
    }
}

impl From<FlowError> for CliError {
    fn from(error: FlowError) -> Self {
        Self::Flow(error)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// An error with its reasons and what to do about it.
pub(crate) fn show(error: &CliError, language: Language, style: Style) -> String {
    let mut causes = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    causes.dedup();
    let head = style.paint(Tone::Error, &format!("error[{}]", error.code()));
    shown(&head, error.code(), &error.facts(), &causes, language, style)
}

/// A problem of one item, while the rest went on.
pub(crate) fn show_problem(problem: &Problem, language: Language, style: Style) -> String {
    let head = style.paint(Tone::Warning, &format!("problem[{}]", problem.code));
    shown(&head, problem.code, &problem.all_facts(), &[], language, style)
}

fn shown(
    head: &str,
    code: &str,
    facts: &[(&str, String)],
    causes: &[String],
    language: Language,
    style: Style,
) -> String {
    let words = words(code, language);
    let mut lines = vec![format!("{head}: {}", safe(&words.what(facts)))];
    let fixed = words.why(facts);
    let reasons = [fixed].into_iter().filter(|why| !why.is_empty()).chain(causes.iter().cloned());
    lines.extend(reasons.map(|why| line(style, Tone::Faint, "why", &why)));
    lines.extend(words.fix(facts).iter().map(|fix| line(style, Tone::Good, "fix", fix)));
    lines.join("\n")
}

fn line(style: Style, tone: Tone, name: &str, words: &str) -> String {
    format!("  {}: {}", style.paint(tone, name), safe(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_tells_what_why_and_how_to_fix_it() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let shown = show(&CliError::Output(denied), Language::En, Style::PLAIN);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0], "error[NRS-CLI-001]: cannot write the result");
        assert_eq!(lines[1], "  why: permission denied");
        assert!(lines[2].starts_with("  fix: check"));
    }

    #[test]
    fn a_hostile_path_cannot_command_the_terminal() {
        let problem = Problem::new("NRS-FORMAT-001").at("a\u{1b}[2J.txt");
        assert!(!show_problem(&problem, Language::En, Style::PLAIN).contains('\u{1b}'));
    }
}
