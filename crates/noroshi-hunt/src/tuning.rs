//! What the organisation knows better than the rule's author: levels and exclusions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_model::Problem;
use serde::Deserialize;

use crate::hunt::View;
use crate::rule::{Fields, lower};
use crate::{Hit, Rule, RuleLevel};

/// Hits of one rule that the organisation has looked at and accepts, for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The rule's id or title; `*` for every rule.
    pub rule: String,
    /// Field and value that must all be there; `*` in a value stands for any text. `host` is the
    /// host and `user` the user of the event, whatever the log calls them.
    pub fields: BTreeMap<String, String>,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub owner: String,
    /// The last day on which it holds.
    pub expires: Date,
}

/// Levels and exclusions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tuning {
    /// Levels by the rule's id or title.
    pub levels: BTreeMap<String, RuleLevel>,
    /// Exclusions that hold today.
    pub exclusions: Vec<Exclusion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    level: Vec<LevelRow>,
    #[serde(default)]
    exclude: Vec<ExclusionRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelRow {
    rule: String,
    level: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExclusionRow {
    rule: String,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    expires: String,
}

impl Tuning {
    /// Reads a tuning file (TOML): rows `[[level]]` with `rule` and `level`, and rows
    /// `[[exclude]]` with `rule`, `fields`, `reason`, `owner` and `expires` (`2026-12-31`).
    ///
    /// An exclusion past its day is left out and is a problem, as is a row without reason, owner
    /// or expiry, or one that would silence every rule everywhere.
    pub fn parse(path: &str, text: &str, today: Date) -> (Self, Vec<Problem>) {
        let mut tuning = Self::default();
        let mut problems = Vec::new();
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let problem = Problem::new("NRS-HUNT-030").at(path);
                return (tuning, vec![problem.fact("reason", error.message())]);
            }
        };
        for row in file.level {
            match RuleLevel::parse(&row.level) {
                Some(level) => drop(tuning.levels.insert(row.rule, level)),
                None => problems.push(wrong(path, &row.rule, "the level is not one of Sigma's")),
            }
        }
        for row in file.exclude {
            match row.check() {
                Ok(exclusion) if exclusion.expires < today => problems.push(
                    Problem::new("NRS-HUNT-032")
                        .at(path)
                        .fact("rule", &exclusion.rule)
                        .fact("expires", exclusion.expires),
                ),
                Ok(exclusion) => tuning.exclusions.push(exclusion),
                Err((rule, reason)) => problems.push(wrong(path, &rule, reason)),
            }
        }
        (tuning, problems)
    }

    /// The level of a rule.
    pub(crate) fn level(&self, rule: &Rule) -> RuleLevel {
        let own = self.levels.get(&rule.id).or_else(|| self.levels.get(&rule.title));
        own.copied().unwrap_or(rule.level)
    }

    /// The hit with the organisation's level, and the reason when it is excluded.
    pub(crate) fn apply(&self, mut hit: Hit, view: &View, fields: &Fields) -> Hit {
        hit.level = self.level(&hit.rule);
        let exclusion = self.exclusions.iter().find(|exclusion| {
            let rule = &exclusion.rule;
            (rule == "*" || *rule == hit.rule.id || *rule == hit.rule.title)
                && exclusion.fields.iter().all(|(field, wanted)| match field.as_str() {
                    "host" => fits(wanted, &hit.host),
                    "user" => fits(wanted, &hit.user),
                    name => fields.find(name).is_some_and(|number| {
                        view.values(number).any(|found| fits(wanted, found.raw))
                    }),
                })
        });
        hit.excluded = exclusion.map(|exclusion| exclusion.reason.clone());
        hit
    }

    /// Every field that an exclusion names.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.exclusions.iter().flat_map(|exclusion| exclusion.fields.keys()).map(String::as_str)
    }
}

impl ExclusionRow {
    fn check(self) -> Result<Exclusion, (String, &'static str)> {
        let reason = if self.reason.trim().is_empty() {
            Some("it gives no reason")
        } else if self.owner.trim().is_empty() {
            Some("it names no owner")
        } else if self.rule == "*" && self.fields.is_empty() {
            Some("it would silence every rule everywhere")
        } else {
            None
        };
        if let Some(reason) = reason {
            return Err((self.rule, reason));
        }
        match self.expires.parse() {
            Ok(expires) => Ok(Exclusion {
                rule: self.rule,
                fields: self.fields,
                reason: self.reason,
                owner: self.owner,
                expires,
            }),
            Err(_) => Err((self.rule, "it has no expiry (`expires = \"2026-12-31\"`)")),
        }
    }
}

fn wrong(path: &str, rule: &str, reason: &str) -> Problem {
    Problem::new("NRS-HUNT-031").at(path).fact("rule", rule).fact("reason", reason)
}

/// Whether a value fits a text in which `*` stands for any text, without regard to case.
fn fits(wanted: &str, value: &str) -> bool {
    let (wanted, value) = (lower(wanted), lower(value));
    let mut parts = wanted.split('*');
    let Some(mut rest) = parts.next().and_then(|first| value.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        assert!(fits("C:\\Tools\\*\\code.exe", "c:\\tools\\a\\Code.exe"));
        assert!(fits("*", "") && fits("a*", "A") && fits("*b*", "abc") && fits("abc", "ABC"));
        assert!(!fits("a*b", "ac") && !fits("abc", "abcd") && !fits("b*", "ab"));
    }

    #[test]
    fn an_exclusion_needs_reason_owner_and_a_day_that_is_not_over() {
        let text = r#"
            level = [{ rule = "a", level = "low" }, { rule = "b", level = "huge" }]
            [[exclude]]
            rule = "r"
            fields = { host = "dev-*" }
            reason = "build machine"
            owner = "platform team"
            expires = "2026-12-31"
            [[exclude]]
            rule = "old"
            reason = "x"
            owner = "y"
            expires = "2026-01-01"
            [[exclude]]
            rule = "no owner"
            reason = "x"
            expires = "2026-12-31"
            [[exclude]]
            rule = "*"
            reason = "x"
            owner = "y"
            expires = "2026-12-31"
        "#;
        let (tuning, problems) =
            Tuning::parse("tuning.toml", text, jiff::civil::date(2026, 11, 22));
        assert_eq!(tuning.levels.len(), 1);
        assert_eq!(tuning.exclusions.len(), 1);
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["NRS-HUNT-031", "NRS-HUNT-032", "NRS-HUNT-031", "NRS-HUNT-031"]);
        let (_, problems) =
            Tuning::parse("tuning.toml", "nonsense", jiff::civil::date(2026, 11, 22));
        assert_eq!(problems.first().map(|problem| problem.code), Some("NRS-HUNT-030"));
    }
}
