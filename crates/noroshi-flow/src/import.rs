//! Importing knowledge: ATT&CK as STIX, MISP galaxy clusters.

use std::path::Path;

use noroshi_model::Problem;
use noroshi_store::{Imported, KnowledgeStore as _};

use crate::file::{gather, load};
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace};

/// Entities kept in one transaction: enough to be quick, few enough to show progress.
const BATCH: usize = 500;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportCount {
    /// Entities that were not known to the store.
    pub added: usize,
    /// Entities of which a source says something else now.
    pub updated: usize,
    /// Entities of which nothing else is said.
    pub unchanged: usize,
    /// What was left out, and why.
    pub problems: Vec<Problem>,
}

/// What a foreign file says, and what was left out of it.
type Foreign = (noroshi_formats::Imported, Vec<Problem>);

/// Takes over the entities of a file. Nothing that is curated is overwritten, and importing
/// the same file again changes nothing.
///
/// # Errors
/// [`FlowError::Unread`] when the file cannot be read or is none of the formats,
/// [`FlowError::Store`] when the store fails.
pub async fn import(
    workspace: &Workspace,
    path: &Path,
    progress: &dyn Progress,
) -> Result<ImportCount, FlowError> {
    let (foreign, problems) = foreign(workspace, path, progress).map_err(FlowError::Unread)?;
    let store = workspace.store().await?;
    let mut count = ImportCount { problems, ..ImportCount::default() };
    progress.start(Step::Importing, foreign.entities.len());
    for batch in foreign.entities.chunks(BATCH) {
        count.add(store.import_entities(batch, &foreign.sources).await?);
        batch.iter().for_each(|entity| progress.advance(entity.name()));
    }
    progress.finish();
    store.close().await;
    Ok(count)
}

impl ImportCount {
    fn add(&mut self, imported: Imported) {
        self.added += imported.added;
        self.updated += imported.updated;
        self.unchanged += imported.unchanged;
    }
}

fn foreign(
    workspace: &Workspace,
    path: &Path,
    progress: &dyn Progress,
) -> Result<Foreign, Problem> {
    let items = gather(&[path.to_owned()]);
    let [item] = items.as_slice() else {
        return Err(Problem::new("NRS-FLOW-014").at(path.display().to_string()));
    };
    let bytes = load(item, workspace.config.limits.bytes)?;
    progress.start(Step::Parsing, 100);
    let mut percent = 0;
    let mut told = |done: u64, of: u64| {
        let now = done.saturating_mul(100) / of.max(1);
        (percent..now).for_each(|_| progress.advance(""));
        percent = percent.max(now);
    };
    let parsed = noroshi_formats::knowledge(&item.path(), &bytes, &mut told);
    progress.finish();
    parsed
}
