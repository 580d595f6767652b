//! What people and other programs read of a run.

mod csv;
mod html;
mod sarif;
mod terminal;

pub use self::csv::csv;
pub use self::html::html;
pub use self::sarif::sarif;
pub use self::terminal::{terminal, terminal_diff};

use noroshi_model::{Bilingual, Finding, Language};

use crate::facts::Facts;
use crate::{PolicyResult, Run, Verdict};

/// What a report shows.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The run.
    pub run: &'a Run,
    /// What is known of the policies.
    pub facts: &'a Facts,
    /// Failing policies that reports make pressing, the most pressing first.
    pub findings: &'a [Finding],
    /// Whether BOD 25-01 is shown as a yardstick.
    pub bod: Yardstick,
}

/// How BOD 25-01, a duty of US federal civilian agencies only, is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yardstick {
    /// As a mark beside a policy.
    Shown,
    /// Not at all.
    Hidden,
}

impl<'a> Material<'a> {
    /// The title of a policy in a language: ours, or the sentence of the baseline.
    pub fn title(&self, result: &'a PolicyResult, language: Language) -> &'a str {
        match self.facts.policy_or_successor(&result.policy) {
            Some(fact) => fact.title.pick(language),
            None if result.requirement.is_empty() => "-",
            None => &result.requirement,
        }
    }

    /// Whether BOD 25-01 names it.
    pub fn bod(&self, result: &PolicyResult) -> bool {
        self.facts.policy_or_successor(&result.policy).is_some_and(|fact| fact.bod)
    }

    /// Techniques against which it stands.
    pub fn techniques(&self, result: &PolicyResult) -> Vec<String> {
        let fact = self.facts.policy_or_successor(&result.policy);
        fact.map(|fact| fact.techniques.iter().map(ToString::to_string).collect())
            .unwrap_or_default()
    }
}

/// The word for a verdict.
pub fn verdict(verdict: Verdict) -> Bilingual {
    match verdict {
        Verdict::Pass => Bilingual::new("Pass", "適合"),
        Verdict::Fail => Bilingual::new("Fail", "不適合"),
        Verdict::Warning => Bilingual::new("Warning", "警告"),
        Verdict::NotApplicable => Bilingual::new("N/A (check by hand)", "手動確認"),
        Verdict::NoEvents => Bilingual::new("No events found", "該当ログなし"),
        Verdict::Error => Bilingual::new("Error (not assessed)", "エラー（未判定）"),
        Verdict::Omitted => Bilingual::new("Omitted", "除外"),
        Verdict::Incorrect => Bilingual::new("Incorrect result", "誤判定として修正"),
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
