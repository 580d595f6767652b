//! Compares every (rule, event) with rsigma: `hunt_agree RULES LOG... [--list]` over JSON lines of Windows events.
//!
//! Log sources are taken out of the rules on both sides, so that every rule meets every event and
//! only the meaning of conditions is compared. Field names that Noroshi adds for some sources are
//! added to the events that rsigma sees.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for measuring reads files and writes what it measured"
)]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use noroshi_hunt::{Hunter, Limits, Log, RuleSet};
use rsigma_eval::{Engine, JsonEvent};
use serde_json::{Map, Value};

fn main() -> io::Result<()> {
    let (flags, arguments): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let Some((rules, logs)) = arguments.split_first() else {
        println!("usage: hunt_agree RULES LOG... [--list]");
        return Ok(());
    };
    let mut files = Vec::new();
    walk(Path::new(rules), &mut files)?;
    let mut texts = Vec::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "yml")) {
        let text = fs::read_to_string(path)?;
        if text.contains("product: windows") {
            texts.push((path.display().to_string(), without_source(&text)));
        }
    }
    let pairs = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let start = cpu();
    let (set, _) = RuleSet::load(pairs);
    let own_load = cpu() - start;
    let start = cpu();
    let mut engine = Engine::new();
    let mut parsed = Vec::new();
    for (_, text) in &texts {
        let collection = rsigma_parser::parse_sigma_yaml(text).map_err(io::Error::other)?;
        parsed.extend(collection.rules);
    }
    for (number, error) in engine.add_rules(&parsed) {
        println!("rsigma does not take {}: {error}", parsed[number].title);
    }
    println!("CPU s of loading: here {own_load:.2}, rsigma {:.2}", cpu() - start);
    let (mut both, mut only_own, mut only_theirs) = (0, 0, 0);
    let (mut own_time, mut their_time) = (0.0, 0.0);
    for path in logs {
        let mut own = Vec::new();
        let start = cpu();
        let mut hunter = Hunter::new(&set, Limits::default());
        let log = Log::open(path, File::open(path)?, Limits::default());
        let mut log = log.map_err(|problem| io::Error::other(problem.to_string()))?;
        while let Some(chunk) = log.chunk() {
            chunk.events(&Limits::default(), |event| {
                let hits = hunter.feed(event);
                own.push(hits.into_iter().map(|hit| hit.rule.id.clone()).collect::<BTreeSet<_>>());
            });
        }
        own_time += cpu() - start;
        let start = cpu();
        for (number, line) in BufReader::new(File::open(path)?).lines().enumerate() {
            let mut event: Map<String, Value> = serde_json::from_str(&line?)?;
            add_names(&mut event);
            let value = Value::Object(event);
            let found = engine.evaluate(&JsonEvent::borrow(&value));
            let theirs: BTreeSet<String> =
                found.iter().filter_map(|one| one.header.rule_id.clone()).collect();
            let none = BTreeSet::new();
            let own = own.get(number).unwrap_or(&none);
            for id in own.iter().filter(|_| !flags.is_empty()) {
                println!("own\t{id}\t{path}\t{}", number + 1);
            }
            both += own.intersection(&theirs).count();
            for id in own.difference(&theirs) {
                only_own += 1;
                println!("only here\t{id}\t{path}\t{}", number + 1);
            }
            for id in theirs.difference(own) {
                only_theirs += 1;
                println!("only rsigma\t{id}\t{path}\t{}", number + 1);
            }
        }
        their_time += cpu() - start;
    }
    println!("CPU s: here {own_time:.2}, rsigma {their_time:.2} (with reading)");
    println!(
        "rules {} both {both} only here {only_own} only rsigma {only_theirs}",
        set.rules().len()
    );
    Ok(())
}

fn without_source(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with("logsource:") {
            inside = true;
            kept.push_str("logsource:\n    product: windows\n");
            continue;
        }
        inside &= line.starts_with([' ', '#']) || line.is_empty();
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn add_names(event: &mut Map<String, Value>) {
    let id = event.get("EventID").and_then(Value::as_i64).unwrap_or_default();
    let security = event.get("Channel").and_then(Value::as_str) == Some("Security");
    let mut names = vec![("SourceName", "Provider_Name"), ("Hostname", "Computer")];
    if security {
        names.extend(match id {
            4688 => &[
                ("NewProcessName", "Image"),
                ("ParentProcessName", "ParentImage"),
                ("SubjectLogonId", "LogonId"),
                ("SubjectUserName", "User"),
                ("MandatoryLabel", "IntegrityLevel"),
            ][..],
            4689 => &[("ProcessName", "Image"), ("SubjectUserName", "User")],
            4657 => {
                &[("ObjectName", "TargetObject"), ("NewValue", "Details"), ("ProcessName", "Image")]
            }
            5156 => &[
                ("Application", "Image"),
                ("DestAddress", "DestinationIp"),
                ("DestPort", "DestinationPort"),
                ("SourceAddress", "SourceIp"),
            ],
            _ => &[],
        });
    }
    for (from, to) in names {
        if let (Some(value), false) = (event.get(from).cloned(), event.contains_key(to)) {
            event.insert(to.to_owned(), value);
        }
    }
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let mut below: Vec<PathBuf> = fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    below.sort();
    below.iter().try_for_each(|path| walk(path, files))
}

/// CPU seconds of this process so far, user and system (Linux).
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let tick = |place: usize| fields.get(place).and_then(|text| text.parse::<f64>().ok());
    (tick(11).unwrap_or(0.0) + tick(12).unwrap_or(0.0)) / 100.0
}
