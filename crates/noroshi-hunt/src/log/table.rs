//! Tables: comma, semicolon or tab separated with a header line, and Zeek's own form.

use super::unread::Tally;
use super::{Chunk, Header};
use crate::event::json;
use crate::{Event, EventKind, Limits};

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Whether the lines are a table: as many separators in each, and names in the first.
pub(crate) fn fits(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else { return false };
    SEPARATORS.into_iter().any(|separator| {
        let columns = split(first, separator);
        let named = columns.len() > 1
            && columns
                .iter()
                .all(|name| !name.is_empty() && name.len() < 100 && !name.contains(['{', '=']));
        let rows =
            lines.iter().skip(1).filter(|line| split(line, separator).len() == columns.len());
        let same = rows.count();
        named && (lines.len() == 1 && columns.len() > 2 || same * 2 >= lines.len().max(2))
    })
}

fn split(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(separator)
        .from_reader(line.as_bytes());
    let row = reader.records().next().and_then(Result::ok);
    row.map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default()
}

/// The header, and its length in bytes.
pub(crate) fn header(bytes: &[u8]) -> (Header, usize) {
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    if bytes.starts_with(b"#separator") {
        return zeek(bytes);
    }
    let line = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default());
    let line = line.trim_end();
    let separator = SEPARATORS.into_iter().max_by_key(|separator| split(line, *separator).len());
    let separator = separator.unwrap_or(b',');
    (Header { columns: split(line, separator), separator, ..Header::default() }, end)
}

fn zeek(bytes: &[u8]) -> (Header, usize) {
    let mut header = Header { separator: b'\t', ..Header::default() };
    let mut length = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b"#") {
            break;
        }
        length += line.len();
        let text = String::from_utf8_lossy(line);
        let mut parts = text.trim_end().split('\t');
        match parts.next() {
            Some("#fields") => header.columns = parts.map(str::to_owned).collect(),
            Some("#path") => header.zeek = parts.next().map(str::to_owned),
            _ => {}
        }
    }
    (header, length)
}

/// Where the last whole row ends: at a line end outside of quotation marks.
pub(crate) fn cut(bytes: &[u8]) -> Option<usize> {
    let (mut quoted, mut last) = (false, None);
    for at in memchr::memchr2_iter(b'"', b'\n', bytes) {
        match bytes.get(at) {
            Some(b'"') => quoted = !quoted,
            _ if !quoted => last = Some(at + 1),
            _ => {}
        }
    }
    last
}

/// Every row.
pub(crate) fn events(
    chunk: &Chunk,
    limits: &Limits,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
) {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .quoting(chunk.header.zeek.is_none())
        .delimiter(if chunk.header.separator == 0 { b',' } else { chunk.header.separator })
        .from_reader(chunk.bytes.as_slice());
    let mut row = csv::ByteRecord::new();
    event.line = true;
    loop {
        match reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return,
            Err(_) => {
                tally.broken(|| format!("line {}", chunk.first), "it is no table row");
                return;
            }
        }
        let place = row.position().map_or(0, |position| position.line().saturating_sub(1));
        event.clear();
        event.kind = EventKind::Csv;
        event.record = chunk.first + place;
        if row.get(0).is_some_and(|cell| cell.starts_with(b"#")) {
            continue;
        }
        fill(&chunk.header, &row, limits, event);
        visit(event);
    }
}

fn fill(header: &Header, row: &csv::ByteRecord, limits: &Limits, event: &mut Event) {
    if let Some(path) = &header.zeek {
        event.push("_path", path);
    }
    for (name, cell) in header.columns.iter().zip(row) {
        let cell = String::from_utf8_lossy(cell);
        // Purview exports the record itself as JSON in one column.
        if name == "AuditData" && cell.starts_with('{') {
            let mut inner = Event::default();
            if json::object(&cell, 0, limits, &mut inner).is_ok() {
                for (path, value) in inner.fields() {
                    event.push_value(path, value);
                }
                continue;
            }
        }
        let unset = header.zeek.is_some() && cell == "-";
        if !unset && !cell.is_empty() {
            event.push(name, &cell);
        }
    }
}
