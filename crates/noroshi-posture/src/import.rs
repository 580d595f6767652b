//! Results that the tools have already found, taken in without any rules.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use noroshi_model::{Problem, without_secrets};
use regorus::Value;

use crate::config::day;
use crate::export::{head_tenant, json, keys, members, text, texts};
use crate::plain::plain;
use crate::{
    Criticality, Exception, ExceptionState, Kind, PolicyId, PolicyResult, Run, Suite, Verdict,
};

/// Takes in a `ScubaResults` file of ScubaGear or ScubaGoggles, of any release so far. HTML in its
/// fields becomes plain text.
///
/// `at` is the day on which it is asked whether omissions hold, and the day of the run when the
/// file has none.
///
/// Problems: `NRS-POSTURE-030` rows that cannot be read, which are left out.
///
/// # Errors
/// Those of [`crate::Export::read`] for the bytes, `NRS-POSTURE-031` JSON but no results.
pub fn import(source: &str, bytes: &[u8], at: Timestamp) -> Result<(Run, Vec<Problem>), Problem> {
    let (value, sha256) = json(source, bytes)?;
    let meta = &value["MetaData"];
    let results = &value["Results"];
    let tool = plain(&text(&meta["Tool"]));
    if results.as_object().is_err() || meta.as_object().is_err() {
        let seen = keys(&value).take(5).map(plain).collect::<Vec<_>>().join(", ");
        return Err(Problem::new("NRS-POSTURE-031").at(source).fact("keys", seen));
    }
    let exported: Option<Timestamp> = text(&meta["TimestampZulu"]).parse().ok();
    let today = at.to_zoned(TimeZone::UTC).date();
    let mut run = Run {
        suite: Suite::M365,
        tenant: head_tenant(meta),
        tool,
        tool_version: plain(&text(&meta["ToolVersion"])),
        at: exported.unwrap_or(at),
        exported,
        source: source.to_owned(),
        sha256,
        results: Vec::new(),
    };
    let mut unread = Vec::new();
    for product in keys(results) {
        for group in members(&results[product]) {
            for control in members(&group["Controls"]) {
                match row(product, group, control, today) {
                    Ok(result) => run.results.push(result),
                    Err(what) => unread.push(what),
                }
            }
        }
    }
    if run.results.is_empty() && unread.is_empty() {
        return Err(Problem::new("NRS-POSTURE-031").at(source).fact("keys", "Results {}"));
    }
    let gws = run.results.iter().any(|one| one.policy.stem().starts_with("GWS."));
    run.suite = if gws { Suite::Gws } else { Suite::M365 };
    if run.tool.is_empty() {
        run.tool = if gws { "ScubaGoggles" } else { "ScubaGear" }.to_owned();
    }
    run.results.sort_by(|one, other| {
        (&one.product, one.policy.order()).cmp(&(&other.product, other.policy.order()))
    });
    let mut problems = Vec::new();
    if !unread.is_empty() {
        let rows = unread.iter().take(10).cloned().collect::<Vec<_>>().join("; ");
        let problem = Problem::new("NRS-POSTURE-030").at(source).fact("count", unread.len());
        problems.push(problem.fact("rows", rows));
    }
    Ok((run, problems))
}

fn row(
    product: &str,
    group: &Value,
    control: &Value,
    today: jiff::civil::Date,
) -> Result<PolicyResult, String> {
    let id = text(&control["Control ID"]);
    let policy = PolicyId::read(&id).ok_or_else(|| shown(&id))?;
    let word = text(&control["Result"]);
    // Deleted policies of old releases have a dash for everything.
    let verdict = Verdict::from_word(&word).ok_or_else(|| format!("{policy}: {}", shown(&word)))?;
    let found = [
        &control["OriginalResult"],
        &control["OmittedEvaluationResult"],
        &control["IncorrectResult"],
    ];
    let found = found.into_iter().map(text).find(|it| !it.is_empty() && it != "N/A");
    let set_aside = matches!(verdict, Verdict::Omitted | Verdict::Incorrect);
    let found = match found.filter(|_| set_aside) {
        Some(word) => Verdict::from_word(&word).unwrap_or(Verdict::NotApplicable),
        None if set_aside => Verdict::NotApplicable,
        None => verdict,
    };
    let criticality = text(&control["Criticality"]);
    let raw_details = without_secrets(&text(&control["Details"]));
    let details = plain(&raw_details);
    let until = text(&control["ResolutionDate"]);
    let comments: Vec<String> = texts(&control["Comments"]).iter().map(|it| plain(it)).collect();
    let exception =
        (verdict == Verdict::Omitted).then(|| omitted(&comments, &details, &until, today));
    Ok(PolicyResult {
        policy,
        product: plain(product).to_lowercase(),
        group: plain(&text(&group["GroupName"])),
        requirement: sentence(&text(&control["Requirement"])),
        verdict,
        found,
        requirement_met: met(found),
        criticality: Criticality::read(&criticality),
        kind: kind(&criticality, verdict),
        details,
        raw_details,
        missing: Vec::new(),
        exception,
        comments,
        remediation: (!until.is_empty() && verdict != Verdict::Omitted).then(|| plain(&until)),
    })
}

fn met(found: Verdict) -> Option<bool> {
    match found {
        Verdict::Pass => Some(true),
        Verdict::Error => None,
        _ => Some(false),
    }
}

fn kind(criticality: &str, verdict: Verdict) -> Kind {
    let lower = criticality.to_ascii_lowercase();
    if lower.contains("3rd party") {
        Kind::ThirdParty
    } else if lower.contains("not-implemented") || verdict == Verdict::NotApplicable {
        Kind::NotImplemented
    } else if verdict == Verdict::NoEvents {
        Kind::LogBased
    } else {
        Kind::Automated
    }
}

fn omitted(comments: &[String], details: &str, until: &str, today: jiff::civil::Date) -> Exception {
    let until = day(until);
    let over = until.is_some_and(|until| until <= today);
    Exception {
        owner: String::new(),
        approver: String::new(),
        reason: comments.last().cloned().unwrap_or_else(|| details.to_owned()),
        until,
        state: if over { ExceptionState::Expired } else { ExceptionState::Active },
    }
}

/// The sentence before the badges, which newer releases append as HTML.
fn sentence(requirement: &str) -> String {
    plain(requirement.split("<div").next().unwrap_or_default())
}

fn shown(text: &str) -> String {
    plain(text).chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(controls: &str) -> String {
        format!(
            r#"{{"MetaData":{{"TenantId":"t-1","DisplayName":"<i>Aoba</i>","DomainName":"aoba.example","Tool":"ScubaGear","ToolVersion":"1.8.0","TimestampZulu":"2026-05-04T17:15:48.307Z"}},
            "Summary":{{}},"Results":{{"AAD":[{{"GroupName":"Legacy","GroupNumber":"1","Controls":[{controls}]}}]}}}}"#
        )
    }

    fn taken(controls: &str) -> (Run, Vec<Problem>) {
        let at = "2026-06-01T00:00:00Z".parse().expect("a moment");
        import("r.json", file(controls).as_bytes(), at).expect("reads")
    }

    #[test]
    fn rows_of_all_releases_are_read() {
        let (run, problems) = taken(
            r#"{"Control ID":"MS.AAD.1.1v1","Requirement":"Blocked SHALL be.","Result":"Pass","Criticality":"Shall","Details":"ok"},
            {"Control ID":"MS.AAD.2.2v1","Requirement":"Told.<div class='x'><a href='javascript:1'>Manual</a></div>","Result":"N/A","Criticality":"Should/Not-Implemented","Details":"See <a href=\"x\">it</a>"},
            {"Control ID":"MS.AAD.3.1v1","Requirement":"R","Result":"Omitted","Criticality":"Shall","Details":"Test omitted by user. <script>x</script>","OmittedEvaluationResult":"Fail","Comments":["own door"],"ResolutionDate":"2026-05-30"},
            {"Control ID":"MS.AAD.3.2v1","Requirement":"R","Result":"Error - Test results missing","Criticality":"-","Details":"x"}"#,
        );
        assert_eq!(problems, []);
        let shown: Vec<_> = run
            .results
            .iter()
            .map(|one| (one.policy.to_string(), one.verdict, one.found, one.requirement_met))
            .collect();
        assert_eq!(
            shown,
            [
                ("MS.AAD.1.1v1".to_owned(), Verdict::Pass, Verdict::Pass, Some(true)),
                (
                    "MS.AAD.2.2v1".to_owned(),
                    Verdict::NotApplicable,
                    Verdict::NotApplicable,
                    Some(false)
                ),
                ("MS.AAD.3.1v1".to_owned(), Verdict::Omitted, Verdict::Fail, Some(false)),
                ("MS.AAD.3.2v1".to_owned(), Verdict::Error, Verdict::Error, None),
            ]
        );
        assert_eq!(run.results[1].requirement, "Told.");
        assert_eq!(run.results[2].details, "Test omitted by user.");
        let exception = run.results[2].exception.as_ref().expect("one");
        assert_eq!(
            (exception.reason.as_str(), exception.state),
            ("own door", ExceptionState::Expired)
        );
        assert_eq!((run.tenant.name.as_str(), run.tool_version.as_str()), ("Aoba", "1.8.0"));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_counted_and_the_rest_stays() {
        let (run, problems) = taken(
            r#"{"Control ID":"<b>","Result":"Pass"},{"Control ID":"MS.AAD.1.1v1","Result":"Great"},{"Control ID":"MS.AAD.1.2v1","Result":"Fail","Criticality":"Shall"}"#,
        );
        assert_eq!((run.results.len(), problems[0].code), (1, "NRS-POSTURE-030"));
    }

    #[test]
    fn what_is_no_results_file_is_refused() {
        let at = Timestamp::UNIX_EPOCH;
        for (wrong, code) in [
            ("{}", "NRS-POSTURE-031"),
            ("[]", "NRS-POSTURE-031"),
            ("nothing", "NRS-POSTURE-011"),
            (r#"{"MetaData":{},"Results":{}}"#, "NRS-POSTURE-031"),
        ] {
            assert_eq!(
                import("r", wrong.as_bytes(), at).map(|_| ()).map_err(|it| it.code),
                Err(code),
                "{wrong}"
            );
        }
    }
}
