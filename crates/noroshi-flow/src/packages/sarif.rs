//! Hits in SARIF, for code hosting and editors.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use noroshi_model::Level;
use serde_json::{Value, json};

use super::{Hit, Verdict};
use crate::MessageLanguage;

/// Hits that are findings as one SARIF log.
pub fn sarif(hits: &[Hit<'_>], language: MessageLanguage) -> Value {
    let results: Vec<Value> = hits.iter().filter_map(|hit| result(hit, language)).collect();
    let rules: Vec<Value> = Verdict::ALL.into_iter().filter(|it| it.is_hit()).map(rule).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "noroshi packages",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "results": results,
        }],
    })
}

fn id(verdict: Verdict) -> String {
    format!("package-{}", verdict.word())
}

fn rule(verdict: Verdict) -> Value {
    let words = match verdict {
        Verdict::Confirmed => "A report names this version",
        Verdict::Range => "The version lies in a reported range",
        Verdict::AllVersions => "All versions are reported; none was named",
        Verdict::Possible => "A reported version may be used",
        Verdict::Disputed => "A report contradicts itself about this version",
        Verdict::Named => "The package is named in a report",
        Verdict::OtherVersion | Verdict::Withdrawn => "Information",
    };
    json!({"id": id(verdict), "shortDescription": {"text": words}})
}

fn result(hit: &Hit<'_>, language: MessageLanguage) -> Option<Value> {
    let finding = hit.finding()?;
    let language = language.language();
    let level = match hit.level {
        Level::Now => "error",
        Level::Soon => "warning",
        Level::Know => "note",
    };
    let text = format!("{}: {}", finding.title.pick(language), finding.reason.pick(language));
    let uri = hit.dependency.path.replace('\\', "/").replace(' ', "%20");
    Some(json!({
        "ruleId": id(hit.verdict),
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": hit.dependency.line},
        }}],
        "partialFingerprints": {"noroshiFinding/v1": finding.id().as_str()},
    }))
}
