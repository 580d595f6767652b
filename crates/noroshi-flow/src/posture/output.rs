//! What is printed of runs.

use noroshi_posture::Facts;
use noroshi_posture::report::{self, Material, Yardstick};

use super::Judged;
use crate::MessageLanguage;
use crate::wire::{PostureLine, PostureSummaryLine};

/// A form for other programs and for browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table for spreadsheets.
    Csv,
    /// SARIF 2.1.0.
    Sarif,
    /// One self-contained page.
    Html,
}

/// Runs in a form, whole.
pub fn page(runs: &[Judged], form: Form, language: MessageLanguage, bod: Yardstick) -> String {
    let materials: Vec<Material<'_>> = runs.iter().map(|one| material(one, bod)).collect();
    let language = language.language();
    match form {
        Form::Csv => report::csv(&materials, language),
        Form::Sarif => {
            let sarif = report::sarif(&materials, language, env!("CARGO_PKG_VERSION"));
            format!("{sarif:#}\n")
        }
        Form::Html => report::html(&materials, language),
    }
}

/// A run as text for a terminal; `all` shows what passes too.
pub fn text(judged: &Judged, language: MessageLanguage, bod: Yardstick, all: bool) -> String {
    report::terminal(&material(judged, bod), language.language(), all)
}

/// The lines of runs in JSON: one for each policy, then the summary.
pub fn lines<'a>(
    runs: &'a [Judged],
    language: MessageLanguage,
) -> (Vec<PostureLine<'a>>, PostureSummaryLine<'a>) {
    let facts = Facts::compiled_in();
    let lines = runs.iter().flat_map(|one| {
        let results = one.run.results.iter();
        results.map(|result| PostureLine::new(&one.run, result, facts, language.language()))
    });
    (lines.collect(), PostureSummaryLine::new(runs))
}

fn material(judged: &Judged, bod: Yardstick) -> Material<'_> {
    Material { run: &judged.run, facts: Facts::compiled_in(), findings: &judged.findings, bod }
}
