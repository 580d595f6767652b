//! What every target checks: no panic, and every span belongs to the text; every link of
//! foreign knowledge has a source, and no entity stands twice.

use std::sync::Once;

use noroshi_formats::{Limits, Received, document};

/// Reads `head` and `bytes` as one file; the head makes the file one of its format.
pub fn format(path: &str, head: &[u8], bytes: &[u8]) {
    keep_caught_panics();
    let file = [head, bytes].concat();
    let received = Received { path, bytes: &file, fetched: None };
    let Ok((document, _)) = document(&received, &Limits::default()) else { return };
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.of(&document.text).is_some(), "a block outside the text");
        assert!(block.span.start() >= end, "blocks overlap or are out of order");
        end = block.span.end();
    }
    assert!(document.links.iter().all(|link| link.span.of(&document.text).is_some()), "links");
}

/// Takes the bytes as foreign knowledge: as they are, and as the list of a bundle and of a
/// cluster, so that every run comes past the head of the file.
pub fn knowledge(bytes: &[u8]) {
    keep_caught_panics();
    taken(bytes);
    taken(&[b"{\"type\":\"bundle\",\"objects\":[", bytes, b"]}"].concat());
    taken(&[b"{\"type\":\"threat-actor\",\"version\":1,\"values\":[", bytes, b"]}"].concat());
}

fn taken(bytes: &[u8]) {
    let read = noroshi_formats::knowledge("a.json", bytes, &mut |done, of| assert!(done <= of));
    let Ok((imported, _)) = read else { return };
    let ids = imported.entities.windows(2).all(|pair| pair[0].id < pair[1].id);
    assert!(ids, "ids are not sorted, or stand twice");
    for entity in &imported.entities {
        assert!(entity.names.iter().all(|name| imported.sources[0].id == name.source), "names");
        assert!(entity.links.iter().all(|link| link.to != entity.id), "a link to itself");
    }
}

/// `libfuzzer-sys` aborts at every panic, also at one in a parser underneath that
/// `noroshi-formats` catches. Its hook is taken out; a panic that leaves us still aborts.
fn keep_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(std::panic::take_hook()));
}

/// Reads the bytes as whatever `noroshi assess` takes; a question that is one is worked out.
pub fn question(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(question) = noroshi_assess::parse(text, "fuzz") {
        let small = question.rows.len() * question.hypotheses.len() < 500;
        let made = small.then(|| noroshi_assess::assess(&question, None));
        drop(made.map(|made| noroshi_assess::json(&made, noroshi_assess::Tongue::En)));
    }
    drop(noroshi_assess::from_csv(text, "fuzz", "q", Default::default()));
    drop(noroshi_assess::from_stix(text, "fuzz", Default::default()));
    drop(noroshi_assess::Log::parse(text, "fuzz"));
}
