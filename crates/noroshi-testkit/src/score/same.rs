//! When something that was read is what the annotation means.

use std::collections::{BTreeMap, BTreeSet};

use noroshi_model::{Claim, Event, Likelihood, Reading, Relation, Span, Speaker};

use super::gold::{self, Bytes, Passage};

/// Both sides in words, and the pairs that are the same.
pub(super) struct Sides {
    pub(super) expected: Vec<String>,
    pub(super) found: Vec<String>,
    /// Place in `expected`, place in `found`.
    pub(super) right: Vec<(usize, usize)>,
}

/// A passage and its reading.
pub(super) struct Shown<'a> {
    pub(super) passage: &'a Passage,
    pub(super) reading: &'a Reading,
}

impl<'a> Shown<'a> {
    /// Mentions by kind.
    pub(super) fn mentions(&self) -> Vec<(String, Sides)> {
        let text = self.passage.text.as_str();
        let mut kinds: BTreeMap<&str, (Vec<&gold::Mention>, Vec<Span>)> = BTreeMap::new();
        for mention in &self.passage.mentions {
            kinds.entry(mention.kind.as_str()).or_default().0.push(mention);
        }
        for mention in &self.reading.mentions {
            kinds.entry(mention.kind.word()).or_default().1.push(mention.span);
        }
        let sides = |kind: &str, expected: Vec<&gold::Mention>, found: Vec<Span>| Sides {
            right: pairs(&expected, &found, |one, span| one.span == bytes(*span)),
            expected: expected.iter().map(|one| format!("{kind} {}", one.text)).collect(),
            found: found.iter().map(|it| format!("{kind} {}", at(*it, text))).collect(),
        };
        let kinds = kinds.into_iter();
        kinds.map(|(kind, (one, two))| (kind.to_owned(), sides(kind, one, two))).collect()
    }

    pub(super) fn claims(&self) -> Sides {
        let text = self.passage.text.as_str();
        let same = |one: &&gold::Claim, claim: &&Claim| {
            half(one.span, bytes(claim.span))
                && innermost(one, claim)
                && one.stance == claim.stance.word()
        };
        let expected: Vec<&gold::Claim> = self.passage.claims.iter().collect();
        let found: Vec<&Claim> = self.reading.claims.iter().collect();
        Sides {
            right: pairs(&expected, &found, same),
            expected: expected
                .iter()
                .map(|it| format!("{} {} | {}", it.speaker.join(" > "), it.stance, it.text))
                .collect(),
            found: found
                .iter()
                .map(|it| {
                    let chain: Vec<String> = it.speakers.iter().map(word).collect();
                    let said = at(it.span, text);
                    format!("{} {} | {said}", chain.join(" > "), it.stance.word())
                })
                .collect(),
        }
    }

    /// Each expected claim with the claim that stands at its place, the best overlap first.
    pub(super) fn placed_claims(&self) -> Vec<(&'a gold::Claim, Option<&'a Claim>)> {
        let placed = |expected: &'a gold::Claim| {
            let near = self.reading.claims.iter();
            let near = near.filter(|claim| half(expected.span, bytes(claim.span)));
            let best = near.max_by_key(|claim| {
                (innermost(expected, claim), shared(expected.span, bytes(claim.span)))
            });
            (expected, best)
        };
        self.passage.claims.iter().map(placed).collect()
    }

    /// The found claims that hold somebody responsible, and whether an expected one at the same place
    /// holds the same one responsible.
    pub(super) fn attributed(&self) -> Vec<(&'a Claim, bool)> {
        let right = |claim: &Claim| {
            let near = |one: &&gold::Claim| half(one.span, bytes(claim.span));
            let mut near = self.passage.claims.iter().filter(near);
            near.any(|one| one.attribution.as_ref().is_some_and(|it| held(it, claim)))
        };
        let claims = self.reading.claims.iter().filter(|claim| claim.attribution.is_some());
        claims.map(|claim| (claim, right(claim))).collect()
    }

    pub(super) fn events(&self) -> Sides {
        let expected: Vec<&gold::Event> = self.passage.events.iter().collect();
        let found: Vec<&Event> = self.reading.events.iter().collect();
        let when = |event: &Event| {
            event.when.map(|(moment, _)| gold::Date {
                value: without_zone(&moment.edtf()),
                precision: moment.precision().word().to_owned(),
            })
        };
        let same = |one: &&gold::Event, event: &&Event| {
            one.is_dated(event.when.map(|(moment, _)| moment))
                && share_one(&one.victims, &event.victims)
        };
        let shown = |what: &str, date: Option<&gold::Date>, victims: &[String]| {
            let date =
                date.map_or("no date".to_owned(), |it| format!("{} {}", it.value, it.precision));
            format!("{what} | {date} | {}", victims.join(", "))
        };
        Sides {
            right: pairs(&expected, &found, same),
            expected: expected
                .iter()
                .map(|it| shown(&it.what, it.date.as_ref(), &it.victims))
                .collect(),
            found: found.iter().map(|it| shown(&it.what, when(it).as_ref(), &it.victims)).collect(),
        }
    }

    pub(super) fn relations(&self) -> Sides {
        let expected: Vec<&gold::Relation> = self.passage.relations.iter().collect();
        let found: Vec<&Relation> = self.reading.relations.iter().collect();
        let same = |one: &&gold::Relation, relation: &&Relation| {
            let (subject, object) = (&relation.subject, &relation.object);
            let straight = names(&one.subject, subject) && names(&one.object, object);
            let turned = names(&one.subject, object) && names(&one.object, subject);
            let either = matches!(one.predicate.as_str(), "same-as" | "related-to");
            one.predicate == relation.predicate.word() && (straight || (either && turned))
        };
        Sides {
            right: pairs(&expected, &found, same),
            expected: expected
                .iter()
                .map(|it| format!("{} {} {}", it.subject, it.predicate, it.object))
                .collect(),
            found: found
                .iter()
                .map(|it| format!("{} {} {}", it.subject, it.predicate.word(), it.object))
                .collect(),
        }
    }

    pub(super) fn sources(&self) -> Sides {
        let distinct = |all: BTreeSet<&str>| all.into_iter().map(str::to_owned).collect();
        let expected: Vec<String> =
            distinct(self.passage.sources.iter().map(|it| it.name.as_str()).collect());
        let found: Vec<String> =
            distinct(self.reading.sources.iter().map(|it| it.name.as_str()).collect());
        Sides { right: pairs(&expected, &found, |one, two| names(one, two)), expected, found }
    }

    pub(super) fn drifts(&self) -> Sides {
        let text = self.passage.text.as_str();
        let same = |one: &&gold::Drift, drift: &&noroshi_model::Drift| {
            let overlap = |place: Bytes, span: Span| shared(place, bytes(span)) > 0;
            one.kind == drift.kind.word()
                && overlap(one.spans[0], drift.weaker)
                && overlap(one.spans[1], drift.stronger)
        };
        let expected: Vec<&gold::Drift> = self.passage.drift.iter().collect();
        let found: Vec<&noroshi_model::Drift> = self.reading.drift.iter().collect();
        let words = |(start, end): Bytes| text.get(start..end).unwrap_or_default();
        Sides {
            right: pairs(&expected, &found, same),
            expected: expected
                .iter()
                .map(|it| format!("{}: {} -> {}", it.kind, words(it.spans[0]), words(it.spans[1])))
                .collect(),
            found: found
                .iter()
                .map(|it| {
                    let (weaker, stronger) = (at(it.weaker, text), at(it.stronger, text));
                    format!("{}: {weaker} -> {stronger}", it.kind.word())
                })
                .collect(),
        }
    }
}

/// A date without the offsets from UTC, which a text rarely states: `2024-12-26T07+09:00`.
pub(super) fn without_zone(edtf: &str) -> String {
    let bare = |part: &str| {
        let zone = part.find('T').and_then(|at| part[at..].find(['+', 'Z']).map(|zone| at + zone));
        zone.map_or(part, |zone| &part[..zone]).to_owned()
    };
    edtf.split('/').map(bare).collect::<Vec<String>>().join("/")
}

/// The first and the last day, or hour or minute, that an EDTF value names: `2025-06-26` with
/// `part-of-day`, and `2025-06-26/2025-06-26`, are the same stretch.
pub(super) fn stretch(edtf: &str) -> (String, String) {
    let bare = edtf.replace(['~', '?', '%'], "");
    let (from, to) = bare.split_once('/').unwrap_or((&bare, &bare));
    (first_day(from), last_day(to))
}

fn first_day(end: &str) -> String {
    match (end.len(), year_and_month(end)) {
        (4, _) if end.bytes().all(|byte| byte.is_ascii_digit()) => format!("{end}-01-01"),
        (7, Some((year, month))) => match month {
            21..=24 => format!("{year:04}-{:02}-01", (month - 20) * 3),
            33..=36 => format!("{year:04}-{:02}-01", (month - 33) * 3 + 1),
            _ => format!("{end}-01"),
        },
        _ => end.to_owned(),
    }
}

fn last_day(end: &str) -> String {
    match (end.len(), year_and_month(end)) {
        (4, _) if end.bytes().all(|byte| byte.is_ascii_digit()) => format!("{end}-12-31"),
        (7, Some((year, month))) => {
            let (year, month) = match month {
                21..=23 => (year, (month - 20) * 3 + 2),
                24 => (year + 1, 2),
                33..=36 => (year, (month - 32) * 3),
                _ => (year, month),
            };
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let days = match month {
                2 => 28 + i16::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            format!("{year:04}-{month:02}-{days:02}")
        }
        _ => end.to_owned(),
    }
}

/// The month, or the number that EDTF level 2 has for a season (21 to 24) or a quarter (33 to 36).
fn year_and_month(end: &str) -> Option<(i16, u8)> {
    let (year, month) = end.split_once('-')?;
    let month = match month {
        "Q1" => 33,
        "Q2" => 34,
        "Q3" => 35,
        "Q4" => 36,
        _ => month.parse().ok()?,
    };
    Some((year.parse().ok()?, month))
}

/// Pairs each expected thing with the first found one that is the same and still free.
fn pairs<A, B>(expected: &[A], found: &[B], same: impl Fn(&A, &B) -> bool) -> Vec<(usize, usize)> {
    let mut free = vec![true; found.len()];
    let mut pair = |one: &A| {
        let at = (0..found.len()).find(|at| free[*at] && same(one, &found[*at]))?;
        free[at] = false;
        Some(at)
    };
    expected.iter().enumerate().filter_map(|(at, one)| Some((at, pair(one)?))).collect()
}

fn bytes(span: Span) -> Bytes {
    (span.start(), span.end())
}

fn at(span: Span, text: &str) -> &str {
    span.of(text).unwrap_or_default()
}

/// Bytes that two spans share.
fn shared(one: Bytes, two: Bytes) -> usize {
    one.1.min(two.1).saturating_sub(one.0.max(two.0))
}

/// Whether two spans share at least half of the longer one.
fn half(one: Bytes, two: Bytes) -> bool {
    2 * shared(one, two) >= (one.1 - one.0).max(two.1 - two.0)
}

/// Whether two names mean the same: one holds the other, spaces and marks aside.
pub(super) fn names(one: &str, two: &str) -> bool {
    let bare = |name: &str| -> String {
        let name = name.trim_start_matches("unnamed:").to_lowercase();
        name.chars()
            .filter(|sign| !sign.is_whitespace() && !"「」『』\"'()（）".contains(*sign))
            .collect()
    };
    let (one, two) = (bare(one), bare(two));
    !one.is_empty() && !two.is_empty() && (one.contains(&two) || two.contains(&one))
}

/// Whether a claim holds the expected one responsible, as far as expected.
pub(super) fn held(expected: &gold::Attribution, claim: &Claim) -> bool {
    claim.attribution.as_ref().is_some_and(|got| {
        got.level.word() == expected.level && names(&got.candidate, &expected.candidate)
    })
}

fn share_one(one: &[String], two: &[String]) -> bool {
    (one.is_empty() && two.is_empty())
        || one.iter().any(|first| two.iter().any(|second| names(first, second)))
}

fn word(speaker: &Speaker) -> String {
    match speaker {
        Speaker::Unnamed { as_written, .. } => format!("unnamed:{as_written}"),
        Speaker::Named { .. } | Speaker::Author => speaker.shown().to_owned(),
    }
}

fn same_speaker(expected: &str, found: &str) -> bool {
    let authors = (expected == "author", found == "author");
    authors == (true, true) || (authors == (false, false) && names(expected, found))
}

/// Whether the one who says it first hand is the same.
pub(super) fn innermost(expected: &gold::Claim, claim: &Claim) -> bool {
    let last = expected.speaker.last().map_or("author", String::as_str);
    same_speaker(last, &word(claim.speakers.innermost()))
}

/// Whether the whole chain is the same.
pub(super) fn chain(expected: &gold::Claim, claim: &Claim) -> bool {
    let found: Vec<String> = claim.speakers.iter().map(word).collect();
    found.len() == expected.speaker.len()
        && expected.speaker.iter().zip(&found).all(|(one, two)| same_speaker(one, two))
}

/// Whether the wording's step is the expected one or the next.
pub(super) fn level(expected: &gold::Claim, claim: &Claim) -> bool {
    let expected = expected.level.as_deref().and_then(scale_place);
    let found = claim.likelihood.as_ref().map(|(likelihood, _)| step(*likelihood));
    expected.zip(found).is_some_and(|(one, two)| one.abs_diff(two) <= 1)
}

/// Number of an annotated level on the scale, least likely first.
pub(super) fn scale_place(level: &str) -> Option<usize> {
    let steps = [
        "remote",
        "very-unlikely",
        "unlikely",
        "possible",
        "likely",
        "very-likely",
        "almost-certain",
    ];
    let level = if level == "cannot-exclude" { "unlikely" } else { level };
    steps.iter().position(|step| *step == level)
}

/// Number of the scale's step, least likely first.
fn step(likelihood: Likelihood) -> usize {
    noroshi_model::ScaleStep::ALL.iter().position(|step| *step == likelihood.step()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_the_same_however_it_is_written() {
        let same = [
            ("2025-06-26", "2025-06-26/2025-06-26"),
            ("2024-08/2024-11", "2024-08-01/2024-11-30"),
            ("2022/..", "2022-01-01/.."),
            ("2019~/..", "2019/.."),
            ("2024-22", "2024-06-01/2024-08-31"),
            ("2023-24", "2023-12-01/2024-02-29"),
            ("2024-Q2", "2024-04-01/2024-06-30"),
            ("2024-36", "2024-10/2024-12"),
        ];
        for (one, two) in same {
            assert_eq!(stretch(one), stretch(two), "{one} {two}");
        }
        assert_ne!(stretch("2022"), stretch("2022/.."));
        assert_ne!(stretch("2025-02-18T05"), stretch("2025-02-18"));
    }
}
