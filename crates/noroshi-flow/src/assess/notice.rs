//! Documents that show what a hypothesis expects.

use std::fs;
use std::path::PathBuf;

use jiff::civil::Date;
use noroshi_assess::{Question, expected, parse};
use noroshi_model::{Document, Reading};
use noroshi_store::{AnyStore, DocumentStore as _};

use crate::shelf::Pages;
use crate::{FlowError, Workspace};

/// Folder of the questions that are watched, inside the workspace.
const QUESTIONS: &str = "questions";

/// A sentence that a hypothesis expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Id of the question.
    pub question: String,
    /// Id of the hypothesis.
    pub hypothesis: String,
    /// Id of the expectation, and its words.
    pub expectation: (String, String),
    /// Where the document was found.
    pub path: String,
    /// The sentence.
    pub sentence: String,
}

/// The questions of a workspace that are compared with whatever is taken in.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    questions: Vec<Question>,
}

impl Watch {
    /// The questions in the folder `questions` of a workspace. A file that does not parse is
    /// told by the verbs that open it, and left out here.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let folder = workspace.folder().join(QUESTIONS);
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        let open = |path: PathBuf| parse(&super::text(&path).ok()?, "").ok();
        let expecting =
            |question: &Question| question.hypotheses.iter().any(|one| !one.expects.is_empty());
        Self { questions: paths.into_iter().filter_map(open).filter(expecting).collect() }
    }

    /// What a new document shows of what was expected.
    pub(crate) fn notices(&self, document: &Document, reading: &Reading) -> Vec<Notice> {
        self.questions
            .iter()
            .flat_map(|question| of_document(question, document, reading))
            .collect()
    }
}

fn of_document(question: &Question, document: &Document, reading: &Reading) -> Vec<Notice> {
    let notice = |found: noroshi_assess::Expected| {
        let hypothesis = &question.hypotheses[found.hypothesis];
        let expectation = &hypothesis.expects[found.expectation];
        let sentence = found.sentence.of(&document.text).unwrap_or_default();
        Notice {
            question: question.id.clone(),
            hypothesis: hypothesis.id.clone(),
            expectation: (expectation.id.clone(), expectation.text.en.clone()),
            path: document.path.clone(),
            sentence: sentence.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    };
    expected(question, document, reading).into_iter().map(notice).collect()
}

/// What the kept documents show of what a question expects, up to a day.
pub(super) async fn in_store(
    store: &AnyStore,
    question: &Question,
    until: Option<Date>,
) -> Result<Vec<Notice>, FlowError> {
    if question.hypotheses.iter().all(|one| one.expects.is_empty()) {
        return Ok(Vec::new());
    }
    let mut notices = Vec::new();
    let mut pages = Pages::of(store);
    while let Some(page) = pages.next().await? {
        for listed in page
            .iter()
            .filter(|one| one.key.dated.is_empty() || one.key.dated >= question.asked.to_string())
        {
            let Some(kept) = store.find(listed.key.document).await? else { continue };
            let day = noroshi_assess::day(&kept.reading);
            if until.is_none_or(|until| day.is_some_and(|day| day <= until)) {
                notices.extend(of_document(question, &kept.document, &kept.reading));
            }
        }
    }
    Ok(notices)
}
