//! Several analysts, and how good answers turned out to be.

use std::path::{Path, PathBuf};

use noroshi_assess::{Bin, Question, Team, Voice, assess, blank, brier, calibration};

use super::{Asked, text, tongue, write};
use crate::{FlowError, MessageLanguage};

/// A team's judgement on a question.
#[derive(Debug, Clone)]
pub struct Teamed {
    /// The question.
    pub question: Question,
    /// What the team says.
    pub team: Team,
}

/// Resolved questions and how well they were answered.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Path, Brier score, and the posterior of the right answer.
    pub questions: Vec<(PathBuf, f64, f64)>,
    /// Files without a resolution.
    pub open: Vec<PathBuf>,
    /// What was said in each step of the scale, and how often it was so.
    pub calibration: Vec<Bin>,
}

/// Makes a blank rating file beside the question; returns where it is.
///
/// # Errors
/// [`FlowError::Exists`] when it is there already.
pub fn rate(path: &Path, analyst: &str, language: MessageLanguage) -> Result<PathBuf, FlowError> {
    let asked = Asked::open(path)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name: String =
        analyst.chars().filter(|sign| sign.is_alphanumeric() || "-_".contains(*sign)).collect();
    let sheet = path.with_file_name(format!("{stem}.by-{name}.ratings"));
    if sheet.exists() {
        return Err(FlowError::Exists { path: sheet.display().to_string() });
    }
    write(&sheet, &blank(&asked.question, analyst, tongue(language)))?;
    Ok(sheet)
}

/// Works out what several analysts say together.
///
/// # Errors
/// The faults of the question or of a rating file.
pub fn team(path: &Path, sheets: &[PathBuf]) -> Result<Teamed, FlowError> {
    let question = Asked::open(path)?.question;
    let mut voices = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let voice = Voice::parse(&text(sheet)?, &sheet.display().to_string(), &question);
        voices.push(voice.map_err(FlowError::Refused)?);
    }
    Ok(Teamed { team: noroshi_assess::team(&question, &voices), question })
}

/// Scores resolved questions by what was known the day before the truth was.
///
/// # Errors
/// The faults of a file.
pub fn score(paths: &[PathBuf]) -> Result<Scored, FlowError> {
    let mut scored = Scored { questions: Vec::new(), open: Vec::new(), calibration: Vec::new() };
    let mut answers = Vec::new();
    for path in paths {
        let question = Asked::open(path)?.question;
        let Some(found) = &question.resolution else {
            scored.open.push(path.clone());
            continue;
        };
        let made = assess(&question, found.on.yesterday().ok());
        let shares: Vec<f64> = made.parts.scores.iter().map(|one| one.bayes.point).collect();
        scored.questions.push((path.clone(), brier(&shares, found.answer), shares[found.answer]));
        answers.push((shares, found.answer));
    }
    scored.calibration = calibration(&answers);
    Ok(scored)
}
