//! Phrases of the lexicon that tell of a technique.
//!
//! A cue has one part or several; all of them must stand in the sentence. What administrators
//! do as well (`T1057?`) counts beside a word of attacks. Advice ("users should …", 推奨) and
//! denials (確認されていない) tell of no technique.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use noroshi_model::{Cue, CueKind, EntityId, EntityKind, Knowledge, Language};

use crate::cue::{stands_alone, stands_at};
use crate::firsts::Firsts;
use crate::heads::Heads;
use crate::word::Place;

/// What a cue tells.
#[derive(Debug, Clone, PartialEq)]
enum Tells {
    Technique(EntityId),
    /// The same, in a sentence with a word of attacks: others do this too.
    Doubtful(EntityId),
    /// A word of attacks.
    Attack,
    /// The sentence advises or denies.
    Nothing,
}

/// A cue by the numbers of its parts.
struct Rule {
    parts: Vec<u32>,
    tells: Tells,
}

/// The cues of one language.
pub(crate) struct Phrases {
    parts: Vec<String>,
    /// For each part the rules that need it.
    rules_of: Vec<Vec<u32>>,
    rules: Vec<Rule>,
    search: Search,
}

/// How parts are found: by their first word, or by their first two characters where words
/// have no gaps.
enum Search {
    Words(Firsts),
    Characters(Heads),
}

/// A technique that a sentence tells of, with the words that say so.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) technique: EntityId,
    pub(crate) words: Vec<Range<usize>>,
}

/// What the cues say of a sentence.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It advises or denies: nothing else is asked.
    Silent,
    /// It tells of these, which can be none.
    Tells(Vec<Found>),
}

impl Phrases {
    /// The cues of a language.
    pub(crate) fn new(knowledge: &Knowledge, language: Language) -> Self {
        // Japanese reports use the English terms as they are.
        let understood = |of: Language| of == language || of == Language::En;
        let wanted = |cue: &&Cue| cue.kind == CueKind::Technique && understood(cue.language);
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut rules = Vec::new();
        for cue in knowledge.lexicon.cues.iter().filter(wanted) {
            let Some(tells) = tells(&cue.value) else { continue };
            let number = |part: &str| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(part.trim().to_ascii_lowercase()).or_insert(next)
            };
            let parts = cue.text.split(" + ").map(number).collect();
            rules.push(Rule { parts, tells });
        }
        let mut parts = vec![String::new(); numbers.len()];
        for (part, number) in numbers {
            parts[number as usize] = part;
        }
        let mut rules_of = vec![Vec::new(); parts.len()];
        for (rule, number) in rules.iter().zip(0_u32..) {
            for part in &rule.parts {
                rules_of[*part as usize].push(number);
            }
        }
        let search = Search::new(&parts, language);
        Self { parts, rules_of, rules, search }
    }

    /// What the sentence tells of, by the order of the lexicon.
    pub(crate) fn verdict(&self, text: &str, sentence: &Range<usize>, words: &[Place]) -> Verdict {
        let mut hits: Vec<(u32, Range<usize>)> = Vec::new();
        self.search.find(&self.parts, (text, sentence, words), |part, place| {
            if !hits.iter().any(|(known, _)| *known == part) {
                hits.push((part, place));
            }
        });
        let mut found: Vec<Found> = Vec::new();
        let mut doubtful: Vec<Found> = Vec::new();
        let mut attack = false;
        for (rule, words) in self.complete(&hits) {
            match &rule.tells {
                Tells::Nothing => return Verdict::Silent,
                Tells::Attack => attack = true,
                Tells::Technique(technique) => add(&mut found, technique, words),
                Tells::Doubtful(technique) => add(&mut doubtful, technique, words),
            }
        }
        if attack {
            doubtful.into_iter().for_each(|one| add(&mut found, &one.technique, one.words));
        }
        Verdict::Tells(found)
    }

    /// The rules whose parts are all there, each once, with the places of the parts.
    fn complete<'a>(
        &'a self,
        hits: &'a [(u32, Range<usize>)],
    ) -> impl Iterator<Item = (&'a Rule, Vec<Range<usize>>)> {
        let place = |part: &u32| {
            hits.iter().find(|(known, _)| known == part).map(|(_, place)| place.clone())
        };
        let rules = hits.iter().flat_map(|(part, _)| {
            let rules = self.rules_of[*part as usize].iter();
            rules.map(|rule| &self.rules[*rule as usize]).filter(|rule| rule.parts[0] == *part)
        });
        rules.filter_map(move |rule| {
            Some((rule, rule.parts.iter().map(place).collect::<Option<Vec<_>>>()?))
        })
    }
}

/// What a value of the lexicon stands for.
fn tells(value: &str) -> Option<Tells> {
    match value {
        "advice" | "denied" => return Some(Tells::Nothing),
        "second" => return Some(Tells::Attack),
        _ => {}
    }
    let (number, doubtful) = value.strip_suffix('?').map_or((value, false), |bare| (bare, true));
    let technique = EntityId::new(EntityKind::Technique, number).ok()?;
    Some(if doubtful { Tells::Doubtful(technique) } else { Tells::Technique(technique) })
}

fn add(found: &mut Vec<Found>, technique: &EntityId, words: Vec<Range<usize>>) {
    let known = found.iter_mut().find(|one| one.technique == *technique);
    let all = match known {
        Some(one) => &mut one.words,
        None => {
            found.push(Found { technique: technique.clone(), words });
            return;
        }
    };
    all.extend(words);
    all.sort_by_key(|range| (range.start, range.end));
    all.dedup();
}

impl Search {
    fn new(parts: &[String], language: Language) -> Self {
        if language == Language::En {
            let parts = parts.iter().map(String::as_str).zip(0_u32..);
            return Self::Words(Firsts::new(parts));
        }
        Self::Characters(Heads::new(parts.to_vec()))
    }

    /// Every part in a sentence, with its place.
    fn find(
        &self,
        parts: &[String],
        (text, sentence, words): (&str, &Range<usize>, &[Place]),
        mut put: impl FnMut(u32, Range<usize>),
    ) {
        match self {
            Self::Words(firsts) => firsts.find(words, |part, at| {
                if let Some(place) = stands_at(text, (at, sentence.end), &parts[part as usize]) {
                    put(part, place);
                }
            }),
            Self::Characters(heads) => {
                let all = heads.find(text, sentence, |part, place| {
                    if stands_alone(text, &place) {
                        put(part, place);
                    }
                    ControlFlow::Continue(())
                });
                debug_assert!(all.is_continue(), "nothing stops it");
            }
        }
    }
}
