//! What rules mean: one file, one test, each held against rsigma as well.
#![expect(clippy::disallowed_methods, reason = "a test reads its case")]

use std::fs;
use std::path::Path;

use noroshi_hunt::{Hunter, Limits, Log, LogSource, RuleSet};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the case shows.
    why: String,
    /// The detection section of the rule, as text.
    detection: String,
    /// Events that it matches, one JSON object each.
    #[serde(default)]
    hit: Vec<String>,
    /// Events that it does not match.
    #[serde(default)]
    miss: Vec<String>,
    /// Why the rule must be refused, in part.
    refused: Option<String>,
    /// Why rsigma answers otherwise.
    differs: Option<String>,
}

fn check(path: &Path) -> datatest_stable::Result<()> {
    let case: Case = yaml_serde::from_str(&fs::read_to_string(path)?)?;
    assert!(!case.why.is_empty());
    let lines: Vec<String> = case.detection.lines().map(|line| format!("    {line}")).collect();
    let text = format!(
        "title: Case\nid: 00000000-0000-4000-8000-000000000000\nlogsource:\n    product: test\ndetection:\n{}\n",
        lines.join("\n")
    );
    let (rules, problems) = RuleSet::load([("case.yml", text.as_str())]);
    if let Some(reason) = &case.refused {
        let told = problems.iter().flat_map(|problem| &problem.facts);
        assert!(told.map(|(_, words)| words).any(|words| words.contains(reason)), "{problems:?}");
        return Ok(());
    }
    assert!(problems.is_empty(), "{problems:?}");
    let mut agreed = true;
    for (events, expect) in [(&case.hit, true), (&case.miss, false)] {
        for event in events {
            assert_eq!(own(&rules, event), expect, "{event}");
            agreed &= theirs(&text, event)? == expect;
        }
    }
    assert_eq!(agreed, case.differs.is_none(), "rsigma: {:?}", case.differs);
    Ok(())
}

fn own(rules: &RuleSet, event: &str) -> bool {
    let limits = Limits::default();
    let log = Log::open("case.json", event.as_bytes(), limits).expect("it is a log");
    let source = LogSource { product: Some("test".to_owned()), ..LogSource::default() };
    let mut log = log.declared(source);
    let mut hunter = Hunter::new(rules, limits);
    let mut hits = Vec::new();
    while let Some(chunk) = log.chunk() {
        let (more, problems) = hunter.chunk(&chunk);
        assert!(problems.is_empty(), "{problems:?}");
        hits.extend(more);
    }
    assert_eq!(hunter.events(), 1, "one event");
    !hits.is_empty()
}

fn theirs(rule: &str, event: &str) -> datatest_stable::Result<bool> {
    let collection = rsigma_parser::parse_sigma_yaml(rule)?;
    let compiled = rsigma_eval::compile_rule(&collection.rules[0])?;
    let event: serde_json::Value = serde_json::from_str(event)?;
    let event = rsigma_eval::JsonEvent::borrow(&event);
    Ok(rsigma_eval::evaluate_rule(&compiled, &event).is_some())
}

datatest_stable::harness! { { test = check, root = "cases", pattern = r".*\.yml$" } }
