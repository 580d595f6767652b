//! `noroshi posture` on the invented tenant: from an export to a report, and what goes wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The program in a folder, with nothing of our own environment.
fn posture(folder: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).arg("posture").args(args);
    command.env_clear().env("LC_ALL", "C.UTF-8");
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().expect("starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../samples/estate/posture/ProviderSettingsExport.json")
}

/// A folder with the export of the invented tenant in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(sample(), folder.path().join("export.json")).expect("copied");
    folder
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn the_sample_baseline_judges_the_invented_tenant() {
    let here = folder();
    let ran = posture(here.path(), &["run", "export.json", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(10), ""));
    let lines = lines(&ran);
    let (summary, policies) = lines.split_last().expect("some");
    assert!(policies.len() >= 15, "{}", policies.len());
    for policy in policies {
        for key in [
            "policy",
            "product",
            "requirement_met",
            "criticality",
            "kind",
            "details",
            "bod",
            "techniques",
            "exception",
        ] {
            assert!(policy.get(key).is_some(), "{key} in {policy}");
        }
    }
    let count = |word: &str| {
        u64::try_from(policies.iter().filter(|it| it["result"] == word).count()).expect("fits")
    };
    let counts = &summary["summary"];
    for (key, word) in
        [("pass", "Pass"), ("fail", "Fail"), ("warning", "Warning"), ("error", "Error")]
    {
        assert_eq!(counts[key], count(word), "{key}");
    }
    assert!(count("Pass") > 0 && count("Fail") > 0);
    assert!(!here.path().join("noroshi.db").exists(), "looking keeps nothing");
}

#[test]
fn a_person_reads_what_fails_first_in_both_languages() {
    let here = folder();
    let english = posture(here.path(), &["run", "export.json"]);
    assert!(english.out.contains("Fail (") && !english.out.contains("\nPass ("), "{}", english.out);
    let japanese = posture(here.path(), &["run", "export.json", "--lang", "ja", "--all"]);
    assert!(japanese.out.contains("不適合 (") && japanese.out.contains("\n適合 ("));
}

#[test]
fn every_form_is_what_it_says() {
    let here = folder();
    let of = |form: &str| posture(here.path(), &["run", "export.json", "--format", form]);
    let sarif: Value = serde_json::from_str(&of("sarif").out).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert!(of("csv").out.starts_with("tenant,product,policy,"));
    let page = of("html").out;
    assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"));
}

#[test]
fn a_form_that_a_verb_does_not_have_is_refused() {
    let here = folder();
    let refused = posture(here.path(), &["history", "--format", "csv"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("NRS-CLI-006"), "{}", refused.err);
}

#[test]
fn runs_are_kept_listed_compared_and_told_again() {
    let here = folder();
    let kept = posture(here.path(), &["run", "export.json", "--keep"]);
    assert_eq!(kept.code, Some(10), "{}", kept.err);
    let one = posture(here.path(), &["diff"]);
    assert_eq!(one.code, Some(2));
    assert!(one.err.contains("NRS-FLOW-063"), "{}", one.err);
    // The same tenant a while later: one policy is fixed, a section has gone.
    let text = fs::read_to_string(here.path().join("export.json")).expect("reads");
    let mut export: Value = serde_json::from_str(&text).expect("JSON");
    export.as_object_mut().expect("an object").remove("SPO_tenant");
    fs::write(here.path().join("later.json"), export.to_string()).expect("written");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(posture(here.path(), &["run", "later.json", "--keep"]).code, Some(10));
    let listed = posture(here.path(), &["history", "--format", "json"]);
    assert_eq!((listed.code, lines(&listed).len()), (Some(0), 2));
    let diff = posture(here.path(), &["diff", "--format", "json"]);
    assert_eq!(diff.code, Some(10), "{}", diff.err);
    let changes = lines(&diff);
    assert!(changes.iter().any(|it| it["change"] == "no-longer-assessed"), "{}", diff.out);
    assert!(changes.iter().all(|it| it["change"] != "fixed"), "gone is not fixed");
    let again = posture(here.path(), &["report", "--format", "json"]);
    assert_eq!(again.code, Some(10));
    assert!(lines(&again).len() > 15);
    let missing = posture(here.path(), &["diff", "zz", "zz"]);
    assert!(missing.err.contains("NRS-FLOW-061"), "{}", missing.err);
}

#[test]
fn an_exception_needs_somebody_who_answers_for_it() {
    let here = folder();
    let failing = posture(here.path(), &["run", "export.json", "--format", "json"]);
    let failing = lines(&failing).into_iter().find(|it| it["result"] == "Fail").expect("one");
    let policy = failing["policy"].as_str().expect("an id");
    let entry = format!(
        "[[exception]]\npolicy = \"{policy}\"\nowner = \"A\"\napprover = \"B\"\nreason = \"C\"\nuntil = 2999-12-31\n"
    );
    fs::write(here.path().join("posture.toml"), &entry).expect("written");
    let ran = posture(here.path(), &["run", "export.json", "--format", "json"]);
    let excepted = lines(&ran).into_iter().find(|it| it["policy"] == policy).expect("there");
    assert_eq!(
        (&excepted["result"], &excepted["exception"]["state"]),
        (&"Fail".into(), &"active".into())
    );
    let old = entry.replace("2999", "2001");
    fs::write(here.path().join("posture.toml"), old).expect("written");
    let ran = posture(here.path(), &["run", "export.json"]);
    assert!(ran.err.contains("NRS-POSTURE-037"), "{}", ran.err);
    fs::write(here.path().join("posture.toml"), entry.replace("approver", "x")).expect("written");
    let ran = posture(here.path(), &["run", "export.json"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("NRS-POSTURE-036"), "{}", ran.err);
}

#[test]
fn what_cannot_be_judged_is_said_and_the_rest_goes_on() {
    let here = folder();
    for (name, text) in [("empty.json", ""), ("list.json", "[]"), ("other.json", "{\"a\":1}")] {
        fs::write(here.path().join(name), text).expect("written");
    }
    let some = posture(here.path(), &["run", "empty.json", "export.json", "other.json"]);
    assert_eq!(some.code, Some(10));
    assert!(some.err.contains("NRS-POSTURE-011") && some.err.contains("NRS-POSTURE-012"));
    let none = posture(here.path(), &["run", "list.json"]);
    assert_eq!((none.code, none.out.as_str()), (Some(2), ""));
    let missing = posture(here.path(), &["run", "nope.json"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("NRS-FLOW-010"), "{}", missing.err);
    let folder = posture(here.path(), &["run", "--baseline", "nope", "export.json"]);
    assert_eq!(folder.code, Some(2));
    assert!(folder.err.contains("NRS-FLOW-060"), "{}", folder.err);
    let empty = posture(here.path(), &["run", "--baseline", ".", "export.json"]);
    assert!(empty.err.contains("NRS-POSTURE-004"), "{}", empty.err);
    fs::write(here.path().join("Door.rego"), "package door\ntests[x] {\n x := 1\n}\n")
        .expect("written");
    let old = posture(here.path(), &["run", "--baseline", ".", "export.json"]);
    assert_eq!((old.code, old.out.as_str()), (Some(2), ""));
    assert!(old.err.contains("error[NRS-POSTURE-007]"), "{}", old.err);
}

#[test]
fn finished_results_are_taken_in_with_their_markup_as_text() {
    let here = tempfile::tempdir().expect("a folder");
    let row = r#"{"Control ID":"MS.AAD.1.1v1","Requirement":"R<script>alert(1)</script>","Result":"Fail","Criticality":"Shall","Details":"=1+1<img src=x onerror=y>"}"#;
    let results = format!(
        r#"{{"MetaData":{{"TenantId":"t","DisplayName":"<b>Aoba</b>","Tool":"ScubaGear","ToolVersion":"1.8.0","TimestampZulu":"2026-05-04T17:15:48.307Z"}},"Results":{{"AAD":[{{"GroupName":"G","Controls":[{row}]}}]}}}}"#
    );
    fs::write(here.path().join("r.json"), results).expect("written");
    let page = posture(here.path(), &["import", "--dry", "r.json", "--format", "html"]);
    assert_eq!(page.code, Some(10), "{}", page.err);
    assert!(
        !page.out.contains("<script") && !page.out.contains("<img") && page.out.contains("Aoba")
    );
    let table = posture(here.path(), &["import", "--dry", "r.json", "--format", "csv"]);
    assert!(table.out.contains(",'=1+1,"), "{}", table.out);
    assert!(!here.path().join("noroshi.db").exists());
    assert_eq!(posture(here.path(), &["import", "r.json"]).code, Some(10));
    assert!(here.path().join("noroshi.db").exists());
}

/// Any other verb, in a folder.
fn noroshi(folder: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().env("LC_ALL", "C.UTF-8");
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().expect("starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

fn keep_a_report(folder: &Path, day: &str) {
    let report = format!(
        "Example CERT report\nPublished: {day}\n\n\
         The intruders used valid cloud accounts (T1078.004) to enter the tenant of a port operator.\n"
    );
    fs::write(folder.join("report.txt"), report).expect("written");
    let read = noroshi(folder, &["read", "--keep", "report.txt"]);
    assert!(read.code.is_some_and(|code| code != 2), "{}", read.err);
}

#[test]
fn kept_reports_say_which_gaps_are_used() {
    let here = folder();
    keep_a_report(here.path(), "2026-11-01");
    let ran = posture(here.path(), &["run", "export.json", "--format", "json"]);
    let lines = lines(&ran);
    let pressing = &lines.last().expect("some")["summary"]["runs"][0]["pressing"];
    let first = &pressing[0];
    assert!(first["techniques"].to_string().contains("T1078.004"), "{pressing}");
    assert!(
        first["reason"].as_str().is_some_and(|it| it.contains("valid cloud accounts")),
        "{pressing}"
    );
}

#[test]
fn the_brief_of_the_month_has_a_chapter_on_settings_once_a_run_is_kept() {
    let here = folder();
    assert_eq!(posture(here.path(), &["run", "--keep", "export.json"]).code, Some(10));
    let kept = lines(&posture(here.path(), &["history", "--format", "json"]));
    let day = kept[0]["at"].as_str().and_then(|at| at.get(..10)).expect("a day").to_owned();
    keep_a_report(here.path(), &day);
    let page = |language: &str| {
        let made = noroshi(here.path(), &["brief", "--month", &day[..7], "--lang", language]);
        assert_ne!(made.code, Some(2), "{}", made.err);
        let name = format!("brief-{}.{language}.html", &day[..7]);
        fs::read_to_string(here.path().join(name)).expect("written")
    };
    let first = page("en");
    let chapter = first.split("id=\"settings\"").nth(1).expect("a chapter");
    assert!(chapter.contains("Noroshi sample baseline 1"));
    assert!(chapter.contains("No earlier run is kept"));
    assert!(chapter.contains("valid cloud accounts"), "joined with the report of the month");
    assert!(chapter.contains("Assess all tenants"), "what is due");
    // Another export of the same tenant: what changed is told.
    let text = fs::read_to_string(here.path().join("export.json")).expect("reads");
    let mut export: Value = serde_json::from_str(&text).expect("JSON");
    export["conditional_access_policies"] = Value::Array(Vec::new());
    fs::write(here.path().join("later.json"), export.to_string()).expect("written");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(posture(here.path(), &["run", "--keep", "later.json"]).code, Some(10));
    let second = page("ja");
    assert!(second.contains("新たに不適合") && second.contains("クラウド設定"), "{second}");
}

#[test]
fn a_product_is_given_up_when_it_is_told_to_be() {
    let here = folder();
    for wrong in ["0", "x", "86401"] {
        assert_eq!(posture(here.path(), &["run", "export.json", "--give-up", wrong]).code, Some(2));
    }
    assert_eq!(posture(here.path(), &["run", "export.json", "--give-up", "1"]).code, Some(10));
}
