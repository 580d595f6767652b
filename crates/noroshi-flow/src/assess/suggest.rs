//! What the kept reports offer for a question.

use std::path::Path;

use noroshi_assess::{Known, Suggestion, suggested_blocks};
use noroshi_store::{AnyStore, DocumentStore as _, Kept};

use super::{Asked, record, write};
use crate::progress::{Progress, Step};
use crate::shelf::Pages;
use crate::{FlowError, Workspace};

/// What was offered.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Rows and hypotheses.
    pub suggestion: Suggestion,
    /// The same as blocks of a question file.
    pub blocks: String,
    /// Whether they were added to the file.
    pub added: bool,
}

/// Looks through the store for rows; with `add` they are appended to the file, marked as
/// suggestions, and the change is recorded.
///
/// # Errors
/// Those of [`Asked::open`], [`FlowError::NoStore`] when nothing was kept yet.
pub async fn suggest(
    workspace: &Workspace,
    path: &Path,
    limit: usize,
    add: Option<&str>,
    progress: &dyn Progress,
) -> Result<Offered, FlowError> {
    let asked = Asked::open(path)?;
    let store = workspace.kept_store().await?;
    let kept = all(&store, progress).await?;
    store.close().await;
    let known: Vec<Known<'_>> =
        kept.iter().map(|it| Known { document: &it.document, reading: &it.reading }).collect();
    let mut suggestion = noroshi_assess::suggest(&asked.question, &known);
    suggestion.rows.truncate(limit);
    let blocks = suggested_blocks(&suggestion);
    let added = add.is_some() && !suggestion.rows.is_empty();
    if let (true, Some(by)) = (added, add) {
        let text = format!("{}\n{blocks}", asked.text.trim_end());
        noroshi_assess::parse(&text, &path.display().to_string()).map_err(FlowError::Refused)?;
        write(path, &text)?;
        record(&mut Asked::open(path)?, by, "suggest")?;
    }
    Ok(Offered { suggestion, blocks, added })
}

/// Every kept document, in order of date.
pub(super) async fn all(store: &AnyStore, progress: &dyn Progress) -> Result<Vec<Kept>, FlowError> {
    let documents = usize::try_from(store.count().await?).unwrap_or(usize::MAX);
    progress.start(Step::Comparing, documents);
    let mut kept = Vec::new();
    let mut pages = Pages::of(store);
    while let Some(page) = pages.next().await? {
        for listed in &page {
            kept.extend(store.find(listed.key.document).await?);
            progress.advance(&listed.path);
        }
    }
    progress.finish();
    Ok(kept)
}
