//! Versions in the order of their ecosystem.
//!
//! Nothing is guessed: two versions that an ecosystem cannot order are not ordered here.

mod gem;
mod maven;
mod semantic;

use std::cmp::Ordering;
use std::str::FromStr as _;

use noroshi_model::{RangeEnd, VersionRange};
use pep440_rs::{Version, VersionSpecifiers};

use crate::Ecosystem;

/// Whether something holds, as far as can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The versions cannot be compared.
    Unknown,
}

/// The order of two versions; `None` when the ecosystem has none, or one of them is no version.
///
/// npm, crates.io, Go, `NuGet`: Semantic Versioning 2.0.0, section 11, where build metadata does
/// not count. `PyPI`: PEP 440. RubyGems: `Gem::Version`. Maven: `ComparableVersion`.
pub fn compare(ecosystem: &Ecosystem, one: &str, other: &str) -> Option<Ordering> {
    match ecosystem {
        Ecosystem::PyPi => Some(python(one)?.cmp(&python(other)?)),
        Ecosystem::RubyGems => gem::compare(one, other),
        Ecosystem::Maven => maven::compare(one, other),
        Ecosystem::Npm
        | Ecosystem::Cargo
        | Ecosystem::Go
        | Ecosystem::NuGet
        | Ecosystem::Composer => semantic::compare(one, other),
        Ecosystem::Other(_) => None,
    }
}

fn python(text: &str) -> Option<Version> {
    Version::from_str(text.trim()).ok()
}

/// Whether two texts name the same version: as the ecosystem compares them, else as written.
///
/// A local part of `PyPI` (`1.0+cpu`) counts only when the reported version has one: PEP 440,
/// "Version matching".
pub fn is_same(ecosystem: &Ecosystem, used: &str, reported: &str) -> bool {
    if used == reported {
        return true;
    }
    if *ecosystem == Ecosystem::PyPi
        && let (Some(used), Some(reported)) = (python(used), python(reported))
    {
        let used = if reported.is_local() { used } else { used.without_local() };
        return used == reported;
    }
    compare(ecosystem, used, reported) == Some(Ordering::Equal)
}

/// Whether a version lies in a range.
pub fn is_in(ecosystem: &Ecosystem, range: &VersionRange, version: &str) -> Answer {
    if range.is_everything() {
        return Answer::Yes;
    }
    let after = range.from.as_deref().map(|from| compare(ecosystem, version, from));
    let (end, last) = match &range.end {
        RangeEnd::Open => (None, false),
        RangeEnd::Before(end) => (Some(end), false),
        RangeEnd::With(end) => (Some(end), true),
    };
    let before = end.map(|end| compare(ecosystem, version, end));
    if after == Some(None) || before == Some(None) {
        return Answer::Unknown;
    }
    let begun = after.flatten().is_none_or(|order| order != Ordering::Less);
    let over = before.flatten().is_some_and(|order| match order {
        Ordering::Less => false,
        Ordering::Equal => !last,
        Ordering::Greater => true,
    });
    if begun && !over { Answer::Yes } else { Answer::No }
}

/// Whether a requirement of Python allows a version; every version when there is none.
pub fn allows(ecosystem: &Ecosystem, demand: Option<&str>, version: &str) -> Answer {
    let Some(demand) = demand else { return Answer::Yes };
    if *ecosystem != Ecosystem::PyPi {
        return Answer::Unknown;
    }
    match (VersionSpecifiers::from_str(demand), python(version)) {
        (Ok(demand), Some(version)) if demand.contains(&version) => Answer::Yes,
        (Ok(_), Some(_)) => Answer::No,
        _ => Answer::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each list is in order; every pair of it is checked.
    #[track_caller]
    fn check(ecosystem: &Ecosystem, ordered: &[&str]) {
        for (at, one) in ordered.iter().enumerate() {
            for (other_at, other) in ordered.iter().enumerate() {
                let got = compare(ecosystem, one, other);
                assert_eq!(got, Some(at.cmp(&other_at)), "{one} and {other}");
            }
        }
    }

    #[test]
    fn semantic_versions() {
        let ordered = [
            "0.0.0-20190101000000-aaaaaaaaaaaa",
            "0.0.8",
            "0.9.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.2.0",
            "1.10.0",
            "99999999999999999999.0.0",
        ];
        check(&Ecosystem::Npm, &ordered);
        for pair in ordered.windows(2) {
            let [one, other] = pair else { continue };
            let known = (semver::Version::parse(one), semver::Version::parse(other));
            if let (Ok(one), Ok(other)) = known {
                assert_eq!(one.cmp_precedence(&other), Ordering::Less, "the crate agrees");
            }
        }
        check(
            &Ecosystem::Go,
            &["v0.0.0-20190101000000-aaaaaaaaaaaa", "v1.0.0", "v1.0.1-pre", "v2.0.0+incompatible"],
        );
        assert!(is_same(&Ecosystem::Go, "v2.0.0+incompatible", "2.0.0"));
        assert!(is_same(&Ecosystem::Npm, "v1.0.0", "1.0.0"));
        assert!(is_same(&Ecosystem::NuGet, "1.0.0.0", "1.0"));
        assert_eq!(compare(&Ecosystem::Npm, "latest", "1.0.0"), None);
    }

    #[test]
    fn versions_of_python() {
        let ordered =
            ["1.0.dev1", "1.0a1", "1.0b2", "1.0rc1", "1.0", "1.0.post1", "1.0.1", "1.10", "1!0.1"];
        check(&Ecosystem::PyPi, &ordered);
        for (used, reported, same) in [
            ("1.0.0", "1.0", true),
            ("1.0", "v1.0", true),
            ("1.0-beta.1", "1.0b1", true),
            ("1.0+cpu", "1.0", true),
            ("1.0", "1.0+cpu", false),
            ("weird", "weird", true),
            ("weird", "1.0", false),
        ] {
            assert_eq!(is_same(&Ecosystem::PyPi, used, reported), same, "{used} {reported}");
        }
    }

    #[test]
    fn versions_of_ruby_and_java() {
        check(
            &Ecosystem::RubyGems,
            &["1.0.a", "1.0.a.2", "1.0.b1", "1.0.rc1", "1.0", "1.0.1", "1.9", "1.10"],
        );
        assert!(is_same(&Ecosystem::RubyGems, "1.0.0", "1"));
        check(
            &Ecosystem::Maven,
            &[
                "1.0-alpha-1",
                "1.0-beta-1",
                "1.0-m1",
                "1.0-rc1",
                "1.0-SNAPSHOT",
                "1.0",
                "1.0-sp1",
                "1.0.1",
                "1.2",
                "1.10",
            ],
        );
        assert!(is_same(&Ecosystem::Maven, "1.0.0", "1.0.0.Final"));
        assert!(is_same(&Ecosystem::Maven, "1.0", "1-ga"));
    }

    #[test]
    fn ranges_end_before_or_with_a_version() {
        let range = |from: Option<&str>, end| VersionRange { from: from.map(str::to_owned), end };
        let within = |range: &VersionRange, version| is_in(&Ecosystem::Npm, range, version);
        let before = range(Some("1.0.0"), RangeEnd::Before("2.0.0".to_owned()));
        let answers =
            ["0.9.0", "1.0.0", "2.0.0-rc.1", "2.0.0"].map(|version| within(&before, version));
        assert_eq!(answers, [Answer::No, Answer::Yes, Answer::Yes, Answer::No]);
        let with = range(None, RangeEnd::With("2.0.0".to_owned()));
        assert_eq!([within(&with, "2.0.0"), within(&with, "2.0.1")], [Answer::Yes, Answer::No]);
        assert_eq!(within(&range(None, RangeEnd::Open), "anything"), Answer::Yes);
        assert_eq!(within(&before, "latest"), Answer::Unknown);
    }

    #[test]
    fn a_demand_allows_versions() {
        let allows = |demand, version| allows(&Ecosystem::PyPi, demand, version);
        assert_eq!(allows(Some(">=1,<2"), "1.5"), Answer::Yes);
        assert_eq!(allows(Some(">=1,<2"), "2.0"), Answer::No);
        assert_eq!(allows(Some("~=1.4"), "1.9"), Answer::Yes);
        assert_eq!(allows(None, "1.5"), Answer::Yes);
        assert_eq!(allows(Some("^1"), "1.5"), Answer::Unknown);
    }
}
