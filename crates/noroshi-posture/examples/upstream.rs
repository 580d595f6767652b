//! Holds the loader against what CISA publishes: its Rego unit tests, and its sample reports.
//!
//! `upstream tests FOLDER [NUMBER]`: runs the unit tests of a checkout of ScubaGear or ScubaGoggles,
//! or of an unpacked wheel, and fails when fewer than so many hold; without a number, when one does
//! not. `upstream compare FOLDER EXPORT RESULTS`: judges a sample export by the
//! baseline in the folder, several times for the clock, and compares with the published
//! `TestResults.json` or `ScubaResults_*.json`.
#![expect(clippy::disallowed_methods, reason = "an example reads what it is given")]
#![expect(clippy::print_stdout, reason = "an example tells what it found")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use jiff::Timestamp;
use noroshi_posture::{Baseline, Export, Run, UnitTests, Verdict, evaluate};
use serde_json::Value;

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tests", folder] => tests(Path::new(folder), None),
        ["tests", folder, number] => tests(Path::new(folder), Some(number.parse()?)),
        ["compare", folder, export, results] => {
            compare(Path::new(folder), Path::new(export), Path::new(results))
        }
        _ => {
            Err("usage: upstream tests FOLDER [NUMBER] | upstream compare FOLDER EXPORT RESULTS\n\
                  get the folders with: git clone https://github.com/cisagov/ScubaGear, \
                  pip download --no-deps scubagoggles==1.1.0 && unzip scubagoggles-*.whl"
                .into())
        }
    }
}

fn folder(at: &Path, wanted: &dyn Fn(&str) -> bool, files: &mut Vec<(String, String)>) -> Done {
    for entry in fs::read_dir(at).map_err(|error| format!("{}: {error}", at.display()))? {
        let path = entry?.path();
        let name = path.to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            folder(&path, wanted, files)?;
        } else if wanted(&name) {
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn tests(at: &Path, wanted: Option<usize>) -> Done {
    let mut files = Vec::new();
    folder(at, &|name| name.ends_with(".rego"), &mut files)?;
    let started = Instant::now();
    let done = UnitTests::run(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    for (path, reason) in &done.refused {
        println!("refused {path}: {reason}");
    }
    for (name, instead) in &done.failed {
        println!("failed {name}: {instead}");
    }
    let all = done.passed + done.failed.len();
    println!("{} of {all} unit tests hold, {} s", done.passed, started.elapsed().as_secs());
    let wanted = wanted.unwrap_or(all.max(1));
    if done.passed < wanted || !done.refused.is_empty() {
        let words = "the rules of this release no longer mean here what they mean to their authors";
        return Err(format!("fewer than {wanted} hold, or a file was refused: {words}").into());
    }
    Ok(())
}

fn compare(at: &Path, export: &Path, results: &Path) -> Done {
    let started = Instant::now();
    let mut files = Vec::new();
    folder(at, &Baseline::wants, &mut files)?;
    let loading = Instant::now();
    let pairs = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let (baseline, problems) = Baseline::load(pairs);
    println!(
        "{} {}: files {:?}, load {:?}",
        baseline.tool(),
        baseline.version(),
        loading - started,
        loading.elapsed()
    );
    let bytes = fs::read(export)?;
    let parsing = Instant::now();
    let export =
        Export::read(&export.display().to_string(), &bytes).map_err(|it| it.to_string())?;
    println!("parse {:?}", parsing.elapsed());
    let moment = export.exported.unwrap_or(Timestamp::UNIX_EPOCH);
    let mut last = None;
    for _ in 0..5 {
        let evaluating = Instant::now();
        let (run, told) = evaluate(&baseline, &export, None, moment);
        println!("evaluate {:?}", evaluating.elapsed());
        last = Some((run, told));
    }
    println!("start to first result {:?}", started.elapsed());
    let (run, told) = last.ok_or("nothing was judged")?;
    for problem in problems.iter().chain(&told) {
        println!("{} {:?} {:?}", problem.code, problem.place.path, problem.facts);
    }
    let text = fs::read_to_string(results)?;
    let published: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    match published.as_array() {
        Some(tests) => against_tests(&run, tests),
        None => against_controls(&run, &published),
    }
    Ok(())
}

/// Against the raw results of the rules: requirement met, details and criticality.
fn against_tests(run: &Run, tests: &[Value]) {
    let raw = |value: &Value| match value {
        // Some samples hold JSON inside of strings.
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| value.clone()),
        other => other.clone(),
    };
    let found: BTreeMap<String, _> =
        run.results.iter().map(|one| (one.policy.to_string(), one)).collect();
    let (mut same, mut both) = (0, 0);
    for test in tests {
        let id = raw(&test["PolicyId"]).as_str().unwrap_or_default().to_owned();
        let Some(ours) = found.get(&id) else {
            println!("only published: {id}");
            continue;
        };
        both += 1;
        let met = raw(&test["RequirementMet"]).as_bool();
        let details = raw(&test["ReportDetails"]);
        let details = details.as_str().unwrap_or_default();
        let criticality = raw(&test["Criticality"]);
        let criticality = criticality.as_str().unwrap_or_default().to_uppercase();
        let equal = ours.requirement_met == met
            && ours.raw_details == details
            && criticality.starts_with(ours.criticality.word());
        if equal {
            same += 1;
        } else {
            let short = |text: &str| text.chars().take(160).collect::<String>();
            println!(
                "differs {id}: {:?}/{met:?} {}/{criticality}\n  ours      {}\n  published {}",
                ours.requirement_met,
                ours.criticality.word(),
                short(&ours.raw_details),
                short(details)
            );
        }
    }
    println!("{same} of {both} raw results identical");
}

/// Against the report: the word of the result.
fn against_controls(run: &Run, published: &Value) {
    let found: BTreeMap<String, _> =
        run.results.iter().map(|one| (one.policy.to_string(), one)).collect();
    let (mut same, mut both) = (0, 0);
    let groups = published["Results"].as_object().into_iter().flat_map(|it| it.values());
    let groups = groups.filter_map(Value::as_array).flatten();
    for control in groups.filter_map(|group| group["Controls"].as_array()).flatten() {
        let id = control["Control ID"].as_str().unwrap_or_default();
        let word = control["Result"].as_str().unwrap_or_default();
        let Some(ours) = found.get(id) else {
            println!("only published: {id} {word}");
            continue;
        };
        both += 1;
        if Verdict::from_word(word) == Some(ours.verdict) {
            same += 1;
        } else {
            println!(
                "differs {id}: {} / {word}: {}",
                ours.verdict.word(),
                ours.details.chars().take(200).collect::<String>()
            );
        }
    }
    println!("{same} of {both} statuses identical; {} of ours in all", run.results.len());
}
