//! A conversation: who wrote to whom, when, and what, as parts of the canonical text.

use crate::{BlockKind, Document, Span};

/// One message. Every part is a place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// When it was sent, as written.
    pub when: Option<Span>,
    /// A date that stands alone above it, where messages carry the time of day only.
    pub day: Option<Span>,
    /// Who wrote it.
    pub from: Span,
    /// To whom, where that is written.
    pub to: Vec<Span>,
    /// What was said; nothing for a message without words.
    pub said: Option<Span>,
}

/// The parts of a message so far.
#[derive(Debug, Default)]
struct Open {
    when: Option<Span>,
    from: Option<Span>,
    to: Vec<Span>,
    said: Option<Span>,
}

impl Document {
    /// The messages of a conversation, in order of place; none for any other document.
    pub fn messages(&self) -> Vec<Message> {
        let mut messages = Vec::new();
        let (mut open, mut day) = (Open::default(), None);
        for block in self.blocks.iter().filter(|block| block.kind.is_of_message()) {
            if open.is_full_for(block.kind) {
                close(&mut open, &mut day, &mut messages);
            }
            open.take(block.kind, block.span);
        }
        close(&mut open, &mut day, &mut messages);
        messages
    }
}

impl Open {
    /// Whether a part of this kind starts the next message.
    fn is_full_for(&self, kind: BlockKind) -> bool {
        match kind {
            BlockKind::Time => self.when.is_some() || self.said.is_some(),
            BlockKind::Sender => self.from.is_some(),
            _ => self.said.is_some(),
        }
    }

    fn take(&mut self, kind: BlockKind, span: Span) {
        match kind {
            BlockKind::Time => self.when = Some(span),
            BlockKind::Sender => self.from = Some(span),
            BlockKind::Recipient => self.to.push(span),
            _ => self.said = Some(span),
        }
    }
}

/// Ends a message. A time without a sender is the day of the messages below it.
fn close(open: &mut Open, day: &mut Option<Span>, messages: &mut Vec<Message>) {
    let Open { when, from, to, said } = std::mem::take(open);
    match from {
        Some(from) => messages.push(Message { when, day: *day, from, to, said }),
        None => *day = when.or(*day),
    }
}
