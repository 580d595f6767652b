//! Precision of names on news-like sentences: `cargo run -p noroshi-watch --example news -- NAMES NEWS`.
//!
//! The watcher knows all organisations of the first file by every spelling but the masked ones; `names` of a line of
//! the second file are the ids that are truly meant.

#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program: it reads files and prints"
)]
#![expect(clippy::print_stdout, reason = "an example is a program: it reads files and prints")]
#![expect(clippy::expect_used, reason = "a program for developers: a missing file ends it")]

use std::collections::BTreeSet;

use noroshi_watch::name::{Watched, Watcher};
use serde_json::Value;

fn list(row: &Value, key: &str) -> Vec<String> {
    match &row[key] {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn rows(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(path)
        .expect("give names and news, such as devset/watch/names-held.jsonl");
    text.lines().map(|line| serde_json::from_str(line).expect("one JSON object per line")).collect()
}

fn main() {
    let verbose = std::env::var("VERBOSE").is_ok();
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [names, news] = &paths[..] else { return println!("give two files: NAMES NEWS") };
    let names = rows(names);
    let keys = ["ja", "zh_hans", "zh_hant", "romaji", "abbreviations", "aliases"];
    let watched = names.iter().map(|row| Watched {
        canonical: row["canonical"].as_str().unwrap_or_default().to_owned(),
        aliases: keys.iter().flat_map(|key| list(row, key)).collect(),
        ..Watched::default()
    });
    let (watcher, _) = Watcher::new(watched.collect());
    let (mut right, mut told, mut all) = (0, 0, 0);
    for row in rows(news) {
        let truth: BTreeSet<String> = list(&row, "names").into_iter().collect();
        let seen = watcher.sightings(row["text"].as_str().unwrap_or_default());
        let found: BTreeSet<String> = seen
            .iter()
            .filter_map(|one| names.get(one.watched)?["id"].as_str().map(str::to_owned))
            .collect();
        right += found.intersection(&truth).count();
        (told, all) = (told + found.len(), all + truth.len());
        if verbose && found != truth {
            println!("  {found:?} should be {truth:?}: {}", row["text"]);
        }
    }
    println!("{news}: {right} right of {told} told, {all} true");
}
