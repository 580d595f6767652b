//! Why a rule matched an event, or did not.

use crate::hunt::{View, answer, holds, look};
use crate::mask::shown;
use crate::rule::{Fields, Node, Origin, Program, admits};
use crate::{Event, RuleSet, Verdict};

/// One step of a rule's condition, with what was compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The step in the rule's own words: `selection`, `1 of filter_*`, `CommandLine contains 'x'`.
    pub what: String,
    /// Whether it held.
    pub held: bool,
    /// The value that the event has for the field, if it is a field and the event has one.
    pub found: Option<String>,
    /// The steps below.
    pub below: Vec<Step>,
}

/// Why a rule matched an event, or did not.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The answer for this event alone.
    pub verdict: Verdict,
    /// Whether the rule's log source takes this event, and the words of both sides.
    pub source: Step,
    /// The conditions.
    pub steps: Vec<Step>,
}

/// Why the rule with this id or title matched the event or did not; `None` for an unknown rule
/// and for a correlation, which is not about one event.
pub fn explain(rules: &RuleSet, rule: &str, event: &Event) -> Option<Explanation> {
    let program = rules.program(rule)?;
    let (desk, origin) = look(event, rules)?;
    let view = desk.view();
    let admitted = admits(&program.rule.source, &program.gates, &origin);
    let source = source(program, &origin, admitted);
    let node = match &program.node {
        Ok(node) => node,
        Err(reason) => {
            let verdict = Verdict::Unsupported(reason.clone());
            return Some(Explanation { verdict, source, steps: Vec::new() });
        }
    };
    let absent = |field: usize| view.values(field).next().is_none();
    let verdict = if !admitted {
        Verdict::SourceAbsent
    } else if holds(node, view) {
        Verdict::Hit(1)
    } else {
        let mut missing = Vec::new();
        node.items(&mut |field, _| missing.extend(field.filter(|field| absent(*field))));
        missing.sort_unstable();
        missing.dedup();
        let names = missing.iter().map(|field| rules.fields.name(*field).to_owned()).collect();
        if node.possible(&absent) {
            Verdict::NoHit { absent: names }
        } else {
            Verdict::FieldAbsent(names)
        }
    };
    Some(Explanation { verdict, source, steps: vec![step(node, view, &rules.fields)] })
}

fn source(program: &Program, origin: &Origin, held: bool) -> Step {
    let source = &program.rule.source;
    let parts = [&source.product, &source.category, &source.service];
    let words: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let id = origin.id.map(|id| id.to_string()).unwrap_or_default();
    let found = [origin.shape, &origin.product, &origin.channel, &origin.provider, &id];
    let found: Vec<&str> = found.into_iter().filter(|part| !part.is_empty()).collect();
    Step {
        what: format!("logsource {}", words.join(" / ")),
        held,
        found: Some(shown(&found.join(" / "))),
        below: Vec::new(),
    }
}

fn step(node: &Node, view: &View, fields: &Fields) -> Step {
    let list = |parts: &[Node]| parts.iter().map(|part| step(part, view, fields)).collect();
    let held = holds(node, view);
    let (what, below) = match node {
        Node::And(parts) => ("all of these".to_owned(), list(parts)),
        Node::Or(parts) => ("one of these".to_owned(), list(parts)),
        Node::Not(part) => ("not".to_owned(), vec![step(part, view, fields)]),
        Node::Named(name, part) => {
            let below = step(part, view, fields);
            let plain = matches!(**part, Node::And(_));
            (name.clone(), if plain { below.below } else { vec![below] })
        }
        Node::Of(_, words, parts) => (words.clone(), list(parts)),
        Node::Item(field, test) => {
            let question = test.shown(&|field| fields.name(field).to_owned());
            let name = field.map_or("any text", |field| fields.name(field));
            let values = field.map(|field| view.values(field).collect::<Vec<_>>());
            let found = values.filter(|values| !values.is_empty()).map(|values| {
                let values: Vec<String> = values
                    .iter()
                    .map(|one| if one.exists() { shown(one.raw) } else { "null".to_owned() })
                    .collect();
                values.join(" | ")
            });
            let held = field.map_or(held, |field| answer(test, field, view));
            return Step { what: format!("{name} {question}"), held, found, below: Vec::new() };
        }
    };
    Step { what, held, found: None, below }
}
