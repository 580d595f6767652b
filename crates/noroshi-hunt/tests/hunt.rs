//! Hunting as its callers see it: sources, three answers, correlations, filters, tuning, formats, damage.

use std::io::Write;

use noroshi_hunt::{
    Chunk, Format, Hit, Hunter, Limits, Log, Outcome, RuleSet, Tuning, Verdict, explain, finding,
};
use noroshi_model::{Level, Problem};

const PROCESS: &str = r"
title: Tunnel started
id: 11111111-1111-4111-8111-111111111111
name: tunnel
author: A. Tanaka
description: Somebody starts a tunnel.
level: high
tags: [attack.t1219.001, attack.command-and-control]
falsepositives: [Developers with leave]
logsource: {product: windows, category: process_creation}
detection:
    selection: {CommandLine|contains: ' tunnel'}
    filter: {OriginalFileName: Known.exe}
    condition: selection and not filter
";

const NAMED: &str = r"
title: Renamed tool
id: 22222222-2222-4222-8222-222222222222
author: B. Suzuki
level: medium
logsource: {product: windows, category: process_creation}
detection:
    selection: {OriginalFileName: Electron.exe}
    condition: selection
";

struct Hunted {
    hits: Vec<Hit>,
    problems: Vec<Problem>,
    outcome: Outcome,
}

fn rules(texts: &[&str]) -> RuleSet {
    let (set, problems) = RuleSet::load(texts.iter().map(|text| ("rule.yml", *text)));
    assert!(problems.is_empty(), "{problems:?}");
    set
}

fn chunks(name: &str, bytes: &[u8], limits: Limits) -> Vec<Chunk> {
    let mut log = Log::open(name, bytes, limits).expect("it is a log");
    std::iter::from_fn(|| log.chunk()).collect()
}

fn hunt(set: &RuleSet, logs: &[(&str, &[u8])]) -> Hunted {
    hunt_tuned(set, logs, &Tuning::default())
}

fn hunt_tuned(set: &RuleSet, logs: &[(&str, &[u8])], tuning: &Tuning) -> Hunted {
    let mut hunter = Hunter::new(set, Limits::default()).tuned(tuning);
    let (mut hits, mut problems) = (Vec::new(), Vec::new());
    for (name, bytes) in logs {
        for chunk in chunks(name, bytes, Limits::default()) {
            let (more, unread) = hunter.chunk(&chunk);
            hits.extend(more);
            problems.extend(unread);
        }
    }
    Hunted { hits, problems, outcome: hunter.finish() }
}

fn sysmon(record: u64, time: &str, command: &str) -> String {
    format!(
        r#"{{"Channel":"Microsoft-Windows-Sysmon/Operational","SourceName":"Microsoft-Windows-Sysmon","EventID":1,"RecordNumber":{record},"Hostname":"pc1.kazehaya.example","EventTime":"2026-10-01 {time}","Image":"C:\\x.exe","CommandLine":"{command}","OriginalFileName":"-","User":"KAZEHAYA\\sato"}}
"#
    )
}

fn security(command: &str) -> String {
    format!(
        r#"{{"Channel":"Security","SourceName":"Microsoft-Windows-Security-Auditing","EventID":4688,"RecordNumber":7,"Hostname":"pc2.kazehaya.example","NewProcessName":"C:\\x.exe","CommandLine":"{command}"}}
"#
    )
}

fn verdict(outcome: &Outcome, rule: &str, host: &str) -> Verdict {
    let row = outcome
        .coverage
        .iter()
        .find(|row| row.rule.title == rule && row.hosts.iter().any(|own| **own == *host));
    row.map(|row| row.verdict.clone()).expect("an answer for every rule and host")
}

#[test]
fn every_rule_has_one_of_three_answers_on_every_host() {
    let set = rules(&[PROCESS, NAMED]);
    let log = sysmon(1, "09:00:00", "code.exe tunnel") + &security("dir");
    let other = log.replace("4688", "4624").replace("pc2", "pc3");
    let found = hunt(&set, &[("a.jsonl", log.as_bytes()), ("b.jsonl", other.as_bytes())]);
    assert_eq!(found.hits.len(), 2, "one in each file");
    let hit = &found.hits[0];
    assert_eq!(
        (hit.rule.author.as_str(), hit.host.as_str()),
        ("A. Tanaka", "pc1.kazehaya.example")
    );
    assert_eq!((hit.record, hit.user.as_str()), (1, "KAZEHAYA\\sato"));
    assert_eq!(hit.matched[0].field, "CommandLine");
    let outcome = &found.outcome;
    assert_eq!(verdict(outcome, "Tunnel started", "pc1.kazehaya.example"), Verdict::Hit(2));
    let absent = vec!["OriginalFileName".to_owned()];
    let no_hit = Verdict::NoHit { absent: absent.clone() };
    assert_eq!(verdict(outcome, "Tunnel started", "pc2.kazehaya.example"), no_hit);
    let lacking = Verdict::FieldAbsent(absent);
    assert_eq!(verdict(outcome, "Renamed tool", "pc2.kazehaya.example"), lacking);
    assert_eq!(verdict(outcome, "Renamed tool", "pc3.kazehaya.example"), Verdict::SourceAbsent);
}

#[test]
fn the_same_event_in_two_copies_is_one_finding() {
    let set = rules(&[PROCESS]);
    let flat = sysmon(1, "09:00:00", "code.exe tunnel --password hunter2");
    let beat = r#"{"@timestamp":"2026-10-01T09:00:00Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","provider_name":"Microsoft-Windows-Sysmon","event_id":"1","record_id":1,"computer_name":"PC1.kazehaya.example","event_data":{"CommandLine":"code.exe tunnel --password hunter2"}}}"#;
    let found = hunt(&set, &[("a.jsonl", flat.as_bytes()), ("b.json", beat.as_bytes())]);
    let made: Vec<_> = found.hits.iter().map(finding).collect();
    assert_eq!(made.len(), 2);
    assert_eq!(made[0].id(), made[1].id());
    assert_eq!(made[0].level, Level::Now);
    assert_eq!(made[0].theirs[0].who, "A. Tanaka");
    assert_eq!(made[0].techniques.len(), 1);
    assert!(!made[0].ours[0].text.contains("hunter2"), "secrets are masked");
}

#[test]
fn a_dash_of_windows_is_null_and_a_dash() {
    let rule = |value: &str| {
        PROCESS.replace("CommandLine|contains: ' tunnel'", &format!("OriginalFileName: {value}"))
    };
    let log = sysmon(1, "09:00:00", "x");
    for value in ["null", "'-'"] {
        let found = hunt(&rules(&[&rule(value)]), &[("a.jsonl", log.as_bytes())]);
        assert_eq!(found.hits.len(), 1, "{value}");
    }
}

#[test]
fn tokens_of_windows_are_raw_and_decoded() {
    let log = security("x")
        .replace("\"CommandLine\"", "\"TokenElevationType\":\"%%1937\",\"CommandLine\"");
    for value in ["'%%1937'", "'TokenElevationTypeFull*'"] {
        let rule = PROCESS
            .replace("CommandLine|contains: ' tunnel'", &format!("TokenElevationType: {value}"));
        assert_eq!(hunt(&rules(&[&rule]), &[("a.jsonl", log.as_bytes())]).hits.len(), 1, "{value}");
    }
}

#[test]
fn spaces_that_windows_writes_behind_a_value_do_not_count() {
    let log = security("x")
        .replace("\"CommandLine\"", "\"LogonProcessName\":\"NtLmSsp \",\"CommandLine\"");
    for (value, hits) in [("'NtLmSsp'", 1), ("'NtLmSsp '", 1), ("'NtLmSs'", 0)] {
        let rule = PROCESS
            .replace("CommandLine|contains: ' tunnel'", &format!("LogonProcessName: {value}"));
        let found = hunt(&rules(&[&rule]), &[("a.jsonl", log.as_bytes())]);
        assert_eq!(found.hits.len(), hits, "{value}");
    }
}

fn correlation(body: &str) -> String {
    format!(
        "title: Many\nid: 33333333-3333-4333-8333-333333333333\nauthor: C. Mori\nlevel: critical\ncorrelation:\n{body}"
    )
}

#[test]
fn windows_slide_over_the_full_hour_and_over_files() {
    let count = correlation(
        "    type: event_count\n    rules: [tunnel]\n    group-by: [User]\n    timespan: 10m\n    condition: {gte: 3}\n",
    );
    let set = rules(&[PROCESS, &count]);
    let early = sysmon(1, "09:55:00", "a tunnel") + &sysmon(2, "09:58:00", "b tunnel");
    let late = sysmon(3, "10:04:00", "c tunnel");
    let found = hunt(&set, &[("late.jsonl", late.as_bytes()), ("early.jsonl", early.as_bytes())]);
    assert!(found.hits.is_empty(), "what only a correlation counts is not told by itself");
    let many = &found.outcome.correlations;
    assert_eq!(many.len(), 1);
    let records: Vec<u64> = many[0].events.iter().map(|(_, record)| *record).collect();
    assert_eq!(records, [1, 2, 1], "lines of the two files");
    assert_eq!(many[0].matched[0].value, "KAZEHAYA\\sato");
    let apart = sysmon(3, "10:06:00", "c tunnel");
    let found = hunt(&set, &[("early.jsonl", early.as_bytes()), ("apart.jsonl", apart.as_bytes())]);
    assert!(found.outcome.correlations.is_empty(), "three in eleven minutes");
}

#[test]
fn the_other_kinds_of_correlation() {
    let second = PROCESS
        .replace("Tunnel started", "Listing")
        .replace("11111111", "44444444")
        .replace("name: tunnel", "name: listing")
        .replace("' tunnel'", "' dir'");
    let log = sysmon(1, "09:00:00", "a tunnel 10")
        + &sysmon(2, "09:01:00", "x dir")
        + &sysmon(3, "09:02:00", "c tunnel 30");
    let count = |body: &str| {
        let set = rules(&[PROCESS, &second, &correlation(body)]);
        hunt(&set, &[("a.jsonl", log.as_bytes())]).outcome.correlations.len()
    };
    let field = "    rules: [tunnel]\n    group-by: [Image]\n    timespan: 1h\n";
    assert_eq!(
        count(&format!(
            "    type: value_count\n{field}    condition: {{gte: 2, field: CommandLine}}\n"
        )),
        1
    );
    assert_eq!(
        count(&format!("    type: value_count\n{field}    condition: {{gte: 2, field: User}}\n")),
        0
    );
    let both = "    rules: [tunnel, listing]\n    group-by: [Image]\n    timespan: 1h\n";
    assert_eq!(count(&format!("    type: temporal\n{both}")), 1);
    assert_eq!(count(&format!("    type: temporal_ordered\n{both}")), 1);
    let back = both.replace("[tunnel, listing]", "[listing, listing, tunnel]");
    assert_eq!(count(&format!("    type: temporal_ordered\n{back}")), 0);
    assert_eq!(
        count(&format!(
            "    type: value_sum\n{field}    condition: {{gt: 3, field: RecordNumber}}\n"
        )),
        1
    );
    assert_eq!(
        count(&format!(
            "    type: value_sum\n{field}    condition: {{gt: 4, field: RecordNumber}}\n"
        )),
        0
    );
    assert_eq!(
        count(&format!(
            "    type: value_avg\n{field}    condition: {{gte: 2, field: RecordNumber}}\n"
        )),
        1
    );
    assert_eq!(
        count(&format!(
            "    type: value_percentile\n{field}    condition: {{gte: 3, field: RecordNumber, percentile: 100}}\n"
        )),
        1
    );
}

#[test]
fn a_global_filter_holds_for_the_rules_it_names() {
    let filter = "title: Build machines\nlogsource: {product: windows, category: process_creation}\nfilter:\n    rules: [11111111-1111-4111-8111-111111111111]\n    selection: {Image: 'C:\\x.exe'}\n    condition: not selection\n";
    let log = sysmon(1, "09:00:00", "a tunnel");
    assert!(hunt(&rules(&[PROCESS, filter]), &[("a.jsonl", log.as_bytes())]).hits.is_empty());
    let other = filter.replace("11111111-1111", "99999999-1111");
    assert_eq!(hunt(&rules(&[PROCESS, &other]), &[("a.jsonl", log.as_bytes())]).hits.len(), 1);
}

#[test]
fn tuning_changes_levels_and_tells_exclusions() {
    let text = "level = [{ rule = \"Tunnel started\", level = \"low\" }]\n[[exclude]]\nrule = \"Tunnel started\"\nfields = { host = \"PC1*\", CommandLine = \"*tunnel\" }\nreason = \"test bench\"\nowner = \"platform\"\nexpires = \"2099-01-01\"\n";
    let (tuning, problems) = Tuning::parse("t.toml", text, jiff::civil::date(2026, 11, 22));
    assert!(problems.is_empty(), "{problems:?}");
    let log = sysmon(1, "09:00:00", "a tunnel");
    let found = hunt_tuned(&rules(&[PROCESS]), &[("a.jsonl", log.as_bytes())], &tuning);
    assert_eq!(found.hits[0].level.word(), "low");
    assert_eq!(found.hits[0].excluded.as_deref(), Some("test bench"));
}

#[test]
fn an_explanation_has_the_tree_and_the_compared_values() {
    let set = rules(&[PROCESS]);
    let log = sysmon(1, "09:00:00", "nothing");
    let mut explained = Vec::new();
    for chunk in chunks("a.jsonl", log.as_bytes(), Limits::default()) {
        chunk.events(&Limits::default(), |event| {
            explained.extend(explain(&set, "Tunnel started", event))
        });
    }
    let one = &explained[0];
    assert!(matches!(one.verdict, Verdict::NoHit { .. }) && one.source.held);
    let text = format!("{:?}", one.steps);
    assert!(text.contains("CommandLine contains ' tunnel'") && text.contains("nothing"), "{text}");
}

#[test]
fn broken_rules_are_told_and_the_rest_is_loaded() {
    let texts = [
        ("good.yml", PROCESS),
        ("twice.yml", PROCESS),
        ("yaml.yml", "a: [b"),
        ("empty.yml", ""),
        ("other.yml", "info: this is no rule\n"),
        (
            "condition.yml",
            "title: t\nlogsource: {product: windows}\ndetection: {a: {f: x}, condition: a and}\n",
        ),
        ("deep.yml", &"(".repeat(100_000)),
    ];
    let (set, problems) = RuleSet::load(texts);
    assert_eq!((set.rules().len(), set.failed()), (1, 6), "{problems:?}");
    assert!(problems.iter().all(|problem| problem.place.path.is_some()));
}

#[test]
fn packed_logs_are_unpacked_and_bombs_are_not() {
    let set = rules(&[PROCESS]);
    let log = sysmon(1, "09:00:00", "a tunnel");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(log.as_bytes()).expect("memory takes it");
    let gz = gz.finish().expect("memory takes it");
    assert_eq!(hunt(&set, &[("a.gz", &gz)]).hits.len(), 1);
    assert_eq!(hunt(&set, &[("a.gz", &[gz.clone(), gz.clone()].concat())]).hits.len(), 2);
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let zst = ruzstd::encoding::compress_to_vec(log.as_bytes(), level);
    assert_eq!(hunt(&set, &[("a.zst", &[zst.clone(), zst].concat())]).hits.len(), 2);
    let cut = hunt(&set, &[("a.gz", &gz[..gz.len() - 12])]);
    assert!(
        cut.problems.iter().any(|problem| problem.code == "NRS-HUNT-012"),
        "{:?}",
        cut.problems
    );
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let line = [log.as_bytes().to_vec(), vec![b' '; 1 << 20], vec![b'\n']].concat();
    (0..80).for_each(|_| bomb.write_all(&line).expect("memory takes it"));
    let bomb = bomb.finish().expect("memory takes it");
    let limits = Limits { ratio: 100, ..Limits::default() };
    let mut log = Log::open("bomb.gz", bomb.as_slice(), limits).expect("it is a log");
    let mut hunter = Hunter::new(&set, limits);
    let mut codes = Vec::new();
    while let Some(chunk) = log.chunk() {
        codes.extend(hunter.chunk(&chunk).1.into_iter().map(|problem| problem.code));
    }
    assert!(codes.contains(&"NRS-HUNT-016"), "{codes:?}");
}

#[test]
fn what_is_broken_costs_only_itself() {
    let set = rules(&[PROCESS]);
    let good = sysmon(1, "09:00:00", "a tunnel");
    let check = |name: &str, log: &[u8], hits: usize, code: &str| {
        let found = hunt(&set, &[(name, log)]);
        assert_eq!(found.hits.len(), hits, "{name} {:?}", found.problems);
        let codes: Vec<&str> = found.problems.iter().map(|problem| problem.code).collect();
        assert!(code.is_empty() || codes.contains(&code), "{name} {codes:?}");
    };
    check("cut.jsonl", &[good.as_bytes(), &good.as_bytes()[..50]].concat(), 1, "NRS-HUNT-014");
    check(
        "middle.jsonl",
        &[good.as_bytes(), b"{\"a\":,}\n", good.as_bytes()].concat(),
        2,
        "NRS-HUNT-014",
    );
    check("bytes.jsonl", &[good.as_bytes(), b"{\"a\":\"\xff\xfe\"}\n"].concat(), 1, "NRS-HUNT-017");
    let pretty = format!("[\n{},\n{{\"a\":\n}},\n{}]", good.trim(), good.trim());
    check("list.json", pretty.as_bytes(), 2, "NRS-HUNT-014");
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("wide.jsonl", &[b"\xff\xfe".to_vec(), wide].concat(), 1, "");
    check("bom.jsonl", &[b"\xef\xbb\xbf", good.as_bytes()].concat(), 1, "");
    for (bytes, code) in [(&b""[..], "NRS-HUNT-011"), (b"MZ\0\x01\x02\x03\0\0\0\0", "NRS-HUNT-010")]
    {
        let problem = Log::open("x", bytes, Limits::default()).err();
        assert_eq!(problem.map(|problem| problem.code), Some(code));
    }
}

/// Hits, codes and records left out of a log with limits far below those of use.
fn long_log(text: &str) -> (usize, Vec<&'static str>, u64) {
    let set = rules(&[PROCESS]);
    let limits = Limits { record: 100_000, chunk: 10_000, ..Limits::default() };
    let mut hunter = Hunter::new(&set, limits);
    let (mut hits, mut codes) = (0, Vec::new());
    for chunk in chunks("long.json", text.as_bytes(), limits) {
        assert!(chunk.bytes() < 400_000, "{}", chunk.bytes());
        let (more, problems) = hunter.chunk(&chunk);
        hits += more.len();
        codes.extend(problems.into_iter().map(|problem| problem.code));
    }
    (hits, codes, hunter.skipped())
}

#[test]
fn a_line_without_end_is_left_out_and_the_rest_is_read() {
    let good = sysmon(1, "09:00:00", "a tunnel");
    let long = format!("{{\"a\":\"{}\"}}\n", "x".repeat(1_000_000));
    assert_eq!(long_log(&format!("{good}{long}{good}")), (2, vec!["NRS-HUNT-013"], 1));
    // Without a line end in sight it is taken for JSON over several lines.
    assert_eq!(long_log(&format!("{long}{good}{good}")), (2, vec!["NRS-HUNT-013"], 1));
    assert_eq!(long_log(&long), (0, vec!["NRS-HUNT-013"], 1));
}

#[test]
fn hunters_can_be_merged() {
    let count = correlation(
        "    type: event_count\n    rules: [tunnel]\n    group-by: [User]\n    timespan: 10m\n    condition: {gte: 2}\n    generate: true\n",
    );
    let set = rules(&[PROCESS, &count]);
    let logs = [sysmon(1, "09:55:00", "a tunnel"), sysmon(2, "09:58:00", "b tunnel")];
    let mut hunters: Vec<Hunter<'_>> = logs
        .iter()
        .map(|log| {
            let mut hunter = Hunter::new(&set, Limits::default());
            for chunk in chunks("a.jsonl", log.as_bytes(), Limits::default()) {
                hunter.chunk(&chunk);
            }
            hunter
        })
        .collect();
    let mut first = hunters.remove(0);
    hunters.into_iter().for_each(|other| first.merge(other));
    assert_eq!(first.events(), 2);
    let outcome = first.finish();
    assert_eq!(outcome.correlations.len(), 1);
    assert_eq!(verdict(&outcome, "Tunnel started", "pc1.kazehaya.example"), Verdict::Hit(2));
}

#[test]
fn logs_of_web_servers_proxies_and_systems_have_their_sources() {
    let rule = |source: &str, detection: &str| {
        format!(
            "title: t\nauthor: a\nlogsource: {{{source}}}\ndetection: {{sel: {{{detection}}}, condition: sel}}\n"
        )
    };
    let check = |source: &str, detection: &str, log: &str, format: Format| {
        let set = rules(&[&rule(source, detection)]);
        let opened = Log::open("x", log.as_bytes(), Limits::default()).expect("it is a log");
        assert_eq!(opened.format(), format, "{log}");
        assert_eq!(hunt(&set, &[("x", log.as_bytes())]).hits.len(), 1, "{log}");
    };
    let web = "category: webserver";
    check(
        web,
        "cs-uri-query|contains: union",
        "192.0.2.1 - - [01/Oct/2026:18:30:00 +0900] \"GET /a?q=UNION HTTP/1.1\" 200 5\n",
        Format::Access,
    );
    check(
        web,
        "'cs-user-agent|contains': 'sql map'",
        "#Software: IIS\n#Fields: date time cs-method cs-uri-stem cs(User-Agent)\n2026-10-01 09:00:00 GET /a sql+map\n",
        Format::W3c,
    );
    check(
        "category: proxy",
        "c-uri|contains: tunnels.example/x",
        "#Fields: date time c-ip cs-uri-scheme cs-host cs-uri-path cs-uri-query\n2026-10-01 09:00:00 192.0.2.9 https a.tunnels.example /x -\n",
        Format::W3c,
    );
    check(
        "product: linux, service: sshd",
        "message|contains: Failed",
        "Oct  1 09:30:00 web1 sshd[12]: Failed password\n",
        Format::Syslog,
    );
    check(
        "product: linux, service: auditd",
        "type: EXECVE, a1: tunnel",
        "type=EXECVE msg=audit(1790847000.243:1): argc=2 a0=\"code\" a1=\"tunnel\"\n",
        Format::Auditd,
    );
    check(
        "product: zeek, service: dns",
        "query|endswith: .example",
        "#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tquery\n1790847000.1\tC1\t192.0.2.1\ta.example\n",
        Format::Csv,
    );
    check(
        "product: aws, service: cloudtrail",
        "eventName: StopLogging",
        "{\"Records\":[{\"eventSource\":\"cloudtrail.amazonaws.com\",\"eventName\":\"StopLogging\",\"awsRegion\":\"x\"}]}",
        Format::Json,
    );
    check(
        "product: m365, service: audit",
        "eventName: MailItemsAccessed",
        "{\"Operation\":\"MailItemsAccessed\",\"Workload\":\"Exchange\",\"UserId\":\"sato@kazehaya.example\"}\n",
        Format::JsonLines,
    );
    check(
        "product: m365, service: audit",
        "Operation: New-InboxRule",
        "CreationDate,UserIds,Operations,AuditData\n2026-10-01,sato,x,\"{\"\"Operation\"\":\"\"New-InboxRule\"\",\"\"Workload\"\":\"\"Exchange\"\"}\"\n",
        Format::Csv,
    );
    check(
        "category: dns",
        "query: a.example",
        "{\"timestamp\":\"2026-10-01T09:00:00Z\",\"event_type\":\"dns\",\"src_ip\":\"192.0.2.1\",\"dns\":{\"rrname\":\"a.example\"}}\n",
        Format::JsonLines,
    );
    check(
        "product: windows, category: process_creation",
        "CommandLine: x",
        "{\"Timestamp\":\"2026-10-01\",\"DeviceName\":\"d\",\"ActionType\":\"ProcessCreated\",\"ProcessCommandLine\":\"x\"}\n",
        Format::JsonLines,
    );
}
