//! A set of rules, compiled, with what decides which of them are asked.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use noroshi_model::Problem;
use rsigma_ir::{IrRule, LowerOptions, lower::lower_filter, lower_rule};
use rsigma_parser::{
    CorrelationCondition, CorrelationRule, FilterRule, FilterRuleTarget, SigmaRule,
};

use crate::event::shape::shapes;

use super::anchor::{self, Anchor, Shared};
use super::load::{self, Documents};
use super::node::{self, Asked, Node};
use super::source::{self, Gate};
use super::test::Refused;
use super::{LogSource, Rule};

/// One rule, ready to be asked.
#[derive(Debug)]
pub(crate) struct Program {
    /// What the rule says about itself.
    pub(crate) rule: Arc<Rule>,
    /// The condition; the reason when it needs something that Noroshi does not do.
    pub(crate) node: Result<Node, String>,
    /// What the condition looks at.
    pub(crate) asked: Asked,
    /// The events it may be asked about.
    pub(crate) gates: Vec<&'static Gate>,
    /// The event ids without which it cannot match.
    pub(crate) ids: Option<Vec<i64>>,
    /// The texts of which one must stand in the event.
    pub(crate) anchors: Option<Vec<Anchor>>,
    /// Its hits are only counted by correlations.
    pub(crate) silent: bool,
}

/// A correlation with the numbers of the rules it counts.
#[derive(Debug)]
pub(crate) struct Correlated {
    /// What it says about itself.
    pub(crate) rule: Arc<Rule>,
    /// What it counts, and how.
    pub(crate) asked: CorrelationRule,
    /// The programs it counts, as it names them.
    pub(crate) programs: Vec<(String, usize)>,
    /// Other correlations it counts, as it names them.
    pub(crate) chained: Vec<(String, usize)>,
}

impl Correlated {
    /// The fields whose values are counted.
    pub(crate) fn condition_fields(&self) -> Option<&Vec<String>> {
        match &self.asked.condition {
            CorrelationCondition::Threshold { field, .. } => field.as_ref(),
            CorrelationCondition::Extended(_) => None,
        }
    }

    /// The same, none when there are none.
    pub(crate) fn counted(&self) -> &[String] {
        self.condition_fields().map_or(&[], Vec::as_slice)
    }
}

/// Rules, compiled, with the index that decides which are asked.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Arc<Rule>>,
    pub(crate) programs: Vec<Program>,
    pub(crate) correlations: Vec<Correlated>,
    pub(crate) fields: Fields,
    failed: usize,
}

/// The fields that any rule names, by number.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Fields {
    /// The number of a field, given out at its first mention.
    pub(crate) fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a field that some rule names.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The name of a field.
    pub(crate) fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }
}

impl RuleSet {
    /// Loads rules, correlations and filters from the texts of files.
    ///
    /// A rule that cannot be loaded is a problem that names it and the reason; the rest is loaded.
    /// Placeholders (`expand`) are refused, as the specification asks.
    pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Problem>) {
        let mut set = Self::default();
        let mut problems = Vec::new();
        let mut documents = Documents::default();
        for (path, text) in files {
            load::file(path, text, &mut documents, &mut problems);
        }
        set.failed = problems.len();
        set.add_rules(documents.rules, &mut problems);
        set.add_filters(&documents.filters, &mut problems);
        set.add_correlations(documents.correlations, &mut problems);
        set.index();
        (set, problems)
    }

    /// The rules, in the order of loading; correlations last.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// How many documents could not be loaded.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// How many rules are loaded and need something that Noroshi does not do.
    pub fn unsupported(&self) -> usize {
        self.programs.iter().filter(|program| program.node.is_err()).count()
    }

    /// A rule by its id or title.
    pub fn find(&self, id: &str) -> Option<&Arc<Rule>> {
        let by_id = self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(id));
        by_id.or_else(|| self.rules.iter().find(|rule| rule.title.eq_ignore_ascii_case(id)))
    }

    /// Makes fields known that no rule names, such as those of [`crate::Tuning::fields`]. To be
    /// called before a hunter is made.
    pub fn name_fields<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        for name in names {
            self.fields.number(name);
        }
    }

    pub(crate) fn program(&self, id: &str) -> Option<&Program> {
        let rule = self.find(id)?;
        self.programs.iter().find(|program| Arc::ptr_eq(&program.rule, rule))
    }

    fn add_rules(&mut self, rules: Vec<(String, SigmaRule)>, problems: &mut Vec<Problem>) {
        let mut known = HashSet::new();
        for (path, rule) in rules {
            let source = load::source(&rule.logsource);
            if let Some(id) = rule.id.as_ref().filter(|id| !known.insert((*id).clone())) {
                problems.push(load::twice(&path, &rule.title, id));
                self.failed += 1;
                continue;
            }
            let mut fields = Vec::new();
            let node = self.compile(&rule, &mut fields);
            if let Err(Refused(reason)) = &node {
                problems.push(load::refused(&path, &rule.title, reason));
            }
            let silent = false;
            let rule = Arc::new(load::rule(&path, rule, source, fields));
            let gates = source::gates(&rule.source);
            let node = node.map_err(|Refused(reason)| reason);
            self.rules.push(Arc::clone(&rule));
            let asked = Asked::default();
            let (ids, anchors) = (None, None);
            self.programs.push(Program { rule, node, asked, gates, ids, anchors, silent });
        }
    }

    fn compile(&mut self, rule: &SigmaRule, names: &mut Vec<String>) -> Result<Node, Refused> {
        let lowered = lower_rule(rule, &LowerOptions::default());
        let lowered = lowered.map_err(|error| Refused(error.to_string()))?;
        self.compile_lowered(&lowered, names)
    }

    fn compile_lowered(&mut self, rule: &IrRule, names: &mut Vec<String>) -> Result<Node, Refused> {
        let fields = &mut self.fields;
        let mut seen = Vec::new();
        let node = node::compile(rule, &mut |name| {
            let number = fields.number(name);
            if !seen.contains(&number) {
                seen.push(number);
            }
            number
        })?;
        names.extend(seen.into_iter().map(|number| self.fields.name(number).to_owned()));
        names.sort_unstable();
        Ok(node)
    }

    /// A filter holds for a rule as if it stood in its condition, linked by `and`.
    fn add_filters(&mut self, filters: &[(String, FilterRule)], problems: &mut Vec<Problem>) {
        for (path, filter) in filters {
            let lowered = lower_filter(filter, &LowerOptions::default());
            let lowered = lowered.map_err(|error| Refused(error.to_string()));
            let node = lowered.and_then(|lowered| {
                let rule = IrRule {
                    metadata: lowered.metadata,
                    logsource: lowered.logsource.unwrap_or_default(),
                    sigma_version: lowered.sigma_version,
                    detections: lowered.detections,
                    conditions: lowered.conditions,
                };
                self.compile_lowered(&rule, &mut Vec::new())
            });
            let source = filter.logsource.as_ref().map(load::source).unwrap_or_default();
            match node {
                Ok(node) => self.filter(filter, &source, &node),
                Err(Refused(reason)) => {
                    problems.push(load::refused(path, &filter.title, &reason));
                    self.failed += 1;
                }
            }
        }
    }

    fn filter(&mut self, filter: &FilterRule, wanted: &LogSource, node: &Node) {
        let meant = |rule: &Rule| match &filter.rules {
            FilterRuleTarget::Any => true,
            FilterRuleTarget::Specific(names) => names
                .iter()
                .any(|name| *name == rule.id || *name == rule.title || *name == rule.name),
        };
        for program in &mut self.programs {
            if !meant(&program.rule) || !source::declared(wanted, &program.rule.source) {
                continue;
            }
            if let Ok(own) = &mut program.node {
                let named = Node::Named(filter.title.clone(), Box::new(node.clone()));
                *own = Node::And(vec![own.clone(), named]);
            }
        }
    }

    fn add_correlations(
        &mut self,
        asked: Vec<(String, CorrelationRule)>,
        problems: &mut Vec<Problem>,
    ) {
        let heads: Vec<(Option<String>, Option<String>)> =
            asked.iter().map(|(_, rule)| (rule.id.clone(), rule.name.clone())).collect();
        let chained = |name: &str| {
            heads
                .iter()
                .position(|(id, own)| id.as_deref() == Some(name) || own.as_deref() == Some(name))
        };
        let mut loud = HashSet::new();
        let mut counted = HashSet::new();
        for (path, rule) in asked {
            let mut programs = Vec::new();
            let mut others = Vec::new();
            for name in &rule.rules {
                if let Some(number) = self.counted(name) {
                    if rule.generate {
                        loud.insert(number)
                    } else {
                        counted.insert(number)
                    };
                    programs.push((name.clone(), number));
                } else if let Some(number) = chained(name) {
                    others.push((name.clone(), number));
                } else {
                    problems.push(load::missing(&path, &rule.title, name));
                }
            }
            for name in &rule.group_by {
                self.fields.number(name);
            }
            for alias in &rule.aliases {
                self.name_fields(alias.mapping.values().map(String::as_str));
            }
            let described = Arc::new(load::correlation(&path, &rule));
            self.name_fields(load::condition_fields(&rule).iter().map(String::as_str));
            self.rules.push(Arc::clone(&described));
            self.correlations.push(Correlated {
                rule: described,
                asked: rule,
                programs,
                chained: others,
            });
        }
        for number in counted.difference(&loud) {
            self.programs[*number].silent = true;
        }
    }

    fn counted(&self, name: &str) -> Option<usize> {
        let named = |rule: &Rule| rule.id == name || rule.name == name;
        self.programs.iter().position(|program| named(&program.rule))
    }

    /// Chooses the anchors when all rules are known, so that rare texts are told from common.
    fn index(&mut self) {
        let mut shared = Shared::new();
        for node in self.programs.iter().filter_map(|program| program.node.as_ref().ok()) {
            anchor::count(node, &mut shared);
        }
        self.name_fields(shapes().variant_names());
        let id = self.fields.number("EventID");
        for program in &mut self.programs {
            if let Ok(node) = &program.node {
                program.asked = node.asked();
                program.anchors = anchor::choose(node, &shared);
                program.ids = anchor::numbers(node, id);
            }
        }
    }
}
