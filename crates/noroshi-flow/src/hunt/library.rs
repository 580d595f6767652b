//! Which sentences of reports speak of what a rule matched.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use noroshi_hunt::Hit;
use noroshi_model::DocumentId;

use super::said::{Said, Why};

/// Sentences shown with one hit.
const SHOWN: usize = 3;
/// Sentences of one technique that are compared with a hit: the newest.
const COMPARED: usize = 200;
/// What a sentence needs to be shown: the technique itself, or its parent and a shared word.
const ENOUGH: u32 = 3;
/// What shared words can add.
const MOST_WORDS: u32 = 8;
/// What further techniques of the same report can add.
const MOST_FURTHER: u32 = 2;
/// Shortest word that counts as shared, in bytes.
const SHORTEST: usize = 4;
/// Shortest word of a rule's title that counts, and what such words can add.
const TITLE: (usize, u32) = (5, 3);
/// Shorter sentences, in bytes, come last among equals: they are headings and references.
const SHORT: usize = 60;

/// The sentences that hits are compared with.
#[derive(Debug, Default)]
pub(super) struct Library {
    said: Vec<Entry>,
    by_technique: BTreeMap<String, Vec<usize>>,
    /// What speaks of a value without stating it.
    contested: HashMap<Why, Vec<usize>>,
    by_rule: HashMap<String, usize>,
    /// Indicators by the longest word in them.
    by_word: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Entry {
    said: Arc<Said>,
    words: BTreeSet<String>,
}

impl Library {
    /// A library of these sentences, in their order.
    pub(super) fn new(said: impl IntoIterator<Item = Arc<Said>>) -> Self {
        let mut library = Self::default();
        for one in said {
            library.add(one);
        }
        library
    }

    fn add(&mut self, said: Arc<Said>) {
        let at = self.said.len();
        match &said.why {
            Why::Technique(id) => self.by_technique.entry(id.clone()).or_default().push(at),
            Why::Indicator(_, value) => {
                if let Some(word) = words(value).into_iter().max_by_key(String::len) {
                    self.by_word.entry(word).or_default().push(at);
                }
            }
            Why::Package(_) => {}
        }
        if !said.is_stated() {
            self.contested.entry(said.why.clone()).or_default().push(at);
        }
        let words = words(&said.sentence);
        self.said.push(Entry { said, words });
    }

    /// Notes that a rule was written from the sentence number `at`.
    pub(super) fn wrote(&mut self, rule: &str, at: usize) {
        self.by_rule.insert(rule.to_owned(), at);
    }

    /// Whether a rule was written from one of the sentences.
    pub(super) fn is_written(&self, rule: &str) -> bool {
        self.by_rule.contains_key(rule)
    }

    /// All sentences, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Said>> {
        self.said.iter().map(|entry| &entry.said)
    }

    /// The techniques that sentences state, each with the newest of these.
    pub(super) fn techniques(&self) -> impl Iterator<Item = (&str, &Arc<Said>)> {
        let said = |at: &usize| &self.said[*at].said;
        let newest = move |at: &Vec<usize>| at.iter().rev().map(said).find(|it| it.is_stated());
        self.by_technique.iter().filter_map(move |(id, at)| Some((id.as_str(), newest(at)?)))
    }

    /// Whether sentences state a technique that a rule with these tags looks for.
    pub(super) fn asks_for(&self, tags: &[String]) -> bool {
        techniques(tags).any(|id| self.related(&id).any(|(at, _)| self.said[at].said.is_stated()))
    }

    /// The sentences that speak most of what a hit matched, best first.
    ///
    /// A rule written from a sentence has that one, and what speaks otherwise of its value. Else
    /// a sentence counts by its technique (the same 3, a sub-technique of the rule's 2, its
    /// parent 1), by further techniques of the rule that its report tells of (1 each, 2 at most),
    /// by an indicator that stands in what was matched (4), by words that it shares with that (2
    /// each) and, running text only, with the title of the rule (1 each). Of equals, running text
    /// goes before rows of tables and headings, then the newer report. What does not support the
    /// hit comes last among those shown.
    pub(super) fn of(&self, hit: &Hit) -> Vec<Arc<Said>> {
        if let Some(at) = self.by_rule.get(&hit.rule.id) {
            let against = self.contested.get(&self.said[*at].said.why).into_iter().flatten();
            return self.distinct(std::iter::once(*at).chain(against.copied()));
        }
        let matched = Matched::of(hit);
        let mut weights: BTreeMap<usize, u32> = BTreeMap::new();
        let mut told: BTreeMap<DocumentId, BTreeSet<String>> = BTreeMap::new();
        for id in techniques(&hit.rule.tags) {
            for (at, weight) in self.related(&id) {
                let best = weights.entry(at).or_default();
                *best = (*best).max(weight);
                told.entry(self.said[at].said.document).or_default().insert(id.clone());
            }
        }
        for (at, weight) in &mut weights {
            let further = told.get(&self.said[*at].said.document).map_or(0, BTreeSet::len);
            *weight += u32::try_from(further.saturating_sub(1)).unwrap_or(0).min(MOST_FURTHER);
        }
        for at in self.indicators(&matched) {
            *weights.entry(at).or_default() += 4;
        }
        let mut ranked: Vec<(u32, usize)> = weights
            .into_iter()
            .map(|(at, weight)| (weight + self.shared(at, &matched), at))
            .filter(|(weight, _)| *weight >= ENOUGH)
            .collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| self.newer(a.1, b.1)));
        self.distinct(ranked.into_iter().map(|(_, at)| at))
    }

    /// One sentence may be there for several reasons; it is shown once.
    fn distinct(&self, ranked: impl Iterator<Item = usize>) -> Vec<Arc<Said>> {
        let mut shown: Vec<Arc<Said>> = Vec::new();
        for at in ranked {
            let one = &self.said[at].said;
            let same = |it: &Arc<Said>| it.document == one.document && it.span.overlaps(one.span);
            if !shown.iter().any(same) {
                shown.push(Arc::clone(one));
            }
            if shown.len() == SHOWN {
                break;
            }
        }
        shown.sort_by_key(|said| !said.supports());
        shown
    }

    /// Whether a sentence is a row of a table, a heading or a reference rather than running text.
    fn row(&self, at: usize) -> bool {
        let sentence = &self.said[at].said.sentence;
        sentence.starts_with('|') || sentence.len() < SHORT
    }

    fn newer(&self, a: usize, b: usize) -> std::cmp::Ordering {
        let said = |at: usize| &self.said[at].said;
        self.row(a)
            .cmp(&self.row(b))
            .then_with(|| said(b).published.cmp(&said(a).published))
            .then(a.cmp(&b))
    }

    fn related<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (usize, u32)> + 'a {
        let parent = id.split_once('.').map(|(parent, _)| parent);
        let below = format!("{id}.");
        let same = self.newest(id).map(|at| (at, 3));
        let above = parent.into_iter().flat_map(|id| self.newest(id)).map(|at| (at, 1));
        let children = self.by_technique.range(below.clone()..);
        let children = children.take_while(move |(id, _)| id.starts_with(&below));
        let children =
            children.flat_map(|(_, at)| at.iter().rev().take(COMPARED).map(|at| (*at, 2)));
        same.chain(above).chain(children)
    }

    fn newest(&self, id: &str) -> impl Iterator<Item = usize> {
        let at = self.by_technique.get(id).into_iter().flatten();
        at.rev().take(COMPARED).copied()
    }

    fn indicators<'a>(&'a self, matched: &'a Matched) -> impl Iterator<Item = usize> + 'a {
        let near = matched.words.iter().filter_map(|word| self.by_word.get(word)).flatten();
        near.copied().filter(|at| {
            let value = self.said[*at].said.why.shown().to_lowercase();
            matched.values.iter().any(|text| text.contains(&value))
        })
    }

    fn shared(&self, at: usize, matched: &Matched) -> u32 {
        let words = &self.said[at].words;
        let shared = matched.words.iter().filter(|word| word.len() >= SHORTEST);
        let shared = shared.filter(|word| words.contains(*word)).count();
        let titled = matched.title.iter().filter(|word| words.contains(*word));
        let titled = if self.row(at) { 0 } else { titled.count() };
        let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX / 2);
        (2 * count(shared)).min(MOST_WORDS) + count(titled).min(TITLE.1)
    }
}

/// What a hit matched, in lower case.
struct Matched {
    values: Vec<String>,
    words: BTreeSet<String>,
    title: BTreeSet<String>,
}

impl Matched {
    fn of(hit: &Hit) -> Self {
        let values: Vec<String> = hit.matched.iter().map(|one| one.value.to_lowercase()).collect();
        let words = values.iter().flat_map(|value| self::words(value)).collect();
        let mut title = self::words(&hit.rule.title);
        title.retain(|word| word.len() >= TITLE.0);
        Self { values, words, title }
    }
}

/// Words of a text in lower case: letters, digits and what joins names of files and hosts.
fn words(text: &str) -> BTreeSet<String> {
    let joins = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '_' | '-' | ':');
    let parts = text.split(|sign| !joins(sign));
    let bare = parts.map(|part| part.trim_matches(['.', '-', ':', '_']).to_lowercase());
    bare.filter(|word| !word.is_empty()).collect()
}

/// The techniques among the tags of a rule.
pub(super) fn techniques(tags: &[String]) -> impl Iterator<Item = String> {
    let ids = tags.iter().filter_map(|tag| tag.strip_prefix("attack."));
    let ids = ids.map(str::to_ascii_uppercase);
    ids.filter(|id| id.parse::<noroshi_model::TechniqueId>().is_ok() && !id.starts_with("TA"))
}
