//! The condition of a rule as a tree over questions about fields.

use std::collections::BTreeMap;

use rsigma_ir::{IrCondition, IrDetection, IrDetectionItem, IrMatcher, IrRule};
use rsigma_parser::{Quantifier, SelectorPattern};

use super::test::{Refused, Test};

/// A step of a condition.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// All hold.
    And(Vec<Node>),
    /// One holds.
    Or(Vec<Node>),
    /// It does not hold.
    Not(Box<Node>),
    /// At least so many hold, in the rule's own words.
    Of(usize, String, Vec<Node>),
    /// A detection under its name.
    Named(String, Box<Node>),
    /// A question about a field, by its number; without a field about every text of the event.
    Item(Option<usize>, Test),
}

/// What a condition looks at; each list in order and without repetition.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// The fields it asks about.
    pub(crate) fields: Vec<usize>,
    /// The fields that others are compared with.
    pub(crate) compared: Vec<usize>,
    /// Whether it looks at every text of an event.
    pub(crate) texts: bool,
}

/// Compiles the condition of a rule. `number` gives the number of a field.
pub(crate) fn compile(
    rule: &IrRule,
    number: &mut dyn FnMut(&str) -> usize,
) -> Result<Node, Refused> {
    let mut named = BTreeMap::new();
    for (name, detection) in &rule.detections {
        named.insert(name.clone(), detect(detection, number)?);
    }
    let conditions: Result<Vec<Node>, Refused> =
        rule.conditions.iter().map(|one| condition(one, &named)).collect();
    let mut conditions = conditions?;
    match conditions.len() {
        0 => Err(Refused("it has no condition".into())),
        1 => Ok(conditions.remove(0)),
        _ => Ok(Node::Or(conditions)),
    }
}

fn condition(one: &IrCondition, named: &BTreeMap<String, Node>) -> Result<Node, Refused> {
    let several = |parts: &[IrCondition]| -> Result<Vec<Node>, Refused> {
        parts.iter().map(|part| condition(part, named)).collect()
    };
    let detection = |name: &str| -> Result<Node, Refused> {
        let node = named.get(name).ok_or_else(|| Refused(format!("no detection `{name}`")))?;
        Ok(Node::Named(name.to_owned(), Box::new(node.clone())))
    };
    Ok(match one {
        IrCondition::Detection(name) => detection(name)?,
        IrCondition::And(parts) => Node::And(several(parts)?),
        IrCondition::Or(parts) => Node::Or(several(parts)?),
        IrCondition::Not(part) => Node::Not(Box::new(condition(part, named)?)),
        IrCondition::Selector { quantifier, pattern } => {
            let names = named.keys().filter(|name| pattern.matches_detection_name(name));
            let below: Vec<Node> = names.map(|name| detection(name)).collect::<Result<_, _>>()?;
            let words = selector(quantifier, pattern);
            if below.is_empty() {
                return Err(Refused(format!("`{words}` names no detection")));
            }
            let least = match quantifier {
                Quantifier::Any => 1,
                Quantifier::All => below.len(),
                Quantifier::Count(count) => usize::try_from(*count).unwrap_or(usize::MAX),
            };
            Node::Of(least, words, below)
        }
    })
}

fn selector(quantifier: &Quantifier, pattern: &SelectorPattern) -> String {
    format!("{quantifier} of {pattern}")
}

fn detect(detection: &IrDetection, number: &mut dyn FnMut(&str) -> usize) -> Result<Node, Refused> {
    Ok(match detection {
        IrDetection::AllOf(items) => {
            Node::And(items.iter().map(|one| item(one, number)).collect::<Result<_, _>>()?)
        }
        IrDetection::AnyOf(parts) => {
            Node::Or(parts.iter().map(|part| detect(part, number)).collect::<Result<_, _>>()?)
        }
        IrDetection::And(parts) => {
            Node::And(parts.iter().map(|part| detect(part, number)).collect::<Result<_, _>>()?)
        }
        IrDetection::Keywords(matcher) => keywords(matcher, number)?,
        IrDetection::ArrayMatch { field, .. } => {
            return Err(Refused(format!("it looks into the array `{field}` (Sigma 3)")));
        }
        IrDetection::Conditional { .. } => {
            return Err(Refused("it has a condition inside a detection (Sigma 3)".into()));
        }
    })
}

fn item(one: &IrDetectionItem, number: &mut dyn FnMut(&str) -> usize) -> Result<Node, Refused> {
    let Some(field) = one.field.as_deref().filter(|field| !field.is_empty()) else {
        return keywords(&one.matcher, number);
    };
    let test = Test::compile(&one.matcher, false, number)?;
    Ok(Node::Item(Some(number(field)), test))
}

/// Keywords linked by `all` may stand in different fields of the event.
fn keywords(matcher: &IrMatcher, number: &mut dyn FnMut(&str) -> usize) -> Result<Node, Refused> {
    if let IrMatcher::AllOf(parts) = matcher {
        return Ok(Node::And(
            parts.iter().map(|part| keywords(part, number)).collect::<Result<_, _>>()?,
        ));
    }
    Ok(Node::Item(None, Test::compile(matcher, true, number)?))
}

impl Node {
    /// Every question of the tree.
    pub(crate) fn items(&self, visit: &mut dyn FnMut(Option<usize>, &Test)) {
        match self {
            Self::And(parts) | Self::Or(parts) | Self::Of(_, _, parts) => {
                parts.iter().for_each(|part| part.items(visit));
            }
            Self::Not(part) | Self::Named(_, part) => part.items(visit),
            Self::Item(field, test) => visit(*field, test),
        }
    }

    /// What the tree looks at.
    pub(crate) fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        self.items(&mut |field, test| {
            asked.texts |= field.is_none();
            asked.fields.extend(field);
            test.others(&mut |other| asked.compared.push(other));
        });
        for list in [&mut asked.fields, &mut asked.compared] {
            list.sort_unstable();
            list.dedup();
        }
        asked
    }

    /// Whether the tree can hold when the fields for which `absent` says so are never there.
    pub(crate) fn possible(&self, absent: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.possible(absent)),
            Self::Or(parts) => parts.iter().any(|part| part.possible(absent)),
            Self::Not(part) => part.refutable(absent),
            Self::Named(_, part) => part.possible(absent),
            Self::Of(least, _, parts) => {
                parts.iter().filter(|part| part.possible(absent)).count() >= *least
            }
            Self::Item(None, _) => true,
            Self::Item(Some(field), test) => !absent(*field) || test.allows_absence(),
        }
    }

    /// Whether the tree can fail to hold when those fields are never there.
    fn refutable(&self, absent: &dyn Fn(usize) -> bool) -> bool {
        match self {
            Self::And(parts) => parts.iter().any(|part| part.refutable(absent)),
            Self::Or(parts) => parts.iter().all(|part| part.refutable(absent)),
            Self::Not(part) => part.possible(absent),
            Self::Named(_, part) => part.refutable(absent),
            Self::Of(least, _, parts) => {
                let fixed = parts.iter().filter(|part| !part.refutable(absent)).count();
                fixed < *least
            }
            Self::Item(None, _) => true,
            Self::Item(Some(field), test) => !(absent(*field) && test.allows_absence()),
        }
    }
}
