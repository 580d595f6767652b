//! Source that does what it should not, written for these tests, and honest source beside it. Nothing of it is ever run, and
//! all hosts are under `example.invalid`.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

use std::fs;
use std::path::Path;

use noroshi_packages::source::{Acceptances, Hooks, Reader};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[expect(dead_code, reason = "for people who read the case")]
    note: String,
    path: String,
    /// Grade, rule and line of each sighting, in order.
    expect: Vec<String>,
    package_json: Option<Package>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    path: String,
    text: String,
}

/// The only place that touches what is tested.
fn check(path: &Path) -> datatest_stable::Result<()> {
    let case: Case = toml::from_str(&fs::read_to_string(path)?)?;
    let mut hooks = Hooks::default();
    if let Some(package) = &case.package_json {
        hooks.note(&package.path, package.text.as_bytes());
    }
    hooks.note(&case.path, case.text.as_bytes());
    let reader = Reader::new(Acceptances::default());
    let (sightings, problems) = reader.read(&case.path, case.text.as_bytes(), &hooks);
    let got: Vec<String> = sightings
        .iter()
        .map(|one| format!("{} {} {}", one.grade.word(), one.rule.word(), one.line))
        .filter(|one| !one.starts_with("low"))
        .collect();
    assert_eq!(got, case.expect, "{sightings:#?}");
    assert!(problems.is_empty(), "{problems:?}");
    for sighting in &sightings {
        let finding = sighting.finding().ok_or("a sighting that nobody accepted is a finding")?;
        assert!(!finding.ours.is_empty() && !finding.theirs.is_empty());
    }
    Ok(())
}

datatest_stable::harness! { { test = check, root = "cases/source", pattern = r".*\.toml$" } }
