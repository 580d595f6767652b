//! Windows event log files, one chunk of 64 KiB after the other.
//!
//! A damaged chunk or record costs only itself: chunks stand at fixed places.

use std::sync::Arc;

use evtx::{EvtxChunkData, ParserSettings};

use super::Chunk;
use super::unread::Tally;
use crate::event::json;
use crate::{Event, EventKind, Limits};

/// The length of the file's header.
pub(crate) const HEADER: usize = 4_096;
/// The length of a chunk.
pub(crate) const CHUNK: usize = 65_536;

/// How many chunks the header announces; at least one, for a header without a chunk is no log.
pub(crate) fn chunks(head: &[u8]) -> u64 {
    match head.get(42..44) {
        Some([low, high]) => u64::from(u16::from_le_bytes([*low, *high])).max(1),
        _ => 1,
    }
}

/// Every record of the chunks.
pub(crate) fn events(
    chunk: &Chunk,
    limits: &Limits,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
) {
    let settings = Arc::new(ParserSettings::default().indent(false));
    event.kind = EventKind::Evtx;
    event.line = false;
    for (number, bytes) in chunk.bytes.chunks(CHUNK).enumerate() {
        let offset = chunk.offset + (number * CHUNK) as u64;
        if bytes.iter().all(|byte| *byte == 0) {
            continue;
        }
        let mut bytes = bytes.to_vec();
        if bytes.len() < CHUNK {
            tally.damaged(0, offset, "the file ends inside a chunk");
            bytes.resize(CHUNK, 0);
        }
        one(bytes, offset, &settings, limits, event, visit, tally);
    }
}

fn one(
    bytes: Vec<u8>,
    offset: u64,
    settings: &Arc<ParserSettings>,
    limits: &Limits,
    event: &mut Event,
    visit: &mut dyn FnMut(&Event),
    tally: &mut Tally,
) {
    let mut data = match EvtxChunkData::new(bytes, false) {
        Ok(data) => data,
        Err(_) => return tally.damaged(0, offset, "a chunk without its mark"),
    };
    if !data.validate_checksum() {
        tally.damaged(0, offset, "a chunk whose checksum is wrong");
    }
    let mut chunk = match data.parse(Arc::clone(settings)) {
        Ok(chunk) => chunk,
        Err(_) => return tally.damaged(1, offset, "a chunk whose names cannot be read"),
    };
    for record in chunk.iter() {
        let record = match record {
            Ok(record) => record,
            Err(_) => {
                tally.damaged(1, offset, "a record that cannot be read");
                continue;
            }
        };
        let number = record.event_record_id;
        let Ok(text) = record.into_json_bytes() else {
            tally.damaged(1, offset, "a record that cannot be read");
            continue;
        };
        event.clear();
        event.record = number;
        let text = String::from_utf8_lossy(&text.data);
        match json::object(&text, 0, limits, event) {
            Ok(_) => visit(event),
            Err(_) => tally.damaged(1, offset, "a record that cannot be read"),
        }
    }
}
