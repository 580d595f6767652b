//! A message of a conversation in JSON.

use noroshi_formats::written_moment;
use noroshi_model::{Document, Message, Span};
use serde::Serialize;

/// Who wrote to whom, when, and where the words stand.
#[derive(Debug, Serialize)]
pub(super) struct MessagePart<'a> {
    from: &'a str,
    to: Vec<&'a str>,
    when: Option<String>,
    span: Option<[usize; 2]>,
    text: Option<&'a str>,
}

/// The messages of a conversation; none for any other document.
pub(super) fn messages(document: &Document) -> Vec<MessagePart<'_>> {
    let text = document.text.as_str();
    document.messages().into_iter().map(|message| MessagePart::new(&message, text)).collect()
}

impl<'a> MessagePart<'a> {
    fn new(message: &Message, text: &'a str) -> Self {
        let day = message.day.and_then(|day| day.of(text));
        let when = message.when.and_then(|when| when.of(text));
        Self {
            from: at(message.from, text),
            to: message.to.iter().map(|to| at(*to, text)).collect(),
            when: when.and_then(|when| written_moment(when, day)).map(|moment| moment.edtf()),
            span: message.said.map(|said| [said.start(), said.end()]),
            text: message.said.map(|said| at(said, text)),
        }
    }
}

fn at(span: Span, text: &str) -> &str {
    span.of(text).unwrap_or_default()
}
