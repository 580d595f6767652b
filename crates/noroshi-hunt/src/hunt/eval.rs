//! Whether a rule's condition holds for an event.

use std::borrow::Cow;

use rsigma_ir::{IrStrOp, IrTimePart};

use super::view::{Found, View};
use crate::event::time;
use crate::rule::{Node, Test};

/// Whether the condition holds.
pub(crate) fn holds(node: &Node, view: &View) -> bool {
    match node {
        Node::And(parts) => parts.iter().all(|part| holds(part, view)),
        Node::Or(parts) => parts.iter().any(|part| holds(part, view)),
        Node::Not(part) => !holds(part, view),
        Node::Named(_, part) => holds(part, view),
        Node::Of(least, _, parts) => {
            let mut found = 0;
            *least == 0
                || parts.iter().any(|part| {
                    found += usize::from(holds(part, view));
                    found >= *least
                })
        }
        Node::Item(Some(field), test) => answer(test, *field, view),
        Node::Item(None, test) => view.texts().any(|found| keyword(test, &found)),
    }
}

/// The answer of one question about a field.
pub(crate) fn answer(test: &Test, field: usize, view: &View) -> bool {
    match test {
        Test::Null => view.values(field).all(|found| found.is_null()),
        Test::Exists(wanted) => view.values(field).any(|found| found.exists()) == *wanted,
        Test::Any(tests) => tests.iter().any(|test| answer(test, field, view)),
        Test::All(tests) => tests.iter().all(|test| answer(test, field, view)),
        Test::Not(inner) => view.values(field).next().is_some() && !answer(inner, field, view),
        Test::Field(other, op, fold) => view.values(field).any(|found| {
            view.values(*other).any(|wanted| {
                let value = fold.event(found.raw, found.lower);
                let wanted = fold.event(wanted.raw, wanted.lower);
                found.exists() && compare(*op, &value, &wanted)
            })
        }),
        simple => view.values(field).any(|found| found.exists() && one(simple, &found)),
    }
}

fn compare(op: IrStrOp, value: &str, wanted: &str) -> bool {
    match op {
        IrStrOp::Exact => value == wanted,
        IrStrOp::Contains => value.contains(wanted),
        IrStrOp::StartsWith => value.starts_with(wanted),
        IrStrOp::EndsWith => value.ends_with(wanted),
    }
}

/// The answer for one value.
fn one(test: &Test, found: &Found<'_>) -> bool {
    match test {
        Test::Text(pattern) => pattern.matches(found.raw, found.lower),
        Test::Regex(regex) => regex.is_match(found.raw),
        Test::Cidr(network) => network.contains(found.raw),
        Test::Number(compare, wanted) => {
            found.number().is_some_and(|number| compare.holds(number, *wanted))
        }
        Test::Truth(wanted) => found.truth() == Some(*wanted),
        Test::Time(part, wanted) => {
            part_of(*part, found.raw).is_some_and(|number| (number - wanted).abs() < f64::EPSILON)
        }
        Test::Null => found.is_null(),
        Test::Exists(wanted) => found.exists() == *wanted,
        Test::Not(inner) => !one(inner, found),
        Test::Any(tests) => tests.iter().any(|test| one(test, found)),
        Test::All(tests) => tests.iter().all(|test| one(test, found)),
        Test::Field(..) => false,
    }
}

/// A keyword that is a number stands in a text as its digits.
fn keyword(test: &Test, found: &Found<'_>) -> bool {
    match test {
        Test::Any(tests) => tests.iter().any(|test| keyword(test, found)),
        Test::All(tests) => tests.iter().all(|test| keyword(test, found)),
        Test::Not(inner) => !keyword(inner, found),
        Test::Null | Test::Exists(_) | Test::Truth(_) => false,
        other => one(other, found),
    }
}

/// A part of a moment in UTC; the week is that of ISO 8601.
fn part_of(part: IrTimePart, text: &str) -> Option<f64> {
    let moment = time::parse(text)?.to_zoned(jiff::tz::TimeZone::UTC);
    Some(match part {
        IrTimePart::Minute => f64::from(moment.minute()),
        IrTimePart::Hour => f64::from(moment.hour()),
        IrTimePart::Day => f64::from(moment.day()),
        IrTimePart::Week => f64::from(moment.date().iso_week_date().week()),
        IrTimePart::Month => f64::from(moment.month()),
        IrTimePart::Year => f64::from(moment.year()),
    })
}

/// A question that was answered with yes, and the first value that did it.
pub(crate) type Proof<'a> = (Option<usize>, Cow<'a, str>);

/// What made the condition hold: the fields of the parts that held, in their order.
pub(crate) fn proof<'a>(node: &Node, view: &'a View, into: &mut Vec<Proof<'a>>) {
    match node {
        Node::And(parts) | Node::Or(parts) | Node::Of(_, _, parts) => {
            parts.iter().filter(|part| holds(part, view)).for_each(|part| proof(part, view, into));
        }
        Node::Not(_) => {}
        Node::Named(_, part) => proof(part, view, into),
        Node::Item(Some(field), test) => {
            let by_value = view.values(*field).find(|found| found.exists() && one(test, found));
            let found = by_value.or_else(|| view.values(*field).next());
            if let Some(found) = found {
                into.push((Some(*field), Cow::Borrowed(found.raw)));
            }
        }
        Node::Item(None, test) => {
            if let Some(found) = view.texts().find(|found| keyword(test, found)) {
                into.push((None, Cow::Borrowed(found.raw)));
            }
        }
    }
}
