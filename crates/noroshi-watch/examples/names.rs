//! Scores the finding of names on a file of `devset/watch`: `cargo run -p noroshi-watch --example names -- FILE...`.
//!
//! Each spelling is put alone and into a sentence of a listing in its language. It is found when a sighting of its
//! organisation covers it. A decoy fails when its organisation is seen in it. The watcher knows all organisations
//! of the file at once, so names that contain each other compete.

#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program: it reads files and prints"
)]
#![expect(clippy::print_stdout, reason = "an example is a program: it reads files and prints")]
#![expect(clippy::expect_used, reason = "a program for developers: a missing file ends it")]

use noroshi_watch::name::{Watched, Watcher};
use serde_json::Value;

fn list(row: &Value, key: &str) -> Vec<String> {
    match &row[key] {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn watched(row: &Value, keys: &[&str]) -> Watched {
    Watched {
        canonical: row["canonical"].as_str().unwrap_or_default().to_owned(),
        aliases: keys.iter().flat_map(|key| list(row, key)).collect(),
        ..Watched::default()
    }
}

fn carriers(key: &str, name: &str) -> Vec<String> {
    match key {
        "zh_hans" => vec![name.to_owned(), format!("出售{name}客户数据，一手，量大从优")],
        "zh_hant" => vec![name.to_owned(), format!("出售{name}客戶資料，一手，量大從優")],
        "romaji" => vec![name.to_owned(), format!("selling {name} customer data, fresh")],
        _ if name.is_ascii() => {
            vec![name.to_owned(), format!("selling {name} customer data, fresh")]
        }
        _ => vec![name.to_owned(), format!("{name}の顧客名簿を販売します")],
    }
}

fn main() {
    let verbose = std::env::var("VERBOSE").is_ok();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)
            .expect("give a file of devset/watch, such as devset/watch/names-tune.jsonl");
        let rows: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("one JSON object per line"))
            .collect();
        for (what, keys) in [
            ("folding alone", &["ja"][..]),
            (
                "profile (ja, romaji, abbreviations, aliases)",
                &["ja", "romaji", "abbreviations", "aliases"],
            ),
            ("all spellings", &["ja", "zh_hans", "zh_hant", "romaji", "abbreviations", "aliases"]),
        ] {
            let (watcher, _) = Watcher::new(rows.iter().map(|row| watched(row, keys)).collect());
            score(&path, what, &watcher, &rows, verbose && keys.len() > 4);
        }
    }
}

fn score(path: &str, what: &str, watcher: &Watcher, rows: &[Value], verbose: bool) {
    let (mut all, mut found) = (0_u32, 0_u32);
    let (mut decoys, mut wrong) = (0_u32, 0_u32);
    let mut per = Vec::new();
    for key in ["ja", "zh_hans", "zh_hant", "romaji", "abbreviations", "masked", "aliases"] {
        let (mut here, mut hit) = (0_u32, 0_u32);
        for (nth, row) in rows.iter().enumerate() {
            for name in list(row, key) {
                for text in carriers(key, &name) {
                    here += 1;
                    let seen = watcher.sightings(&text).iter().any(|one| one.watched == nth);
                    hit += u32::from(seen);
                    if verbose && !seen {
                        println!("  missed {key}: {text} ({})", row["canonical"]);
                    }
                }
            }
        }
        per.push(format!("{key} {hit}/{here}"));
        (all, found) = (all + here, found + hit);
    }
    for (nth, row) in rows.iter().enumerate() {
        for text in list(row, "decoys") {
            decoys += 1;
            let bad = watcher.sightings(&text).iter().any(|one| one.watched == nth);
            wrong += u32::from(bad);
            if verbose && bad {
                println!("  wrong: {text} ({})", row["canonical"]);
            }
        }
    }
    let recall = f64::from(found) / f64::from(all.max(1));
    let precision = f64::from(found) / f64::from((found + wrong).max(1));
    println!(
        "{path}: {what}: recall {recall:.3} ({found}/{all}), precision {precision:.3}, wrong decoys {wrong}/{decoys}; {}",
        per.join(", ")
    );
}
