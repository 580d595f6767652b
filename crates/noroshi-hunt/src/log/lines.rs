//! Logs with one record on each line.

use super::Chunk;
use super::unread::Tally;
use crate::{Event, EventKind};

/// Reads each line with `read`; a line that it does not take becomes a line of text.
pub(crate) fn events(
    chunk: &Chunk,
    kind: EventKind,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
    read: &dyn Fn(&str, &mut Event) -> bool,
) {
    each(chunk, tally, &mut |number, line, _| {
        event.clear();
        event.line = true;
        event.record = number;
        event.kind = kind;
        if !read(line, event) {
            event.clear();
            event.kind = EventKind::Text;
            event.push("message", line);
        }
        if matches!(event.kind, EventKind::Text | EventKind::Syslog)
            && let Some(appliance) = appliance(line)
        {
            event.fields.retain(|field| {
                event.text.get(field.name.0 as usize..field.name.1 as usize) != Some("program")
            });
            event.push("program", appliance);
        }
        visit(event);
    });
}

/// The maker of a network appliance, by the form of its messages.
fn appliance(line: &str) -> Option<&'static str> {
    if line.contains("devname=") && line.contains("logid=") {
        return Some("fortigate");
    }
    if line.contains(",TRAFFIC,") || line.contains(",THREAT,") || line.contains(",GLOBALPROTECT,") {
        return Some("paloalto");
    }
    // `%FACILITY-severity-MNEMONIC:` of Cisco's systems.
    let marked = line.match_indices('%').any(|(at, _)| {
        let word = line[at + 1..].split([':', ' ']).next().unwrap_or_default();
        let parts: Vec<&str> = word.split('-').collect();
        let upper = |part: &&str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        };
        parts.len() >= 3
            && parts.iter().all(upper)
            && parts.iter().any(|part| part.len() == 1 && matches!(part.as_bytes(), [b'0'..=b'7']))
    });
    marked.then_some("cisco")
}

/// Every line that is not empty, with its number.
pub(crate) fn each(chunk: &Chunk, tally: &mut Tally, visit: &mut dyn FnMut(u64, &str, &mut Tally)) {
    let whole = std::str::from_utf8(&chunk.bytes);
    let mut number = chunk.first;
    let mut start = 0;
    while start < chunk.bytes.len() {
        let rest = chunk.bytes.get(start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(chunk.bytes.len(), |at| start + at);
        let line = match whole {
            Ok(text) => std::borrow::Cow::Borrowed(text.get(start..end).unwrap_or_default()),
            Err(_) => {
                let bytes = chunk.bytes.get(start..end).unwrap_or_default();
                let text = String::from_utf8_lossy(bytes);
                if matches!(text, std::borrow::Cow::Owned(_)) {
                    tally.garbled(|| format!("line {number}"));
                }
                text
            }
        };
        let line = line.trim_end_matches('\r');
        if !line.trim().is_empty() {
            visit(number, line, tally);
        }
        start = end + 1;
        number += 1;
    }
}
