//! The reports that a hunt starts from: kept ones, or a file that was never kept.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use noroshi_model::{DocumentId, Problem};
use noroshi_store::{AnyStore, DocumentStore as _};

use super::said::{Said, day, said};
use crate::know::Known;
use crate::shelf::Pages;
use crate::{Desk, FlowError, Item, Read, Workspace, gather, taken_today};

/// Reports whose sentences are compared with hits when no report is asked for: the newest.
const NEWEST: usize = 1_000;
/// Reports named when a name fits several.
const NEAR: usize = 3;

/// What reports a hunt is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// None: all rules are asked, and kept reports only explain the hits.
    #[default]
    Rules,
    /// One report: a file, or a kept one by the beginning of its id or the end of its path.
    Report(String),
    /// All kept reports that were published since a day.
    Since(Date),
}

/// The sentences of reports.
#[derive(Debug, Default)]
pub(super) struct Reports {
    /// The sentences, oldest report first.
    pub(super) said: Vec<Arc<Said>>,
    /// The reports that were asked about.
    pub(super) documents: Vec<(DocumentId, String)>,
    /// Observables that are not searched because they are not the attacker's.
    pub(super) left: usize,
}

impl Reports {
    fn add(&mut self, read: &Read, workspace: &Workspace) {
        let (said, left) = said(read, &workspace.config.estate);
        self.said.extend(said);
        self.left += left;
        self.documents.push((read.document.id, read.document.path.clone()));
    }
}

/// The sentences that a hunt starts from.
///
/// # Errors
/// [`FlowError::NoStore`] when kept reports are asked for and nothing was kept,
/// [`FlowError::Unread`] when no report or more than one has the name.
pub(super) async fn reports(workspace: &Workspace, source: &Source) -> Result<Reports, FlowError> {
    match source {
        Source::Rules => explaining(workspace).await,
        Source::Since(since) => {
            let store = workspace.kept_store().await?;
            let reports = kept(&store, workspace, Some(*since)).await;
            store.close().await;
            reports
        }
        Source::Report(name) if Path::new(name).is_file() => from_file(workspace, name).await,
        Source::Report(name) => {
            let store = workspace.kept_store().await?;
            let reports = named(&store, workspace, name).await;
            store.close().await;
            reports
        }
    }
}

async fn explaining(workspace: &Workspace) -> Result<Reports, FlowError> {
    let Some(store) = workspace.store_if_any().await? else { return Ok(Reports::default()) };
    let reports = kept(&store, workspace, None).await;
    store.close().await;
    reports.map(|reports| Reports { documents: Vec::new(), ..reports })
}

/// Kept reports since a day, or the newest.
async fn kept(
    store: &AnyStore,
    workspace: &Workspace,
    since: Option<Date>,
) -> Result<Reports, FlowError> {
    let mut ids: Vec<DocumentId> = Vec::new();
    let mut pages = Pages::of(store);
    while let Some(page) = pages.next().await? {
        let from = since.map(|since| since.to_string());
        let wanted =
            page.iter().filter(|it| from.as_ref().is_none_or(|from| it.key.dated >= *from));
        ids.extend(wanted.map(|listed| listed.key.document));
    }
    let skipped = if since.is_none() { ids.len().saturating_sub(NEWEST) } else { 0 };
    let mut reports = Reports::default();
    for id in ids.into_iter().skip(skipped) {
        let Some(read) = find(store, id).await? else { continue };
        // A date of fetching is no date of a report.
        let published = day(&read.reading);
        if since.is_none_or(|since| published.is_none_or(|day| day >= since)) {
            reports.add(&read, workspace);
        }
    }
    Ok(reports)
}

async fn find(store: &AnyStore, id: DocumentId) -> Result<Option<Read>, FlowError> {
    let kept = store.find(id).await?;
    Ok(kept.map(|it| Read { document: it.document, reading: it.reading, bytes: it.bytes }))
}

async fn from_file(workspace: &Workspace, name: &str) -> Result<Reports, FlowError> {
    let known = Known::of(workspace).await?;
    let desk = Desk::new(&known.knowledge, &workspace.config, taken_today());
    let items: Vec<Item> = gather(&[name.into()]);
    let mut reports = Reports::default();
    desk.read_files(&items, &crate::Silent, |file| match file.outcome {
        Ok(read) => {
            reports.add(&read, workspace);
            Ok(())
        }
        Err(problem) => Err(FlowError::Unread(problem)),
    })?;
    Ok(reports)
}

async fn named(store: &AnyStore, workspace: &Workspace, name: &str) -> Result<Reports, FlowError> {
    let mut found: Vec<(DocumentId, String)> = Vec::new();
    if name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let listed = store.find_by_prefix(name).await?;
        found.extend(listed.into_iter().map(|it| (it.key.document, it.path)));
    }
    if found.is_empty() {
        let mut pages = Pages::of(store);
        while let Some(page) = pages.next().await? {
            let fits = page.into_iter().filter(|it| ends(&it.path.replace('\\', "/"), name));
            found.extend(fits.map(|it| (it.key.document, it.path)));
        }
    }
    let [(id, _)] = &found[..] else { return Err(unclear(name, &found)) };
    let mut reports = Reports::default();
    if let Some(read) = find(store, *id).await? {
        reports.add(&read, workspace);
    }
    Ok(reports)
}

/// Whether a path ends with a name, not in the middle of a word.
fn ends(path: &str, name: &str) -> bool {
    let front = path.strip_suffix(name);
    front.is_some_and(|front| !front.ends_with(char::is_alphanumeric))
}

fn unclear(name: &str, found: &[(DocumentId, String)]) -> FlowError {
    let shown = found.iter().take(NEAR).map(|(id, path)| format!("{path} ({})", id.short()));
    let shown: Vec<String> = shown.collect();
    let problem = match shown.is_empty() {
        true => Problem::new("NRS-FLOW-052"),
        false => Problem::new("NRS-FLOW-053").fact("near", shown.join(", ")),
    };
    FlowError::Unread(problem.fact("name", name))
}
