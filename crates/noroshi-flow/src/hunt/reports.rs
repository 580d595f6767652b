//! The reports that a hunt starts from: kept ones, or a file that was never kept.

use std::sync::Arc;

use jiff::civil::Date;
use noroshi_model::DocumentId;
use noroshi_store::{AnyStore, DocumentStore as _, Kept};

use super::said::{Said, day, said};
use crate::know::Known;
use crate::pick;
use crate::shelf::Pages;
use crate::{Desk, FlowError, Item, Read, Workspace, taken_today};

/// Reports whose sentences are compared with hits when no report is asked for: the newest.
const NEWEST: usize = 1_000;

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
/// [`FlowError::Refused`] when no report or more than one has the name,
/// [`FlowError::Unread`] when its file cannot be read.
pub(super) async fn reports(workspace: &Workspace, source: &Source) -> Result<Reports, FlowError> {
    match source {
        Source::Rules => explaining(workspace).await,
        Source::Since(since) => {
            let store = workspace.kept_store().await?;
            let reports = kept(&store, workspace, Some(*since)).await;
            store.close().await;
            reports
        }
        Source::Report(name) => named(workspace, name).await,
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
        let Some(read) = store.find(id).await?.map(read) else { continue };
        // A date of fetching is no date of a report.
        let published = day(&read.reading);
        if since.is_none_or(|since| published.is_none_or(|day| day >= since)) {
            reports.add(&read, workspace);
        }
    }
    Ok(reports)
}

fn read(kept: Kept) -> Read {
    Read { document: kept.document, reading: kept.reading, bytes: kept.bytes }
}

async fn from_file(workspace: &Workspace, item: Item) -> Result<Reports, FlowError> {
    let known = Known::of(workspace).await?;
    let desk = Desk::new(&known.knowledge, &workspace.config, taken_today());
    let mut reports = Reports::default();
    desk.read_files(&[item], &crate::Silent, |file| match file.outcome {
        Ok(read) => {
            reports.add(&read, workspace);
            Ok(())
        }
        Err(problem) => Err(FlowError::Unread(problem)),
    })?;
    Ok(reports)
}

async fn named(workspace: &Workspace, name: &str) -> Result<Reports, FlowError> {
    match pick::report(workspace, name).await? {
        pick::Report::Unkept(item) => from_file(workspace, item).await,
        pick::Report::Kept(kept) => {
            let mut reports = Reports::default();
            reports.add(&read(*kept), workspace);
            Ok(reports)
        }
    }
}
