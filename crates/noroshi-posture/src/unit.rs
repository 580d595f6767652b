//! Unit tests of a baseline, written in Rego beside it, run through the same loader.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

use crate::rego::{Engine, package, rules};

/// What the unit tests of a folder gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitTests {
    /// How many held.
    pub passed: usize,
    /// Those that did not: package and name, and what came instead.
    pub failed: Vec<(String, String)>,
    /// Files that were refused, with the reason.
    pub refused: Vec<(String, String)>,
}

impl UnitTests {
    /// Runs every rule whose name begins with `test_`, each on an engine of its own, so that none
    /// sees what another left. `files` are path and text of all `.rego` files of the baseline.
    pub fn run<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let rego = files.into_iter().filter(|(path, _)| path.ends_with(".rego"));
        let (tests, ground): (Vec<_>, Vec<_>) =
            rego.partition(|(path, _)| path.ends_with("_test.rego"));
        let mut by_package: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
        for (path, text) in tests {
            by_package.entry(package(text).unwrap_or_default()).or_default().push((path, text));
        }
        let mut done = Self::default();
        for (package, tests) in by_package {
            // Only what the tests can reach: a copy of an engine costs by its size.
            let product = package.strip_suffix("_test").unwrap_or(&package).to_owned();
            let near = |text: &str| {
                let own = self::package(text).unwrap_or_default();
                own == product || !rules(text).contains("tests")
            };
            let files: Vec<(&str, &str)> =
                ground.iter().copied().filter(|(_, text)| near(text)).chain(tests).collect();
            done.package(&package, &files);
        }
        done
    }

    fn package(&mut self, package: &str, files: &[(&str, &str)]) {
        let mut engine = match Engine::new() {
            Ok(engine) => engine,
            Err(fault) => {
                self.refused.push((package.to_owned(), fault.to_string()));
                return;
            }
        };
        for (path, fault) in engine.add(files) {
            self.refused.push((path, fault.to_string()));
        }
        // A test that asks for the date gets one; none of CISA's depends on which.
        let pinned = engine.pin(jiff::Timestamp::constant(1_767_225_600, 0));
        if let Err(fault) = pinned {
            self.refused.push((package.to_owned(), fault.to_string()));
        }
        let own = files.iter().filter(|(path, _)| path.ends_with("_test.rego"));
        // One name may stand in several files of a package; it is one rule then.
        let names: BTreeSet<String> = own.flat_map(|(_, text)| rules(text)).collect();
        for name in names.iter().filter(|name| name.starts_with("test_")) {
            {
                let answer = engine.ask(&format!("data.{package}.{name}"), &Value::new_object());
                match answer {
                    Ok(value) if value == Value::from(true) => self.passed += 1,
                    Ok(value) => {
                        let shown: String = value.to_string().chars().take(200).collect();
                        self.failed.push((format!("{package}.{name}"), shown));
                    }
                    Err(fault) => {
                        self.failed.push((format!("{package}.{name}"), fault.to_string()));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_beside_a_baseline_are_run() {
        let door = "package door\nimport rego.v1\nopen if input.open\ntests := []\n";
        let test = "package door_test\nimport rego.v1\nimport data.door\n\
                    test_open if door.open with input as {\"open\": true}\n\
                    test_wrong if door.open with input as {\"open\": false}\n";
        let done = UnitTests::run([("Door.rego", door), ("door_test.rego", test)]);
        assert_eq!((done.passed, done.failed.len()), (1, 1), "{done:?}");
        assert_eq!(done.failed[0].0, "door_test.test_wrong");
        assert_eq!(done.refused, []);
    }
}
