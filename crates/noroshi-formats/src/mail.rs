//! Mail: one RFC 5322 message, its body as text.
//!
//! Attachments are named, not opened: each is a document of its own, with its own id.

mod base64;

use std::borrow::Cow;

use encoding_rs::Encoding;
use mail_parser::{DateTime, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use noroshi_model::{Basis, BlockKind, Dated, Media, Precision, Problem};

use crate::draft::Draft;
use crate::{Limits, date, fault, html};

/// Fields that mail programs write and people hardly do.
const MACHINE: [&str; 7] = [
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "delivered-to",
    "content-type",
    "dkim-signature",
];
/// Fields that a person may write too.
const HUMAN: [&str; 4] = ["from", "to", "subject", "date"];

/// Whether the bytes start with the header of a message.
pub(crate) fn is_mail(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(16_384)]);
    let names = field_names(&start);
    let count =
        |known: &[&str]| known.iter().filter(|name| names.iter().any(|own| own == *name)).count();
    let (machine, human) = (count(&MACHINE), count(&HUMAN));
    human >= 1 && machine >= 1 && human + machine >= 3 || human == 4
}

/// Names of the header fields at the start; empty when something else stands there.
fn field_names(start: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in start.lines().skip_while(|line| line.starts_with("From ") || line.trim().is_empty())
    {
        match line.split_once(':') {
            _ if line.trim().is_empty() => break,
            _ if line.starts_with([' ', '\t']) => {}
            Some((name, _)) if is_field_name(name) => names.push(name.to_ascii_lowercase()),
            _ => return Vec::new(),
        }
    }
    names
}

/// Source: RFC 5322, 2.2: printable ASCII without colon and space.
fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A message.
///
/// # Errors
/// A message without a body that can be read.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Draft, Problem> {
    let message = MessageParser::default().parse(bytes);
    let message = message.ok_or_else(|| fault::damaged("no message in it"))?;
    let mut draft = body(&message, limits).ok_or_else(fault::no_text)?;
    draft.media = Media::Mail;
    draft.title = message.subject().map(str::to_owned);
    draft.publisher = sender(&message);
    draft.published = message.date().and_then(sent);
    draft.problems.extend(unread(&message, limits));
    Ok(draft)
}

/// The body: plain text, or the HTML part where plain text is missing or a stub.
fn body(message: &Message<'_>, limits: &Limits) -> Option<Draft> {
    let plain = plain(message);
    let page = page(message).map(|page| html::read(&page, limits));
    match (plain, page) {
        (Some(plain), Some(page)) if is_stub(&plain, &page.text) => Some(page),
        (Some(plain), _) => Some(written(plain)),
        (None, page) => page,
    }
}

/// All plain parts that are shown.
fn plain(message: &Message<'_>) -> Option<String> {
    let shown = message.text_bodies().filter(|part| matches!(part.body, PartType::Text(_)));
    let parts: Vec<_> = shown.filter_map(|part| words(message, part)).collect();
    let parts: Vec<_> = parts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn page<'x>(message: &'x Message<'_>) -> Option<Cow<'x, str>> {
    let mut pages = message.html_bodies().filter(|part| matches!(part.body, PartType::Html(_)));
    words(message, pages.next()?)
}

/// The text of a part. The parser leaves a broken base64 part as it is; what is whole of it
/// is decoded here.
fn words<'x>(message: &'x Message<'_>, part: &'x MessagePart<'_>) -> Option<Cow<'x, str>> {
    if part.is_encoding_problem && is_base64(part) {
        let body = part.offset_body as usize..part.offset_end as usize;
        let bytes = base64::salvaged(message.raw_message.get(body)?);
        return Some(charset(part).decode(&bytes).0.into_owned().into());
    }
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}

fn is_base64(part: &MessagePart<'_>) -> bool {
    part.content_transfer_encoding().is_some_and(|named| named.eq_ignore_ascii_case("base64"))
}

/// The character set that a part names; UTF-8 where it names none that is known.
fn charset(part: &MessagePart<'_>) -> &'static Encoding {
    let named = part.content_type().and_then(|kind| kind.attribute("charset"));
    named.and_then(|name| Encoding::for_label(name.as_bytes())).unwrap_or(encoding_rs::UTF_8)
}

/// "This message needs an HTML viewer": a tenth of what the page says.
fn is_stub(plain: &str, page: &str) -> bool {
    let (plain, page) = (plain.trim().chars().count(), page.chars().count());
    plain < 400 && plain * 10 < page
}

/// A plain body with its quoted lines and its signature marked.
fn written(text: String) -> Draft {
    let mut draft = Draft::new(Media::Mail, text);
    let (mut at, mut quote) = (0, None);
    let lines: Vec<usize> = draft.text.split_inclusive('\n').map(str::len).collect();
    for length in lines {
        let line = &draft.text[at..at + length];
        let (quoted, ends) = (line.starts_with('>'), line.trim_end_matches(['\r', '\n']) == "-- ");
        if !quoted {
            close(&mut draft, &mut quote, at);
        }
        if ends {
            let end = draft.text.trim_end().len();
            draft.block(at, end, BlockKind::Navigation);
            return draft;
        }
        quote = quote.or(quoted.then_some(at));
        at += length;
    }
    close(&mut draft, &mut quote, at);
    draft
}

/// Ends a quotation before the byte `at`.
fn close(draft: &mut Draft, quote: &mut Option<usize>, at: usize) {
    let Some(start) = quote.take() else { return };
    let end = start + draft.text[start..at].trim_end().len();
    draft.block(start, end, BlockKind::Quote);
}

/// The sender's name, or the address where there is no name.
fn sender(message: &Message<'_>) -> Option<String> {
    let from = message.from()?.first()?;
    from.name().or(from.address()).map(str::to_owned)
}

/// The `Date` field with the zone it was written in.
fn sent(written: &DateTime) -> Option<Dated> {
    let small = |value: u8| i8::try_from(value).ok();
    let day = jiff::civil::Date::new(
        i16::try_from(written.year).ok()?,
        small(written.month)?,
        small(written.day)?,
    );
    let second = small(written.second)?.min(59);
    let time = jiff::civil::Time::new(small(written.hour)?, small(written.minute)?, second, 0);
    let start = jiff::civil::DateTime::from_parts(day.ok()?, time.ok()?);
    let east = i32::from(written.tz_hour) * 60 + i32::from(written.tz_minute);
    let zone = if written.tz_before_gmt { -east } else { east };
    let moment = date::stretch(start, Precision::Instant, Some(zone))?;
    Some(Dated { moment, basis: Basis::Metadata("Date".to_owned()) })
}

/// Parts that were left out or came damaged.
fn unread(message: &Message<'_>, limits: &Limits) -> Vec<Problem> {
    let damaged = message.parts.iter().filter(|part| part.is_encoding_problem);
    let damaged = damaged.map(|part| fault::part_damaged(&name(part)));
    let attached = message.attachments.iter().filter(|part| !is_body(message, **part));
    let attached = attached.filter_map(|part| message.part(*part));
    let attached = attached.map(|part| fault::part_unread(&name(part)));
    let mut problems: Vec<Problem> = damaged.chain(attached).take(limits.parts).collect();
    if message.parts.len() > limits.parts {
        problems.push(fault::rest_unread("parts", limits.parts));
    }
    problems
}

/// Whether a part is one of the bodies: a broken message lists it twice.
fn is_body(message: &Message<'_>, part: u32) -> bool {
    let alternative = message.part(part).is_some_and(|part| matches!(part.body, PartType::Html(_)));
    let named = message.part(part).is_some_and(|part| part.attachment_name().is_some());
    let listed = message.html_body.contains(&part) || message.text_body.contains(&part);
    listed || (alternative && !named)
}

/// A part by its file name and type, for people.
fn name(part: &MessagePart<'_>) -> String {
    let kind = part
        .content_type()
        .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")));
    let kind = kind.unwrap_or_else(|| "text/plain".to_owned());
    match part.attachment_name() {
        Some(name) => format!("{name} ({kind})"),
        None => kind,
    }
}
