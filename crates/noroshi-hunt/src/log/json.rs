//! JSON logs: a line for each object, or objects one after the other, in a list or wrapped.

use super::unread::Tally;
use super::{Chunk, lines};
use crate::event::json::{self, Broken};
use crate::{Event, EventKind, Limits};

/// Keys under which services wrap their list of records.
const WRAPPERS: [&str; 6] = ["Records", "records", "value", "data", "events", "Events"];

/// One object on each line.
pub(crate) fn lines(
    chunk: &Chunk,
    limits: &Limits,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
) {
    event.line = true;
    event.kind = EventKind::Json;
    lines::each(chunk, tally, &mut |number, line, tally| {
        let mut at = 0;
        while !line.get(at..).unwrap_or_default().trim_start_matches(',').trim().is_empty() {
            event.clear();
            event.record = number;
            if line.as_bytes().get(at) == Some(&b',') {
                at += 1;
            }
            match json::object(line, at, limits, event) {
                Ok(end) => {
                    visit(event);
                    at = end;
                }
                Err((broken, _)) => {
                    tally.broken(|| format!("line {number}"), broken.words());
                    return;
                }
            }
        }
    });
}

/// Objects one after the other.
pub(crate) fn stream(
    chunk: &Chunk,
    limits: &Limits,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
) {
    let text = String::from_utf8_lossy(&chunk.bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        tally.garbled(|| format!("record {}", chunk.first));
    }
    event.kind = EventKind::Json;
    let between =
        |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | b'}');
    let (mut at, mut number) = (0, chunk.first);
    loop {
        at += text.as_bytes().iter().skip(at).take_while(|byte| between(byte)).count();
        if at >= text.len() {
            return;
        }
        event.clear();
        event.record = number;
        match json::object(&text, at, limits, event) {
            Ok(end) => {
                visit(event);
                at = end;
                number += 1;
            }
            Err((broken, place)) => {
                tally.broken(|| format!("record {number}"), broken.words());
                let short = broken == Broken::Short;
                match text.get(place..).and_then(|rest| rest.find("\n{")) {
                    Some(next) if !short => at = place + next + 1,
                    _ => return,
                }
                number += 1;
            }
        }
    }
}

/// Where the last object ends.
pub(crate) fn cut(bytes: &[u8]) -> usize {
    json::ends(bytes).1
}

/// How many objects end.
pub(crate) fn count(bytes: &[u8]) -> u64 {
    json::ends(bytes).0
}

/// The length of `{"Records":[` and its kin at the start.
pub(crate) fn wrapper(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(4_096)).unwrap_or_default());
    let mut rest = text.trim_start();
    let Some(inner) = rest.strip_prefix('{') else { return 0 };
    rest = inner;
    // Annotations of OData may stand before the list.
    loop {
        rest = rest.trim_start();
        let Some((key, tail)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
            return 0;
        };
        let Some(value) = tail.trim_start().strip_prefix(':').map(str::trim_start) else {
            return 0;
        };
        if WRAPPERS.contains(&key) && value.starts_with('[') {
            let within = value[1..].trim_start();
            let fits = within.is_empty() || within.starts_with(['{', ']']);
            return if fits { text.len() - value.len() + 1 } else { 0 };
        }
        if !key.starts_with('@') {
            return 0;
        }
        let Some((_, next)) = value.split_once("\",") else { return 0 };
        rest = next;
    }
}
