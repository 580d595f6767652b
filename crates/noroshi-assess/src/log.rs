//! A log of every change of a question, each entry bound to the one before by a digest.
//!
//! The log holds changes, not copies: replayed from the start it gives the question as it was.
//! Whoever alters an entry breaks the chain from there on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use noroshi_model::Problem;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::question::{Chance, Hypothesis, Question, Row};

/// One change: what, from what, to what. Absent is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// Which value, such as `row.E4.rating.russia`.
    pub what: String,
    /// What it was.
    pub from: Option<String>,
    /// What it is.
    pub to: Option<String>,
}

/// An entry: a line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub by: String,
    /// Why, in the person's words.
    pub note: String,
    /// What changed.
    pub changes: Vec<Changed>,
    /// Digest of the entry before; empty for the first.
    pub before: String,
    /// Digest of this entry.
    pub digest: String,
}

/// A log that holds together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// Oldest first.
    pub entries: Vec<Entry>,
    state: BTreeMap<String, String>,
}

impl Log {
    /// Reads a log, one JSON object per line.
    ///
    /// # Errors
    /// NRS-ASSESS-013 with the first line that does not fit the ones before.
    pub fn parse(text: &str, path: &str) -> Result<Self, Problem> {
        let mut log = Self::default();
        for (line, at) in text.lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty()) {
            let broken = |reason: String| {
                Problem::new("NRS-ASSESS-013").at(path).fact("line", at).fact("reason", reason)
            };
            let entry: Entry =
                serde_json::from_str(line).map_err(|error| broken(error.to_string()))?;
            if entry.before != log.digest() || entry.digest != digest(&entry) {
                return Err(broken("its digest does not fit".to_owned()));
            }
            log.add(entry);
        }
        Ok(log)
    }

    /// Digest of the last entry; empty when there is none.
    pub fn digest(&self) -> &str {
        self.entries.last().map_or("", |entry| entry.digest.as_str())
    }

    /// What differs between the question and the end of the log.
    pub fn difference(&self, question: &Question) -> Vec<Changed> {
        let now = flat(question);
        let keys: std::collections::BTreeSet<&String> =
            now.keys().chain(self.state.keys()).collect();
        let changed = |key: &&String| self.state.get(*key) != now.get(*key);
        keys.into_iter()
            .filter(changed)
            .map(|key| Changed {
                what: key.clone(),
                from: self.state.get(key).cloned(),
                to: now.get(key).cloned(),
            })
            .collect()
    }

    /// A new entry with everything that differs, as a line; `None` when nothing does.
    pub fn record(
        &mut self,
        question: &Question,
        at: &str,
        by: &str,
        note: &str,
    ) -> Option<String> {
        let changes = self.difference(question);
        if changes.is_empty() {
            return None;
        }
        let own = |text: &str| text.to_owned();
        let before = self.digest().to_owned();
        let mut entry = Entry {
            at: own(at),
            by: own(by),
            note: own(note),
            changes,
            before,
            digest: String::new(),
        };
        entry.digest = digest(&entry);
        let line = serde_json::to_string(&entry).ok()?;
        self.add(entry);
        Some(line + "\n")
    }

    fn add(&mut self, entry: Entry) {
        for change in &entry.changes {
            match &change.to {
                Some(value) => drop(self.state.insert(change.what.clone(), value.clone())),
                None => drop(self.state.remove(&change.what)),
            }
        }
        self.entries.push(entry);
    }
}

fn digest(entry: &Entry) -> String {
    let bare = Entry { digest: String::new(), ..entry.clone() };
    let bytes = serde_json::to_vec(&bare).unwrap_or_default();
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(&bytes) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// Every value of a question by its name.
fn flat(question: &Question) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    let mut put = |key: String, value: String| drop(flat.insert(key, value));
    put("question.ja".to_owned(), question.text.ja.clone());
    put("question.en".to_owned(), question.text.en.clone());
    put("asked".to_owned(), question.asked.to_string());
    put("subject".to_owned(), question.subject.join(" | "));
    put("scale".to_owned(), format!("{:?}", question.scale));
    put("dependence".to_owned(), question.dependence.to_string());
    for (name, dependence) in &question.clusters {
        put(format!("cluster.{name}"), dependence.to_string());
    }
    let optional = [
        ("event", question.event.map(|day| day.to_string())),
        ("confidence", question.confidence.map(|it| it.word().to_owned())),
        ("conclusion.ja", question.conclusion.as_ref().map(|it| it.ja.clone())),
        ("conclusion.en", question.conclusion.as_ref().map(|it| it.en.clone())),
        ("without-other", question.without_other.clone()),
        ("without-deception", question.without_deception.clone()),
    ];
    for (key, value) in optional {
        value.into_iter().for_each(|value| put(key.to_owned(), value));
    }
    if let Some(found) = &question.resolution {
        put(
            "resolution".to_owned(),
            format!("{} {}", question.hypotheses[found.answer].id, found.on),
        );
    }
    for (at, open) in question.open.iter().enumerate() {
        put(format!("open.{at}"), open.en.clone());
    }
    question.hypotheses.iter().for_each(|one| hypothesis(question, one, &mut put));
    question.rows.iter().for_each(|one| row(question, one, &mut put));
    flat
}

fn chance(chance: Chance) -> String {
    format!("{} {} {}", chance.low, chance.point, chance.high)
}

fn hypothesis(question: &Question, one: &Hypothesis, put: &mut impl FnMut(String, String)) {
    let key = |part: &str| format!("hypothesis.{}.{part}", one.id);
    put(key("title"), one.title.en.clone());
    put(key("title.ja"), one.title.ja.clone());
    put(key("prior"), chance(one.prior));
    put(key("role"), one.role.word().to_owned());
    one.level.into_iter().for_each(|level| put(key("level"), level.word().to_owned()));
    for (word, all) in
        [("excludes", &one.excludes), ("includes", &one.includes), ("compatible", &one.compatible)]
    {
        for other in all {
            put(key(&format!("{word}.{}", question.hypotheses[*other].id)), "yes".to_owned());
        }
    }
    for wanted in &one.expects {
        put(
            key(&format!("expects.{}", wanted.id)),
            format!("{} | {} | {}", wanted.text.en, wanted.all.join(" "), wanted.any.join(" ")),
        );
    }
}

fn row(question: &Question, row: &Row, put: &mut impl FnMut(String, String)) {
    let key = |part: &str| format!("row.{}.{part}", row.id);
    put(key("text"), row.text.en.clone());
    put(key("text.ja"), row.text.ja.clone());
    put(key("known"), row.known.to_string());
    put(key("facet"), row.facet.word().to_owned());
    put(key("status"), row.status.word().to_owned());
    put(key("cluster"), row.cluster.clone());
    put(key("forgeability"), row.forgeability.to_string());
    put(key("weight"), row.weight.to_string());
    put(key("credibility"), row.credibility.word().to_owned());
    put(key("relevance"), row.relevance.word().to_owned());
    let optional = [
        ("event", row.event.map(|day| day.to_string())),
        ("vertex", row.vertex.map(|it| it.word().to_owned())),
        ("source-grade", row.reliability.map(|it| format!("{it:?}"))),
        ("information-grade", row.information.map(|it| it.to_string())),
        ("coverage", row.coverage.clone()),
        ("costly", row.costly.clone()),
        ("suspended", row.suspended.clone()),
        ("level", row.level.map(|it| it.word().to_owned())),
        ("note", row.note.clone()),
    ];
    for (part, value) in optional {
        value.into_iter().for_each(|value| put(key(part), value));
    }
    row.tags.iter().for_each(|tag| put(key(&format!("tag.{}", tag.word())), "yes".to_owned()));
    for other in &row.replaces {
        put(key(&format!("replaces.{}", question.rows[*other].id)), "yes".to_owned());
    }
    for (at, source) in row.sources.iter().enumerate() {
        let place = format!(
            "{} {}-{} {}",
            source.document,
            source.span.start(),
            source.span.end(),
            source.root
        );
        put(key(&format!("source.{at}")), place);
    }
    for (at, one) in question.hypotheses.iter().enumerate() {
        let rating = row.ratings[at].map(|it| it.word().to_owned());
        rating.into_iter().for_each(|value| put(key(&format!("rating.{}", one.id)), value));
        let given = row.likelihood[at].map(chance);
        given.into_iter().for_each(|value| put(key(&format!("likelihood.{}", one.id)), value));
    }
}
