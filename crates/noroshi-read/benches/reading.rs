//! Measures reading: start-up, and throughput on one core.
//!
//! `cargo bench -p noroshi-read` reads the sample reports of the repository, Japanese and
//! others apart; `cargo bench -p noroshi-read -- FILE...` reads the given files instead (plain
//! text, or `.jsonl` with a `text` field per line). Each set is read again and again for about
//! two seconds, one document at a time, on one thread; MB are UTF-8 bytes, and
//! time is that of the processor.
#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program reads files, arguments and the clock"
)]

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use noroshi_model::Document;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let start = Instant::now();
    let (knowledge, problems) = noroshi_know::pack();
    let unpacked = start.elapsed();
    let reader = noroshi_read::Reader::new(&knowledge);
    let ready = start.elapsed();
    writeln!(
        out,
        "pack {unpacked:?}, automata {:?}, {} entities, {} rows left out",
        ready - unpacked,
        knowledge.entities.len(),
        problems.len()
    )?;
    let given: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (path, documents) in if given.is_empty() { samples()? } else { files(&given)? } {
        let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
        let (start, used) = (Instant::now(), cpu());
        let (mut rounds, mut mentions, mut claims) = (0_u32, 0, 0);
        while start.elapsed() < Duration::from_secs(2) || rounds < 2 {
            (mentions, claims) = (0, 0);
            for document in &documents {
                let reading = reader.read(document);
                mentions += reading.mentions.len();
                claims += reading.claims.len();
            }
            rounds += 1;
        }
        let (wall, used) = (start.elapsed(), cpu().zip(used).map(|(now, then)| now - then));
        let rate = f64::from(rounds) * bytes as f64 / 1e6 / used.unwrap_or(wall).as_secs_f64();
        writeln!(
            out,
            "{path}: {} documents, {:.2} MB, {rate:.1} MB/s, {mentions} mentions, {claims} claims",
            documents.len(),
            bytes as f64 / 1e6
        )?;
    }
    Ok(())
}

/// Time that this thread ran so far: on a shared machine the clock on the wall says little. Linux
/// only; elsewhere the clock is used.
fn cpu() -> Option<Duration> {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    times.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

type Sets = Vec<(String, Vec<Document>)>;

fn files(paths: &[String]) -> Result<Sets, Box<dyn Error>> {
    paths.iter().map(|path| Ok((path.clone(), documents(path)?))).collect()
}

/// The sample reports that are UTF-8 text, ten times over, by whether they hold kana.
fn samples() -> Result<Sets, Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/reports");
    let (mut japanese, mut other) = (String::new(), String::new());
    for entry in std::fs::read_dir(folder)? {
        let Ok(text) = std::fs::read_to_string(entry?.path()) else { continue };
        let kana = text.chars().any(|sign| matches!(sign, '\u{3041}'..='\u{30ff}'));
        if kana { &mut japanese } else { &mut other }.push_str(&text);
    }
    let set = |name: &str, text: String| (name.to_owned(), vec![document(name, text.repeat(10))]);
    Ok(vec![set("samples, Japanese", japanese), set("samples, other", other)])
}

fn documents(path: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let whole = std::fs::read_to_string(path)?;
    if !path.ends_with(".jsonl") {
        return Ok(vec![document(path, whole)]);
    }
    let text = |line: &str| -> Result<String, Box<dyn Error>> {
        let row: serde_json::Value = serde_json::from_str(line)?;
        Ok(row["text"].as_str().ok_or("a line without `text`")?.to_owned())
    };
    whole.lines().map(|line| Ok(document(path, text(line)?))).collect()
}

fn document(path: &str, text: String) -> Document {
    Document { path: path.to_owned(), ..noroshi_testkit::document(&text) }
}
