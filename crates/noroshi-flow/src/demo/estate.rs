//! The estate of the demo: its logs, settings, packages, listings and assets, each looked at once.

use noroshi_model::Problem;

use crate::hunt::{self, Found, Keep};
use crate::watch::{Keeping, KevOrder, Whose};
use crate::{FlowError, Progress, Workspace, packages, posture, watch};

/// Where the parts of the estate stand in the workspace.
const SETTINGS: &str = "posture/ProviderSettingsExport.json";
const PACKAGES: &str = "packages";
const RECORDS: &str = "packages/records.jsonl";
const LISTINGS: [&str; 2] = ["watch/letter-ja.txt", "watch/offers.csv"];
const CATALOGUE: &str = "watch/kev-excerpt.json";
const ASSETS: &str = "watch/assets.csv";
const VERSIONS: &str = "watch/records.json";

/// What each part of the estate came to: findings, by the verb that looks there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Hits in logs.
    pub logs: u64,
    /// Failing policies that reports make pressing.
    pub settings: usize,
    /// Packages that are reported.
    pub packages: usize,
    /// Offers of what is ours.
    pub listings: usize,
    /// Assets with a vulnerability that is known to be exploited.
    pub assets: usize,
}

/// Looks at everything, and keeps what was found.
pub(super) async fn look(
    workspace: &Workspace,
    progress: &dyn Progress,
) -> Result<(Seen, Vec<Problem>), FlowError> {
    let mut problems = Vec::new();
    let logs = logs(workspace, progress, &mut problems).await?;
    let settings = settings(workspace, progress, &mut problems).await?;
    let packages = packages_in(workspace, progress, &mut problems).await?;
    let listings = listings(workspace, progress, &mut problems).await?;
    let assets = assets(workspace, progress, &mut problems).await?;
    Ok((Seen { logs, settings, packages, listings, assets }, problems))
}

async fn logs(
    workspace: &Workspace,
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
) -> Result<u64, FlowError> {
    let logs = vec![workspace.folder().join(hunt::LOGS)];
    let order = hunt::Order { logs, keep: Keep::Always, ..hunt::Order::default() };
    let untold = |_: &Found| Ok::<(), FlowError>(());
    let hunted = hunt::hunt(workspace, &order, progress, untold).await?;
    problems.extend(hunted.problems);
    Ok(hunted.findings)
}

async fn settings(
    workspace: &Workspace,
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
) -> Result<usize, FlowError> {
    let order = posture::Order {
        baseline: None,
        files: vec![workspace.folder().join(SETTINGS)],
        config: None,
        exceptions: None,
        keep: true,
        give_up_after: None,
    };
    let ran = posture::run(workspace, &order, progress).await?;
    problems.extend(ran.problems);
    Ok(ran.runs.iter().map(|judged| judged.findings.len()).sum())
}

async fn packages_in(
    workspace: &Workspace,
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
) -> Result<usize, FlowError> {
    let records = vec![workspace.folder().join(RECORDS)];
    problems.extend(packages::import(workspace, &records, progress).await?.problems);
    let folder = vec![workspace.folder().join(PACKAGES)];
    let checked = packages::check(workspace, &folder, progress).await?;
    let found = checked.hits().iter().filter(|hit| hit.is_finding()).count();
    Ok(found)
}

async fn listings(
    workspace: &Workspace,
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
) -> Result<usize, FlowError> {
    let files = LISTINGS.map(|name| workspace.folder().join(name));
    let whose = Whose::default();
    let found = watch::listings(workspace, &files, &whose, Keeping::Keep, progress).await?;
    problems.extend(found.problems);
    Ok(found.findings.len())
}

async fn assets(
    workspace: &Workspace,
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
) -> Result<usize, FlowError> {
    let order = KevOrder {
        catalogue: workspace.folder().join(CATALOGUE),
        assets: vec![workspace.folder().join(ASSETS)],
        records: vec![workspace.folder().join(VERSIONS)],
        epss: None,
        tier: watch::Tier::Product,
        duty: watch::Duty::Yardstick,
        keep: Keeping::Keep,
    };
    let found = watch::kev(workspace, &order, progress).await?;
    problems.extend(found.problems);
    Ok(found.findings.len())
}
