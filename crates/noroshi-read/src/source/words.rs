//! The words of the lexicon that say what cites and how strong a statement is.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use noroshi_model::{CueKind, EntityId, EntityKind, Knowledge, Mention};

use crate::quick::Quickly;
use crate::several::Search;

/// Words by kind and value, of all languages; media of the pack.
pub(crate) struct Words<'k> {
    citation: HashMap<&'k str, Vec<&'k str>, Quickly>,
    /// The same by their last byte in lower case: most phrases end in none of them.
    by_end: HashMap<(&'k str, u8), Vec<&'k str>, Quickly>,
    strength: HashMap<&'k str, Vec<&'k str>, Quickly>,
    media: HashSet<&'k EntityId>,
    generic: HashSet<&'k str, Quickly>,
    /// Verbs by which a publication passes on something.
    pub(super) report: Search,
    /// What bodies make: a report, a survey.
    pub(super) work: Search,
    /// That something was found out, or is corrected; made ready when first asked.
    settled: OnceLock<Search>,
}

impl<'k> Words<'k> {
    /// Sorts the words of a pack; longest first.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        let of = |kind: CueKind| {
            let mut words: HashMap<&str, Vec<&str>, Quickly> = HashMap::default();
            for cue in knowledge.lexicon.cues.iter().filter(|cue| cue.kind == kind) {
                words.entry(cue.value.as_str()).or_default().push(cue.text.as_str());
            }
            words
                .values_mut()
                .for_each(|list| list.sort_by_key(|word| std::cmp::Reverse(word.len())));
            words
        };
        let media = knowledge.entities.iter().filter(|entity| {
            entity.id.kind == EntityKind::Organization && entity.fact("type") == Some("media")
        });
        let strength = of(CueKind::Strength);
        let generic = strength.get("generic").into_iter().flatten().copied().collect();
        let citation = of(CueKind::Citation);
        let mut by_end: HashMap<(&str, u8), Vec<&str>, Quickly> = HashMap::default();
        for (value, list) in &citation {
            for word in list {
                let last = word.bytes().last().unwrap_or_default().to_ascii_lowercase();
                by_end.entry((value, last)).or_default().push(word);
            }
        }
        let search = |value: &str| Search::new(citation.get(value).map_or(&[], Vec::as_slice));
        Self {
            report: search("report"),
            work: search("work"),
            settled: OnceLock::new(),
            by_end,
            citation,
            strength,
            media: media.map(|entity| &entity.id).collect(),
            generic,
        }
    }

    /// Words of citing with this value, longest first.
    pub(super) fn citing(&self, value: &str) -> &[&'k str] {
        self.citation.get(value).map_or(&[], Vec::as_slice)
    }

    /// Words of strength with this value, longest first.
    pub(super) fn strength(&self, value: &str) -> &[&'k str] {
        self.strength.get(value).map_or(&[], Vec::as_slice)
    }

    /// The words that say that something was found out, or is corrected.
    pub(super) fn settled(&self) -> &Search {
        self.settled.get_or_init(|| Search::new(self.strength("settled")))
    }

    /// Whether a word stands in any report.
    pub(super) fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word)
    }

    /// Whether a mention names a publication of the pack.
    pub(super) fn is_medium(&self, mention: &Mention) -> bool {
        !mention.candidates.is_empty()
            && mention.candidates.iter().all(|id| self.media.contains(id))
    }

    /// Whether a phrase ends in one of the words; Latin words only as whole ones.
    pub(super) fn ends(&self, shown: &str, value: &str) -> bool {
        self.ending(shown, value).is_some()
    }

    /// The longest of the words that a phrase ends in.
    pub(super) fn ending(&self, shown: &str, value: &str) -> Option<&'k str> {
        let last = shown.bytes().last()?.to_ascii_lowercase();
        self.by_end.get(&(value, last))?.iter().copied().find(|word| ends_in(shown, word))
    }

    /// Whether the phrase is one of the words.
    pub(super) fn is(&self, shown: &str, value: &str) -> bool {
        self.citing(value).iter().any(|word| word.eq_ignore_ascii_case(shown))
    }
}

/// Whether a phrase ends in a word; a Latin word only when it stands alone.
pub(super) fn ends_in(shown: &str, word: &str) -> bool {
    let Some(at) = shown.len().checked_sub(word.len()) else { return false };
    let Some(end) = shown.get(at..) else { return false };
    if !word.is_ascii() {
        return end == word;
    }
    let alone = !shown[..at].ends_with(|sign: char| sign.is_ascii_alphanumeric());
    end.eq_ignore_ascii_case(word) && alone
}
