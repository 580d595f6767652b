//! Scores the reading of listings on a file of `devset/watch`: `cargo run -p noroshi-watch --example listings -- FILE...`.
//!
//! Prints per class precision, recall and F1, their mean over the ten classes and over all eleven, and how many
//! subjects, prices and days are right. `VERBOSE=1` lists what is wrong.

#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program: it reads files and prints"
)]
#![expect(clippy::print_stdout, reason = "an example is a program: it reads files and prints")]
#![expect(clippy::expect_used, reason = "a program for developers: a missing file ends it")]

use noroshi_model::DocumentId;
use noroshi_watch::fold::fold;
use noroshi_watch::listing::{GoodsClass, Jargon, Listing, Origin, Posting, read};
use noroshi_watch::name::Watcher;
use serde_json::Value;

fn posting(text: &str) -> Posting {
    Posting {
        document: DocumentId::of(text.as_bytes()),
        path: "devset".to_owned(),
        at: "line 1".to_owned(),
        span: None,
        text: text.to_owned(),
        fields: Vec::new(),
        origin: Origin::Posting,
        listed: false,
        anchor: None,
    }
}

fn main() {
    let verbose = std::env::var("VERBOSE").is_ok();
    let (watcher, _) = Watcher::new(Vec::new());
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)
            .expect("give a file of devset/watch, such as devset/watch/listings-tune.jsonl");
        let rows: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("one JSON object per line"))
            .collect();
        let read: Vec<Listing> = rows
            .iter()
            .map(|row| {
                read(&posting(row["text"].as_str().unwrap_or_default()), &watcher, Jargon::own())
            })
            .collect();
        score(&path, &rows, &read, verbose);
    }
}

fn score(path: &str, rows: &[Value], listings: &[Listing], verbose: bool) {
    let (mut ten, mut eleven) = (0.0, 0.0);
    for class in GoodsClass::ALL {
        let is = |row: &Value| row["class"] == class.word();
        let pairs = || rows.iter().zip(listings);
        let count = |wanted: &dyn Fn(&Value, &Listing) -> bool| {
            pairs().filter(|(row, one)| wanted(row, one)).count()
        };
        let right = count(&|row, one| is(row) && one.class == class);
        let (all, found) = (count(&|row, _| is(row)), count(&|_, one| one.class == class));
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let f1 = if all + found == 0 { 0.0 } else { 2.0 * right as f64 / (all + found) as f64 };
        println!("{path}: {:<34} found {right}/{all}, of {found} told; F1 {f1:.3}", class.word());
        eleven += f1 / 11.0;
        ten += if class == GoodsClass::None { 0.0 } else { f1 / 10.0 };
    }
    println!(
        "{path}: macro F1 {ten:.3} over ten classes, {eleven:.3} with none; {} listings",
        rows.len()
    );
    if verbose {
        for (row, one) in
            rows.iter().zip(listings).filter(|(row, one)| row["class"] != one.class.word())
        {
            println!(
                "  {} is {} not {} {:?}: {}",
                row["id"],
                row["class"],
                one.class.word(),
                one.words,
                row["text"]
            );
        }
    }
    fields(path, rows, listings, verbose);
}

fn fields(path: &str, rows: &[Value], listings: &[Listing], verbose: bool) {
    let offers = || rows.iter().zip(listings).filter(|(row, _)| row["class"] != "none");
    let text = |row: &Value, key: &str| {
        row[key].as_str().map(str::to_owned).or_else(|| row[key].as_f64().map(|it| it.to_string()))
    };
    let mut line = Vec::new();
    for key in ["subject", "price", "currency", "date"] {
        let told = |one: &Listing| match key {
            "subject" => one.subject.as_deref().map(fold),
            "price" => one.price.as_ref().map(|price| price.amount.clone()),
            "currency" => one.price.as_ref().map(|price| price.currency.to_owned()),
            _ => one.date.clone(),
        };
        let expected = |row: &Value| match key {
            "subject" => text(row, key).as_deref().map(fold),
            _ => text(row, key),
        };
        let right = offers().filter(|(row, one)| told(one) == expected(row)).count();
        line.push(format!("{key} {right}/{}", offers().count()));
        if verbose {
            for (row, one) in offers().filter(|(row, one)| told(one) != expected(row)) {
                println!("  {key} {:?} not {:?}: {}", expected(row), told(one), row["text"]);
            }
        }
    }
    println!("{path}: right: {}", line.join(", "));
}
