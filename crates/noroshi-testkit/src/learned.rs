//! A reading in which a model alone tells the worst of everybody.

use noroshi_model::{
    Chance, Event, EventStatus, Grounds, Predicate, Reading, Relation, Sentence, Span,
};

/// The reading with an attack on everybody in each sentence, told by a model alone and as surely as can be. What rests
/// on mentions and claims must not change by it.
pub fn with_learned(reading: Reading, text: &str) -> Reading {
    let grounds = || Grounds::Learned(Chance::of(1.0));
    let shown = |span: Span| span.of(text).unwrap_or_default().to_owned();
    let event = |one: &Sentence| Event {
        what: shown(one.span),
        when: None,
        victims: reading.mentions.iter().map(|it| shown(it.span)).collect(),
        actors: vec![shown(one.span)],
        techniques: Vec::new(),
        status: EventStatus::Observed,
        spans: vec![one.span],
        grounds: grounds(),
    };
    let events = reading.sentences.iter().map(event).collect();
    let relation = |one: &Sentence, predicate| Relation {
        subject: shown(one.span),
        predicate,
        object: text.to_owned(),
        span: one.span,
        grounds: grounds(),
    };
    let all = |one: &Sentence| Predicate::ALL.map(|predicate| relation(one, predicate));
    let relations = reading.sentences.iter().flat_map(all).collect();
    Reading { events, relations, ..reading }
}
