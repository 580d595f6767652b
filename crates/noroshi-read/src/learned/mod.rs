//! Linear models that go over what the rules found in Japanese text.
//!
//! Rules find what their authors thought of; a stranger names companies, tells of deeds and holds people responsible in
//! words that nobody thought of. The models look at the same text and at what the rules said of it, and were trained
//! on annotated passages of many hands (`devset/README.md`) by `cargo run --release -p noroshi-read --example
//! train_japanese`. They are linear, and their weights are a file in this folder; that of events looks once more, with trees.

mod alike;
mod blame;
mod chance;
mod event;
mod feature;
mod forest;
mod letter;
mod name;
mod related;
mod relation;
mod sequence;
mod speaker;
mod tag;
mod weights;

pub(crate) use alike::same;
pub(crate) use name::Placed;
pub(crate) use speaker::scene::{Ruled, Scene, Trail, is_same, shared};
pub(crate) use speaker::{Model as Telling, Told};

use std::ops::Range;

use noroshi_model::{Claim, Event, Mention, Reading, Relation, Sentence, Span};

use crate::layout::Line;

/// The models of a reader.
pub(crate) struct Models {
    names: sequence::Model,
    /// Which of two sides does what; none with other names, for it is trained on what these let be read.
    relations: Option<relation::Model>,
    /// Who tells what; none with other names, for it is trained on what these let be read.
    pub(crate) telling: Option<Telling>,
    /// What happened; none with other names, for the same reason.
    events: Option<event::Model>,
    /// Who is held responsible; none with other names, for the same reason.
    blame: Option<blame::Model>,
}

impl Models {
    /// Those in this folder; `None` when a file is none.
    pub(crate) fn own() -> Option<Self> {
        Some(Self {
            relations: relation::Model::new(related::FILE),
            telling: Telling::new(speaker::FILE),
            events: event::Model::new(event::FILE),
            blame: blame::Model::new(blame::FILE),
            ..Self::with_names(name::FILE)?
        })
    }

    /// Other models of names and of who tells what, and nothing that goes over what these let be read.
    pub(crate) fn with_telling([names, telling]: [&[u8]; 2]) -> Option<Self> {
        Some(Self { telling: Some(Telling::new(telling)?), ..Self::with_names(names)? })
    }

    /// Another model of names, and nothing that goes over what the rules tell.
    pub(crate) fn with_names(file: &[u8]) -> Option<Self> {
        let names = sequence::Model::new(file)?;
        Some(Self { names, relations: None, telling: None, events: None, blame: None })
    }

    /// Goes over the names of the Japanese lines.
    pub(crate) fn names(
        &self,
        text: &str,
        lines: &[Line],
        mentions: &mut Vec<Placed>,
        place: impl Fn(&Range<usize>) -> Option<(Span, String)>,
    ) {
        name::names(&self.names, text, lines, mentions, place);
    }

    /// Says anew whom the Japanese claims hold responsible.
    pub(crate) fn blame(
        &self,
        text: &str,
        sentences: &[Sentence],
        mentions: Vec<&Mention>,
        claims: &mut [Claim],
    ) {
        let Some(model) = &self.blame else { return };
        let read = blame::Read { text, sentences, mentions, claims };
        for (at, held) in model.judged(&read) {
            let sure = held.filter(|(_, chance)| *chance >= blame::LEAST);
            claims[at].attribution = sure.map(|(held, _)| held);
        }
    }

    /// Goes over the events of the Japanese sentences.
    pub(crate) fn events(
        &self,
        text: &str,
        sentences: &[Sentence],
        mentions: &[Mention],
        events: Vec<Event>,
    ) -> Vec<Event> {
        match &self.events {
            Some(model) => model.events(text, sentences, mentions, &events, event::LEAST),
            None => events,
        }
    }

    /// The relations that the reading does not tell yet.
    pub(crate) fn relations(&self, text: &str, reading: &Reading) -> Vec<Relation> {
        let model = self.relations.as_ref();
        model.map(|model| related::relations(model, text, reading)).unwrap_or_default()
    }
}
