//! Conversations: what is said in a message is said by whoever wrote it.

use noroshi_model::{Claim, Document, Message, Span, Speaker, SpeakerChain};

/// Puts the writer of a message in the place of the author of the document.
pub(crate) fn spoken(document: &Document, claims: Vec<Claim>) -> Vec<Claim> {
    let messages = document.messages();
    if messages.is_empty() {
        return claims;
    }
    claims.into_iter().map(|claim| by_writer(document, &messages, claim)).collect()
}

fn by_writer(document: &Document, messages: &[Message], claim: Claim) -> Claim {
    let Some(from) = writer(messages, claim.span) else { return claim };
    let name = from.of(&document.text).unwrap_or_default().to_owned();
    if claim.speakers.iter().next() != Some(&Speaker::Author) || name.is_empty() {
        return claim;
    }
    let cited = claim.speakers.iter().skip(1).cloned().collect();
    let writer = Speaker::Named { name, span: Some(from) };
    Claim { speakers: SpeakerChain::new(writer, cited), ..claim }
}

/// Who wrote the message in which something starts; messages are in order of place.
fn writer(messages: &[Message], span: Span) -> Option<Span> {
    let after = messages.partition_point(|message| message.from.start() <= span.start());
    let message = messages.get(after.checked_sub(1)?)?;
    let said = message.said?;
    (said.overlaps(span) || message.from.end() <= span.start()).then_some(message.from)
}
