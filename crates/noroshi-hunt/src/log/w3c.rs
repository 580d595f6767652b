//! W3C extended log format, as IIS and proxies write it.

use super::unread::Tally;
use super::{Chunk, Header, lines};
use crate::{Event, EventKind, Value};

/// Fields that only proxies write.
const PROXY: [&str; 6] = ["cs-uri-scheme", "cs-uri", "r-host", "r-ip", "c-uri", "s-supplier-name"];

fn header(line: &str) -> Option<Header> {
    let names = line.strip_prefix("#Fields:")?;
    let columns: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
    let proxy = columns.iter().any(|name| PROXY.contains(&name.as_str()));
    Some(Header { columns, proxy, ..Header::default() })
}

/// The last header line of the bytes.
pub(crate) fn last_header(bytes: &[u8]) -> Option<Header> {
    let at = memchr::memmem::rfind(bytes, b"#Fields:")?;
    let line = bytes.get(at..)?.split(|byte| *byte == b'\n').next()?;
    header(&String::from_utf8_lossy(line))
}

/// Every line.
pub(crate) fn events(
    chunk: &Chunk,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
) {
    let mut own = (*chunk.header).clone();
    event.line = true;
    lines::each(chunk, tally, &mut |number, line, tally| {
        if let Some(next) = header(line) {
            own = next;
            return;
        }
        if line.starts_with('#') {
            return;
        }
        event.clear();
        event.record = number;
        event.kind = if own.proxy { EventKind::Proxy } else { EventKind::W3c };
        let values = split(line);
        if own.columns.is_empty() || values.len() < own.columns.len() {
            tally.broken(|| format!("line {number}"), "it has fewer values than the header");
            return;
        }
        fill(&own, &values, event);
        visit(event);
    });
}

/// Values are parted by spaces or tabs; proxies put those with spaces in quotation marks.
fn split(line: &str) -> Vec<&str> {
    let mut values = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (value, tail) = match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((value, tail)) => (value, tail),
            None => rest.split_once([' ', '\t']).unwrap_or((rest, "")),
        };
        values.push(value);
        rest = tail.trim_start();
    }
    values
}

fn fill(header: &Header, values: &[&str], event: &mut Event) {
    let value = |name: &str| {
        let place = header.columns.iter().position(|own| own == name)?;
        values.get(place).copied().filter(|value| *value != "-")
    };
    for (name, text) in header.columns.iter().zip(values) {
        if *text == "-" {
            event.push_value(name, Value::Null);
            continue;
        }
        event.push(name, text);
        // IIS writes the spaces of a header as plus signs.
        if name.starts_with("cs(") && text.contains('+') {
            event.push(name, &text.replace('+', " "));
        }
    }
    if let (Some(date), Some(time)) = (value("date"), value("time")) {
        event.push("@timestamp", &format!("{date}T{time}Z"));
    }
    if let (true, None, Some(host)) = (header.proxy, value("cs-uri"), value("cs-host")) {
        let scheme = value("cs-uri-scheme").unwrap_or("http");
        let path = value("cs-uri-path").or_else(|| value("cs-uri-stem")).unwrap_or_default();
        let query = value("cs-uri-query").unwrap_or_default();
        let mark = if query.is_empty() || query.starts_with('?') { "" } else { "?" };
        event.push("c-uri", &format!("{scheme}://{host}{path}{mark}{query}"));
    }
}
