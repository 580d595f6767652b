//! The project's own YARA rules: each meets what its case says, stays quiet where the case says so, and says enough of itself.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use noroshi_packages::source::{Acceptances, AnyRule, RuleFile, YaraRules};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    hit: Vec<Text>,
    miss: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    path: String,
    text: String,
}

/// The only place that touches what is tested.
fn check(path: &Path) -> datatest_stable::Result<()> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().replace('-', "_");
    let word = format!("yara:{name}");
    let case: Case = toml::from_str(&fs::read_to_string(path)?)?;
    let file = RuleFile {
        path: path.with_extension("yar").display().to_string(),
        bytes: fs::read(path.with_extension("yar"))?,
    };
    let (alone, problems) = YaraRules::compile(&[file]);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(alone.count(), 1, "one rule in one file");
    let (own, accepted) = (YaraRules::own(), Acceptances::default());
    let mut scanner = own.scanner();
    let mut words = |text: &Text| -> BTreeSet<String> {
        let (sightings, problems) = scanner.read(&text.path, text.text.as_bytes(), &accepted);
        assert!(problems.is_empty(), "{problems:?}");
        for one in sightings.iter().filter(|one| one.rule.word() == word) {
            let AnyRule::Yara(rule) = &one.rule else { panic!("a rule of the program") };
            assert!(rule.link.is_some() && rule.says.en != rule.says.ja, "{rule:?}");
            assert_eq!(rule.author, "Noroshi project");
            let lines = text.text.lines().count();
            assert!(usize::try_from(one.line).is_ok_and(|line| (1..=lines).contains(&line)));
        }
        sightings.iter().map(|one| one.rule.word().to_owned()).collect()
    };
    for text in &case.hit {
        assert!(words(text).contains(&word), "it misses {}:\n{}", text.path, text.text);
    }
    for text in &case.miss {
        let met = words(text);
        assert!(met.is_empty(), "{met:?} in {}:\n{}", text.path, text.text);
    }
    assert!(!case.hit.is_empty() && !case.miss.is_empty());
    Ok(())
}

datatest_stable::harness! { { test = check, root = "../../rules/yara", pattern = r".*\.toml$" } }
