//! Which techniques of recent reports would be seen here: seen, covered but silent, blind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use noroshi_hunt::{Rule, Verdict};

use super::library::{Library, techniques};
use super::reports::{Source, reports};
use super::said::{Said, Why};
use super::{Hunted, Keep, Order};
use crate::know;
use crate::progress::Progress;
use crate::{FlowError, Workspace};

/// What is known here of a technique that a report tells of.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// ATT&CK id.
    pub technique: String,
    /// Its name, if the knowledge pack has it.
    pub name: String,
    /// The reports that tell of it.
    pub reports: usize,
    /// The newest sentence that does.
    pub said: Arc<Said>,
    /// Whether it would be seen.
    pub sight: Sight,
    /// Rules for it that are loaded.
    pub rules: usize,
    /// Rules among them that could be answered on at least one host.
    pub evaluable: usize,
    /// Hosts on which at least one of them could be answered.
    pub hosts: usize,
    /// Log sources that the rest of the rules would need.
    pub missing: Vec<String>,
}

/// Whether a technique would be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// No rule, or no log that a rule for it could be answered with.
    Blind,
    /// Rules were answered, and none matched.
    Silent,
    /// So many hits.
    Seen(u64),
}

impl Sight {
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blind => "blind",
            Self::Silent => "silent",
            Self::Seen(_) => "seen",
        }
    }
}

/// What the answers of one rule add up to.
#[derive(Default)]
struct Answers {
    hits: u64,
    hosts: BTreeSet<Arc<str>>,
    evaluable: bool,
}

/// Holds the techniques of reports against rules and logs, blind first. The hunt itself is
/// returned too; nothing is kept.
///
/// # Errors
/// Those of [`super::hunt()`].
pub async fn coverage(
    workspace: &Workspace,
    order: &Order,
    progress: &dyn Progress,
) -> Result<(Vec<Known>, Hunted), FlowError> {
    let said = match &order.source {
        Source::Rules => {
            workspace.kept_store().await?.close().await;
            reports(workspace, &Source::Rules).await?.said
        }
        other => reports(workspace, other).await?.said,
    };
    let library = Library::new(said);
    let order = Order { source: Source::Rules, keep: Keep::Never, ..order.clone() };
    let mut rules: BTreeMap<String, Arc<Rule>> = BTreeMap::new();
    let untold = |_: &super::Found| Ok::<(), FlowError>(());
    let (hunted, loaded) = super::hunt_with_rules(workspace, &order, progress, untold).await?;
    for rule in loaded {
        rules.insert(rule.id.clone(), rule);
    }
    let answers = answers(&hunted);
    let names = know::knowledge(&workspace.config).knowledge;
    let name = |id: &str| {
        let entity =
            names.entities.iter().find(|it| it.id.to_string() == format!("technique/{id}"));
        entity.map(|it| it.name().to_owned()).unwrap_or_default()
    };
    let mut known: Vec<Known> = library
        .techniques()
        .map(|(id, said)| row(id, name(id), said, &library, &rules, &answers))
        .collect();
    known.sort_by(|a, b| a.sight.cmp(&b.sight).then_with(|| a.technique.cmp(&b.technique)));
    Ok((known, hunted))
}

fn answers(hunted: &Hunted) -> BTreeMap<String, Answers> {
    let mut answers: BTreeMap<String, Answers> = BTreeMap::new();
    for row in &hunted.outcome.coverage {
        let answer = answers.entry(row.rule.id.clone()).or_default();
        if let Verdict::Hit(hits) = row.verdict {
            answer.hits += hits;
        }
        if row.verdict.evaluable() {
            answer.evaluable = true;
            answer.hosts.extend(row.hosts.iter().cloned());
        }
    }
    answers
}

fn row(
    id: &str,
    name: String,
    said: &Arc<Said>,
    library: &Library,
    rules: &BTreeMap<String, Arc<Rule>>,
    answers: &BTreeMap<String, Answers>,
) -> Known {
    // A rule for a sub-technique sees a part of the technique; one for the parent sees it whole.
    let fits = |tag: &str| {
        tag == id || tag.starts_with(&format!("{id}.")) || id.starts_with(&format!("{tag}."))
    };
    let looking: Vec<&Arc<Rule>> =
        rules.values().filter(|rule| techniques(&rule.tags).any(|tag| fits(&tag))).collect();
    let of = |rule: &&&Arc<Rule>| answers.get(&rule.id).is_some_and(|it| it.evaluable);
    let evaluable = looking.iter().filter(of).count();
    let hits: u64 = looking.iter().filter_map(|rule| answers.get(&rule.id)).map(|it| it.hits).sum();
    let hosts: BTreeSet<&Arc<str>> =
        looking.iter().filter_map(|rule| answers.get(&rule.id)).flat_map(|it| &it.hosts).collect();
    let missing: BTreeSet<String> =
        looking.iter().filter(|rule| !of(rule)).map(|rule| source(rule)).collect();
    let telling =
        library.all().filter(|it| it.is_stated() && it.why == Why::Technique(id.to_owned()));
    let reports: BTreeSet<_> = telling.map(|it| it.document).collect();
    Known {
        technique: id.to_owned(),
        name,
        reports: reports.len(),
        said: Arc::clone(said),
        sight: match (hits, evaluable) {
            (0, 0) => Sight::Blind,
            (0, _) => Sight::Silent,
            _ => Sight::Seen(hits),
        },
        rules: looking.len(),
        evaluable,
        hosts: hosts.len(),
        missing: missing.into_iter().filter(|it| !it.is_empty()).collect(),
    }
}

fn source(rule: &Rule) -> String {
    let parts = [&rule.source.product, &rule.source.category, &rule.source.service];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("/")
}
