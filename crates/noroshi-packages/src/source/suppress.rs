//! Sightings that somebody has looked at and accepted, with the reason and an end.
//!
//! ```toml
//! [[accept]]
//! path = "vendor/telemetry/*.py"       # `*` stands for any part of a path; optional with `sha256`
//! rule = "environment-to-network"      # optional: without it, every rule; `yara:NAME` for one of YARA
//! sha256 = "9f86d0..."                 # of the file; optional with `path`. A changed file is told again
//! reason = "our own crash reporter, reviewed"
//! until = "2027-03-31"                 # the last day on which it holds
//! ```

use jiff::civil::Date;
use noroshi_model::Problem;
use serde::Deserialize;

use super::rule::Rule;

/// The most that are read from one file.
const MOST: usize = 10_000;

/// One acceptance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// A path in which `*` stands for anything; of the whole file when there is a hash.
    pub path: Option<String>,
    /// The id of the rule; without it, every rule.
    pub rule: Option<String>,
    /// SHA-256 of the file, lower case hexadecimal.
    pub sha256: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Date,
}

/// All acceptances that hold on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acceptances(Vec<Acceptance>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    accept: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAcceptance {
    path: Option<String>,
    rule: Option<String>,
    sha256: Option<String>,
    reason: String,
    until: String,
}

impl Acceptances {
    /// Reads acceptances. One that is incomplete or has ended is a problem and does not hold;
    /// the others do.
    pub fn read(path: &str, text: &str, today: Date) -> (Self, Vec<Problem>) {
        let invalid = |number: usize, why: String| {
            Problem::new("NRS-PACKAGE-021").at(path).fact("number", number).fact("reason", why)
        };
        let raw: RawFile = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(why) => return (Self::default(), vec![invalid(0, why.message().to_owned())]),
        };
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        for (number, value) in (1..).zip(raw.accept.into_iter().take(MOST)) {
            match acceptance(value) {
                Err(why) => problems.push(invalid(number, why)),
                Ok(one) if one.until < today => problems.push(
                    Problem::new("NRS-PACKAGE-022")
                        .at(path)
                        .fact("number", number)
                        .fact("until", one.until)
                        .fact("reason", one.reason),
                ),
                Ok(one) => all.push(one),
            }
        }
        (Self(all), problems)
    }

    /// The acceptance that covers a sighting.
    pub fn of(&self, path: &str, rule: &str, sha256: &str) -> Option<&Acceptance> {
        self.0.iter().find(|one| {
            one.rule.as_ref().is_none_or(|accepted| accepted == rule)
                && one.path.as_ref().is_none_or(|pattern| fits(pattern, path))
                && one.sha256.as_ref().is_none_or(|accepted| accepted == sha256)
        })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn acceptance(value: toml::Value) -> Result<Acceptance, String> {
    let raw: RawAcceptance =
        value.try_into().map_err(|why: toml::de::Error| why.message().to_owned())?;
    if raw.path.is_none() && raw.sha256.is_none() {
        return Err("it has neither `path` nor `sha256`".to_owned());
    }
    if raw.reason.trim().is_empty() {
        return Err("`reason` is empty".to_owned());
    }
    if let Some(word) = raw.rule.as_ref().filter(|word| !is_rule(word)) {
        return Err(format!("there is no rule `{word}`"));
    }
    let until = raw.until.parse().map_err(|_| format!("`until` is no day: `{}`", raw.until))?;
    let sha256 = raw.sha256.map(|hash| hash.to_ascii_lowercase());
    if sha256
        .as_ref()
        .is_some_and(|hash| hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    {
        return Err("`sha256` has not 64 hexadecimal digits".to_owned());
    }
    Ok(Acceptance { path: raw.path, rule: raw.rule, sha256, reason: raw.reason, until })
}

/// Which rules of YARA there are is known only when they are compiled.
fn is_rule(word: &str) -> bool {
    Rule::ALL.iter().any(|rule| rule.word() == word)
        || word.strip_prefix("yara:").is_some_and(|name| !name.is_empty())
}

/// Whether a path fits a pattern in which `*` stands for anything. Linear in both together for one
/// star, and never worse than their product.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path) = (pattern.as_bytes(), path.as_bytes());
    let (mut at, mut seen, mut star) = (0, 0, None);
    while seen < path.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, seen));
            at += 1;
        } else if pattern.get(at) == path.get(seen) {
            (at, seen) = (at + 1, seen + 1);
        } else if let Some((back, from)) = star {
            star = Some((back, from + 1));
            (at, seen) = (back + 1, from + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        jiff::civil::date(2026, 11, 22)
    }

    #[test]
    fn stars_stand_for_any_part() {
        for (pattern, path, expect) in [
            ("a/*.py", "a/b/c.py", true),
            ("*", "anything", true),
            ("a/b.py", "a/b.py", true),
            ("a/b.py", "x/a/b.py", false),
            ("*/b.py", "x/a/b.py", true),
            ("a*b*c", "a1b2d", false),
        ] {
            assert_eq!(fits(pattern, path), expect, "{pattern} {path}");
        }
    }

    #[test]
    fn only_complete_acceptances_that_have_not_ended_hold() {
        let text = r#"
            [[accept]]
            path = "vendor/*"
            rule = "environment-to-network"
            reason = "reviewed"
            until = "2027-01-31"
            [[accept]]
            path = "old/*"
            reason = "reviewed"
            until = "2026-11-21"
            [[accept]]
            path = "x"
            rule = "no-such-rule"
            reason = "r"
            until = "2027-01-31"
            [[accept]]
            path = "y"
            rule = "yara:anything"
            reason = "r"
            until = "2027-01-31"
            [[accept]]
            reason = "everything"
            until = "2027-01-31"
        "#;
        let (accepted, problems) = Acceptances::read("accept.toml", text, today());
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["NRS-PACKAGE-022", "NRS-PACKAGE-021", "NRS-PACKAGE-021"]);
        assert!(accepted.of("vendor/a.py", Rule::EnvironmentSent.word(), "").is_some());
        assert!(accepted.of("vendor/a.py", Rule::EncodedRun.word(), "").is_none());
        assert!(accepted.of("y", "yara:anything", "").is_some());
        assert!(accepted.of("old/a.py", Rule::EncodedRun.word(), "").is_none());
    }

    #[test]
    fn an_acceptance_by_hash_ends_with_the_file() {
        let hash = "ab".repeat(32);
        let text =
            format!("[[accept]]\nsha256 = \"{hash}\"\nreason = \"r\"\nuntil = \"2026-11-22\"");
        let (accepted, problems) = Acceptances::read("a", &text, today());
        assert!(problems.is_empty());
        assert!(accepted.of("any", Rule::EncodedRun.word(), &hash).is_some());
        assert!(accepted.of("any", Rule::EncodedRun.word(), &"cd".repeat(32)).is_none());
    }

    #[test]
    fn a_broken_file_accepts_nothing() {
        let (accepted, problems) = Acceptances::read("a", "[[accept", today());
        assert!(accepted.is_empty());
        assert_eq!(problems[0].code, "NRS-PACKAGE-021");
    }
}
