//! Observables in Japanese text: all expected values, and nothing else.
#![expect(clippy::disallowed_methods, reason = "a test reads its own data")]

use std::collections::BTreeSet;

use noroshi_model::MentionKind;
use noroshi_testkit::document;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    text: String,
    observables: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

/// The data set's word for a mention, or `None` for what it does not label.
fn word(kind: MentionKind, canonical: &str) -> Option<&'static str> {
    Some(match kind {
        MentionKind::Url => "url",
        MentionKind::Domain => "domain",
        MentionKind::Ip => "ip",
        MentionKind::Cidr => "cidr",
        MentionKind::Email => "email",
        MentionKind::Registry => "reg",
        MentionKind::Path => "path",
        MentionKind::Bitcoin => "btc",
        MentionKind::Hash if canonical.len() == 32 => "md5",
        MentionKind::Hash if canonical.len() == 40 => "sha1",
        MentionKind::Hash => "sha256",
        MentionKind::Vulnerability if canonical.starts_with("CVE") => "cve",
        MentionKind::Vulnerability => "jvn",
        MentionKind::Technique if canonical.starts_with('T') => "ttp",
        _ => return None,
    })
}

#[test]
fn all_expected_values_are_found_and_nothing_else() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ja-observables.json");
    let text = std::fs::read_to_string(data).expect("the data lies in the repository");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("the data parses");
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::new(&knowledge);
    for case in &cases {
        let reading = reader.read(&document(&case.text));
        let stated = |name: &str| !name.starts_with("name");
        let values = reading.mentions.iter().filter(|mention| stated(mention.reason.rule));
        let got: BTreeSet<(String, String)> = values
            .filter_map(|mention| {
                Some((
                    word(mention.kind, &mention.canonical)?.to_owned(),
                    mention.canonical.clone(),
                ))
            })
            .collect();
        let expected =
            case.observables.iter().map(|one| (one.kind.clone(), one.value.clone())).collect();
        assert_eq!(got, expected, "{} {}", case.id, case.text);
    }
    assert!(!cases.is_empty());
}
