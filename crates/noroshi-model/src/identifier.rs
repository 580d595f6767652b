//! Identifiers that other people hand out: CVE, JVN, ATT&CK.

use std::fmt;
use std::str::FromStr;

use crate::IdError;

/// A CVE identifier in its canonical spelling, e.g. `CVE-2024-3400`.
///
/// Holding one means the text was checked: four-digit year from 1999, number of at
/// least four digits. Ordered by year, then number: 2024-9999 before 2024-10000.
///
/// Source: CVE Program, "CVE ID Syntax Change" (2014).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CveId {
    year: u16,
    number: u64,
}

impl FromStr for CveId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        cve(text).ok_or_else(|| IdError(text.to_owned()))
    }
}

fn cve(text: &str) -> Option<CveId> {
    let (head, rest) = text.split_at_checked(4)?;
    let (year, number) = rest.split_once('-')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = head.eq_ignore_ascii_case("CVE-")
        && year.len() == 4
        && (4..=12).contains(&number.len())
        && digits(year)
        && digits(number);
    let id = CveId { year: year.parse().ok()?, number: number.parse().ok()? };
    (fits && (1999..=2999).contains(&id.year)).then_some(id)
}

impl fmt::Display for CveId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CVE-{}-{:04}", self.year, self.number)
    }
}

/// An identifier of Japan Vulnerability Notes.
///
/// `JVN#12345678`, `JVNVU#12345678`, `JVNTA#12345678` (eight digits), `JVNDB-2024-000123`
/// (six digits). A number of a JPCERT/CC alert names an alert, not a vulnerability.
///
/// Source: JVN, "JVN とは" and JVN iPedia identifier scheme, <https://jvn.jp/>.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JvnId(String);

impl FromStr for JvnId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let upper = text.to_ascii_uppercase();
        let digits =
            |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        let numbered = ["JVN#", "JVNVU#", "JVNTA#"]
            .iter()
            .any(|head| upper.strip_prefix(head).is_some_and(|rest| digits(rest, 8)));
        let dated = upper
            .strip_prefix("JVNDB-")
            .and_then(|rest| rest.split_once('-'))
            .is_some_and(|(year, number)| digits(year, 4) && digits(number, 6));
        if numbered || dated {
            return Ok(Self(upper));
        }
        Err(IdError(text.to_owned()))
    }
}

impl fmt::Display for JvnId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// An ATT&CK technique or tactic id: `T1059`, `T1059.001`, `TA0001`. Tactics begin with `TA0`:
/// `TA2722` is a name that a vendor gave to an actor.
///
/// Source: MITRE ATT&CK, object ids, <https://attack.mitre.org/>.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TechniqueId(String);

impl FromStr for TechniqueId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let upper = text.to_ascii_uppercase();
        let digits =
            |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        let fits = match (upper.strip_prefix("TA"), upper.strip_prefix('T')) {
            (Some(tactic), _) => digits(tactic, 4) && tactic.starts_with('0'),
            (None, Some(rest)) => match rest.split_once('.') {
                Some((parent, sub)) => digits(parent, 4) && digits(sub, 3),
                None => digits(rest, 4),
            },
            (None, None) => false,
        };
        if fits { Ok(Self(upper)) } else { Err(IdError(text.to_owned())) }
    }
}

impl fmt::Display for TechniqueId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cve_needs_a_possible_year_and_four_digits() {
        assert_eq!(
            "cve-2024-3400".parse::<CveId>().map(|id| id.to_string()),
            Ok("CVE-2024-3400".into())
        );
        for wrong in ["CVE-1998-0001", "CVE-2024-340", "CVE-2024-34O0", "CVE_2024_3400"] {
            assert!(wrong.parse::<CveId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn japanese_ids_keep_their_family() {
        for right in ["JVN#12345678", "JVNVU#98765432", "JVNDB-2024-000123"] {
            assert_eq!(right.parse::<JvnId>().map(|id| id.to_string()), Ok(right.to_owned()));
        }
        for wrong in ["JVN#1234", "JPCERT-AT-2024-0021"] {
            assert!(wrong.parse::<JvnId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn techniques_and_tactics_are_told_from_other_codes() {
        for right in ["T1059", "T1059.001", "TA0001"] {
            assert!(right.parse::<TechniqueId>().is_ok(), "{right}");
        }
        for wrong in ["T10590", "T1059.1", "TA505", "TA2722", "S0154"] {
            assert!(wrong.parse::<TechniqueId>().is_err(), "{wrong}");
        }
    }
}
