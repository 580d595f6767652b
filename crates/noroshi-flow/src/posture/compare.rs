//! Kept runs: listed, compared, told again.

use std::path::Path;

use jiff::Timestamp;
use noroshi_model::Problem;
use noroshi_posture::{Changed, Facts, MOST_EXPORT, Run, diff, import as import_results, join};
use noroshi_store::{AnyStore, KeptRun, PostureStore as _};

use super::Judged;
use super::keep::unkept;
use super::reported::reported;
use crate::clock::now;
use crate::file::{Item, load};
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// Runs listed at most.
const MOST_RUNS: usize = 1_000;

/// Two runs and what changed between them.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The earlier run.
    pub before: Run,
    /// The later run.
    pub after: Run,
    /// What changed, and what did not.
    pub changed: Vec<Changed>,
    /// What speaks against comparing them.
    pub problems: Vec<Problem>,
}

/// A kept run and its id.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// The run.
    pub run: Run,
}

/// Compares two runs, each named by the beginning of its id or by a file of results; without
/// names, the last two of the tenant that was judged last.
///
/// # Errors
/// [`FlowError::Refused`] when a run is not there or there are not two of them,
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn compare(
    workspace: &Workspace,
    names: Option<(&str, &str)>,
) -> Result<Compared, FlowError> {
    let mut problems = Vec::new();
    let (before, after) = match names {
        Some((before, after)) => (
            named(workspace, before, &mut problems).await?,
            named(workspace, after, &mut problems).await?,
        ),
        None => last_two(workspace).await?,
    };
    let (changed, doubts) = diff(&before, &after, Facts::compiled_in());
    problems.extend(doubts);
    Ok(Compared { before, after, changed, problems })
}

/// All kept runs, newest first.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was kept yet, [`FlowError::Store`] when the store fails.
pub async fn history(workspace: &Workspace) -> Result<Vec<Listed>, FlowError> {
    let store = workspace.kept_store().await?;
    let runs = store.runs(None, MOST_RUNS).await?;
    store.close().await;
    Ok(runs.into_iter().filter_map(listed).collect())
}

/// A kept run with what presses of it now; the last one without a name.
///
/// # Errors
/// Those of [`compare`].
pub async fn report(
    workspace: &Workspace,
    name: Option<&str>,
    progress: &dyn Progress,
) -> Result<(Judged, Vec<Problem>), FlowError> {
    let mut problems = Vec::new();
    let run = match name {
        Some(name) => named(workspace, name, &mut problems).await?,
        None => {
            let store = workspace.kept_store().await?;
            let last = store.runs(None, 1).await?.into_iter().find_map(unkept);
            store.close().await;
            last.ok_or_else(|| too_few(0))?
        }
    };
    let mut judged = Judged { kept: Some(run.id()), run, findings: Vec::new() };
    if let Some(store) = workspace.store_if_any().await? {
        let reports = reported(workspace, &store, progress).await?;
        let at = Timestamp::from_second(now()).unwrap_or_default();
        judged.findings = join(&judged.run, Facts::compiled_in(), &reports, at);
        store.close().await;
    }
    Ok((judged, problems))
}

fn listed(kept: KeptRun) -> Option<Listed> {
    let id = kept.id.clone();
    unkept(kept).map(|run| Listed { id, run })
}

async fn named(
    workspace: &Workspace,
    name: &str,
    problems: &mut Vec<Problem>,
) -> Result<Run, FlowError> {
    let path = Path::new(name);
    if let Ok(found) = std::fs::metadata(path) {
        let bytes = load(&Item::File(path.to_owned(), found.len()), MOST_EXPORT);
        let bytes = bytes.map_err(|problem| FlowError::Refused(vec![problem]))?;
        let at = Timestamp::from_second(now()).unwrap_or_default();
        let (run, told) = import_results(name, &bytes, at)
            .map_err(|problem| FlowError::Refused(vec![problem]))?;
        problems.extend(told);
        return Ok(run);
    }
    let store = workspace.kept_store().await?;
    let found = by_id(&store, name).await;
    store.close().await;
    found
}

async fn by_id(store: &AnyStore, name: &str) -> Result<Run, FlowError> {
    let refused = |problem: Problem| FlowError::Refused(vec![problem.fact("id", name)]);
    let mut found = store.runs_like(name).await?;
    match (found.len(), found.pop()) {
        (1, Some(one)) => unkept(one).ok_or_else(|| refused(Problem::new("NRS-FLOW-061"))),
        (0, _) | (_, None) => Err(refused(Problem::new("NRS-FLOW-061"))),
        (count, _) => Err(refused(Problem::new("NRS-FLOW-062").fact("count", count))),
    }
}

async fn last_two(workspace: &Workspace) -> Result<(Run, Run), FlowError> {
    let store = workspace.kept_store().await?;
    let last = store.runs(None, 1).await?.into_iter().next();
    let runs = match &last {
        Some(last) => store.runs(Some(&last.tenant), MOST_RUNS).await?,
        None => Vec::new(),
    };
    store.close().await;
    let suite = last.map(|last| last.suite).unwrap_or_default();
    let mut runs = runs.into_iter().filter(|one| one.suite == suite).filter_map(unkept);
    match (runs.next(), runs.next()) {
        (Some(after), Some(before)) => Ok((before, after)),
        (first, _) => Err(too_few(usize::from(first.is_some()))),
    }
}

fn too_few(count: usize) -> FlowError {
    FlowError::Refused(vec![Problem::new("NRS-FLOW-063").fact("count", count)])
}
