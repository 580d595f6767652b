//! `noroshi hunt`, run as a person runs it: on the logs of the demo and on bad input.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).args(args).env_clear().env("LC_ALL", "C.UTF-8");
    command
}

fn ran(output: Output) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    ran(command(folder, args).stdin(Stdio::null()).output().expect("starts"))
}

/// The same below `hunt` in the workspace of the demo.
fn hunt(args: &[&str]) -> Ran {
    run(demo(), &[&["--workspace", "demo", "hunt"], args].concat())
}

/// The demo, made once; tests here only read it.
fn demo() -> &'static Path {
    static DEMO: OnceLock<TempDir> = OnceLock::new();
    let folder = DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let made = run(folder.path(), &["demo", "demo"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        folder
    });
    folder.path()
}

fn lines(ran: &Ran) -> Vec<Value> {
    assert!(matches!(ran.code, Some(0 | 10)), "{:?} {}", ran.code, ran.err);
    ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

const TUNNEL: &str = "Visual Studio Code Tunnel Started";
const REPORT: &str = "2024-12-13-vendor-silt-heron.md";

/// One event in the shape of flat Sysmon, with a command line.
fn event(line: &str) -> String {
    let line = line.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        r#"{{"Channel":"Microsoft-Windows-Sysmon/Operational","Provider_Name":"Microsoft-Windows-Sysmon","EventID":1,"Computer":"WS-1.kazemori.example","UtcTime":"2024-12-16 02:12:00.000","Image":"C:\\x\\code.exe","CommandLine":"{line}"}}"#
    ) + "\n"
}

#[test]
fn the_tunnel_of_the_demo_is_found_and_the_report_is_beside_it() {
    let found = lines(&hunt(&["--format", "json", "--no-keep", "demo/logs"]));
    let (summary, found) = found.split_last().expect("lines");
    let tunnel = found.iter().find(|one| {
        one["rule"]["title"] == TUNNEL && one["host"] == "SRV-PORTAL-02.kazemori.example"
    });
    let tunnel = tunnel.expect("the tunnel");
    assert_eq!(tunnel["rule"]["author"], "Noroshi project");
    assert_eq!(tunnel["time"], "2024-12-16T02:11:08.412Z");
    assert!(tunnel["matched"]["CommandLine"].as_str().expect("a field").contains("tunnel"));
    let said = &tunnel["intelligence"][0];
    assert!(said["sentence"].as_str().expect("a sentence").contains("code.exe"), "{said}");
    assert!(said["speaker"].as_str().is_some_and(|who| !who.is_empty()));
    let report = fs::read_to_string(demo().join("demo/reports").join(REPORT)).expect("there");
    assert!(
        said["path"].as_str().expect("a path").ends_with(".md") && report.contains("UpdateSvc")
    );
    let summary = &summary["summary"];
    assert_eq!(summary["findings"].as_u64().expect("a number") as usize, found.len());
    for key in ["events", "rules_loaded", "rules_failed", "rules_not_evaluable", "records_skipped"]
    {
        assert!(summary[key].is_u64(), "{key}");
    }
    assert_eq!(summary["rules_failed"], 0);
    assert!(summary["seconds"].is_f64());
}

#[test]
fn what_only_looks_like_it_stays_quiet() {
    let found = lines(&hunt(&["--format", "json", "--no-keep", "demo/logs"]));
    let texts: Vec<String> = found.iter().map(|one| one["matched"].to_string()).collect();
    assert!(texts.len() > 10, "{}", texts.len());
    for harmless in ["tunnel status", "union+select+works", "ニュース"] {
        assert!(!texts.iter().any(|text| text.contains(harmless)), "{harmless}");
    }
}

#[test]
fn the_chain_of_steps_is_one_finding_with_its_events() {
    let found = lines(&hunt(&["--format", "json", "--no-keep", "demo/logs"]));
    let chain: Vec<&Value> =
        found.iter().filter(|one| one["rule"]["level"] == "critical").collect();
    assert_eq!(chain.len(), 1);
    assert_eq!(chain[0]["host"], "SRV-PORTAL-02.kazemori.example");
    assert!(chain[0]["evidence"]["events"].as_array().expect("a list").len() >= 3);
}

#[test]
fn a_report_becomes_searches_whose_hits_name_its_sentence() {
    let found = lines(&hunt(&["--from", REPORT, "--format", "json", "--no-keep", "demo/logs"]));
    let (summary, found) = found.split_last().expect("lines");
    for (value, log) in [
        ("198.51.100.23", "portal-access.log"),
        ("cdn-sync.example", "dns.jsonl"),
        ("http://198.51.100.23/up/code_cli.zip", "proxy.log"),
        ("ops@cdn-sync.example", "m365-audit.jsonl"),
        (r"C:\ProgramData\更新\code.exe", "windows-sysmon.jsonl"),
    ] {
        let hit = found.iter().find(|one| {
            one["intelligence"][0]["value"] == value
                && one["log"].as_str().is_some_and(|it| it.ends_with(log))
        });
        let hit = hit.unwrap_or_else(|| panic!("{value} in {log}"));
        assert!(hit["intelligence"][0]["path"].as_str().expect("a path").ends_with(REPORT));
    }
    assert!(
        found.iter().all(|one| one["intelligence"].as_array().is_some_and(|it| !it.is_empty()))
    );
    // Abused services and citations are no indicators.
    let searched = |word: &str| found.iter().any(|one| one["intelligence"][0]["value"] == word);
    assert!(!searched("devtunnels.ms") && !searched("kelpwood.example"));
    assert!(summary["summary"]["observables_not_searched"].as_u64() > Some(0));
}

#[test]
fn a_report_that_was_never_kept_can_be_hunted_too() {
    let here = tempfile::tempdir().expect("a folder");
    let report = "The attackers used 198.51.100.77 as their command and control server.\n";
    fs::write(here.path().join("new.txt"), report).expect("written");
    let log =
        "198.51.100.77 - - [16/Dec/2024:10:41:02 +0900] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"\n";
    let other = log.replace("198.51.100.77", "198.51.100.7");
    fs::write(here.path().join("access.log"), format!("{log}{other}")).expect("written");
    let found = run(here.path(), &["hunt", "--from", "new.txt", "access.log", "--format", "json"]);
    assert_eq!(found.code, Some(10), "{}", found.err);
    assert_eq!(lines(&found).len(), 2, "{}", found.out);
    assert!(!here.path().join("noroshi.db").exists());
}

#[test]
fn written_rules_find_the_same_and_carry_the_sentence() {
    let here = tempfile::tempdir().expect("a folder");
    let folder = here.path().join("rules");
    let folder = folder.to_str().expect("UTF-8");
    let written = hunt(&["rules", "--from", REPORT, "--out", folder]);
    assert_eq!(written.code, Some(10), "{}", written.err);
    let texts: Vec<String> =
        written.out.lines().map(|path| fs::read_to_string(path).expect("there")).collect();
    assert!(texts.len() >= 8);
    assert!(texts.iter().all(|text| text.contains(REPORT) && text.contains("document ")));
    let found = lines(&hunt(&["--rules", folder, "--format", "json", "--no-keep", "demo/logs"]));
    let (summary, found) = found.split_last().expect("lines");
    assert_eq!(summary["summary"]["rules_failed"], 0, "{summary}");
    assert!(
        found.iter().any(|one| one["log"].as_str().is_some_and(|it| it.ends_with("dns.jsonl")))
    );
}

#[test]
fn findings_are_kept_once_and_become_concerns() {
    let here = tempfile::tempdir().expect("a folder");
    assert_eq!(run(here.path(), &["demo", "demo"]).code, Some(0));
    let again = &["--workspace", "demo", "hunt", "--format", "json", "demo/logs"];
    let kept = lines(&run(here.path(), again));
    let kept = &kept.last().expect("a summary")["summary"]["kept"];
    assert_eq!(kept["new"], 0, "{kept}");
    assert!(kept["same"].as_u64() > Some(0));
    let concerns = run(here.path(), &["--workspace", "demo", "concern", "--format", "json"]);
    let all = lines(&concerns);
    let logs: Vec<&Value> = all.iter().filter(|one| one["kind"] == "log").collect();
    assert!(logs.iter().any(|one| one.to_string().contains("更新")), "{}", concerns.out);
}

#[test]
fn coverage_tells_blind_from_silent() {
    let covered = hunt(&["coverage", "--format", "json", "demo/logs"]);
    assert_eq!(covered.code, Some(10), "{}", covered.err);
    let techniques = lines(&covered);
    let sights: Vec<&str> =
        techniques.iter().map(|one| one["sight"].as_str().expect("a word")).collect();
    assert!(sights.contains(&"blind") && sights.contains(&"seen"), "{sights:?}");
    let tunnel = techniques.iter().find(|one| one["technique"] == "T1572").expect("T1572");
    assert_eq!(tunnel["sight"], "seen");
}

#[test]
fn an_explanation_says_which_step_held() {
    let here = tempfile::tempdir().expect("a folder");
    fs::write(here.path().join("e.json"), event("code.exe tunnel status")).expect("written");
    let not = run(here.path(), &["hunt", "explain", TUNNEL, "e.json:1"]);
    assert_eq!(not.code, Some(0), "{}", not.err);
    assert!(not.out.contains("filter_asks_only"), "{}", not.out);
    fs::write(here.path().join("e.json"), event("code.exe tunnel")).expect("written");
    let matched = run(here.path(), &["hunt", "explain", TUNNEL, "e.json"]);
    assert_eq!(matched.code, Some(10), "{}", matched.err);
    let missing = run(here.path(), &["hunt", "explain", TUNNEL, "e.json:7"]);
    assert!(missing.code == Some(2) && missing.err.contains("NRS-FLOW-055"), "{}", missing.err);
    let unknown = run(here.path(), &["hunt", "explain", "Tunnel Strated", "e.json"]);
    assert!(unknown.code == Some(2) && unknown.err.contains(TUNNEL), "{}", unknown.err);
}

#[test]
fn tuning_quiets_with_reason_and_is_counted() {
    let here = tempfile::tempdir().expect("a folder");
    fs::write(here.path().join("e.json"), event("code.exe tunnel")).expect("written");
    let tuning = format!(
        "[[exclude]]\nrule = \"{TUNNEL}\"\nfields = {{ host = \"WS-1*\" }}\nreason = \"tried out\"\nowner = \"CSIRT\"\nexpires = \"2999-12-31\"\n"
    );
    fs::write(here.path().join("tuning.toml"), tuning).expect("written");
    let quiet =
        run(here.path(), &["hunt", "--tuning", "tuning.toml", "e.json", "--format", "json"]);
    assert_eq!(quiet.code, Some(0), "{} {}", quiet.out, quiet.err);
    assert_eq!(lines(&quiet)[0]["summary"]["excluded"], 1);
}

#[test]
fn a_hostile_log_commands_neither_terminal_nor_page_nor_spreadsheet() {
    let here = tempfile::tempdir().expect("a folder");
    let line = event("code.exe tunnel --name =cmd|calc <script>alert(1)</script>");
    let hostile = line.replace("WS-1.kazemori.example", "=1+1\\u001b[2J<b>");
    fs::write(here.path().join("e.json"), hostile).expect("written");
    let text = run(here.path(), &["hunt", "e.json"]);
    assert!(text.code == Some(10) && !text.out.contains('\u{1b}'), "{}", text.out);
    let html = run(here.path(), &["hunt", "--format", "html", "e.json"]);
    assert!(!html.out.contains("<script>") && !html.out.contains("<b>\u{3c}"), "{}", html.out);
    assert!(html.out.contains("&lt;script&gt;"));
    let csv = run(here.path(), &["hunt", "--format", "csv", "e.json"]);
    let row = csv.out.lines().nth(1).expect("a row");
    assert!(row.contains("\"'=1+1"), "{row}");
}

#[test]
fn bad_input_is_told_and_the_rest_is_done() {
    let here = tempfile::tempdir().expect("a folder");
    let folder = here.path().join("logs");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("empty.json"), "").expect("written");
    let cut = format!("{}{{\"cut\":", event("code.exe tunnel"));
    fs::write(folder.join("cut.json"), cut).expect("written");
    fs::write(folder.join("wrong.evtx"), "ElfFile\0 is not one").expect("written");
    let found = run(here.path(), &["hunt", "logs", "--format", "json"]);
    assert_eq!(found.code, Some(10), "{}", found.err);
    let all = lines(&found);
    assert_eq!(all.len(), 2, "{}", found.out);
    assert!(all[1]["summary"]["problems"].as_array().is_some_and(|it| !it.is_empty()));
    fs::create_dir(here.path().join("bare")).expect("made");
    let bare = run(here.path(), &["hunt", "bare"]);
    assert!(bare.code == Some(2) && bare.err.contains("NRS-FLOW-059"), "{}", bare.err);
    fs::write(here.path().join("broken.json"), "{\"cut\":").expect("written");
    let broken = run(here.path(), &["hunt", "broken.json"]);
    assert!(broken.code == Some(2) && !broken.out.contains("No hit"), "{}", broken.out);
    fs::write(here.path().join("words.txt"), "one line\nand another\n").expect("written");
    let blind = run(here.path(), &["hunt", "words.txt"]);
    assert!(blind.out.starts_with("No rule could be answered"), "{}", blind.out);
    let nothing = run(here.path(), &["hunt", "nope.json"]);
    assert!(nothing.code == Some(2) && nothing.err.contains("nope.json"), "{}", nothing.err);
    let rules = run(here.path(), &["hunt", "--rules", "logs", "logs/cut.json"]);
    assert!(rules.code == Some(2) && rules.err.contains("NRS-FLOW-050"), "{}", rules.err);
    let report = run(demo(), &["--workspace", "demo", "hunt", "--from", "nope", "demo/logs"]);
    assert!(report.code == Some(2) && report.err.contains("NRS-FLOW-045"), "{}", report.err);
}

#[test]
fn standard_input_and_several_folders_of_rules_work() {
    let here = tempfile::tempdir().expect("a folder");
    let rule = |name: &str, word: &str| {
        format!(
            "title: {name}\nid: {word}\nauthor: A person\nlogsource:\n  category: process_creation\n  product: windows\ndetection:\n  selection:\n    CommandLine|contains: '{word}'\n  condition: selection\nlevel: low\n"
        )
    };
    for name in ["one", "two"] {
        fs::create_dir(here.path().join(name)).expect("made");
        fs::write(here.path().join(name).join("r.yml"), rule(name, name)).expect("written");
    }
    fs::write(here.path().join("two/broken.yml"), "title: [").expect("written");
    let args = ["hunt", "--rules", "one", "--rules", "two", "-", "--format", "json"];
    let mut child = command(here.path(), &args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut input = child.stdin.take().expect("a pipe");
    write!(input, "{}{}", event("a one b"), event("a two b")).expect("written");
    drop(input);
    let found = ran(child.wait_with_output().expect("ends"));
    let all = lines(&found);
    let authors = all.iter().filter(|one| one["rule"]["author"] == "A person").count();
    assert_eq!((found.code, authors), (Some(10), 2), "{}", found.err);
    assert_eq!(all[2]["summary"]["rules_failed"], 1, "{}", found.out);
}

#[test]
fn results_are_the_same_on_one_core_and_on_many() {
    let here = tempfile::tempdir().expect("a folder");
    let events = (0..8_000).map(|number| event(&format!("code.exe tunnel --name t{number}")));
    fs::write(here.path().join("e.jsonl"), events.collect::<String>()).expect("written");
    let found = |threads: usize| {
        let config = format!("[reading]\nthreads = {threads}\n");
        fs::write(here.path().join("noroshi.toml"), config).expect("written");
        let ran = run(here.path(), &["hunt", "e.jsonl", "--format", "json"]);
        assert_eq!(ran.code, Some(10), "{}", ran.err);
        let end = ran.out.rfind("{\"summary\"").expect("a summary");
        ran.out[..end].to_owned()
    };
    let one = found(1);
    assert_eq!(one.lines().count(), 8_000);
    assert!(one == found(4), "another order or other hits");
}

/// What is stated, denied, only possible, not said and not found, of addresses and of a technique.
const VOICES: &str = "# Kawabe Systems incident

Published: 2024-12-20

According to Hoshi Labs, the attackers used the command and control server 203.0.113[.]5.
Kawabe Systems denies that the intruders used the server 198.51.100[.]9.
It is possible that the intruders also used the server 198.51.100[.]20.
Kawabe Systems declined to say whether 198.51.100[.]30 belongs to the intruders.
Kawabe Systems found no evidence that the malware contacted 198.51.100[.]40.
Kawabe Systems denies that the attackers used Visual Studio Code tunnels (T1219.001) there.
";

/// One connection in the shape of flat Sysmon.
fn connection(to: &str) -> String {
    format!(
        r#"{{"Channel":"Microsoft-Windows-Sysmon/Operational","Provider_Name":"Microsoft-Windows-Sysmon","EventID":3,"Computer":"WS-1.kazemori.example","UtcTime":"2024-12-16 02:12:00.000","Image":"C:\\x\\a.exe","DestinationIp":"{to}"}}"#
    ) + "\n"
}

#[test]
fn what_is_denied_or_only_possible_becomes_no_search() {
    let here = tempfile::tempdir().expect("a folder");
    fs::write(here.path().join("report.md"), VOICES).expect("written");
    let written =
        lines(&run(here.path(), &["hunt", "rules", "--from", "report.md", "--format", "json"]));
    let texts = written[0]["rules"].to_string();
    assert!(texts.contains("203.0.113.5") && !texts.contains("198.51.100."), "{texts}");
    assert_eq!(written[0]["observables_not_searched"], 4);
    let all = ["203.0.113.5", "198.51.100.9", "198.51.100.20", "198.51.100.30", "198.51.100.40"];
    fs::write(here.path().join("e.json"), all.map(connection).concat()).expect("written");
    let found = run(here.path(), &["hunt", "--from", "report.md", "e.json", "--format", "json"]);
    let found = lines(&found);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0]["matched"]["DestinationIp"], "203.0.113.5");
    assert_eq!(found[0]["intelligence"][0]["attitude"], "asserts");
}

#[test]
fn pieces_of_names_and_names_of_one_label_become_no_search() {
    let here = tempfile::tempdir().expect("a folder");
    let report = "# 通知\n\n偽サイト:\n\n- hxxps://k\u{251}zemori-pay[.]example/\n- hxxps://intranet/login\n- hxxps://kazemori-login[.]example/jp/\n";
    fs::write(here.path().join("report.md"), report).expect("written");
    let written =
        lines(&run(here.path(), &["hunt", "rules", "--from", "report.md", "--format", "json"]));
    let texts = written[0]["rules"].to_string();
    assert!(texts.contains("kazemori-login.example/jp/"), "{texts}");
    assert!(!texts.contains("zemori-pay") && !texts.contains("intranet"), "{texts}");
    assert!(!texts.contains("contains: 'k'"), "{texts}");
}

#[test]
fn a_denial_beside_a_hit_is_shown_as_a_denial() {
    let here = tempfile::tempdir().expect("a folder");
    fs::write(here.path().join("report.md"), VOICES).expect("written");
    let kept = run(here.path(), &["read", "--keep", "report.md"]);
    assert_eq!(kept.code, Some(10), "{}", kept.err);
    let log = event(r"C:\x\code.exe tunnel --accept-server-license-terms");
    fs::write(here.path().join("e.json"), log).expect("written");
    let found = lines(&run(here.path(), &["hunt", "e.json", "--format", "json"]));
    let said = &found[0]["intelligence"][0];
    assert_eq!((&said["attitude"], &said["supports"]), (&"denies".into(), &false.into()), "{said}");
    let shown = |args: &[&str], words: &str| {
        let ran = run(here.path(), args);
        assert!(ran.out.contains(words), "{args:?}: {}", ran.out);
    };
    shown(&["hunt", "e.json", "--no-keep"], "denies: “");
    shown(&["hunt", "e.json", "--no-keep", "--lang", "ja"], "否定: ");
    shown(&["hunt", "e.json", "--no-keep", "--format", "csv"], ",denies,");
    shown(&["hunt", "e.json", "--no-keep", "--format", "html"], "<span class=\"against\">denies:");
    shown(&["concern", "--lang", "ja"], "[否定]");
    shown(&["brief", "--month", "2024-12", "--out", "-"], "<span class=\"stance denies\">denies");
}

#[test]
fn a_rule_that_is_blind_on_one_host_is_told_for_that_host() {
    let here = tempfile::tempdir().expect("a folder");
    let seeing = event("notepad.exe");
    let blind = connection("192.0.2.1").replace("WS-1", "WS-2");
    fs::write(here.path().join("e.json"), seeing + &blind).expect("written");
    let summary = lines(&run(here.path(), &["hunt", "e.json", "--format", "json"]));
    let partly = summary[0]["summary"]["not_evaluable_on"].as_array().expect("rows");
    let tunnel = partly.iter().find(|row| row["title"] == TUNNEL).expect("the rule");
    assert_eq!(tunnel["verdict"], "source-absent");
    assert_eq!(tunnel["hosts"], serde_json::json!(["WS-2.kazemori.example"]));
    let text = run(here.path(), &["hunt", "e.json", "--verbose"]);
    assert!(text.out.contains("(1: WS-2.kazemori.example)"), "{}", text.out);
}

#[test]
fn only_the_forms_of_a_hunt_are_printed() {
    let refused = run(demo(), &["hunt", "demo/logs", "--format", "sarif"]);
    assert!(refused.code == Some(2) && refused.err.contains("NRS-CLI-006"), "{}", refused.err);
    let refused = hunt(&["coverage", "demo/logs", "--format", "csv"]);
    assert!(refused.code == Some(2) && refused.err.contains("NRS-CLI-006"), "{}", refused.err);
}
