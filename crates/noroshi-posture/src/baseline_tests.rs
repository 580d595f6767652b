//! Baselines of our own, as folders would hold them.

use super::*;

const DOOR: &str = "package door\nimport rego.v1\n\
    tests contains {\n \"PolicyId\": \"OWN.DOOR.1.1v1\",\n \"Commandlet\": [\"Get-Door\"],\n \"Criticality\": \"Shall\",\n \
    \"ActualValue\": \"\",\n \"ReportDetails\": \"x\",\n \"RequirementMet\": Status\n} if {\n Status := input.doors == []\n}\n";

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn a_folder_gives_products_policies_and_release() {
    let text = "## 1. Doors\n#### OWN.DOOR.1.1v1\nDoors SHALL be shut.\n";
    let manifest = "name = \"own\"\nversion = \"3\"\n";
    let files = [
        ("x/baselines/door.md", text),
        ("x/rego/Door.rego", DOOR),
        ("x/baseline.toml", manifest),
        ("x/rego/Door_test.rego", "no rego at all {"),
        ("x/notes.md", "## nothing"),
    ];
    let (baseline, problems) = Baseline::load(files);
    assert_eq!(problems, []);
    assert_eq!((baseline.tool(), baseline.version()), ("own", "3"));
    assert_eq!(baseline.products().collect::<Vec<_>>(), ["door"]);
    let policies: Vec<_> = baseline.policies().map(|(id, words)| (id.to_string(), words)).collect();
    assert_eq!(policies, [("OWN.DOOR.1.1v1".to_owned(), "Doors SHALL be shut.")]);
    assert_eq!(baseline.products[0].needs, [["doors".to_owned()].into()]);
}

#[test]
fn without_its_text_a_product_is_known_by_its_rules() {
    let (baseline, problems) = Baseline::load([("Door.rego", DOOR)]);
    assert_eq!(codes(&problems), ["NRS-POSTURE-005", "NRS-POSTURE-006"]);
    assert_eq!(baseline.policies().count(), 1);
}

#[test]
fn a_folder_without_rules_or_with_two_baselines_judges_nothing() {
    let (baseline, problems) = Baseline::load([("a/b.txt", "x")]);
    assert_eq!((codes(&problems), baseline.products().count()), (vec!["NRS-POSTURE-004"], 0));
    let (baseline, problems) = Baseline::load([("one/Door.rego", DOOR), ("two/Door.rego", DOOR)]);
    assert_eq!((codes(&problems), baseline.products().count()), (vec!["NRS-POSTURE-003"], 0));
}

#[test]
fn a_broken_file_is_said_and_the_rest_stays() {
    let (baseline, problems) =
        Baseline::load([("Door.rego", DOOR), ("Utils.rego", "package utils\nx := ")]);
    assert_eq!(codes(&problems)[0], "NRS-POSTURE-002");
    assert_eq!(baseline.products().count(), 1);
}

#[test]
fn rules_of_before_rego_v1_judge_nothing() {
    let old = "package door\ntests[{\"PolicyId\": \"OWN.DOOR.1.1v1\"}] {\n input.doors == []\n}\n";
    let (baseline, problems) = Baseline::load([("Door.rego", old)]);
    assert_eq!((codes(&problems), baseline.products().count()), (vec!["NRS-POSTURE-007"], 0));
    let (_, problems) = Baseline::load([("Door.rego", "package door\nopen {\n input.x\n}\n")]);
    assert_eq!(codes(&problems), ["NRS-POSTURE-007"]);
}

#[test]
fn releases_are_read_where_they_stand() {
    let psd1 = "# Version number of this module.\nModuleVersion = '1.8.0'\n";
    let (baseline, problems) = Baseline::load([("Door.rego", DOOR), ("p/ScubaGear.psd1", psd1)]);
    assert_eq!((baseline.tool(), baseline.version()), ("ScubaGear", "1.8.0"));
    assert_eq!(codes(&problems), ["NRS-POSTURE-006"]);
}
