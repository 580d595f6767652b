//! Numbers of things: 300件, 3 million records, 200 GB.

use noroshi_model::Value;

use super::number::Amount;
use super::{FoundQuantity, counter};
use crate::date::cursor::{Cursor, is_word};

/// Things that English reports count, singular left out: "1 record" is rarely a finding.
const THINGS: &[&str] = &[
    "records",
    "accounts",
    "users",
    "victims",
    "organizations",
    "organisations",
    "companies",
    "devices",
    "systems",
    "customers",
    "people",
    "employees",
    "servers",
    "addresses",
    "domains",
    "files",
    "documents",
    "countries",
    "packages",
    "downloads",
    "individuals",
    "patients",
    "machines",
    "computers",
    "endpoints",
    "hosts",
    "websites",
    "sites",
    "samples",
    "repositories",
    "attacks",
    "incidents",
    "vulnerabilities",
    "entities",
    "firms",
    "businesses",
    "hospitals",
    "schools",
    "banks",
    "wallets",
    "emails",
    "messages",
    "credentials",
    "passwords",
    "routers",
    "cameras",
    "installations",
    "instances",
    "members",
    "students",
    "agencies",
    "institutions",
    "IPs",
    "URLs",
    "hashes",
    "indicators",
    "pages",
    "targets",
    "extensions",
    "apps",
    "times",
];

/// Sizes of data, from small to large by a thousand each.
const SIZES: &[&str] = &["KB", "MB", "GB", "TB", "PB"];
const LONG_SIZES: &[&str] = &["kilobytes", "megabytes", "gigabytes", "terabytes", "petabytes"];

/// Words between a number and its noun may not be these.
const BREAKS: &[&str] = &[
    "and", "or", "the", "to", "of", "in", "on", "at", "by", "for", "from", "with", "that", "is",
    "are", "was", "were", "a", "an", "has", "have", "had", "as", "its", "their", "which", "per",
    "percent", "days", "hours", "minutes", "years", "months", "weeks", "bit", "when", "while",
];

/// A count of `amount`, which is written between the two cursors.
pub(super) fn read(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    counter::read(start, end, amount)
        .or_else(|| size(start, end, amount))
        .or_else(|| english(start, end, amount))
        .or_else(|| lower_end(start, end, amount))
        .or_else(|| counter::bare(start, end, amount))
}

/// Whether a number here stands by itself: not inside a version, a code or an ordinal.
/// A hyphen is allowed behind the lower end of a span of counts, which ends at `floor`.
pub(super) fn may_begin(cursor: Cursor, floor: usize) -> bool {
    match cursor.last_char() {
        Some('-') => cursor.at() == floor + 1,
        Some('第') => false,
        Some(' ') => cursor.follows_any(&["no. ", "vol. ", "ver. "]).is_none(),
        Some('.' | ',' | '/' | ':' | '#' | '%' | '=' | '@' | '\\' | '$') => false,
        Some(letter) => !(letter.is_ascii() && is_word(letter as u8)),
        None => true,
    }
}

/// Sizes of data. A fraction is told in the next smaller unit: 1.5TB is 1500 GB.
fn size(start: Cursor, mut end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    end.eat(" ");
    let sizes = [SIZES, LONG_SIZES].into_iter().find_map(|sizes| {
        let at = sizes.iter().position(|size| end.sees(size))?;
        Some((sizes, at))
    });
    let (sizes, at) = sizes?;
    let unit = sizes.get(at)?;
    end.eat(unit);
    if !end.ends_word() || end.sees_any(&["/s", "ps"]) {
        return None;
    }
    match amount.whole() {
        Some(whole) => found(start, end, whole, unit),
        None => {
            let smaller = sizes.get(at.checked_sub(1)?)?;
            found(start, end, amount.times(3)?.whole()?, smaller)
        }
    }
}

/// A number, at most two words, and a noun of the list.
fn english(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let number = start.rest().get(..end.at() - start.at())?;
    if looks_like_year(start, number) || follows_name(start) {
        return None;
    }
    let mut ahead = end;
    for _ in 0..3 {
        if !ahead.eat(" ") {
            return None;
        }
        let word = word_of(ahead);
        ahead = ahead.moved(ahead.at() + word.len());
        if THINGS.contains(&word) && ahead.ends_word() {
            return found(start, ahead, amount.whole()?, word);
        }
        if word.is_empty() || BREAKS.contains(&word) {
            return None;
        }
    }
    None
}

/// The letters and inner hyphens at the cursor, at most thirty.
fn word_of(cursor: Cursor<'_>) -> &str {
    let seen = cursor.ahead(30);
    let letters = seen.bytes().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-');
    seen.get(..letters.count()).unwrap_or("")
}

/// Whether four bare digits are rather a year: "in 2024 companies".
fn looks_like_year(start: Cursor, number: &str) -> bool {
    let bare = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let counted = ["over ", "about ", "than ", "least ", "nearly ", "some ", "around ", "all "];
    bare && start.follows_any(&counted).is_none()
}

/// Whether the word before is a name, so that the number belongs to it: Windows 11 devices.
fn follows_name(start: Cursor) -> bool {
    const OPENERS: &[&str] = &[
        "Over ",
        "About ",
        "Some ",
        "Nearly ",
        "Than ",
        "Approximately ",
        "Around ",
        "Almost ",
        "All ",
        "The ",
        "These ",
        "Another ",
        "Additional ",
        "To ",
        "Least ",
        "Roughly ",
        "In ",
        "Of ",
        "And ",
        "Only ",
        "At ",
        "Affected ",
        "Up ",
        "A ",
        "From ",
        "By ",
    ];
    let before = start.behind(40);
    let Some(before) = before.strip_suffix(' ') else { return false };
    let from = before.rfind(' ').map_or(0, |space| space + 1);
    let word = before.get(from..).unwrap_or("");
    let versioned = ["version", "versions", "port", "ports", "page", "chapter", "section", "step"];
    let name = word.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    versioned.contains(&word) || (name && start.follows_any(OPENERS).is_none())
}

/// The 10 of 10~20件: a count with the unit that stands behind the second number.
fn lower_end(start: Cursor, end: Cursor, amount: Amount) -> Option<FoundQuantity> {
    let mut second = end;
    if !second.eat_any(&["~", "〜", "-", "から"]) {
        return None;
    }
    let place = second;
    let upper = Amount::read(&mut second)?;
    let counted = counter::read(place, second, upper).or_else(|| english(place, second, upper))?;
    let Value::Count(_, unit) = counted.value else { return None };
    found(start, end, amount.whole()?, &unit)
}

fn found(start: Cursor, end: Cursor, number: u64, unit: &str) -> Option<FoundQuantity> {
    let canonical = format!("{number} {unit}");
    let value = Value::Count(number, unit.to_owned());
    Some(FoundQuantity { range: start.at()..end.at(), value, canonical })
}
