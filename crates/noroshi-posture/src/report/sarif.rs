//! A run as SARIF 2.1.0, for tools that gather results.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0" (2023).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use noroshi_model::Language;
use serde_json::{Value, json};

use super::Material;
use crate::{Criticality, ExceptionState, PolicyResult, Verdict};

/// The results of each run as one SARIF log.
pub fn sarif(materials: &[Material<'_>], language: Language, version: &str) -> Value {
    let runs: Vec<Value> =
        materials.iter().map(|material| run(material, language, version)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": runs,
    })
}

fn run(material: &Material<'_>, language: Language, version: &str) -> Value {
    let run = material.run;
    let mut index = BTreeMap::new();
    let mut rules = Vec::new();
    for one in &run.results {
        if let Entry::Vacant(free) = index.entry(one.policy.to_string()) {
            free.insert(rules.len());
            rules.push(rule(material, one, language));
        }
    }
    let results: Vec<Value> = run
        .results
        .iter()
        .map(|one| result(material, one, language, index.get(&one.policy.to_string()).copied()))
        .collect();
    json!({
        "tool": {
            "driver": {
                "name": "noroshi posture",
                "version": version,
                "rules": rules,
            },
        },
        "automationDetails": { "id": format!("{}/{}", run.suite.word(), run.tenant.key()) },
        "properties": {
            "tenant": run.tenant.title(),
            "baseline": run.tool,
            "baselineVersion": run.tool_version,
        },
        "results": results,
    })
}

fn rule(material: &Material<'_>, one: &PolicyResult, language: Language) -> Value {
    let title = material.title(one, language);
    let full = if one.requirement.is_empty() { title } else { &one.requirement };
    let mut tags = material.techniques(one);
    tags.push(one.product.clone());
    if material.bod(one) {
        tags.push("BOD-25-01".to_owned());
    }
    let level = if one.criticality == Criticality::Shall { "error" } else { "warning" };
    json!({
        "id": one.policy.to_string(),
        "shortDescription": { "text": title },
        "fullDescription": { "text": full },
        "defaultConfiguration": { "level": level },
        "properties": { "tags": tags, "criticality": one.criticality.word() },
    })
}

fn result(
    material: &Material<'_>,
    one: &PolicyResult,
    language: Language,
    index: Option<usize>,
) -> Value {
    let (kind, level) = match one.verdict {
        Verdict::Pass => ("pass", "none"),
        Verdict::Fail => ("fail", "error"),
        Verdict::Warning => ("fail", "warning"),
        Verdict::NotApplicable | Verdict::NoEvents => ("review", "none"),
        Verdict::Error => ("open", "none"),
        Verdict::Omitted | Verdict::Incorrect => ("notApplicable", "none"),
    };
    let words = super::verdict(one.verdict);
    let text = format!("{}: {}", words.pick(language), one.details);
    let mut result = json!({
        "ruleId": one.policy.to_string(),
        "kind": kind,
        "level": level,
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&material.run.source) },
            },
            "logicalLocations": [{
                "fullyQualifiedName": format!("{}/{}", material.run.tenant.key(), one.product),
            }],
        }],
        "partialFingerprints": {
            "policyTenant/v1": format!("{} {}", one.policy.stem(), material.run.tenant.key()),
        },
    });
    if let Some(index) = index {
        result["ruleIndex"] = index.into();
    }
    if let Some(exception) = &one.exception {
        let active = exception.state == ExceptionState::Active;
        result["suppressions"] = json!([{
            "kind": "external",
            "status": if active { "accepted" } else { "rejected" },
            "justification": exception.reason,
        }]);
    }
    result
}

/// A path as the reference of a URI.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let signs = path.replace('\\', "/");
    signs
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
