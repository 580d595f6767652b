//! Known-exploited vulnerabilities against own assets.

use std::path::PathBuf;

use jiff::Timestamp;
use noroshi_model::{Bilingual, Check, Finding, FindingKind, Problem};
use noroshi_store::{CheckStore as _, FindingStore as _, KeptCount};
use noroshi_watch::alert::{Duty, asset_findings};
use noroshi_watch::kev::{
    Asset, Catalogue, Epss, Joined, KevEntry, Match, Records, Tier, assets, bill_assets, catalogue,
    epss, join, records,
};

use super::listings::Keeping;
use super::{Taken, gaps, one, take};
use crate::clock::{now, today};
use crate::file::{gather, load};
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// Bytes of a file of records; feeds of a year are large.
const MOST_RECORD_BYTES: usize = 512 << 20;

/// What is joined with what.
#[derive(Debug, Clone)]
pub struct KevOrder {
    /// The catalogue, in the JSON of CISA.
    pub catalogue: PathBuf,
    /// Asset lists, scanner exports, bills of materials.
    pub assets: Vec<PathBuf>,
    /// Records with versions: NVD, CVE JSON, OSV; files and folders.
    pub records: Vec<PathBuf>,
    /// Scores of EPSS.
    pub epss: Option<PathBuf>,
    /// The least sure tier that is told.
    pub tier: Tier,
    /// What due dates are for the reader.
    pub duty: Duty,
    /// Whether findings are kept.
    pub keep: Keeping,
}

/// The answer.
#[derive(Debug, Clone, Default)]
pub struct KevResult {
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The assets.
    pub assets: Vec<Asset>,
    /// Scores.
    pub epss: Epss,
    /// The join.
    pub joined: Joined,
    /// Matches of at least the tier asked for, as findings.
    pub findings: Vec<Finding>,
    /// The least sure tier that is told.
    pub tier: Option<Tier>,
    /// When it was looked at.
    pub at: Timestamp,
    /// What keeping changed, if it was asked for.
    pub kept: Option<KeptCount>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl KevResult {
    /// Matches that are told, each with its entry, its asset and its score.
    pub fn told(&self) -> impl Iterator<Item = (&Match, &KevEntry, &Asset, Option<f64>)> {
        let least = self.tier.unwrap_or(Tier::Vendor);
        let told = self.joined.matches.iter().filter(move |one| one.tier >= least);
        told.filter_map(|one| {
            let (entry, asset) =
                (self.catalogue.entries.get(&one.cve)?, self.assets.get(one.asset)?);
            Some((one, entry, asset, self.epss.scores.get(&one.cve).copied()))
        })
    }

    /// How many assets have a match that is told.
    pub fn touched(&self) -> usize {
        let all: std::collections::BTreeSet<usize> =
            self.told().map(|(one, ..)| one.asset).collect();
        all.len()
    }

    /// How many matches are less sure than what is told.
    pub fn less_sure(&self) -> usize {
        self.joined.matches.len() - self.told().count()
    }
}

/// Joins the catalogue with assets.
///
/// # Errors
/// [`FlowError::Unread`] when the catalogue or the scores cannot be opened, [`FlowError::Refused`] when the catalogue
/// holds no entry, [`FlowError::Store`] when the store fails.
pub async fn kev(
    workspace: &Workspace,
    order: &KevOrder,
    progress: &dyn Progress,
) -> Result<KevResult, FlowError> {
    let path = order.catalogue.display().to_string();
    let (read, mut problems) =
        catalogue(&one(&order.catalogue, workspace.config.limits.bytes)?, &path);
    if read.entries.is_empty() {
        let empty = Problem::new("NRS-FLOW-081").at(&path);
        return Err(FlowError::Refused(problems.into_iter().chain([empty]).collect()));
    }
    let scores = match &order.epss {
        Some(path) => epss(&String::from_utf8_lossy(&one(path, workspace.config.limits.bytes)?)),
        None => Epss::default(),
    };
    let known = all_records(&order.records, &mut problems);
    let mut own = Vec::new();
    take(workspace, &order.assets, progress, &mut problems, |path, taken, problems| {
        let (found, told) = match taken {
            Taken::Document(document) => assets(&document),
            Taken::Json(bytes) => bill_assets(&bytes, path),
        };
        own.extend(found);
        problems.extend(told);
    });
    let joined = join(&read, &known, &own);
    let findings = asset_findings(&joined, &read, &own, &scores, (order.tier, order.duty, today()));
    let at = Timestamp::from_second(now()).unwrap_or_default();
    let mut result = KevResult {
        catalogue: read,
        assets: own,
        epss: scores,
        joined,
        findings,
        tier: Some(order.tier),
        at,
        kept: None,
        problems,
    };
    if order.keep == Keeping::Keep {
        result.kept = Some(keep(workspace, &result).await?);
    }
    Ok(result)
}

fn all_records(paths: &[PathBuf], problems: &mut Vec<Problem>) -> Records {
    let mut known = Records::new();
    for item in gather(paths) {
        match load(&item, MOST_RECORD_BYTES) {
            Ok(bytes) => problems.extend(records(&bytes, &item.path(), &mut known)),
            Err(problem) => problems.push(problem),
        }
    }
    known
}

async fn keep(workspace: &Workspace, result: &KevResult) -> Result<KeptCount, FlowError> {
    let store = workspace.store().await?;
    let count = store.keep_findings(&result.findings, now()).await?;
    let version = &result.catalogue.version;
    let check = Check {
        kind: FindingKind::Asset,
        scope: Bilingual::new(
            "exploited vulnerabilities on assets",
            "悪用が確認された脆弱性と資産の照合",
        ),
        document: None,
        at: result.at,
        looked_at: result.assets.len(),
        found: result.findings.len(),
        gaps: gaps(&result.problems)
            .into_iter()
            .chain([Bilingual::new(
                format!("catalogue of {version}; newer entries"),
                format!("カタログ {version} 以降の追加分"),
            )])
            .collect(),
    };
    store.keep_check(&check).await?;
    store.close().await;
    Ok(count)
}
