//! What is known: the compiled pack or a folder in its place, and what was imported.

use std::fs;
use std::path::Path;

use noroshi_know::{Lookup, PackFile, pack, pack_from, with_imported, with_stated};
use noroshi_model::{Concern, Document, Entity, EntityKind, Estate, Knowledge, Problem, Reading};
use noroshi_store::{
    AnyStore, DocumentStore as _, Hit, Kept, KnowledgeStore as _, SearchStore as _,
};
use walkdir::WalkDir;

use crate::{Config, FlowError, Workspace, lexicon};

/// Kept documents that are asked what they say of an entity: the newest.
const TELLING: usize = 200;

/// Names shown for "did you mean".
const NEAR: usize = 3;

/// Knowledge, and what had to be left out of it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The knowledge.
    pub knowledge: Knowledge,
    /// Rows and files that were left out.
    pub problems: Vec<Problem>,
}

impl Known {
    /// What the workspace knows: its pack, and what was imported into its store, if any.
    ///
    /// # Errors
    /// [`FlowError::Store`] when there is a store and it fails.
    pub async fn of(workspace: &Workspace) -> Result<Self, FlowError> {
        let store = workspace.store_if_any().await?;
        let known = Self::with(workspace, store.as_ref()).await?;
        if let Some(store) = store {
            store.close().await;
        }
        Ok(known)
    }

    pub(crate) async fn with(
        workspace: &Workspace,
        store: Option<&AnyStore>,
    ) -> Result<Self, FlowError> {
        let Self { knowledge, problems } = knowledge(&workspace.config);
        let Some(store) = store else { return Ok(Self { knowledge, problems }) };
        let (entities, sources) = store.imported().await?;
        Ok(Self { knowledge: with_imported(knowledge, entities, sources), problems })
    }

    /// Adds what kept documents say of the entities of a name: other names and links, each
    /// with its document. Nothing is merged.
    ///
    /// # Errors
    /// [`FlowError::Store`] when there is a store and it fails.
    pub async fn with_stated(self, workspace: &Workspace, name: &str) -> Result<Self, FlowError> {
        let Some(store) = workspace.store_if_any().await? else { return Ok(self) };
        let kept = telling(&store, &self.knowledge, name).await?;
        store.close().await;
        let documents = kept.iter().map(|kept| (&kept.document, &kept.reading));
        Ok(Self { knowledge: with_stated(self.knowledge, documents), problems: self.problems })
    }

    /// What in a document touches the organisation. What is wrong with the profile is added
    /// to `problems`, once.
    pub(crate) fn concerns(
        &self,
        document: &Document,
        reading: &Reading,
        estate: &Estate,
        problems: &mut Vec<Problem>,
    ) -> Vec<Concern> {
        let found = noroshi_concern::concerns(document, reading, &self.knowledge, estate);
        let (concerns, further) = found;
        for problem in further {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        concerns
    }
}

/// Kept documents that mention an entity of the name.
async fn telling(
    store: &AnyStore,
    knowledge: &Knowledge,
    name: &str,
) -> Result<Vec<Kept>, FlowError> {
    let mut ids = Vec::new();
    for entity in Lookup::new(knowledge).named(name) {
        let listed = store.mentioning(entity.id.kind.mention(), entity.name()).await?;
        ids.extend(listed.into_iter().rev().take(TELLING).map(|listed| listed.key.document));
    }
    let mut kept = Vec::with_capacity(ids.len());
    for id in ids {
        kept.extend(store.find(id).await?);
    }
    Ok(kept)
}

/// The pack: the folder of the settings, else the compiled one; over it the lexicon of the
/// workspace.
pub fn knowledge(config: &Config) -> Known {
    let (knowledge, problems) = match &config.knowledge {
        Some(folder) => from_folder(folder),
        None => pack(),
    };
    let known = Known { knowledge, problems };
    match &config.lexicon {
        Some(folder) => lexicon::over(known, folder),
        None => known,
    }
}

fn from_folder(folder: &Path) -> (Knowledge, Vec<Problem>) {
    let mut files = Vec::new();
    let mut unreadable = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        match entry.map_err(|error| error.to_string()).and_then(|entry| pack_file(entry.path())) {
            Ok(Some(file)) => files.push(file),
            Ok(None) => {}
            Err(reason) => unreadable.push(no_knowledge(folder, &reason)),
        }
    }
    let given = files.iter().map(|[folder, stem, text]| PackFile { folder, stem, text });
    let (knowledge, problems) = pack_from(given);
    unreadable.extend(problems);
    (knowledge, unreadable)
}

/// Folder, name and content of one file of a pack; `None` for anything else.
fn pack_file(path: &Path) -> Result<Option<[String; 3]>, String> {
    if path.extension().is_none_or(|end| end != "toml") || !path.is_file() {
        return Ok(None);
    }
    let name =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let folder = path.parent().and_then(Path::file_name);
    Ok(Some([name(folder), name(path.file_stem()), text]))
}

fn no_knowledge(folder: &Path, reason: &str) -> Problem {
    Problem::new("NRS-FLOW-016").at(folder.display().to_string()).fact("reason", reason)
}

/// One entity or several that share a name.
pub type Shown<'k> = Vec<&'k Entity>;

/// Every entity of a name or id.
///
/// # Errors
/// [`FlowError::UnknownName`] with names that look alike.
pub fn show<'k>(knowledge: &'k Knowledge, name: &str) -> Result<Shown<'k>, FlowError> {
    let lookup = Lookup::new(knowledge);
    let found = lookup.named(name);
    if found.is_empty() {
        let near = lookup.near(name, NEAR).into_iter().map(str::to_owned).collect();
        return Err(FlowError::UnknownName { name: name.to_owned(), near });
    }
    Ok(found)
}

/// Entities of a kind, or all, in order of id.
pub fn list(knowledge: &Knowledge, kind: Option<EntityKind>) -> impl Iterator<Item = &Entity> {
    knowledge.entities.iter().filter(move |entity| kind.is_none_or(|kind| entity.id.kind == kind))
}

/// Kept documents that have all words of a query, newest first.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn search(
    workspace: &Workspace,
    query: &str,
    limit: usize,
) -> Result<Vec<Hit>, FlowError> {
    let store = workspace.kept_store().await?;
    let hits = store.search(query, limit).await?;
    store.close().await;
    Ok(hits)
}
