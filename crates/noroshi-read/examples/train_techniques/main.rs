//! Learns to tell ATT&CK techniques from English sentences, and measures how well.
//!
//! ```console
//! $ cargo run --release -p noroshi-read --example train_techniques -- \
//!     --reports TRAM/train.jsonl --sources TRAM/train-docs.jsonl --attack ATTACK.json \
//!     --write crates/noroshi-read/src/technique/weights.bin
//! ```
//!
//! `--check` instead of `--write FILE` prints the five-fold cross-validation: folds hold whole
//! reports; of each sentence the best of the techniques of the reports is taken, in the form
//! the file would hold (pruned and rounded). From ATT&CK nothing is learned that cites a held
//! report (by address or title), nor any text that shares six words in a row with a held
//! sentence. `--each` adds a line per technique. `--most N` is how many weights to keep,
//! `--least N` how many examples a technique needs,
//! `--floor X` from which score on a technique is told that is told neither often nor seldom.
//!
//! TRAM is under Apache-2.0; ATT&CK texts are used under the ATT&CK terms of use
//! (knowledge/LICENSE-ATTACK.txt). No text of either is in the file, only weights.
#![expect(clippy::disallowed_methods, reason = "a command for development reads and writes files")]

use std::collections::HashMap;
use std::error::Error;
use std::io::Write;

mod check;
mod corpus;
#[path = "../../src/technique/feature.rs"]
mod feature;
mod learn;

use corpus::{Item, Origin, Source};
use feature::BUCKETS;
use learn::Learned;

/// How much higher the score has to be for a technique that ATT&CK has e times fewer examples of:
/// what reports seldom tell needs surer words. Chosen on AnnoCTR's `train`, with `--floor`
/// (docs/measurements.md, "Techniques: what was tried").
const SLOPE: f32 = 0.2;
/// The share of ATT&CK's examples that a technique has for `--floor` to be its floor.
const USUAL: f32 = 0.015;

/// What was asked for.
struct Asked {
    items: Vec<Item>,
    sources: HashMap<String, Source>,
    classes: Vec<String>,
    most: usize,
    floor: f32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(String::as_str)
    };
    let needed = |name: &str| value(name).ok_or(format!("give `{name} FILE`"));
    let mut items = corpus::reports(needed("--reports")?)?;
    items.extend(corpus::attack(needed("--attack")?)?);
    let least = value("--least").unwrap_or("150").parse()?;
    let classes = learn::classes(&items, least);
    let asked = Asked {
        sources: corpus::sources(needed("--sources")?)?,
        classes,
        items,
        most: value("--most").unwrap_or("480000").parse()?,
        floor: value("--floor").unwrap_or("-0.25").parse()?,
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} sentences, {} techniques", asked.items.len(), asked.classes.len())?;
    if arguments.iter().any(|argument| argument == "--check") {
        let each = arguments.iter().any(|argument| argument == "--each");
        return check::check(&asked, each, &mut out);
    }
    let file = file(&asked);
    writeln!(out, "{} bytes", file.len())?;
    std::fs::write(needed("--write")?, file)?;
    Ok(())
}

/// Learns from everything.
fn file(asked: &Asked) -> Vec<u8> {
    let rarity = learn::rarity(asked.items.iter());
    let lessons: Vec<_> =
        asked.items.iter().map(|item| learn::lesson(item, &asked.classes, &rarity)).collect();
    let mut learned = learn::learn(&lessons, asked.classes.len(), &rarity, asked.most);
    let step = learned.round(&rarity);
    encode(asked, &learned, &rarity, step)
}

/// From which score on each technique is told. A sub-technique is as usual as its technique.
fn floors(asked: &Asked) -> Vec<f32> {
    let parent = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
    let mut counts: HashMap<String, f32> = HashMap::new();
    let mut all = 0.0;
    for item in asked.items.iter().filter(|item| matches!(item.origin, Origin::Attack { .. })) {
        for id in &item.techniques {
            *counts.entry(parent(id)).or_default() += 1.0;
            all += 1.0;
        }
    }
    let floor = |id: &String| {
        let own = counts.get(&parent(id)).copied().unwrap_or(1.0);
        asked.floor + SLOPE * (USUAL * all / own).ln()
    };
    asked.classes.iter().map(floor).collect()
}

/// The form that `weights.rs` describes.
fn encode(asked: &Asked, learned: &Learned, rarity: &[u8], step: f32) -> Vec<u8> {
    let mut file = b"NRSTECH1".to_vec();
    file.push(asked.classes.len() as u8);
    let bias = &learned.rows[BUCKETS * learned.classes..];
    for ((id, bias), floor) in asked.classes.iter().zip(bias).zip(floors(asked)) {
        file.push(id.len() as u8);
        file.extend(id.as_bytes());
        file.extend(bias.to_le_bytes());
        file.extend(floor.to_le_bytes());
    }
    file.extend(step.to_le_bytes());
    file.extend(rarity);
    let (mut counts, mut entries) = (Vec::with_capacity(BUCKETS), Vec::new());
    for (bucket, row) in learned.rows.chunks(learned.classes).take(BUCKETS).enumerate() {
        let before = entries.len();
        for (class, weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
            let value = (weight * f32::from(rarity[bucket]) / step).round() as i8;
            entries.push([class as u8, value.to_le_bytes()[0]]);
        }
        counts.push((entries.len() - before) as u8);
    }
    file.extend(counts);
    file.extend(entries.into_iter().flatten());
    file
}
