//! What was found in the own estate, with the words of those who say that it matters, and
//! where nobody looked.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use noroshi_model::{Check, Finding, FindingKind, Level};

use crate::desk::Desk;
use crate::material::{Found, Language};
use crate::view::{EstateItem, EstateOurs, EstateTheirs, LookedItem};

/// Pieces of evidence shown of each side.
const EVIDENCE: usize = 3;
/// Characters of a piece of evidence.
const LONG: usize = 240;

/// One item per kind and title: the same rule on many hosts is one matter. Most pressing
/// first, then by kind.
pub(crate) fn items(
    desk: &mut Desk<'_>,
    found: &[Found],
    language: Language,
    most: usize,
) -> Vec<EstateItem> {
    let mut groups: BTreeMap<(Reverse<Level>, FindingKind, &str), Vec<&Found>> = BTreeMap::new();
    for one in found {
        let finding = &one.finding;
        let group = (Reverse(finding.level), finding.kind, finding.title.en.as_str());
        groups.entry(group).or_default().push(one);
    }
    groups.into_values().take(most).filter_map(|group| item(desk, &group, language)).collect()
}

/// Findings of one title as one item, told by the first of them.
pub(crate) fn item(
    desk: &mut Desk<'_>,
    group: &[&Found],
    language: Language,
) -> Option<EstateItem> {
    let first = &group.first()?.finding;
    let language = language.read();
    let mut theirs: Vec<EstateTheirs> = Vec::new();
    for one in group.iter().flat_map(|found| &found.finding.theirs) {
        let told = told(desk, one);
        if theirs.len() < EVIDENCE && !theirs.contains(&told) {
            theirs.push(told);
        }
    }
    let ours = group.iter().flat_map(|found| ours(&found.finding));
    let mut subjects: Vec<&str> = group.iter().map(|it| it.finding.subject.as_str()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let mut techniques: Vec<String> =
        group.iter().flat_map(|it| &it.finding.techniques).map(ToString::to_string).collect();
    techniques.sort();
    techniques.dedup();
    Some(EstateItem {
        level: first.level,
        kind: first.kind,
        title: first.title.pick(language).to_owned(),
        subjects: subjects.into_iter().map(str::to_owned).collect(),
        reason: first.reason.pick(language).to_owned(),
        times: group.len(),
        theirs,
        ours: ours.take(EVIDENCE).collect(),
        techniques,
        unknown: first.unknown.iter().map(|text| text.pick(language).to_owned()).collect(),
        next: first.next.iter().map(|text| text.pick(language).to_owned()).collect(),
        tlp: group.iter().filter_map(|found| found.tlp).max(),
    })
}

pub(crate) fn told(desk: &mut Desk<'_>, one: &noroshi_model::Citation) -> EstateTheirs {
    let place = one.place.and_then(|(document, span)| {
        let at = desk.sources.iter().position(|source| source.document.id == document)?;
        desk.cite(at, span)
    });
    let text = cut(one.text.trim(), LONG);
    let (who, what) = (one.who.clone(), one.what.clone());
    let is_statement = one.place.is_some();
    EstateTheirs { who, what, text, place, is_statement, attitude: one.attitude }
}

/// At most so many characters, with a mark where something is left out.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{} …", &text[..at]),
        None => text.to_owned(),
    }
}

fn ours(finding: &Finding) -> impl Iterator<Item = EstateOurs> {
    finding.ours.iter().map(|one| EstateOurs {
        place: format!("{} {}", one.path, one.at).trim().to_owned(),
        text: cut(&one.text, LONG),
    })
}

/// The newest check of each part of the estate; parts without one were never looked at.
pub(crate) fn looked(checks: &[Check], language: Language) -> Vec<LookedItem> {
    let language = language.read();
    let kinds = FindingKind::ALL.into_iter().filter(|kind| *kind != FindingKind::Report);
    let newest = kinds.map(|kind| {
        let of_kind = checks.iter().filter(|check| check.kind == kind);
        let newest = of_kind.max_by_key(|check| check.at);
        LookedItem {
            kind,
            scope: newest.map(|check| check.scope.pick(language).to_owned()),
            day: newest.map(|check| check.at.strftime("%Y-%m-%d").to_string()),
            found: newest.map_or(0, |check| check.found),
            gaps: newest.map_or(0, |check| check.gaps.len()),
        }
    });
    newest.collect()
}
