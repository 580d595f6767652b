//! Keeping findings, and that somebody looked.

use noroshi_model::{Check, Finding};
use noroshi_store::{CheckStore as _, FindingStore as _};

use crate::{FlowError, Workspace};

/// Keeps findings and the check that gave them, if the workspace has a store: asking a question
/// makes no file.
pub(super) async fn keep(
    workspace: &Workspace,
    findings: &[Finding],
    check: &Check,
) -> Result<(), FlowError> {
    let Some(store) = workspace.store_if_any().await? else { return Ok(()) };
    store.keep_findings(findings, check.at.as_second()).await?;
    store.keep_check(check).await?;
    store.close().await;
    Ok(())
}
