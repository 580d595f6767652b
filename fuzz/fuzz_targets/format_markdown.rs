//! Fuzzes Markdown.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::format("a.md", b"", bytes));
