//! Exceptions that an organisation has agreed on, with somebody who answers for each.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use noroshi_model::Problem;
use serde::Deserialize;

use crate::plain::plain;
use crate::{Exception, ExceptionState, PolicyId, Run};

/// Largest file of exceptions in bytes.
pub const MOST_EXCEPTIONS: usize = 1 << 20;

/// One agreed exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// The policy; without a version it holds for every version.
    pub policy: PolicyId,
    /// The tenant by id, domain or name; empty for all.
    pub tenant: String,
    /// Who carries the risk.
    pub owner: String,
    /// Who agreed.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Date,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    exception: Vec<toml::Spanned<toml::Table>>,
}

/// Reads `posture.toml`: tables `[[exception]]` with `policy`, `owner`, `approver`, `reason`,
/// `until` (`YYYY-MM-DD`, the last day) and, if it is for one tenant only, `tenant`.
///
/// Problems: `NRS-POSTURE-035` the file is no TOML, `-036` an entry lacks something. An entry that
/// lacks something is left out: an exception for which nobody answers is none.
pub fn exceptions(source: &str, text: &str) -> (Vec<Agreed>, Vec<Problem>) {
    let wrong = |reason: String| Problem::new("NRS-POSTURE-035").at(source).fact("reason", reason);
    if text.len() > MOST_EXCEPTIONS {
        return (Vec::new(), vec![wrong(format!("more than {MOST_EXCEPTIONS} bytes"))]);
    }
    let file: File = match toml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(file) => file,
        Err(error) => return (Vec::new(), vec![wrong(plain(error.message()))]),
    };
    let (mut agreed, mut problems) = (Vec::new(), Vec::new());
    for entry in file.exception {
        let line = text[..entry.span().start].matches('\n').count() + 1;
        match one(entry.get_ref()) {
            Ok(one) => agreed.push(one),
            Err(lacks) => {
                let problem = Problem::new("NRS-POSTURE-036").at(source).fact("line", line);
                problems.push(problem.fact("lacks", lacks));
            }
        }
    }
    (agreed, problems)
}

fn one(entry: &toml::Table) -> Result<Agreed, &'static str> {
    let part = |name: &str| match entry.get(name) {
        Some(toml::Value::String(text)) => plain(text),
        Some(toml::Value::Datetime(day)) => day.to_string(),
        _ => String::new(),
    };
    let needed = |name: &'static str| Some(part(name)).filter(|it| !it.is_empty()).ok_or(name);
    Ok(Agreed {
        policy: PolicyId::read(&part("policy")).ok_or("policy")?,
        tenant: part("tenant"),
        owner: needed("owner")?,
        approver: needed("approver")?,
        reason: needed("reason")?,
        until: part("until").parse().map_err(|_| "until")?,
    })
}

/// Puts exceptions on the results of a run that are not met. The verdict stays what it is: an
/// exception explains a failure, it does not heal it.
///
/// Problems: `NRS-POSTURE-037` an exception is over and the policy still fails, `-038` an
/// exception names a policy that the run does not have.
pub fn except(run: &mut Run, agreed: &[Agreed], at: Timestamp) -> Vec<Problem> {
    let today = at.to_zoned(TimeZone::UTC).date();
    let mut problems = Vec::new();
    let tenant = run.tenant.clone();
    let own = |one: &&Agreed| {
        let names = [&tenant.id, &tenant.domain, &tenant.name];
        one.tenant.is_empty() || names.iter().any(|name| name.eq_ignore_ascii_case(&one.tenant))
    };
    for one in agreed.iter().filter(own) {
        let version =
            |id: &PolicyId| one.policy.version().is_empty() || one.policy.version() == id.version();
        let mut known = false;
        for result in &mut run.results {
            if result.policy.stem() != one.policy.stem() || !version(&result.policy) {
                continue;
            }
            known = true;
            if !result.verdict.fails() {
                continue;
            }
            let holds = today <= one.until;
            if !holds {
                let problem = Problem::new("NRS-POSTURE-037").fact("policy", &result.policy);
                let problem = problem.fact("until", one.until).fact("owner", &one.owner);
                problems.push(problem.at(&run.source));
            }
            result.exception = Some(Exception {
                owner: one.owner.clone(),
                approver: one.approver.clone(),
                reason: one.reason.clone(),
                until: Some(one.until),
                state: if holds { ExceptionState::Active } else { ExceptionState::Expired },
            });
        }
        let product = one.policy.order().0.join(".");
        let assessed =
            run.results.iter().any(|result| result.policy.order().0.join(".") == product);
        if !known && assessed {
            let problem = Problem::new("NRS-POSTURE-038").fact("policy", &one.policy);
            problems.push(problem.at(&run.source));
        }
    }
    problems
}
