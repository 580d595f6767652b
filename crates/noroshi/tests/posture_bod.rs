//! Inventory, calendar, readiness, bundle and collection as a person runs them.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::Value;

const ID: &str = "00000000-0000-4000-8000-00000000face";
const TENANTS: &str = "Bureau,Product,Service plan,Tenant ID,Tenant FQDN,In scope,ATO\n\
    情報システム部,M365,E5,00000000-0000-4000-8000-00000000face,kazemori.example,yes,yes\n\
    =1+1,GWS,Business Plus,C0abc1234,kazemori-pay.example,no,no\n";

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn posture(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
    command.current_dir(folder).arg("posture").args(args);
    command.env_clear().env("LC_ALL", "C.UTF-8").envs(variables.iter().copied());
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().expect("starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("tenants.csv"), TENANTS).expect("written");
    folder
}

#[test]
fn an_inventory_is_checked_and_printed_without_formulas() {
    let here = folder();
    let ran = posture(here.path(), &["inventory", "--format", "csv"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("\r\n'=1+1,GWS,"), "{}", ran.out);
    let json = posture(here.path(), &["inventory", "--format", "json"], &[]);
    let first: Value =
        serde_json::from_str(json.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["tenant"], ID);
    fs::write(here.path().join("bad.csv"), TENANTS.replace("C0abc1234", "x")).expect("written");
    let bad = posture(here.path(), &["inventory", "bad.csv"], &[]);
    assert_eq!(bad.code, Some(10));
    assert!(bad.err.contains("NRS-POSTURE-051") && bad.out.contains(ID), "{}", bad.err);
    let none = posture(here.path(), &["inventory", "nothing.csv"], &[]);
    assert_eq!(none.code, Some(2));
    let template = posture(here.path(), &["inventory", "--template"], &[]);
    assert_eq!(template.out.lines().count(), 1);
    fs::remove_file(here.path().join("tenants.csv")).expect("removed");
    let empty = posture(here.path(), &["inventory"], &[]);
    assert!(empty.code == Some(0) && empty.err.contains("--template"), "{}", empty.err);
}

#[test]
fn the_calendar_is_a_yardstick_unless_somebody_says_duty() {
    let here = folder();
    let usual = posture(here.path(), &["calendar", "--format", "json"], &[]);
    assert_eq!(usual.code, Some(0));
    assert!(usual.out.contains("\"standing\":\"yardstick\"") && !usual.out.contains("duty\""));
    type Way = (&'static [&'static str], &'static [(&'static str, &'static str)]);
    let ways: [Way; 2] = [
        (&["calendar", "--format", "json", "--bod", "duty"], &[]),
        (&["calendar", "--format", "json"], &[("NOROSHI_BOD_25_01", "duty")]),
    ];
    for (args, variables) in ways {
        let ran = posture(here.path(), args, variables);
        assert!(ran.out.contains("\"standing\":\"duty\""), "{}", ran.out);
    }
    fs::write(here.path().join("noroshi.toml"), "[posture]\nbod-25-01 = \"duty\"\n")
        .expect("written");
    assert!(posture(here.path(), &["calendar"], &[]).out.contains("is a duty here"));
    let wrong = posture(here.path(), &["calendar"], &[("NOROSHI_BOD_25_01", "perhaps")]);
    assert_eq!(wrong.code, Some(2));
    let ics = posture(here.path(), &["calendar", "--ics"], &[]);
    assert!(ics.out.starts_with("BEGIN:VCALENDAR\r\n") && ics.out.contains("BEGIN:VEVENT"));
}

#[test]
fn readiness_says_what_is_open() {
    let here = folder();
    let ran = posture(here.path(), &["readiness", "--lang", "ja"], &[]);
    assert_eq!(ran.code, Some(10));
    assert!(
        ran.out.contains("一度も評価していない") && ran.out.contains("義務ではありません"),
        "{}",
        ran.out
    );
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../samples/estate/posture/ProviderSettingsExport.json");
    let sample = sample.to_str().expect("a path");
    assert_eq!(posture(here.path(), &["run", "--keep", sample], &[]).code, Some(10));
    let ran = posture(here.path(), &["readiness", "--format", "json"], &[]);
    let tenant: Value =
        serde_json::from_str(ran.out.lines().next().expect("a line")).expect("JSON");
    assert_eq!(tenant["assessed"], "2024-12-27");
    // The sample baseline says nothing about CISA's policies, so none of them is met by it.
    let policies = tenant["policies"].as_array().expect("policies");
    assert!(policies.len() > 40 && policies.iter().all(|it| it["stands"] == "not-assessed"));
}

#[test]
fn a_bundle_is_checked_before_it_is_written() {
    let here = folder();
    let results = format!(
        "{{\"MetaData\":{{\"TenantId\":\"{ID}\",\"TimestampZulu\":\"2024-12-27T00:00:00Z\"}},\"Results\":\
         {{\"AAD\":[{{\"Controls\":[{{\"Control ID\":\"MS.AAD.1.1v1\",\"Result\":\"Pass\"}}]}}]}}}}"
    );
    fs::write(here.path().join("good.json"), results).expect("written");
    fs::write(here.path().join("bad.json"), "{").expect("written");
    let refused = posture(here.path(), &["bundle", "--out", "b", "bad.json"], &[]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("NRS-POSTURE-055") && !here.path().join("b").exists());
    let args = ["bundle", "--out", "b", "--organisation", "風守", "bad.json", "good.json"];
    let ran = posture(here.path(), &args, &[]);
    assert_eq!(ran.out.lines().count(), 3, "{} {}", ran.out, ran.err);
    let name =
        fs::read_dir(here.path().join("b")).expect("made").map(|it| it.expect("entry").path());
    let file = name
        .into_iter()
        .find(|path| path.to_string_lossy().contains("ScubaResults"))
        .expect("results");
    assert!(fs::read_to_string(file).expect("text").contains("\"OrgName\":\"風守\""));
    assert_eq!(
        posture(here.path(), &args, &[]).code,
        Some(2),
        "a folder that is there is left alone"
    );
}

/// A server on this machine: a token for whoever asks, and one answer for all else.
fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 8_192];
            let read = stream.read(&mut head).unwrap_or(0);
            let asked = String::from_utf8_lossy(&head[..read]);
            let (status, body) = match asked.contains("/oauth2/") {
                true => ("200 OK", "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}"),
                false if asked.contains("/beta/domains") => ("200 OK", answer),
                false => ("403 Forbidden", "{\"error\":{\"code\":\"Denied\",\"message\":\"no\"}}"),
            };
            let text = format!(
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            drop(stream.write_all(text.as_bytes()));
        }
    });
    address
}

#[test]
fn a_collection_writes_what_it_could_read_and_nothing_of_the_secret() {
    let here = folder();
    let address = server("{\"value\":[{\"id\":\"kazemori.example\",\"isVerified\":true}]}");
    let args = [
        "collect",
        "entra",
        "--tenant",
        "t1",
        "--client",
        "a1",
        "--out",
        "export.json",
        "--login-server",
        &address,
        "--graph-server",
        &address,
    ];
    let nothing = posture(here.path(), &args, &[]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.err.contains("NRS-CLI-007"), "{}", nothing.err);
    let ran = posture(here.path(), &args, &[("NOROSHI_ENTRA_SECRET", "hemlich")]);
    assert_eq!(ran.code, Some(10), "{}", ran.err);
    assert!(ran.err.contains("NRS-COLLECT-010"), "{}", ran.err);
    let export = fs::read_to_string(here.path().join("export.json")).expect("written");
    assert!(export.contains("kazemori.example"));
    for text in [&export, &ran.out, &ran.err] {
        assert!(!text.contains("hemlich"));
    }
    let again = posture(here.path(), &args, &[("NOROSHI_ENTRA_SECRET", "hemlich")]);
    assert_eq!(again.code, Some(2), "an export that is there is left alone");
    let judged = posture(here.path(), &["run", "export.json", "--format", "json"], &[]);
    assert_eq!(judged.code, Some(10));
    assert!(!judged.out.contains("\"result\":\"Pass\""), "{}", judged.out);
    let open = posture(
        here.path(),
        &[
            "collect",
            "entra",
            "--tenant",
            "t",
            "--client",
            "a",
            "--out",
            "x",
            "--graph-server",
            "http://graph.example",
        ],
        &[("NOROSHI_ENTRA_SECRET", "s")],
    );
    assert!(open.code == Some(2) && open.err.contains("NRS-COLLECT-004"), "{}", open.err);
}

#[test]
fn an_authority_or_a_proxy_that_cannot_be_used_ends_a_collection_before_anybody_is_asked() {
    let here = folder();
    fs::write(here.path().join("ca.pem"), "no certificate").expect("written");
    let collect = |more: &[&str]| {
        let args = ["collect", "entra", "--tenant", "t", "--client", "a", "--out", "e.json"];
        let args: Vec<&str> = args.iter().chain(more).copied().collect();
        let ran = posture(here.path(), &args, &[("NOROSHI_ENTRA_SECRET", "hemlich")]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(!here.path().join("e.json").exists());
        ran.err
    };
    assert!(collect(&["--ca", "ca.pem"]).contains("NRS-COLLECT-008"));
    assert!(collect(&["--ca", "nowhere.pem"]).contains("nowhere.pem"));
    let said = collect(&["--proxy", "ftp://taro:geheim@h.example:1"]);
    assert!(said.contains("NRS-COLLECT-009") && !said.contains("geheim"), "{said}");
}
