//! Semantic Versioning, as registries accept it: `v` before, parts left out, a fourth part.
//!
//! Source: Semantic Versioning 2.0.0, section 11. Numbers of any length are compared.

use std::cmp::Ordering;

/// The order of two versions; `None` when one of them is none.
pub(super) fn compare(one: &str, other: &str) -> Option<Ordering> {
    let (one, other) = (parts(one)?, parts(other)?);
    let length = one.0.len().max(other.0.len());
    for at in 0..length {
        let part = |parts: &[&str]| parts.get(at).copied().unwrap_or("0").to_owned();
        let order = number(&part(&one.0), &part(&other.0));
        if order != Ordering::Equal {
            return Some(order);
        }
    }
    Some(match (one.1, other.1) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(one), Some(other)) => before_release(one, other),
    })
}

/// Numbers of a version, and what stands behind its `-`; build metadata does not count.
fn parts(text: &str) -> Option<(Vec<&str>, Option<&str>)> {
    let text = text.trim().trim_start_matches('=').trim_start();
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let text = text.split('+').next().unwrap_or_default();
    let (core, before) = match text.split_once('-') {
        Some((core, before)) => (core, Some(before)),
        None => (text, None),
    };
    let numbers: Vec<&str> = core.split('.').collect();
    let fits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (numbers.len() <= 5 && numbers.iter().all(fits)).then_some((numbers, before))
}

/// Two numbers without a limit of length.
pub(super) fn number(one: &str, other: &str) -> Ordering {
    let bare = |text: &str| text.trim_start_matches('0').to_owned();
    let (one, other) = (bare(one), bare(other));
    one.len().cmp(&other.len()).then_with(|| one.cmp(&other))
}

fn before_release(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one.split('.'), other.split('.'));
    loop {
        let order = match (one.next(), other.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(one), Some(other)) => identifier(one, other),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn identifier(one: &str, other: &str) -> Ordering {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (digits(one), digits(other)) {
        (true, true) => number(one, other),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => one.cmp(other),
    }
}
