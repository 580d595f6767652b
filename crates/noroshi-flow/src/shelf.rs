//! Opening the store of a workspace, and going through what it keeps.

use noroshi_store::{AnyStore, DocumentKey, DocumentStore as _, Listed};

use crate::{FlowError, Workspace};

impl Workspace {
    /// The store, made if it is not there yet.
    pub(crate) async fn store(&self) -> Result<AnyStore, FlowError> {
        Ok(AnyStore::open(&self.store_url()).await?)
    }

    /// The store, if there is one: asking a question makes no file.
    pub(crate) async fn store_if_any(&self) -> Result<Option<AnyStore>, FlowError> {
        let missing = self.store_file().is_some_and(|path| !path.exists());
        if missing { Ok(None) } else { self.store().await.map(Some) }
    }

    /// The store that must be there already.
    pub(crate) async fn kept_store(&self) -> Result<AnyStore, FlowError> {
        let path = || self.store_file().unwrap_or_default().display().to_string();
        self.store_if_any().await?.ok_or_else(|| FlowError::NoStore { path: path() })
    }
}

/// Documents listed in one question.
const PAGE: usize = 200;

/// Kept documents in order of date, oldest first, some at a time.
pub(crate) struct Pages<'a> {
    store: &'a AnyStore,
    after: Option<DocumentKey>,
}

impl<'a> Pages<'a> {
    /// All documents of a store.
    pub(crate) fn of(store: &'a AnyStore) -> Self {
        Self { store, after: None }
    }

    /// The next documents; `None` when there are no more.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Listed>>, FlowError> {
        let page = self.store.list(self.after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(None) };
        self.after = Some(last.key.clone());
        Ok(Some(page))
    }
}
