//! What must stand in an event for a rule to match: the texts by which rules are found.
//!
//! A rule is asked only when one of its anchors stands in the event. Anchors are necessary,
//! never sufficient; choosing others changes the speed and nothing else.

use std::collections::HashMap;

use super::node::Node;
use super::pattern::Literal;
use super::test::{Compare, Test};

/// A text that must stand in a field; without a field, anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Anchor {
    /// The number of the field.
    pub(crate) field: Option<usize>,
    /// The text.
    pub(crate) literal: Literal,
}

/// How many rules share a text: the rarer, the better an anchor.
pub(crate) type Shared = HashMap<Anchor, u32>;

/// Counts the texts of a rule, each once.
pub(crate) fn count(node: &Node, shared: &mut Shared) {
    let mut own = Vec::new();
    node.items(&mut |field, test| own.extend(of_test(field, test).unwrap_or_default()));
    own.sort_unstable();
    own.dedup();
    for anchor in own {
        *shared.entry(anchor).or_default() += 1;
    }
}

/// The cheapest anchors: if the rule matches, at least one stands in the event. `None` when
/// the rule can match without any text.
pub(crate) fn choose(node: &Node, shared: &Shared) -> Option<Vec<Anchor>> {
    let mut anchors = of_node(node, shared)?.0;
    anchors.sort_unstable();
    anchors.dedup();
    Some(anchors)
}

type Priced = (Vec<Anchor>, f64);

fn of_node(node: &Node, shared: &Shared) -> Option<Priced> {
    match node {
        Node::And(parts) => cheapest(parts.iter().filter_map(|part| of_node(part, shared))),
        Node::Or(parts) => all(parts.iter().map(|part| of_node(part, shared))),
        Node::Of(least, _, parts) if *least == parts.len() => {
            cheapest(parts.iter().filter_map(|part| of_node(part, shared)))
        }
        Node::Of(0, _, _) | Node::Not(_) => None,
        Node::Of(_, _, parts) => all(parts.iter().map(|part| of_node(part, shared))),
        Node::Named(_, part) => of_node(part, shared),
        Node::Item(field, Test::All(tests)) => {
            cheapest(tests.iter().filter_map(|test| Some(priced(of_test(*field, test)?, shared))))
        }
        Node::Item(field, test) => Some(priced(of_test(*field, test)?, shared)),
    }
}

fn cheapest(several: impl Iterator<Item = Priced>) -> Option<Priced> {
    several.min_by(|one, other| one.1.total_cmp(&other.1))
}

fn all(several: impl Iterator<Item = Option<Priced>>) -> Option<Priced> {
    let mut anchors = Vec::new();
    let mut price = 0.0;
    for one in several {
        let (more, cost) = one?;
        anchors.extend(more);
        price += cost;
    }
    Some((anchors, price))
}

fn of_test(field: Option<usize>, test: &Test) -> Option<Vec<Anchor>> {
    match test {
        Test::Text(pattern) => Some(vec![Anchor { field, literal: pattern.literal()? }]),
        Test::Any(tests) => {
            let mut anchors = Vec::new();
            for test in tests {
                anchors.extend(of_test(field, test)?);
            }
            Some(anchors)
        }
        Test::All(tests) => tests
            .iter()
            .filter_map(|test| of_test(field, test))
            .max_by_key(|anchors| shortest(anchors)),
        _ => None,
    }
}

fn shortest(anchors: &[Anchor]) -> usize {
    anchors.iter().map(|anchor| anchor.literal.text.len()).min().unwrap_or(0)
}

/// A guess of how often an anchor stands in events: short texts often, and texts that many
/// rules ask for too, since rules ask for what is used.
fn priced(anchors: Vec<Anchor>, shared: &Shared) -> Priced {
    let price = anchors.iter().map(|anchor| {
        let rules = f64::from(shared.get(anchor).copied().unwrap_or(1));
        let length = match anchor.literal.text.len() {
            0 => 1_000.0,
            1 | 2 => 300.0,
            3 => 60.0,
            4 => 20.0,
            5..=6 => 6.0,
            7..=9 => 2.0,
            _ => 1.0,
        };
        length * rules
    });
    let price = price.sum();
    (anchors, price)
}

/// The whole numbers that a field must have, if the rule cannot match without.
pub(crate) fn numbers(node: &Node, field: usize) -> Option<Vec<i64>> {
    match node {
        Node::And(parts) => parts.iter().find_map(|part| numbers(part, field)),
        Node::Or(parts) => union(parts, field),
        Node::Of(least, _, parts) if *least == parts.len() => {
            parts.iter().find_map(|part| numbers(part, field))
        }
        Node::Of(0, _, _) | Node::Not(_) => None,
        Node::Of(_, _, parts) => union(parts, field),
        Node::Named(_, part) => numbers(part, field),
        Node::Item(Some(own), test) if *own == field => of_numbers(test),
        Node::Item(..) => None,
    }
}

fn union(parts: &[Node], field: usize) -> Option<Vec<i64>> {
    let mut found = Vec::new();
    for part in parts {
        found.extend(numbers(part, field)?);
    }
    Some(found)
}

fn of_numbers(test: &Test) -> Option<Vec<i64>> {
    match test {
        #[expect(clippy::cast_possible_truncation, reason = "only numbers without a fraction")]
        Test::Number(Compare::Equal, wanted) if wanted.fract() == 0.0 => Some(vec![*wanted as i64]),
        Test::Text(pattern) => pattern.whole()?.parse().ok().map(|number| vec![number]),
        Test::Any(tests) => {
            let mut found = Vec::new();
            for test in tests {
                found.extend(of_numbers(test)?);
            }
            Some(found)
        }
        _ => None,
    }
}
