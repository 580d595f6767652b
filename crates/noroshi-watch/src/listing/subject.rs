//! About whom an offer is: as labelled, as watched, as an organisation is written, or a known service.

use std::sync::OnceLock;

use regex::Regex;

use super::GoodsClass;
use super::about::about;
use super::jargon::{Hit, Told};
use crate::name::Sighting;

/// The subject of a posting.
pub(super) fn subject(
    text: &str,
    class: GoodsClass,
    hits: &[Hit],
    sightings: &[Sighting],
) -> Option<String> {
    if class == GoodsClass::None {
        return None;
    }
    let watched = || sightings.first().and_then(|one| one.span.of(text)).map(str::to_owned);
    let found = labelled(text).or_else(watched).or_else(|| organization(text));
    let found = found.or_else(|| brand(text, class, hits)).or_else(|| undisclosed(text));
    if class == GoodsClass::ExploitSale { found.or_else(|| product(text)) } else { found }
}

fn labelled(text: &str) -> Option<String> {
    static LABEL: OnceLock<Option<Regex>> = OnceLock::new();
    let label = LABEL.get_or_init(|| {
        let labels = any(&about().labels);
        Regex::new(&format!(
            r"(?im)(?:^|[\s【\[|])(?:{labels})\s*[:：】\]]\s*(?P<it>[^\n,、，。|;；\t]{{2,60}})"
        ))
        .ok()
    });
    let found = label.as_ref()?.captures(text)?.name("it")?.as_str().trim();
    (!found.is_empty() && !names_nobody(found)).then(|| found.to_owned())
}

/// A pattern for any of these words, the longest first.
fn any(words: &[String]) -> String {
    let mut words: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

/// One organisation that the seller does not name: `某大手通販`, `a JP shipbuilder`.
fn undisclosed(text: &str) -> Option<String> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let words = &about().undisclosed;
        let (ends, kinds) = (any(&words.ends), any(&words.kinds));
        let places = format!("(?i:{})", any(&words.places));
        Regex::new(&format!(r"某[\p{{Han}}ァ-ヴーA-Z0-9]{{0,12}}?(?:{ends})|\b(?i:an?) (?:{places} ){{1,3}}(?:[a-z]+ )?(?:{kinds})\b")).ok()
    };
    PATTERN.get_or_init(build).as_ref()?.find(text).map(|it| it.as_str().to_owned())
}

fn names_nobody(found: &str) -> bool {
    let lower = found.to_lowercase();
    about().nobody.contains(&lower)
        || lower.contains('某')
        || about().hidden.iter().any(|word| lower.starts_with(word.as_str()))
}

/// An organisation that a text names.
pub(super) fn organization(text: &str) -> Option<String> {
    let fits = |found: &regex::Match<'_>| {
        ends_there(text, found.end()) && is_somebody(bare(found.as_str()))
    };
    let japanese = eastern()
        .and_then(|pattern| pattern.find_iter(text).find(fits))
        .map(|it| bare(it.as_str()));
    let latin = || {
        western().and_then(|pattern| {
            pattern.find_iter(text).map(|it| it.as_str()).find(|name| is_named(name))
        })
    };
    japanese.or_else(latin).map(str::to_owned)
}

/// A name without the words that run into it.
fn bare(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = about().before.iter().find_map(|word| name.strip_prefix(word.as_str())) {
        if !is_somebody(rest) {
            break;
        }
        name = rest;
    }
    name
}

fn ends_there(text: &str, end: usize) -> bool {
    let (last, next) = (text[..end].chars().next_back(), text[end..].chars().next());
    let joined = last.is_some_and(|sign| "市省庁厅".contains(sign))
        && next.is_some_and(|sign| about().joined.contains(sign));
    let runs_on =
        last.is_some_and(crate::fold::is_katakana) && next.is_some_and(crate::fold::is_katakana);
    !joined && !runs_on
}

fn is_somebody(name: &str) -> bool {
    let longest = about()
        .ends
        .iter()
        .filter(|end| name.ends_with(end.as_str()))
        .map(|end| end.len())
        .max()
        .unwrap_or_default();
    let own = &name[..name.len() - longest];
    let katakana = name.chars().next_back().is_some_and(crate::fold::is_katakana);
    let least = if longest <= 3 || katakana { 2 } else { 1 };
    own.chars().count() >= least && !names_nobody(name) && !names_nobody(own)
}

fn eastern() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let ends = any(&about().ends);
        let kanji = r"\p{Han}々";
        Regex::new(&format!(r"[ぁ-ん]{{3,6}}(?:{ends})|[{kanji}ァ-ヴー]{{1,14}}?(?:{ends})|[A-Z][A-Za-z0-9&]{{1,15}}(?:{ends})")).ok()
    };
    PATTERN.get_or_init(build).as_ref()
}

fn western() -> Option<&'static Regex> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let ends = any(&about().latin_ends);
        Regex::new(&format!(r"\b(?:[A-Z][A-Za-z0-9&'-]*\s+){{1,4}}(?:{ends})\b|\b(?:University|Ministry|City|Bank) of [A-Z][a-z]+(?:\s[A-Z][a-z]+)?")).ok()
    };
    PATTERN.get_or_init(build).as_ref()
}

fn is_named(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.len() >= 2
        && words.first().is_some_and(|first| about().plain.iter().all(|word| word != first))
}

/// A messenger is named as the way to the seller more often than as what is sold.
fn is_way_to_talk(name: &str, class: GoodsClass) -> bool {
    let sold = matches!(class, GoodsClass::ServiceAccount | GoodsClass::SmsVerification);
    !sold && about().messengers.contains(&name.to_lowercase())
}

fn brand(text: &str, class: GoodsClass, hits: &[Hit]) -> Option<String> {
    let named = |hit: &&Hit| {
        hit.span.of(text).filter(|name| name.len() > 1 && !is_way_to_talk(name, class))
    };
    let mut brands = hits.iter().filter(|hit| matches!(hit.told, Told::Brand(_)));
    brands.find_map(|hit| named(&hit)).map(str::to_owned)
}

/// What an exploit is for: a product of this list, else the vulnerability.
fn product(text: &str) -> Option<String> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let products = any(&about().products);
        Regex::new(&format!(r"(?-u:\b)(?:{products})(?-u:\b)|(?i:CVE-\d{{4}}-\d{{4,7}})")).ok()
    };
    PATTERN.get_or_init(build).as_ref()?.find(text).map(|it| it.as_str().to_owned())
}
