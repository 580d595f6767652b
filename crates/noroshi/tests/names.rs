//! Precision of names on ordinary reports: the samples, with a profile of more than 150 organisations.
//!
//! `names/profile.txt` is the profile. `names/expected.tsv` has every sighting of it in the samples, judged by hand: the
//! report, the name, the words there, how often, and whether the organisation is meant there. A sighting that is new, or
//! one that is gone, fails the test until somebody has judged it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn table(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names").join(name);
    fs::read_to_string(path).expect("part of the project")
}

/// Report, name, words.
type Seen = (String, String, String);

fn sightings() -> BTreeMap<Seen, usize> {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = table("profile.txt");
    let names: Vec<&str> = profile
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split('|'))
        .collect();
    let settings = format!(
        "[profile]\nname = \"見張りの試験の会社\"\nsuppliers = {}\n",
        serde_json::json!(names)
    );
    fs::write(folder.path().join("noroshi.toml"), settings).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.env_clear().current_dir(root()).arg("--workspace").arg(folder.path());
    command.args(["watch", "names", "samples/reports", "--format", "json"]);
    let ran = command.output().expect("starts");
    assert_eq!(ran.status.code(), Some(10), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut seen = BTreeMap::new();
    for line in String::from_utf8_lossy(&ran.stdout).lines() {
        let hit: Value = serde_json::from_str(line).expect("JSON on each line");
        let text = |key: &str| hit[key].as_str().unwrap_or_default().to_owned();
        let report = text("path").rsplit('/').next().unwrap_or_default().to_owned();
        // A name that goes over the end of a line is the same name.
        let written = text("written").replace('\n', "");
        *seen.entry((report, text("name"), written)).or_default() += 1;
    }
    seen
}

#[test]
fn names_in_ordinary_reports_mean_the_organisation() {
    let profile = table("profile.txt");
    assert!(profile.lines().filter(|line| !line.starts_with('#')).count() >= 150);
    let (mut expected, mut right, mut all) = (BTreeMap::new(), 0, 0);
    for line in table("expected.tsv").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('\t').collect();
        let [report, name, words, count, meant] = parts[..] else { panic!("five columns: {line}") };
        let count: usize = count.parse().expect("a number");
        all += count;
        right += if meant == "meant" { count } else { 0 };
        expected.insert((report.to_owned(), name.to_owned(), words.to_owned()), count);
    }
    assert_eq!(sightings(), expected);
    assert!(right * 100 >= all * 98, "{right} of {all} sightings mean the organisation");
}
