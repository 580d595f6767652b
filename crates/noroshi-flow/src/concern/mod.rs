//! What concerns the organisation: one list over reports, logs, settings, packages, listings
//! and assets, and what was looked at without finding anything.

mod decide;
mod looked;

use std::collections::BTreeMap;

use noroshi_concern::tell;
use noroshi_model::{
    Concern, DocumentId, Finding, FindingId, FindingKind, FindingState, Level, Problem,
};
use noroshi_store::{
    AnyStore, CheckStore as _, ConcernStore as _, DocumentStore as _, FindingStore as _, Kept,
    KeptFinding, Wanted,
};

use crate::clock::now;
use crate::know::Known;
use crate::pick;
use crate::progress::{Progress, Step};
use crate::shelf::Pages;
use crate::{FlowError, Workspace};

pub use decide::{Decided, Decision, decide};
pub use looked::{Looked, LookedFor};

/// Which concerns are asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// At least this level.
    pub at_least: Level,
    /// Only of these kinds; all when empty.
    pub kinds: Vec<FindingKind>,
    /// Those too that were dealt with or that are not ours.
    pub decided: bool,
    /// Only what this report says: a file, or the beginning of the id of a kept document.
    pub report: Option<String>,
}

/// Something that concerns us.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// Both sides, with what was done about it.
    pub kept: KeptFinding,
    /// How it was worked out, when it comes from a report.
    pub concern: Option<Concern>,
}

/// What the comparison gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Compared {
    /// What concerns us: most pressing first, then newest.
    pub matters: Vec<Matter>,
    /// What was looked at, and what was never looked at.
    pub looked: Vec<Looked>,
    /// The report that was asked about.
    pub report: Option<DocumentId>,
    /// What is wrong with the knowledge or the profile.
    pub problems: Vec<Problem>,
}

/// What concerns us. Reports are compared with the profile as it is now; findings of other
/// verbs are listed as they were last seen.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Refused`] when the report
/// asked for is not kept, [`FlowError::Store`] when the store fails.
pub async fn concerns(
    workspace: &Workspace,
    asked: &Asked,
    progress: &dyn Progress,
) -> Result<Compared, FlowError> {
    let store = workspace.kept_store().await?;
    let known = Known::with(workspace, Some(&store)).await?;
    let mut comparing = Comparing { store: &store, workspace, known: &known, told: Vec::new() };
    let mut compared = Compared { problems: known.problems.clone(), ..Compared::default() };
    match &asked.report {
        Some(name) => {
            let kept = pick::document(&store, name, workspace.config.limits.bytes).await?;
            compared.report = Some(kept.document.id);
            comparing.one(&kept, &mut compared.problems).await?;
        }
        None => comparing.all(&mut compared.problems, progress).await?,
    }
    let told = comparing.told;
    compared.matters = matters(&store, &told, asked, compared.report).await?;
    let estate = &workspace.config.estate;
    let count = usize::try_from(store.count().await?).unwrap_or(usize::MAX);
    let reports = if compared.report.is_some() { 1 } else { count };
    compared.looked =
        looked::looked(estate, &told, &store.checks().await?, compared.report, reports);
    store.close().await;
    Ok(compared)
}

/// Comparing reports with the profile.
struct Comparing<'a> {
    store: &'a AnyStore,
    workspace: &'a Workspace,
    known: &'a Known,
    told: Vec<(Finding, Concern)>,
}

impl Comparing<'_> {
    async fn all(
        &mut self,
        problems: &mut Vec<Problem>,
        progress: &dyn Progress,
    ) -> Result<(), FlowError> {
        let documents = usize::try_from(self.store.count().await?).unwrap_or(usize::MAX);
        progress.start(Step::Comparing, documents);
        let mut pages = Pages::of(self.store);
        while let Some(page) = pages.next().await? {
            for listed in &page {
                if let Some(kept) = self.store.find(listed.key.document).await? {
                    self.one(&kept, problems).await?;
                }
                progress.advance(&listed.path);
            }
        }
        progress.finish();
        Ok(())
    }

    async fn one(&mut self, kept: &Kept, problems: &mut Vec<Problem>) -> Result<(), FlowError> {
        let (document, reading) = (&kept.document, &kept.reading);
        let now = self.known.concerns(document, reading, &self.workspace.config.estate, problems);
        if self.store.concerns_of(document.id).await? != now {
            self.store.replace_concerns(document.id, &now).await?;
        }
        let told = now.into_iter().map(|concern| (tell(&concern, document, reading), concern));
        self.told.extend(told);
        Ok(())
    }
}

/// Keeps what the reports say now, and lists it with all other findings. What reports said
/// before the profile changed is not listed any more.
async fn matters(
    store: &AnyStore,
    told: &[(Finding, Concern)],
    asked: &Asked,
    report: Option<DocumentId>,
) -> Result<Vec<Matter>, FlowError> {
    let findings: Vec<Finding> = told.iter().map(|(finding, _)| finding.clone()).collect();
    store.keep_findings(&findings, now()).await?;
    let concerns: BTreeMap<FindingId, &Concern> =
        told.iter().map(|(finding, concern)| (finding.id(), concern)).collect();
    let states = [FindingState::New, FindingState::Seen];
    let wanted = Wanted {
        kinds: asked.kinds.clone(),
        states: if asked.decided { Vec::new() } else { states.to_vec() },
        at_least: Some(asked.at_least),
        limit: None,
    };
    let listed = store.findings(&wanted).await?.into_iter();
    let current = listed.filter_map(|kept| {
        let concern = concerns.get(&kept.finding.id()).map(|concern| (*concern).clone());
        let shown = match kept.finding.kind {
            FindingKind::Report => concern.is_some(),
            _ => report.is_none_or(|report| cites(&kept.finding, report)),
        };
        shown.then_some(Matter { kept, concern })
    });
    Ok(current.collect())
}

/// Whether a finding rests on a document.
fn cites(finding: &Finding, document: DocumentId) -> bool {
    finding.theirs.iter().any(|one| one.place.is_some_and(|(cited, _)| cited == document))
}
