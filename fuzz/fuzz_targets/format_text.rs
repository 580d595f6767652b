//! Fuzzes plain text and its encodings.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::format("a.txt", b"", bytes));
