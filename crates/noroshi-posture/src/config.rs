//! What an organisation says about its policies in the configuration of the tools.

use std::collections::BTreeMap;

use jiff::civil::Date;
use noroshi_model::Problem;
use regorus::Value;

use crate::PolicyId;
use crate::export::{keys, text};
use crate::plain::plain;

/// Largest configuration in bytes.
pub const MOST_CONFIG: usize = 1 << 20;

/// A policy that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Omission {
    /// Why; empty when the file does not say.
    pub(crate) rationale: String,
    /// Until when, as written; empty for no end.
    pub(crate) expiration: String,
}

/// What the organisation adds to a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Annotation {
    /// Its words; empty when there are none.
    pub(crate) comment: String,
    /// Whether it says that the result is wrong.
    pub(crate) incorrect: bool,
    /// The day until which it shall be mended, as written; empty for none.
    pub(crate) remediation: String,
}

/// A configuration of ScubaGear or ScubaGoggles.
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) value: Value,
    pub(crate) omissions: BTreeMap<PolicyId, Omission>,
    pub(crate) annotations: BTreeMap<PolicyId, Annotation>,
    pub(crate) organisation: String,
}

impl Config {
    /// Reads the YAML or JSON configuration of ScubaGear or ScubaGoggles.
    ///
    /// # Errors
    /// `NRS-POSTURE-020` when it is too large, no YAML, or no table.
    pub fn read(source: &str, yaml: &str) -> Result<Self, Problem> {
        let wrong = |reason: String| {
            Problem::new("NRS-POSTURE-020").at(source).fact("reason", plain(&reason))
        };
        if yaml.len() > MOST_CONFIG {
            return Err(wrong(format!("more than {MOST_CONFIG} bytes")));
        }
        let yaml = yaml.trim_start_matches('\u{feff}');
        let value: serde_json::Value =
            yaml_serde::from_str(yaml).map_err(|error| wrong(error.to_string()))?;
        let json = value.to_string();
        let value = Value::from_json_str(&json).map_err(|error| wrong(error.to_string()))?;
        let value = if value == Value::Null { Value::new_object() } else { value };
        if value.as_object().is_err() {
            return Err(wrong("it is no table of settings".to_owned()));
        }
        Ok(Self::of(value))
    }

    /// The configuration that an export carries.
    pub(crate) fn of(value: Value) -> Self {
        let omissions = section(&value, "omitpolicy", |entry| Omission {
            rationale: plain(&part(entry, "rationale")),
            expiration: plain(&part(entry, "expiration")),
        });
        let annotations = section(&value, "annotatepolicy", |entry| Annotation {
            comment: plain(&part(entry, "comment")),
            incorrect: *member(entry, "incorrectresult") == Value::from(true),
            remediation: plain(&part(entry, "remediationdate")),
        });
        let organisation = plain(&part(&value, "orgname"));
        Self { value, omissions, annotations, organisation }
    }
}

fn section<T>(value: &Value, name: &str, read: impl Fn(&Value) -> T) -> BTreeMap<PolicyId, T> {
    let section = member(value, name);
    let entries = keys(section).filter_map(|key| Some((PolicyId::read(key)?, &section[key])));
    entries.map(|(id, entry)| (id, read(entry))).collect()
}

/// A member by its name in any case, as PowerShell finds it.
fn member<'a>(value: &'a Value, name: &str) -> &'a Value {
    let key = keys(value).find(|key| key.eq_ignore_ascii_case(name));
    key.map_or(&Value::Undefined, |key| &value[key])
}

fn part(value: &Value, name: &str) -> String {
    text(member(value, name))
}

/// A day as the configurations write it.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().filter(|_| text.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_read() {
        for (omit, expiration) in [("OmitPolicy", "Expiration"), ("omitpolicy", "expiration")] {
            let yaml = format!(
                "OrgName: Example\n{omit}:\n  MS.AAD.1.1v1:\n    Rationale: \"<b>own</b> door\"\n    {expiration}: 2026-12-31\n  MS.AAD.2.1v1:\n"
            );
            let config = Config::read("c.yaml", &yaml).expect("reads");
            let shown: Vec<_> = config
                .omissions
                .iter()
                .map(|(id, it)| (id.to_string(), it.rationale.as_str(), it.expiration.as_str()))
                .collect();
            assert_eq!(
                shown,
                [
                    ("MS.AAD.1.1v1".to_owned(), "own door", "2026-12-31"),
                    ("MS.AAD.2.1v1".to_owned(), "", "")
                ]
            );
            assert_eq!(config.organisation, "Example");
        }
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for wrong in ["- a", "a: [", "text", "? {a: b}: c"] {
            assert_eq!(
                Config::read("c.yaml", wrong).map(|_| ()).map_err(|it| it.code),
                Err("NRS-POSTURE-020"),
                "{wrong}"
            );
        }
        assert!(Config::read("c.yaml", "").is_ok());
    }
}
