//! The same statement in several documents, and the roots behind it.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use noroshi_model::{Claim, Speaker, Stance, Value};

use super::{Graph, How, Read};

/// How many statements one word may lead to; what more share says nothing.
const MOST: usize = 60;

/// A statement that one or more documents make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Place of the document and of the claim in its reading, in order.
    pub claims: Vec<(usize, usize)>,
    /// How many documents make it: the raw count.
    pub documents: usize,
    /// The independent roots behind them: names to show, by key.
    pub roots: BTreeMap<String, String>,
    /// How many unnamed persons are cited for it; they count as no root of their own.
    pub unnamed: usize,
}

/// What a claim says, as keys.
pub(super) struct Words {
    pub(super) keys: Vec<u64>,
    names: Vec<u64>,
}

/// Groups of claims that say the same, of at least one document, largest first.
pub(super) fn groups(graph: &Graph, set: &[Read<'_>]) -> Vec<Group> {
    let places: Vec<(usize, usize)> = set
        .iter()
        .enumerate()
        .flat_map(|(at, read)| (0..read.reading.claims.len()).map(move |claim| (at, claim)))
        .filter(|(at, claim)| states(&set[*at].reading.claims[*claim]))
        .collect();
    let words: Vec<Words> = places
        .iter()
        .map(|(at, claim)| words(set[*at], &set[*at].reading.claims[*claim]))
        .collect();
    let mut parents: Vec<usize> = (0..places.len()).collect();
    for (one, two) in alike(&words) {
        if places[one].0 != places[two].0 {
            let (one, two) = (top(&mut parents, one), top(&mut parents, two));
            parents[one.max(two)] = one.min(two);
        }
    }
    let mut members: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, place) in places.iter().enumerate() {
        members.entry(top(&mut parents, at)).or_default().push(*place);
    }
    let mut known: Known<'_> = vec![Vec::new(); set.len()];
    for ((at, claim), words) in places.iter().zip(&words) {
        known[*at].push((*claim, words));
    }
    let mut groups: Vec<Group> =
        members.into_values().map(|claims| group(graph, set, &known, claims)).collect();
    groups.sort_by(|a, b| b.documents.cmp(&a.documents).then(a.claims.cmp(&b.claims)));
    groups
}

/// A denial is another statement, and a silence none.
fn states(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Asserts | Stance::Speculates)
}

fn top(parents: &mut [usize], at: usize) -> usize {
    let mut at = at;
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

fn key(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Names and numbers that are the same in all languages, and the words of the statement.
pub(super) fn words(read: Read<'_>, claim: &Claim) -> Words {
    let mentions = &read.reading.mentions;
    let from = mentions.partition_point(|one| one.span.start() < claim.span.start());
    let inside = mentions[from..].iter().take_while(|one| one.span.end() <= claim.span.end());
    let mut names = Vec::new();
    let mut keys = Vec::new();
    for mention in inside {
        match (&mention.value, mention.candidates.as_slice()) {
            (Value::Count(value, _), _) => keys.push(key(("number", value))),
            (Value::Money(money), _) => keys.push(key(("money", money))),
            (_, [id]) => names.push(key(("id", id))),
            _ => {}
        }
    }
    let shown = claim.span.of(&read.document.text).unwrap_or_default();
    let mut signs = shown.chars().peekable();
    let mut run = String::new();
    while let Some(sign) = signs.next() {
        if sign.is_alphanumeric() && !('ぁ'..='ゖ').contains(&sign) {
            run.extend(sign.to_lowercase());
        }
        if signs.peek().is_none_or(|next| !next.is_alphanumeric() || ('ぁ'..='ゖ').contains(next))
        {
            of_run(&std::mem::take(&mut run), &mut keys, &mut names);
        }
    }
    keys.extend(&names);
    for list in [&mut keys, &mut names] {
        list.sort_unstable();
        list.dedup();
    }
    Words { keys, names }
}

/// Pairs of characters of an East Asian run, or a Latin word.
fn of_run(run: &str, keys: &mut Vec<u64>, names: &mut Vec<u64>) {
    if run.is_ascii() {
        if run.len() >= 4 {
            keys.push(key(run));
        }
        return;
    }
    let signs: Vec<char> = run.chars().collect();
    keys.extend(signs.windows(2).map(key));
    if signs.len() >= 4 {
        names.push(key(run));
    }
}

/// Pairs of claims that share a name or number and more than half of their words.
fn alike(words: &[Words]) -> Vec<(usize, usize)> {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, one) in words.iter().enumerate() {
        for key in &one.keys {
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
    let alike = |((one, two), count): ((usize, usize), usize)| {
        says_the_same(&words[one], &words[two], count).then_some((one, two))
    };
    shared.into_iter().filter_map(alike).collect()
}

/// Whether two statements that share so many words are one: most of the shorter and a good
/// part of the longer one.
pub(super) fn says_the_same(one: &Words, two: &Words, shared: usize) -> bool {
    let (least, most) = (one.keys.len().min(two.keys.len()), one.keys.len().max(two.keys.len()));
    let named = one.names.iter().any(|name| two.names.binary_search(name).is_ok());
    let share = if named { 60 } else { 80 };
    shared >= 4 && shared * 100 >= least * share && shared * 100 >= most * 35
}

/// How many words two statements share.
pub(super) fn shared(one: &Words, two: &Words) -> usize {
    one.keys.iter().filter(|key| two.keys.binary_search(key).is_ok()).count()
}

fn group(graph: &Graph, set: &[Read<'_>], known: &Known<'_>, claims: Vec<(usize, usize)>) -> Group {
    let mut documents: Vec<usize> = claims.iter().map(|(at, _)| *at).collect();
    documents.dedup();
    let mut roots = BTreeMap::new();
    let mut unnamed = 0;
    for (at, number) in &claims {
        let claim = &set[*at].reading.claims[*number];
        let persons = claim.speakers.iter().filter(|one| matches!(one, Speaker::Unnamed { .. }));
        unnamed += persons.count();
        Walk { graph, set, known, seen: vec![*at] }.follow(*at, *number, &mut roots);
    }
    Group { documents: documents.len(), claims, roots, unnamed }
}

/// The words of all claims, by document.
type Known<'w> = Vec<Vec<(usize, &'w Words)>>;

/// Longest chain of documents that is followed.
const DEEPEST: usize = 32;

/// Follows one claim from document to document, back to whom nobody cites further.
struct Walk<'a> {
    graph: &'a Graph,
    set: &'a [Read<'a>],
    known: &'a Known<'a>,
    /// The documents on the way.
    seen: Vec<usize>,
}

impl Walk<'_> {
    /// What a claim names as its source, as far back as the set goes. A claim of the author
    /// goes back to the document that its own repeats, else to the document itself: what the
    /// document cites elsewhere stands behind other statements.
    fn follow(&mut self, at: usize, number: usize, roots: &mut BTreeMap<String, String>) {
        let names = &self.set[at].reading.claims[number].roots;
        if names.is_empty() {
            let copied = self
                .graph
                .behind(at, |edge| matches!(edge.how, How::NearDuplicate | How::SharedFacts));
            if copied.is_empty() {
                roots.extend(self.graph.own.get(at).cloned());
            }
            copied.into_iter().for_each(|to| self.enter(at, number, to, roots));
            return;
        }
        for name in names {
            let key = self.graph.key(name);
            let cited = self.graph.behind(at, |_| true);
            let cited: Vec<usize> =
                cited.into_iter().filter(|to| self.graph.own[*to].0 == key).collect();
            if cited.is_empty() {
                roots.insert(key, name.clone());
            }
            cited.into_iter().for_each(|to| self.enter(at, number, to, roots));
        }
    }

    /// Goes on in another document, at the claim that says the same; a document that was
    /// there before closes a circle, which is one root.
    fn enter(&mut self, at: usize, number: usize, to: usize, roots: &mut BTreeMap<String, String>) {
        if self.seen.contains(&to) || self.seen.len() >= DEEPEST {
            let circle = self.graph.cycles.iter().find(|cycle| cycle.contains(&to));
            let first = circle.and_then(|cycle| cycle.first()).copied().unwrap_or(to);
            roots.extend(self.graph.own.get(first).cloned());
            return;
        }
        let words = |at: usize, number: usize| {
            self.known[at].iter().find(|(claim, _)| *claim == number).map(|(_, words)| *words)
        };
        let same = words(at, number).and_then(|own| {
            let alike = self.known[to].iter().take(MOST * 4).filter_map(|(claim, other)| {
                let count = shared(own, other);
                says_the_same(own, other, count).then_some((count, std::cmp::Reverse(*claim)))
            });
            alike.max().map(|(_, claim)| claim.0)
        });
        match same {
            Some(claim) => {
                self.seen.push(to);
                self.follow(to, claim, roots);
                self.seen.pop();
            }
            None => roots.extend(self.graph.own.get(to).cloned()),
        }
    }
}
