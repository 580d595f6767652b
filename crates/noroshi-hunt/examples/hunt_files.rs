//! Hunts through files: `hunt_files RULES LOG...`, with the CPU time of each step.
//!
//! `RULES` is a folder or a file. Of `-` as a log standard input is read. `--hits` writes a line for each hit, `--parse` only
//! reads the events, `--quick` leaves out the coverage.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for measuring reads files and writes what it measured"
)]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use noroshi_hunt::{Hunter, Limits, Log, RuleSet, Verdict};
use noroshi_model::Problem;

fn main() -> io::Result<()> {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let has = |name: &str| flags.iter().any(|flag| flag == name);
    let Some((rules, logs)) = paths.split_first() else {
        println!("usage: hunt_files RULES LOG... [--hits] [--parse] [--problems]");
        return Ok(());
    };
    let start = cpu();
    let mut files = Vec::new();
    walk(Path::new(rules), &mut files)?;
    let texts: Vec<(String, String)> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "yml" || end == "yaml"))
        .map(|path| Ok((path.display().to_string(), fs::read_to_string(path)?)))
        .collect::<io::Result<_>>()?;
    let pairs = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let (set, problems) = RuleSet::load(pairs);
    let loaded = cpu();
    println!(
        "rules {} failed {} unsupported {} in {:.2} CPU s",
        set.rules().len(),
        set.failed(),
        set.unsupported(),
        loaded - start
    );
    tell(&problems);
    let mut hunter = Hunter::new(&set, Limits::default());
    let mut hits = Vec::new();
    let mut events = 0_u64;
    let mut inputs = Vec::new();
    for log in logs {
        if log == "-" {
            inputs.push(PathBuf::from("-"));
        } else {
            walk(Path::new(log), &mut inputs)?;
        }
    }
    inputs.sort();
    let mut problems = Vec::new();
    for path in &inputs {
        let name = path.display().to_string();
        let input: Box<dyn Read> =
            if name == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
        match Log::open(&name, input, Limits::default()) {
            Ok(mut log) => {
                while let Some(chunk) = log.chunk() {
                    if has("--parse") {
                        problems.extend(chunk.events(&Limits::default(), |_| events += 1).problems);
                    } else {
                        let (more, unread) = hunter.chunk(&chunk);
                        problems.extend(unread);
                        if has("--hits") {
                            hits.extend(more);
                        } else {
                            events += more.len() as u64;
                        }
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    let done = cpu();
    if has("--problems") {
        tell(&problems);
    }
    let seconds = done - loaded;
    let count = if has("--parse") { events } else { hunter.events() };
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = count as f64 / seconds;
    println!("events {count} skipped {} in {seconds:.2} CPU s = {rate:.0}/s", hunter.skipped());
    if !has("--quick") && !has("--parse") {
        let outcome = hunter.finish();
        let of = |wanted: &str| {
            outcome.coverage.iter().filter(|row| row.verdict.word() == wanted).count()
        };
        println!(
            "hit {} no-hit {} source-absent {} field-absent {} unsupported {}; correlations {}",
            of("hit"),
            of("no-hit"),
            of("source-absent"),
            of("field-absent"),
            of("unsupported"),
            outcome.correlations.len()
        );
        for row in outcome.coverage.iter().filter(|_| has("--coverage")) {
            if let Verdict::FieldAbsent(fields) = &row.verdict {
                println!("{} lacks {fields:?} on {:?}", row.rule.title, row.hosts);
            }
        }
        println!(
            "{:#?}",
            outcome.seen.iter().take(if has("--seen") { 100 } else { 0 }).collect::<Vec<_>>()
        );
    }
    for hit in &hits {
        println!("{}\t{}\t{}\t{}", hit.log, hit.record, hit.rule.id, hit.rule.title);
    }
    Ok(())
}

fn tell(problems: &[Problem]) {
    for problem in problems {
        println!(
            "{} {} {:?}",
            problem.code,
            problem.place.path.as_deref().unwrap_or(""),
            problem.facts
        );
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
