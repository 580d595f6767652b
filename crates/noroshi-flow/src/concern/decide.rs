//! What a person decides about a finding.

use noroshi_model::{FindingId, FindingState, Problem};
use noroshi_store::{FindingStore as _, KeptFinding, Mark};

use crate::clock::now;
use crate::{FlowError, Workspace};

/// A decision about a finding.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The beginning of the finding's id.
    pub id: String,
    /// The state to set.
    pub state: FindingState,
    /// Who decides.
    pub who: String,
    /// Why; may be empty.
    pub note: String,
}

/// A finding after a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its whole id.
    pub id: FindingId,
    /// The finding as it is kept now.
    pub kept: KeptFinding,
}

/// Sets the state of a finding and keeps who did so, when and why.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Refused`] when no finding or
/// more than one answers to the id, [`FlowError::Store`] when the store fails.
pub async fn decide(workspace: &Workspace, decision: &Decision) -> Result<Decided, FlowError> {
    let store = workspace.kept_store().await?;
    let found = store.findings_like(&decision.id).await?;
    let [one] = found.as_slice() else {
        let code = if found.is_empty() { "NRS-FLOW-047" } else { "NRS-FLOW-048" };
        let problem = Problem::new(code).fact("id", &decision.id).fact("count", found.len());
        return Err(FlowError::Refused(vec![problem]));
    };
    let id = one.finding.id();
    let (who, note) = (decision.who.clone(), decision.note.clone());
    let mark = Mark { state: decision.state, who, at: now(), note };
    store.mark_finding(&id, &mark).await?;
    let kept = store.findings_like(id.as_str()).await?.into_iter().next();
    store.close().await;
    let kept = kept.unwrap_or_else(|| one.clone());
    Ok(Decided { id, kept })
}
