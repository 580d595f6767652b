//! Stated relations: who targets whom, what is the same as what.
//!
//! The verbs and nouns that state one are cues of the lexicon; each names its predicate and
//! its frame, that is which particle or side marks the subject and the object. A language
//! fills the frames from the phrases of the sentence; [`assertion`] refuses what is denied,
//! asked or doubted.

mod alias;
mod assertion;
mod clause;
mod deadline;
mod denial;
mod english;
mod filling;
mod fit;
mod frame;
mod japanese;
mod phrase;
mod term;
mod victim;

use std::collections::HashSet;
use std::ops::Range;

use noroshi_model::{Claim, CueKind, Grounds, Language, MentionKind, Predicate, Reason, Relation};

use crate::said::Said;

pub(crate) use assertion::{is_attribution, leaves_open};
pub(crate) use denial::of_claims as denials;

use term::Term;

/// Relations of one sentence at most: a list of hundreds of names states none by grammar.
const MOST: usize = 60;

/// A relation before its words leave the shadow.
#[derive(Debug, Clone)]
struct Found {
    subject: Term,
    predicate: Predicate,
    object: Term,
    /// Where it is stated.
    place: Range<usize>,
    /// The rule that found it, and the words that fired it.
    reason: Reason,
}

/// The relations that a sentence states, in order of place; `claims` are those of the sentence.
pub(crate) fn relations(said: &Said<'_, '_>, claims: &[Claim]) -> Vec<Relation> {
    if !is_worth_reading(said) {
        return Vec::new();
    }
    let mut found = match said.language {
        Language::Ja => japanese::relations(said, claims),
        Language::Zh | Language::En | Language::Unknown => english::relations(said, claims),
    };
    found.extend(alias::in_brackets(said));
    finish(said, found)
}

/// Whether a cue or two names stand in the sentence; most sentences end here.
fn is_worth_reading(said: &Said<'_, '_>) -> bool {
    let cue = |kind: CueKind| matches!(kind, CueKind::Relation);
    let denial =
        || said.hits.iter().any(|hit| hit.cue.kind == CueKind::Speech && hit.cue.value == "denies");
    let named = |kind: MentionKind| {
        !matches!(kind, MentionKind::Date | MentionKind::Count | MentionKind::Money)
    };
    said.hits.iter().any(|hit| cue(hit.cue.kind))
        || denial()
        || said.mentions.iter().filter(|(_, mention)| named(mention.kind)).nth(1).is_some()
        || said
            .mentions
            .iter()
            .any(|(_, mention)| matches!(mention.kind, MentionKind::Tool | MentionKind::Malware))
}

/// Each relation once, without those that link a thing to itself.
fn finish(said: &Said<'_, '_>, mut found: Vec<Found>) -> Vec<Relation> {
    found.sort_by_key(|one| (one.place.start, one.predicate));
    let mut seen = HashSet::new();
    let mut relations = Vec::with_capacity(found.len());
    for one in found.into_iter().take(MOST) {
        let (subject, object) = (one.subject.text, one.object.text);
        if subject.is_empty() || object.is_empty() || subject == object {
            continue;
        }
        let Some(span) = said.shadow.span(one.place) else { continue };
        if seen.insert((subject.clone(), one.predicate, object.clone())) {
            let (predicate, grounds) = (one.predicate, Grounds::Rule(one.reason));
            relations.push(Relation { subject, predicate, object, span, grounds });
        }
    }
    relations
}
