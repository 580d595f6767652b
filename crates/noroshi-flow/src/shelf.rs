//! Opening the store of a workspace.

use noroshi_store::AnyStore;

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
