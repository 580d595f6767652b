//! Documents that repeat each other: by sampled shingles within a language, by names, numbers
//! and dates across languages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use noroshi_model::{Language, MentionKind, Value};

use super::{How, Read};

/// How many documents one shingle or fact may lead to: what more share is boilerplate.
const MOST: usize = 40;
/// One shingle of four is kept.
const SAMPLE: u64 = 4;
/// Shared sampled shingles that make a near duplicate.
const LEAST_SHINGLES: usize = 6;

/// Pairs of documents that repeat each other, the smaller place first.
pub(super) fn pairs(set: &[Read<'_>]) -> BTreeMap<(usize, usize), How> {
    let mut found = BTreeMap::new();
    let shingles: Vec<HashSet<u64>> = set.iter().map(|read| shingles(*read)).collect();
    for ((one, two), shared) in shared(&shingles) {
        let least = shingles[one].len().min(shingles[two].len());
        if shared >= LEAST_SHINGLES && shared * 100 >= least * 40 {
            found.insert((one, two), How::NearDuplicate);
        }
    }
    let facts: Vec<HashSet<u64>> = set.iter().map(|read| facts(*read)).collect();
    for ((one, two), shared) in shared(&facts) {
        let other = set[one].reading.language != set[two].reading.language;
        let least = facts[one].len().min(facts[two].len());
        if other && shared >= 3 && shared * 100 >= least * 50 && share_kinds(set[one], set[two]) {
            found.entry((one, two)).or_insert(How::SharedFacts);
        }
    }
    found
}

/// How many keys each pair of documents shares, by an index with bounded lists.
fn shared(keys: &[HashSet<u64>]) -> BTreeMap<(usize, usize), usize> {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, keys) in keys.iter().enumerate() {
        for key in keys {
            index.entry(*key).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for places in index.values().filter(|places| (2..=MOST).contains(&places.len())) {
        for (at, one) in places.iter().enumerate() {
            for two in &places[at + 1..] {
                *shared.entry((*one, *two)).or_default() += 1;
            }
        }
    }
    shared
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Sampled shingles of the sentences outside boilerplate: eight characters where words are not
/// separated, four words elsewhere.
fn shingles(read: Read<'_>) -> HashSet<u64> {
    let mut kept = HashSet::new();
    for sentence in read.reading.sentences.iter().filter(|one| !one.boilerplate) {
        let Some(shown) = sentence.span.of(&read.document.text) else { continue };
        if matches!(sentence.language, Language::Ja | Language::Zh) {
            let signs: Vec<char> = shown.chars().filter(|sign| sign.is_alphanumeric()).collect();
            kept.extend(signs.windows(8).map(hash).filter(|key| key % SAMPLE == 0));
        } else {
            let words: Vec<String> = words(shown).collect();
            kept.extend(words.windows(4).map(hash).filter(|key| key % 2 == 0));
        }
    }
    kept
}

fn words(shown: &str) -> impl Iterator<Item = String> {
    shown
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// What is the same in all languages: entities, Latin names, numbers and days.
pub(super) fn facts(read: Read<'_>) -> HashSet<u64> {
    read.reading
        .mentions
        .iter()
        .filter_map(|mention| fact(read, mention).map(|(_, key)| key))
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum FactKind {
    Name,
    Number,
    Day,
}

fn fact(read: Read<'_>, mention: &noroshi_model::Mention) -> Option<(FactKind, u64)> {
    match (&mention.value, mention.kind) {
        (Value::Count(value, _), _) if *value >= 10 => {
            Some((FactKind::Number, hash(("number", value))))
        }
        (Value::Money(money), _) => Some((FactKind::Number, hash(("money", money)))),
        (Value::Date(moment, _), _) => Some((FactKind::Day, hash(("day", moment.edtf())))),
        (Value::Plain, MentionKind::Date | MentionKind::Count | MentionKind::Money) => None,
        (Value::Plain, kind) if names(kind) => {
            let key = match mention.candidates.as_slice() {
                [id] => hash(("id", id)),
                _ => hash(("name", mention.span.of(&read.document.text)?.to_lowercase())),
            };
            Some((FactKind::Name, key))
        }
        _ => None,
    }
}

fn names(kind: MentionKind) -> bool {
    !matches!(
        kind,
        MentionKind::Sector | MentionKind::Technique | MentionKind::Path | MentionKind::Email
    )
}

/// Names alone are the same in any two reports on one actor: a number or a day must be too.
fn share_kinds(one: Read<'_>, two: Read<'_>) -> bool {
    let of = |read: Read<'_>| -> HashSet<(FactKind, u64)> {
        read.reading.mentions.iter().filter_map(|mention| fact(read, mention)).collect()
    };
    let (first, second) = (of(one), of(two));
    let count =
        |kind: FactKind| first.intersection(&second).filter(|(found, _)| *found == kind).count();
    count(FactKind::Name) >= 1
        && count(FactKind::Number) >= 1
        && count(FactKind::Number) + count(FactKind::Day) >= 2
}
