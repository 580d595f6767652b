//! Measures which techniques are read from a whole report, against AnnoCTR.
//!
//! `cargo run --release -p noroshi-read --example annoctr_techniques -- ../shared/data/read/annoctr/dev.jsonl [--sub] [--floor X] [--cues] [--errors]`
//!
//! The measure: pairs of report and technique, micro-averaged over all reports of the file.
//! Expected are the report's `techniques`, explicit or implied; found is everything in
//! `Reading::techniques`. Sub-techniques count as their technique (most labels of the data
//! set are techniques); with `--sub` they are told apart. `--floor X` leaves out what the
//! model tells with a lower score, `--only named|cue|model` leaves out the other grounds,
//! `--cues` lists each phrase with how often its report has the technique.
//!
//! The data set (CC-BY-SA 4.0) is not part of this project, and nothing is learned from it but
//! two numbers of the model's floors and the choice of phrases (both from `train.jsonl`).
#![expect(
    clippy::disallowed_methods,
    reason = "a measuring program reads files, arguments and the clock"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufRead, BufReader, Write};

use noroshi_model::{Document, DocumentId, Media, Reading, TagBasis};
use serde::Deserialize;

#[derive(Deserialize)]
struct Report {
    id: String,
    text: String,
    techniques: Vec<String>,
}

/// What was asked for.
struct Asked {
    sub: bool,
    floor: f32,
    only: Option<String>,
}

type Cues = BTreeMap<(String, String), (u32, u32)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("give the path of a .jsonl file of AnnoCTR")?;
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let floor = value("--floor").map_or(Ok(f32::MIN), |floor| floor.parse())?;
    let asked = Asked { sub: flag("--sub"), floor, only: value("--only").cloned() };
    let (knowledge, _) = noroshi_know::pack();
    let reader = noroshi_read::Reader::new(&knowledge);
    let mut out = std::io::stdout().lock();
    let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
    let mut cues = Cues::new();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let report: Report = serde_json::from_str(&line?)?;
        let reading = reader.read(&document(&report));
        let expected: BTreeSet<String> =
            report.techniques.iter().map(|id| asked.shown(id)).collect();
        let found = asked.found(&reading, &report.text, &expected, &mut cues);
        right += expected.intersection(&found).count() as u32;
        wrong += found.difference(&expected).count() as u32;
        missed += expected.difference(&found).count() as u32;
        if flag("--errors") {
            let list =
                |ids: Vec<&String>| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ");
            let spurious = list(found.difference(&expected).collect());
            let missed = list(expected.difference(&found).collect());
            writeln!(out, "{}\n  spurious {spurious}\n  missed   {missed}", report.id)?;
        }
    }
    if flag("--cues") {
        for ((technique, cue), (right, all)) in &cues {
            writeln!(out, "{right}/{all}\t{technique}\t{cue}")?;
        }
    }
    let share = |of: u32| f64::from(right) / f64::from((right + of).max(1));
    let (precision, recall) = (share(wrong), share(missed));
    let f1 = f64::from(2 * right) / f64::from((2 * right + wrong + missed).max(1));
    writeln!(
        out,
        "precision {precision:.3} recall {recall:.3} F1 {f1:.3} ({} expected, {} found)",
        right + missed,
        right + wrong
    )?;
    Ok(())
}

impl Asked {
    fn shown(&self, id: &str) -> String {
        let parent = id.split('.').next().unwrap_or(id);
        if self.sub { id } else { parent }.to_owned()
    }

    /// The techniques of a reading; counts the phrases as it goes.
    fn found(
        &self,
        reading: &Reading,
        text: &str,
        expected: &BTreeSet<String>,
        cues: &mut Cues,
    ) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for tag in &reading.techniques {
            let low = matches!(tag.basis, TagBasis::Model { score } if score < self.floor);
            if low || self.only.as_deref().is_some_and(|only| only != tag.basis.word()) {
                continue;
            }
            let id = self.shown(tag.technique.slug());
            let words: Vec<&str> = tag.cues.iter().filter_map(|cue| cue.of(text)).collect();
            let cue = match tag.basis {
                TagBasis::Model { .. } => "(model)".to_owned(),
                basis => format!("{} {}", basis.word(), words.join(" + ").to_lowercase()),
            };
            let count = cues.entry((tag.technique.slug().to_owned(), cue)).or_default();
            count.0 += u32::from(expected.contains(&id));
            count.1 += 1;
            found.insert(id);
        }
        found
    }
}

fn document(report: &Report) -> Document {
    Document {
        id: DocumentId::of(report.text.as_bytes()),
        path: report.id.clone(),
        media: Media::Text,
        title: None,
        publisher: None,
        text: report.text.clone(),
        blocks: Vec::new(),
        links: Vec::new(),
        published: None,
        fetched: None,
        declared_language: None,
        tlp: None,
    }
}
