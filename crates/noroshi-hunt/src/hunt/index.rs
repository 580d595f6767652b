//! Which rules are worth asking about an event: by the texts without which they cannot match.

use std::collections::{BTreeMap, HashMap};

use daachorse::DoubleArrayAhoCorasick;

use super::view::View;
use crate::rule::{Anchor, LiteralPlace, RuleSet};

/// The anchors of the rules of one kind of events.
#[derive(Default)]
pub(crate) struct Index {
    fields: Vec<FieldIndex>,
    keywords: Option<FieldIndex>,
    always: Vec<u32>,
    asks_texts: bool,
}

/// For each text the rules, and where it must stand for them.
type Texts<'t> = BTreeMap<&'t str, Vec<(u32, LiteralPlace)>>;

struct FieldIndex {
    field: usize,
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
    /// For each text the rules, and where it must stand for them.
    texts: Vec<Vec<(u32, LiteralPlace)>>,
    whole: HashMap<String, Vec<u32>>,
    /// A bit for each length that a text of `whole` has.
    lengths: u64,
}

/// Rules to ask about one event, each once. Used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    marks: Vec<u32>,
    round: u32,
    rules: Vec<u32>,
}

impl Candidates {
    fn start(&mut self, rules: usize) {
        self.rules.clear();
        if self.round == u32::MAX || self.marks.len() != rules {
            self.marks = vec![0; rules];
            self.round = 0;
        }
        self.round += 1;
    }

    fn add(&mut self, rule: u32) {
        if let Some(mark) = self.marks.get_mut(rule as usize).filter(|mark| **mark != self.round) {
            *mark = self.round;
            self.rules.push(rule);
        }
    }

    /// The rules, in the order of the set.
    pub(crate) fn sorted(&mut self) -> &[u32] {
        self.rules.sort_unstable();
        &self.rules
    }
}

impl Index {
    /// The index of these rules.
    pub(crate) fn new(set: &RuleSet, rules: &[u32]) -> Self {
        let mut index = Self::default();
        let mut by_field: BTreeMap<Option<usize>, Texts<'_>> = BTreeMap::new();
        for rule in rules {
            let Some(program) = set.programs.get(*rule as usize) else { continue };
            let Ok(node) = &program.node else { continue };
            node.items(&mut |field, _| index.asks_texts |= field.is_none());
            match &program.anchors {
                None => index.always.push(*rule),
                Some(anchors) => {
                    for Anchor { field, literal } in anchors {
                        let texts = by_field.entry(*field).or_default();
                        let rules = texts.entry(literal.text.as_str()).or_default();
                        rules.push((*rule, literal.place));
                    }
                }
            }
        }
        for (field, texts) in by_field {
            match field {
                Some(field) => {
                    let own = FieldIndex::new(field, texts, &mut index.always);
                    index.fields.push(own);
                }
                None => {
                    let own = FieldIndex::new(usize::MAX, texts, &mut index.always);
                    index.keywords = Some(own);
                }
            }
        }
        index
    }

    /// Whether some rule looks at every text of the event.
    pub(crate) fn asks_texts(&self) -> bool {
        self.asks_texts
    }

    /// The rules worth asking.
    pub(crate) fn find(&self, view: &View, rules: usize, candidates: &mut Candidates) {
        candidates.start(rules);
        self.always.iter().for_each(|rule| candidates.add(*rule));
        for index in &self.fields {
            for found in view.values(index.field) {
                index.find(found.lower, candidates);
            }
        }
        if let Some(index) = &self.keywords {
            for found in view.texts() {
                index.find(found.lower, candidates);
            }
        }
    }
}

impl FieldIndex {
    /// Rules whose texts no automaton can take go to `always`, so that none is lost.
    fn new(field: usize, texts: Texts<'_>, always: &mut Vec<u32>) -> Self {
        let mut whole: HashMap<String, Vec<u32>> = HashMap::new();
        let mut patterns: Vec<&str> = Vec::new();
        let mut rules = Vec::new();
        for (text, asked) in texts {
            let (complete, part): (Vec<_>, Vec<_>) =
                asked.into_iter().partition(|(_, place)| *place == LiteralPlace::Whole);
            if !complete.is_empty() {
                whole.insert(text.to_owned(), complete.into_iter().map(|(rule, _)| rule).collect());
            }
            if !part.is_empty() {
                patterns.push(text);
                rules.push(part);
            }
        }
        let automaton =
            if patterns.is_empty() { None } else { DoubleArrayAhoCorasick::new(patterns).ok() };
        if automaton.is_none() {
            always.extend(rules.drain(..).flatten().map(|(rule, _)| rule));
        }
        let lengths = whole.keys().fold(0, |lengths, text| lengths | length(text));
        Self { field, automaton, texts: rules, whole, lengths }
    }

    fn find(&self, value: &str, candidates: &mut Candidates) {
        if self.lengths & length(value) != 0
            && let Some(rules) = self.whole.get(value)
        {
            rules.iter().for_each(|rule| candidates.add(*rule));
        }
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_overlapping_iter(value.as_bytes()) {
            let Some(rules) = self.texts.get(found.value() as usize) else { continue };
            for (rule, place) in rules {
                let fits = match place {
                    LiteralPlace::Start => found.start() == 0,
                    LiteralPlace::End => found.end() == value.len(),
                    LiteralPlace::Inside | LiteralPlace::Whole => true,
                };
                if fits {
                    candidates.add(*rule);
                }
            }
        }
    }
}

/// The bit of a text's length; long ones share the last.
fn length(text: &str) -> u64 {
    1 << text.len().min(63)
}
