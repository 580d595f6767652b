//! `noroshi assess` from the reports of the demo to a sheet.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The program in a folder, with nothing of our own environment.
fn run(folder: &Path, args: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().env("LC_ALL", "C.UTF-8");
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().expect("starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// The same below `assess`, in the workspace of the demo.
fn assess(folder: &Path, args: &[&str]) -> Ran {
    run(folder, &[&["--workspace", "demo", "assess"], args].concat())
}

fn demo() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(folder.path(), &["demo", "demo"]).code, Some(0));
    folder
}

fn json(ran: &Ran) -> Value {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("one object")
}

const DDOS: &str = "demo/questions/yearend-ddos.toml";

#[test]
fn the_worked_question_of_the_demo_gives_a_sheet_whose_sentences_lead_to_their_source() {
    let here = demo();
    for language in ["ja", "en"] {
        let sheet = assess(here.path(), &["sheet", DDOS, "--lang", language, "--out", "-"]);
        assert_eq!((sheet.code, sheet.err.as_str()), (Some(0), ""));
        let facts = sheet.out.matches("<p class=\"fact\">").count();
        let linked = sheet.out.split("<p class=\"fact\">").skip(1);
        let linked =
            linked.filter(|it| it.split("</p>").next().is_some_and(|it| it.contains("href=\"#s")));
        assert!(facts > 3 && linked.count() == facts);
        // Every source was found in the store and compared word by word.
        let sources = sheet.out.matches("<div class=\"source\"").count();
        assert_eq!((sources, sheet.out.matches("<mark></mark>").count()), (14, 0));
        for missing in ["not compared with the original", "原文と未照合"] {
            assert!(!sheet.out.contains(missing));
        }
        assert!(
            sheet.out.contains("捜査当局はロシアを支持するハクティビストが関与した可能性がある")
        );
    }
}

#[test]
fn from_nothing_to_a_sheet_with_suggestions_alone() {
    let here = demo();
    let file = "demo/questions/mine.toml";
    let new =
        ["new", file, "--question", "誰か", "--subject", "朝凪航空", "--subject", "Polar Lantern"];
    assert_eq!(assess(here.path(), &new).code, Some(0));
    let again = assess(here.path(), &new);
    assert!(again.code == Some(2) && again.err.contains("NRS-FLOW-041"), "{}", again.err);
    let before = json(&assess(here.path(), &["run", file, "--format", "json"]));
    let offered = assess(here.path(), &["suggest", file, "--add", "--by", "aiko"]);
    assert_eq!(offered.code, Some(10), "{}", offered.err);
    // A suggestion changes no judgement.
    let after = json(&assess(here.path(), &["run", file, "--format", "json"]));
    assert_eq!(before["hypotheses"], after["hypotheses"]);
    assert_eq!(after["warnings"][0]["code"], "no-evidence");
    assert_eq!(assess(here.path(), &["accept", file, "S1", "S2", "--by", "aiko"]).code, Some(0));
    assert_eq!(assess(here.path(), &["refuse", file, "S3"]).code, Some(0));
    let twice = assess(here.path(), &["accept", file, "S1"]);
    assert!(twice.code == Some(2) && twice.err.contains("NRS-ASSESS-016"), "{}", twice.err);
    let text = fs::read_to_string(here.path().join(file)).expect("there");
    let rated = text.replacen("ratings = {}", "ratings = { H1 = \"C\", H2 = \"I\" }", 1);
    fs::write(here.path().join(file), rated).expect("written");
    let ran = json(&assess(here.path(), &["run", file, "--format", "json"]));
    assert_eq!(ran["agreement"]["winners"]["bayes"], serde_json::json!(["H1"]));
    let unlogged = |ran: &Value| {
        ran["warnings"].as_array().is_some_and(|all| all.iter().any(|it| it["code"] == "unlogged"))
    };
    assert!(unlogged(&ran));
    let log = assess(here.path(), &["log", file, "--by", "ben", "--note", "first reading"]);
    assert!(log.out.contains("row.S1.rating.H1: - → C") && log.out.contains("aiko"), "{}", log.out);
    let ran = json(&assess(here.path(), &["run", file, "--format", "json"]));
    assert!(!unlogged(&ran) && ran["log"].is_string());
    let sheet = assess(here.path(), &["sheet", file, "--out", "-"]);
    assert!(
        sheet.out.contains("朝凪航空")
            && sheet.out.contains(ran["log"].as_str().expect("a digest"))
    );
    // What the file cites already is not offered again.
    let rest = assess(here.path(), &["suggest", file, "--format", "json"]);
    assert_eq!(rest.code, Some(0), "{}", rest.out);
}

#[test]
fn the_public_case_is_replayed_and_scored() {
    let here = demo();
    let file = "demo/questions/olympic-destroyer.toml";
    let replay = assess(here.path(), &["run", file, "--replay"]);
    let shown = [
        "0.441   0.206   0.206   0.147  E1",
        "0.221   0.172   0.402   0.205  E4",
        "0.013   0.218   0.509   0.260  E6",
    ];
    assert!(shown.iter().all(|line| replay.out.contains(line)), "{}", replay.out);
    // Its notes are not kept: every row says so, and nothing else changes.
    assert!(replay.err.contains("NRS-FLOW-043"), "{}", replay.err);
    let early =
        json(&assess(here.path(), &["run", file, "--as-of", "2018-02-20", "--format", "json"]));
    assert_eq!(early["agreement"]["winners"]["bayes"], serde_json::json!(["dprk"]));
    let kept = run(
        here.path(),
        &["--workspace", "demo", "read", "--keep", "demo/questions/olympic-destroyer-notes.txt"],
    );
    assert!(kept.err.contains("expected and seen: olympic-destroyer / russia"), "{}", kept.err);
    let now = assess(here.path(), &["run", file, "--format", "json"]);
    assert_eq!(now.err, "");
    assert_eq!(json(&now)["notices"][0]["expectation"], "X1");
    let score = assess(here.path(), &["score", file, DDOS, "--format", "json"]);
    let score = json(&score);
    assert_eq!(score["open"].as_array().map(Vec::len), Some(1));
    // .013² + .218² + (1 - .509)² + .260² = .356
    let brier = score["questions"][0]["brier"].as_f64().expect("a number");
    assert!((brier - 0.356).abs() < 0.001, "{brier}");
}

#[test]
fn a_wrong_quote_and_a_wrong_file_are_told() {
    let here = demo();
    let path = here.path().join(DDOS);
    let text = fs::read_to_string(&path).expect("there");
    fs::write(
        &path,
        text.replacen("「連絡はない。動機は分からない」\" }", "「連絡はあった」\" }", 1),
    )
    .expect("written");
    let ran = assess(here.path(), &["run", DDOS, "--format", "json"]);
    assert!(ran.err.contains("NRS-FLOW-044") && ran.err.contains("`E9`"), "{}", ran.err);
    let warnings = json(&ran)["warnings"].to_string();
    assert!(warnings.contains("source-missing"), "{warnings}");
    fs::write(&path, text.replace("E11\"", "E1\"").replace("\"CC\"", "\"CCC\"")).expect("written");
    let wrong = assess(here.path(), &["run", DDOS]);
    assert_eq!(wrong.code, Some(2));
    // The first fault is the error, the others are told before it.
    for code in ["error[NRS-ASSESS-004]", "problem[NRS-ASSESS-005]"] {
        assert!(wrong.err.contains(code), "{}", wrong.err);
    }
    assert!(wrong.err.contains("line ") && wrong.err.contains("  fix: "));
}

#[test]
fn questions_go_to_other_tools_and_come_back() {
    let here = demo();
    for (form, end) in [("stix", "json"), ("csv", "csv")] {
        let out = assess(here.path(), &["export", DDOS, "--to", form]);
        assert_eq!(out.code, Some(0), "{}", out.err);
        let (from, to) = (format!("x.{end}"), format!("back-{form}.toml"));
        fs::write(here.path().join(&from), out.out).expect("written");
        let back = assess(here.path(), &["import", &from, &to]);
        assert_eq!(back.code, Some(0), "{}", back.err);
        let ran = json(&assess(here.path(), &["run", &to, "--format", "json"]));
        assert!(ran["hypotheses"].as_array().is_some_and(|all| all.len() >= 6));
    }
}

#[test]
fn a_team_rates_blind() {
    let here = demo();
    for name in ["aiko", "ben"] {
        assert_eq!(assess(here.path(), &["rate", DDOS, "--by", name]).code, Some(0));
        let path = here.path().join(format!("demo/questions/yearend-ddos.by-{name}.ratings"));
        let text = fs::read_to_string(&path).expect("there");
        let word = if name == "aiko" { "CC" } else { "I" };
        let rated =
            text.replacen("# \"hacktivists\" = \"\"", &format!("\"hacktivists\" = \"{word}\""), 1);
        assert_ne!(rated, text);
        fs::write(&path, rated).expect("written");
    }
    let sheets = [
        "demo/questions/yearend-ddos.by-aiko.ratings",
        "demo/questions/yearend-ddos.by-ben.ratings",
    ];
    let team =
        json(&assess(here.path(), &["team", DDOS, sheets[0], sheets[1], "--format", "json"]));
    assert_eq!(team["disagreement"][0]["deviation"][0], 1.5);
    assert_eq!(team["voices"].as_array().map(Vec::len), Some(2));
}

#[test]
fn every_verb_below_shows_examples_and_exit_codes() {
    let here = tempfile::tempdir().expect("a folder");
    let verbs = [
        "new", "suggest", "accept", "refuse", "run", "sheet", "rate", "team", "score", "log",
        "export", "import",
    ];
    for verb in verbs {
        let help = run(here.path(), &["assess", verb, "--help"]);
        assert_eq!(help.code, Some(0), "{verb}");
        assert!(help.out.contains("Examples:") && help.out.contains("Exit code:"), "{verb}");
    }
}
