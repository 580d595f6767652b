//! ATT&CK techniques of a sentence: named, by a phrase of the lexicon, or by the linear model.
//!
//! The model is for English; Japanese goes by the lexicon alone. A technique that a sentence
//! only implies gets no mention, because no words of the text are its name: it is a tag of
//! the sentence, with the words that fired.

use std::ops::Range;
use std::sync::{Mutex, OnceLock};

use noroshi_model::{
    EntityId, EntityKind, Knowledge, Language, Mention, MentionKind, Span, TagBasis, TechniqueTag,
};

use crate::shadow::Shadow;
use crate::word::Place;

mod cue;
mod feature;
mod matrix;
mod model;
#[cfg(test)]
mod tests;
mod weights;

use cue::{Found, Phrases, Verdict};
pub(crate) use matrix::Matrix;
pub(crate) use model::Memo;
use model::Model;

/// Everything that tells techniques; each part is made when a sentence first needs it.
pub(crate) struct Techniques<'k> {
    knowledge: &'k Knowledge,
    english: OnceLock<Phrases>,
    japanese: OnceLock<Phrases>,
    model: OnceLock<Option<Model>>,
    /// What earlier documents left behind, for the next ones.
    memos: Mutex<Vec<Memo>>,
}

/// A technique of a sentence, with the words that fired as places in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Implied {
    pub(crate) technique: EntityId,
    pub(crate) words: Vec<Range<usize>>,
    pub(crate) basis: TagBasis,
}

impl<'k> Techniques<'k> {
    /// By the cues of a pack.
    pub(crate) fn new(knowledge: &'k Knowledge) -> Self {
        Self {
            knowledge,
            english: OnceLock::new(),
            japanese: OnceLock::new(),
            model: OnceLock::new(),
            memos: Mutex::default(),
        }
    }

    /// A memo to read one document with.
    pub(crate) fn memo(&self) -> Memo {
        self.memos.lock().ok().and_then(|mut memos| memos.pop()).unwrap_or_default()
    }

    /// Takes a memo back.
    pub(crate) fn keep(&self, memo: Memo) {
        if let Ok(mut memos) = self.memos.lock() {
            memos.push(memo);
        }
    }

    /// The matrix that the techniques of a document belong to where a name leaves it open.
    pub(crate) fn matrix(&self, mentions: &[(Range<usize>, Mention)]) -> Matrix {
        Matrix::of(self.knowledge, mentions.iter().map(|(_, mention)| mention))
    }

    /// The tags of a sentence: its named techniques, and what its words imply; `words` are the
    /// places of the Latin ones.
    pub(crate) fn tags(
        &self,
        shadow: &Shadow<'_>,
        sentence: &Range<usize>,
        (language, matrix): (Language, Matrix),
        (words, mentions): (&[Place], &[(Range<usize>, Mention)]),
        memo: &mut Memo,
    ) -> Vec<TechniqueTag> {
        let mut all: Vec<Implied> = self.named(mentions, matrix).collect();
        for implied in self.implied(shadow.text(), sentence, (language, words), memo) {
            if !all.iter().any(|one| covers(&one.technique, &implied.technique)) {
                all.push(implied);
            }
        }
        keep_narrowest(&mut all);
        let Some(span) = (!all.is_empty()).then(|| shadow.span(sentence.clone())).flatten() else {
            return Vec::new();
        };
        all.into_iter().map(|implied| tag(shadow, span, implied)).collect()
    }

    /// The techniques whose name or id stands in the sentence, when it is clear which is meant
    /// and the pack has it: a withdrawn number leads to its successor through the lexicon.
    fn named(
        &self,
        mentions: &[(Range<usize>, Mention)],
        matrix: Matrix,
    ) -> impl Iterator<Item = Implied> {
        let named = mentions.iter().filter(|(_, mention)| mention.kind == MentionKind::Technique);
        named.filter_map(move |(range, mention)| {
            let technique = matrix.meant(self.knowledge, &mention.candidates)?.clone();
            Some(Implied { technique, words: vec![range.clone()], basis: TagBasis::Named })
        })
    }

    /// What the words of a sentence imply; `words` are the places of the Latin ones.
    pub(crate) fn implied(
        &self,
        text: &str,
        sentence: &Range<usize>,
        (language, words): (Language, &[Place]),
        memo: &mut Memo,
    ) -> Vec<Implied> {
        let Verdict::Tells(found) = self.verdict(text, sentence, (language, words)) else {
            return Vec::new();
        };
        let mut implied: Vec<Implied> = found.into_iter().map(by_cue).collect();
        if language == Language::En {
            self.by_model(text, (sentence, words), memo, &mut implied);
        }
        implied
    }

    fn verdict(
        &self,
        text: &str,
        sentence: &Range<usize>,
        (language, words): (Language, &[Place]),
    ) -> Verdict {
        let phrases = match language {
            Language::Ja => &self.japanese,
            Language::En => &self.english,
            _ => return Verdict::Tells(Vec::new()),
        };
        phrases
            .get_or_init(|| Phrases::new(self.knowledge, language))
            .verdict(text, sentence, words)
    }

    fn by_model(
        &self,
        text: &str,
        (sentence, words): (&Range<usize>, &[Place]),
        memo: &mut Memo,
        implied: &mut Vec<Implied>,
    ) {
        let Some(model) = self.model.get_or_init(Model::new) else { return };
        if sentence.len() < model::SHORTEST {
            return;
        }
        for told in model.told(text, words, memo) {
            let Ok(technique) = EntityId::new(EntityKind::Technique, model.id(told.class)) else {
                continue;
            };
            if implied.iter().any(|one| covers(&one.technique, &technique)) {
                continue;
            }
            let words = model.words(told.class, memo);
            implied.push(Implied {
                technique,
                words,
                basis: TagBasis::Model { score: told.score },
            });
        }
    }
}

fn by_cue(Found { technique, words }: Found) -> Implied {
    Implied { technique, words, basis: TagBasis::Cue }
}

/// Whether a tag says what the other would: the same technique, or a sub-technique of it.
fn covers(known: &EntityId, other: &EntityId) -> bool {
    let (known, other) = (known.slug(), other.slug());
    known == other || known.strip_prefix(other).is_some_and(|rest| rest.starts_with('.'))
}

/// Leaves out a technique whose sub-technique is told as well.
fn keep_narrowest(all: &mut Vec<Implied>) {
    let told: Vec<EntityId> = all.iter().map(|one| one.technique.clone()).collect();
    all.retain(|one| !told.iter().any(|it| *it != one.technique && covers(it, &one.technique)));
}

fn tag(shadow: &Shadow<'_>, span: Span, implied: Implied) -> TechniqueTag {
    let cues = implied.words.into_iter().filter_map(|range| shadow.span(range)).collect();
    TechniqueTag { technique: implied.technique, span, cues, basis: implied.basis }
}
