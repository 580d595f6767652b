//! Changes of settings from the audit log, for what the Policy API does not tell.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ask, REPORTS};
use crate::error::Miss;
use crate::section::{Parts, word};

/// Products, with the names of their applications in events.
const PRODUCTS: [(&str, &[&str]); 11] = [
    ("assuredcontrols", &["Access Approvals", "Data regions"]),
    ("calendar", &["Calendar"]),
    ("chat", &["Google Chat", "Google Workspace Marketplace"]),
    ("classroom", &["Classroom"]),
    (
        "commoncontrols",
        &[
            "Security",
            "Google Workspace Marketplace",
            "Blogger",
            "Google Books",
            "Google Maps",
            "Google Pay",
            "Google Photos",
            "Google Play",
            "Google Play Console",
            "Timeline - Location History",
            "YouTube",
            "Google Cloud Platform Sharing Options",
            "Multi Party Approval",
            "Data regions",
        ],
    ),
    ("drive", &["Drive and Docs"]),
    ("gemini", &["Gemini app", "Gemini in Workspace", "Gemini in Workspace apps"]),
    ("gmail", &["Gmail"]),
    ("groups", &["Groups for Business"]),
    ("meet", &["Google Meet", "Google Meet GenAI"]),
    ("sites", &["Sites"]),
];

/// Events, with the products that look at them. Where an application is named in the event, it
/// decides.
const EVENTS: [(&str, &[&str]); 16] = [
    ("CHANGE_APPLICATION_SETTING", BY_NAME),
    ("CREATE_APPLICATION_SETTING", BY_NAME),
    ("DELETE_APPLICATION_SETTING", BY_NAME),
    ("SYSTEM_DEFINED_RULE_UPDATED", &["commoncontrols"]),
    ("TOGGLE_CAA_ENABLEMENT", &["commoncontrols"]),
    ("TOGGLE_SERVICE_ENABLED", &["commoncontrols"]),
    ("ALLOW_SERVICE_FOR_OAUTH2_ACCESS", &["commoncontrols"]),
    ("DISALLOW_SERVICE_FOR_OAUTH2_ACCESS", &["commoncontrols"]),
    ("UNTRUST_DOMAIN_OWNED_OAUTH2_APPS", &["commoncontrols"]),
    ("TRUST_DOMAIN_OWNED_OAUTH2_APPS", &["commoncontrols"]),
    ("BLOCK_ALL_THIRD_PARTY_API_ACCESS", &["commoncontrols"]),
    ("UNBLOCK_ALL_THIRD_PARTY_API_ACCESS", &["commoncontrols"]),
    ("SIGN_IN_ONLY_THIRD_PARTY_API_ACCESS", &["commoncontrols"]),
    ("CHANGE_DOCS_SETTING", &["drive"]),
    ("CHANGE_GMAIL_SETTING", &["gmail"]),
    ("CHANGE_EMAIL_SETTING", &["gmail"]),
];

/// Products that have events which name their application.
const BY_NAME: &[&str] =
    &["assuredcontrols", "chat", "commoncontrols", "drive", "gemini", "gmail", "meet"];

pub(super) fn logs(ask: &Ask<'_>, _: &Parts) -> Result<Parts, Miss> {
    let mut logs: BTreeMap<&str, Vec<Value>> =
        PRODUCTS.iter().map(|(product, _)| (*product, Vec::new())).collect();
    for (event, products) in EVENTS {
        let path = format!(
            "/admin/reports/v1/activity/users/all/applications/admin?eventName={event}&maxResults=1000"
        );
        for report in ask.list(REPORTS, &ask.of.admin, &path, "items")? {
            let wanted = |product: &&&str| {
                !event.ends_with("APPLICATION_SETTING") || is_about(&report, product)
            };
            for product in products.iter().filter(wanted) {
                logs.entry(product).or_default().push(report.clone());
            }
        }
    }
    Ok(logs
        .into_iter()
        .map(|(product, items)| (format!("{product}_logs"), json!({"items": items})))
        .collect())
}

/// Whether an event names an application of the product.
fn is_about(report: &Value, product: &str) -> bool {
    let names =
        PRODUCTS.iter().find(|(one, _)| *one == product).map_or(&[] as &[&str], |(_, it)| it);
    let events = report.get("events").and_then(Value::as_array).into_iter().flatten();
    let parameters = events.filter_map(|event| event.get("parameters")?.as_array()).flatten();
    parameters
        .into_iter()
        .filter(|one| word(one, "name") == "APPLICATION_NAME")
        .any(|one| names.contains(&word(one, "value")))
}
