//! Holding the packages in use against records and kept reports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::Timestamp;
use noroshi_model::{
    Bilingual, Check, DocumentId, Finding, FindingKind, FindingState, Language, Problem,
    ReportKind, words,
};
use noroshi_packages::Ecosystem;
use noroshi_packages::report::{Book, Hit, Said, Verdict, said};
use noroshi_store::{
    AnyStore, CheckStore as _, DocumentStore as _, FindingStore as _, KeptCount, Mark,
    PackageStore as _, SearchStore as _, Wanted,
};

use super::inventory::{Listed, inventory};
use crate::clock::now;
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// Reported names that are looked for in the words of kept reports, beside the packages that
/// reading found itself.
const NAMES: usize = 100;

/// Kept reports that are read again for one name: the newest.
const REPORTS: usize = 20;

/// That no record was imported.
const NO_RECORDS: &str = "NRS-FLOW-070";

/// Gaps of a check that are kept.
const GAPS: usize = 20;

/// Who retires a finding that is not found any more.
const PROGRAM: &str = "noroshi";

/// The packages in use, and all that is said of them.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was read.
    pub listed: Listed,
    /// What keeping the findings changed.
    pub kept: KeptCount,
    /// Findings of an earlier check of the same files that are not found any more.
    pub retired: usize,
    /// Reports on packages that the store keeps.
    pub reports: usize,
    book: Book,
}

impl Checked {
    /// What is said of each package: findings first, most pressing first, then in order of file
    /// and line.
    pub fn hits(&self) -> Vec<Hit<'_>> {
        let hits = self.listed.dependencies.iter().filter_map(|one| self.book.judge(one));
        let mut hits: Vec<Hit<'_>> = hits.collect();
        let rank = |hit: &Hit<'_>| (!hit.is_finding(), std::cmp::Reverse(hit.level), hit.verdict);
        hits.sort_by_key(rank);
        hits
    }

    /// Packages that come from a repository, a path or a bare address: no name in a registry.
    pub fn unmatched(&self) -> usize {
        self.listed.dependencies.iter().filter(|one| !one.is_from_registry()).count()
    }
}

/// Reads files that list packages, holds them against what the store keeps, and keeps what was
/// found. A finding of an earlier check of the same file that is gone is marked as done.
///
/// # Errors
/// [`FlowError::NoStore`] when nothing was imported or kept yet, [`FlowError::Store`] when the
/// store fails.
pub async fn check(
    workspace: &Workspace,
    paths: &[PathBuf],
    progress: &dyn Progress,
) -> Result<Checked, FlowError> {
    let mut listed = inventory(paths, progress);
    let store = workspace.kept_store().await?;
    let keys: BTreeSet<String> =
        listed.dependencies.iter().filter(|one| one.is_from_registry()).map(key).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let known = store.reports_on(&keys).await?;
    let reports = store.report_sums().await?.iter().map(|sum| sum.count).sum();
    if reports == 0 {
        listed.problems.push(Problem::new(NO_RECORDS));
    }
    let mut names = BTreeSet::new();
    for one in known.iter().filter(|one| one.report.kind == ReportKind::Malicious).take(NAMES) {
        names.insert(one.report.name.to_ascii_lowercase());
        names.insert(one.report.normal.clone());
    }
    let said = sayings(&store, &listed, names).await?;
    let mut checked =
        Checked { listed, book: Book::new(known, said), reports, ..Checked::default() };
    checked.keep(&store).await?;
    store.close().await;
    Ok(checked)
}

fn key(dependency: &super::Dependency) -> String {
    noroshi_model::package_key(dependency.ecosystem.purl_type(), &dependency.normal())
}

/// What kept reports say: those that mention a package in use, and those that have one of the
/// reported names in their words.
async fn sayings(
    store: &AnyStore,
    listed: &Listed,
    mut names: BTreeSet<String>,
) -> Result<Vec<Said>, FlowError> {
    let used: BTreeSet<String> = listed
        .dependencies
        .iter()
        .filter(|one| one.is_from_registry())
        .flat_map(|one| [one.name.to_ascii_lowercase(), one.normal().into_owned()])
        .collect();
    let mut documents: BTreeSet<DocumentId> = BTreeSet::new();
    for name in &names {
        let found = store.search(&format!("\"{name}\""), REPORTS).await?;
        documents.extend(found.into_iter().map(|hit| hit.document));
    }
    for (name, mentioning) in store.mentioned_packages().await? {
        let lower = name.to_ascii_lowercase();
        let python = Ecosystem::PyPi.normal(&lower).into_owned();
        for name in [lower, python].into_iter().filter(|name| used.contains(name)) {
            names.insert(name);
            documents.extend(mentioning.iter().rev().take(REPORTS));
        }
    }
    let mut said_all = Vec::with_capacity(documents.len());
    for id in documents {
        if let Some(kept) = store.find(id).await? {
            said_all.push(said(&kept.document, &kept.reading, &names));
        }
    }
    said_all.retain(|said: &Said| !said.statements.is_empty());
    // The newest report speaks first.
    said_all.sort_by(|a, b| published(b).cmp(&published(a)));
    Ok(said_all)
}

fn published(said: &Said) -> Option<&str> {
    said.statements.first().and_then(|one| one.published.as_deref())
}

impl Checked {
    async fn keep(&mut self, store: &AnyStore) -> Result<(), FlowError> {
        let findings: Vec<Finding> = self.hits().iter().filter_map(Hit::finding).collect();
        let moment = now();
        self.kept = store.keep_findings(&findings, moment).await?;
        // Where nothing could be read, nobody has looked.
        if !self.listed.files.is_empty() {
            store.keep_check(&self.as_check(moment, findings.len())).await?;
        }
        let current: BTreeSet<&str> = findings.iter().map(|finding| finding.key.as_str()).collect();
        let wanted = Wanted {
            kinds: vec![FindingKind::Package],
            states: vec![FindingState::New, FindingState::Seen],
            ..Wanted::default()
        };
        let files: BTreeSet<&str> =
            self.listed.files.iter().map(|(path, _)| path.as_str()).collect();
        for kept in store.findings(&wanted).await? {
            let finding = &kept.finding;
            let path = finding.key.split(": pkg:").next().unwrap_or_default();
            if files.contains(path) && !current.contains(finding.key.as_str()) {
                let note = "not found when the file was checked again".to_owned();
                let (state, who) = (FindingState::Done, PROGRAM.to_owned());
                let mark = Mark { state, who, at: moment, note };
                self.retired += usize::from(store.mark_finding(&finding.id(), &mark).await?);
            }
        }
        Ok(())
    }

    /// That the packages were looked at; what could not be read is a gap.
    fn as_check(&self, moment: i64, found: usize) -> Check {
        let gap = |problem: &Problem| {
            let say = |language| words(problem.code, language).what(&problem.all_facts());
            Bilingual::new(say(Language::En), say(Language::Ja))
        };
        let reports = self.reports;
        Check {
            kind: FindingKind::Package,
            scope: Bilingual::new(
                "packages in use against reported ones",
                "使用中のパッケージと報告の照合",
            ),
            document: None,
            at: Timestamp::from_second(moment).unwrap_or_default(),
            looked_at: if reports == 0 { 0 } else { self.listed.dependencies.len() },
            found,
            gaps: self.listed.problems.iter().take(GAPS).map(gap).collect(),
        }
    }

    /// How many hits there are of each verdict.
    pub fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut counts = BTreeMap::new();
        for hit in self.hits() {
            *counts.entry(hit.verdict).or_default() += 1;
        }
        counts
    }
}
