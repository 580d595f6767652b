//! Hunting: own logs against rules and against what kept reports say.
//!
//! Hits are told as they are found, in the order of the logs; what needs all of them
//! (correlations, what could not be evaluated) comes at the end.

mod coverage;
mod csv;
mod explain;
mod library;
mod logs;
mod page;
mod reports;
mod rules;
mod run;
mod said;
mod sigma;
mod timeline;
mod unread;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use noroshi_hunt::{Limits, Outcome, RuleSet, Tuning, Verdict};
use noroshi_model::{Bilingual, Check, FindingKind, Problem};
use noroshi_store::{AnyStore, CheckStore as _, FindingStore as _, KeptCount};

use crate::clock::now;
use crate::progress::{Progress, Step};
use crate::{FlowError, MessageLanguage, Workspace};

pub use coverage::{Known as TechniqueCoverage, Sight, coverage};
pub use csv::Table;
pub use explain::{Explained, explain};
pub use jiff::Timestamp;
pub use noroshi_hunt::{Coverage, Hit, Rule, RuleLevel, Seen, Step as ExplainedStep};
pub use page::page;
pub use reports::Source;
pub use said::{Said, Why};
pub use sigma::WrittenRule;
pub use timeline::{Found, Group, Timeline};
pub use write::{WrittenRules, write_rules};

pub(crate) use logs::FOLDER as LOGS;

use library::Library;
use reports::Reports;
use run::{Reader, Team, Worked};
use unread::Unread;

/// Findings that are kept in one transaction.
const KEPT_AT_ONCE: usize = 2_000;
/// Findings of one hunt that are kept; further ones are told and counted only.
const MOST_KEPT: usize = 100_000;

/// Whether findings go into the store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// When the workspace has a store already.
    #[default]
    IfStore,
    /// Always; the store is made if it is not there.
    Always,
    /// Never.
    Never,
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Logs: files, folders, patterns, `-`.
    pub logs: Vec<PathBuf>,
    /// Files and folders of rules; the own pack when there are none.
    pub rules: Vec<PathBuf>,
    /// A file of levels and exclusions.
    pub tuning: Option<PathBuf>,
    /// The reports it starts from.
    pub source: Source,
    /// Whether findings are kept.
    pub keep: Keep,
}

/// What a hunt came to, besides the hits that were told.
#[derive(Debug, Default)]
pub struct Hunted {
    /// Rules that were asked.
    pub rules_loaded: usize,
    /// Rules that could not be loaded.
    pub rules_failed: usize,
    /// Rules that could be answered on no host, with the reason.
    pub not_evaluable: Vec<(String, String, Verdict)>,
    /// The rows of the outcome that [`Hunted::partly`] gives.
    partly: Vec<usize>,
    /// Logs that were opened.
    pub logs: usize,
    /// Logs that could not be.
    pub unread: usize,
    /// Hits that are findings.
    pub findings: u64,
    /// Hits that an exclusion of the tuning file silences.
    pub excluded: u64,
    /// Observables of the reports that were not searched, because they are not the attacker's.
    pub not_searched: usize,
    /// What keeping them changed; `None` when they were not kept.
    pub kept: Option<KeptCount>,
    /// What the logs hold and every rule's answer on every host.
    pub outcome: Outcome,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What went wrong with rules and logs.
    pub problems: Vec<Problem>,
}

impl Hunted {
    /// Rules that could be answered on some host and not on others, with the answer of the others.
    pub fn partly(&self) -> impl Iterator<Item = &Coverage> {
        self.partly.iter().filter_map(|at| self.outcome.coverage.get(*at))
    }
}

/// Hunts. Each finding is handed to `tell` as soon as it is known.
///
/// # Errors
/// [`FlowError::Unread`] when rules, tuning or the report asked for cannot be read,
/// [`FlowError::NoStore`] and [`FlowError::Store`] by the store, and whatever `tell` returns.
pub async fn hunt<E: From<FlowError>>(
    workspace: &Workspace,
    order: &Order,
    progress: &dyn Progress,
    tell: impl FnMut(&Found) -> Result<(), E>,
) -> Result<Hunted, E> {
    hunt_with_rules(workspace, order, progress, tell).await.map(|(hunted, _)| hunted)
}

/// The same, with the rules that were asked.
async fn hunt_with_rules<E: From<FlowError>>(
    workspace: &Workspace,
    order: &Order,
    progress: &dyn Progress,
    tell: impl FnMut(&Found) -> Result<(), E>,
) -> Result<(Hunted, Vec<Arc<Rule>>), E> {
    let started = Instant::now();
    let mut prepared = Prepared::new(workspace, order).await?;
    let problems = std::mem::take(&mut prepared.problems);
    let store = match order.keep {
        Keep::IfStore => workspace.store_if_any().await?,
        Keep::Always => Some(workspace.store().await?),
        Keep::Never => None,
    };
    let keeper = Keeper { store, waiting: Vec::new(), kept: 0, count: KeptCount::default() };
    let mut hunted = prepared.run(workspace, order, progress, tell, keeper).await?;
    hunted.problems.splice(0..0, problems);
    hunted.seconds = started.elapsed().as_secs_f64();
    Ok((hunted, prepared.rules.rules().to_vec()))
}

/// Everything that is known before the first log is opened.
struct Prepared {
    rules: RuleSet,
    library: Library,
    reports: Reports,
    tuning: Tuning,
    source: Source,
    problems: Vec<Problem>,
}

impl Prepared {
    async fn new(workspace: &Workspace, order: &Order) -> Result<Self, FlowError> {
        let (mut texts, mut problems) = rules::texts(&order.rules)?;
        let reports = reports::reports(workspace, &order.source).await?;
        let mut library = Library::new(reports.said.iter().cloned());
        if order.source != Source::Rules {
            for (at, said) in reports.said.iter().enumerate().filter(|(_, it)| it.is_stated()) {
                let Some(written) = sigma::rules(said) else { continue };
                written.ids.iter().for_each(|id| library.wrote(id, at));
                texts.push((format!("{}: {}", said.path, written.file), written.text));
            }
        }
        let (mut rules, failed) = rules::compiled(&texts);
        problems.extend(failed);
        let tuning = match &order.tuning {
            Some(path) => {
                let (tuning, further) = rules::tuning(path)?;
                problems.extend(further);
                tuning
            }
            None => Tuning::default(),
        };
        rules.name_fields(tuning.fields());
        let source = order.source.clone();
        let prepared = Self { rules, library, reports, tuning, source, problems };
        prepared.worth_it().map(|()| prepared)
    }

    /// A report without anything that can be looked for is told before logs are read.
    fn worth_it(&self) -> Result<(), FlowError> {
        if self.rules.rules().iter().any(|rule| self.asks(rule)) {
            return Ok(());
        }
        let paths: Vec<&str> = self.reports.documents.iter().map(|it| it.1.as_str()).collect();
        let problem = Problem::new("NRS-FLOW-054").fact("paths", paths.join(", "));
        Err(FlowError::Unread(problem.fact("left", self.reports.left)))
    }

    /// Whether a rule belongs to what was asked.
    fn asks(&self, rule: &Rule) -> bool {
        self.source == Source::Rules
            || self.library.is_written(&rule.id)
            || self.library.asks_for(&rule.tags)
    }

    async fn run<E: From<FlowError>>(
        &self,
        workspace: &Workspace,
        order: &Order,
        progress: &dyn Progress,
        mut tell: impl FnMut(&Found) -> Result<(), E>,
        mut keeper: Keeper,
    ) -> Result<Hunted, E> {
        let limits = Limits::default();
        let items = logs::items(&order.logs);
        let bytes = items.iter().map(crate::Item::bytes).sum::<u64>();
        progress.start(Step::Hunting, usize::try_from(bytes).unwrap_or(usize::MAX));
        let team = Team::new(&self.rules, &self.tuning, limits, workspace.config.threads);
        let mut reader = Reader::new(&items, limits, team.members(), progress);
        let mut hunted = Hunted::default();
        let mut unread = Unread::default();
        let mut batch = reader.batch();
        while !batch.is_empty() {
            let (worked, next) = team.step(&batch, &mut reader);
            for Worked { hits, problems } in worked {
                problems.into_iter().for_each(|problem| unread.add(problem));
                self.tell(hits, &mut hunted, &mut keeper, &mut tell)?;
            }
            keeper.flush(KEPT_AT_ONCE).await?;
            batch = next;
        }
        progress.finish();
        hunted.logs = reader.opened;
        hunted.unread = reader.unread;
        hunted.problems.extend(logs::empty(&order.logs, &items));
        hunted.problems.append(&mut reader.problems);
        hunted.problems.append(&mut unread.into_problems());
        let mut outcome = team.finish();
        let correlations = std::mem::take(&mut outcome.correlations);
        self.tell(correlations, &mut hunted, &mut keeper, &mut tell)?;
        hunted.problems.append(&mut outcome.problems);
        hunted.outcome = outcome;
        self.sum_up(&mut hunted);
        self.end(order, &mut hunted, keeper).await?;
        Ok(hunted)
    }

    fn tell<E>(
        &self,
        hits: Vec<Hit>,
        hunted: &mut Hunted,
        keeper: &mut Keeper,
        tell: &mut impl FnMut(&Found) -> Result<(), E>,
    ) -> Result<(), E> {
        for hit in hits {
            if !self.asks(&hit.rule) {
                continue;
            }
            if hit.excluded.is_some() {
                hunted.excluded += 1;
                continue;
            }
            let said = self.library.of(&hit);
            let found = Found { hit, said };
            tell(&found)?;
            hunted.findings += 1;
            keeper.add(&found);
        }
        Ok(())
    }

    fn sum_up(&self, hunted: &mut Hunted) {
        let asked = || self.rules.rules().iter().filter(|rule| self.asks(rule));
        hunted.rules_loaded = asked().count();
        hunted.rules_failed = self.rules.failed();
        if self.source != Source::Rules {
            hunted.not_searched = self.reports.left;
        }
        let mut answers: BTreeMap<&str, &Verdict> = BTreeMap::new();
        for row in &hunted.outcome.coverage {
            let answer = answers.entry(row.rule.id.as_str()).or_insert(&row.verdict);
            // The best answer of any host: a missing field says more than a missing source.
            if rank(&row.verdict) > rank(answer) {
                *answer = &row.verdict;
            }
        }
        let blind = asked().filter_map(|rule| {
            let verdict = answers.get(rule.id.as_str()).copied().unwrap_or(&Verdict::SourceAbsent);
            (!verdict.evaluable()).then(|| (rule.id.clone(), rule.title.clone(), verdict.clone()))
        });
        hunted.not_evaluable = blind.collect();
        let able = |rule: &Rule| answers.get(rule.id.as_str()).is_some_and(|it| it.evaluable());
        let partly = hunted.outcome.coverage.iter().enumerate().filter(|(_, row)| {
            let blind = !row.hosts.is_empty() && !row.verdict.evaluable();
            blind && able(&row.rule) && self.asks(&row.rule)
        });
        hunted.partly = partly.map(|(at, _)| at).collect();
    }

    async fn end(
        &self,
        order: &Order,
        hunted: &mut Hunted,
        mut keeper: Keeper,
    ) -> Result<(), FlowError> {
        keeper.flush(1).await?;
        let Some(store) = keeper.store else { return Ok(()) };
        for check in self.checks(order, hunted) {
            store.keep_check(&check).await?;
        }
        store.close().await;
        hunted.kept = Some(keeper.count);
        if hunted.findings > keeper.kept as u64 {
            let further = hunted.findings - keeper.kept as u64;
            hunted.problems.push(Problem::new("NRS-FLOW-057").fact("further", further));
        }
        Ok(())
    }

    /// That it was looked, whatever came of it: once for each report, else once.
    fn checks(&self, order: &Order, hunted: &Hunted) -> Vec<Check> {
        if hunted.logs == 0 {
            return Vec::new();
        }
        let logs = shown(&order.logs);
        let check = |document, scope| Check {
            kind: FindingKind::Log,
            scope,
            document,
            at: jiff::Timestamp::from_second(now()).unwrap_or_default(),
            looked_at: usize::try_from(hunted.outcome.events).unwrap_or(usize::MAX),
            found: usize::try_from(hunted.findings).unwrap_or(usize::MAX),
            gaps: gaps(hunted),
        };
        if self.source == Source::Rules {
            let rules = match order.rules.is_empty() {
                true => Bilingual::new("the own rules", "独自ルール"),
                false => Bilingual::same(shown(&order.rules)),
            };
            let scope = Bilingual::new(
                format!("{} in {logs}", rules.en),
                format!("{}で{logs}を確認", rules.ja),
            );
            return vec![check(None, scope)];
        }
        let of = |(id, path): &(_, String)| {
            let scope = Bilingual::new(
                format!("what {path} says in {logs}"),
                format!("{path}の記述を{logs}で確認"),
            );
            check(Some(*id), scope)
        };
        self.reports.documents.iter().map(of).collect()
    }
}

fn rank(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Hit(_) => 4,
        Verdict::NoHit { .. } => 3,
        Verdict::FieldAbsent(_) => 2,
        Verdict::Unsupported(_) => 1,
        Verdict::SourceAbsent => 0,
    }
}

/// The first paths of a list.
fn shown(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().take(3).map(|path| path.display().to_string()).collect();
    let more = paths.len().saturating_sub(3);
    if more == 0 { names.join(", ") } else { format!("{} … (+{more})", names.join(", ")) }
}

/// What a negative answer does not cover.
fn gaps(hunted: &Hunted) -> Vec<Bilingual> {
    let mut gaps = Vec::new();
    let of = |word: &str| hunted.not_evaluable.iter().filter(|it| it.2.word() == word).count();
    let (source, field) = (of("source-absent"), of("field-absent"));
    let unsupported = of("unsupported");
    if source > 0 {
        gaps.push(Bilingual::new(
            format!("{source} rules found no log of their source"),
            format!("{source}件のルールは対象のログがなく判定できない"),
        ));
    }
    if field > 0 {
        gaps.push(Bilingual::new(
            format!("{field} rules miss a field that they need"),
            format!("{field}件のルールは必要な項目がなく判定できない"),
        ));
    }
    if unsupported > 0 {
        gaps.push(Bilingual::new(
            format!("{unsupported} rules need something that Noroshi does not do"),
            format!("{unsupported}件のルールは未対応の書き方を含む"),
        ));
    }
    if hunted.outcome.skipped > 0 {
        let skipped = hunted.outcome.skipped;
        gaps.push(Bilingual::new(
            format!("{skipped} records could not be read"),
            format!("{skipped}件の記録を読めなかった"),
        ));
    }
    if hunted.unread > 0 {
        let unread = hunted.unread;
        gaps.push(Bilingual::new(
            format!("{unread} logs could not be opened"),
            format!("{unread}件のログを開けなかった"),
        ));
    }
    gaps
}

/// Keeps findings, many at a time.
struct Keeper {
    store: Option<AnyStore>,
    waiting: Vec<noroshi_model::Finding>,
    kept: usize,
    count: KeptCount,
}

impl Keeper {
    fn add(&mut self, found: &Found) {
        if self.store.is_some() && self.kept < MOST_KEPT {
            self.waiting.push(found.finding());
            self.kept += 1;
        }
    }

    /// Keeps what waits when it is at least so much.
    async fn flush(&mut self, least: usize) -> Result<(), FlowError> {
        let Some(store) = &self.store else { return Ok(()) };
        if self.waiting.len() < least {
            return Ok(());
        }
        let count = store.keep_findings(&self.waiting, now()).await?;
        self.count.new += count.new;
        self.count.changed += count.changed;
        self.count.same += count.same;
        self.waiting.clear();
        Ok(())
    }
}

/// Why a rule could not be answered, in words.
pub fn reason(verdict: &Verdict, language: MessageLanguage) -> String {
    let ja = language == MessageLanguage::Ja;
    match verdict {
        Verdict::Hit(_) | Verdict::NoHit { .. } => String::new(),
        Verdict::SourceAbsent if ja => "対象のログがない".to_owned(),
        Verdict::SourceAbsent => "no log of its source".to_owned(),
        Verdict::FieldAbsent(fields) if ja => format!("項目がない: {}", fields.join(", ")),
        Verdict::FieldAbsent(fields) => format!("no event has {}", fields.join(", ")),
        Verdict::Unsupported(words) => words.clone(),
    }
}
