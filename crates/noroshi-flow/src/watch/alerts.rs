//! Alerts of listings and assets, and what people did about them.

use noroshi_model::{FindingKind, FindingState};
use noroshi_store::{FindingStore as _, KeptFinding, Wanted};

use crate::{FlowError, Workspace};

/// Kept findings of listings and assets in some states; in all when none is given. Most pressing first.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn alerts(
    workspace: &Workspace,
    states: &[FindingState],
) -> Result<Vec<KeptFinding>, FlowError> {
    let store = workspace.kept_store().await?;
    let wanted = Wanted {
        kinds: vec![FindingKind::Listing, FindingKind::Asset],
        states: states.to_vec(),
        ..Wanted::default()
    };
    let found = store.findings(&wanted).await?;
    store.close().await;
    Ok(found)
}
