//! Judging with a small baseline of our own: words of the tools, and that nothing passes by
//! mistake.

use super::*;

const DOOR: &str = r#"package door
import rego.v1

open contains {"Name": door.name, "Since": door.lock.since} if {
    some door in input.doors
    door.open == true
}

tests contains {
    "PolicyId": "OWN.DOOR.1.1v1", "Criticality": "Shall", "Commandlet": ["Get-Door"],
    "ActualValue": open, "ReportDetails": sprintf("%d open<br/><b>x</b>", [count(open)]), "RequirementMet": Status
} if {
    Status := count(open) == 0
}

tests contains {
    "PolicyId": "OWN.DOOR.1.2v1", "Criticality": "Should", "Commandlet": ["Get-Bell"],
    "ActualValue": "", "ReportDetails": "bell", "RequirementMet": Status
} if {
    Status := input.bell == true
}

tests contains {
    "PolicyId": "OWN.DOOR.1.3v1", "Criticality": "Shall/Not-Implemented", "Commandlet": [],
    "ActualValue": "", "ReportDetails": "look", "RequirementMet": false
}

tests contains {
    "PolicyId": "OWN.DOOR.1.4v1", "Criticality": "Shall", "Commandlet": ["Get-Door"],
    "ActualValue": "", "ReportDetails": "windows", "RequirementMet": Status
} if {
    Status := count([w | some w in input.windows; w.open]) == 0
}
"#;

const TEXT: &str = "## 1. Doors\n#### OWN.DOOR.1.1v1\nDoors SHALL be shut.\n\n#### OWN.DOOR.1.2v1\nBells SHOULD ring.\n\n\
    #### OWN.DOOR.1.3v1\nGuards SHALL look.\n\n#### OWN.DOOR.1.4v1\nWindows SHALL be shut.\n\n#### OWN.DOOR.1.5v1\nRoofs SHALL hold.\n";

const SHUT: &str = r#""doors":[{"name":"a","open":false}],"windows":[],"bell":true"#;
const WORKED: &str =
    r#""door_successful_commands":["Get-Door","Get-Bell"],"door_unsuccessful_commands":[]"#;

fn baseline() -> Baseline {
    let manifest = "name = \"own\"\nversion = \"1\"\n";
    let files = [("Door.rego", DOOR), ("x/baselines/door.md", TEXT), ("baseline.toml", manifest)];
    let (baseline, problems) = Baseline::load(files);
    assert_eq!(problems, []);
    baseline
}

fn judge(export: &str, config: Option<&str>, day: &str) -> (Run, Vec<Problem>) {
    let export = Export::read("e.json", format!("{{{export}}}").as_bytes()).expect("an export");
    let config = config.map(|yaml| Config::read("c.yaml", yaml).expect("a configuration"));
    let at = format!("{day}T12:00:00Z").parse().expect("a moment");
    evaluate(&baseline(), &export, config.as_ref(), at)
}

fn words(run: &Run) -> Vec<&'static str> {
    run.results.iter().map(|one| one.verdict.word()).collect()
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn the_words_are_those_of_the_tools() {
    let (run, problems) = judge(&format!("{SHUT},{WORKED}"), None, "2026-06-01");
    assert_eq!(words(&run), ["Pass", "Pass", "N/A", "Pass", "Error"]);
    assert_eq!(problems, []);
    let open = r#""doors":[{"name":"a","open":true,"lock":{"since":1}},{"name":"b","open":true}],"windows":[],"bell":false"#;
    let (run, _) = judge(&format!("{open},{WORKED}"), None, "2026-06-01");
    assert_eq!(words(&run), ["Fail", "Warning", "N/A", "Pass", "Error"]);
    assert_eq!(run.results[0].details, "1 open\nx");
    assert_eq!(run.results[0].requirement_met, Some(false));
    assert_eq!(
        (run.results[0].requirement.as_str(), run.results[0].group.as_str()),
        ("Doors SHALL be shut.", "Doors")
    );
    assert_eq!(run.results[4].details, "Test results missing");
    assert_eq!(run.results[4].requirement_met, None);
}

#[test]
fn a_command_that_failed_or_is_not_known_is_an_error_never_a_pass() {
    for record in [
        r#""door_successful_commands":["Get-Bell"],"door_unsuccessful_commands":["Get-Door"]"#,
        r#""door_successful_commands":["Get-Bell"],"door_unsuccessful_commands":[]"#,
        r#""DOOR_successful_commands":["get-bell"]"#,
    ] {
        let (run, _) = judge(&format!("{SHUT},{record}"), None, "2026-06-01");
        assert_eq!(words(&run), ["Error", "Pass", "N/A", "Error", "Error"], "{record}");
        assert_eq!(run.results[0].missing, ["Get-Door"]);
    }
    let only_failed = r#""door_unsuccessful_commands":["Get-Door"]"#;
    let (run, problems) = judge(&format!("{SHUT},{only_failed}"), None, "2026-06-01");
    assert_eq!(words(&run), ["Error", "Error", "N/A", "Error", "Error"]);
    assert!(codes(&problems).contains(&"NRS-POSTURE-026"));
}

#[test]
fn what_passes_only_because_its_section_is_gone_did_not_pass() {
    let (run, problems) = judge(&format!(r#""bell":true,{WORKED}"#), None, "2026-06-01");
    assert_eq!(words(&run), ["Error", "Pass", "N/A", "Error", "Error"]);
    assert_eq!(codes(&problems), ["NRS-POSTURE-019", "NRS-POSTURE-019"]);
    assert!(run.results[0].details.contains("doors"), "{}", run.results[0].details);
}

#[test]
fn a_product_without_a_record_is_not_judged() {
    let other = r#""other_successful_commands":[]"#;
    let (run, problems) = judge(&format!("{SHUT},{other}"), None, "2026-06-01");
    assert_eq!((words(&run), codes(&problems)), (vec![], vec!["NRS-POSTURE-015"]));
}

#[test]
fn an_export_of_the_other_suite_is_refused() {
    let google = r#""policies":{},"successful_calls":[]"#;
    let (run, problems) = judge(google, None, "2026-06-01");
    assert_eq!((words(&run), codes(&problems)), (vec![], vec!["NRS-POSTURE-016"]));
}

#[test]
fn what_is_no_export_is_refused() {
    for (wrong, code) in [
        ("", "NRS-POSTURE-011"),
        ("{\"a\":1}{", "NRS-POSTURE-011"),
        ("[]", "NRS-POSTURE-012"),
        ("{\"a\":1}", "NRS-POSTURE-012"),
        ("{\"MetaData\":{},\"Results\":{}}", "NRS-POSTURE-013"),
        ("{\"MetaData\":{},\"Results\":{},\"Raw\":{}}", "NRS-POSTURE-013"),
    ] {
        let refused = Export::read("e", wrong.as_bytes()).map(|_| ()).map_err(|it| it.code);
        assert_eq!(refused, Err(code), "{wrong}");
    }
    let deep = "[".repeat(100_000);
    assert!(Export::read("e", deep.as_bytes()).is_err());
    assert!(Export::read("e", &[0xff, 0xfe, 0x00]).is_err());
}

#[test]
fn marks_and_utf_16_are_read() {
    let text = format!("{{{SHUT},{WORKED}}}");
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert!(Export::read("e", &marked).is_ok());
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Export::read("e", &[&[0xff, 0xfe], &wide[..]].concat()).is_ok());
}

#[test]
fn results_with_their_settings_can_be_judged_again() {
    let raw = format!("{{{SHUT},{WORKED}}}");
    let file = format!(
        r#"{{"MetaData":{{"DisplayName":"Aoba","TimestampZulu":"2026-05-01T00:00:00Z"}},"Results":{{}},"Raw":{raw}}}"#
    );
    let export = Export::read("r.json", file.as_bytes()).expect("an export");
    assert_eq!((export.tenant.name.as_str(), export.exported.is_some()), ("Aoba", true));
}

const OMIT: &str =
    "OmitPolicy:\n  OWN.DOOR.1.1v1:\n    Rationale: own door\n    Expiration: 2026-06-30\n";
const OPEN: &str =
    r#""doors":[{"name":"a","open":true,"lock":{"since":1}}],"windows":[],"bell":true"#;

#[test]
fn an_omission_holds_until_its_day_and_then_counts_again() {
    let export = format!("{OPEN},{WORKED}");
    let (run, problems) = judge(&export, Some(OMIT), "2026-06-29");
    let first = &run.results[0];
    assert_eq!((first.verdict, first.found), (Verdict::Omitted, Verdict::Fail));
    let exception = first.exception.as_ref().expect("one");
    assert_eq!((exception.reason.as_str(), exception.state), ("own door", ExceptionState::Active));
    assert_eq!(problems, []);
    let (run, problems) = judge(&export, Some(OMIT), "2026-06-30");
    assert_eq!(run.results[0].verdict, Verdict::Fail);
    assert_eq!(run.results[0].exception.as_ref().expect("one").state, ExceptionState::Expired);
    assert_eq!(codes(&problems), ["NRS-POSTURE-022"]);
    let odd = OMIT.replace("2026-06-30", "June");
    let (run, problems) = judge(&export, Some(&odd), "2026-06-01");
    assert_eq!(
        (run.results[0].verdict, codes(&problems)),
        (Verdict::Fail, vec!["NRS-POSTURE-023"])
    );
}

#[test]
fn annotations_correct_results_and_keep_what_was_found() {
    let yaml = "AnnotatePolicy:\n  OWN.DOOR.1.1v1:\n    IncorrectResult: true\n    Comment: seen by us\n  OWN.DOOR.9.9v1:\n    Comment: x\n";
    let (run, problems) = judge(&format!("{OPEN},{WORKED}"), Some(yaml), "2026-06-01");
    let first = &run.results[0];
    assert_eq!((first.verdict, first.found), (Verdict::Incorrect, Verdict::Fail));
    assert_eq!(first.comments, ["seen by us"]);
    assert_eq!(codes(&problems), ["NRS-POSTURE-021"]);
}

#[test]
fn the_configuration_reaches_the_rules() {
    let text = "package door\nimport rego.v1\ntests contains {\"PolicyId\": \"OWN.DOOR.1.1v1\", \"Criticality\": \"Shall\", \"Commandlet\": [], \"ActualValue\": \"\", \"ReportDetails\": \"x\", \"RequirementMet\": Status} if { Status := input.scuba_config.Door.Shut == true }\n";
    let (baseline, _) = Baseline::load([("Door.rego", text)]);
    let export = Export::read("e", format!("{{{WORKED}}}").as_bytes()).expect("an export");
    let config = Config::read("c", "Door:\n  Shut: true\n").expect("reads");
    let with = evaluate(&baseline, &export, Some(&config), Timestamp::UNIX_EPOCH).0;
    assert_eq!(with.results[0].verdict, Verdict::Pass);
    let without = evaluate(&baseline, &export, None, Timestamp::UNIX_EPOCH).0;
    assert_eq!(without.results[0].verdict, Verdict::Error);
}

#[test]
fn exceptions_explain_a_failure_and_end() {
    let (mut run, _) = judge(&format!("{OPEN},{WORKED}"), None, "2026-06-01");
    let file = "[[exception]]\npolicy = \"OWN.DOOR.1.1\"\nowner = \"A\"\napprover = \"B\"\nreason = \"C\"\nuntil = 2026-06-30\n\
                [[exception]]\npolicy = \"OWN.DOOR.7.7\"\nowner = \"A\"\napprover = \"B\"\nreason = \"C\"\nuntil = \"2026-06-30\"\n\
                [[exception]]\npolicy = \"OWN.DOOR.1.2\"\nowner = \"A\"\nreason = \"C\"\nuntil = \"2026-06-30\"\n";
    let (agreed, problems) = crate::exceptions("posture.toml", file);
    assert_eq!((agreed.len(), codes(&problems)), (2, vec!["NRS-POSTURE-036"]));
    let on = |day: &str| format!("{day}T00:00:00Z").parse().expect("a moment");
    assert_eq!(codes(&crate::except(&mut run, &agreed, on("2026-06-30"))), ["NRS-POSTURE-038"]);
    assert_eq!(run.results[0].verdict, Verdict::Fail);
    assert!(!run.results[0].is_open());
    let told = crate::except(&mut run, &agreed, on("2026-07-01"));
    assert_eq!(codes(&told), ["NRS-POSTURE-037", "NRS-POSTURE-038"]);
    assert!(run.results[0].is_open());
}

#[test]
fn a_rule_that_does_not_end_in_time_is_given_up_and_nothing_of_it_passes() {
    // Every number with every other, three times over: minutes of work.
    let slow = r#"package slow
import rego.v1
tests contains {
    "PolicyId": "OWN.SLOW.1.1v1", "Criticality": "Shall", "Commandlet": [], "ActualValue": "",
    "ReportDetails": "", "RequirementMet": Status
} if {
    Status := count({a * b * c | some a in input.numbers; some b in input.numbers; some c in input.numbers}) > 0
}
"#;
    let numbers: Vec<String> = (0..2_000).map(|number| number.to_string()).collect();
    let export = format!(
        "{{\"numbers\":[{}],\"slow_successful_commands\":[],{WORKED},{SHUT}}}",
        numbers.join(",")
    );
    let export = Export::read("e.json", export.as_bytes()).expect("an export");
    let files = [("Slow.rego", slow), ("Door.rego", DOOR), ("x/baselines/door.md", TEXT)];
    let (baseline, _) = Baseline::load(files);
    let baseline = baseline.giving_up_after(std::time::Duration::from_millis(50));
    let mut told = Vec::new();
    let (run, problems) =
        evaluate_telling(&baseline, &export, None, Timestamp::UNIX_EPOCH, &mut |product| {
            told.push(product.to_owned());
        });
    assert_eq!(told, ["door", "slow"]);
    assert!(codes(&problems).contains(&"NRS-POSTURE-014"), "{problems:?}");
    let of = |product: &str| -> Vec<Verdict> {
        run.results.iter().filter(|it| it.product == product).map(|it| it.verdict).collect()
    };
    assert_eq!(of("slow"), [Verdict::Error]);
    assert_eq!(of("door")[0], Verdict::Pass, "the others are judged all the same");
}
