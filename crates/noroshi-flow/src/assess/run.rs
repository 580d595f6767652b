//! Working out a question, with its sources compared with the kept originals.

use std::path::Path;

use jiff::civil::Date;
use noroshi_assess::{Assessment, Resolved, Setting, Source, Warning, WarningKind, assess};
use noroshi_model::{Problem, Tlp};
use noroshi_store::{AnyStore, DocumentStore as _, Kept};

use super::notice::in_store;
use super::{Asked, Notice, tongue, write};
use crate::{FlowError, MessageLanguage, Workspace};

/// A question with what the store says of its sources.
#[derive(Debug)]
pub struct Ran {
    asked: Asked,
    as_of: Option<Date>,
    setting: Setting,
    missing: Vec<String>,
    /// What was expected and seen.
    pub notices: Vec<Notice>,
    /// Sources that could not be compared with their original.
    pub problems: Vec<Problem>,
}

/// The state of a question on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// The day on which something became known.
    pub day: Date,
    /// Rows that became known on it.
    pub rows: Vec<String>,
    /// Id and posterior of each hypothesis.
    pub shares: Vec<(String, f64)>,
}

/// Opens a question and compares its sources with the store, if there is one.
///
/// # Errors
/// Those of [`Asked::open`], [`FlowError::Store`] when the store fails.
pub async fn run(
    workspace: &Workspace,
    path: &Path,
    as_of: Option<Date>,
) -> Result<Ran, FlowError> {
    let asked = Asked::open(path)?;
    let log = asked.log_state().map(|(digest, _)| digest);
    let mut ran = Ran {
        setting: Setting { log, ..Setting::default() },
        asked,
        as_of,
        missing: Vec::new(),
        notices: Vec::new(),
        problems: Vec::new(),
    };
    match workspace.store_if_any().await? {
        Some(store) => {
            ran.compare(&store).await?;
            ran.notices = in_store(&store, &ran.asked.question, as_of).await?;
            store.close().await;
        }
        None => ran.nothing_kept(),
    }
    ran.setting.notices = ran.notices.iter().map(shown).collect();
    Ok(ran)
}

fn shown(notice: &Notice) -> String {
    format!(
        "{} / {}: {} ({})",
        notice.hypothesis, notice.expectation.0, notice.sentence, notice.path
    )
}

impl Ran {
    /// The question.
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    fn assessment(&self) -> Assessment<'_> {
        self.assessment_on(self.as_of)
    }

    fn assessment_on(&self, day: Option<Date>) -> Assessment<'_> {
        let mut made = assess(&self.asked.question, day);
        let counted = |id: &&String| {
            made.parts.lines.iter().any(|at| self.asked.question.rows[*at].id == **id)
        };
        let missing: Vec<String> = self.missing.iter().filter(counted).cloned().collect();
        made.warnings.extend(
            missing.into_iter().map(|id| Warning::new(WarningKind::SourceMissing, vec![id])),
        );
        let changes = self.asked.log_state().map_or(0, |(_, changes)| changes);
        if changes > 0 {
            made.warnings.push(Warning::new(WarningKind::Unlogged, vec![changes.to_string()]));
        }
        made
    }

    /// The assessment as JSON.
    pub fn json(&self, language: MessageLanguage) -> serde_json::Value {
        self.json_on(self.as_of, language)
    }

    /// The assessment of another day as JSON.
    pub fn json_on(&self, day: Option<Date>, language: MessageLanguage) -> serde_json::Value {
        let mut json = noroshi_assess::json(&self.assessment_on(day), tongue(language));
        let notices = self.notices.iter().map(|one| {
            serde_json::json!({
                "hypothesis": one.hypothesis, "expectation": one.expectation.0, "path": one.path, "sentence": one.sentence,
            })
        });
        json["notices"] = notices.collect();
        json["log"] = self.setting.log.clone().into();
        json
    }

    /// The assessment for a terminal of `width` columns.
    pub fn terminal(&self, language: MessageLanguage, width: usize) -> String {
        noroshi_assess::terminal(&self.assessment(), tongue(language), width)
    }

    /// The attribution sheet as HTML.
    pub fn sheet(&self, language: MessageLanguage) -> String {
        noroshi_assess::sheet(&self.assessment(), &self.setting, tongue(language))
    }

    /// The label of the sheet.
    pub fn tlp(&self) -> Tlp {
        noroshi_assess::label(&self.assessment(), &self.setting)
    }

    /// The matrix as SVG.
    pub fn svg(&self, language: MessageLanguage) -> String {
        noroshi_assess::svg(&self.assessment(), tongue(language))
    }

    /// The matrix as the table of classic tools.
    pub fn csv(&self, language: MessageLanguage) -> String {
        noroshi_assess::csv(&self.assessment(), tongue(language))
    }

    /// The answer on each day on which something became known, up to the day asked for.
    pub fn replay(&self) -> Vec<Replayed> {
        let question = &self.asked.question;
        let wanted = |day: &Date| self.as_of.is_none_or(|last| *day <= last);
        let on = |day: Date| {
            let made = assess(question, Some(day));
            let shares = question.hypotheses.iter().zip(&made.parts.scores);
            let rows = made.parts.lines.iter().map(|at| &question.rows[*at]);
            Replayed {
                day,
                rows: rows.filter(|row| row.known == day).map(|row| row.id.clone()).collect(),
                shares: shares.map(|(one, scores)| (one.id.clone(), scores.bayes.point)).collect(),
            }
        };
        question.days().into_iter().filter(wanted).map(on).collect()
    }

    /// Writes a file.
    ///
    /// # Errors
    /// [`FlowError::Unwritable`] when it cannot be written.
    pub fn write(&self, path: &Path, text: &str) -> Result<(), FlowError> {
        write(path, text)
    }

    fn nothing_kept(&mut self) {
        let rows = self.asked.question.rows.iter().filter(|row| !row.sources.is_empty());
        self.missing = rows.map(|row| row.id.clone()).collect();
        if !self.missing.is_empty() {
            self.problems
                .push(Problem::new("NRS-FLOW-042").at(self.asked.path.display().to_string()));
        }
    }

    async fn compare(&mut self, store: &AnyStore) -> Result<(), FlowError> {
        for at in 0..self.asked.question.rows.len() {
            for number in 0..self.asked.question.rows[at].sources.len() {
                let source = self.asked.question.rows[at].sources[number].clone();
                let found = find(store, &source.document).await?;
                match found.ok_or("absent").and_then(|kept| resolved(&kept, &source, (at, number)))
                {
                    Ok(resolved) => self.setting.resolved.push(resolved),
                    Err(why) => self.missing(at, &source, why),
                }
            }
        }
        Ok(())
    }

    fn missing(&mut self, at: usize, source: &Source, why: &'static str) {
        let row = &self.asked.question.rows[at].id;
        let code = match why {
            "absent" => "NRS-FLOW-043",
            _ => "NRS-FLOW-044",
        };
        let problem = Problem::new(code).at(self.asked.path.display().to_string());
        let place = format!("{}-{}", source.span.start(), source.span.end());
        self.problems
            .push(problem.fact("row", row).fact("document", &source.document).fact("span", place));
        if !self.missing.contains(row) {
            self.missing.push(row.clone());
        }
    }
}

async fn find(store: &AnyStore, id: &str) -> Result<Option<Kept>, FlowError> {
    if let Ok(id) = id.parse() {
        return Ok(store.find(id).await?);
    }
    match &store.find_by_prefix(id).await?[..] {
        [one] => Ok(store.find(one.key.document).await?),
        _ => Ok(None),
    }
}

fn resolved(kept: &Kept, source: &Source, place: (usize, usize)) -> Result<Resolved, &'static str> {
    let (document, reading) = (&kept.document, &kept.reading);
    let words = source.span.of(&document.text).ok_or("outside")?;
    let flow = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if source.quote.as_ref().is_some_and(|quote| flow(quote) != flow(words)) {
        return Err("differs");
    }
    let own = |span: noroshi_model::Span| span.overlaps(source.span);
    let around = reading
        .sentences
        .iter()
        .map(|it| it.span)
        .filter(|it| own(*it))
        .reduce(noroshi_model::Span::join);
    let around = around.map_or(source.span, |it| it.join(source.span));
    // One blank where the original has white space, so that words do not run together.
    let blank = |sign: Option<char>| if sign.is_some_and(char::is_whitespace) { " " } else { "" };
    let part = |from: usize, to: usize| {
        let text = document.text.get(from..to).unwrap_or_default();
        let ends = (blank(text.chars().next()), blank(text.chars().next_back()));
        if text.trim().is_empty() {
            String::new()
        } else {
            format!("{}{}{}", ends.0, flow(text), ends.1)
        }
    };
    let published = reading.dates.published.as_ref();
    Ok(Resolved {
        row: place.0,
        source: place.1,
        words: [
            part(around.start(), source.span.start()),
            flow(words),
            part(source.span.end(), around.end()),
        ],
        title: reading.title.clone().or_else(|| document.title.clone()),
        publisher: document.publisher.clone(),
        published: published.map(|dated| dated.moment.edtf()),
        path: document.path.clone(),
        tlp: document.tlp.max(reading.tlp),
        document: document.id.to_string(),
    })
}
