//! What every target checks: no panic, and every span belongs to the text.

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

/// `libfuzzer-sys` aborts at every panic, also at one in a parser underneath that
/// `noroshi-formats` catches. Its hook is taken out; a panic that leaves us still aborts.
fn keep_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| drop(std::panic::take_hook()));
}
