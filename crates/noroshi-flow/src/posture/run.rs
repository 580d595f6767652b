//! Judging settings exports, and taking finished results in.

use std::path::Path;

use jiff::Timestamp;
use noroshi_model::{Bilingual, Check, FindingKind, FindingState, Problem};
use noroshi_posture::{
    Agreed, Config, Export, Facts, MOST_CONFIG, MOST_EXCEPTIONS, MOST_EXPORT, Reported, Run,
    Verdict, evaluate_telling, except, exceptions, join,
};
use noroshi_store::{AnyStore, CheckStore as _, FindingStore as _, Mark, PostureStore as _};

use super::baseline::baseline;
use super::keep::kept;
use super::reported::reported;
use super::{Judged, Order, Ran};
use crate::clock::now;
use crate::file::{Item, load};
use crate::guard::guarded;
use crate::progress::{Progress, Step};
use crate::{FlowError, Workspace, gather};

/// Exceptions of the workspace.
const EXCEPTIONS: &str = "posture.toml";

/// Judges exports by a baseline, with the exceptions of the workspace, and says which failing
/// policies kept reports make pressing. A file that cannot be judged is a problem in the result.
///
/// # Errors
/// [`FlowError::Refused`] when the baseline, the configuration or the exceptions cannot be used:
/// without them every result would be another one. [`FlowError::Store`] when the store fails.
pub async fn run(
    workspace: &Workspace,
    order: &Order,
    progress: &dyn Progress,
) -> Result<Ran, FlowError> {
    let (mut baseline, problems) = baseline(order.baseline.as_deref())?;
    if let Some(limit) = order.give_up_after {
        baseline = baseline.giving_up_after(limit);
    }
    let config = order.config.as_deref().map(config).transpose()?;
    let judge = |path: &str, bytes: &[u8], at: Timestamp| {
        let export = Export::read(path, bytes)?;
        let mut told = |product: &str| progress.advance(&format!("{path}: {product}"));
        Ok(evaluate_telling(&baseline, &export, config.as_ref(), at, &mut told))
    };
    let each_file = baseline.products().count();
    let mut ran = each(workspace, order, progress, each_file, &judge).await?;
    ran.problems.splice(0..0, problems);
    Ok(ran)
}

/// Takes finished results in, with the exceptions of the workspace and what presses of them.
///
/// # Errors
/// Those of [`run`], but for the baseline and the configuration.
pub async fn import(
    workspace: &Workspace,
    order: &Order,
    progress: &dyn Progress,
) -> Result<Ran, FlowError> {
    let judge = |path: &str, bytes: &[u8], at: Timestamp| {
        progress.advance(path);
        noroshi_posture::import(path, bytes, at)
    };
    each(workspace, order, progress, 1, &judge).await
}

type Done = Result<(Run, Vec<Problem>), Problem>;
type Judge<'a> = &'a dyn Fn(&str, &[u8], Timestamp) -> Done;

async fn each(
    workspace: &Workspace,
    order: &Order,
    progress: &dyn Progress,
    each_file: usize,
    judge: Judge<'_>,
) -> Result<Ran, FlowError> {
    let agreed = agreed(workspace, order.exceptions.as_deref())?;
    let at = Timestamp::from_second(now()).unwrap_or_default();
    let mut ran = Ran::default();
    let items = gather(&order.files);
    progress.start(Step::Judging, items.len() * each_file);
    for item in &items {
        match one(item, judge, at) {
            Ok((mut run, problems)) => {
                ran.problems.extend(problems);
                ran.problems.extend(except(&mut run, &agreed, at));
                // A run without any result is no answer: what it lacks has been told.
                if run.results.is_empty() {
                    ran.unread += 1;
                } else {
                    ran.runs.push(Judged { run, findings: Vec::new(), kept: None });
                }
            }
            Err(problem) => {
                ran.problems.push(problem);
                ran.unread += 1;
            }
        }
    }
    progress.finish();
    join_and_keep(workspace, order, &mut ran, at, progress).await?;
    Ok(ran)
}

fn one(item: &Item, judge: Judge<'_>, at: Timestamp) -> Done {
    let path = item.path();
    let bytes = load(item, MOST_EXPORT)?;
    let done = guarded(|| judge(&path, &bytes, at));
    done.unwrap_or_else(|place| Err(Problem::new("NRS-FLOW-064").at(&path).fact("reason", place)))
}

async fn join_and_keep(
    workspace: &Workspace,
    order: &Order,
    ran: &mut Ran,
    at: Timestamp,
    progress: &dyn Progress,
) -> Result<(), FlowError> {
    let store = if order.keep && !ran.runs.is_empty() {
        Some(workspace.store().await?)
    } else {
        workspace.store_if_any().await?
    };
    let Some(store) = store else { return Ok(()) };
    let reports = reported(workspace, &store, progress).await?;
    for judged in &mut ran.runs {
        judged.findings = join(&judged.run, Facts::compiled_in(), &reports, at);
        if order.keep {
            keep(&store, judged, &reports, at).await?;
        }
    }
    store.close().await;
    Ok(())
}

async fn keep(
    store: &AnyStore,
    judged: &mut Judged,
    reports: &[Reported],
    at: Timestamp,
) -> Result<(), FlowError> {
    let record = kept(&judged.run);
    store.keep_run(&record).await?;
    store.keep_findings(&judged.findings, at.as_second()).await?;
    retire(store, &judged.run, at).await?;
    store.keep_check(&check(judged, reports, at)).await?;
    judged.kept = Some(record.id);
    Ok(())
}

/// Findings of policies that were judged again and press no more are done.
async fn retire(store: &AnyStore, run: &Run, at: Timestamp) -> Result<(), FlowError> {
    let assessed = run.results.iter().filter(|one| one.verdict != Verdict::Error);
    for one in assessed {
        let mark = Mark {
            state: FindingState::Done,
            who: "noroshi posture".to_owned(),
            at: at.as_second(),
            note: format!("{}: {}", one.policy, one.verdict.word()),
        };
        // The blank ends the key, so that 1.1 is not the beginning of 1.10.
        let key = format!("{} {} ", run.tenant.key(), one.policy.stem());
        store.retire_findings(FindingKind::Setting, &key, at.as_second(), &mark).await?;
    }
    Ok(())
}

fn check(judged: &Judged, reports: &[Reported], at: Timestamp) -> Check {
    let run = &judged.run;
    let (tool, tenant) = (format!("{} {}", run.tool, run.tool_version), run.tenant.title());
    let of = |verdict: Verdict| run.summary().of(verdict);
    let mut gaps = Vec::new();
    let errors = of(Verdict::Error);
    if errors > 0 {
        gaps.push(Bilingual::new(
            format!("{errors} policies could not be assessed"),
            format!("{errors} 項目を判定できなかった"),
        ));
    }
    let by_hand = of(Verdict::NotApplicable) + of(Verdict::NoEvents);
    if by_hand > 0 {
        gaps.push(Bilingual::new(
            format!("{by_hand} policies have to be checked by hand"),
            format!("{by_hand} 項目は手動での確認が必要"),
        ));
    }
    if reports.is_empty() {
        gaps.push(Bilingual::new(
            "no kept report tells of a technique",
            "手法に触れるレポートが保存されていない",
        ));
    }
    Check {
        kind: FindingKind::Setting,
        scope: Bilingual::new(
            format!("settings of {tenant} by {}", tool.trim()),
            format!("{tenant} の設定を {} で判定", tool.trim()),
        ),
        document: None,
        at,
        looked_at: run.results.len(),
        found: judged.findings.len(),
        gaps,
    }
}

fn text(path: &Path, limit: usize) -> Result<String, FlowError> {
    let found = std::fs::metadata(path).map(|found| found.len()).unwrap_or_default();
    let bytes = load(&Item::File(path.to_owned(), found), limit);
    let bytes = bytes.map_err(|problem| FlowError::Refused(vec![problem]))?;
    String::from_utf8(bytes).map_err(|error| {
        let problem = Problem::new("NRS-FLOW-010").at(path.display().to_string());
        FlowError::Refused(vec![problem.fact("reason", error.utf8_error())])
    })
}

fn config(path: &Path) -> Result<Config, FlowError> {
    let text = text(path, MOST_CONFIG)?;
    let read = Config::read(&path.display().to_string(), &text);
    read.map_err(|problem| FlowError::Refused(vec![problem]))
}

fn agreed(workspace: &Workspace, named: Option<&Path>) -> Result<Vec<Agreed>, FlowError> {
    let own = workspace.folder().join(EXCEPTIONS);
    let path = match named {
        Some(path) => path,
        None if own.is_file() => &own,
        None => return Ok(Vec::new()),
    };
    let (agreed, problems) = exceptions(&path.display().to_string(), &text(path, MOST_EXCEPTIONS)?);
    if problems.is_empty() { Ok(agreed) } else { Err(FlowError::Refused(problems)) }
}
