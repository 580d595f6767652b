//! Any text, read whole.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| noroshi_fuzz::read(bytes));
