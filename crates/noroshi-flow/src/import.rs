//! Importing knowledge: ATT&CK as STIX, MISP galaxy clusters.

use std::path::Path;

use noroshi_model::{Entity, Problem, Source};
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

/// Entities of a foreign file, their sources, and what was left out of it.
type Foreign = (Vec<Entity>, Vec<Source>, Vec<Problem>);

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
    let (entities, sources, problems) = foreign(workspace, path).map_err(FlowError::Unread)?;
    let store = workspace.store().await?;
    let mut count = ImportCount { problems, ..ImportCount::default() };
    progress.start(Step::Importing, entities.len());
    for batch in entities.chunks(BATCH) {
        count.add(store.import_entities(batch, &sources).await?);
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

fn foreign(workspace: &Workspace, path: &Path) -> Result<Foreign, Problem> {
    let items = gather(&[path.to_owned()]);
    let [item] = items.as_slice() else {
        return Err(Problem::new("NRS-FLOW-014").at(path.display().to_string()));
    };
    let bytes = load(item, workspace.config.limits.bytes)?;
    parse(&bytes).ok_or_else(|| Problem::new("NRS-FLOW-013").at(item.path()))
}

/// The place where each format's parser is asked, by what the file says of itself.
fn parse(_bytes: &[u8]) -> Option<Foreign> {
    None
}
