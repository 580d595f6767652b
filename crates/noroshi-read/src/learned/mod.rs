//! Linear models that go over what the rules found in Japanese text.
//!
//! Rules find what their authors thought of; a stranger names companies, tells of deeds and holds people responsible in
//! words that nobody thought of. The models look at the same text and at what the rules said of it, and were trained
//! on annotated passages of many hands (`devset/README.md`) by `cargo run --release -p noroshi-read --example
//! train_japanese`. They are linear, and their weights are a file in this folder.

mod event;
mod event_clause;
mod event_date;
mod event_page;
mod event_party;
mod feature;
mod letter;
mod name;
mod relation;
mod relation_around;
mod relation_model;
mod relation_pair;
mod relation_term;
mod sequence;
mod speaker;
mod speaker_cut;
mod speaker_scene;
mod speaker_stance;
mod speaker_who;
mod tag;
mod weights;

pub(crate) use name::Placed;
pub(crate) use speaker::{Model as Telling, Told};
pub(crate) use speaker_scene::{Ruled, Scene, Trail, is_same, shared};

use std::ops::Range;

use noroshi_model::{Event, Mention, Reading, Relation, Sentence, Span};

use crate::layout::Line;

/// The models of a reader.
pub(crate) struct Models<'m> {
    names: sequence::Model<'m>,
    /// Which of two sides does what; none with other names, for it is trained on what these let be read.
    relations: Option<relation_model::Model<'m>>,
    /// Who tells what; none with other names, for it is trained on what these let be read.
    pub(crate) telling: Option<Telling<'m>>,
    events: Option<event::Model<'m>>,
}

/// Made by `train_japanese speakers`.
const SPEAKERS: &[u8] = include_bytes!("speakers.bin");

impl<'m> Models<'m> {
    /// Those in this folder; `None` when a file is none.
    pub(crate) fn own() -> Option<Self> {
        let names = Self::with_names(name::FILE)?;
        let (telling, events) = (Telling::new(SPEAKERS), event::Model::new(event::FILE));
        let relations = relation_model::Model::new(relation::FILE);
        Some(Self { telling, events, relations, ..names })
    }

    /// Another model of names alone.
    pub(crate) fn with_names(file: &'m [u8]) -> Option<Self> {
        let names = sequence::Model::new(file)?;
        Some(Self { names, telling: None, events: None, relations: None })
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

    /// The relations that the reading does not tell yet.
    pub(crate) fn relations(&self, text: &str, reading: &Reading) -> Vec<Relation> {
        let model = self.relations.as_ref();
        model.map(|model| relation::relations(model, text, reading)).unwrap_or_default()
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
}
