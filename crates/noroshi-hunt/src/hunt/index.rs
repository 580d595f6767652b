//! Which rules are worth asking about an event: by the texts without which they cannot match.

use std::collections::{BTreeMap, HashMap};

use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};

use super::sieve::Sieve;
use super::tree::Tree;
use super::view::View;
use crate::Event;
use crate::rule::{Anchor, LiteralPlace, RuleSet};

/// The anchors of the rules of one kind of events.
#[derive(Default)]
pub(crate) struct Index {
    fields: Vec<(usize, Anchors)>,
    keywords: Option<Keywords>,
    always: Vec<u32>,
    /// The rules that look at every text of an event, in order.
    all_texts: Vec<u32>,
}

/// For each text the rules, and where it must stand for them.
type Texts<'t> = BTreeMap<&'t str, Vec<(u32, LiteralPlace)>>;

/// Texts that stand anywhere in an event.
struct Keywords {
    anchors: Anchors,
    /// Says which events hold none of them; without it each is looked at.
    sieve: Option<Sieve>,
}

/// Texts of one field, by where they must stand.
struct Anchors {
    whole: HashMap<Box<str>, Vec<u32>>,
    /// A bit for each length that a text of `whole` has.
    lengths: u64,
    starts: Part<Tree>,
    ends: Part<Tree>,
    inside: Part<DoubleArrayAhoCorasick<u32>>,
}

/// What finds texts, and by the number of a text the rules; nothing where there is no text.
type Part<F> = Option<(F, Vec<Vec<u32>>)>;

/// Rules to ask about one event, each once. Used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    marks: Vec<u32>,
    round: u32,
    rules: Vec<u32>,
}

impl Candidates {
    /// Forgets those of the last event; `rules` is how many there are.
    pub(crate) fn start(&mut self, rules: usize) {
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

    fn add_all(&mut self, rules: Option<&Vec<u32>>) {
        rules.into_iter().flatten().for_each(|rule| self.add(*rule));
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
            if program.asked.texts {
                index.all_texts.push(*rule);
            }
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
                Some(field) => index.fields.push((field, Anchors::new(texts, &mut index.always))),
                None => index.keywords = Some(Keywords::new(texts, &mut index.always)),
            }
        }
        index.all_texts.sort_unstable();
        index
    }

    /// The rules worth asking. Takes every text of the event into the view if one of them looks
    /// at these.
    pub(crate) fn find(&self, event: &Event, view: &mut View, candidates: &mut Candidates) {
        self.always.iter().for_each(|rule| candidates.add(*rule));
        for (field, anchors) in &self.fields {
            for found in view.values(*field) {
                anchors.find(found.lower, candidates);
            }
        }
        let keywords = self.keywords.as_ref().filter(|keywords| keywords.may_stand_in(event));
        let asked = |rule: &u32| self.all_texts.binary_search(rule).is_ok();
        if keywords.is_none() && (self.all_texts.is_empty() || !candidates.rules.iter().any(asked))
        {
            return;
        }
        view.add_texts(event);
        if let Some(keywords) = keywords {
            for found in view.texts() {
                keywords.anchors.find(found.lower, candidates);
            }
        }
    }
}

impl Keywords {
    fn new(texts: Texts<'_>, always: &mut Vec<u32>) -> Self {
        let sieve = Sieve::new(texts.keys().copied());
        Self { anchors: Anchors::new(texts, always), sieve }
    }

    fn may_stand_in(&self, event: &Event) -> bool {
        self.sieve.as_ref().is_none_or(|sieve| sieve.passes(&event.text))
    }
}

impl Anchors {
    /// Rules whose texts no automaton can take go to `always`, so that none is lost.
    fn new(texts: Texts<'_>, always: &mut Vec<u32>) -> Self {
        let of = |wanted: LiteralPlace| -> (Vec<&str>, Vec<Vec<u32>>) {
            let own = |asked: &Vec<(u32, LiteralPlace)>| -> Vec<u32> {
                asked.iter().filter(|(_, place)| *place == wanted).map(|(rule, _)| *rule).collect()
            };
            let several = texts.iter().map(|(text, asked)| (*text, own(asked)));
            several.filter(|(_, rules)| !rules.is_empty()).unzip()
        };
        let (inside, rules) = of(LiteralPlace::Inside);
        // Its prefilter is a table of 64 KiB for each automaton: too much for values of a few bytes.
        let builder = DoubleArrayAhoCorasickBuilder::new().use_prefilter(false);
        let inside = if inside.is_empty() {
            None
        } else if let Ok(automaton) = builder.build(inside) {
            Some((automaton, rules))
        } else {
            always.extend(rules.into_iter().flatten());
            None
        };
        let (whole, rules) = of(LiteralPlace::Whole);
        let lengths = whole.iter().fold(0, |lengths, text| lengths | length(text));
        let whole = whole.into_iter().map(Box::from).zip(rules).collect();
        let starts = tree(of(LiteralPlace::Start), |text, number, tree| {
            tree.add(text.bytes(), number);
        });
        let ends = tree(of(LiteralPlace::End), |text, number, tree| {
            tree.add(text.bytes().rev(), number);
        });
        Self { whole, lengths, starts, ends, inside }
    }

    fn find(&self, value: &str, candidates: &mut Candidates) {
        if self.lengths & length(value) != 0
            && let Some(rules) = self.whole.get(value)
        {
            candidates.add_all(Some(rules));
        }
        if let Some((tree, rules)) = &self.starts {
            tree.find(value.bytes(), |text| candidates.add_all(rules.get(text)));
        }
        if let Some((tree, rules)) = &self.ends {
            tree.find(value.bytes().rev(), |text| candidates.add_all(rules.get(text)));
        }
        if let Some((automaton, rules)) = &self.inside {
            for found in automaton.find_overlapping_iter(value.as_bytes()) {
                candidates.add_all(rules.get(found.value() as usize));
            }
        }
    }
}

fn tree(
    (texts, rules): (Vec<&str>, Vec<Vec<u32>>),
    add: impl Fn(&str, usize, &mut Tree),
) -> Part<Tree> {
    let mut tree = Tree::new();
    texts.iter().enumerate().for_each(|(number, text)| add(text, number, &mut tree));
    (!texts.is_empty()).then_some((tree, rules))
}

/// The bit of a text's length; long ones share the last.
fn length(text: &str) -> u64 {
    1 << text.len().min(63)
}
