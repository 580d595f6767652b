//! Numbers that changed their meaning: about 30 became 30, cases became victims.

use std::ops::Range;

use noroshi_model::{Mention, Value};

use super::super::words::{Words, ends_in};
use super::content::Likeness;
use super::statement::Voice;
use super::{Pair, Way};

/// How far a number goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bound {
    AtMost,
    About,
    Exact,
    AtLeast,
}

/// A number of things in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u64,
    /// The counter, without 分.
    pub(super) unit: String,
    bound: Bound,
    /// How bad what is counted is: touched, entered, harmed; 0 when no word says it.
    harm: u8,
}

/// So many numbers of a sentence are looked at.
const MOST: usize = 12;

/// The counts among the mentions of a sentence.
pub(super) fn of(
    words: &Words<'_>,
    text: &str,
    mentions: &[(Range<usize>, Mention)],
) -> Vec<Number> {
    counts(mentions)
        .map(|(place, value, unit)| Number {
            value,
            unit: unit.trim_end_matches('分').to_lowercase(),
            bound: bound(words, text, place),
            harm: harm(words, text, place, unit),
        })
        .collect()
}

/// The values of the counts among the mentions of a sentence.
pub(super) fn values(mentions: &[(Range<usize>, Mention)]) -> impl Iterator<Item = u64> {
    counts(mentions).map(|(_, value, _)| value)
}

/// The first counts of a sentence, with place and counter.
fn counts(
    mentions: &[(Range<usize>, Mention)],
) -> impl Iterator<Item = (&Range<usize>, u64, &String)> {
    let counts = mentions.iter().filter_map(|(place, mention)| match &mention.value {
        Value::Count(value, unit) => Some((place, *value, unit)),
        _ => None,
    });
    counts.take(MOST)
}

fn bound(words: &Words<'_>, text: &str, place: &Range<usize>) -> Bound {
    let before = near_before(text, place.start, 24);
    let before = before.trim_end();
    let behind = near_behind(text, place.end);
    let behind = behind.trim_start_matches(['分', ' ']);
    let shown = &text[place.clone()];
    for (value, bound) in
        [("at-least", Bound::AtLeast), ("at-most", Bound::AtMost), ("about", Bound::About)]
    {
        let list = words.strength(value);
        let fits = list.iter().any(|word| {
            ends_in(before, word)
                || behind.starts_with(word)
                || (!word.is_ascii() && (shown.starts_with(word) || shown.ends_with(word)))
        });
        if fits {
            return bound;
        }
    }
    Bound::Exact
}

/// The words behind a number, to the end of its clause, say what is counted.
fn harm(words: &Words<'_>, text: &str, place: &Range<usize>, unit: &str) -> u8 {
    let behind = near_behind(text, place.end);
    let clause = behind.split(['、', '。', ',', '.', ';']).next().unwrap_or_default();
    let counted = format!("{unit} {clause}");
    let behind = rank(words, &counted, |clause, word| clause.find(word));
    if behind > 0 {
        return behind;
    }
    let before = near_before(text, place.start, 48);
    let clause = before.rsplit(['、', '。', '.', ';']).next().unwrap_or_default();
    rank(words, clause, |clause, word| Some(clause.len() - clause.rfind(word)?))
}

/// The rank of the word that stands nearest, as `find` measures it.
fn rank(words: &Words<'_>, clause: &str, find: impl Fn(&str, &str) -> Option<usize>) -> u8 {
    let clause = clause.to_lowercase();
    let ranks = [("harmed", 3), ("entered", 2), ("touched", 1)];
    let found = ranks.into_iter().filter_map(|(value, rank)| {
        let near = words.strength(value).iter().filter_map(|word| find(&clause, word)).min()?;
        Some((near, rank))
    });
    found.min().map_or(0, |(_, rank)| rank)
}

fn near_before(text: &str, at: usize, most: usize) -> &str {
    let from = (at.saturating_sub(most)..=at).find(|place| text.is_char_boundary(*place));
    from.map_or("", |from| &text[from..at])
}

fn near_behind(text: &str, at: usize) -> &str {
    let until = (at + 48).min(text.len());
    let until = (at..=until).rev().find(|place| text.is_char_boundary(*place));
    until.map_or("", |until| &text[at..until])
}

/// Whether a number of the weaker statement says more in the stronger one.
pub(super) fn changed(pair: &Pair<'_>) -> bool {
    let Pair { weak, strong, way, .. } = pair;
    let numbers = || {
        let all = weak.numbers.iter();
        let pairs = all.flat_map(|one| strong.numbers.iter().map(move |two| (one, two)));
        pairs.filter(|(one, two)| one.value == two.value && says_more(one, two))
    };
    let other_body = *way == Way::Later
        && matches!((&weak.voice, &strong.voice), (Voice::Body(one), Voice::Body(two)) if one != two);
    if other_body || numbers().next().is_none() {
        return false;
    }
    let news = || !matches!(strong.voice, Voice::Publication(_)) && strong.is_settled();
    let retold = || *way == Way::ToHead || !news();
    let passed_on =
        matches!(&weak.voice, Voice::Publication(name) if strong.shown.contains(name.as_str()));
    let likeness = pair.likeness();
    let same = |one: &Number| is_same(one, likeness) || (passed_on && one.value >= 10);
    !likeness.apart && numbers().any(|(one, _)| same(one)) && retold()
}

/// A small number is a weak sign that both tell of the same.
fn is_same(number: &Number, likeness: &Likeness) -> bool {
    let share = if number.value < 10 { 50 } else { 35 };
    let weight = if number.value < 10 { 30 } else { 20 };
    likeness.weight >= weight
        && ((likeness.named && likeness.share >= share) || likeness.share >= 60)
}

fn says_more(one: &Number, two: &Number) -> bool {
    let same_unit = one.unit == two.unit;
    let surer = matches!(
        (one.bound, two.bound),
        (Bound::About | Bound::AtMost, Bound::Exact | Bound::AtLeast)
            | (Bound::Exact, Bound::AtLeast)
    );
    let worse = one.harm > 0 && two.harm > one.harm;
    let people = ["人", "名", "社"].contains(&two.unit.as_str()) && one.unit == "件";
    if same_unit { surer || worse } else { worse || (people && two.harm >= one.harm) }
}
