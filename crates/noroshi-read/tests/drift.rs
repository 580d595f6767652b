//! What became stronger inside a document: texts that must fire and near misses that must not.

use noroshi_model::{Drift, Reading};
use noroshi_read::Reader;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(default)]
    drift: Vec<String>,
    /// Words of the weaker sentence.
    weak: Option<String>,
    /// Words of the stronger one.
    strong: Option<String>,
}

impl Case {
    /// What differs from the expected, if anything.
    fn fault(&self, reading: &Reading) -> Option<String> {
        let mut got: Vec<&str> = reading.drift.iter().map(|drift| drift.kind.word()).collect();
        got.sort_unstable();
        let mut expected: Vec<&str> = self.drift.iter().map(String::as_str).collect();
        expected.sort_unstable();
        let holds = |words: &Option<String>, shown: Option<&str>| {
            words.as_deref().is_none_or(|words| shown.is_some_and(|shown| shown.contains(words)))
        };
        let fits = |drift: &Drift| {
            holds(&self.weak, drift.weaker.of(&self.text))
                && holds(&self.strong, drift.stronger.of(&self.text))
        };
        let placed = expected.is_empty() || reading.drift.first().is_some_and(fits);
        (got != expected || !placed)
            .then(|| format!("{got:?}, expected {expected:?}: {}", self.text))
    }
}

#[test]
fn what_became_stronger_is_found_and_near_misses_are_not() {
    let cases: Cases = toml::from_str(include_str!("data/drift.toml")).expect("cases parse");
    let (knowledge, _) = noroshi_know::pack();
    let reader = Reader::new(&knowledge);
    let faults: Vec<String> = cases
        .case
        .iter()
        .filter_map(|case| case.fault(&reader.read(&noroshi_testkit::document(&case.text))))
        .collect();
    let firing = cases.case.iter().filter(|case| !case.drift.is_empty()).count();
    assert!(firing >= 30 && cases.case.len() - firing >= 30, "thirty of each: {firing} fire");
    assert!(faults.is_empty(), "{} of {}\n{}", faults.len(), cases.case.len(), faults.join("\n"));
}
