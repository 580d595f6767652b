//! Finding the words of the lexicon.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;

use noroshi_model::{Cue, CueKind, Knowledge, Language};

use crate::event::Parties;
use crate::firsts::Firsts;
use crate::heads::Heads;
use crate::quick::Quickly;
use crate::refusal::Refusals;
use crate::word::{self, Place};

/// A cue at its place in the shadow.
#[derive(Debug, Clone)]
pub(crate) struct Hit<'k> {
    pub(crate) range: Range<usize>,
    pub(crate) cue: &'k Cue,
}

/// Patterns and the cues that share each of them.
struct Patterns {
    search: Heads,
    cues: Vec<Vec<usize>>,
}

/// The same for text of all languages: what starts with a letter or digit of ASCII is looked up by its first word.
struct Mixed {
    texts: Vec<String>,
    words: Firsts,
    others: Patterns,
    cues: Vec<Vec<usize>>,
    /// Whether no other starts with a sign of ASCII.
    wide: bool,
}

/// The lexicon, ready to search.
pub(crate) struct Cues<'k> {
    knowledge: &'k Knowledge,
    /// Cues of claims, by language; made when a sentence of the language comes.
    english: OnceLock<Firsts>,
    japanese: OnceLock<Patterns>,
    chinese: OnceLock<Patterns>,
    /// Cues of roles and of names: looked for only beside an observable or an uncertain name.
    beside: OnceLock<Mixed>,
    threat: OnceLock<Patterns>,
    boilerplate: HashMap<String, &'k str, Quickly>,
    refusals: Refusals<'k>,
    /// Who and what somebody in an event is.
    pub(crate) parties: Parties<'k>,
}

impl<'k> Cues<'k> {
    /// Sorts the lexicon.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let heading = |cue: &&Cue| cue.kind == CueKind::Boilerplate;
        let headings = knowledge.lexicon.cues.iter().filter(heading);
        let boilerplate =
            headings.map(|cue| (cue.text.to_lowercase(), cue.value.as_str())).collect();
        Self {
            knowledge,
            english: OnceLock::new(),
            japanese: OnceLock::new(),
            chinese: OnceLock::new(),
            beside: OnceLock::new(),
            threat: OnceLock::new(),
            boilerplate,
            refusals: Refusals::new(knowledge),
            parties: Parties::new(knowledge),
        }
    }

    /// What a bare, lower-case heading opens.
    pub(crate) fn boilerplate(&self, bare: &str) -> Option<&'k str> {
        self.boilerplate.get(bare).copied()
    }

    /// Cues of claims inside a range, in order; those inside a longer one of their kind are
    /// left out; `words` are the places of the Latin ones.
    pub(crate) fn claims(
        &self,
        text: &str,
        range: &Range<usize>,
        (language, words): (Language, &[Place]),
    ) -> Vec<Hit<'k>> {
        let of = |language: Language| {
            patterns(self.knowledge, |cue| cue.language == language && is_of_claims(cue.kind))
        };
        let mut hits = match language {
            Language::Ja => self.find(self.japanese.get_or_init(|| of(Language::Ja)), text, range),
            Language::Zh => self.find(self.chinese.get_or_init(|| of(Language::Zh)), text, range),
            _ => self.phrases(text, range, words),
        };
        if language == Language::Ja {
            hits.extend(self.refusals.find(text, range));
        }
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        keep_longest(&mut hits);
        hits
    }

    /// Whether a text says a word that shows it to be about threats; only the languages without
    /// spaces have such words.
    pub(crate) fn speaks_of_threat(&self, text: &str) -> bool {
        let threat =
            self.threat.get_or_init(|| patterns(self.knowledge, |cue| cue.kind == CueKind::Threat));
        threat.search.find(text, &(0..text.len()), |_, _| ControlFlow::Break(())).is_break()
    }

    /// Cues of roles and of names inside a range, in order.
    pub(crate) fn beside(&self, text: &str, range: &Range<usize>) -> Vec<Hit<'k>> {
        let beside = self.beside.get_or_init(|| {
            Mixed::new(self.knowledge, |cue| matches!(cue.kind, CueKind::Role | CueKind::Context))
        });
        let ascii = text.get(range.clone()).is_some_and(str::is_ascii);
        let mut hits =
            if ascii && beside.wide { Vec::new() } else { self.find(&beside.others, text, range) };
        let mut words = Vec::with_capacity(range.len() / 4);
        word::places(text, range, &mut words);
        beside.words.find(&words, |number, at| {
            let shown = &beside.texts[number as usize];
            if let Some(place) = stands_at(text, (at, range.end), shown) {
                let cues =
                    beside.cues[number as usize].iter().map(|at| &self.knowledge.lexicon.cues[*at]);
                hits.extend(cues.map(|cue| Hit { range: place.clone(), cue }));
            }
        });
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        hits
    }

    fn find(&self, patterns: &Patterns, text: &str, range: &Range<usize>) -> Vec<Hit<'k>> {
        let mut hits = Vec::new();
        let lexicon = &self.knowledge.lexicon.cues;
        let all = patterns.search.find(text, range, |number, place| {
            if stands_alone(text, &place) {
                let cues = patterns.cues[number as usize].iter();
                hits.extend(cues.map(|at| Hit { range: place.clone(), cue: &lexicon[*at] }));
            }
            ControlFlow::Continue(())
        });
        debug_assert!(all.is_continue(), "nothing stops it");
        hits
    }

    /// English cues: each word of the range is looked up as the first one of a phrase.
    fn phrases(&self, text: &str, range: &Range<usize>, words: &[Place]) -> Vec<Hit<'k>> {
        let lexicon = &self.knowledge.lexicon.cues;
        let english = |cue: &Cue| cue.language == Language::En && is_of_claims(cue.kind);
        let phrases = self.english.get_or_init(|| {
            let cues = lexicon.iter().zip(0_u32..).filter(|(cue, _)| english(cue));
            Firsts::new(cues.map(|(cue, at)| (cue.text.as_str(), at)))
        });
        let mut hits = Vec::new();
        phrases.find(words, |number, at| {
            let cue = &lexicon[number as usize];
            let place = stands_at(text, (at, range.end), &cue.text);
            hits.extend(place.map(|range| Hit { range, cue }));
        });
        hits
    }
}

/// Cues that are looked for in every sentence.
fn is_of_claims(kind: CueKind) -> bool {
    !matches!(
        kind,
        CueKind::Role
            | CueKind::Context
            | CueKind::Boilerplate
            | CueKind::Stop
            | CueKind::Negation
            | CueKind::Dated
            | CueKind::Threat
            | CueKind::Citation
            | CueKind::Strength
            | CueKind::Party
            | CueKind::Technique
            | CueKind::Refusal
    )
}

impl Mixed {
    fn new(knowledge: &Knowledge, wanted: impl Fn(&Cue) -> bool) -> Self {
        let (words, others): (Vec<_>, Vec<_>) = texts(knowledge, wanted)
            .into_iter()
            .partition(|(text, _)| text.starts_with(|sign: char| sign.is_ascii_alphanumeric()));
        let (texts, cues): (Vec<String>, _) = words.into_iter().unzip();
        let words = Firsts::new(texts.iter().map(String::as_str).zip(0..));
        let wide = others.iter().all(|(text, _)| !text.starts_with(|sign: char| sign.is_ascii()));
        Self { texts, words, others: Patterns::new(others), cues, wide }
    }
}

/// The place of a phrase of Latin script that stands at `at`, whole and before `end`. The last byte tells most phrases
/// apart, sooner than a comparison is called.
#[inline]
pub(crate) fn stands_at(
    text: &str,
    (at, end): (usize, usize),
    phrase: &str,
) -> Option<Range<usize>> {
    let place = at..at + phrase.len();
    let shown = text.as_bytes()[..end].get(place.clone())?;
    let ends = shown.last().map(u8::to_ascii_lowercase)
        == phrase.as_bytes().last().map(u8::to_ascii_lowercase);
    let same = ends && shown.eq_ignore_ascii_case(phrase.as_bytes());
    (same && stands_alone(text, &place)).then_some(place)
}

impl Patterns {
    fn new(patterns: Vec<(String, Vec<usize>)>) -> Self {
        let (texts, cues) = patterns.into_iter().unzip();
        Self { search: Heads::new(texts), cues }
    }
}

fn patterns(knowledge: &Knowledge, wanted: impl Fn(&Cue) -> bool) -> Patterns {
    Patterns::new(texts(knowledge, wanted))
}

/// What is looked for, sorted, with the cues that share it.
fn texts(knowledge: &Knowledge, wanted: impl Fn(&Cue) -> bool) -> Vec<(String, Vec<usize>)> {
    let mut patterns: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, cue) in knowledge.lexicon.cues.iter().enumerate() {
        if wanted(cue) && !cue.text.is_empty() {
            patterns.entry(cue.text.to_ascii_lowercase()).or_default().push(at);
        }
    }
    let mut patterns: Vec<(String, Vec<usize>)> = patterns.into_iter().collect();
    patterns.sort();
    patterns
}

/// Whether a Latin cue is a word of its own; cues in other scripts always are.
pub(crate) fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let opens = letter(place.start) && place.start > 0 && letter(place.start - 1);
    let closes = letter(place.end - 1) && letter(place.end);
    !opens && !closes
}

fn keep_longest(hits: &mut Vec<Hit<'_>>) {
    let inside = |inner: &Hit<'_>, outer: &Hit<'_>| {
        outer.range.start <= inner.range.start
            && inner.range.end <= outer.range.end
            && inner.range != outer.range
    };
    let kept: Vec<bool> = hits
        .iter()
        .enumerate()
        .map(|(at, hit)| {
            let near = &hits[at.saturating_sub(8)..(at + 8).min(hits.len())];
            !near.iter().any(|other| other.cue.kind == hit.cue.kind && inside(hit, other))
        })
        .collect();
    let mut kept = kept.into_iter();
    hits.retain(|_| kept.next().unwrap_or(true));
}
