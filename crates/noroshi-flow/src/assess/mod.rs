//! Competing hypotheses: question files, what the store offers for them, and what follows.
//!
//! Verbs that only look (`run`, `sheet`, `team`, `score`, `export`) write nothing beside what they
//! were asked to. Verbs that change a question file record the change in its log.

mod decide;
mod export;
mod notice;
mod record;
mod run;
mod suggest;
mod team;

use std::fs;
use std::path::{Path, PathBuf};

/// A day.
pub use jiff::civil::Date as Day;
use noroshi_assess::{Log, Question, Tongue, parse};

use crate::clock::today;
use crate::file::load;
use crate::{FlowError, Item, MessageLanguage};

pub use decide::{Verdict, decide};
pub use export::{Form, export, import};
pub use notice::Notice;
pub(crate) use notice::Watch;
pub use record::{record, shown_log};
pub use run::{Ran, Replayed, run};
pub use suggest::{Offered, suggest};
pub use team::{Scored, Teamed, rate, score, team};

/// A question file that was read.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What it says.
    pub question: Question,
    /// Its log; empty when there is none.
    pub log: Log,
}

impl Asked {
    /// Reads a question file and its log.
    ///
    /// # Errors
    /// [`FlowError::Unread`] when it cannot be opened, [`FlowError::Refused`] with every fault.
    pub fn open(path: &Path) -> Result<Self, FlowError> {
        let text = text(path)?;
        let question = parse(&text, &path.display().to_string()).map_err(FlowError::Refused)?;
        let log = log_path(path);
        let log = if log.exists() {
            Log::parse(&self::text(&log)?, &log.display().to_string())
        } else {
            Ok(Log::default())
        };
        let log = log.map_err(|problem| FlowError::Refused(vec![problem]))?;
        Ok(Self { path: path.to_owned(), text, question, log })
    }

    /// The digest of the log, and how many values differ from it.
    pub fn log_state(&self) -> Option<(String, usize)> {
        let entries = !self.log.entries.is_empty();
        entries.then(|| (self.log.digest().to_owned(), self.log.difference(&self.question).len()))
    }
}

/// Makes a new question file.
///
/// # Errors
/// [`FlowError::Exists`] when the file is there, [`FlowError::Unwritable`] when it cannot be made.
pub fn new_question(
    path: &Path,
    question: &str,
    subject: &[String],
    by: &str,
) -> Result<(), FlowError> {
    if path.exists() {
        return Err(FlowError::Exists { path: path.display().to_string() });
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let sign = |sign: char| if sign.is_alphanumeric() || "-_.".contains(sign) { sign } else { '-' };
    let id: String = stem.chars().map(sign).collect();
    write(path, &noroshi_assess::new_question(&id, question, today(), subject))?;
    record(&mut Asked::open(path)?, by, "new").map(|_| ())
}

/// A day as a person gives it.
///
/// # Errors
/// A sentence for the person when it is no day.
pub fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "give a day, such as 2018-02-12".to_owned())
}

/// The language of an assessment.
pub(crate) fn tongue(language: MessageLanguage) -> Tongue {
    Tongue::of(language.language())
}

/// Text of a file of at most the size of a question.
pub(crate) fn text(path: &Path) -> Result<String, FlowError> {
    let found = fs::metadata(path).map(|found| found.len()).unwrap_or_default();
    let item = Item::File(path.to_owned(), found);
    let bytes = load(&item, noroshi_assess::MOST_BYTES).map_err(FlowError::Unread)?;
    String::from_utf8(bytes).map_err(|error| {
        let reason = error.utf8_error().to_string();
        let path = path.display().to_string();
        FlowError::Unread(
            noroshi_model::Problem::new("NRS-FLOW-010").at(path).fact("reason", reason),
        )
    })
}

/// Writes a file whole or not at all.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), FlowError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let done = fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, path));
    done.map_err(|source| FlowError::Unwritable { path: path.display().to_string(), source })
}

/// Where the log of a question is.
pub(crate) fn log_path(path: &Path) -> PathBuf {
    path.with_extension("log.jsonl")
}
