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
//! `--floor X` from which score on a technique is told.
//!
//! TRAM is under Apache-2.0; ATT&CK texts are used under the ATT&CK terms of use
//! (knowledge/LICENSE-ATTACK.txt). No text of either is in the file, only weights.
#![expect(clippy::disallowed_methods, reason = "a command for development reads and writes files")]

use std::collections::HashMap;
use std::error::Error;
use std::io::Write;

mod check;
mod corpus;
#[expect(dead_code, reason = "shared with the reader, which uses all of it")]
#[path = "../../src/technique/feature.rs"]
mod feature;
mod learn;

use corpus::{Item, Source};
use feature::BUCKETS;
use learn::Learned;

/// Techniques that the model tells with few mistakes, which may go further below the floor,
/// and those whose words are those of many other sentences too. Both chosen on AnnoCTR's
/// `train`.
const EAGER: &[&str] = &[
    "T1021.001",
    "T1027",
    "T1036.005",
    "T1041",
    "T1053.005",
    "T1055",
    "T1056.001",
    "T1059",
    "T1059.001",
    "T1059.003",
    "T1070.004",
    "T1071",
    "T1083",
    "T1105",
    "T1140",
    "T1190",
    "T1204",
    "T1204.002",
    "T1218",
    "T1218.011",
    "T1497",
    "T1547.001",
    "T1553",
    "T1555",
    "T1566",
    "T1566.001",
    "T1573.001",
];
const STRICT: &[&str] = &[
    "T1005",
    "T1012",
    "T1016",
    "T1070",
    "T1074.001",
    "T1078",
    "T1082",
    "T1090",
    "T1095",
    "T1102",
    "T1106",
    "T1112",
    "T1219",
    "T1518.001",
    "T1583",
];
const LOWER: f32 = -0.1;
const HIGHER: f32 = 0.5;

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
        floor: value("--floor").unwrap_or("-0.3").parse()?,
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

fn shift(id: &str) -> f32 {
    match id {
        id if EAGER.contains(&id) => LOWER,
        id if STRICT.contains(&id) => HIGHER,
        _ => 0.0,
    }
}

/// The form that `weights.rs` describes.
fn encode(asked: &Asked, learned: &Learned, rarity: &[u8], step: f32) -> Vec<u8> {
    let mut file = b"NRSTECH1".to_vec();
    file.push(asked.classes.len() as u8);
    let bias = &learned.rows[BUCKETS * learned.classes..];
    for (id, bias) in asked.classes.iter().zip(bias) {
        file.push(id.len() as u8);
        file.extend(id.as_bytes());
        file.extend(bias.to_le_bytes());
        let floor = asked.floor + shift(id);
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
