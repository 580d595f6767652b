//! Finding the words of the lexicon.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use noroshi_model::{Cue, CueKind, Knowledge, Language};

/// A cue at its place in the shadow.
#[derive(Debug, Clone)]
pub(crate) struct Hit<'k> {
    pub(crate) range: Range<usize>,
    pub(crate) cue: &'k Cue,
}

/// Patterns and the cues that share each of them.
struct Automaton {
    search: Option<AhoCorasick>,
    cues: Vec<Vec<usize>>,
}

/// The lexicon, ready to search.
pub(crate) struct Cues<'k> {
    knowledge: &'k Knowledge,
    /// Cues of claims: looked for in every sentence.
    claims: Automaton,
    /// Cues of roles and of names: looked for only beside an observable or an uncertain name.
    beside: Automaton,
    boilerplate: HashMap<String, &'k str>,
}

impl<'k> Cues<'k> {
    /// Builds the automata.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let heading = |cue: &&Cue| cue.kind == CueKind::Boilerplate;
        let headings = knowledge.lexicon.cues.iter().filter(heading);
        let boilerplate =
            headings.map(|cue| (cue.text.to_lowercase(), cue.value.as_str())).collect();
        let beside = |kind| matches!(kind, CueKind::Role | CueKind::Context);
        let claims = |kind| {
            !beside(kind)
                && !matches!(
                    kind,
                    CueKind::Boilerplate | CueKind::Stop | CueKind::Negation | CueKind::Dated
                )
        };
        Self {
            knowledge,
            claims: automaton(knowledge, claims),
            beside: automaton(knowledge, beside),
            boilerplate,
        }
    }

    /// What a bare, lower-case heading opens.
    pub(crate) fn boilerplate(&self, bare: &str) -> Option<&'k str> {
        self.boilerplate.get(bare).copied()
    }

    /// Cues of claims inside a range, in order; those inside a longer one of their kind are
    /// left out.
    pub(crate) fn claims(
        &self,
        text: &str,
        range: &Range<usize>,
        language: Language,
    ) -> Vec<Hit<'k>> {
        let mut hits = self.find(&self.claims, text, range, language);
        keep_longest(&mut hits);
        hits
    }

    /// Cues of roles and of names inside a range, in order.
    pub(crate) fn beside(&self, text: &str, range: &Range<usize>) -> Vec<Hit<'k>> {
        self.find(&self.beside, text, range, Language::Unknown)
    }

    fn find(
        &self,
        automaton: &Automaton,
        text: &str,
        range: &Range<usize>,
        language: Language,
    ) -> Vec<Hit<'k>> {
        let Some(search) = &automaton.search else { return Vec::new() };
        let mut hits = Vec::new();
        for found in search.find_overlapping_iter(&text[range.clone()]) {
            let place = range.start + found.start()..range.start + found.end();
            if !stands_alone(text, &place) {
                continue;
            }
            for at in &automaton.cues[found.pattern().as_usize()] {
                let cue = &self.knowledge.lexicon.cues[*at];
                if language == Language::Unknown || cue.language == language {
                    hits.push(Hit { range: place.clone(), cue });
                }
            }
        }
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
        hits
    }
}

fn automaton(knowledge: &Knowledge, wanted: impl Fn(CueKind) -> bool) -> Automaton {
    let mut patterns: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, cue) in knowledge.lexicon.cues.iter().enumerate() {
        if wanted(cue.kind) && !cue.text.is_empty() {
            patterns.entry(cue.text.to_ascii_lowercase()).or_default().push(at);
        }
    }
    let mut patterns: Vec<(String, Vec<usize>)> = patterns.into_iter().collect();
    patterns.sort();
    let texts = patterns.iter().map(|(text, _)| text);
    let search = AhoCorasickBuilder::new()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .ascii_case_insensitive(true)
        .build(texts);
    Automaton { search: search.ok(), cues: patterns.into_iter().map(|(_, cues)| cues).collect() }
}

/// Whether a Latin cue is a word of its own; cues in other scripts always are.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
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
