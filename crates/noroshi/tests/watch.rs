//! `noroshi watch` as a person uses it, on the invented samples.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/estate")
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(samples().join("noroshi.toml"), folder.path().join("noroshi.toml"))
        .expect("copied");
    folder
}

fn noroshi(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.env_clear().env("NO_COLOR", "1").arg("--workspace").arg(folder).args(["--lang", "en"]);
    command.current_dir(samples().join("watch")).args(args).output().expect("starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn lines(output: &Output) -> Vec<Value> {
    text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON on each line"))
        .collect()
}

/// Handles of sellers in the samples, all invented: masked wherever a listing is shown or kept.
const HANDLES: &[&str] = &["rakugaki_m", "kurage_01"];

/// Contacts and credentials that the samples plant, all invented.
const PLANTED: &[&str] = &[
    "Mock-Secret-2025",
    "mock.taro@mail.example",
    "mock_feiji_9",
    "mock_rakugaki",
    "mock_sora",
    "Mock-Pass-31",
    "usagi.mock@mail.example",
];

#[test]
fn listings_say_what_is_offered_about_whom() {
    let folder = workspace();
    let output = noroshi(
        folder.path(),
        &["watch", "listings", "letter-ja.txt", "offers.csv", "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(10), "{}", text(&output.stderr));
    let found = lines(&output);
    let access: Vec<&Value> = found.iter().filter(|line| line["class"] == "access-sale").collect();
    assert_eq!(access.len(), 2);
    let letter = access
        .iter()
        .find(|line| line["evidence"]["path"] == "letter-ja.txt")
        .expect("stands in the letter");
    assert_eq!(letter["subject"], "風●ホールディングス");
    assert_eq!(letter["price"]["amount"], "0.25");
    assert_eq!(
        (letter["date"].as_str(), letter["first_date"].as_str()),
        (Some("2024-12-27"), Some("2024-12-19"))
    );
    assert_eq!(letter["merged_from"].as_array().map(Vec::len), Some(1));
    assert_eq!(letter["watched"][0]["rule"], "masked");
    assert!(found.iter().all(|line| {
        !text(line["evidence"]["text"].as_str().unwrap_or_default().as_bytes()).contains("注意喚起")
    }));
    assert!(
        found.iter().any(|line| line["subject"] == "風守支付" || line["subject"] == "风守支付")
    );
}

#[test]
fn no_secret_and_no_contact_is_in_clear_anywhere() {
    let folder = workspace();
    let mut seen = String::new();
    for args in [
        &["watch", "listings", "--keep", "letter-ja.txt", "offers.csv", "--format", "json"][..],
        &["watch", "listings", "--keep", "letter-ja.txt", "offers.csv", "--verbose"],
        &["watch", "names", "letter-ja.txt", "offers.csv", "--format", "json"],
        &["watch", "alerts", "--format", "json"],
        &["watch", "alerts"],
        &["concern", "--format", "json"],
    ] {
        let output = noroshi(folder.path(), args);
        assert_ne!(output.status.code(), Some(2), "{args:?}: {}", text(&output.stderr));
        let told = text(&output.stdout) + &text(&output.stderr);
        let handles = HANDLES.iter().find(|handle| args[1] != "names" && told.contains(*handle));
        assert_eq!(handles, None, "{args:?}");
        seen.push_str(&told);
    }
    for entry in std::fs::read_dir(folder.path()).expect("there") {
        let path = entry.expect("there").path();
        let kept = text(&std::fs::read(&path).expect("readable"));
        assert_eq!(HANDLES.iter().find(|handle| kept.contains(*handle)), None, "{path:?}");
        seen.push_str(&kept);
    }
    assert!(seen.contains("風守"), "nothing was kept");
    for planted in PLANTED {
        assert!(!seen.contains(planted), "{planted} is in clear");
    }
}

#[test]
fn the_history_is_kept_and_an_alert_is_decided_by_people() {
    let folder = workspace();
    let keep =
        |file: &str| noroshi(folder.path(), &["watch", "listings", "--keep", "--ours", file]);
    assert_eq!(keep("offers.csv").status.code(), Some(10));
    let again = keep("offers.csv");
    assert!(text(&again.stderr).contains("0 new, 0 raised again"), "{}", text(&again.stderr));
    let alerts = lines(&noroshi(folder.path(), &["watch", "alerts", "--format", "json"]));
    assert_eq!(alerts.len(), 1, "the two postings are one offer");
    assert_eq!(
        (alerts[0]["state"].as_str(), alerts[0]["kind"].as_str()),
        (Some("new"), Some("listing"))
    );
    let id = alerts[0]["id"].as_str().expect("an id");
    let marked =
        noroshi(folder.path(), &["watch", "alerts", "mark", &id[..8], "seen", "--by", "Sato"]);
    assert_eq!(marked.status.code(), Some(0), "{}", text(&marked.stderr));
    let left = noroshi(folder.path(), &["watch", "alerts", "--state", "new"]);
    assert_eq!(left.status.code(), Some(0));
    // A lower price is a change: the alert comes back.
    let lower = folder.path().join("later.csv");
    let row = "date,forum,seller,target,title,price,contact\n2025-01-20,mock-forum,rakugaki_m,Kazemori Holdings,\"VPN access, domain admin, 900 hosts, AV: Defender\",0.1 BTC,tg: @mock_rakugaki\n";
    std::fs::write(&lower, row).expect("written");
    assert_eq!(keep(lower.to_str().expect("UTF-8")).status.code(), Some(10));
    let back =
        lines(&noroshi(folder.path(), &["watch", "alerts", "--state", "new", "--format", "json"]));
    assert_eq!(back.len(), 1);
    assert_eq!(back[0]["id"].as_str(), Some(id));
    assert_eq!(back[0]["marks"][0]["who"], "Sato");
}

#[test]
fn a_contact_is_known_again_in_a_later_run_and_another_one_is_somebody_else() {
    let folder = workspace();
    let post = |day: &str, words: &str, contact: &str| {
        let path = folder.path().join("in.csv");
        let row = format!(
            "date,forum,title,price,contact\n{day},mock-forum,\"{words}\",0.2 BTC,{contact}\n"
        );
        std::fs::write(&path, row).expect("written");
        let path = path.to_str().expect("UTF-8");
        lines(&noroshi(folder.path(), &["watch", "listings", "--keep", path, "--format", "json"]))
    };
    let merged = |found: &[Value]| found[0]["merged_from"].as_array().map_or(0, Vec::len);
    let words = "VPN access to a JP shipping company, domain admin, 900 hosts, AV: Defender";
    assert_eq!(merged(&post("2025-01-10", words, "tg: @mock_sora")), 0);
    assert_eq!(merged(&post("2025-02-12", words, "t.me/mock_sora")), 1);
    assert_eq!(merged(&post("2025-02-13", words, "tg: @mock_hoka")), 0);
}

#[test]
fn names_are_found_in_every_script() {
    let folder = workspace();
    let output = noroshi(
        folder.path(),
        &["watch", "names", "letter-ja.txt", "--name", "翠嶺製作所", "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(10));
    let found = lines(&output);
    let written: Vec<&str> = found.iter().filter_map(|line| line["written"].as_str()).collect();
    for name in ["Kazemori Pay", "風●ホールディングス", "风守支付", "翠嶺製作所"]
    {
        assert!(written.contains(&name), "{name}: {written:?}");
    }
}

#[test]
fn exploited_vulnerabilities_are_told_with_their_tier() {
    let folder = workspace();
    let args = [
        "watch",
        "kev",
        "kev-excerpt.json",
        "--assets",
        "assets.csv",
        "--records",
        "records.json",
        "--format",
        "json",
    ];
    let output = noroshi(folder.path(), &args);
    assert_eq!(output.status.code(), Some(10), "{}", text(&output.stderr));
    let found = lines(&output);
    let tier =
        |cve: &str| found.iter().find(|line| line["cve"] == cve).map(|line| line["tier"].clone());
    assert_eq!(tier("CVE-2024-21762"), Some("exact".into()));
    assert_eq!(tier("CVE-2023-34362"), Some("range".into()));
    assert_eq!(tier("CVE-2021-26855"), Some("product".into()));
    let last = found.last().expect("a last line");
    assert_eq!(
        (last["assets"].as_u64(), last["outside_of_affected_versions"].as_u64()),
        (Some(7), Some(1))
    );
    assert_eq!(found[0]["due_is"], "yardstick");
}

#[test]
fn what_cannot_be_done_says_why_and_what_to_do() {
    let folder = workspace();
    let empty = folder.path().join("empty.csv");
    std::fs::write(&empty, "").expect("written");
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "[{\"title\": ").expect("written");
    for (args, code) in [
        (vec!["watch", "listings", empty.to_str().expect("UTF-8")], "NRS-FORMAT-"),
        (vec!["watch", "listings", broken.to_str().expect("UTF-8")], "NRS-WATCH-005"),
        (vec!["watch", "listings", "nowhere.csv"], "NRS-FLOW-010"),
        (
            vec!["watch", "kev", broken.to_str().expect("UTF-8"), "--assets", "assets.csv"],
            "NRS-WATCH-005",
        ),
        (vec!["watch", "kev", "records.json", "--assets", "assets.csv"], "NRS-"),
        (vec!["watch", "alerts"], "NRS-FLOW-005"),
    ] {
        let output = noroshi(folder.path(), &args);
        let told = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains(code) && told.contains("fix:"), "{args:?}: {told}");
    }
    let typo = noroshi(folder.path(), &["watch", "listing"]);
    assert_eq!(typo.status.code(), Some(2));
    assert!(text(&typo.stderr).contains("listings"));
}
